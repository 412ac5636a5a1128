"""The plots of the report, each from a run's rows or figures; None where there is nothing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.evaluate.report.svg import BOTTOM, HEIGHT, Plot, bars
from assistant.evaluate.retrieval import CUTOFFS
from assistant.evaluate.rows import Row
from assistant.evaluate.screen import milliseconds
from assistant.evaluate.summary import Summary

_SHARES = [(0.0, "0%"), (0.25, "25%"), (0.5, "50%"), (0.75, "75%"), (1.0, "100%")]
BINS = 20


@dataclass(frozen=True, slots=True)
class Figure:
    """A plot with its heading, a sentence on how to read it, and a legend of (class, words)."""

    title: str
    says: str
    svg: str
    legend: tuple[tuple[str, str], ...] = ()


def bar_plots(summary: Summary) -> list[Figure]:
    """Types and failed steps, without those that have no data."""
    return [figure for figure in (_by_type(summary), _steps(summary)) if figure is not None]


def curve_plots(rows: Sequence[Row], summary: Summary) -> list[Figure]:
    """The others in reading order, without those that have no data."""
    found = [
        _risk_coverage(summary),
        _confidence(rows),
        _recall(summary),
        _latency(rows, summary),
    ]
    return [figure for figure in found if figure is not None]


def _by_type(summary: Summary) -> Figure | None:
    rows = []
    for name, figures in summary.by_type.items():
        figure = figures.get("overall")
        if figure is not None:
            tip = f"{name}: {_percent(figure.value)} of {figure.n}"
            tip += f", 95% interval {_percent(figure.low)} to {_percent(figure.high)}"
            rows.append((name, figure.value, figure.low, figure.high, tip))
    if not rows:
        return None
    rows.sort(key=lambda row: -row[1])
    says = "Right, or rightly refused. The line is the 95% interval."
    return Figure("By type of question", says, bars("Share right by type", rows, _percent))


def _steps(summary: Summary) -> Figure | None:
    if not summary.steps:
        return None
    total = sum(summary.steps.values())
    rows = [
        (step, count / total, math.nan, math.nan, f"{step}: {count} of {total}")
        for step, count in summary.steps.items()
    ]
    svg = bars("Failures by step", rows, lambda share: str(round(share * total)))
    return Figure("Where it failed", "The first step that went wrong, of all failures.", svg)


def _risk_coverage(summary: Summary) -> Figure | None:
    points = [(p["coverage"], p["risk"]) for p in summary.risk_coverage]
    if len(points) < 2:
        return None
    top = _ceiling(max(risk for _, risk in points))
    plot = Plot("Risk-coverage curve", y_range=(0.0, top))
    ticks = [(top * part, _percent(top * part)) for part in (0.0, 0.25, 0.5, 0.75, 1.0)]
    plot.axes("share of questions answered", _SHARES, ticks)
    plot.curve(points)
    coverage, risk = points[-1]
    plot.dot(coverage, risk, f"this run: answers {_percent(coverage)}, {_percent(risk)} wrong")
    says = "Share of wrong answers if only the surest were given. The dot is this run."
    return Figure("Risk and coverage", says, plot.svg())


def _confidence(rows: Sequence[Row]) -> Figure | None:
    groups = {
        "good": [r for r in rows if r.expected == "answer" and r.right],
        "bad": [r for r in rows if r.expected == "answer" and r.right is False],
        "none": [r for r in rows if r.expected == "refusal"],
    }
    edges = np.linspace(0, 1, BINS + 1)
    counts = {
        kind: np.histogram([r.confidence for r in group if r.confidence is not None], edges)[0]
        for kind, group in groups.items()
    }
    highest = max(int(count) for count in sum(counts.values(), np.zeros(BINS, int)))
    if not highest:
        return None
    plot = Plot("Histogram of confidence", y_range=(0.0, float(highest)))
    ticks = sorted({0, highest // 2, highest})
    plot.axes("confidence", [(x, f"{x:g}") for x in (0, 0.25, 0.5, 0.75, 1)],
              [(float(tick), str(tick)) for tick in ticks])  # fmt: skip
    words = {"good": "right", "bad": "wrong or refused", "none": "unanswerable"}
    base = np.zeros(BINS)
    for kind, found in counts.items():
        for at, count in enumerate(found):
            tip = f"{count} {words[kind]}, confidence {edges[at]:.2f} to {edges[at + 1]:.2f}"
            x, width = plot.x(edges[at]) + 1, plot.x(edges[at + 1]) - plot.x(edges[at]) - 2
            top = plot.y(float(base[at] + count))
            plot.box(x, top, width, plot.y(float(base[at])) - top, f"fill {kind}", tip)
        base += found
    says = "A good confidence puts right answers to the right and unanswerable ones to the left."
    return Figure("Confidence", says, plot.svg(), tuple(words.items()))


def _recall(summary: Summary) -> Figure | None:
    cut = [(k, summary.figures[f"recall@{k}"]) for k in CUTOFFS if f"recall@{k}" in summary.figures]
    if not cut:
        return None
    places = {k: at / (len(cut) - 1) for at, (k, _) in enumerate(cut)} if len(cut) > 1 else {}
    plot = Plot("Recall at k", x_range=(-0.05, 1.05))
    plot.axes("passages found (k)", [(at, str(k)) for k, at in places.items()], _SHARES)
    plot.curve([(places[k], figure.value) for k, figure in cut])
    for k, figure in cut:
        low, high = plot.y(figure.low), plot.y(figure.high)
        plot.line((plot.x(places[k]), low), (plot.x(places[k]), high), "whisker")
        plot.dot(places[k], figure.value, f"recall@{k}: {_percent(figure.value)}")
    says = "Share of the gold evidence among the first k results. Lines are 95% intervals."
    return Figure("Retrieval", says, plot.svg())


def _latency(rows: Sequence[Row], summary: Summary) -> Figure | None:
    times = np.array([row.ms for row in rows if row.answer is not None and row.ms > 0])
    if not len(times):
        return None
    # A few questions are answered without a search; they stand in the first bar.
    logs = np.log10(np.maximum(times, np.quantile(times, 0.05)))
    low, high = logs.min() - 0.02, logs.max() + 0.02
    edges = np.linspace(low, high, BINS + 1)
    counts = np.histogram(logs, edges)[0]
    plot = Plot("Histogram of latency", (low, high), (0.0, float(counts.max())))
    ticks = [(at, milliseconds(10**at)) for at in np.linspace(low, high, 4)]
    plot.axes("time of a question (logarithmic)", ticks,
              [(0.0, "0"), (float(counts.max()), str(counts.max()))])  # fmt: skip
    for at, count in enumerate(counts):
        x, width = plot.x(edges[at]) + 1, plot.x(edges[at + 1]) - plot.x(edges[at]) - 2
        top = plot.y(float(count))
        tip = f"{count} questions, {milliseconds(10 ** edges[at])} to "
        tip += milliseconds(10 ** edges[at + 1])
        plot.box(x, top, width, HEIGHT - BOTTOM - top, "fill time", tip)
    for name in ("p50_ms", "p95_ms"):
        if name in summary.figures:
            x = plot.x(max(low, math.log10(summary.figures[name].value)))
            plot.line((x, plot.y(0)), (x, plot.y(float(counts.max()))), "mark")
            plot.text(x + 4, 22 if name == "p50_ms" else 36, name[:3], "start", "value")
    return Figure("Latency", "Wall time of each question; the lines are p50 and p95.", plot.svg())


def _percent(share: float) -> str:
    return f"{100 * share:.0f}%"


def _ceiling(share: float) -> float:
    """The next of a few round shares, so that curves fill their frame."""
    return next((top for top in (0.04, 0.1, 0.2, 0.4, 0.6, 0.8) if share <= top), 1.0)
