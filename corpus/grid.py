"""What is head, label and figure in a table: told by the table itself, and by nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.cell import Part
from corpus.table import Field, Row, Table, read
from corpus.unit_phrases import COUNTED, SUMS, Unit, unit_in, unit_said

MOST_LABELS = 3  # leading columns that name a row
# A row of one text right across the table names the rows below it, unless it says this much.
NOTE_CHARS = 80
MOSTLY = 0.6  # share of the filled cells of a column that are figures, in a column of figures

FIGURE = re.compile(r"(?P<sign>[€£¥₩₹$])?\s?[-−–+±~≈<>≤≥(]*\d(?:[\d.,'’\s\u00a0\u202f]*\d)?\)?")
VOID = re.compile(r"[-–—−.…:*x/\s]*|n\.?\s?/?\s?a\.?|not (?:available|applicable)", re.IGNORECASE)
_YEAR = re.compile(r"(?:1[89]|20|21)\d\d(?:\s?[–/-]\s?\d{2,4})?")
# Marks of notes: "412¹", "Cars*", "88 [a]", "3.1 (p)"; the ² of "km²" is none.
_MARK = re.compile(
    r"(?:(?<=[^\W\d_])(?<!\bm)(?<![kcm]m)|(?<=\d))[⁰¹²³⁴-⁹]+$|\s?[*†‡§]+$|\s?\[\w{1,3}\]$"
    r"|(?<=\d)\s?\([a-z]\)$"
)
_WORD = re.compile(r"[^\W\d_]{3}")
# Labels of what no unit of the whole table counts.
_UNLIKE = re.compile(
    r"\b(?:years?|rank\w*|number|no|share|percent\w*|per cent|ratio|rate|index|code|id|date|age)\b"
    r"|%|°|#",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit, with the article's text that states it, which begins at ``start``."""

    unit: Unit
    text: str
    start: int

    @property
    def is_bare_money(self) -> bool:
        """Whether it says a currency and not what the sums are: "In million euros"."""
        return self.unit.money and not SUMS.search(self.text)

    def part(self, span: tuple[int, int]) -> Part:
        """A piece of it as a part of a cell."""
        low, high = span
        return Part(self.text[low:high], self.start + low, self.start + high)


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of a table below its head, and what the head and the first columns say of them.

    The first ``labels`` columns name a row; ``columns`` has the labels of each column and
    ``measures`` its unit. ``general`` are units of the whole table, the nearer first, for the
    columns in ``counted``. ``above`` is where caption and head stand.
    """

    rows: tuple[Row, ...]
    width: int
    labels: int
    columns: tuple[tuple[Part, ...], ...]
    measures: tuple[Measure | None, ...]
    general: tuple[Measure, ...]
    counted: frozenset[int]
    grouped: bool  # a row of nothing but a name is the heading of those below it
    above: tuple[int, int]

    def general_for(self, column: int, names: Sequence[Part]) -> tuple[Measure, ...]:
        """The units that the row's names and the whole table give a figure of this column."""
        found = [Measure(unit, p.text, p.start) for p in names if (unit := unit_in(p.text))]
        if column in self.counted and not any(_UNLIKE.search(part.text) for part in names):
            labels = (*names, *self.columns[column])
            counts = any(COUNTED.search(part.text) for part in labels)
            found += [m for m in self.general if not (counts and m.is_bare_money)]
        return tuple(found)

    def names_group(self, number: int) -> bool:
        """Whether that row only names the rows below it."""
        row = self.rows[number]
        if number + 1 == len(self.rows) or len(row.fields) < 2:
            return False
        text = row.fields[0].text
        if is_across(row):
            return bool(text) and len(text) <= NOTE_CHARS and not VOID.fullmatch(text)
        return _is_bare(row) and bool(text) and (text.endswith(":") or self.grouped)


def grid_of(text: str, start: int, end: int) -> Grid:
    """The grid of the table that stands at ``text[start:end]``; linear in its size."""
    table = read(text, start, end)
    heads, rows = _heads(table)
    widths = [len(row.fields) for row in (*heads, *rows)]
    width = len(heads[-1].fields) if heads else max(set(widths), key=widths.count, default=0)
    full = [row for row in rows if len(row.fields) == width and not is_across(row)]
    figures = [_is_figures([row.fields[n] for row in full]) for n in range(width)]
    labels = _label_columns(full, figures, width)
    columns = [_column([r.fields[n] for r in heads if n < len(r.fields)]) for n in range(width)]
    years = [all(_YEAR.fullmatch(row.fields[n].text) for row in full) for n in range(width)]
    above = len(text[: rows[0].start if rows else end].rstrip())
    return Grid(
        rows=rows,
        width=width,
        labels=labels,
        columns=tuple(parts for parts, _ in columns),
        measures=tuple(measure for _, measure in columns),
        general=tuple(_general(text, table, [measure for _, measure in columns[:labels]])),
        counted=frozenset(
            n
            for n, (parts, _) in enumerate(columns)
            if not years[n] and not any(_UNLIKE.search(part.text) for part in parts)
        ),
        grouped=_has_groups(rows),
        above=(start, max(start, above)),
    )


