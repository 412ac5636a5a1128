"""What was taken out of a file on its way to a stored text, and why."""

from __future__ import annotations

from typing import NamedTuple


class Dropped(NamedTuple):
    """A part that was taken out: its text as the file has it, and the reason in plain words."""

    text: str
    reason: str


def without_comments(raw: str) -> tuple[str, list[Dropped]]:
    """The text without HTML comments, which no reader of the page ever saw, and the comments."""
    parts: list[str] = []
    comments: list[Dropped] = []
    at = 0
    while (start := raw.find("<!--", at)) >= 0 and (end := raw.find("-->", start)) >= 0:
        parts.append(raw[at:start])
        comments.append(Dropped(raw[start + 4 : end].strip(), "a comment in the markup"))
        at = end + 3
    return "".join([*parts, raw[at:]]), [part for part in comments if part.text]
