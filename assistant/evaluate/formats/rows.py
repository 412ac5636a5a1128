"""Tables as rows with names: where the header is, and what each cell means."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from assistant.evaluate.formats.names import has_question
from assistant.evaluate.questions import RowError

NumberedRow = tuple[int, Mapping[str, Any] | RowError]  # line, and its fields or what is wrong
Line = tuple[int, Sequence[str] | RowError]  # the same, with its cells
HEADER_WITHIN = 20  # lines at the top, since sheets have titles above their header


def header_at(lines: Sequence[Line]) -> int | None:
    """The index of the first line that names a column of questions."""
    for at, (_, cells) in enumerate(lines[:HEADER_WITHIN]):
        if not isinstance(cells, RowError) and has_question(cells):
            return at
    return None


def named(lines: Sequence[Line], at: int) -> Iterator[NumberedRow]:
    """The lines below the header at index ``at``; blank ones are passed over."""
    head = lines[at][1]
    assert not isinstance(head, RowError)
    names = [name.strip() for name in head]
    for line, cells in lines[at + 1 :]:
        if isinstance(cells, RowError):
            yield line, cells
        elif any(cell.strip() for cell in cells[len(names) :]):
            yield line, RowError("the row has more cells than the header")
        elif any(cell.strip() for cell in cells):
            row: dict[str, Any] = {}
            for name, cell in zip(names, _filled(cells, len(names)), strict=True):
                if name:
                    row.setdefault(name, meant(name, cell))  # the first of two of one name
            yield line, row


def meant(name: str, cell: str) -> Any:
    """A cell that is a list or an object in JSON or Python stands for it; all else is text."""
    text = cell.strip()
    if name.lower() == "sources" and not text.startswith("["):
        groups = ([a.strip() for a in group.split("|") if a.strip()] for group in text.split(";"))
        return [group for group in groups if group]
    if text[:1] + text[-1:] not in ("[]", "{}"):
        return text
    for parse in (json.loads, ast.literal_eval):  # pandas writes lists as Python does
        try:
            value = parse(text)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            continue
        if isinstance(value, dict) or (isinstance(value, list) and _of_texts(value)):
            return value
    return text


def _of_texts(values: Iterable[Any]) -> bool:
    return all(isinstance(value, str | list | dict) for value in values)


def _filled(cells: Sequence[str], width: int) -> list[str]:
    return [*cells, *[""] * width][:width]
