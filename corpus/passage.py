"""Sentences and passages: what an article is cut into, with exact offsets."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.article import Article
from corpus.cell import Cell


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, list item, heading or table cell: ``Article.text[start:end]``.

    There is no space at either end. A cell comes with the bars beside it, the first of a row with
    the row's labels and what stands above, so that nothing of a table is left out.
    """

    start: int
    end: int
    text: str
    paragraph: int  # counts from 0 within the article; headings and tables have their own
    heading: bool = False
    item: bool = False  # a list item, or a part of one
    cell: Cell | None = None

    @property
    def said(self) -> str:
        """What is searched and read: the text itself, or a cell with its labels and unit."""
        return self.cell.said if self.cell else self.text


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences of one article that is retrieved, read and cited together.

    ``lead`` and ``tail`` are the neighbouring sentences (may be empty): context for the encoder
    and the reader, never part of the passage. ``heading`` is the nearest heading above.
    """

    article_id: str
    index: int  # counts from 0 within the article
    sentences: tuple[Sentence, ...]
    title: str
    heading: str | None = None
    lead: Sentence | None = None
    tail: Sentence | None = None

    @property
    def key(self) -> str:
        """Unique within a corpus, stable while the article is: ``article_id#index``."""
        return f"{self.article_id}#{self.index}"

    @property
    def start(self) -> int:
        return self.sentences[0].start

    @property
    def end(self) -> int:
        return self.sentences[-1].end

    @property
    def text(self) -> str:
        """What its sentences say, joined by single spaces; quotes come from the article."""
        return " ".join(sentence.said for sentence in self.sentences)


def split(article: Article) -> tuple[Passage, ...]:
    """The passages of an article, in order; every sentence but the headings is in exactly one.

    Pure. Sentences of one paragraph stay together as far as the sizes in corpus/packing.py allow,
    list items stay with the sentence that introduces them, and short neighbouring paragraphs under
    one heading may share a passage. An article of nothing but headings has them as its passages.
    """
    from corpus.packing import passages_of  # patterns to compile, for those who split only

    return passages_of(article)
