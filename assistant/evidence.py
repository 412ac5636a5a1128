"""Weighs what retrieval and the reader found: one probability for each candidate answer.

Two small logistic regressions over reader, dense and lexical evidence: one picks the candidate,
one says how probable it is that the question is answered by it. Their weights lie with the
reader's (``decision.json``) because they are fitted on that reader's scores by
``python -m assistant.calibrate``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.quantities import quantities
from assistant.question import Kind
from assistant.reader.reading import Reading, Span
from assistant.words import content_words, names, stem, stems
from corpus.passage import Passage, Sentence
from index.search import Match

_BEST = ("span", "answers", "dense")
# Of one candidate, and the best that any candidate of its question has.
FEATURES = (
    *_BEST, "lexical", "coverage", "names", "numbers", "fits", "rank",
    *(f"best_{name}" for name in _BEST),
)  # fmt: skip
PICKED = (*FEATURES, "pick")  # with the log-odds by which it was picked
Row = tuple[float, ...]
Idf = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span that may answer, the whole sentences it stands in, and how probably it is right."""

    passage: Passage
    span: Span
    sentences: tuple[Sentence, ...]
    probability: float

    @property
    def start(self) -> int:
        return self.sentences[0].start

    @property
    def end(self) -> int:
        return self.sentences[-1].end

    @property
    def place(self) -> tuple[str, int]:
        """Where its sentences begin: the article's id and the offset."""
        return self.passage.article_id, self.start

    @property
    def said(self) -> str:
        """The sentences as they stand from ``start`` to ``end``, gaps filled with spaces."""
        return aligned(self.sentences)

    @property
    def value(self) -> str:
        """The span's own text."""
        return self.said[self.span.start - self.start : self.span.end - self.start]


def aligned(sentences: Sequence[Sentence]) -> str:
    """The sentences joined so that offsets within the article stay offsets from the first."""
    text = ""
    for sentence in sentences:
        text = text.ljust(sentence.start - sentences[0].start) + sentence.text
    return text


@dataclass(frozen=True, slots=True)
class Logistic:
    """A fitted logistic regression: a weight for each feature, and the intercept."""

    weights: Row
    intercept: float

    def logit(self, row: Sequence[float]) -> float:
        """Log-odds of a row of features."""
        return self.intercept + sum(w * f for w, f in zip(self.weights, row, strict=True))


@dataclass(frozen=True, slots=True)
class Decision:
    """``pick`` ranks candidates by FEATURES; ``answered`` takes PICKED."""

    pick: Logistic
    answered: Logistic

    @classmethod
    def load(cls, folder: Path) -> Decision:
        """The weights beside the reader's. Raises OSError, KeyError when they are not there."""
        fitted = json.loads((folder / "decision.json").read_text(encoding="utf-8"))
        return cls(_logistic(fitted["pick"], FEATURES), _logistic(fitted["answered"], PICKED))

    def weigh(self, rows: Sequence[Row]) -> list[tuple[float, float]]:
        """(log-odds to be picked, probability that it answers) of each row of one question."""
        picks = [self.pick.logit(row) for row in rows]
        return [
            (pick, _probability(self.answered.logit((*row, pick))))
            for pick, row in zip(picks, rows, strict=True)
        ]


def _logistic(fitted: dict[str, Any], names: Sequence[str]) -> Logistic:
    return Logistic(tuple(fitted["weights"][name] for name in names), fitted["intercept"])


def _probability(logit: float) -> float:
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, logit))))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the question's words ask of a passage, computed once a question."""

    weights: dict[str, float]
    names: frozenset[str]
    numbers: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, question: str, idf: Idf) -> _Wanted:
        words = content_words(question)
        return cls(
            {stem(word): idf(word) for word in words},
            frozenset(stem(name) for name in names(question)),
            frozenset((str(q.value.normalize()), q.unit) for q in quantities(question)),
        )

    def coverage(self, found: frozenset[str]) -> float:
        total = sum(self.weights.values())
        return sum(w for s, w in self.weights.items() if s in found) / total if total else 1.0

    def names_covered(self, found: frozenset[str]) -> float:
        return len(self.names & found) / len(self.names) if self.names else 1.0

    def numbers_covered(self, text: str) -> float:
        if not self.numbers:
            return 1.0
        there = {(str(q.value.normalize()), q.unit) for q in quantities(text)}
        values = {value for value, _ in there}
        hits = sum((v, u) in there if u else v in values for v, u in self.numbers)
        return hits / len(self.numbers)


