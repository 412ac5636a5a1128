"""What a writer hands to the main flow: text with markers and the citations behind them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Citation, Claim, Status
from assistant.citations import cite
from assistant.finding.quotation import Place, Quotation
from assistant.guard import on_one_line
from corpus.article import Article, Corpus

_MARKER = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Written:
    """An answer or a refusal before it becomes an Answer."""

    status: Status
    text: str
    short: str | None = None
    citations: tuple[Citation, ...] = ()
    disagreement: tuple[Claim, ...] | None = None
    reason: str | None = None
    notes: tuple[str, ...] = ()
    engine: str | None = None  # who wrote it, when not the one that was asked to


class Quotes:
    """Numbers the quotes of one answer: the same stretch of text keeps its number."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._numbers: dict[tuple[str, int, int, Place | None, str], int] = {}

    def number(
        self, article_id: str, start: int, end: int, cell: Place | None = None, reads: str = ""
    ) -> int:
        """The number of ``Article.text[start:end]``, given at first sight, counting from 1.

        ``cell``: where in it the table's cell is that answers; ``reads``: what that says.
        """
        key = article_id, start, end, cell, reads if cell else ""
        return self._numbers.setdefault(key, len(self._numbers) + 1)

    def numbers(self, quoted: Quotation) -> tuple[int, ...]:
        """The numbers of all its stretches."""
        return tuple(
            self.number(quoted.article_id, *place, quoted.cell_in(place), quoted.shown)
            for place in quoted.places
        )

    def marks(self, quoted: Quotation) -> str:
        """Its markers: "[1]", or "[1][2]" where a table's head stands far from the row."""
        return "".join(f"[{n}]" for n in self.numbers(quoted))

    def text(self, quoted: Quotation) -> str:
        """The quoted text on one line, with nothing in it that reads as a marker."""
        article = self._article(quoted.article_id)
        said = quoted.shown or " ".join(article.text[low:high] for low, high in quoted.places)
        return on_one_line(said)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """One Citation for each number, looked up in the articles."""
        return tuple(
            cite(n, self._article(article_id), start, end, cell, reads)
            for (article_id, start, end, cell, reads), n in self._numbers.items()
        )

    def _article(self, article_id: str) -> Article:
        article = self._corpus.get(article_id)
        if article is None:
            raise KeyError(article_id)
        return article


def joined(asked: Sequence[str], answers: Sequence[Written], corpus: Corpus) -> Written:
    """The answers to the parts of one question as one, numbered through.

    What is not answered is named in the notes, and makes the whole partial. Where nothing is
    answered, the first refusal stands for all.
    """
    found = [answer for answer in answers if answer.status in ("answered", "partial")]
    if not found:
        return answers[0]
    quotes = Quotes(corpus)
    texts, claims = [], []
    for question, answer in zip(asked, answers, strict=True):
        if answer in found:
            moved = _moved(answer, quotes)
            texts.append(_renumbered(answer.text, moved))
            for claim in answer.disagreement or ():
                citations = tuple(moved[n] for n in claim.citations)
                claims.append(replace(claim, citations=citations, asked=question))
    missing = [q for q, a in zip(asked, answers, strict=True) if a not in found]
    shorts = [answer.short for answer in found if answer.short]
    return Written(
        "partial" if missing else "answered",
        "\n\n".join(texts),
        "; ".join(shorts) if len(shorts) == len(answers) else None,
        quotes.citations,
        tuple(claims) or None,
        reason="part_not_stated" if missing else None,
        notes=(
            *(note for answer in found for note in answer.notes),
            *(f"The sources do not say: “{question}”" for question in missing),
        ),
    )


def beside(stated: Written, worked_out: Written, corpus: Corpus) -> Written:
    """What an article states, and below it the calculation for the same, so that both are seen."""
    quotes = Quotes(corpus)
    texts = [_renumbered(a.text, _moved(a, quotes)) for a in (stated, worked_out)]
    paragraphs = dict.fromkeys(p for text in texts for p in text.split("\n\n"))
    return Written("answered", "\n\n".join(paragraphs), stated.short, quotes.citations)


def _moved(answer: Written, quotes: Quotes) -> dict[int, int]:
    """The numbers of an answer's citations, and theirs in the whole."""
    return {
        c.n: quotes.number(c.article_id, c.start, c.end, c.cell, c.reads) for c in answer.citations
    }


def _renumbered(text: str, moved: Mapping[int, int]) -> str:
    return _MARKER.sub(lambda m: f"[{moved.get(int(m[1]), m[1])}]", text)
