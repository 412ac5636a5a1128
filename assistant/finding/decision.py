"""From the evidence for a candidate to its rank and its probability.

Two small logistic regressions over reader and retrieval evidence: one picks the candidate, one
says how probable it is that it answers. Their weights lie with the reader's (``decision.json``)
because they are fitted on that reader's scores by ``python -m assistant.calibrate``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PICK = ("span", "answers", "dense", "coverage", "rank")
# Worth of the right kind of value in ranking. The lessons are indifferent from 0 to 1 (picked
# span right 0.802) and lose above (0.797 at 2); without it a percentage may answer "how much
# money" where the reader hesitates.
FITS = 1.0
ANSWERED = ("span", "answers", "names", "numbers", "fits")


@dataclass(frozen=True, slots=True)
class Features:
    """The evidence for one candidate.

    ``span`` and ``answers``: the reader's log-odds; ``dense``: cosine similarity; ``rank``: 1 for
    the first passage found, 1/2 for the second. The others are shares from 0 to 1: of the
    question's words (weighted by rarity) and numbers that stand in what was read, of its names
    that stand in the span's sentences or the one before, and whether the span is the kind of value
    asked for.
    """

    span: float
    answers: float
    dense: float
    rank: float
    coverage: float
    names: float
    numbers: float
    fits: float

    def take(self, chosen: Sequence[str]) -> tuple[float, ...]:
        """The named ones, in their order."""
        return tuple(getattr(self, name) for name in chosen)


@dataclass(frozen=True, slots=True)
class Decision:
    """``pick``: weights of PICK, to rank candidates; ``answered``: of ANSWERED, and intercept."""

    pick: tuple[float, ...]
    answered: tuple[float, ...]
    intercept: float

    @classmethod
    def load(cls, folder: Path) -> Decision:
        """The weights beside the reader's. Raises OSError, KeyError when they are not there."""
        fitted = json.loads((folder / "decision.json").read_text(encoding="utf-8"))
        return cls(
            tuple(fitted["pick"][name] for name in PICK),
            tuple(fitted["answered"][name] for name in ANSWERED),
            fitted["intercept"],
        )

    def rank(self, found: Features) -> float:
        """The higher, the rather this candidate is the answer; compares within a question."""
        return _dot(self.pick, found.take(PICK)) + FITS * found.fits

    def probability(self, found: Features) -> float:
        """Probability (0 to 1) that this candidate answers the question."""
        return _probability(self.intercept + _dot(self.answered, found.take(ANSWERED)))


def _dot(weights: Sequence[float], values: Sequence[float]) -> float:
    return sum(w * v for w, v in zip(weights, values, strict=True))


def _probability(logit: float) -> float:
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, logit))))
