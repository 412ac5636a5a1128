"""A number with what stands around it: its scale, unit, sign and minus."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from assistant.currencies import UNKNOWN, before
from assistant.numbers.atom import DASHES, LETTER, Atom
from assistant.numbers.fractions import VULGAR, vulgar_value
from assistant.numbers.scales import ENGLISH, FACTORS, LETTERS, scale_at
from assistant.numbers.units import PERCENT, measure_at, unit_at
from assistant.numbers.words import and_a_half

Value = Callable[[bool], Decimal | None]
"""Reads the number, given whether an English scale or a percent sign follows."""

_NOTE = re.compile(r"[⁰¹²³⁴-⁹⁻]++|[*†‡]++|[.,][–—-](?!\d)")  # marks of notes; "12,– Euro"
# "45(1) million", "45 [million]"; and "EUR m 45", whose scale stands before the number.
_SCALE_APART = re.compile(rf"\s?(?:\(\w{{1,3}}\)\s?|[\[(](?:in\s)?)([{LETTER}]++)")
_SCALE_BEFORE = re.compile(
    r"(?:[$€£₹¥]|\b[A-Z]{3}|\bRs\.?)\s?(?:thousand|million|billion|trillion|lakh|crore|[mb]n|tn|[mkb])"
    r"\.?:?\s{1,2}$"
)
_SHORT = re.compile(r"(?P<gap>\s?)(?P<letters>k|K|MM?|m|b|B|T|Mds?)(?![^\W_]|[²³])")
_VULGAR = re.compile(rf"\s?([{VULGAR}])")
_SLASHED = re.compile(r"\s([1-9])/([1-9]\d?)(?![\w/])")
_TOUCHING = re.compile(r"(?:[^\W_가-힣]|_)[\w-]*+")
_GLUED = re.compile(rf"[\s-]?([{LETTER}]++)\d[\w.,]*+")
_WORD = re.compile(rf"[{LETTER}]++")
_DIGITS = re.compile(r"\d[\d.,]*+")
_MINUS_SIGN = re.compile(rf"(?:^|[\s(\[])[{DASHES}]$")
_MINUS_WORD = re.compile(r"\bminus\s$", re.I)
_CERTAIN = 1000  # from which a word in capitals before a number is taken for a currency


@dataclass(frozen=True, slots=True)
class _Front:
    """What stands before a number."""

    start: int
    currency: str = ""
    sure: bool = True
    minus: bool = False


@dataclass(frozen=True, slots=True)
class _Tail:
    """What stands behind a number; ``factor`` is None where it can't be read."""

    end: int
    factor: Decimal | None
    unit: str = ""
    english: bool = False


def amount(
    text: str, start: int, end: int, floor: int, read: Value, said: Decimal = Decimal(1)
) -> Atom:
    """The number at ``text[start:end]`` with all that belongs to it.

    ``floor``: nothing before it belongs to the number; ``said``: the scale it was read with.
    """
    numeric = text[end - 1].isdecimal()
    behind, added = _with_part(text, end) if numeric else (end, Decimal(0))
    bracketed = start > floor and _is_bracketed(text, start, end)
    if bracketed:
        start, behind = start - 1, end + 1
    front = _front(text, start, floor)
    note = _NOTE.match(text, behind)
    tail = _tail(text, note.end() if note else behind, front.currency, numeric and not bracketed)
    number = read(tail.english or tail.unit == PERCENT)
    power = note and numeric and end - start < 3 and note[0][0] not in "*†‡.,"  # as in "10⁹"
    open_scale = _SCALE_BEFORE.search(text[max(0, start - 20) : start])
    unknown = UNKNOWN in (front.currency, tail.unit)
    if number is None or tail.factor is None or power or open_scale or unknown:
        first = start - len(open_scale[0]) if open_scale else front.start
        return Atom(first if first >= floor else front.start, tail.end)
    number += added
    value = number * tail.factor
    taken = front.sure or value >= _CERTAIN
    sign = -1 if bracketed or front.minus else 1
    return Atom(
        front.start if taken else start,
        behind if note and tail.end == note.end() else tail.end,
        sign * value if value else value,
        unit=tail.unit or (front.currency if taken else ""),
        number=sign * number / said,
        factor=tail.factor * said,
        unit_behind=bool(tail.unit),
    )


