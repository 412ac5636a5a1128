"""JSON and YAML documents as rows: where in them the questions are."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from assistant.evaluate.formats.names import has_question, recognised
from assistant.evaluate.formats.rows import NumberedRow
from assistant.evaluate.questions import RowError


def json_lines(text: str) -> Iterator[NumberedRow]:
    """A document a line; the others are kept when one is broken."""
    # Not splitlines(): U+2028 and the like may stand inside a JSON string.
    for line, source in enumerate(text.split("\n"), 1):
        if not source.strip():
            continue
        try:
            yield line, _row(json.loads(source))
        except ValueError as error:
            yield line, RowError(f"not JSON: {error}")


def document_rows(document: Any) -> Iterator[NumberedRow]:
    """The rows of a list, of a list in an object (``examples``, ``tests``, …), of an object of
    columns or of rows; or the object as the only row. They count from 1.
    """
    for number, row in enumerate(_listed(document), 1):
        yield number, _row({"question": row} if isinstance(row, str) else row)


def _listed(document: Any) -> list[Any]:
    if isinstance(document, list):
        return document
    if not isinstance(document, dict):
        return [document]
    if has_question(document):
        return _from_columns(document) or [document]
    for value in document.values():
        rows = list(value.values()) if isinstance(value, Mapping) else value
        if isinstance(rows, list) and any(map(_is_question, rows)):
            return rows
    values = list(document.values())
    return values if any(map(_is_question, values)) else [document]


def _from_columns(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Rows of ``{"question": [...], "answer": [...]}``, or of pandas' objects by row number."""
    columns = {
        name: list(column.values()) if isinstance(column, Mapping) else column
        for name, column in document.items()
    }
    longest = max((len(c) for c in columns.values() if isinstance(c, list)), default=0)
    whole = {n: c for n, c in columns.items() if isinstance(c, list) and len(c) == longest}
    if not has_question(whole) or any(isinstance(cell, dict) for cell in _questions(whole)):
        return []
    return [dict(zip(whole, cells, strict=True)) for cells in zip(*whole.values(), strict=True)]


def _questions(columns: Mapping[str, list[Any]]) -> list[Any]:
    return next(column for name, column in columns.items() if has_question([name]))


def _is_question(row: Any) -> bool:
    return isinstance(row, Mapping) and isinstance(recognised(row).fields.get("question"), str)


def _row(row: Any) -> Mapping[str, Any] | RowError:
    return row if isinstance(row, dict) else RowError("the row is not an object")
