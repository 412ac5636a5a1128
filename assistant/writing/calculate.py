"""Calculations: which one a question asks for, and the cited figures that it takes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.finding.evidence import Candidate
from assistant.quantities import quantities
from assistant.understanding.followup import stand_alone
from assistant.writing.arithmetic import SIGNS, Operator, result_of
from assistant.writing.operands import Operand, in_one_sentence, likeliest, named, stated, year_like
from assistant.writing.parts import named_parts
from assistant.writing.written import Quotes, Written
from corpus.article import Corpus

Find = Callable[[str], Sequence[Candidate]]

_MORE = r"(?:more|less|fewer|larger|bigger|higher|greater|smaller|lower)"
_AND = r"(?P<a>.+?),? (?:and|plus) (?P<b>.+?)"
_SHARE_OF = (
    r"^what (?:share|percentage|percent|fraction|proportion|part) of (?P<a>.+?) "
    r"(?P<verb>(?:is|are|was|were|will be|goes|go|went)(?: (?:spent|used|set aside|meant|reserved"
    r"|earmarked|allocated))?(?: (?:to|for|on))?|comes? from|does|do) (?P<b>.+)$"
)
_TIMES = rf"times (?:as (?:many|much|large|big|high)|{_MORE})"
_FORMS: tuple[tuple[Operator, str], ...] = (
    ("each", r"^how much (?:is (?:there|that|it)|money is there)? ?(?:for )?"
             r"(?:per|for each of the|for each|each of the) (?P<b>.+)$"),
    ("share", _SHARE_OF),
    ("difference", rf"^(?:what is |how (?:large|big) is )?(?:the )?(?:difference|gap)\b.*?"
                   rf"\bbetween {_AND}$"),
    ("difference", r"^by how (?:much|many)\b.*?\b(?:does|do|did|is|are) (?P<a>.+?) (?:exceed|lead"
                   rf"|outnumber|surpass|{_MORE} than|ahead of) (?P<b>.+)$"),
    ("difference", r"^how (?:much|many)\b.*?\b(?:is|are) (?P<a>.+?) short of (?P<b>.+)$"),
    ("difference", rf"^how (?P<much>much|many) {_MORE} (?P<rest>.+?) than (?P<b>.+)$"),
    ("ratio", rf"^how many {_TIMES} (?P<rest>.+?) (?:as|than) (?P<b>.+)$"),
    ("ratio", rf"^how many times {_MORE} (?:is|are) (?P<a>.+?) than (?P<b>.+)$"),
    ("ratio", rf"^by what factor (?:is|are|does|do) (?P<a>.+?) (?:{_MORE} than|exceed) (?P<b>.+)$"),
    ("ratio", r"^what is the ratio (?:of|between) (?P<a>.+?) (?:to|and) (?P<b>.+)$"),
    ("sum", rf"^(?:what|how much|how many) (?:is |are |do |does |will )?(?:the )?(?:(?:sum|total) "
            rf"of |combined .*?\bof )?{_AND} (?:together|combined|altogether|in total|add up to"
            r"|amount to|make|come to|sum up to)\b.*$"),
    ("sum", rf"^what is the (?:sum|total|combined \w+) of {_AND}$"),
)  # fmt: skip
_COMPILED = tuple((operator, re.compile(pattern, re.I)) for operator, pattern in _FORMS)


_IN_UNIT = re.compile(
    r",? (?:expressed )?in (?P<unit>won|dollars|us dollars|euros|yuan|yen|pounds)\b", re.I
)
_A_YEAR = re.compile(
    r",? (?:on average,? )?(?:per|a|each|every) year(?:,? on average)?\b|,? on average per year\b"
    r"|\byearly average\b",
    re.I,
)
_YEARLY = re.compile(r"\b(?:per|a|each|every) year\b|\bannual|\byearly\b", re.I)
_YEARS = re.compile(
    r"\b(?:over|in|within|for|during|across) (?:the next )?(?P<n>\w+) years\b", re.I
)
_ADD_UP = re.compile(
    r"^(?:what|how much) (?:do|does|did) (?P<b>.+?) (?:add|sum) up to$"
    r"|^what is the (?:sum|total) of (?P<c>(?:all|the (?:two|three|four|five|six|\d+)) .+)$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Operation:
    """A calculation to make. ``operands``: the two sub-questions whose figures it takes, in order.

    A sub-question that itself names the figure ("the 1.8 trillion won") is not asked: the figure
    is looked up. ``sides``: how the question names the operands; ``unit``: the one that the result
    is wanted in ("" for any).
    """

    operator: Operator
    operands: tuple[str, str]
    sides: tuple[str, str] = ("", "")
    unit: str = ""


def operation(question: str) -> Operation | None:
    """The calculation that the question's wording asks for, or None."""
    asked = question.rstrip("?!. ")
    unit = _IN_UNIT.search(asked)
    asked = asked[: unit.start()] + asked[unit.end() :] if unit else asked
    code = quantities(f"1 {unit['unit'].split()[-1]}")[0].unit if unit else ""
    for operator, pattern in _COMPILED:
        match = pattern.match(asked)
        if match:
            part = match.groupdict()
            sides = part.get("a") or part.get("rest") or "", part["b"] or ""
            sides = sides[::-1] if part.get("verb") else sides
            return Operation(operator, _operands(operator, part), sides, code)
    yearly = re.match(r"how much\b", asked, re.I) and _A_YEAR.search(asked)
    if yearly:
        whole = f"{asked[: yearly.start()]}{asked[yearly.end() :]}?"
        return Operation("each", (whole, ""), unit=code)
    return None


