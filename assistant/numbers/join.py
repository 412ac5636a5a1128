"""Numbers that stand together: ranges, shares, and one number in two pieces."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.numbers.atom import Atom, as_written
from assistant.numbers.marks import is_labelled

_LONGEST_GAP = 14  # characters of " in every " and the spaces around it
_DASH = re.compile(r"\s?[-‐‑‒–~∼～]\s?|−")
_TO = re.compile(r"-?\s{1,8}(?:to|through|bis)\s{1,8}\+?|-to-")
_AND = re.compile(r"\s{1,8}and\s{1,8}")
_BETWEEN = re.compile(r"\bbetween\s{1,8}$", re.I)
_FROM = re.compile(r"\bfrom\s{1,8}$", re.I)
_LISTED = re.compile(r",\s{1,8}|,?\s{1,8}(?:and|or|&)\s{1,8}")
_OUT_OF = re.compile(r"\s{1,8}(?:out\s{1,8}of(?:\s{1,8}every)?|(?:in|of)\s{1,8}every)\s{1,8}")
_OF = re.compile(r"\s{1,8}of\s{1,8}")
_OUT_OF_KOREAN = re.compile(r"분의\s?")  # the whole stands first
_TIMES = re.compile(r"\s?[×x]\s?")
_IN = re.compile(r"\s{1,8}in\s{1,8}")
_WHOLES = frozenset(map(Decimal, (*range(2, 11), 12, 20, 100, 1000, 10**4, 10**5, 10**6)))
_NO_WHOLE = re.compile(r"\s(?:years?|months?|weeks?|days?|hours?|minutes?|[A-Z])|\S?\d")
_SMALL = 1000  # a bare number below it may lack the scale of its neighbour


def joined(text: str, atoms: Sequence[Atom]) -> list[Atom]:
    """The pieces of a text with those put together that are one quantity."""
    found: list[Atom] = []
    for atom in atoms:
        before = found[-1] if found else None
        gap = text[before.end : atom.start] if before else ""
        if before is None or len(gap) > _LONGEST_GAP:
            found.append(atom)
            continue
        for rule in _RULES:
            pieces = rule(text, before, atom, gap)
            if pieces is not None:
                found[-1:] = pieces
                break
        else:
            _close_list(text, found, atom)
            found.append(atom)
    return found


def _compound(text: str, a: Atom, b: Atom, gap: str) -> list[Atom] | None:
    """ "2 million 300 thousand"."""
    if gap.strip() or not gap or a.value is None or b.value is None or a.high is not None:
        return None
    own_front = b.number is None or b.number < 0 or (b.unit and not b.unit_behind)
    fits = a.factor > 1 and b.factor > 1 and 0 < b.value < a.factor
    if a.unit_behind or own_front or not fits:
        return None
    value = a.value + (b.value if a.value >= 0 else -b.value)
    return [replace(b, start=a.start, value=value, unit=b.unit or a.unit, number=value / b.factor)]


def _range(text: str, a: Atom, b: Atom, gap: str) -> list[Atom] | None:
    """ "3–5%", "3 to 5 million", "between 3 and 5 million"; a fall ("from 10 to 5%") is none."""
    dashed = bool(_DASH.fullmatch(gap))
    between = _AND.fullmatch(gap) and _BETWEEN.search(text[max(0, a.start - 16) : a.start])
    if not (dashed or between or _TO.fullmatch(gap)):
        return None
    glued = dashed and len(gap) == 1
    pair = _alike(text, a, b, dashed=dashed)
    if pair and _value(pair[0]) < _value(pair[1]):
        low, high = pair
        start = low.start - len(between[0]) if between else low.start
        return [replace(low, start=start, end=high.end, high=high.value, factor=Decimal(1))]
    if glued:
        return [Atom(a.start, b.end)]
    if pair is None or dashed or pair[0] == a:
        return [a, Atom(b.start, b.end)] if _lacks_scale(b, a) and not dashed else None
    fell = _FROM.search(text[max(0, a.start - 8) : a.start])
    return list(pair) if fell else [Atom(a.start, a.end), b]


def _alike(text: str, a: Atom, b: Atom, *, dashed: bool) -> tuple[Atom, Atom] | None:
    """Both with the unit and the scale that they share; None where they are no pair."""
    if a.value is None or b.value is None or a.high is not None or b.high is not None:
        return None
    if (a.unit and b.unit and a.unit != b.unit) or (a.unit_behind and not b.unit and not dashed):
        return None
    if _is_year(text, a) and (b.factor > 1 or b.unit or not 1000 <= b.value < 3000):
        return None
    if _lacks_scale(b, a) or (not b.is_bare and is_labelled(text, a.start)):
        return None
    unit = b.unit or a.unit
    low = replace(a, unit=unit, unit_behind=a.unit_behind or b.unit_behind)
    if _lacks_scale(a, b):
        low = replace(low, value=a.value * b.factor, factor=b.factor)
    return low, replace(b, unit=unit)


def _value(atom: Atom) -> Decimal:
    return atom.value or Decimal(0)


def _lacks_scale(small: Atom, other: Atom) -> bool:
    """Whether it may be meant in the scale of the other: the 3 of "3 to 5 million"."""
    plain = small.value is not None and small.factor == 1 and not small.unit_behind
    return plain and other.factor > 1 and abs(_value(small)) < _SMALL


def _is_year(text: str, atom: Atom) -> bool:
    written = text[atom.start : atom.end]
    return written.isdecimal() and len(written) == 4 and 1900 <= int(written) <= 2100


def _share(text: str, a: Atom, b: Atom, gap: str) -> list[Atom] | None:
    """ "7 out of 10", "500 thousand out of 2 million", "one in five", 10분의 7."""
    part, whole = (b, a) if _OUT_OF_KOREAN.fullmatch(gap) else (a, b)
    if part.value is None or whole.value is None or a.unit or b.unit or a.high or b.high:
        return None
    bare = a.is_bare and b.is_bare and b.value in _WHOLES and not _NO_WHOLE.match(text, b.end)
    in_words = not text[a.start : a.end].isdecimal() or a.value == 1
    one_in = bool(_IN.fullmatch(gap)) and bare and in_words
    if not (one_in or part is b or _OUT_OF.fullmatch(gap)):
        return None
    if not 0 <= part.value <= whole.value or not whole.value:
        return None
    return [Atom(a.start, b.end, 100 * part.value / whole.value, "%")]


def _of_one_percent(text: str, a: Atom, b: Atom, gap: str) -> list[Atom] | None:
    """ "0.1 of 1 percent", "½ of 1 percent": statutes say less than one percent so."""
    if a.value is None or b.unit != "%" or b.value != 1 or not _OF.fullmatch(gap):
        return None
    part = a.value / 100 if a.unit == "%" else a.value
    return [replace(b, start=a.start, value=part)] if 0 < part < 1 else None


def _product(text: str, a: Atom, b: Atom, gap: str) -> list[Atom] | None:
    """ "3 × 10⁶" is not 3, and what it is can't always be told."""
    return [Atom(a.start, b.end)] if _TIMES.fullmatch(gap) else None


def _close_list(text: str, found: list[Atom], atom: Atom) -> None:
    """Makes the bare numbers unreadable that may share the scale of the last in their list.

    The first two of "10, 5 and 30 million won" say more than 10 and 5.
    """
    last = atom
    for place in range(len(found) - 1, -1, -1):
        one = found[place]
        gap = text[one.end : last.start]
        shares = one.is_bare and _lacks_scale(one, atom) and not is_labelled(text, one.start)
        if not (shares and len(gap) <= _LONGEST_GAP and _LISTED.fullmatch(gap)):
            break
        means = as_written(text[one.start : atom.end])
        found[place] = Atom(one.start, one.end, means=means)
        last = one


_Rule = Callable[[str, Atom, Atom, str], list[Atom] | None]
_RULES: tuple[_Rule, ...] = (_compound, _range, _share, _of_one_percent, _product)
