"""Two runs, question by question: what got better, what got worse, and whether it is chance."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from assistant.evaluate.checkpoint import RESULTS, RUN
from assistant.evaluate.identity import differences
from assistant.evaluate.intervals import Array, Statistic, estimate
from assistant.evaluate.metrics import METRICS, Metric
from assistant.evaluate.questions import QuestionError
from assistant.evaluate.rows import Row, row_from_json
from assistant.evaluate.text_scores import without_markers

Change = Literal["became right", "became wrong", "lost its source", "other source", "other figure"]
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Difference:
    """B minus A over the same ``n`` questions, with its 95% paired bootstrap interval."""

    metric: str
    type: str | None
    before: float
    after: float
    change: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Changed:
    """A question whose answer is not the same in both runs, with all that changed about it."""

    before: Row
    after: Row
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """``fixed`` and ``broken`` count the questions that became right and wrong."""

    names: tuple[str, str]
    questions: int
    only: tuple[int, int]  # questions of one run alone
    reasons: tuple[str, ...]  # what differs between the runs: corpus, settings, program
    differences: tuple[Difference, ...]
    fixed: int
    broken: int
    p_value: float  # McNemar's exact test on fixed and broken
    changed: tuple[Changed, ...]


def read_run(path: str | Path) -> tuple[list[Row], dict[str, Any]]:
    """The rows of a run's folder (or results.jsonl) and its identity, {} when that is missing.

    Raises QuestionError when there is no results file or a line of it is damaged.
    """
    results = Path(path) / RESULTS if Path(path).is_dir() else Path(path)
    if not results.exists():
        raise QuestionError(f"There is no {results}.", "Name the folder of a finished evaluate.")
    rows = []
    for number, line in enumerate(results.read_bytes().split(b"\n"), 1):
        try:
            if line.strip():
                rows.append(row_from_json(line.decode()))
        except (ValueError, KeyError, TypeError) as error:
            raise QuestionError(f"{results}:{number} is not a result.", "Run it again.") from error
    try:
        identity = json.loads((results.parent / RUN).read_text(encoding="utf-8"))["identity"]
    except (OSError, ValueError, KeyError):
        identity = {}
    return rows, identity


def compare(run_a: str | Path, run_b: str | Path) -> Comparison:
    """Compares two finished runs over the questions (by id and wording) that both have.

    Raises QuestionError when they share none.
    """
    rows_a, identity_a = read_run(run_a)
    rows_b, identity_b = read_run(run_b)
    after = {(row.id, row.question): row for row in rows_b}
    pairs = [
        (row, after[row.id, row.question]) for row in rows_a if (row.id, row.question) in after
    ]
    if not pairs:
        raise QuestionError("The two runs have no question in common.", "Compare other runs.")
    fixed = sum(a.right is False and b.right is True for a, b in pairs)
    broken = sum(a.right is True and b.right is False for a, b in pairs)
    return Comparison(
        names=(str(run_a), str(run_b)),
        questions=len(pairs),
        only=(len(rows_a) - len(pairs), len(rows_b) - len(pairs)),
        reasons=tuple(differences(identity_a, identity_b)),
        differences=tuple(_differences(pairs)),
        fixed=fixed,
        broken=broken,
        p_value=mcnemar(fixed, broken),
        changed=tuple(Changed(a, b, kinds) for a, b in pairs if (kinds := _changes(a, b))),
    )


def mcnemar(fixed: int, broken: int) -> float:
    """Two-sided exact p-value: fixed and broken as throws of a fair coin (McNemar 1947)."""
    throws = fixed + broken
    tail = sum(math.comb(throws, k) for k in range(min(fixed, broken) + 1))
    return float(min(1.0, 2 * tail / 2**throws))


def regressions(
    comparison: Comparison, metrics: Sequence[str] = ("overall",), by_type: bool = False
) -> list[str]:
    """A line for each wanted metric that got worse beyond chance: its interval excludes 0."""
    worse = []
    better = {metric.name: metric.higher_is_better for metric in METRICS}
    for item in comparison.differences:
        if item.metric not in metrics or (item.type is not None and not by_type):
            continue
        if (item.high < 0) if better[item.metric] else (item.low > 0):
            of = f" of {item.type}" if item.type else ""
            worse.append(
                f"{item.metric}{of} got worse: {item.before:.4g} → {item.after:.4g}, change "
                f"{item.change:+.4g} (95% interval {item.low:+.4g} to {item.high:+.4g}, "
                f"{item.n} questions)"
            )
    return worse


def _differences(pairs: Sequence[tuple[Row, Row]]) -> Iterable[Difference]:
    types = sorted({a.type for a, _ in pairs})
    parts: list[tuple[str | None, Sequence[tuple[Row, Row]]]] = [(None, pairs)]
    parts += [(name, [pair for pair in pairs if pair[0].type == name]) for name in types]
    for name, part in parts:
        for metric in METRICS:
            difference = _difference(metric, name, part)
            if difference is not None:
                yield difference


def _difference(
    metric: Metric, type_: str | None, pairs: Sequence[tuple[Row, Row]]
) -> Difference | None:
    columns = [(metric.column(a), metric.column(b)) for a, b in pairs]
    defined = [(a, b) for a, b in columns if a is not None or b is not None]
    width = max((len(a or b or ()) for a, b in defined), default=0)
    joined = [(*_flagged(a, width), *_flagged(b, width)) for a, b in defined]
    before, _, _ = estimate(joined, _side(metric.statistic, width, 0), draws=0)
    after, _, _ = estimate(joined, _side(metric.statistic, width, 1), draws=0)
    change, low, high = estimate(joined, _paired(metric.statistic, width))
    if math.isnan(change) or math.isnan(low):
        return None
    return Difference(metric.name, type_, before, after, change, low, high, len(defined))


def _flagged(column: tuple[float, ...] | None, width: int) -> tuple[float, ...]:
    """The column with a flag in front: 1 where it is defined, else 0 and zeros."""
    return (1.0, *column) if column is not None else (0.0,) * (width + 1)


def _side(statistic: Statistic, width: int, side: int) -> Statistic:
    start = side * (width + 1)

    def of_side(weights: Array, columns: Array) -> Array:
        return statistic(weights * columns[:, start], columns[:, start + 1 : start + 1 + width])

    return of_side


def _paired(statistic: Statistic, width: int) -> Statistic:
    before, after = _side(statistic, width, 0), _side(statistic, width, 1)
    return lambda weights, columns: np.subtract(after(weights, columns), before(weights, columns))


def _changes(a: Row, b: Row) -> tuple[Change, ...]:
    found: list[Change] = []
    if a.right is not b.right and None not in (a.right, b.right):
        found.append("became right" if b.right else "became wrong")
    sources_a, sources_b = _sources(a), _sources(b)
    if sources_a and not sources_b:
        found.append("lost its source")
    elif sources_a != sources_b:
        found.append("other source")
    if _figures(a) != _figures(b):
        found.append("other figure")
    return tuple(found)


def _sources(row: Row) -> frozenset[str]:
    return frozenset(c.article_id for c in row.answer.citations) if row.answer else frozenset()


def _figures(row: Row) -> frozenset[str]:
    """The numbers that are answered: of the span where there is one, else of the whole answer."""
    if row.answer is None or row.declined:
        return frozenset()
    return frozenset(_NUMBER.findall(row.answer.short or without_markers(row.answer.answer)))
