"""Quantities in text: a small tested grammar for amounts, percentages, counts and ranges.

Covers thousand to trillion (also k, m, mn, bn, tn, and lakh and crore), the currencies of
``currencies.py`` in words, signs and codes, percent, "7 out of 10", ranges ("3 to 5 million"),
numbers in words up to ninety-nine, a minus before a figure, and the Korean units 조 (10^12), 억
(10^8), 만 (10^4) and 천 (10^3). Values are exact decimals. Libraries for this (quantulum3,
text2num) read neither the Korean units nor ranges and bring models with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from assistant.currencies import CODES

_SCALES = {
    "hundred": 2, "thousand": 3, "k": 3, "million": 6, "mn": 6, "m": 6, "billion": 9, "bn": 9,
    "b": 9, "trillion": 12, "tn": 12, "lakh": 5, "crore": 7, "조": 12, "억": 8, "만": 4, "천": 3,
}  # fmt: skip
_UNITS = CODES | dict.fromkeys(
    ("%", "percent", "per cent", "percentage points", "percentage point", "퍼센트"), "%"
)
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = {word: value for value, word in enumerate(_ONES)}
_WORDS |= {word: 10 * value for value, word in enumerate(_TENS, start=2)}
_WORDS |= {
    f"{tens}-{one}": 10 * t + o
    for t, tens in enumerate(_TENS, start=2)
    for o, one in enumerate(_ONES[1:10], start=1)
}


def _either(words: dict[str, int]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_WORD_NUMBER = rf"(?:{_either(_WORDS)})"
_LONG_SCALE = r"hundred|thousand|million|billion|trillion|lakh|crore"
_SCALE = rf"(?:\s*[조억만천]|[\s-]?(?:{_LONG_SCALE}|bn|mn|tn)\b|(?<=\d)[kmb]\b)"
_SIGNS = {unit: 0 for unit in CODES if not unit[-1].isalnum()}
_SIGN = rf"(?:{_either(_SIGNS)}|\bRs\.?)"
_UNIT_WORDS = {word: 0 for word in _UNITS if word.isascii() and word[-1].isalpha() and word != "rs"}
_OF_A_COUNTRY = {word: 0 for word in _UNIT_WORDS if CODES.get(word) not in (None, "USD")}
_UNIT = (
    rf"(?:\s?%|\s?(?:달러|유로|위안|퍼센트|[원엔])|[\s-]?(?:{_either(_UNIT_WORDS)})\b"
    rf"|\s(?-i:[A-Z][a-z]+)\s(?:{_either(_OF_A_COUNTRY)})\b)"  # "Swiss francs"
)
_PATTERN = re.compile(
    rf"(?P<minus>(?<![^\s(])[-−])?(?P<sign>{_SIGN}\s?)?"
    rf"(?:(?<![A-Za-z0-9_.,])(?<![A-Za-z]-)(?P<low>{_NUMBER})|(?<![\w-])(?P<word>{_WORD_NUMBER})(?![\w-]*-\w))"
    rf"(?P<scale>{_SCALE})?"
    rf"(?P<lowunit>{_UNIT})?"
    rf"(?:(?:\s?[–~-]\s?|\sto\s)(?P<sign2>{_SIGN}\s?)?(?P<high>{_NUMBER})(?P<scale2>{_SCALE})?"
    rf"(?P<unit>{_UNIT})?)?"
    rf"(?P<outof>\s(?:out of|in every)\s(?P<whole>{_NUMBER}|{_WORD_NUMBER}))?",
    re.IGNORECASE,
)


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


def _number(text: str) -> Decimal:
    lowered = text.lower()
    return Decimal(_WORDS[lowered]) if lowered in _WORDS else Decimal(text.replace(",", ""))


def _scaled(number: str, scale: str | None) -> Decimal:
    power = _SCALES[scale.lstrip("-").strip().lower()] if scale else 0
    return _number(number) * (Decimal(10) ** power)


def _unit(*found: str | None) -> str:
    written = next((" ".join(f.split()).strip("-. ").lower() for f in found if f), "")
    return _UNITS.get(written) or _UNITS.get(written.rpartition(" ")[2], "")


def _read(match: re.Match[str]) -> Quantity:
    part = match.groupdict()
    low = part["low"] or part["word"]
    unit = _unit(part["unit"], part["lowunit"], part["sign"], part["sign2"])
    if part["whole"] and _number(part["whole"]):
        share = 100 * _number(low) / _number(part["whole"])
        return Quantity(share, "%", match.start(), match.end())
    if not part["high"]:
        sign = -1 if part["minus"] else 1
        return Quantity(sign * _scaled(low, part["scale"]), unit, match.start(), match.end())
    value = _scaled(low, part["scale"] or part["scale2"])
    high = _scaled(part["high"], part["scale2"] or part["scale"])
    return Quantity(value, unit, match.start(), match.end(), high)


@lru_cache(maxsize=4096)
def quantities(text: str) -> tuple[Quantity, ...]:
    """Every quantity of the text in order. Digits inside a name ("H100") are not quantities."""
    found: list[Quantity] = []
    for match in _matches(text):
        quantity = _read(match)
        if found and _continues(found[-1], quantity, text):
            quantity = _joined(found.pop(), quantity)
        found.append(quantity)
    return tuple(found)


def _continues(first: Quantity, second: Quantity, text: str) -> bool:
    """Whether the two are one Korean number, as in 1조 4,600억 원."""
    between = text[first.end : second.start]
    return text[first.end - 1] in "조억만" and not between.strip() and first.value > second.value


def _joined(first: Quantity, second: Quantity) -> Quantity:
    return Quantity(first.value + second.value, second.unit, first.start, second.end)


def _matches(text: str) -> Iterator[re.Match[str]]:
    for match in _PATTERN.finditer(text):
        follows = text[match.end() : match.end() + 1]
        bare = not (match["scale"] or match["lowunit"] or match["unit"])
        if not (bare and follows.isalpha() and follows.isascii()):
            yield match
