"""Tables in a stored text: one canonical form, whatever the file's own was.

    Fares by zone, in crowns
    | Zone | Adult | Child |
    | --- | --- | --- |
    | Harbour | 23 | 11 |

The caption, if there is one, stands on the line above the first row. Header rows stand above the
line of dashes; a table without a head has no such line. A cell that spans rows or columns is
repeated in each of them, an empty cell is empty, a row that has fewer cells than the head keeps
fewer. A cell is one line: its list items or paragraphs are joined by "; ", a bar in it is "\\|".
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

RULE = re.compile(r"\|(?:\s*:?-{3,}:?\s*\|)+\Z")
LONGEST_CAPTION = 300  # characters; a longer line above a table is a paragraph
_SPACES = re.compile(r"\s+")
_ROW = re.compile(r"^[ \t]*\|.*\|(?=[ \t]*$)", re.MULTILINE)
_BAR = re.compile(r"(?<!\\)\|")
_NO_CAPTION = re.compile(r"[#>]|(?:[-*+•]|\d{1,3}[.)])[ \t]")  # a heading, a quote, a list item


def render(head: Iterable[Sequence[str]], rows: Iterable[Sequence[str]], caption: str = "") -> str:
    """The lines of a table in the canonical form; "" if no cell says anything."""
    head, rows = [list(row) for row in head], [list(row) for row in rows]
    if not any(cell.strip() for row in (*head, *rows) for cell in row):
        return ""
    lines = [_line(row) for row in head]
    if head:
        lines.append("|" + " --- |" * len(head[-1]))
    lines += [_line(row) for row in rows]
    return "\n".join([*([_cell(caption)] if caption.strip() else []), *lines])


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(_cell(cell).replace("|", "\\|") for cell in cells) + " |"


def _cell(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def blocks(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each table of a text, its caption included; linear in the text."""
    start = end = 0
    for row in _ROW.finditer(text):
        if text[end : row.start()].strip(" \t") != "\n":
            if end:
                yield _caption_start(text, start), end
            start = row.start()
        end = row.end()
    if end:
        yield _caption_start(text, start), end


def is_table(text: str) -> bool:
    """Whether a row of a table stands in the text."""
    return _ROW.search(text) is not None


def _caption_start(text: str, start: int) -> int:
    """Where the caption of the table that starts there does: on a line that stands alone above."""
    above = text.rfind("\n", 0, max(start - 1, 0)) + 1
    line = text[above : max(start - 1, 0)].strip()
    alone = not text[text.rfind("\n", 0, max(above - 1, 0)) + 1 : above].strip()
    named = alone and 0 < len(line) <= LONGEST_CAPTION and not _NO_CAPTION.match(line)
    return text.index(line, above) if named else text.index("|", start)


def caption_at(text: str, start: int) -> str:
    """The caption of the table that starts there, as :func:`blocks` gives its start; or ""."""
    return "" if text.startswith("|", start) else text[start : text.index("\n", start)].strip()


@dataclass(frozen=True, slots=True)
class Field:
    """What stands between two bars: ``text[start:end]``, without space at either end."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: ``text[start:end]``, bars included."""

    fields: tuple[Field, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it stands at ``text[start:end]``; a row may have fewer fields than the head."""

    start: int
    end: int
    caption: Field | None
    head: tuple[Row, ...]
    rows: tuple[Row, ...]


def read(text: str, start: int, end: int) -> Table:
    """The table that :func:`blocks` found there; linear in its size."""
    caption: Field | None = None
    head: list[Row] = []
    rows: list[Row] = []
    at = start
    for line in text[start:end].split("\n"):
        said = line.strip()
        begin = at + len(line) - len(line.lstrip())
        at += len(line) + 1
        if not said.startswith("|"):
            caption = Field(said, begin, begin + len(said))
        elif RULE.match(said) and not head:
            head, rows = rows, []
        else:
            rows.append(Row(tuple(_fields(said, begin)), begin, begin + len(said)))
    return Table(start, end, caption, tuple(head), tuple(rows))


def _fields(line: str, offset: int) -> Iterator[Field]:
    bars = [match.end() for match in _BAR.finditer(line)]
    for low, high in itertools.pairwise(bars):
        piece = line[low : high - 1]
        begin = low + len(piece) - len(piece.lstrip())
        said = piece.strip()
        yield Field(said, offset + begin, offset + begin + len(said))
