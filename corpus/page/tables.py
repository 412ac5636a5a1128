"""Tables of an HTML page in the canonical form, told from tables that only lay a page out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.page.line import cell_text
from corpus.table import render

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# In a table without a head, a cell that says more than this is prose: the table lays a page out.
PROSE_CHARS = 300
# More columns has no table; a span that says so is a slip or an attack.
WIDEST = 100
# A last row of one cell that says this much is a note below the table.
NOTE_CHARS = 60

_SECTIONS = ("thead", "tbody", "tfoot")
_PAGE_PARTS = set("h1 h2 h3 h4 form article section nav pre blockquote".split())
_NOTE = re.compile(r"(?:sources?|notes?|quellen?|anmerkung(?:en)?|출처|주)\s*[:：]|[*†‡]", re.I)
_MARK = re.compile(r"\s?(?:[*†‡§]{1,3}|\[\w{1,3}\])\Z|(?<=[\w%)]{3})(?<!\d\d)[¹²³⁴-⁹]{1,2}\Z")


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its cells with what they say, and the part of the table that it stands in."""

    section: str
    cells: list[tuple[HtmlElement, str]]

    @property
    def is_head(self) -> bool:
        named = any(cell.tag == "th" and text for cell, text in self.cells)
        return self.section == "thead" or (
            named and all(cell.tag == "th" or not text for cell, text in self.cells)
        )

    @property
    def is_bold(self) -> bool:
        return len(self.cells) > 1 and all(
            len(cell) == 1 and cell[0].tag in ("b", "strong") and not (cell.text or "").strip()
            for cell, text in self.cells
            if text
        )

    def is_title(self, width: int) -> bool:
        """Whether one cell spans the whole table."""
        return len(self.cells) == 1 and width > 1 and _span(self.cells[0][0], "colspan") >= width


def is_layout(table: HtmlElement, nesting: set[HtmlElement]) -> bool:
    """Whether a table only puts parts of a page side by side.

    ``nesting``: the elements that have a table within them.
    """
    if table.get("role") in ("presentation", "none") or table in nesting:
        return True
    rows = _rows(table)
    headed = table.find("caption") is not None or any(row.is_head for row in rows)
    if headed or any(cell.tag == "th" for row in rows for cell, _ in row.cells):
        return False
    if max((len(row.cells) for row in rows), default=0) < 2:
        return True
    return any(
        len(text) > PROSE_CHARS or any(part.tag in _PAGE_PARTS for part in cell)
        for row in rows
        for cell, text in row.cells
    )


def table_text(table: HtmlElement, caption: str) -> tuple[str, list[str]]:
    """The table in the canonical form, and the notes that stand in it below its rows."""
    rows = _rows(table)
    width = _width(rows)
    titles = [caption, *(cell_text(part) for part in table.iterchildren("caption"))]
    while len(rows) > 1 and rows[0].is_title(width):
        titles.append(rows.pop(0).cells[0][1])
    notes: list[str] = []
    while len(rows) > 1 and _is_note(rows[-1], width):
        notes.insert(0, rows.pop().cells[0][1])
    heads = next((n for n, row in enumerate(rows) if not row.is_head), 0)
    if not heads and len(rows) > 1 and rows[0].is_bold and not rows[1].is_bold:
        heads = 1
    grid = _grid(rows, width)
    return render(grid[:heads], grid[heads:], _title(titles)), notes


def _title(titles: list[str]) -> str:
    text = ""
    for title in filter(None, dict.fromkeys(titles)):
        text += (" " if text.endswith((".", ":", "!", "?")) else ", " if text else "") + title
    return text


def _is_note(row: Row, width: int) -> bool:
    if not row.is_title(width):
        return False
    text = row.cells[0][1]
    return row.section == "tfoot" or len(text) > NOTE_CHARS or bool(_NOTE.match(text))


def _rows(table: HtmlElement) -> list[Row]:
    """Its rows, without those of a table in one of its cells."""
    rows: list[Row] = []
    for part in table:
        section = part.tag if part.tag in _SECTIONS else ""
        for row in [part] if part.tag == "tr" else list(part) if section else []:
            cells = [(cell, _said(cell)) for cell in row if cell.tag in ("td", "th")]
            if cells and row.tag == "tr":
                rows.append(Row(section, cells))
    return rows


def _said(cell: HtmlElement) -> str:
    return _MARK.sub("", cell_text(cell))


def _span(cell: HtmlElement, name: str) -> int:
    stated = (cell.get(name) or "").strip()
    return int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 6 else 1


def _width(rows: list[Row]) -> int:
    """Its columns: what rows without spans have, or else the widest sum of spans."""
    spans = [[max(1, _span(cell, "colspan")) for cell, _ in row.cells] for row in rows]
    plain = max((len(row) for row in spans if len(row) > 1 and max(row) == 1), default=0)
    return min(plain or max(map(sum, spans), default=1), WIDEST)


def _grid(rows: list[Row], width: int) -> list[list[str]]:
    """What stands in each row and column; a cell that spans several stands in each of them."""
    grid: list[list[str]] = []
    falling: dict[int, tuple[int, str]] = {}  # column: rows that a cell still spans, its text
    section = ""
    for row in rows:
        if row.section != section:
            section, falling = row.section, {}
        line: list[str] = []
        for cell, text in row.cells:
            while len(line) in falling:
                line.append(falling[len(line)][1])
            across = max(1, min(_span(cell, "colspan"), width - len(line)))
            down = _span(cell, "rowspan") or len(rows)
            for column in range(len(line), len(line) + across):
                if down > 1:
                    falling[column] = (down, text)
            line += [text] * across
        below = max(falling, default=-1)
        line += [falling.get(column, (0, ""))[1] for column in range(len(line), below + 1)]
        falling = {c: (n - 1, text) for c, (n, text) in falling.items() if n > 1}
        grid.append(line)
    return grid
