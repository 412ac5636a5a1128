"""Calculations: which one a question asks for, and the cited figures that it takes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.finding.evidence import Candidate
from assistant.quantities import Quantity, quantities
from assistant.understanding.followup import stand_alone
from assistant.writing.arithmetic import SIGNS, Operator, result_of
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


@dataclass(frozen=True, slots=True)
class Operation:
    """A calculation to make. ``operands``: the two sub-questions whose figures it takes, in order.

    A sub-question that itself names the figure ("the 1.8 trillion won") is not asked: the figure
    is looked up.
    """

    operator: Operator
    operands: tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Operand:
    """A figure in a sentence of the articles; ``text`` is how it is written there."""

    quantity: Quantity
    text: str
    article_id: str
    start: int
    end: int


def operation(question: str) -> Operation | None:
    """The calculation that the question's wording asks for, or None."""
    asked = question.rstrip("?!. ")
    for operator, pattern in _COMPILED:
        match = pattern.match(asked)
        if match:
            return Operation(operator, _operands(operator, match.groupdict()))
    return None


def _operands(operator: Operator, part: dict[str, str | None]) -> tuple[str, str]:
    a, b = part.get("a") or "", part["b"] or ""
    if part.get("rest"):
        first = f"How {part.get('much') or 'many'} {part['rest']}?"
        return first, stand_alone(f"and {b}?", [first])
    if operator == "each":
        named = next(iter(quantities(b)), None)
        return f"How much is there for {b[named.end :].strip() if named else b}?", f"How many {b}?"
    if part.get("verb"):
        return f"How much {part['verb']} {b}?", f"How much is {a}?"
    return f"How much is {a}?", f"How much is {b}?"


def calculate(
    question: str, wanted: Operation, find: Find, corpus: Corpus, threshold: float
) -> Written | None:
    """The calculation with its operands cited; None when an operand is not found for sure."""
    around = find(question)
    operands = [_operand(operand, find, around, threshold) for operand in wanted.operands]
    first, second = operands
    if first is None or second is None or first == second:
        return None
    result = result_of(wanted.operator, first.quantity, second.quantity)
    if result is None:
        return None
    quotes = Quotes(corpus)
    numbers = [quotes.number(o.article_id, o.start, o.end) for o in (first, second)]
    shown = [f"{o.text} [{n}]" for o, n in zip((first, second), numbers, strict=True)]
    lines = [
        f"{quotes.text(o.article_id, o.start, o.end)} [{n}]"
        for o, n in zip((first, second), numbers, strict=True)
    ]
    line = f"{shown[0]} {SIGNS[wanted.operator]} {shown[1]} = {result}"
    return Written("answered", "\n\n".join(dict.fromkeys([line, *lines])), result, quotes.citations)


def _operand(
    asked: str, find: Find, around: Sequence[Candidate], threshold: float
) -> _Operand | None:
    named = quantities(asked)
    if named:
        return _looked_up(named[0], around)
    found = find(asked)
    if not found or found[0].probability < threshold:
        return None
    best = found[0]
    inside = quantities(best.value)
    stated = [q for q in inside if q.is_amount] or inside
    if len(stated) != 1 or stated[0].high:
        return None
    return _at(best, stated[0], best.value[stated[0].start : stated[0].end])


def _looked_up(quantity: Quantity, around: Sequence[Candidate]) -> _Operand | None:
    """A figure that the question names, where the sentences near the topic state it."""
    for candidate in around:
        for stated in quantities(candidate.said):
            if stated.same_value(quantity) and stated.unit == quantity.unit:
                return _at(candidate, stated, candidate.said[stated.start : stated.end])
    return None


def _at(candidate: Candidate, quantity: Quantity, text: str) -> _Operand:
    return _Operand(quantity, text, candidate.passage.article_id, candidate.start, candidate.end)