def _with_part(text: str, end: int) -> tuple[int, Decimal]:
    """Where "2½", "2 1/2" or "2 and a half" ends, and what is added to the 2."""
    if found := _VULGAR.match(text, end):
        return found.end(), vulgar_value(found[1])
    if (found := _SLASHED.match(text, end)) and int(found[1]) < int(found[2]):
        return found.end(), Decimal(found[1]) / Decimal(found[2])
    return and_a_half(text, end) or (end, Decimal(0))


def _is_bracketed(text: str, start: int, end: int) -> bool:
    """Whether it is a negative number of an account: "(4.2) million", "(4.2)%"."""
    if (
        text[start - 1] != "("
        or text[end : end + 1] != ")"
        or text[start - 2 : start - 1].isalnum()
    ):
        return False
    return scale_at(text, end + 1)[1] != 1 or text[end + 1 : end + 3].lstrip().startswith("%")


def _front(text: str, start: int, floor: int) -> _Front:
    sign = before(text, start)
    sign = sign if sign and sign.start >= floor else None
    at = sign.start if sign else start
    # The minus stands before the sign or behind it; after another number it is a dash.
    near = text[max(0, at - 8) : at]
    dash, word = _MINUS_SIGN.search(near), _MINUS_WORD.search(near)
    before_it = at - 1 if dash else at - len(word[0]) if word else at
    minus = bool(dash or word) and not (floor and not text[floor:before_it].strip())
    if minus:
        at = before_it
    elif not sign and text[at - 1 : at] in DASHES and text[at - 1 : at]:
        sign = before(text, at - 1)
        if sign and sign.start >= floor:
            at, minus = sign.start, True
    if sign is None:
        return _Front(at, minus=minus)
    return _Front(at, sign.currency, sign.sure, minus)


def _tail(text: str, at: int, currency: str, numeric: bool) -> _Tail:
    end, factor = scale_at(text, at)
    apart = _SCALE_APART.match(text, at) if end == at else None
    if apart and apart[1].lower() in FACTORS:
        return _Tail(apart.end(), None)
    if factor is None:
        return _Tail(end, None)
    english = any(word in ENGLISH for word in _WORD.findall(text[at:end].lower()))
    if end == at and numeric:
        end, factor = _short_scale(text, at, currency)
    if factor is not None and end > at and (note := _NOTE.match(text, end)):
        end = note.end()
    if factor is None:
        return _Tail(end, None)
    if unit := unit_at(text, end):
        further, more = scale_at(text, unit[0]) if factor == 1 else (unit[0], Decimal(1))
        if more != 1:  # "5 USD million"
            return _Tail(further, more, unit[1], english)
        glued = _DIGITS.match(text, unit[0])
        return _Tail(
            glued.end() if glued else unit[0], None if glued else factor * unit[2], unit[1], english
        )
    if (glued := _GLUED.match(text, end)) and unit_at(text[end : glued.end(1)], 0):
        return _Tail(glued.end(), None)  # "45 won12"
    return _touching(text, end, factor, english) if numeric else _Tail(end, factor, "", english)


def _short_scale(text: str, at: int, currency: str) -> tuple[int, Decimal | None]:
    """Where the letter that scales the digits ends, and its factor."""
    short = _SHORT.match(text, at)
    if not short:
        return at, Decimal(1)
    money = currency or unit_at(text, short.end())
    if money or short.group() == "k":
        return short.end(), Decimal(10) ** LETTERS[short["letters"]]
    return (at, Decimal(1)) if short["gap"] else (short.end(), None)


def _touching(text: str, end: int, factor: Decimal, english: bool) -> _Tail:
    """Letters at the digits make them a name ("5G", "12th"), unless they are a measure ("45kW")."""
    touching = _TOUCHING.match(text, end) if factor == 1 else None
    measured = measure_at(text, end) if touching else None
    if touching and not measured:
        return _Tail(touching.end(), None)
    return _Tail(measured or end, factor, "", english)
