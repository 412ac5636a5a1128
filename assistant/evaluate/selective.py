"""What the confidence is good for: the risk-coverage curve, and thresholds on it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from assistant.evaluate.rows import Row

WANTED_FALSE_REFUSALS = (0.01, 0.02, 0.05, 0.1)


def risk_coverage(rows: Sequence[Row]) -> list[dict[str, float]]:
    """Points of the risk-coverage curve: if only answers at or above a confidence were given.

    ``coverage``: share of all keyed questions that are answered; ``risk``: share of wrong ones
    among those. It ends at the run's own coverage: what it refused, it has no answer to.
    Source: El-Yaniv and Wiener 2010.
    """
    keyed = [row for row in rows if row.right is not None and row.answer is not None]
    answered = [row for row in keyed if not row.declined and row.confidence is not None]
    answered.sort(key=lambda row: -_confidence(row))
    points = []
    wrong = 0
    for count, row in enumerate(answered, 1):
        wrong += not row.right
        if count < len(answered) and _confidence(answered[count]) == _confidence(row):
            continue  # a threshold takes all of equal confidence, or none
        points.append(
            {
                "confidence": _confidence(row),
                "coverage": count / len(keyed),
                "risk": wrong / count,
            }
        )
    return points


def threshold_for(rows: Sequence[Row], wanted: float) -> dict[str, float] | None:
    """The highest confidence threshold with at most a share ``wanted`` of false refusals.

    Refusing below it would falsely refuse ``false_refusals`` of the answerable questions and
    rightly refuse ``refused`` of the others; None when either kind is missing. An answer that
    was refused keeps its confidence, so the threshold may lie below the one in use.
    """
    scored = [row for row in rows if row.confidence is not None and row.answer is not None]
    answerable = sorted(_confidence(row) for row in scored if row.expected == "answer")
    others = [_confidence(row) for row in scored if row.expected == "refusal"]
    if not answerable or not others:
        return None
    allowed = math.floor(wanted * len(answerable) + 1e-9)
    threshold = answerable[min(allowed, len(answerable) - 1)]
    return {
        "wanted": wanted,
        "threshold": threshold,
        "false_refusals": sum(c < threshold for c in answerable) / len(answerable),
        "refused": sum(c < threshold for c in others) / len(others),
    }


def thresholds(rows: Sequence[Row]) -> list[dict[str, float]]:
    """:func:`threshold_for` at the usual rates."""
    found = (threshold_for(rows, wanted) for wanted in WANTED_FALSE_REFUSALS)
    return [point for point in found if point is not None]


def _confidence(row: Row) -> float:
    return row.confidence if row.confidence is not None else 0.0
