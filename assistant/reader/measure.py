"""How well a reader does on held-out examples, whatever runs it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

import numpy as np

from assistant.reader.examples import Example
from assistant.reader.metrics import auroc, exact, f1, refused
from assistant.reader.spans import Scored, best_spans


class Figures(TypedDict):
    """Shares from 0 to 1; ``n`` answerable windows and ``others`` that do not answer."""

    n: int
    others: int
    em: float
    f1: float
    auroc: float
    auroc_span: float
    auroc_both: float
    refused5: float
    refused10: float


def figures(examples: Sequence[Example], scored: Sequence[Scored]) -> Figures:
    """Spans on the windows that answer; discrimination between those and all others.

    Raises ValueError if the two sequences differ in length.
    """
    ems, f1s = [], []
    scores: dict[bool, list[tuple[float, float]]] = {True: [], False: []}
    for example, item in zip(examples, scored, strict=True):
        spans = best_spans(item, 1)
        margin = spans[0][2] if spans else -20.0
        scores[bool(example.spans)].append((item.answer, margin))
        if example.spans:
            body = example.window.body
            found = body[spans[0][0] : spans[0][1]] if spans else ""
            gold = [body[start:end] for start, end in example.spans]
            ems.append(exact(found, gold))
            f1s.append(f1(found, gold))
    answers = {key: [a for a, _ in pairs] for key, pairs in scores.items()}
    margins = {key: [m for _, m in pairs] for key, pairs in scores.items()}
    both = {key: [a + m / 2 for a, m in pairs] for key, pairs in scores.items()}
    return Figures(
        n=len(ems),
        others=len(scores[False]),
        em=_mean(ems),
        f1=_mean(f1s),
        auroc=auroc(answers[True], answers[False]),
        auroc_span=auroc(margins[True], margins[False]),
        auroc_both=auroc(both[True], both[False]),
        refused5=refused(both[True], both[False], 0.05) if ems else float("nan"),
        refused10=refused(both[True], both[False], 0.10) if ems else float("nan"),
    )


def line(name: str, part: Figures) -> str:
    """One line of a log."""
    return (
        f"{name:10} n {part['n']:5} / {part['others']:5}  EM {part['em']:.3f}  F1 {part['f1']:.3f}"
        f"  AUROC answer {part['auroc']:.3f} span {part['auroc_span']:.3f}"
        f" both {part['auroc_both']:.3f}"
        f"  refused at 5% {part['refused5']:.2f} at 10% {part['refused10']:.2f}"
    )


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if values else float("nan")
