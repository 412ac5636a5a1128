"""Exact match, F1, AUROC and refusals at a given rate of false refusals."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Sequence

import numpy as np

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


def normalized(text: str) -> str:
    """Lower case without punctuation and articles, as SQuAD's evaluation does it."""
    text = text.lower().translate(_PUNCTUATION)
    return " ".join(_ARTICLES.sub(" ", text).split())


def exact(found: str, gold: Sequence[str]) -> float:
    """1.0 if it equals one of the gold answers after normalisation."""
    return float(normalized(found) in {normalized(answer) for answer in gold})


def f1(found: str, gold: Sequence[str]) -> float:
    """The best word overlap with one of the gold answers (harmonic mean)."""
    return max(
        (_overlap(normalized(found).split(), normalized(g).split()) for g in gold), default=0
    )


def _overlap(found: list[str], gold: list[str]) -> float:
    common = sum((Counter(found) & Counter(gold)).values())
    if common == 0:
        return float(found == gold)
    return 2 * common / (len(found) + len(gold))


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Probability that a positive scores above a negative, ties counted half."""
    if not positive or not negative:
        return float("nan")
    values = np.concatenate([positive, negative])
    order = values.argsort(kind="stable")
    ranks = np.empty(len(values))
    ranks[order] = np.arange(1, len(values) + 1)
    ordered = values[order]
    for value in np.unique(ordered[1:][np.diff(ordered) == 0]):
        tied = values == value
        ranks[tied] = ranks[tied].mean()
    count = len(positive)
    return float((ranks[:count].sum() - count * (count + 1) / 2) / (count * len(negative)))


def refused(positive: Sequence[float], negative: Sequence[float], rate: float) -> float:
    """Share of negatives below the threshold that refuses ``rate`` of the positives."""
    threshold = np.quantile(np.asarray(positive), rate)
    return float(np.mean(np.asarray(negative) < threshold))
