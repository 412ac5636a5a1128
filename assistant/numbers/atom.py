"""The smallest readable piece: one number with its sign, scale and unit, or what can't be read."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

DASHES = "-‐‑‒–−"
LETTER = "A-Za-zÀ-ÖØ-öø-ʯͰ-ԯ"

_HYPHENS = str.maketrans(dict.fromkeys(DASHES, "-"))


@dataclass(frozen=True, slots=True)
class Atom:
    """``text[start:end]``. ``value`` is None where it can't be read.

    ``number`` is the value before its scale, ``factor`` the last scale of it (1 without one).
    ``unit`` is an ISO currency code, "%" or "", ``unit_behind`` whether the unit is written behind
    the number. ``means``: what an unreadable piece stands for where several writings do ("×2").
    """

    start: int
    end: int
    value: Decimal | None = None
    unit: str = ""
    number: Decimal | None = None
    factor: Decimal = Decimal(1)
    unit_behind: bool = False
    high: Decimal | None = None
    means: str = ""

    @property
    def is_bare(self) -> bool:
        """A number alone, without sign, scale or unit."""
        return self.value is not None and self.factor == 1 and not self.unit and self.high is None


def as_written(text: str) -> str:
    """The words of a number, without what typesetting makes of spaces, dashes and capitals."""
    return " ".join(text.translate(_HYPHENS).lower().split())
