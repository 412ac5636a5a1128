"""From rows to figures: overall, by type, and what the confidence is good for."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Sequence
from typing import Any

from assistant.evaluate.checkpoint import Price, Totals
from assistant.evaluate.metrics import METRICS, Figure, measure
from assistant.evaluate.rows import Row
from assistant.evaluate.selective import risk_coverage, thresholds

Figures = dict[str, Figure]


@dataclasses.dataclass(frozen=True, slots=True)
class Summary:
    """What a run came to. ``by_type`` is ordered by name; figures are by metric name."""

    questions: int
    errors: int
    bad_rows: int
    figures: Figures
    by_type: dict[str, Figures]
    outcomes: dict[str, int]
    steps: dict[str, int]
    risk_coverage: list[dict[str, float]]
    thresholds: list[dict[str, float]]
    warnings: list[str]
    seconds: float
    questions_per_second: float
    model_calls: int
    input_tokens: int
    output_tokens: int
    cost: float | None

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values, as summary.json has them."""
        return dataclasses.asdict(self)


def summarise(
    rows: Sequence[Row],
    bad_rows: int = 0,
    warnings: Sequence[str] = (),
    took: Totals | None = None,
    price: Price | None = None,
) -> Summary:
    """Every figure over the rows; ``took`` is what the run took over all its sessions.

    ``price`` is that of a million tokens of input and of output; without it the cost is None.
    """
    took = took or Totals()
    types = sorted({row.type for row in rows})
    return Summary(
        questions=len(rows),
        errors=sum(row.error is not None for row in rows),
        bad_rows=bad_rows,
        figures=_figures(rows),
        by_type={name: _figures([row for row in rows if row.type == name]) for name in types},
        outcomes=dict(Counter(row.outcome for row in rows).most_common()),
        steps=dict(Counter(row.step for row in rows if row.step).most_common()),
        risk_coverage=risk_coverage(rows),
        thresholds=thresholds(rows),
        warnings=list(warnings),
        seconds=round(took.seconds, 3),
        questions_per_second=round(len(rows) / took.seconds, 3) if took.seconds else 0.0,
        model_calls=took.calls,
        input_tokens=took.input_tokens,
        output_tokens=took.output_tokens,
        cost=took.cost(price) if price else None,
    )


def _figures(rows: Sequence[Row]) -> Figures:
    measured = ((metric.name, measure(metric, rows)) for metric in METRICS)
    return {name: figure for name, figure in measured if figure is not None}