def _operands(operator: Operator, part: dict[str, str | None]) -> tuple[str, str]:
    a, b = part.get("a") or "", part["b"] or ""
    if part.get("rest"):
        first = f"How {part.get('much') or 'many'} {part['rest']}?"
        return first, stand_alone(f"and {b}?", [first])
    if operator == "each":
        counted = next(iter(quantities(b)), None)
        whole = b[counted.end :].strip() if counted else b
        return f"How much is there for {whole}?", f"How many {b}?"
    if part.get("verb"):
        return f"How much {part['verb']} {b}?", f"How much is {a}?"
    return f"How much is {_shared_head(a, b)}?", f"How much is {_shared_head(b, a)}?"


def _shared_head(side: str, other: str) -> str:
    """ "Korea's" beside "China's budget for AI" is "Korea's budget for AI"."""
    owner = re.match(r"[^'’]+['’]s? (?P<head>.+)$", other)
    bare = re.fullmatch(r"[^'’]+['’]s?", side)
    return f"{side} {owner['head']}" if owner and bare else side


def calculate(
    question: str,
    wanted: Operation,
    around: Sequence[Candidate],
    find: Find,
    corpus: Corpus,
    threshold: float,
) -> Written | None:
    """The calculation with its operands cited; None when an operand is not found for sure.

    ``around``: the candidates for the whole question.
    """
    if not wanted.operands[1]:
        pair = _yearly(find(wanted.operands[0]), wanted, threshold)
    else:
        pair = in_one_sentence(wanted.sides, question, around, threshold)
        if not pair or not _fits(wanted, *pair):
            first, second = (
                _operand(asked, side, find, around, threshold)
                for asked, side in zip(wanted.operands, wanted.sides, strict=True)
            )
            pair = likeliest(first, second, lambda a, b: _fits(wanted, a, b))
    if pair and wanted.operator == "difference":
        pair = max(pair, key=_value), min(pair, key=_value)
    return _shown(wanted.operator, pair, corpus) if pair else None


def _value(operand: Operand) -> Decimal:
    return operand.quantity.value


def added_up(question: str, found: Sequence[Candidate], corpus: Corpus) -> Written | None:
    """The sum of the parts that one sentence lists; None where that is not what is asked for."""
    asked = _ADD_UP.match(question.rstrip("?!. "))
    if not asked or not found:
        return None
    best = found[0]
    parts = named_parts(best)
    return _shown("sum", parts, corpus) if len(parts) > 2 else None


def _fits(wanted: Operation, first: Operand, second: Operand) -> bool:
    right_unit = not wanted.unit or first.quantity.unit == wanted.unit
    makes_sense = result_of(wanted.operator, first.quantity, second.quantity) is not None
    part = first.quantity.value <= second.quantity.value and first.quantity.unit != "%"
    return right_unit and makes_sense and (wanted.operator != "share" or part)


def _operand(
    asked: str, side: str, find: Find, around: Sequence[Candidate], threshold: float
) -> list[Operand]:
    figures = [figure for figure in quantities(asked) if not year_like(figure)]
    return named(figures[0], around) if figures else stated(asked, side, find(asked), threshold)


def _yearly(
    found: Sequence[Candidate], wanted: Operation, threshold: float
) -> tuple[Operand, Operand] | None:
    """The amount, and the number of years that the same sentence gives for it."""
    for amount in stated(wanted.operands[0], "", found, threshold):
        candidate = amount.candidate
        years = _YEARS.search(candidate.said)
        if not years or _YEARLY.search(candidate.said):
            continue
        for count in quantities(candidate.said):
            operand = named(count, [candidate])[0]
            if count.start == years.start("n") and _fits(wanted, amount, operand):
                return amount, operand
    return None


def _shown(operator: Operator, operands: Sequence[Operand], corpus: Corpus) -> Written:
    quotes = Quotes(corpus)
    shown = [f"{o.text} {quotes.marks(o.quotation)}" for o in operands]
    result = result_of(operator, *(o.quantity for o in operands))
    lines = [f"{quotes.text(o.quotation)} {quotes.marks(o.quotation)}" for o in operands]
    line = f"{f' {SIGNS[operator]} '.join(shown)} = {result}"
    return Written("answered", "\n\n".join(dict.fromkeys([line, *lines])), result, quotes.citations)
