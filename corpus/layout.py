"""How a text is laid out: headings, list items, tables and paragraphs, with exact offsets.

Cleaning and sentence splitting look at a text through the same eyes, so that what was one paragraph
to the first is one paragraph to the second.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.byline import date_of, names_author
from corpus.stops import spans
from corpus.table import blocks
from corpus.wrapping import BULLET, HASHES, NUMBER, OPEN, Paragraph, ends_sentence, paragraphs

Kind = Literal["text", "heading", "item", "table"]

HEADING_CHARS = 120
HEADING_WORDS = 18
TITLE_CHARS = 220
# An unmarked item below "…:" is one sentence of at most this many characters.
ITEM_CHARS = 160
# A sentence has so many words at least; "Article 5. Fees" is two labels.
SENTENCE_WORDS = 3
# A line under the title with this many words is a deck (a subtitle that says something).
DECK_WORDS = 4

_MARKED_HEADING = re.compile(r"[◇◆■□▣▶►【〈<《]\s?\S|\*\*[^*]+\*\*$|__[^_]+__$")
_INNER_STOP = re.compile(r"[.!?。！？][\"'”’)]?\s*(?=[A-Z가-힣\u3040-\u9fff])")
_WORD = re.compile(r"\S+")
# Verbs that show that a line without a full stop says something, and words that head a section.
_VERBS = frozenset(
    "is are was were will must shall may can cannot has have had should would could did".split()
)
_ASKING = frozenset("what who whom whose how why when where which whether if".split())


@dataclass(frozen=True, slots=True)
class Unit:
    """A heading, a list item, a paragraph, or a table with its caption: ``text[start:end]``.

    There is no space at either end.
    """

    start: int
    end: int
    kind: Kind


def units(text: str) -> tuple[Unit, ...]:
    """The units of a text in order; together they cover every character that is not a space."""
    tables = dict(blocks(text))
    found = _with_tables_whole(paragraphs(text), tables)
    kind = kinds([text[start:end] for start, end in found])
    return tuple(
        Unit(start, end, "table" if start in tables else kind)
        for (start, end), kind in zip(found, kind, strict=True)
    )


def _with_tables_whole(
    found: Sequence[Paragraph], tables: Mapping[int, int]
) -> list[tuple[int, int]]:
    """Where each paragraph starts and ends, the lines of a table (start to end) as one."""
    whole: list[tuple[int, int]] = []
    for paragraph in found:
        if not whole or paragraph.start >= whole[-1][1]:
            whole.append((paragraph.start, tables.get(paragraph.start, paragraph.end)))
    return whole


def kinds(lines: Sequence[str]) -> list[Kind]:
    """What each paragraph is, given those around it."""
    found: list[Kind] = ["text"] * len(lines)
    short = [_reads_as_heading(line) for line in lines]
    short[:1] = [_reads_as_heading(line, TITLE_CHARS, TITLE_CHARS) for line in lines[:1]]
    at = 0
    while at < len(lines):
        stop = at + 1
        if HASHES.match(lines[at]):
            found[at] = "heading"
        elif BULLET.match(lines[at]) and not _is_numbered_heading(lines, at, short):
            found[at] = "item"
        elif (listed := _list_end(lines, at, short)) > at:
            stop = listed
            found[at:stop] = ["item"] * (stop - at)
        elif short[at]:
            while stop < len(lines) and short[stop] and not BULLET.match(lines[stop]):
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
    return not (HASHES.match(line) or BULLET.match(line) or _INNER_STOP.search(line))


def _reads_as_heading(line: str, chars: int = HEADING_CHARS, words: int = HEADING_WORDS) -> bool:
    """A short line without a full stop: a heading, unless what is around it says otherwise."""
    if len(line) > chars or "\n" in line or HASHES.match(line):
        return False
    if _MARKED_HEADING.match(line):
        return not ends_sentence(line)
    if BULLET.match(line) and not NUMBER.match(line):
        return False
    if line.endswith((",", ";", ":", "：")) or ends_sentence(line) or line[0].islower():
        return False
    if line.rsplit(maxsplit=1)[-1] in OPEN:  # "In May, you represent that", above a list
        return False
    if len(_WORD.findall(line)) > words or names_author(line) or date_of(line):
        return False
    return any(character.isalpha() for character in line) and not _says_something(line)


def _says_something(line: str) -> bool:
    """Whether it is made of whole sentences, or of one with a verb that shows, and lost its stop.

    A heading that is taken for a sentence costs little; the other way round nobody can find it.
    """
    parts = [line[start:end].split() for start, end in spans(line, 0, len(line), False)]
    if sum(len(part) >= SENTENCE_WORDS for part in parts) > 1:
        return True
    words = parts[-1]
    raised = sum(word[:1].isupper() for word in words)
    return (
        len(words) > SENTENCE_WORDS
        and words[0].lower() not in _ASKING
        and not _VERBS.isdisjoint(words[1:-1])
        and raised < len(words) / 2
    )


def _is_numbered_heading(lines: Sequence[str], at: int, short: Sequence[bool]) -> bool:
    """Whether "2. Background" stands alone above a paragraph; between its like it is an item."""
    if not short[at]:
        return False
    before = at > 0 and bool(BULLET.match(lines[at - 1]))
    after = at + 1 < len(lines) and bool(BULLET.match(lines[at + 1]))
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