def label(field: Field) -> Part | None:
    """A field as a label, without the marks of notes; None where it is empty."""
    text = unmarked(field.text).strip(" :")
    return Part(text, field.start, field.start + len(text)) if text else None


def unmarked(text: str) -> str:
    """The text without the mark of a note at its end."""
    return _MARK.sub("", text)


def is_across(row: Row) -> bool:
    """Whether one text stands right across the table."""
    return len(row.fields) > 1 and len({field.text for field in row.fields}) == 1


def _heads(table: Table) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """The head rows and the others; a head may go on below the line, or stand without one."""
    heads, rows = list(table.head), list(table.rows)
    if not heads and len(rows) > 1 and _reads_as_head(rows):
        heads, rows = rows[:1], rows[1:]
    while heads and len(rows) > 1 and _goes_on(rows[0], heads[-1]) and rows[1].fields[0].text:
        heads.append(rows.pop(0))
    return tuple(heads), tuple(rows)


def _goes_on(row: Row, head: Row) -> bool:
    """Whether a row below the head is one more row of it: the same label or none, then names or
    years.
    """
    said = [field.text for field in row.fields[1:] if field.text]
    same = bool(row.fields) and row.fields[0].text in ("", head.fields[0].text)
    return (
        same and bool(said) and all(_YEAR.fullmatch(t) or _WORD.search(t) or "%" in t for t in said)
    )


def _reads_as_head(rows: Sequence[Row]) -> bool:
    """Whether the first row of a table without a head is one: words or years over figures."""
    first = rows[0].fields
    named = all(_WORD.search(f.text) or _YEAR.fullmatch(f.text) or not f.text for f in first)
    below = [row.fields for row in rows[1:] if len(row.fields) == len(first)]
    return named and any(_is_figures([f[n] for f in below]) for n in range(1, len(first)))


def _is_figures(fields: Sequence[Field]) -> bool:
    said = [unmarked(field.text) for field in fields if not VOID.fullmatch(field.text)]
    figures = sum(bool(FIGURE.fullmatch(text.rstrip("% "))) for text in said)
    return bool(said) and figures >= MOSTLY * len(said)


def _label_columns(full: Sequence[Row], figures: Sequence[bool], width: int) -> int:
    """How many leading columns name a row: as many as tell the rows apart, if they are words."""
    if width < 2:
        return 0
    serial = [str(n) for n in range(1, len(full) + 1)]  # numbers that count rows and name nothing
    counts = [row.fields[0].text.rstrip(".") for row in full] == serial and len(serial) > 1
    labels = 2 if counts and width > 2 and not figures[1] else 1
    while labels < min(MOST_LABELS, width - 1) and not figures[labels]:
        if len({tuple(f.text for f in row.fields[:labels]) for row in full}) == len(full):
            break
        labels += 1
    return labels


def _column(fields: Sequence[Field]) -> tuple[tuple[Part, ...], Measure | None]:
    """The labels that the head gives a column, and the unit that stands with them."""
    parts: list[Part] = []
    measure: Measure | None = None
    for field in fields:
        named = label(field)
        if named is None:
            continue
        unit = unit_in(named.text)
        if unit:
            measure = Measure(unit, named.text, named.start)
        low, high = unit.whole if unit else (len(named.text), len(named.text))
        for start, end in ((0, low), (high, len(named.text))):
            said = named.text[start:end].strip(" ,:–-")
            if said and said not in {part.text for part in parts}:
                at = named.start + named.text.index(said, start)
                parts.append(Part(said, at, at + len(said)))
    return tuple(parts), measure


def _general(text: str, table: Table, corner: Sequence[Measure | None]) -> list[Measure]:
    """The units of the whole table: in the corner of its head, its caption, or a line beside it."""
    found = [measure for measure in corner if measure]
    if table.caption and (unit := unit_in(table.caption.text)):
        found.append(Measure(unit, table.caption.text, table.caption.start))
    for start, line in (_line_after(text, table.end), _line_before(text, table.start)):
        if unit := unit_said(line):
            found.append(Measure(unit, line, start))
    return found


def _line_after(text: str, end: int) -> tuple[int, str]:
    """The first sentence below a table, and where it begins."""
    below = text[end : end + 300]
    start = end + len(below) - len(below.lstrip())
    return start, text[start : end + 300].partition("\n")[0].partition(". ")[0]


def _line_before(text: str, start: int) -> tuple[int, str]:
    """The last sentence above a table, and where it begins."""
    above = text[max(0, start - 300) : start].rstrip().rpartition("\n")[2]
    said = above.rpartition(". ")[2]
    return text[:start].rfind(said), said


def _has_groups(rows: Sequence[Row]) -> bool:
    """Whether rows of nothing but a name stand as headings do: several, with rows below each."""
    bare = [_is_bare(row) for row in rows]
    return sum(bare) > 1 and not any(a and b for a, b in zip(bare, [*bare[1:], True], strict=True))


def _is_bare(row: Row) -> bool:
    return len(row.fields) > 1 and not any(field.text for field in row.fields[1:])
