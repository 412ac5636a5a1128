"""Korean numbers: 3천4백억, 1억 2천만, 천억, "450 억", 삼천억 원; and the Chinese 万, 億."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_LARGE = {"만": 4, "억": 8, "조": 12, "万": 4, "萬": 4, "亿": 8, "億": 8, "兆": 12}
_SMALL = {"십": 1, "백": 2, "천": 3, "百": 2, "千": 3}
_POWERS = {mark: Decimal(10) ** power for mark, power in (_LARGE | _SMALL).items()}
_SAID = {digit: Decimal(value) for value, digit in enumerate("영일이삼사오육칠팔구")}
_COUNTED = r"(?:원|달러|유로|위안|엔|파운드|명|여|개|대|건|가구|세대|톤|円|元)"
_STEP = re.compile(
    rf"(?P<gap>\s?)(?:(?P<digits>\d{{1,9}}+(?:,\d{{3}}){{0,5}}+(?:\.\d{{1,6}}+)?+(?![.,]?\d))|(?P<said>[{''.join(_SAID)}])"
    rf"|(?P<mark>[{''.join(_POWERS)}]))"
)
# Words that begin as a mark does: 조각 (piece), 만큼 (as much as).
_NO_MARK = re.compile(r"조[각항건]|만[화기큼]|천[안연]|대")
# A mark apart from its number is one where an amount goes on: "450 억 원".
_GOES_ON = re.compile(
    rf"\s?(?:{_COUNTED}|[{''.join(_POWERS)}\d]|[^\w\s]|$)|(?:을|은|이|의|에|으로|규모)(?!\w)"
)
_FINAL = re.compile(rf"\s?{_COUNTED}")
_FIRST = rf"(?:[십백천]{{1,2}}[만억조]|[{''.join(_SAID)}{''.join(_POWERS)}]{{2,16}})"
HANGUL = rf"(?<![가-힣])(?:{_FIRST}(?=\s?{_COUNTED})|[십백천][만억조](?=\W|$))"
# Several thousand; and 제5조, which is Article 5.
VAGUE = r"(?<![가-힣])[수몇]\s?[십백천만억조]{1,3}|제\s?\d++[가-힣]?"


@dataclass(frozen=True, slots=True)
class Counted:
    """A number that ends at ``end``, and the last mark's factor."""

    end: int
    value: Decimal
    factor: Decimal


def korean_at(text: str, at: int) -> Counted | None:
    """The number with 만, 억 and the like that starts at ``at``; None without such a mark."""
    whole = section = Decimal(0)
    number: Decimal | None = None
    found: Counted | None = None
    least = Decimal(10) ** 16
    while step := _STEP.match(text, at):
        if mark := step["mark"]:
            factor = _POWERS[mark]
            if not _is_mark(text, step) or (mark in _LARGE and factor >= least):
                break
            if mark in _LARGE:
                whole += (section + (number or 0) or 1) * factor
                section, least = Decimal(0), factor
            else:
                section += (number or 1) * factor
            number = None
            found = Counted(step.end(), whole + section, factor)
        elif number is not None:
            break
        else:
            number = (
                Decimal(step["digits"].replace(",", "")) if step["digits"] else _SAID[step["said"]]
            )
        at = step.end()
    if not found or number is None or number >= found.factor:
        return found
    if not text[found.end].isspace() or _FINAL.match(text, at):
        return Counted(at, found.value + number, found.factor)
    return found


def _is_mark(text: str, step: re.Match[str]) -> bool:
    if _NO_MARK.match(text, step.start("mark")):
        return False
    return not step["gap"] or bool(_GOES_ON.match(text, step.end()))
