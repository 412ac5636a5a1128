"""Looks quotes up, guards numbers, checks the promises of an Answer. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.answer import Answer, Citation
from assistant.quantities import Quantity, quantities
from assistant.writing.arithmetic import recomputed
from corpus.article import Article, Corpus
from corpus.cells import read_within
from corpus.errors import AssistantError

_MARKER = re.compile(r"\[(\d+)\]")
_MARKER_BEFORE = re.compile(r"\s*\[\d+\]")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")


class BrokenPromise(AssistantError):
    """An Answer that breaks the contract; it must not leave the assistant."""


def cite(
    n: int,
    article: Article,
    start: int,
    end: int,
    cell: tuple[int, int] | None = None,
    reads: str = "",
) -> Citation:
    """The citation of ``article.text[start:end]``; ``cell`` of a table that answers ``reads`` so.

    Raises ValueError on an empty or wrong span.
    """
    if not 0 <= start < end <= len(article.text):
        raise ValueError(f"no text at {start}:{end} in article '{article.id}'")
    return Citation(
        n=n,
        article_id=article.id,
        title=article.title,
        publisher=article.publisher,
        published=article.published,
        url=article.url,
        quote=article.text[start:end],
        start=start,
        end=end,
        cell=cell,
        reads=reads,
    )


def unsupported_numbers(statement: str, quotes: Iterable[str]) -> list[str]:
    """The numbers of ``statement`` that stand in none of ``quotes``, as they are written.

    A quantity is supported by one of equal value and compatible unit ("1.46 trillion won" by
    "1,460 billion won"); any other run of digits ("H100") by the same run in a quote. The
    result of a calculation is supported when its operands are and it is right. "One" alone is a
    pronoun more often than a number and is let pass.
    """
    text = _MARKER_BEFORE.sub("", statement)
    quotes = list(quotes)
    known = [quantity for quote in quotes for quantity in quantities(quote)]
    for result, operands in recomputed(text):
        if all(any(operand.same_value(k) for k in known) for operand in operands):
            text = text.replace(f"= {result}", "=")
    digits = {run for quote in quotes for run in _DIGITS.findall(quote)}
    found = quantities(text)
    missing = [text[q.start : q.end] for q in found if not _supported(q, text, known)]
    rest = _without(text, found)
    return missing + [run for run in _DIGITS.findall(rest) if run not in digits]


def _supported(quantity: Quantity, text: str, known: Sequence[Quantity]) -> bool:
    if text[quantity.start : quantity.end].lower() == "one":
        return True
    if any(quantity.same_value(other) for other in known):
        return True
    ends = {quantity.value, quantity.high} - {None}
    return quantity.high is not None and ends <= {k.value for k in known if _units(quantity, k)}


def _units(one: Quantity, other: Quantity) -> bool:
    return one.unit == other.unit or not one.unit or not other.unit


def _without(text: str, found: Sequence[Quantity]) -> str:
    for quantity in reversed(found):
        text = f"{text[: quantity.start]} {text[quantity.end :]}"
    return text


def markers(answer: str) -> list[int]:
    """The numbers of all ``[n]`` markers in the order they stand."""
    return [int(n) for n in _MARKER.findall(answer)]


def check(answer: Answer, corpus: Corpus) -> None:
    """Raises BrokenPromise unless the Answer keeps every promise of the contract."""
    for problem in broken_promises(answer, corpus):
        raise BrokenPromise(f"The answer was withheld: {problem}.", "Please report this question.")


def broken_promises(answer: Answer, corpus: Corpus) -> list[str]:
    """Every broken promise of the Answer in words; empty when all are kept."""
    problems = [
        f"the quote at {c.start}:{c.end} is not in article '{c.article_id}'"
        for c in (*answer.citations, *answer.related)
        if not _verbatim(c, corpus)
    ]
    cited = [c.n for c in answer.citations]
    marked = set(markers(answer.answer))
    if answer.citations or not answer.abstained:
        problems += [f"marker [{n}] has no citation" for n in sorted(marked - set(cited))]
        problems += [f"citation {n} has no marker" for n in sorted(set(cited) - marked)]
    if len(set(cited)) != len(cited):
        problems.append("two citations share a number")
    if answer.status in ("answered", "partial"):
        if not answer.citations:
            problems.append("an answer stands without a citation")
        quotes = [c.quote for c in answer.citations] + _cells(answer.citations, corpus)
        problems += [
            f"'{number}' stands in no cited quote"
            for number in unsupported_numbers(answer.answer, quotes)
        ]
    elif answer.citations:
        problems.append("a refusal carries citations")
    return problems


def _cells(citations: Iterable[Citation], corpus: Corpus) -> list[str]:
    """What the quoted cells of tables say, with the labels and units that are quoted with them."""
    places: dict[str, list[tuple[int, int]]] = {}
    for citation in citations:
        places.setdefault(citation.article_id, []).append((citation.start, citation.end))
    found = ((corpus.get(article_id), spans) for article_id, spans in places.items())
    return [
        said for article, spans in found if article for said in read_within(article.text, spans)
    ]


def _verbatim(citation: Citation, corpus: Corpus) -> bool:
    article = corpus.get(citation.article_id)
    return article is not None and article.text[citation.start : citation.end] == citation.quote
