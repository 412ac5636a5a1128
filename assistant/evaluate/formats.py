"""Reading question sets: which format a file has, and its rows with file, line and reason."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from assistant.evaluate.beir import is_beir, read_beir
from assistant.evaluate.questions import (
    BadRow,
    Question,
    QuestionError,
    QuestionSet,
    RowError,
    question_from_row,
)
from assistant.evaluate.ragas import is_ragas, question_from_ragas
from assistant.evaluate.squad import is_squad, read_squad

FORMATS = ("jsonl", "json", "csv", "tsv", "text", "ragas", "squad", "beir")
RowReader = Callable[[Mapping[str, Any], str], Question]
NumberedRow = tuple[int, Mapping[str, Any] | RowError]  # line, and its fields or what is wrong


def read_questions(path: str | Path, format: str | None = None) -> QuestionSet:
    """The questions of a file (a folder for BEIR); ``.gz`` is unpacked.

    ``format`` is one of ``FORMATS``; without it the file's name and first characters decide.
    A row that can't be read is in ``bad_rows``, with the rest still there. Raises QuestionError
    when the file is missing, not in UTF-8, or holds no question at all.
    """
    path = Path(path)
    if not path.exists():
        raise QuestionError(f"There is no file {path}.", "Check the path of the question set.")
    if path.is_dir():
        if format not in (None, "beir") or not is_beir(path):
            raise QuestionError(
                f"The folder {path} is not a BEIR folder.",
                "It needs corpus.jsonl, queries.jsonl and qrels/*.tsv.",
            )
        return _checked(path, read_beir(path))
    text = _text_of(path)
    return _checked(path, _read_file(path, text, format or _detect(path, text)))


def _read_file(path: Path, text: str, format: str) -> QuestionSet:
    if format == "beir":
        raise QuestionError(f"{path} is a file.", "The BEIR format is a folder: name the folder.")
    if format == "squad":
        return read_squad(str(path), _json(path, text))
    if format not in FORMATS:
        raise QuestionError(f"Unknown format {format!r}.", f"Use one of {', '.join(FORMATS)}.")
    rows = list(_rows(path, text, format))
    return _collect(str(path), rows, format)


def _collect(path: str, rows: list[NumberedRow], format: str) -> QuestionSet:
    questions: dict[str, Question] = {}
    bad: list[BadRow] = []
    for line, row in rows:
        try:
            if isinstance(row, RowError):
                raise row
            ragas = format == "ragas" or is_ragas(row)
            reader: RowReader = question_from_ragas if ragas else question_from_row
            question = reader(row, f"line-{line}")
            if question.id in questions:
                raise RowError(f"the id {question.id!r} is there already")
        except RowError as error:
            bad.append(BadRow(path, line, str(error)))
        else:
            questions[question.id] = question
    return QuestionSet(tuple(questions.values()), tuple(bad), format)


def _detect(path: Path, text: str) -> str:
    suffixes = [suffix.lower() for suffix in path.suffixes if suffix.lower() != ".gz"]
    named = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "tsv", ".txt": "text"}
    if suffixes and suffixes[-1] in named:
        return named[suffixes[-1]]
    start = text.lstrip()[:1]
    if start in ("{", "["):
        return _detect_json(text)
    header = text.split("\n", 1)[0].lower()
    for separator, format in (("\t", "tsv"), (",", "csv")):
        if {"question", "user_input"} & {cell.strip('" \r') for cell in header.split(separator)}:
            return format
    return "text"


def _detect_json(text: str) -> str:
    try:
        whole = json.loads(text)
    except ValueError:
        return "jsonl"  # several documents, one a line
    if is_squad(whole):
        return "squad"
    return "json" if isinstance(whole, list) else "jsonl"


def _rows(path: Path, text: str, format: str) -> Iterator[NumberedRow]:
    if format in ("csv", "tsv") or (format == "ragas" and path.suffix in (".csv", ".tsv")):
        tabs = format == "tsv" or path.suffix == ".tsv"
        yield from _table_rows(text, "\t" if tabs else ",")
    elif format == "text":
        for line, question in enumerate(text.splitlines(), 1):
            if question.strip():
                yield line, {"question": question}
    elif format == "json" or (format == "ragas" and text.lstrip().startswith("[")):
        rows = _json(path, text)
        if not isinstance(rows, list):
            raise QuestionError(f"{path} is not a list of rows.", "See --format.")
        for line, row in enumerate(rows, 1):
            yield line, row if isinstance(row, dict) else RowError("the row is not an object")
    else:
        yield from _json_lines(text)


def _json_lines(text: str) -> Iterator[NumberedRow]:
    # Not splitlines(): U+2028 and the like may stand inside a JSON string.
    for line, source in enumerate(text.split("\n"), 1):
        if not source.strip():
            continue
        try:
            row = json.loads(source)
        except ValueError as error:
            yield line, RowError(f"not JSON: {error}")
            continue
        yield line, row if isinstance(row, dict) else RowError("the row is not an object")


def _table_rows(text: str, separator: str) -> Iterator[NumberedRow]:
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            yield reader.line_num, RowError(f"not a row of a table: {error}")
            continue
        if row is None:
            return
        if None in row:
            yield reader.line_num, RowError("the row has more cells than the header")
            continue
        cells = {(name or "").strip(): _cell(value) for name, value in row.items()}
        if isinstance(cells.get("sources"), str):
            groups = [group.split("|") for group in str(cells["sources"]).split(";")]
            cells["sources"] = [[a.strip() for a in g if a.strip()] for g in groups if any(g)]
        yield reader.line_num, {name: value for name, value in cells.items() if value != ""}


def _cell(value: str | None) -> Any:
    """A cell that is a JSON list stands for a list; all else is text."""
    text = (value or "").strip()
    if text.startswith("[") and text.endswith("]"):
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text


def _text_of(path: Path) -> str:
    try:
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        return raw.decode("utf-8-sig")
    except (UnicodeDecodeError, gzip.BadGzipFile, OSError) as error:
        raise QuestionError(f"{path} can't be read: {error}.", "Save it as UTF-8 text.") from error


def _json(path: Path, text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        what = f"{path} is not JSON: {error}."
        raise QuestionError(what, "Name its format with --format.") from error


def _checked(path: Path, questions: QuestionSet) -> QuestionSet:
    if not questions.questions:
        first = f" First reason: {questions.bad_rows[0]}." if questions.bad_rows else ""
        raise QuestionError(f"{path} holds no question.{first}", "Name its format with --format.")
    return questions
