"""Reading question sets: which format a file has, and its rows with file, line and reason."""

from __future__ import annotations

import dataclasses
import itertools
import json
from collections.abc import Container, Iterable, Sequence
from pathlib import Path
from typing import Any

from assistant.evaluate.formats.beir import is_beir, is_pairs, read_beir, read_pairs
from assistant.evaluate.formats.decode import ZIP, bytes_of, text_of
from assistant.evaluate.formats.documents import document_rows, json_lines
from assistant.evaluate.formats.names import QUESTIONS, Recognised, recognised
from assistant.evaluate.formats.rows import Line, NumberedRow, named
from assistant.evaluate.formats.separated import SEPARATORS, read_table
from assistant.evaluate.formats.squad import is_squad, read_squad
from assistant.evaluate.formats.workbook import read_workbook
from assistant.evaluate.questions import (
    BadRow,
    Question,
    QuestionError,
    QuestionSet,
    RowError,
    question_from_row,
    without_a_visitors_key,
)

FORMATS = ("jsonl", "json", "yaml", "csv", "tsv", "xlsx", "text", "ragas", "squad", "beir")
_BY_SUFFIX = {
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "tsv", ".tab": "tsv",
    ".yaml": "yaml", ".yml": "yaml",
}  # fmt: skip
_SHOWN = 8  # names of columns in a message


