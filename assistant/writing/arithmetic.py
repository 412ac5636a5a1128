"""Exact arithmetic on quantities, shown so that code can recompute it."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from assistant.quantities import Quantity, quantities

Operator = Literal["sum", "difference", "ratio", "share", "each"]
SIGNS: dict[Operator, str] = {
    "sum": "+",
    "difference": "−",
    "ratio": "÷",
    "share": "÷",
    "each": "÷",
}
_CURRENCIES = {
    "KRW": "won", "USD": "dollars", "EUR": "euros", "CNY": "yuan", "JPY": "yen", "GBP": "pounds",
}  # fmt: skip
_NAMED_SCALES = ((12, "trillion"), (9, "billion"), (6, "million"))
_SHOWN = re.compile(r"^(?P<a>[^=\n]+?) (?P<sign>[+−÷]) (?P<b>[^=\n]+?) = (?P<result>.+)$", re.M)


def result_of(operator: Operator, first: Quantity, second: Quantity) -> str | None:
    """The result as text, exact or rounded to two decimals; None when it makes no sense."""
    a, b = first.value, second.value
    same = first.unit == second.unit
    if operator == "each":
        fits = first.unit not in ("", "%") and not second.unit and b
        return written_out(a / b, first.unit) if fits else None
    if not same or not b:
        return None
    if operator == "sum":
        return written_out(a + b, first.unit)
    if operator == "difference":
        return written_out(abs(a - b), "points" if first.unit == "%" else first.unit)
    return written_out(100 * a / b, "%") if operator == "share" else _plain(a / b)


def written_out(value: Decimal, unit: str) -> str:
    """ "1.46 trillion won", "2.5%", "132,000": the value as an article would write it."""
    if unit in ("%", "points"):
        return f"{_plain(value)}{'%' if unit == '%' else ' percentage points'}"
    currency = f" {_CURRENCIES[unit]}" if unit in _CURRENCIES else ""
    for power, name in _NAMED_SCALES:
        if currency and value >= Decimal(10) ** power:
            return f"{_plain(value / Decimal(10) ** power)} {name}{currency}"
    return f"{_plain(value)}{currency}"


def _plain(value: Decimal) -> str:
    rounded = value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return f"{rounded:,f}".rstrip("0").rstrip(".")


def recomputed(text: str) -> list[tuple[str, tuple[Quantity, Quantity]]]:
    """The calculations shown in a text that are right: the result as written, and the operands.

    A calculation stands on a line of its own: "1.8 trillion won − 0.3 trillion won = …".
    """
    found = []
    for line in _SHOWN.finditer(text):
        first, second = quantities(line["a"]), quantities(line["b"])
        if len(first) != 1 or len(second) != 1:
            continue
        operators = [o for o, sign in SIGNS.items() if sign == line["sign"]]
        results = {result_of(operator, first[0], second[0]) for operator in operators}
        if line["result"].strip() in results:
            found.append((line["result"].strip(), (first[0], second[0])))
    return found
