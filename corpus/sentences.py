"""Cutting an article into sentences: exact offsets, whole sentences, every character covered.

A small set of rules (stops.py) instead of a library: the sentence is what gets cited, so each rule
is there to be read and tested, and it runs at the speed of one regular expression. A "sentence"
that has lost its punctuation is cut at the best place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from corpus.abbreviations import ORDINAL_DOT
from corpus.article import Article
from corpus.cell import Cell, Part
from corpus.cells import cells_of
from corpus.language import detect_language
from corpus.layout import Unit, units
from corpus.passage import Sentence
from corpus.stops import LONGEST, spans

LONGEST_CELL = 400  # characters of a table's cell that is kept whole

# At a semicolon, a comma, a space that is not beside a number, any space.
_CUTS = tuple(
    re.compile(p)
    for p in (r"[;；]\s*", r"[,，、:]\s+|[，、]|\s[—–-]\s", r"(?<!\d)\s+(?!\d)", r"\s+")
)


def sentences(source: Article | str) -> tuple[Sentence, ...]:
    """The sentences, list items and headings of an article or a text, in order and disjoint.

    Every character that is not a space belongs to exactly one of them; list markers and heading
    marks stay with theirs, closing quotes and brackets with the sentence they end.
    """
    text = source if isinstance(source, str) else source.text
    language = detect_language(text) if isinstance(source, str) else source.language
    ordinals = language.partition("-")[0] in ORDINAL_DOT
    found: list[Sentence] = []
    for number, unit in enumerate(units(text)):
        if unit.kind == "table":
            found += _of_table(text, unit, number)
            continue
        heading, item = unit.kind == "heading", unit.kind == "item"
        if heading:
            parts = iter([(unit.start, unit.end)])
        else:
            parts = spans(text, unit.start, unit.end, ordinals)
        for begin, end in parts:
            for start, stop in _bounded(text, begin, end):
                found.append(Sentence(start, stop, text[start:stop], number, heading, item))
    return tuple(found)


def _of_table(text: str, unit: Unit, number: int) -> Iterator[Sentence]:
    """The cells of a table; a cell of several sentences gives each of them its labels."""
    for start, end, cell in cells_of(text, unit.start, unit.end):
        pieces: list[Cell | None] = [cell]
        if cell and cell.end - cell.start > LONGEST_CELL:
            bounds = [
                b for s in spans(text, cell.start, cell.end, False) for b in _bounded(text, *s)
            ]
            pieces = [
                replace(cell, start=low, end=high, value=(Part(text[low:high], low, high),))
                for low, high in bounds
            ]
        for piece in pieces:
            stop = piece.end if piece and piece is not pieces[-1] else end
            yield Sentence(start, stop, text[start:stop], number, item=True, cell=piece)
            start = stop + len(text[stop:end]) - len(text[stop:end].lstrip())


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span itself, or its pieces if it is too long: cut as ``_CUTS`` says."""
    while end - start > LONGEST:
        cut = _cut(text, start + LONGEST // 2, start + LONGEST)
        stop = cut
        while text[stop - 1].isspace():
            stop -= 1
        yield start, stop
        start = cut
        while text[start].isspace():
            start += 1
    yield start, end


def _cut(text: str, low: int, high: int) -> int:
    for pattern in _CUTS:
        found = list(pattern.finditer(text, low, high))
        if found:
            return found[-1].end()
    while high > low and unicodedata.combining(text[high]):
        high -= 1
    return high
