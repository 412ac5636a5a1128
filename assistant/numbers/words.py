"""Numbers in English words: "two hundred thousand", "a million and a half", "two-thirds".

The libraries for this (text2num, word2number) know no trillion, lakh, dozen or half, or read a
part of what they do not know; a test compares the common ground with one of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from assistant.numbers.atom import LETTER
from assistant.numbers.scales import FACTORS

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
VALUES = {word: value for value, word in enumerate(_ONES)}
VALUES |= {word: 10 * value for value, word in enumerate(_TENS, start=2)}
STARTS = frozenset(VALUES) | {"a", "an"}
_SCALES = {word: factor for word, factor in FACTORS.items() if len(word) > 3}
_WORD = re.compile(
    rf"(?P<gap>\s{{1,8}}and\s{{1,8}}|-and-|\s{{1,8}}|-|)(?P<word>[{LETTER}]++)(?!\d)"
)
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5}
_AND_A_PART = re.compile(
    r"(?:\s{1,8}and\s{1,8}|-and-)(a|one|two|three)(?:\s{1,8}|-)"
    rf"({'|'.join(_PARTS)})s?\b",
    re.IGNORECASE,
)
_POINT = re.compile(
    rf"\s{{1,8}}point((?:\s{{1,8}}(?:{'|'.join(_ONES[:10])})\b){{1,9}}+)", re.IGNORECASE
)
_ORDINAL = re.compile(
    r"-(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b"
    r"|[\s-](?:hundred|thousand|million|billion)ths?\b",
    re.I,
)
_COMPOUNDED = re.compile(rf"-[{LETTER}]")


@dataclass(frozen=True, slots=True)
class Said:
    """A number in words that ends at ``end``; ``factor``: the last scale in it."""

    end: int
    value: Decimal
    factor: Decimal = Decimal(1)


def number_at(text: str, at: int) -> Said | None:
    """The number in words that starts at ``at``, as long as it goes; None without one."""
    whole = _term(text, at)
    if whole is None:
        return None
    if whole.factor == 1:
        return _year(text, whole)
    while further := _further(text, whole):
        whole = further
    return whole


def and_a_half(text: str, at: int) -> tuple[int, Decimal] | None:
    """Where the "and a half" or "and three-quarters" that starts at ``at`` ends, and its value."""
    found = _AND_A_PART.match(text, at)
    if not found:
        return None
    return found.end(), Decimal(VALUES.get(found[1].lower(), 1)) / _PARTS[found[2].lower()]


def is_ordinal(text: str, at: int) -> bool:
    """Whether the number in words that ends at ``at`` goes on to a place: "twenty-first"."""
    return bool(_ORDINAL.match(text, at))


def _further(text: str, said: Said) -> Said | None:
    """The number with the smaller term that goes on: "two million three hundred thousand"."""
    joint = _WORD.match(text, said.end)
    if not joint or joint["word"].lower() not in VALUES:
        return None
    term = _term(text, joint.start("word"))
    if term is None or term.value >= said.factor:
        return None
    if term.factor == 1 and not _belongs(term.value, said.factor, joint["gap"]):
        return None
    return Said(term.end, said.value + term.value, term.factor)


def _belongs(value: Decimal, factor: Decimal, gap: str) -> bool:
    """Whether a last term without a scale is one: not in "five million two years ago"."""
    if "and" in gap:
        return factor <= 1000
    return value >= 100 or (factor == 1000 and value >= 10)


def _term(text: str, at: int) -> Said | None:
    """Up to 999, or a few hundred, with the scales behind it."""
    chunk = _chunk(text, at)
    if chunk is None:
        return None
    end, value = chunk
    if point := _POINT.match(text, end):
        end = point.end()
        value += Decimal("0." + "".join(str(VALUES[d.lower()]) for d in point[1].split()))
    elif half := and_a_half(text, end):
        end, value = half[0], value + half[1]
    factor = Decimal(1)
    while (word := _WORD.match(text, end)) and "and" not in word["gap"] and factor < 10**12:
        if word["word"].lower() not in _SCALES:
            break
        factor *= _SCALES[word["word"].lower()]
        end = word.end()
    if factor > 1 and (half := and_a_half(text, end)):
        return Said(half[0], (value + half[1]) * factor, factor)
    if factor == value == 1 and text[at] in "aA":
        return None  # an article
    return Said(end, value * factor, factor)


def _chunk(text: str, at: int) -> tuple[int, Decimal] | None:
    """A number up to 999, or of hundreds up to 9,900."""
    value: int | None = None
    while word := _WORD.match(text, at):
        said, gap = word["word"].lower(), word["gap"]
        next_value = VALUES.get(said)
        if value is None:
            value = 1 if said in ("a", "an") else next_value
            if gap or value is None:
                return None
        elif said == "hundred" and 0 < value < 100 and "and" not in gap:
            value *= 100
        elif next_value is not None and _adds(value, next_value, gap):
            value += next_value
        else:
            break
        at = word.end()
    return None if value is None else (at, Decimal(value))


def _adds(value: int, further: int, gap: str) -> bool:
    if value >= 100 and value % 100 == 0:
        return further > 0
    return value % 10 == 0 and value % 100 >= 20 and 0 < further < 10 and "and" not in gap


def _year(text: str, said: Said) -> Said:
    """ "nineteen eighty-four" is one number."""
    joint = _WORD.match(text, said.end)
    if not 16 <= said.value <= 20 or not joint or joint["gap"] != " ":
        return said
    rest = _chunk(text, joint.start("word"))
    if rest is None or not 10 <= rest[1] <= 99 or _COMPOUNDED.match(text, rest[0]):
        return said
    return Said(rest[0], said.value * 100 + rest[1])
