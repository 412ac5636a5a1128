"""Fits the decision: ``python -m assistant.calibrate [--lessons FILE] [--reader DIR]``.

Asks the lessons that the reader never trained on, five articles at a time as in a small corpus,
and fits which candidate to pick and whether it answers. The figures printed are cross-validated
over articles: each question is judged by weights that saw no question of its article.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.finding.decision import ANSWERED, PICK, Decision, Features
from assistant.finding.evidence import features
from assistant.finding.finder import READ
from assistant.quiet import quiet
from assistant.reader.documents import Asked, Document
from assistant.reader.lessons import read_lessons, split_of
from assistant.reader.reading import Reader, Span
from assistant.understanding.question import kind_of
from assistant.wiring import WEIGHTS, reader_of
from corpus.article import Article, Corpus
from index.build import build
from index.opened import open_index
from index.search import Searcher

Vector = NDArray[Any]
_LESSONS = Path(__file__).parent / "reader" / "lessons.jsonl.gz"
_TOGETHER = 5  # articles searched at a time
_FOLDS = 8
# Strength of the penalty on squared weights, per standard deviation of the feature.
_PENALTY_PICK, _PENALTY_ANSWERED = 0.5, 1.7
_FALSE_REFUSALS = (0.05, 0.10)


@dataclass(frozen=True, slots=True)
class Trial:
    """One question: the evidence for its candidates, which are right, and its article."""

    rows: list[Features]
    right: list[bool]
    answerable: bool
    article: str


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints cross-validated figures, then fits on everything and writes decision.json."""
    parser = argparse.ArgumentParser(prog="python -m assistant.calibrate", description=__doc__)
    parser.add_argument("--lessons", type=Path, default=_LESSONS, help="lessons (.jsonl.gz)")
    parser.add_argument("--reader", type=Path, default=WEIGHTS, help="folder of the reader")
    args = parser.parse_args(arguments)
    quiet()
    held_out = [lesson for lesson in read_lessons(args.lessons) if split_of(lesson) != "train"]
    trials = _trials(held_out, reader_of(args.reader))
    print("\n".join(figures(trials)))
    fitted = fit(trials)
    described = {
        "pick": dict(zip(PICK, fitted.pick, strict=True)),
        "answered": dict(zip(ANSWERED, fitted.answered, strict=True)),
        "intercept": fitted.intercept,
    }
    text = json.dumps(described, indent=2) + "\n"
    (args.reader / "decision.json").write_text(text, encoding="utf-8")


def fit(trials: Sequence[Trial]) -> Decision:
    """The decision fitted on these questions; needs answerable and unanswerable ones.

    No weight is below zero: more of any evidence never makes an answer less probable.
    """
    steps = np.array([step for trial in trials for step in _steps(trial)])
    pick, _ = _regression(
        np.concatenate([steps, -steps]),
        np.repeat([True, False], len(steps)),
        _PENALTY_PICK,
        intercept=False,
    )
    picked = [max(trial.rows, key=lambda row: pick @ row.take(PICK)) for trial in trials]
    answered, intercept = _regression(
        np.array([row.take(ANSWERED) for row in picked]),
        np.array([trial.answerable for trial in trials]),
        _PENALTY_ANSWERED,
        intercept=True,
    )
    return Decision(tuple(map(float, pick)), tuple(map(float, answered)), intercept)


def _steps(trial: Trial) -> Iterator[Vector]:
    """From each wrong candidate to each right one: what ranking within a question learns from."""
    rows = np.array([row.take(PICK) for row in trial.rows])
    hits = np.array(trial.right)
    for right in rows[hits]:
        yield from right - rows[~hits]


