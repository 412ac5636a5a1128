"""What looks like furniture and is not, told by where it stands in the body of a text.

"Jobs" above a paragraph is a heading, "Privacy" between other items an entry of a list, and a whole
number beside another figure a cell of a table that lost its lines.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Literal

from corpus.furniture import bare, is_address
from corpus.piece import (
    BUTTON,
    COLONS,
    EDGE,
    NO_WORDS,
    PAGE_NUMBER,
    Piece,
    is_page,
    prose_bounds,
    runs,
)
from corpus.words import TOPICS
from corpus.wrapping import BULLET

# A cell of a table that lost its lines is no longer.
LONGEST_CELL = 60


def restore(pieces: list[Piece]) -> None:
    """Takes back what belongs to the body."""
    first, last = prose_bounds(pieces)
    inside = range(first + 1, last)
    _lists(pieces, inside)
    _numbers(pieces, inside)
    page = is_page(pieces)
    for number, piece in enumerate(pieces):
        around = pieces[max(0, number - 1) : number + 2]
        topic = number in inside and bare(piece.text) in TOPICS and _is_between_prose(piece, around)
        address = piece.why == NO_WORDS and is_address(piece.text)
        # A word alone on a line, as in a copy of justified columns: no label begins so.
        word = not page and piece.why == BUTTON and piece.text[0].islower()
        if topic or word or (address and (not page or _is_led(pieces, number))):
            piece.why = ""


def _is_between_prose(piece: Piece, around: list[Piece]) -> bool:
    return all(near.prose for near in around if near is not piece)


def _is_led(pieces: list[Piece], number: int) -> bool:
    """Whether the line above it is text that ends with a colon."""
    return number > 0 and not pieces[number - 1].why and pieces[number - 1].text.endswith(COLONS)


def _lists(pieces: list[Piece], inside: range) -> None:
    """The items of a list with a lead, of one between paragraphs that is not all labels, and of one
    below a line that stays in which most items are none.
    """
    for start, stop in runs(pieces, lambda piece: bool(BULLET.match(piece.text))):
        items = pieces[start:stop]
        labels = sum(bool(piece.why) for piece in items)
        most = start > 0 and not pieces[start - 1].why and labels < len(items) / 2
        kept = most or (start in inside and labels < len(items))
        if kept or _is_led(pieces, start):
            _take_back(items, "item")


def _numbers(pieces: list[Piece], inside: range) -> None:
    """Whole numbers beside other figures, or between two short lines, that do not count pages."""
    counts = [int(piece.text) for piece in pieces if _is_bare(piece)]
    steps = {b for a, b in itertools.pairwise(counts) if b == a + 1}
    pages = steps | {step - 1 for step in steps}
    for start, stop in runs(pieces, _is_figure):
        run = pieces[start:stop]
        if stop - start == 1:
            number, cells = run[0], pieces[max(0, start - 1) : stop + 1]
            table = len(cells) == 3 and all(_is_cell(c) for c in cells if c is not number)
            table = table and not (_is_bare(number) and int(number.text) in pages)
        else:
            table = not all(_is_bare(piece) and int(piece.text) in pages for piece in run)
        if start in inside and table:
            _take_back(run, "text")


def _is_figure(piece: Piece) -> bool:
    return any(map(str.isdecimal, piece.text)) and not any(map(str.isalpha, piece.text))


def _is_bare(piece: Piece) -> bool:
    return piece.why == PAGE_NUMBER and piece.text.isdecimal()


def _is_cell(piece: Piece) -> bool:
    begins = not piece.text[:1].islower()
    return not piece.why and not piece.sentence and begins and len(piece.text) <= LONGEST_CELL


def _take_back(pieces: Iterable[Piece], kind: Literal["text", "item"]) -> None:
    for piece in pieces:
        if piece.why not in ("", EDGE):
            piece.why, piece.kind = "", kind
