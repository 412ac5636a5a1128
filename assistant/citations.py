"""Looks quotes up and checks the promises of an Answer. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from assistant.answer import Answer, Citation
from assistant.guard import on_one_line, unsupported_numbers
from corpus.article import Article, Corpus
from corpus.cells import read_within
from corpus.errors import AssistantError

_MARKER = re.compile(r"\[(\d+)\]")


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


def markers(answer: str) -> list[int]:
    """The numbers of all ``[n]`` markers in the order they stand."""
    return [int(n) for n in _MARKER.findall(answer)]


def kept(answer: Answer, corpus: Corpus) -> Answer:
    """The Answer when it keeps every promise, else its quotes alone, with a note that says so.

    Raises BrokenPromise when the quotes break one themselves.
    """
    broken = broken_promises(answer, corpus)
    if broken and answer.citations and not answer.abstained:
        quotes = "\n\n".join(f"{on_one_line(c.quote)} [{c.n}]" for c in answer.citations)
        note = f"Only the quotes are shown. What was written about them was left out: {broken[0]}."
        answer = replace(
            answer, answer=quotes, short=None, disagreement=None, status="partial",
            reason="unsupported", notes=(*answer.notes, note),
        )  # fmt: skip
    check(answer, corpus)
    return answer


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