def read_questions(path: str | Path, format: str | None = None) -> QuestionSet:
    """The questions of a file (a folder for BEIR); ``.gz`` is unpacked.

    ``format`` is one of ``FORMATS``; without it the file's name and content decide. A row that
    can't be read is in ``bad_rows``, with the rest still there; ``notes`` say which columns were
    taken for what, where their names are not the project's own. Raises QuestionError, with what
    was found and what was expected, when the file is missing, unreadable, or holds no question.
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
    if format == "beir":
        raise QuestionError(f"{path} is a file.", "The BEIR format is a folder: name the folder.")
    if format not in (None, *FORMATS):
        raise QuestionError(f"Unknown format {format!r}.", f"Use one of {', '.join(FORMATS)}.")
    return _checked(path, _read_file(path, bytes_of(path), format))


def _read_file(path: Path, data: bytes, format: str | None) -> QuestionSet:
    if format == "xlsx" or (format is None and data.startswith(ZIP)):
        sheet, lines, header = read_workbook(path, data)
        return _from_table(path, lines, header, "xlsx", f"sheet {sheet!r}")
    text, guessed = text_of(path, data)
    notes = (f"Read as {guessed}: if letters are wrong, save it as UTF-8.",) if guessed else ()
    format = _detected(path, text) if format in (None, "ragas") else format
    if format in ("csv", "tsv"):
        table = read_table(text)
        by = f"cells separated by {SEPARATORS.get(table.separator, repr(table.separator))}"
        return _from_table(path, table.lines, table.header, format, by, notes)
    if format == "text":
        asked = [(n, {"question": q}) for n, q in enumerate(text.splitlines(), 1) if q.strip()]
        return _collect(path, asked, format, notes)
    if format == "jsonl":
        return _collect(path, json_lines(text), format, notes)
    document = _document(path, text, format)
    if format == "squad":
        return read_squad(str(path), document)
    if is_pairs(document):
        return read_pairs(str(path), document)
    return _collect(path, document_rows(document), format, notes)


def _detected(path: Path, text: str) -> str:
    suffixes = [suffix.lower() for suffix in path.suffixes if suffix.lower() != ".gz"]
    suffix = suffixes[-1] if suffixes else ""
    if suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    if suffix == ".json" or (suffix != ".txt" and text.lstrip()[:1] in ("{", "[")):
        return _detected_json(text)
    table = read_table(text)
    if table.header == 0 or (table.header is not None and suffix != ".txt"):
        return "tsv" if table.separator == "\t" else "csv"
    return "text"


def _detected_json(text: str) -> str:
    try:
        whole = json.loads(text)
    except ValueError:
        return "jsonl"  # several documents, one a line
    return "squad" if is_squad(whole) else "json"


def _document(path: Path, text: str, format: str) -> Any:
    import yaml

    try:
        return yaml.safe_load(text) if format == "yaml" else json.loads(text)
    except (ValueError, yaml.YAMLError) as error:
        what = "YAML" if format == "yaml" else "JSON"
        problem = f"{path} is not {what}: {error}."
        raise QuestionError(problem, "Name its format with --format.") from error


def _from_table(
    path: Path,
    lines: Sequence[Line],
    header: int | None,
    format: str,
    by: str,
    notes: tuple[str, ...] = (),
) -> QuestionSet:
    if header is None:
        first = next((c for _, c in lines if not isinstance(c, RowError) and any(c)), [])
        raise QuestionError(
            f"{path} has no column of questions. Found: {_some(first) or 'nothing'} ({by}). "
            f"Expected one of: {', '.join(QUESTIONS)}.",
            "Rename the column, or save the questions as .txt, one a line.",
        )
    return _collect(path, named(lines, header), format, notes)


def _collect(
    path: Path, rows: Iterable[NumberedRow], format: str, notes: tuple[str, ...] = ()
) -> QuestionSet:
    questions: dict[str, Question] = {}
    bad: list[BadRow] = []
    seen: list[Recognised] = []
    renamed: list[str] = []  # of another question with the same id
    for line, row in rows:
        try:
            if isinstance(row, RowError):
                raise row
            row = without_a_visitors_key(row)
            seen.append(recognised(row))
            question = _question(seen[-1], row, f"line-{line}")
            if (known := questions.get(question.id)) and known.question == question.question:
                raise RowError(f"the id {question.id!r} is there already")
            if known:
                question = dataclasses.replace(question, id=_unused(question.id, questions))
                renamed.append(question.id)
        except RowError as error:
            bad.append(BadRow(str(path), line, str(error)))
        else:
            questions[question.id] = question
    notes = (*notes, *_columns(seen, table=format in ("csv", "tsv", "xlsx")))
    if renamed:
        notes = (*notes, f"Ids that stand twice; the later ones are called {_some(renamed)}.")
    return QuestionSet(tuple(questions.values()), tuple(bad), format, notes=notes)


def _unused(id_: str, questions: Container[str]) -> str:
    numbered = (f"{id_}-{n}" for n in itertools.count(2))
    return next(name for name in numbered if name not in questions)


def _question(found: Recognised, row: Iterable[str], default_id: str) -> Question:
    if "question" not in found.read and "question" not in found.fields:
        expected = ", ".join(QUESTIONS)
        raise RowError(f"'question' is missing. Found: {_some(row)}. Expected one of: {expected}")
    return question_from_row(found.fields, default_id)


def _columns(seen: Sequence[Recognised], *, table: bool) -> list[str]:
    """Which columns were read as what, where that is not plain from their names."""
    read = {field: name for row in seen for field, name in row.read.items()}
    unread = dict.fromkeys(n for row in seen for n in row.unread if n not in read.values())
    renamed = [f"{n!r} as {f}" for f, n in read.items() if n.lower() != f]
    if not renamed and not (table and unread):
        return []
    lines = [f"Read {_some(renamed)}." if renamed else "", f"Not read: {_some(unread)}."]
    return [" ".join(line for line in lines[: 1 + bool(unread)] if line)]


def _some(names: Iterable[str]) -> str:
    listed = [str(name).strip() for name in names if str(name).strip()]
    more = f" and {len(listed) - _SHOWN} more" if len(listed) > _SHOWN else ""
    return ", ".join(name if len(name) < 60 else f"{name[:59]}…" for name in listed[:_SHOWN]) + more


def _checked(path: Path, questions: QuestionSet) -> QuestionSet:
    if not questions.questions:
        first = f" First reason: {questions.bad_rows[0]}." if questions.bad_rows else ""
        raise QuestionError(f"{path} holds no question.{first}", "Name its format with --format.")
    return questions
