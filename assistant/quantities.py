"""Quantities in text: what a person writes as a number, read exactly or not at all.

Amounts with their scales and currencies, percentages, counts, ranges, shares ("7 out of 10",
"two-thirds"), in digits, in English words and in Korean. Values are exact decimals. Where a scale,
a unit or a mark is not understood, nothing is read: a smaller number would be a wrong one. The
rooms of ``assistant.numbers`` say what is understood.

Libraries for this (quantulum3, text2num, price-parser) read no Korean marks and no ranges, and
read parts of what they do not know ("3조 5천억원" as 3 won).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from assistant.numbers.atom import Atom, as_written
from assistant.numbers.join import joined
from assistant.numbers.scan import atoms

_LARGEST = Decimal(10) ** 22  # no figure of a policy; beyond it Decimal's 28 places round


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity in a text: ``text[start:end]`` reads as ``value`` (to ``high``) ``unit``.

    ``unit`` is an ISO currency code, "%", or "" for a plain number. "7 out of 10" is 70 %.
    """

    value: Decimal
    unit: str
    start: int
    end: int
    high: Decimal | None = None

    @property
    def is_amount(self) -> bool:
        """Money or a percentage: a figure that means something by itself."""
        return self.unit != ""

    def same_value(self, other: Quantity) -> bool:
        """Equal value and range, and units that agree where both have one."""
        units_agree = self.unit == other.unit or not self.unit or not other.unit
        return units_agree and self.value == other.value and self.high == other.high


@dataclass(frozen=True, slots=True)
class Unread:
    """What says a number and is none that can be read: "5.2.1", "H100", "doubled", "45 billion12".

    ``means`` is the same for every writing of it: "×2" for "doubled" and "twofold", else the
    words themselves.
    """

    means: str
    start: int
    end: int


def quantities(text: str) -> tuple[Quantity, ...]:
    """Every quantity of the text in order. Digits inside a name ("H100") are not quantities."""
    return tuple(piece for piece in numbers(text) if isinstance(piece, Quantity))


@lru_cache(maxsize=4096)
def numbers(text: str) -> tuple[Quantity | Unread, ...]:
    """Everything in the text that says a number, in order; linear in the text's length."""
    return tuple(_number(atom, text) for atom in joined(text, atoms(text)))


def _number(atom: Atom, text: str) -> Quantity | Unread:
    ends = [end for end in (atom.value, atom.high) if end is not None]
    if atom.value is not None and all(abs(end) < _LARGEST for end in ends):
        return Quantity(atom.value, atom.unit, atom.start, atom.end, atom.high)
    return Unread(atom.means or as_written(text[atom.start : atom.end]), atom.start, atom.end)
