"""Every figure of an evaluation, in one list: what it is of, its statistic, which way is better."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from assistant.evaluate import statistics
from assistant.evaluate.intervals import Statistic, estimate
from assistant.evaluate.retrieval import CUTOFFS
from assistant.evaluate.rows import Row

Column = Callable[[Row], tuple[float, ...] | None]
Group = Literal["answers", "citations", "speed"]


@dataclass(frozen=True, slots=True)
class Metric:
    """``column`` gives a row's numbers, or None where the figure is not defined for the row."""

    name: str
    label: str
    column: Column
    statistic: Statistic = statistics.mean
    higher_is_better: bool = True
    unit: Literal["share", "score", "ms"] = "share"


@dataclass(frozen=True, slots=True)
class Figure:
    """A metric's value over ``n`` rows, with its 95% bootstrap interval; NaN where undefined."""

    value: float
    low: float
    high: float
    n: int


def measure(metric: Metric, rows: Iterable[Row]) -> Figure | None:
    """The metric over the rows for which it is defined; None when there is no such row."""
    columns = [column for row in rows if (column := metric.column(row)) is not None]
    if not columns:
        return None
    value, low, high = estimate(columns, metric.statistic)
    return None if value != value else Figure(value, low, high, len(columns))


def _expecting(expected: str) -> Column:
    return lambda row: _keyed(row) if row.expected == expected else None


def _keyed(row: Row) -> tuple[float, ...] | None:
    return (float(row.right),) if row.right is not None else None


def _score(name: str) -> Column:
    return lambda row: (row.scores[name],) if name in row.scores else None


def _quotes(row: Row) -> tuple[float, ...] | None:
    quotes = row.scores.get("quotes")
    return (row.scores["quotes_exact"], quotes) if quotes else None


def _decides(row: Row) -> bool:
    """Answering or abstaining is what the key is about, and there is an answer to look at."""
    return row.expected in ("answer", "refusal") and row.answer is not None


def _false_refusal(row: Row) -> tuple[float, ...] | None:
    return (float(row.declined),) if _decides(row) and row.expected == "answer" else None


def _refusals(row: Row) -> tuple[float, ...] | None:
    if not _decides(row) or not row.declined:
        return None
    return (float(row.expected == "refusal"),)


def _refusal_pairs(row: Row) -> tuple[float, ...] | None:
    if not _decides(row):
        return None
    return float(row.declined), float(row.expected == "refusal")


def _confidence(row: Row) -> tuple[float, ...] | None:
    if not _decides(row) or row.confidence is None:
        return None
    return row.confidence, float(row.expected == "answer")


def _risk(row: Row) -> tuple[float, ...] | None:
    if not _decides(row) or row.declined or row.confidence is None or row.right is None:
        return None
    return row.confidence, float(not row.right)


def _agreement(row: Row) -> tuple[float, ...] | None:
    """Of answers that have both: whether the judge says what the key says."""
    if row.declined or row.right is None or "correctness" not in row.scores:
        return None
    return (float(bool(row.scores["correctness"]) == row.right),)


def _milliseconds(row: Row) -> tuple[float, ...] | None:
    return (row.ms,) if row.answer is not None else None


METRICS: tuple[Metric, ...] = (
    Metric("right", "right", _expecting("answer")),
    Metric("overall", "right or rightly refused", _keyed),
    Metric("em", "exact match", _score("em")),
    Metric("f1", "token F1", _score("f1")),
    Metric("rouge_l", "ROUGE-L", _score("rouge_l"), unit="score"),
    Metric("correctness", "correct (judge)", _score("correctness")),
    Metric("faithfulness", "faithful (judge)", _score("faithfulness")),
    Metric("judge_agreement", "judge agrees with key", _agreement),
    Metric("refused", "refused rightly", _expecting("refusal")),
    Metric("false_refusals", "false refusals", _false_refusal, higher_is_better=False),
    Metric("abstention_precision", "abstention precision", _refusals),
    Metric("abstention_f1", "abstention F1", _refusal_pairs, statistics.f1),
    Metric("auroc", "AUROC of confidence", _confidence, statistics.auroc, unit="score"),
    Metric(
        "aurc",
        "area under risk-coverage",
        _risk,
        statistics.aurc,
        higher_is_better=False,
        unit="score",
    ),
    Metric("quotes", "quotes verbatim", _quotes, statistics.ratio),
    Metric("citation_precision", "citation precision", _score("citation_precision")),
    Metric("citation_recall", "citation recall", _score("citation_recall")),
    Metric("sentence_precision", "sentence precision", _score("sentence_precision")),
    Metric("sentence_recall", "sentence recall", _score("sentence_recall")),
    *(Metric(f"recall@{k}", f"recall@{k}", _score(f"recall@{k}")) for k in CUTOFFS),
    Metric("mrr", "MRR", _score("mrr"), unit="score"),
    Metric("ndcg@10", "nDCG@10", _score("ndcg@10"), unit="score"),
    Metric(
        "p50_ms",
        "latency p50",
        _milliseconds,
        statistics.quantile(0.5),
        higher_is_better=False,
        unit="ms",
    ),
    Metric(
        "p95_ms",
        "latency p95",
        _milliseconds,
        statistics.quantile(0.95),
        higher_is_better=False,
        unit="ms",
    ),
)
BY_NAME = {metric.name: metric for metric in METRICS}
