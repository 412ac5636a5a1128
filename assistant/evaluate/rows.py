"""One row of results: a question, its answer, and every score of it."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass, field
from typing import Any

from assistant.answer import Answer
from assistant.evaluate import evidence
from assistant.evaluate.judging import (
    Outcome,
    Step,
    declined,
    failed_step,
    is_false_conflict,
    is_right,
    outcome,
)
from assistant.evaluate.questions import Question
from assistant.evaluate.retrieval import Retrieval
from assistant.evaluate.text_scores import exact_match, rouge_l, token_f1, without_markers
from assistant.evaluate.verify import quotes_of
from corpus.article import Corpus

PASSAGES_READ = 12  # used where the assistant's settings do not say how many the reader sees


@dataclass(frozen=True, slots=True)
class Row:
    """A line of results.jsonl. ``answer`` is None when asking failed, and ``error`` says why.

    ``scores`` holds the numbers that are defined for this question; ``ms`` is the wall time of
    ``ask`` in milliseconds; ``key`` the fields of the question's key that were set.
    """

    id: str
    question: str
    type: str
    expected: str  # "answer", "refusal", "status" (the key names one) or "no key"
    right: bool | None
    outcome: Outcome
    step: Step | None
    declined: bool
    confidence: float | None
    scores: dict[str, float]
    retrieved: tuple[dict[str, Any], ...]
    evidence_rank: int | None
    key: dict[str, Any]
    error: str | None
    ms: float
    answer: Answer | None = field(default=None)

    def to_json(self) -> str:
        """One line without line ends; inverse: :func:`row_from_json`."""
        fields = {f.name: getattr(self, f.name) for f in dataclasses.fields(self)}
        fields["answer"] = self.answer and self.answer.to_dict()
        return json.dumps(fields, ensure_ascii=False)


def row_from_json(line: str) -> Row:
    """Raises ValueError, KeyError or TypeError on a line that is not a whole row."""
    fields = json.loads(line)
    answer = fields["answer"]
    fields["answer"] = Answer.from_dict(answer) if answer is not None else None
    fields["retrieved"] = tuple(fields["retrieved"])
    return Row(**fields)


def answered_row(
    question: Question,
    answer: Answer,
    ms: float,
    corpus: Corpus,
    retrieval: Retrieval | None,
    passages_read: int = PASSAGES_READ,
) -> Row:
    """The row of a question that was asked, with all its scores."""
    right = is_right(question, answer)
    result = outcome(question, answer, right)
    rank = retrieval.evidence_rank if retrieval else None
    step = failed_step(result, rank, passages_read)
    if result == "wrong" and is_false_conflict(question, answer):
        step = "false conflict"
    elif retrieval is None and step == "not retrieved":
        step = "read but refused" if result == "false refusal" else "wrong span"
    scores = _text_scores(question, answer) | _citation_scores(question, answer, corpus)
    return Row(
        id=question.id,
        question=question.question,
        type=question.type,
        expected=_expected(question),
        right=right,
        outcome=result,
        step=step,
        declined=declined(answer),
        confidence=answer.confidence,
        scores=scores | (retrieval.scores if retrieval else {}),
        retrieved=tuple(dataclasses.asdict(hit) for hit in retrieval.hits) if retrieval else (),
        evidence_rank=rank,
        key=question.key(),
        error=None,
        ms=round(ms, 3),
        answer=answer,
    )


def failed_row(question: Question, error: str, ms: float) -> Row:
    """The row of a question whose asking failed: wrong by key, and no score."""
    return Row(
        id=question.id,
        question=question.question,
        type=question.type,
        expected=_expected(question),
        right=False if question.has_key else None,
        outcome="error",
        step="error",
        declined=False,
        confidence=None,
        scores={},
        retrieved=(),
        evidence_rank=None,
        key=question.key(),
        error=error,
        ms=round(ms, 3),
    )


def _expected(question: Question) -> str:
    """``answerable: true`` alone is enough to call a refusal false."""
    if question.status:
        return "status"
    if question.answerable is False:
        return "refusal"
    return "answer" if question.answerable else "no key"


def _text_scores(question: Question, answer: Answer) -> dict[str, float]:
    scores = {}
    text = "" if declined(answer) else without_markers(answer.answer)
    if question.answers or (question.answerable is False and question.context):
        span = "" if declined(answer) else answer.short or text
        scores["em"] = exact_match(span, question.answers)
        scores["f1"] = token_f1(span, question.answers)
    if question.reference:
        scores["rouge_l"] = rouge_l(text, question.reference)
    return scores


def _citation_scores(question: Question, answer: Answer, corpus: Corpus) -> dict[str, float]:
    quotes = quotes_of(question.id, answer, corpus)
    measured = {"quotes": float(len(quotes))}
    measured["quotes_exact"] = float(sum(quote.verdict == "exact" for quote in quotes))
    if question.answerable is False:
        return measured
    golds = evidence.gold_sentences(question, corpus)
    optional = {
        "citation_precision": evidence.source_precision(question, answer.citations),
        "citation_recall": evidence.source_recall(question, answer.citations),
        "sentence_precision": evidence.sentence_precision(golds, answer.citations),
        "sentence_recall": evidence.sentence_recall(golds, answer.citations),
    }
    return measured | {name: value for name, value in optional.items() if value is not None}