def _regression(
    table: Vector, labels: Vector, penalty: float, *, intercept: bool
) -> tuple[Vector, float]:
    """Logistic regression with weights of zero or more; table (n, d), labels (n,) of bool."""
    from scipy.optimize import minimize

    spread = table.std(axis=0) + 1e-9
    middle = table.mean(axis=0) if intercept else np.zeros(table.shape[1])
    scaled = (table - middle) / spread
    sign = np.where(labels, 1.0, -1.0)

    def loss(weights: Vector) -> tuple[float, Vector]:
        margin = -sign * (scaled @ weights[:-1] + intercept * weights[-1])
        pull = -sign / (1 + np.exp(-margin))
        slope = np.append(scaled.T @ pull + 2 * penalty * weights[:-1], intercept * pull.sum())
        return np.logaddexp(0, margin).sum() + penalty * (weights[:-1] ** 2).sum(), slope

    start = np.zeros(table.shape[1] + 1)
    bounds = [(0, None)] * table.shape[1] + [(None, None)]
    found = minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B").x
    weights = found[:-1] / spread
    return weights, float(found[-1] - weights @ middle)


def figures(trials: Sequence[Trial]) -> list[str]:
    """How well the pick is right, and its probability tells answerable questions from others."""
    from sklearn.metrics import roc_auc_score

    judged = [_judged(trial, decision) for trial, decision in _cross_validated(trials)]
    confidence, right, answerable = (np.array(column) for column in zip(*judged, strict=True))
    lines = [
        f"questions {len(judged)}, answerable {int(answerable.sum())}",
        f"picked span right {right[answerable].mean():.3f}",
        f"AUROC answerable {roc_auc_score(answerable, confidence):.3f}",
    ]
    for wanted in _FALSE_REFUSALS:
        cut = float(np.quantile(confidence[answerable], wanted))
        refused = float((confidence[~answerable] < cut).mean())
        lines.append(f"at {wanted:.0%} false refusals (threshold {cut:.2f}) refuses {refused:.3f}")
    return lines


def _cross_validated(trials: Sequence[Trial]) -> Iterator[tuple[Trial, Decision]]:
    articles = sorted({trial.article for trial in trials})
    for fold in range(_FOLDS):
        inside = set(articles[fold::_FOLDS])
        decision = fit([trial for trial in trials if trial.article not in inside])
        yield from ((trial, decision) for trial in trials if trial.article in inside)


def _judged(trial: Trial, decision: Decision) -> tuple[float, bool, bool]:
    at = max(range(len(trial.rows)), key=lambda i: decision.rank(trial.rows[i]))
    return decision.probability(trial.rows[at]), trial.right[at], trial.answerable


def _trials(lessons: Sequence[Document], reader: Reader) -> list[Trial]:
    articles = tuple(Article(id=doc.id, title=doc.title, text=doc.text) for doc in lessons)
    trials = []
    with tempfile.TemporaryDirectory() as folder:
        build(Corpus(articles), Path(folder))
        index = open_index(Path(folder))
        for place, lesson in enumerate(lessons):
            first = place - place % _TOGETHER
            together = [doc.id for doc in lessons[first : first + _TOGETHER]]
            for asked in lesson.questions:
                trials.append(_trial(index.searcher, reader, lesson, asked, together))
    return trials


def _trial(
    searcher: Searcher, reader: Reader, lesson: Document, asked: Asked, together: list[str]
) -> Trial:
    matches = searcher.search(asked.text, READ, together)
    readings = reader.read(asked.text, [match.passage for match in matches])
    found = features(asked.text, kind_of(asked.text), matches, readings, searcher.idf)
    right = [
        reading.passage.article_id == lesson.id and _hits(span, asked.spans)
        for reading, span, _ in found
    ]
    return Trial([row for _, _, row in found], right, bool(asked.spans), lesson.id)


def _hits(span: Span, gold: Sequence[tuple[int, int]]) -> bool:
    """At least half of the shorter of the two lies in the other."""
    for start, end in gold:
        shared = min(span.end, end) - max(span.start, start)
        if 2 * shared >= min(span.end - span.start, end - start):
            return True
    return False


if __name__ == "__main__":
    main()
