"""The unit behind a number: percent, or a currency."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant import currencies

_PERCENT = re.compile(
    r"\s?[%％](?:\s?p(?:oints?)?(?![^\W_가-힣])|\s?포인트)?|\s?퍼센트(?:\s?포인트)?"
    r"|[\s-]?(?:per\s?cent|pct|percentage[\s-]points?|Prozent)\b(?!\d)|\s?p\.p\.|(?<=\d)pp?ts?\b|(?<=\d)pp\b",
    re.I,
)
_PER_MILLE = re.compile(r"\s?‰|\sper\s?mille?\b")
# Symbols of measures that may touch their number: what is measured stays a plain number.
SYMBOL = (
    r"(?:[kMGT]?Wh?|k?m[²³23]?|[cmnµ]m[²³23]?|km/h|[km]?g|[Mk]t|ha|sq?k?m|ft|mi|lb|oz|[KMGTP]i?B"
    r"|[kMG]?Hz|°[CF]|[kM]?l|[kM]?bps?)"
)
_TOUCHING = re.compile(rf"{SYMBOL}(?![^\W_])")
PERCENT = "%"


def unit_at(text: str, at: int) -> tuple[int, str, Decimal] | None:
    """Where the unit that starts at ``at`` ends, the unit ("%" or an ISO code), and its factor."""
    if found := _PERCENT.match(text, at):
        return found.end(), PERCENT, Decimal(1)
    if found := _PER_MILLE.match(text, at):
        return found.end(), PERCENT, Decimal("0.1")
    money = currencies.after(text, at)
    return (*money, Decimal(1)) if money else None


def measure_at(text: str, at: int) -> int | None:
    """Where the symbol that touches the number ends: the "kW" of "45kW"."""
    found = _TOUCHING.match(text, at)
    return found.end() if found else None
