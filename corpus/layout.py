"""How a text is laid out: its headings, list items and paragraphs, with exact offsets.

Cleaning and sentence splitting look at a text through the same eyes, so that what was one paragraph
to the first is one paragraph to the second.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.byline import date_of, names_author

Kind = Literal["text", "heading", "item"]

# Wider lines are paragraphs of their own; narrower than this nobody wraps prose.
WIDEST_WRAP = 120
NARROWEST_WRAP = 40
# Share of line breaks that a wrapping editor would have made, from which a text counts as wrapped.
WRAPPED_SHARE = 0.75
HEADING_CHARS = 120
HEADING_WORDS = 18
TITLE_CHARS = 220
# An unmarked item below "…:" is one sentence of at most this many characters.
ITEM_CHARS = 160
# A line under the title with this many words is a deck (a subtitle that says something).
DECK_WORDS = 4

_HASHES = re.compile(r"#{1,6}\s+\S")
_MARKED_HEADING = re.compile(r"[◇◆■□▣▶►【〈<《]\s?\S|\*\*[^*]+\*\*$|__[^_]+__$")
_BULLET = re.compile(
    r"(?:[-*+•·‣▪●○◦–—※△▲▷□■◆◇▶►]|\(?\d{1,3}[.)]|\(?[a-zA-Z가-하][.)]|[①-⑳㉠-㉻])[ \t]+\S|\|.*\|$"
)
_NUMBER = re.compile(r"\(?(\d{1,3})[.)]")
_TERMINAL = re.compile(r"[.!?…。！？｡]['\"”’»」』)\]）】*_]*(?:\[\d+\])*$")
_KOREAN_END = re.compile(r"[가-힣](?:다|요|까|죠)['\"”’)\]]*$")
_INNER_STOP = re.compile(r"[.!?。！？][\"'”’)]?\s*(?=[A-Z가-힣\u3040-\u9fff])")
_WORD = re.compile(r"\S+")
_WIDE = re.compile(r"[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class Unit:
    """A heading, a list item or a paragraph: ``text[start:end]`` without space at either end."""

    start: int
    end: int
    kind: Kind


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    text: str
    indent: int
    block: int  # lines with no blank line between them share a block


def ends_sentence(line: str) -> bool:
    """Whether the line ends as a sentence does, closing quotes and brackets allowed."""
    tail = line[-12:]
    return bool(_TERMINAL.search(tail) or _KOREAN_END.search(tail))


def units(text: str) -> tuple[Unit, ...]:
    """The units of a text in order; together they cover every character that is not a space."""
    lines = list(_lines(text))
    width = _wrap_width(lines)
    merged: list[_Line] = []
    last = ""  # the line before, as it stands in the file
    for line in lines:
        if merged and line.block == merged[-1].block and _continues(merged[-1], last, line, width):
            merged[-1].end = line.end
            merged[-1].text = text[merged[-1].start : line.end]
        else:
            merged.append(line)
        last = line.text
    return tuple(
        Unit(line.start, line.end, kind)
        for line, kind in zip(merged, kinds([line.text for line in merged]), strict=True)
    )


def _lines(text: str) -> Iterator[_Line]:
    position, block = 0, 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            indent = len(raw) - len(raw.lstrip())
            start = position + indent
            yield _Line(start, start + len(stripped), stripped, indent, block)
        else:
            block += 1
        position += len(raw) + 1


def _wrap_width(lines: Sequence[_Line]) -> int | None:
    """The column at which the text was wrapped by hand or by an editor; None if it was not."""
    pairs = [
        (a.text, b.text)
        for a, b in itertools.pairwise(lines)
        if a.block == b.block and not _is_marked(b.text) and not _HASHES.match(a.text)
    ]
    narrow = [pair for pair in pairs if len(pair[0]) <= WIDEST_WRAP]
    if not narrow or len(narrow) < 0.9 * len(pairs):
        return None
    width = max(_columns(a) for a, _ in narrow)
    if width < NARROWEST_WRAP:
        return None
    full = sum(_is_full(a, b, width) for a, b in narrow)
    if full < WRAPPED_SHARE * len(narrow):
        return None
    lower = sum(b[0].islower() or (not ends_sentence(a) and _is_wide(b[0])) for a, b in narrow)
    # Two lines prove nothing by their width alone: some break must fall inside a sentence.
    return width if lower >= max(1, 0.2 * len(narrow)) else None


def _columns(line: str) -> int:
    return len(line) + len(_WIDE.findall(line))


def _is_wide(character: str) -> bool:
    return bool(_WIDE.match(character))


def _is_full(line: str, following: str, width: int) -> bool:
    """Whether the first word of the following line would not have fitted on this one."""
    first = following[0] if _is_wide(following[0]) else following.split(maxsplit=1)[0]
    return _columns(line) + 1 + _columns(first) >= width


def _is_marked(line: str) -> bool:
    return bool(_BULLET.match(line) or _HASHES.match(line))


def _continues(unit: _Line, last: str, line: _Line, width: int | None) -> bool:
    """Whether the line goes on with the unit above it, or begins its own."""
    if _HASHES.match(unit.text) or _HASHES.match(line.text):
        return False
    if _BULLET.match(line.text) and not _is_wrapped_number(last, line.text, width):
        return False
    if unit.text.startswith("|"):
        return False
    if _BULLET.match(unit.text) and line.indent > unit.indent:
        return True
    if width is not None and _columns(last) <= width and _is_full(last, line.text, width):
        return True
    return (
        line.text[0].islower()
        and len(last) >= NARROWEST_WRAP
        and not ends_sentence(last)
        and not last.endswith((":", ";"))
    )


def _is_wrapped_number(last: str, line: str, width: int | None) -> bool:
    """Whether "12. Then" at the start of a wrapped line is the end of a sentence, not a marker."""
    number = _NUMBER.match(line)
    if number is None or width is None or ends_sentence(last) or int(number[1]) < 2:
        return False
    return _is_full(last, line, width) and not _NUMBER.match(last)


def kinds(lines: Sequence[str]) -> list[Kind]:
    """What each paragraph is, given those around it."""
    found: list[Kind] = ["text"] * len(lines)
    short = [_reads_as_heading(line) for line in lines]
    short[:1] = [_reads_as_heading(line, TITLE_CHARS, TITLE_CHARS) for line in lines[:1]]
    at = 0
    while at < len(lines):
        stop = at + 1
        if _HASHES.match(lines[at]):
            found[at] = "heading"
        elif _BULLET.match(lines[at]) and not _is_numbered_heading(lines, at, short):
            found[at] = "item"
        elif (listed := _list_end(lines, at, short)) > at:
            stop = listed
            found[at:stop] = ["item"] * (stop - at)
        elif short[at]:
            while stop < len(lines) and short[stop] and not _BULLET.match(lines[stop]):
                stop += 1
            found[at:stop] = _run_kinds(lines, at, stop)
        at = stop
    return found


def _list_end(lines: Sequence[str], start: int, short: Sequence[bool]) -> int:
    """Where a list without markers ends that begins here, below "…:"; ``start`` if none does.

    Its items are single sentences or less, and some of them end without a full stop.
    """
    if not start or not lines[start - 1].endswith((":", "：")):
        return start
    stop = start
    while stop < len(lines) and _may_be_item(lines[stop]):
        stop += 1
    return stop if stop - start > 1 and any(short[start:stop]) else start


def _may_be_item(line: str) -> bool:
    if len(line) > ITEM_CHARS or line.endswith((":", "：")) or "\n" in line:
        return False
    return not (_HASHES.match(line) or _BULLET.match(line) or _INNER_STOP.search(line))


def _reads_as_heading(line: str, chars: int = HEADING_CHARS, words: int = HEADING_WORDS) -> bool:
    """A short line without a full stop: a heading, unless what is around it says otherwise."""
    if len(line) > chars or "\n" in line or _HASHES.match(line):
        return False
    if _MARKED_HEADING.match(line):
        return not ends_sentence(line)
    if _BULLET.match(line) and not _NUMBER.match(line):
        return False
    if line.endswith((",", ";", ":", "：")) or ends_sentence(line) or line[0].islower():
        return False
    if len(_WORD.findall(line)) > words or names_author(line) or date_of(line):
        return False
    return any(character.isalpha() for character in line)


def _is_numbered_heading(lines: Sequence[str], at: int, short: Sequence[bool]) -> bool:
    """Whether "2. Background" stands alone above a paragraph; between its like it is an item."""
    if not short[at]:
        return False
    before = at > 0 and bool(_BULLET.match(lines[at - 1]))
    after = at + 1 < len(lines) and bool(_BULLET.match(lines[at + 1]))
    lead = at > 0 and lines[at - 1].endswith((":", "："))
    return not (before or after or lead) and at + 1 < len(lines)


def _run_kinds(lines: Sequence[str], start: int, stop: int) -> list[Kind]:
    """What neighbouring heading-like lines are: a heading, a title with its deck, or a list."""
    size = stop - start
    if start == 0:
        deck: list[Kind] = [
            "text" if len(_WORD.findall(line)) >= DECK_WORDS else "heading"
            for line in lines[1:stop]
        ]
        return ["heading", *deck]
    if size >= 3:
        items: list[Kind] = ["item"] * (size - 1)
        return ["heading", *items]
    return ["text" if stop == len(lines) else "heading"] * size
