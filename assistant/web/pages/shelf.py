"""What the pages need of the assistant."""

from __future__ import annotations

from typing import Protocol

from corpus.article import Corpus
from index.search import Searcher


class Shelf(Protocol):
    """The articles, and a search over them."""

    @property
    def corpus(self) -> Corpus: ...

    @property
    def searcher(self) -> Searcher: ...
