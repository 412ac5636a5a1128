"""The pieces of a page: its paragraphs, headings and list items, and why some are taken out."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.byline import date_of, names_author
from corpus.edges import trimmed
from corpus.furniture import (
    extent,
    is_button,
    is_contents_entry,
    is_menu,
    is_page_number,
    is_wordless,
)
from corpus.layout import HEADING_CHARS, Kind, Unit, kinds, units
from corpus.notices import is_call, is_rights, is_translation_note
from corpus.wrapping import ends_sentence

# A piece that says this much and ends as a sentence, or is this long, is a paragraph.
SENTENCE_WORDS = 5
PARAGRAPH_CHARS = 200

COLONS = (":", "：")

PAGE_NUMBER = "a page number"
NO_WORDS = "no words"
BUTTON = "a button or a counter"
_WHY: tuple[tuple[Callable[[str], bool], str], ...] = (
    (is_page_number, PAGE_NUMBER),
    (is_wordless, NO_WORDS),
    (is_button, BUTTON),
    (is_menu, "a menu"),
    (is_rights, "a copyright line"),
    (is_translation_note, "a note on the translation"),
    (is_call, "a call to the reader"),
    (is_contents_entry, "a table of contents"),
)
# So many lines of a page have one mark at least.
LINES_FOR_A_MARK = 50
EDGE = "a label or a credit at the edge of a paragraph"
# What only a page of the web has, and how much each says; a menu is several labels.
_MARKS = {is_button: 1, is_menu: 2, is_rights: 1, is_call: 1}
_WEIGHTS = {why: _MARKS[rule] for rule, why in _WHY if rule in _MARKS}


@dataclass(slots=True)
class Piece:
    """One paragraph, heading or list item of a page, and what is thought of it.

    ``why`` it is taken out, "" while it is kept; ``cut`` is what was cut from its edges.
    """

    text: str
    start: int
    end: int
    kind: Kind
    why: str = ""
    cut: tuple[str, ...] = ()

    @property
    def sentence(self) -> bool:
        """Whether it says a whole sentence, or is as long as one; a table says as much."""
        if self.kind in ("table", "heading"):
            return self.kind == "table"
        if len(self.text) > PARAGRAPH_CHARS:
            return True
        ends = self.text.endswith(COLONS) or ends_sentence(self.text)
        return ends and extent(self.text) >= SENTENCE_WORDS

    @property
    def furniture(self) -> bool:
        return bool(self.why)

    @property
    def prose(self) -> bool:
        """Whether it is a paragraph of the article: a whole sentence at least."""
        return self.sentence and not self.furniture

    @property
    def headline(self) -> bool:
        """Whether it may be the headline of another article: no sentence, or a lone question."""
        if self.marked_heading:
            return False
        question = len(self.text) <= HEADING_CHARS and self.text.endswith(("?", "!", "？", "！"))
        return not self.sentence or question

    @property
    def marked_heading(self) -> bool:
        return self.kind == "heading" and self.text.startswith("#")

    def follows(self, other: Piece) -> bool:
        """Whether it stands on the very next line."""
        return self.start - other.end <= 2

    @property
    def signed(self) -> bool:
        return names_author(self.text) or date_of(self.text) is not None


def pieces_of(raw: str) -> list[Piece]:
    """The pieces of a page, trimmed at the edges; what is furniture by itself is marked."""
    found = units(raw)
    pieces = [_piece(unit, raw[unit.start : unit.end]) for unit in found]
    # What a line is depends on its neighbours, so furniture is taken out before that is asked.
    kept = [piece for piece in pieces if not piece.why]
    for piece, kind in zip(kept, kinds([piece.text for piece in kept]), strict=True):
        piece.kind = piece.kind if piece.kind == "table" else kind
    return pieces


def _piece(unit: Unit, text: str) -> Piece:
    if unit.kind == "table":
        return Piece(text, unit.start, unit.end, "table")
    said = trimmed(text)
    if not said:
        return Piece(text, unit.start, unit.end, "text", _why(text) or EDGE)
    at = text.find(said)
    cut = (text[:at], text[at + len(said) :])
    return Piece(said, unit.start, unit.end, "text", _why(said), cut)


def _why(text: str) -> str:
    """Why a line is furniture by itself; "" if it is none."""
    if (text.startswith("#") and not is_wordless(text)) or date_of(text):
        return ""  # a heading that somebody marked as one, or a date
    return next((why for rule, why in _WHY if rule(text)), "")


def marks_of_page(pieces: Iterable[Piece]) -> int:
    """How many of them only a page of the web has: labels, copyright lines, calls."""
    return sum(_WEIGHTS.get(piece.why, 0) for piece in pieces)


def is_page(pieces: Sequence[Piece]) -> bool:
    """Whether they were copied from a page of the web: among many lines one mark is chance."""
    return marks_of_page(pieces) * LINES_FOR_A_MARK >= max(1, len(pieces))


def prose_bounds(pieces: list[Piece]) -> tuple[int, int]:
    """The first and the last paragraph; (len, -1) when there is none."""
    found = [n for n, piece in enumerate(pieces) if piece.prose and not piece.headline]
    return (found[0], found[-1]) if found else (len(pieces), -1)


def weights(pieces: list[Piece]) -> list[float]:
    """For each piece the share of the page's paragraphs, in characters, that stand before it."""
    total = sum(len(piece.text) for piece in pieces if piece.prose) or 1
    passed, shares = 0, []
    for piece in pieces:
        shares.append(passed / total)
        passed += len(piece.text) if piece.prose else 0
    return shares


def runs(pieces: list[Piece], belongs: Callable[[Piece], bool]) -> Iterator[tuple[int, int]]:
    """Where neighbouring pieces all belong: start and stop of each run."""
    at = 0
    for inside, group in itertools.groupby(pieces, key=belongs):
        size = len(list(group))
        if inside:
            yield at, at + size
        at += size


def mark(pieces: Iterable[Piece], why: str) -> None:
    """Takes pieces out; those that are out already keep their reason, and tables stay."""
    for piece in pieces:
        if piece.kind != "table":
            piece.why = piece.why or why
