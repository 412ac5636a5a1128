"""CSV and its kin: which character separates the cells, told by the header and the rows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.evaluate.formats.rows import Line, header_at
from assistant.evaluate.questions import RowError

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars", "\x1f": "nothing"}
_SEP_LINE = re.compile(r'"?sep=(.)"?[,;\t]*\r?\n', re.IGNORECASE)  # Excel's own
_LONGEST_CELL = 1 << 24  # characters; csv's own limit is 131,072, and contexts are longer


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of a file, the index of the header (None: there is none), and the separator."""

    lines: Sequence[Line]
    header: int | None
    separator: str

    @property
    def fit(self) -> tuple[int, int]:
        """Lines below the header that have as many cells as it; without one, cells at the top."""
        if self.header is None:
            first = self.lines[0][1] if self.lines else []
            return -1, 0 if isinstance(first, RowError) else len(first)
        width = len(self.lines[self.header][1])  # type: ignore[arg-type]  # a header is no error
        below = self.lines[self.header + 1 :]
        return sum(not isinstance(c, RowError) and len(c) == width for _, c in below), 0


def read_table(text: str) -> Table:
    """The reading in which a header names a column of questions and the most rows fit it.

    A ``sep=`` line decides alone. csv.Sniffer is not asked: it counts characters, and is misled
    by decimal commas and by commas in questions.
    """
    said = _SEP_LINE.match(text)
    if said:
        return _best(text[said.end() :], [said[1]], first_line=2)
    return _best(text, list(SEPARATORS), first_line=1)


def _best(text: str, separators: list[str], first_line: int) -> Table:
    readings = []
    for separator in separators:
        for escape in (None, "\\"):  # a quotation mark in a cell is doubled, or marked by a "\"
            lines = list(_lines(text, separator, escape, first_line))
            readings.append(Table(lines, header_at(lines), separator))
            if '\\"' not in text:
                break
    return max(readings, key=lambda table: table.fit)


def _lines(text: str, separator: str, escape: str | None, first_line: int) -> Iterator[Line]:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=separator, escapechar=escape, strict=True
    )
    while True:
        line = reader.line_num + first_line
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield line, RowError(_why(error))
            continue
        if cells is None:
            return
        yield line, cells


def _why(error: csv.Error) -> str:
    if "unexpected end" in str(error):
        return "a quotation mark opens a cell here and is never closed: the rest is lost"
    return f"not a row of a table: {error}"
