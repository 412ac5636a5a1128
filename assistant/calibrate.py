"""Fits the decision: ``python -m assistant.calibrate --lessons FILE [--reader DIR] [--out FILE]``.

Asks the lessons that the reader never trained on, over an index of all of them, and fits a
logistic regression on whether each candidate span is right. Half of those articles (the
"calibration" split) are fitted on; the other half (the "test" split) gives the figures printed.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.evidence import FEATURES, features
from assistant.finder import READ
from assistant.question import kind_of
from assistant.quiet import quiet
from assistant.reader.documents import Asked, Document
from assistant.reader.lessons import read_lessons, split_of
from assistant.reader.reading import Reader, Span
from assistant.wiring import WEIGHTS, reader_of
from corpus.article import Article, Corpus
from index.opened import Index, open_index

# Strength of the penalty (scikit-learn's C): eleven weights on some thousand rows need little.
_C = 1.0
_FALSE_REFUSALS = (0.05, 0.10)


@dataclass(frozen=True, slots=True)
class Trial:
    """One question's candidates: FEATURES (n, 11), which are right (n,), and the question."""

    rows: np.ndarray
    right: np.ndarray
    answerable: bool
    kind: str


def main(arguments: Sequence[str] | None = None) -> None:
    """Fits, prints the figures of the test split, and writes the weights."""
    parser = argparse.ArgumentParser(prog="python -m assistant.calibrate", description=__doc__)
    parser.add_argument("--lessons", type=Path, required=True, help="lessons (.jsonl.gz or folder)")
    parser.add_argument("--reader", type=Path, default=WEIGHTS, help="folder of the reader")
    parser.add_argument("--out", type=Path, help="default: decision.json beside the reader")
    args = parser.parse_args(arguments)
    quiet()
    lessons = read_lessons(args.lessons)
    trials = _trials(lessons, reader_of(args.reader))
    weights, intercept = fit(trials["calibration"])
    print("\n".join(figures(trials["test"], weights, intercept)))
    fitted = {
        "weights": dict(zip(FEATURES, map(float, weights), strict=True)),
        "intercept": float(intercept),
    }
    out = args.out or args.reader / "decision.json"
    out.write_text(json.dumps(fitted, indent=2) + "\n", encoding="utf-8")


def fit(trials: Sequence[Trial]) -> tuple[np.ndarray, float]:
    """Weights (11,) and intercept on the raw features. Needs right and wrong candidates."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    rows = np.concatenate([trial.rows for trial in trials])
    right = np.concatenate([trial.right for trial in trials])
    scaler = StandardScaler().fit(rows)
    model = LogisticRegression(C=_C, max_iter=2000).fit(scaler.transform(rows), right)
    weights = model.coef_[0] / scaler.scale_
    return weights, float(model.intercept_[0] - weights @ scaler.mean_)


def figures(trials: Sequence[Trial], weights: np.ndarray, intercept: float) -> list[str]:
    """How well the best candidate's probability picks, and tells answerable from not."""
    from sklearn.metrics import roc_auc_score

    best = [_best(trial, weights, intercept) for trial in trials]
    confidence = np.array([p for p, _ in best])
    right = np.array([hit for _, hit in best])
    answerable = np.array([trial.answerable for trial in trials])
    lines = [
        f"questions {len(trials)}, answerable {int(answerable.sum())}",
        f"best candidate right {right[answerable].mean():.3f}",
        f"AUROC answerable {roc_auc_score(answerable, confidence):.3f}",
    ]
    for wanted in _FALSE_REFUSALS:
        cut = float(np.quantile(confidence[answerable], wanted))
        refused = float((confidence[~answerable] < cut).mean())
        lines.append(
            f"at {wanted:.0%} false refusals (threshold {cut:.3f}) refuses {refused:.3f} of the "
            "unanswerable"
        )
    return lines


def _best(trial: Trial, weights: np.ndarray, intercept: float) -> tuple[float, bool]:
    if not len(trial.rows):
        return 0.0, False
    logits = trial.rows @ weights + intercept
    at = int(np.argmax(logits))
    return float(1 / (1 + np.exp(-logits[at]))), bool(trial.right[at])


def _trials(lessons: Sequence[Document], reader: Reader) -> dict[str, list[Trial]]:
    articles = tuple(
        Article(id=lesson.id, title=lesson.title, text=lesson.text)
        for lesson in sorted(lessons, key=lambda lesson: lesson.id)
    )
    found: dict[str, list[Trial]] = {"calibration": [], "test": []}
    with tempfile.TemporaryDirectory() as folder:
        from index.build import build

        build(Corpus(articles), Path(folder))
        index = open_index(Path(folder))
        for lesson in lessons:
            for asked in lesson.questions if split_of(lesson) in found else ():
                found[split_of(lesson)].append(_trial(index, reader, lesson, asked))
    return found


def _trial(index: Index, reader: Reader, lesson: Document, asked: Asked) -> Trial:
    kind = kind_of(asked.text)
    matches = index.searcher.search(asked.text, READ)
    readings = reader.read(asked.text, [match.passage for match in matches])
    rows = features(asked.text, kind, matches, readings, index.searcher.idf)
    right = [
        reading.passage.article_id == lesson.id and _hits(span, asked.spans)
        for reading, span, _ in rows
    ]
    table = np.array([row for _, _, row in rows]).reshape(-1, len(FEATURES))
    return Trial(table, np.array(right, dtype=bool), bool(asked.spans), asked.kind)


def _hits(span: Span, gold: Sequence[tuple[int, int]]) -> bool:
    """At least half of the shorter of the two lies in the other."""
    for start, end in gold:
        shared = min(span.end, end) - max(span.start, start)
        if 2 * shared >= min(span.end - span.start, end - start):
            return True
    return False


if __name__ == "__main__":
    main()
