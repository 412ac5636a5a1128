"""Excel workbooks: the first sheet with a column of questions, as a person sees its values."""

from __future__ import annotations

import datetime
import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from assistant.evaluate.formats.rows import Line, header_at
from assistant.evaluate.questions import QuestionError, RowError

_PERCENT = re.compile(r"0(?:\.(0+))?%")


def read_workbook(path: Path, data: bytes) -> tuple[str, Sequence[Line], int | None]:
    """The sheet's title, its lines (numbered as in the sheet), and the index of its header.

    Without a column of questions in any sheet: the first sheet, and None. A formula counts as its
    value; a row in which a value was never computed is bad. Raises QuestionError when the file is
    no workbook.
    """
    values, formulas = (_opened(path, data, values=only) for only in (True, False))
    first: tuple[str, Sequence[Line], int | None] | None = None
    for sheet in values.worksheets:
        lines = list(_lines(sheet, formulas[sheet.title]))
        header = header_at(lines)
        first = first or (sheet.title, lines, None)
        if header is not None:
            return sheet.title, lines, header
    if first is None:
        raise QuestionError(f"{path} has no sheet.", "Save the questions in a sheet of it.")
    return first


def _opened(path: Path, data: bytes, *, values: bool) -> Any:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts that hold no cell, such as drop-down lists
            return load_workbook(io.BytesIO(data), read_only=True, data_only=values)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise QuestionError(
            f"{path} is not an Excel workbook that can be read ({type(error).__name__}).",
            "Save it as .xlsx without a password, or as .csv.",
        ) from error


def _lines(values: Any, formulas: Any) -> Iterator[Line]:
    for sheet in (values, formulas):
        sheet.reset_dimensions()  # some programs write a wrong size, and cells would be missed
    for row, (cells, sources) in enumerate(zip(values.rows, formulas.rows, strict=True), 1):
        wrong = next(filter(None, map(_wrong, cells, sources)), None)
        yield row, RowError(wrong) if wrong else [_shown(cell) for cell in cells]


def _wrong(cell: Any, source: Any) -> str | None:
    if cell.value is None and source.value is not None:
        return (
            f"cell {source.coordinate} is a formula without a stored value: open the workbook in a "
            "spreadsheet program and save it"
        )
    return f"cell {cell.coordinate} shows {cell.value}" if cell.data_type == "e" else None


def _shown(cell: Any) -> str:
    """The value as text: dates in ISO form, shares in percent where the sheet shows them so."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date().isoformat() if midnight else value.isoformat(" ")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    percent = _PERCENT.search(cell.number_format or "")
    if percent:
        return f"{100 * value:.{len(percent[1] or '')}f}%"
    return str(int(value)) if value == int(value) else repr(value)
