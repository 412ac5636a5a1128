"""Page furniture out, article text in.

People drop in pages as they copied them. Cleaning decides paragraph by paragraph, by what the line
looks like and where it stands, and never changes a character of what it keeps.
"""

from __future__ import annotations

from dataclasses import dataclass

from corpus.furniture import is_button, is_menu, is_notice, is_wordless, without_credit
from corpus.layout import Unit, ends_sentence, units


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The text to store, and what it says of itself; None where it does not say."""

    text: str
    title: str | None = None
    author: str | None = None
    published: str | None = None


def clean(raw: str, title: str | None = None) -> Cleaned:
    """The article in a page as it was copied. ``raw`` is normalised text."""
    kept: list[tuple[Unit, str]] = []
    seen: set[str] = set()
    for unit in units(raw):
        line = _trimmed(raw[unit.start : unit.end])
        if not line or is_button(line) or is_wordless(line) or is_menu(line) or is_notice(line):
            continue
        if line in seen:
            continue
        seen.add(line)
        kept.append((unit, line))
    text = "\n\n".join(line for _, line in kept)
    first = kept[0][1] if kept and kept[0][0].kind == "heading" else None
    return Cleaned(text, title=first)


def _trimmed(line: str) -> str:
    rest = without_credit(line)
    if rest == line:
        return line
    rest = rest.strip()
    return rest if ends_sentence(rest) and len(rest.split()) >= 8 else ""
