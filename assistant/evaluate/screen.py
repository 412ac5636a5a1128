"""The summary as it is printed: headline, then one line a type."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.evaluate.metrics import BY_NAME, Figure, Metric
from assistant.evaluate.summary import Summary

HEADLINE = (
    "right", "refused", "false_refusals", "quotes", "em", "f1", "rouge_l", "correctness",
    "faithfulness", "judge_agreement", "citation_precision",
    "citation_recall", "auroc", "recall@5", "mrr", "ndcg@10", "p50_ms", "p95_ms",
)  # fmt: skip
BY_TYPE = ("overall", "false_refusals", "citation_recall", "recall@5", "p50_ms")


def summary_lines(summary: Summary) -> list[str]:
    """The figures for a terminal of 80 columns or more; no colour, no control characters."""
    return [
        *_headline(summary),
        "",
        *_types(summary),
        "",
        *_steps(summary),
        *_model(summary),
        *(f"Warning: {warning}" for warning in summary.warnings),
        f"{_count(summary.questions, 'question')} in {summary.seconds:.1f} s "
        f"({summary.questions_per_second:.1f} a second), {_count(summary.errors, 'error')}, "
        f"{_count(summary.bad_rows, 'bad row')} left out.",
    ]


def shown(metric: Metric, value: float) -> str:
    """A value in the metric's unit: ``97.5%``, ``0.912``, ``14.2 ms``."""
    if metric.unit == "share":
        return f"{100 * value:.1f}%"
    return milliseconds(value) if metric.unit == "ms" else f"{value:.3f}"


def milliseconds(ms: float) -> str:
    """``0.42 ms``, ``14.2 ms``, ``364 ms``, ``1.25 s``: three digits."""
    if ms >= 999.5:
        return f"{ms / 1000:.2f} s"
    return f"{ms:.0f} ms" if ms >= 99.95 else f"{ms:.1f} ms" if ms >= 9.995 else f"{ms:.2f} ms"


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as aligned columns: the first to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.ljust(width) if number == 0 else cell.rjust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _headline(summary: Summary) -> list[str]:
    rows = [("", "value", "95% interval", "n")]
    for name in HEADLINE:
        if name in summary.figures:
            metric, figure = BY_NAME[name], summary.figures[name]
            value = shown(metric, figure.value)
            rows.append((metric.label, value, interval(metric, figure), str(figure.n)))
    return table(rows)


def interval(metric: Metric, figure: Figure) -> str:
    """``91.2 to 96.0%``: the unit once, unless the ends differ in it."""
    low, high = shown(metric, figure.low), shown(metric, figure.high)
    unit = high.lstrip("0123456789.")
    return f"{low.removesuffix(unit) if unit else low} to {high}"


def _types(summary: Summary) -> list[str]:
    rows = [["type", "n", "right", "false refusals", "sources cited", "recall@5", "p50"]]
    for name, figures in summary.by_type.items():
        count = max((figure.n for figure in figures.values()), default=0)
        cells = [
            shown(BY_NAME[metric], figures[metric].value) if metric in figures else "–"
            for metric in BY_TYPE
        ]
        rows.append([name, str(count), *cells])
    return table(rows)


def _model(summary: Summary) -> list[str]:
    if not summary.model_calls:
        return []
    cost = f", cost {summary.cost:.4g}" if summary.cost is not None else ""
    return [
        f"Chat model: {summary.model_calls} calls, {summary.input_tokens:,} tokens in, "
        f"{summary.output_tokens:,} out{cost}."
    ]


def _steps(summary: Summary) -> list[str]:
    if not summary.steps:
        return []
    steps = ", ".join(f"{step} {count}" for step, count in summary.steps.items())
    return [f"Where the others failed: {steps}."]
