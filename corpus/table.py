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

import re
from collections.abc import Iterable, Sequence

RULE = re.compile(r"\|(?:\s*:?-{3,}:?\s*\|)+\Z")
_SPACES = re.compile(r"\s+")


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