def window(passage: Passage) -> str:
    """Everything a passage is read with: title, heading, neighbours and its own sentences."""
    parts = [passage.title, passage.heading or ""]
    parts += [s.text for s in (passage.lead, *passage.sentences, passage.tail) if s]
    return "\n".join(part for part in parts if part)


def candidates(
    question: str,
    kind: Kind,
    matches: Sequence[Match],
    readings: Sequence[Reading],
    idf: Idf,
    decision: Decision,
) -> list[Candidate]:
    """Every span of every reading with its probability, the one to pick first."""
    rows = features(question, kind, matches, readings, idf)
    weighed = decision.weigh([row for _, _, row in rows])
    found = [
        (pick, Candidate(reading.passage, span, _around(span, reading.passage), probability))
        for (reading, span, _), (pick, probability) in zip(rows, weighed, strict=True)
    ]
    found.sort(key=lambda pair: (-pair[0], pair[1].passage.key, pair[1].span.start))
    return [candidate for _, candidate in found]


def features(
    question: str, kind: Kind, matches: Sequence[Match], readings: Sequence[Reading], idf: Idf
) -> list[tuple[Reading, Span, Row]]:
    """One row of FEATURES for each span, unsorted."""
    wanted = _Wanted.of(question, idf)
    best_lexical = max((m.lexical for m in matches), default=0.0)
    rows: list[tuple[Reading, Span, Row]] = []
    for rank, (match, reading) in enumerate(zip(matches, readings, strict=True)):
        text = window(reading.passage)
        found = stems(text)
        shared = (
            match.dense,
            match.lexical / best_lexical if best_lexical > 0 else 0.0,
            wanted.coverage(found),
            wanted.names_covered(found),
            wanted.numbers_covered(text),
        )
        for span in reading.spans:
            fits = _fits(kind, _span_text(span, reading.passage), question)
            row = (span.score, reading.answers, *shared, fits, 1 / (1 + rank))
            rows.append((reading, span, row))
    return _with_best(rows)


def _with_best(rows: list[tuple[Reading, Span, Row]]) -> list[tuple[Reading, Span, Row]]:
    best = tuple(max(row[i] for _, _, row in rows) for i in range(len(_BEST))) if rows else ()
    return [(reading, span, (*row, *best)) for reading, span, row in rows]


def _span_text(span: Span, passage: Passage) -> str:
    inside = _around(span, passage)
    return aligned(inside)[span.start - inside[0].start : span.end - inside[0].start]


def _around(span: Span, passage: Passage) -> tuple[Sentence, ...]:
    inside = [s for s in passage.sentences if s.start < span.end and span.start < s.end]
    return tuple(inside) or passage.sentences[:1]


def _fits(kind: Kind, text: str, question: str) -> float:
    """1 where the span holds the kind of value asked for, or the kind asks for no value."""
    if kind == "figure":
        asked = {(q.value, q.unit) for q in quantities(question)}
        return float(any((q.value, q.unit) not in asked for q in quantities(text)))
    if kind == "date":
        return float(any(c.isdigit() for c in text) or _TIME.isdisjoint(stems(text)) is False)
    if kind in ("entity", "attribution"):
        return float(bool(names(f"x {text}")) or kind == "attribution")
    return 1.0


_TIME = stems(
    "January February March April May June July August September October November December spring "
    "summer autumn winter fall year month week day quarter half decade century today tomorrow "
    "yesterday Monday Tuesday Wednesday Thursday Friday Saturday Sunday soon later next last"
)
