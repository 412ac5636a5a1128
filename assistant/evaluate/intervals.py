"""Percentile bootstrap intervals, seeded and vectorised.

Source: Efron and Tibshirani 1993, chapter 13. Resampling n rows with replacement is drawing how
often each distinct row occurs, from a multinomial; statistics take those counts as weights.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[np.float64]
Statistic = Callable[[Array, Array], Array]
"""Weights (draws × rows) and columns (rows × k) to one value a draw (NaN where undefined)."""

DRAWS = 1000
LEVEL = 0.95
SEED = 20250701
_CELLS = 4_000_000  # weights held in memory at a time


def estimate(
    columns: Sequence[tuple[float, ...]], statistic: Statistic, draws: int = DRAWS
) -> tuple[float, float, float]:
    """The statistic over the rows, and the low and high end of its 95% interval.

    All three are NaN where the statistic is undefined. Draws on which it is undefined (a
    resample without any unanswerable question, say) are left out; without draws the ends are NaN.
    """
    if not columns:
        return (float("nan"),) * 3
    counted = Counter(columns)
    distinct = np.array(list(counted), dtype=np.float64)
    counts = np.array(list(counted.values()), dtype=np.float64)
    value = float(statistic(counts[None, :], distinct)[0])
    if not draws:
        return value, float("nan"), float("nan")
    drawn = _draws(counts, lambda weights: statistic(weights, distinct), draws)
    drawn = drawn[~np.isnan(drawn)]
    if np.isnan(value) or not len(drawn):
        return value, float("nan"), float("nan")
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return value, float(low), float(high)


def _draws(counts: Array, of_weights: Callable[[Array], Array], draws: int) -> Array:
    """``draws`` values of a function of resampled counts, in slices that fit in memory."""
    generator = np.random.default_rng(SEED)
    total = int(counts.sum())
    slice_size = max(1, _CELLS // len(counts))
    parts = []
    for start in range(0, draws, slice_size):
        size = min(slice_size, draws - start)
        weights = generator.multinomial(total, counts / total, size=size).astype(np.float64)
        parts.append(of_weights(weights))
    return np.concatenate(parts)
