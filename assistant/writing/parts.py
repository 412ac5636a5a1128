"""Totals and their parts: a part is no answer for the whole, and what does not add up is said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.finding.evidence import Candidate
from assistant.quantities import Quantity, quantities
from assistant.understanding.question import Kind
from assistant.understanding.words import content_words, stem, stems
from assistant.writing.arithmetic import result_of
from assistant.writing.disagree import OF_TOTAL, probable
from assistant.writing.operands import Operand, named

_NEARLY = Decimal("0.03")  # of the total
_DIVIDES = re.compile(
    r"\b(?:divid(?:es?|ed|ing)|splits?|split up|breaks? down|broken down|parts|consists?|comprises?"
    r"|(?:is|are|was|were) made up|of (?:this|that|these|it|which)\b(?! kind| type| sort))\b",
    re.I,
)


def without_parts(question: str, found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, less those whose sentence divides a total that another candidate states.

    The figures of such a sentence add up to it ("10, 5 and 30 million" beside "45 million"), or
    its words say that it divides one. A part that the question itself names stays.
    """
    totals = [c for c in probable(found) if any(q.is_amount for q in quantities(c.value)[:1])]
    kept = [c for c in found if not any(_divides(question, c, total) for total in totals)]
    return kept or list(found)


def _divides(question: str, candidate: Candidate, total: Candidate) -> bool:
    whole = quantities(total.value)[0]
    parts = [q for q in _amounts(candidate) if q.unit == whole.unit]
    elsewhere = total.place != candidate.place
    same_article = total.passage.article_id == candidate.passage.article_id
    if len(parts) < 2 or not (elsewhere and same_article):
        return False
    if sum((q.value for q in parts), Decimal(0)) == whole.value:
        return True
    known = stems(total.said)
    return bool(_DIVIDES.search(candidate.said)) and not _is_asked(question, candidate, known)


def _amounts(candidate: Candidate) -> list[Quantity]:
    return [q for q in quantities(candidate.said) if q.is_amount and not q.high]


def _is_asked(question: str, candidate: Candidate, known: frozenset[str]) -> bool:
    """Whether the question names what this part is for. ``known``: stems that tell no parts apart.

    The words for a part stand between the figures before and behind it.
    """
    text, (first, last) = candidate.said, candidate.inside
    amounts = _amounts(candidate)
    start = max((q.end for q in amounts if q.end <= first), default=0)
    stop = min((q.start for q in amounts if q.start >= last), default=len(text))
    lead = max(text.rfind(mark, start, first) for mark in ":;")
    own = stems(text[max(start, lead + 1) : stop]) - known
    return any(stem(word) in own for word in content_words(question))


def named_parts(candidate: Candidate) -> tuple[Operand, ...]:
    """The amounts of one unit that a sentence lists, less the total ("of the 65 million euros")."""
    text = candidate.said
    amounts = [q for q in _amounts(candidate) if not OF_TOTAL.search(text[: q.start])]
    units = [q.unit for q in amounts]
    if not units:
        return ()
    most = max(units, key=units.count)
    return tuple(
        operand
        for quantity in amounts
        if quantity.unit == most
        for operand in named(quantity, [candidate])[:1]
    )


def notes_on_parts(question: str, kind: Kind, candidate: Candidate) -> Iterator[str]:
    """What a person should know of the parts that the sentence lists.

    That they exceed its total or nearly make it up (parts that make up much less are some of them
    only); or that the figure is one part, where the question does not name it.
    """
    text = candidate.said
    parts = named_parts(candidate)
    if len(parts) < 2:
        return
    added = result_of("sum", *(part.quantity for part in parts))
    totals = [q for q in quantities(text) if OF_TOTAL.search(text[: q.start]) and q.is_amount]
    total = next((q for q in totals if q.unit == parts[0].quantity.unit), None)
    if total:
        apart = sum((part.quantity.value for part in parts), Decimal(0)) - total.value
        if apart and apart >= -_NEARLY * total.value:
            given = text[total.start : total.end]
            yield f"The parts add up to {added}; the article gives {given}."
    elif kind == "figure" and _DIVIDES.search(text) and not _is_asked(question, candidate, _NONE):
        yield f"This is one of {len(parts)} parts, which add up to {added}."


_NONE: frozenset[str] = frozenset()
