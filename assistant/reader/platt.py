"""Calibration: logistic regression on held-out scores, and how reliable the result is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.reader.encode import Array

_RIDGE = 1e-3  # keeps the fit finite where the scores separate the labels


def fit(features: Array, labels: Array, rounds: int = 50) -> Array:
    """Weights and, last, the intercept of a logistic regression, by Newton's method.

    ``features`` (n, k); ``labels`` (n,) of 0 and 1.
    """
    rows = np.column_stack([features, np.ones(len(features))])
    weights = np.zeros(rows.shape[1])
    for _ in range(rounds):
        likely = probability(rows @ weights)
        gradient = rows.T @ (likely - labels) + _RIDGE * weights
        curve = (rows * (likely * (1 - likely))[:, None]).T @ rows
        weights = weights - np.linalg.solve(curve + _RIDGE * np.eye(len(weights)), gradient)
    return np.asarray(weights)


def probability(log_odds: Array) -> Array:
    """The logistic function, without overflow."""
    return np.asarray(1 / (1 + np.exp(-np.clip(log_odds, -40, 40))))


@dataclass(frozen=True, slots=True)
class Bin:
    """Cases of like confidence: how many, how confident (mean), and how often right."""

    count: int
    confidence: float
    right: float


def reliability(likely: Sequence[float], labels: Sequence[int], width: float = 0.1) -> list[Bin]:
    """Bins of equal width that hold any case."""
    values, truth = np.asarray(likely), np.asarray(labels)
    place = np.minimum((values / width).astype(int), round(1 / width) - 1)
    return [
        Bin(int(here.sum()), float(values[here].mean()), float(truth[here].mean()))
        for number in range(round(1 / width))
        if (here := place == number).any()
    ]


def expected_error(bins: Sequence[Bin]) -> float:
    """Expected calibration error: mean gap between confidence and share right, by count."""
    total = sum(part.count for part in bins)
    return sum(part.count * abs(part.confidence - part.right) for part in bins) / max(1, total)


def plot(bins: Sequence[Bin], title: str) -> str:
    """The reliability diagram as SVG: the closer to the diagonal, the better."""
    size, edge = 320, 48
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size + 2 * edge}"'
        f' height="{size + 2 * edge}" font-family="sans-serif" font-size="12">',
        f'<rect width="{size + 2 * edge}" height="{size + 2 * edge}" fill="white"/>',
        f'<text x="{edge}" y="28">{title}</text>',
        f'<rect x="{edge}" y="{edge}" width="{size}" height="{size}" fill="none" stroke="#888"/>',
        f'<path d="M{edge} {edge + size}L{edge + size} {edge}" stroke="#888"'
        ' stroke-dasharray="4"/>',
        f'<text x="{edge}" y="{edge + size + 32}">predicted probability, 0 to 1</text>',
        f'<text x="16" y="{edge + size}" transform="rotate(-90 16 {edge + size})">'
        "share that answers, 0 to 1</text>",
    ]
    points = [(edge + b.confidence * size, edge + size - b.right * size, b.count) for b in bins]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in points)
    parts.append(f'<polyline points="{line}" fill="none" stroke="#1f5fa8" stroke-width="2"/>')
    for x, y, count in points:
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#1f5fa8"/>')
        parts.append(f'<text x="{x + 6:.1f}" y="{y + 14:.1f}" fill="#555">{count}</text>')
    return "\n".join([*parts, "</svg>", ""])
