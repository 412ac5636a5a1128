"""Statistics over weighted rows, vectorised over draws: see :mod:`assistant.evaluate.intervals`.

Each takes weights (draws × rows) and columns (rows × k) and returns one value a draw.
"""

from __future__ import annotations

import numpy as np

from assistant.evaluate.intervals import Array, Statistic


def mean(weights: Array, columns: Array) -> Array:
    """Column 0: the value."""
    return _divide(weights @ columns[:, 0], weights.sum(axis=1))


def ratio(weights: Array, columns: Array) -> Array:
    """Sum of column 0 over sum of column 1."""
    return _divide(weights @ columns[:, 0], weights @ columns[:, 1])


def quantile(q: float) -> Statistic:
    """The smallest value (column 0) that at least a share ``q`` of the rows does not exceed."""

    def statistic(weights: Array, columns: Array) -> Array:
        order = np.argsort(columns[:, 0])
        reached = np.cumsum(weights[:, order], axis=1)
        # The small subtraction keeps q * n on its own row when floating point puts it above.
        enough = reached >= (q * reached[:, -1:] - 1e-9)
        values: Array = columns[order, 0][np.argmax(enough, axis=1)]
        return values

    return statistic


def f1(weights: Array, columns: Array) -> Array:
    """Columns: predicted (0 or 1), true (0 or 1); 2·both / (predicted + true)."""
    predicted, true = columns[:, 0], columns[:, 1]
    return _divide(2 * (weights @ (predicted * true)), weights @ predicted + weights @ true)


def auroc(weights: Array, columns: Array) -> Array:
    """Columns: score, positive (0 or 1); the chance that a positive scores above a negative.

    Ties count half (Mann-Whitney; Fawcett 2006).
    """
    order = np.argsort(columns[:, 0])
    score, positive = columns[order, 0], columns[order, 1]
    weights = weights[:, order]
    below = np.cumsum(weights * (1 - positive), axis=1)  # negatives up to and with this row
    starts, ends = _tie_edges(score)
    strictly = np.concatenate([np.zeros((len(weights), 1)), below], axis=1)[:, starts]
    upto = below[:, ends]
    pos = weights * positive
    return _divide((pos * (strictly + upto) / 2).sum(axis=1), pos.sum(axis=1) * below[:, -1])


def aurc(weights: Array, columns: Array) -> Array:
    """Columns: confidence, wrong (0 or 1); mean selective risk over the coverages.

    Source: Geifman et al. 2019 (arXiv:1805.08206). Rows of equal confidence are one step.
    """
    order = np.argsort(-columns[:, 0])
    wrong, weights = columns[order, 1], weights[:, order]
    covered = np.cumsum(weights, axis=1)
    _, ends = _tie_edges(columns[order, 0])
    risk = _divide(np.cumsum(weights * wrong, axis=1)[:, ends], covered[:, ends])
    return _divide((weights * np.nan_to_num(risk)).sum(axis=1), covered[:, -1])


def _tie_edges(ordered: Array) -> tuple[np.ndarray, np.ndarray]:
    """For each row of a sorted column, the first and the last index of its run of equals."""
    _, inverse, counts = np.unique(ordered, return_inverse=True, return_counts=True)
    if len(ordered) and ordered[0] > ordered[-1]:  # descending: np.unique sorts the other way
        inverse, counts = len(counts) - 1 - inverse, counts[::-1]
    ends = np.cumsum(counts) - 1
    starts = ends - counts + 1
    return starts[inverse], ends[inverse]


def _divide(above: Array, below: Array) -> Array:
    """NaN where there is nothing to divide by."""
    quotient: Array = np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0)
    return quotient
