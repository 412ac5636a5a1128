"""Exact arithmetic on quantities, shown so that code can recompute it."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Literal

from assistant.currencies import name_of
from assistant.quantities import Quantity, quantities

Operator = Literal["sum", "difference", "ratio", "share", "each"]
SIGNS: dict[Operator, str] = {
    "sum": "+",
    "difference": "−",
    "ratio": "÷",
    "share": "÷",
    "each": "÷",
}
_NAMED_SCALES = ((12, "trillion"), (9, "billion"), (6, "million"))
_WIDE = Context(prec=100)  # for a ratio of the largest and the smallest number that are read
_SIGN = re.compile(rf" ([{re.escape(''.join(set(SIGNS.values())))}]) ")


def result_of(operator: Operator, *operands: Quantity) -> str | None:
    """The result as text, exact or rounded to two decimals; None when it makes no sense.

    A sum takes two operands or more, everything else two.
    """
    first, second = operands[:2]
    a, b = first.value, second.value
    if operator == "each":
        fits = first.unit not in ("", "%") and not second.unit and b
        return written_out(a / b, first.unit) if fits else None
    if len({operand.unit for operand in operands}) > 1 or not b:
        return None
    if operator == "sum":
        return written_out(sum((o.value for o in operands), Decimal(0)), first.unit)
    if operator == "difference":
        return written_out(abs(a - b), "points" if first.unit == "%" else first.unit)
    return written_out(100 * a / b, "%") if operator == "share" else _plain(a / b)


def written_out(value: Decimal, unit: str) -> str:
    """ "1.46 trillion won", "2.5%", "132,000": the value as an article would write it."""
    if unit in ("%", "points"):
        return f"{_plain(value)}{'%' if unit == '%' else ' percentage points'}"
    currency = f" {name_of(unit)}" if unit else ""
    for power, name in _NAMED_SCALES:
        if currency and value >= Decimal(10) ** power:
            return f"{_plain(value / Decimal(10) ** power)} {name}{currency}"
    return f"{_plain(value)}{currency}"


def _plain(value: Decimal) -> str:
    rounded = value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP, context=_WIDE)
    return f"{rounded:,f}".rstrip("0").rstrip(".")


def recomputed(line: str) -> tuple[Quantity, ...]:
    """The operands of the calculation that a line shows; empty where it shows none that is right.

    "1.8 trillion won − 0.3 trillion won = 1.5 trillion won".
    """
    left, equals, result = (part.strip() for part in line.rpartition(" = "))
    signs = set(_SIGN.findall(left))
    parts = [quantities(part) for part in _SIGN.split(left)[::2]]
    single = tuple(part[0] for part in parts if len(part) == 1)
    if not equals or len(signs) != 1 or len(single) < len(parts):
        return ()
    (sign,) = signs
    operators = [o for o, s in SIGNS.items() if s == sign and (o == "sum" or len(single) == 2)]
    return single if result in {result_of(o, *single) for o in operators} else ()
