"""What a writer hands to the main flow: text with markers and the citations behind them."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answer import Citation, Claim, Status
from assistant.citations import cite
from corpus.article import Article, Corpus


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
        self._numbers: dict[tuple[str, int, int], int] = {}

    def number(self, article_id: str, start: int, end: int) -> int:
        """The number of ``Article.text[start:end]``, given at first sight, counting from 1."""
        return self._numbers.setdefault((article_id, start, end), len(self._numbers) + 1)

    def text(self, article_id: str, start: int, end: int) -> str:
        """The quoted text on one line."""
        return " ".join(self._article(article_id).text[start:end].split())

    @property
    def citations(self) -> tuple[Citation, ...]:
        """One Citation for each number, looked up in the articles."""
        return tuple(
            cite(n, self._article(article_id), start, end)
            for (article_id, start, end), n in self._numbers.items()
        )

    def _article(self, article_id: str) -> Article:
        article = self._corpus.get(article_id)
        if article is None:
            raise KeyError(article_id)
        return article
