"""A question with its key, and a set of them: what an evaluation asks and what would be right."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, get_args

from assistant.answer import Status, Turn
from corpus.article import Corpus
from corpus.errors import AssistantError

VISITOR = "visitor"  # in ``by``: whose word a row is
_OF_A_VISITOR = ("id", "question", "history", "type", "articles")


class QuestionError(AssistantError):
    """The question set can't be read, or holds no question."""


class RowError(ValueError):
    """One row is not a question; the message says why. Never leaves the readers."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was left out: file, line (counts from 1) and reason."""

    path: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Question:
    """One question and its key. Everything but ``id`` and ``question`` is optional.

    ``answerable`` None: no key, so nothing is scored but the quotes. ``expect`` and ``forbid`` are
    regular expressions on the answer; ``sources`` groups of article ids, one of each is cited;
    ``answers`` the accepted spans (any of them); ``reference`` a model answer in prose;
    ``evidence`` the gold sentences, verbatim; ``qrels`` article id to relevance grade;
    ``status`` the statuses that are right, where abstaining or answering says too little;
    ``context`` the article that holds the answer, for a reader that is given it. ``articles``:
    ids of the articles that may answer (none: all), which a person chose when asking.
    """

    id: str
    question: str
    history: tuple[Turn, ...] = ()
    type: str = "question"
    answerable: bool | None = None
    expect: tuple[str, ...] = ()
    forbid: tuple[str, ...] = ()
    sources: tuple[tuple[str, ...], ...] = ()
    answers: tuple[str, ...] = ()
    reference: str | None = None
    evidence: tuple[str, ...] = ()
    qrels: Mapping[str, int] = field(default_factory=dict)
    status: tuple[str, ...] = ()
    context: str | None = None
    articles: tuple[str, ...] = ()

    @property
    def has_key(self) -> bool:
        """True when the row says what would be right: a pattern, a span, a source or a refusal."""
        return self.answerable is False or bool(
            self.expect or self.forbid or self.sources or self.answers or self.status
        )

    def key(self) -> dict[str, Any]:
        """The key's fields that are set, as plain JSON values."""
        fields = dataclasses.asdict(self)
        fields["history"] = [turn["question"] for turn in fields["history"]]
        drop = ("id", "question", "type")
        return {n: v for n, v in fields.items() if n not in drop and v not in (None, (), {}, [])}


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions in file order; ``corpus`` where the file brings its own articles.

    ``notes`` are for the person: how the file was read, where that is not plain.
    """

    questions: tuple[Question, ...]
    bad_rows: tuple[BadRow, ...]
    format: str
    corpus: Corpus | None = None
    notes: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """16 hex digits that change when any question or key changes."""
        fields = [dataclasses.asdict(question) for question in self.questions]
        return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()[:16]


def without_a_visitors_key(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """The row; of one that is by a visitor only what was asked: the rest is anybody's word."""
    if row.get("by") != VISITOR:
        return row
    return {name: row[name] for name in _OF_A_VISITOR if name in row}


def question_from_row(row: Mapping[str, Any], default_id: str) -> Question:
    """A Question of the project's own fields (JSON values); unknown fields are ignored.

    Raises RowError where a field has the wrong shape.
    """
    text = row.get("question")
    if not isinstance(text, str) or not text.strip():
        raise RowError("'question' is missing or empty")
    question = Question(
        id=str(row.get("id") or default_id),
        question=text.strip(),
        history=_history(row.get("history")),
        type=str(row.get("type") or "question"),
        answerable=_flag(row.get("answerable")),
        expect=_patterns(row, "expect"),
        forbid=_patterns(row, "forbid"),
        sources=_groups(row.get("sources")),
        answers=_strings(row, "answers"),
        reference=_text(row, "reference"),
        evidence=_strings(row, "evidence"),
        status=_statuses(row),
        articles=_strings(row, "articles"),
    )
    if question.answerable is None and question.has_key:
        return dataclasses.replace(question, answerable=True)
    return question


@lru_cache(maxsize=4096)
def compiled(pattern: str) -> re.Pattern[str]:
    """Keys ignore case, and ``.`` crosses line ends, since an answer may have several lines."""
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)


def _strings(row: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = row.get(name)
    if value is None or value == "":
        return ()
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(v, str) and v.strip() for v in values):
        raise RowError(f"'{name}' is not a string or a list of strings")
    return tuple(values)


def _text(row: Mapping[str, Any], name: str) -> str | None:
    value = row.get(name)
    if value is not None and not isinstance(value, str):
        raise RowError(f"'{name}' is not a string")
    return value or None


def _patterns(row: Mapping[str, Any], name: str) -> tuple[str, ...]:
    patterns = _strings(row, name)
    for pattern in patterns:
        try:
            compiled(pattern)
        except re.error as error:
            raise RowError(f"'{name}' has a broken pattern {pattern!r}: {error}") from error
    return patterns


def _statuses(row: Mapping[str, Any]) -> tuple[str, ...]:
    statuses = _strings(row, "status")
    for status in statuses:
        if status not in get_args(Status):
            raise RowError(f"'status' is {status!r}, not one of {', '.join(get_args(Status))}")
    return statuses


def _groups(value: Any) -> tuple[tuple[str, ...], ...]:
    """``[["a", "b"], ["c"]]``: one of a and b, and c. A bare string is a group of one."""
    if value is None or value == "":
        return ()
    values = value if isinstance(value, list) else [value]
    groups = [[group] if isinstance(group, str) else group for group in values]
    for group in groups:
        if not isinstance(group, list) or not group or not all(isinstance(a, str) for a in group):
            raise RowError("'sources' is not a list of groups of article ids")
    return tuple(tuple(group) for group in groups)


def _history(value: Any) -> tuple[Turn, ...]:
    if value is None or value == "":
        return ()
    turns = []
    for turn in value if isinstance(value, list) else [value]:
        if isinstance(turn, str):
            turns.append(Turn(turn))
        elif isinstance(turn, dict) and isinstance(turn.get("question"), str):
            turns.append(Turn(turn["question"], str(turn.get("answer") or "")))
        else:
            raise RowError("'history' is not a list of earlier questions")
    return tuple(turns)


def _flag(value: Any) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    text = str(value).strip().lower()
    if text == "":
        return None
    if text not in words:
        raise RowError(f"'answerable' is {value!r}, not true or false")
    return words[text]
