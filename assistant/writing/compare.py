"""Comparisons: the figure of each side, each cited, side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.finding.evidence import Candidate
from assistant.guard import unsupported_numbers
from assistant.understanding.sides import Sides
from assistant.writing.operands import Operand, in_one_sentence, likeliest, stated
from assistant.writing.written import Quotes, Written
from corpus.article import Corpus

Find = Callable[[str], Sequence[Candidate]]


def compare(
    asked: Sides, found: Sequence[Candidate], find: Find, corpus: Corpus, threshold: float
) -> Written | None:
    """Both figures with their sentences; None when one side is not found for sure.

    ``found``: the candidates for the whole question.
    """
    pair = in_one_sentence(asked.names, asked.asked[0], found, threshold)
    if not pair:
        first, second = (
            stated(question, side, find(question), threshold)
            for side, question in zip(asked.names, asked.asked, strict=True)
        )
        pair = likeliest(first, second, _comparable)
    if not pair:
        return None
    quotes = Quotes(corpus)
    values = [f"{name}: {o.text}" for name, o in zip(asked.names, pair, strict=True)]
    values[0] = f"{values[0][:1].upper()}{values[0][1:]}"
    marked = [f"{v} {quotes.marks(o.quotation)}" for v, o in zip(values, pair, strict=True)]
    front = "; ".join(marked) + "."
    lines = [f"{quotes.text(o.quotation)} {quotes.marks(o.quotation)}" for o in pair]
    if unsupported_numbers(front, [c.quote for c in quotes.citations]):
        front = ""  # a side's name holds a number that no quote does
    text = "\n\n".join(dict.fromkeys(line for line in (front, *lines) if line))
    return Written("answered", text, "; ".join(values) if front else None, quotes.citations)


def _comparable(one: Operand, other: Operand) -> bool:
    return one.quantity.unit == other.quantity.unit
