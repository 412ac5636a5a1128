"""Each cell of a table as evidence that stands alone: with its row, its column and its unit.

What the table does not say is left out: a row with fewer cells than the head gives its cells no
column, and a figure whose unit stands nowhere has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from corpus.cell import Cell, Part
from corpus.grid import FIGURE, VOID, Grid, Measure, grid_of, is_across, label, unmarked
from corpus.table import Field, Row, blocks

NEAR = 400  # characters between head and row that are quoted along with them
LONGEST_ROW = 600  # characters of a row that is quoted whole

Place = tuple[int, int]


def read_within(text: str, places: Sequence[Place]) -> Iterator[str]:
    """What those cells say whose every word, labels and unit included, stands in the places."""
    if not any("|" in text[start:end] for start, end in places):
        return
    for first, last in blocks(text):
        if any(start < last and first < end for start, end in places):
            for _, _, cell in cells_of(text, first, last):
                parts = (*cell.row, *cell.column, *cell.value) if cell else ()
                if cell and all(any(s <= p.start and p.end <= e for s, e in places) for p in parts):
                    yield cell.said


@lru_cache(maxsize=8)
def cells_of(text: str, start: int, end: int) -> tuple[tuple[int, int, Cell | None], ...]:
    """The cells of the table that stands at ``text[start:end]``, each with its stretch of it.

    The stretches follow each other and leave out nothing but space. A cell is None only where
    the table has no row. Linear in the table.
    """
    grid = grid_of(text, start, end)
    found: list[tuple[int, int, Cell | None]] = []
    begin = start
    group: Field | None = None
    for number, row in enumerate(grid.rows):
        if grid.names_group(number):
            group = row.fields[0]
            continue
        for cell in _cells(grid, row, group):
            stop = text.index("|", cell.end) + 1
            found.append((begin, stop, cell))
            begin = _skip_space(text, stop)
    if begin < end:
        first, _, last = found.pop() if found else (start, end, None)
        found.append((first, end, last))
    return tuple(found)


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _cells(grid: Grid, row: Row, group: Field | None) -> Iterator[Cell]:
    if is_across(row):  # a note
        field = row.fields[-1]
        yield Cell(field.start, field.end, (), (), _value(field, ()), ((row.start, row.end),))
        return
    whole = len(row.fields) == grid.width
    labels = min(grid.labels, len(row.fields) - 1)
    fields = [field for field in (group, *row.fields[:labels]) if field]
    names = _distinct([part for field in fields if (part := label(field))])
    places = _places(grid, row, group)
    for column, field in enumerate(row.fields[labels:], labels):
        measures = list(grid.general_for(column, names))
        if whole and (measure := grid.measures[column]):
            measures.insert(0, measure)
        value = _value(field, measures)
        own = _reaching(_own(places, row, row.fields[:labels], field), value, measures)
        heads = grid.columns[column] if whole else ()
        yield Cell(field.start, field.end, names, heads, value, own)


def _distinct(parts: Sequence[Part]) -> tuple[Part, ...]:
    return tuple(p for n, p in enumerate(parts) if p.text not in {q.text for q in parts[:n]})


def _value(field: Field, measures: Sequence[Measure]) -> tuple[Part, ...]:
    """What the field says, with its unit where it is a bare figure; () where it says nothing."""
    if VOID.fullmatch(field.text):
        return ()
    text = unmarked(field.text)
    own = tuple(_unescaped(Part(text, field.start, field.start + len(text))))
    figure = FIGURE.fullmatch(text)
    if not figure or not measures:
        return own
    base, scaled = _chosen(measures)
    if figure["sign"]:
        scaled = base if base and base.unit.before else scaled
        base = None
    return (*_before(base), *own, *_behind(base, scaled))


def _chosen(measures: Sequence[Measure]) -> tuple[Measure | None, Measure | None]:
    """What says the unit and what says the scale: the nearest, and what it lacks by the others.

    A head may say "euros" and the caption "in millions", or the other way round.
    """
    nearest, *others = measures
    if not nearest.unit.counts:
        return next((m for m in others if m.unit.counts), None), nearest
    if nearest.unit.scale or not nearest.unit.before:
        return nearest, nearest
    return nearest, next((m for m in others if not m.unit.counts), None)


def _unescaped(part: Part) -> Iterator[Part]:
    """The part in pieces without the backslashes that bars in a cell have before them."""
    at = 0
    for escape in re.finditer(r"\\(?=\|)", part.text):
        yield Part(part.text[at : escape.start()], part.start + at, part.start + escape.start())
        at = escape.end()
    yield Part(part.text[at:], part.start + at, part.end)


def _before(base: Measure | None) -> Iterator[Part]:
    """ "€" or "EUR ", in front of the figure."""
    if base and base.unit.before:
        part = base.part(base.unit.before)
        yield Part(part.text + " " * part.text[-1].isalnum(), part.start, part.end)


def _behind(base: Measure | None, scaled: Measure | None) -> Iterator[Part]:
    """ " million euros", "m", "%": what follows the figure."""
    if scaled and scaled.unit.scale:
        part = scaled.part(scaled.unit.scale)
        yield Part(_spoken_scale(part.text), part.start, part.end)
    if base and base.unit.base:
        part = base.part(base.unit.base)
        yield Part(" " * (part.text[0] not in "%‰/원명개") + part.text, part.start, part.end)


def _spoken_scale(written: str) -> str:
    """ "millions" as it is said behind a figure."""
    if len(written) == 1:
        return written  # "€7m", "7억"
    if not written[0].isalpha():
        return " thousand"  # "'000", "1,000"
    return " " + (written.removesuffix("s").lower() if len(written) > 4 else written)


def _places(grid: Grid, row: Row, group: Field | None) -> tuple[Place, ...]:
    """The lines that say what a cell of the row says, those that are near to each other as one."""
    lines = [grid.above] if grid.above[0] < grid.above[1] else []
    lines += [(group.start, group.end)] if group else []
    return _joined([*lines, (row.start, row.end)])


def _joined(places: Sequence[Place]) -> tuple[Place, ...]:
    joined: list[Place] = []
    for start, end in sorted(places):
        if joined and start - joined[-1][1] <= NEAR:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def _own(
    places: tuple[Place, ...], row: Row, names: Sequence[Field], field: Field
) -> Sequence[Place]:
    """The places for one cell: of a row of long texts only its labels and the cell itself."""
    if row.end - row.start <= LONGEST_ROW:
        return places
    before = [place for place in places if place[1] <= row.start]
    return [
        *before,
        *((name.start, name.end) for name in names if name.text),
        (field.start, field.end),
    ]


def _reaching(
    places: Sequence[Place], value: Sequence[Part], measures: Sequence[Measure]
) -> tuple[Place, ...]:
    """The places, with the line that states the unit where that stands beside the table."""
    used = [
        (m.start, m.start + len(m.text))
        for m in measures
        if any(m.start <= part.start < m.start + len(m.text) for part in value)
    ]
    missing = [p for p in used if not any(s <= p[0] and p[1] <= e for s, e in places)]
    return _joined([*places, *missing]) if missing else tuple(places)
