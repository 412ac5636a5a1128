"""An article as stored, and the corpus: all articles of a folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from corpus.dropped import Dropped


@dataclass(frozen=True, slots=True)
class Article:
    """One article after cleaning. Every offset of the project counts characters of ``text``.

    ``id`` is the file's stem; ``published`` is the date as the article states it, never guessed;
    ``kind`` is "article", or "brief" for a summary written for the project. ``dropped`` is what
    cleaning took out: every letter and figure of the file's text is in it or in ``text``.
    """

    id: str
    title: str
    text: str
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None
    language: str = "en"
    kind: str = "article"
    dropped: tuple[Dropped, ...] = ()

    @property
    def content_hash(self) -> str:
        """SHA-256 (hex) over every field: a changed title counts as a change."""
        fields = [getattr(self, name) for name in self.__slots__]
        return hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that was not read: where, what was wrong, and what to do."""

    path: str
    what: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """The articles of a folder in order of their ids, and the files that were not read."""

    articles: tuple[Article, ...]
    problems: tuple[Problem, ...] = ()
    _by_id: dict[str, Article] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {article.id: article for article in self.articles})

    def __iter__(self) -> Iterator[Article]:
        return iter(self.articles)

    def __len__(self) -> int:
        return len(self.articles)

    def get(self, article_id: str) -> Article | None:
        """The article of that id, or None."""
        return self._by_id.get(article_id)

    @property
    def fingerprint(self) -> str:
        """16 hex digits that change when any article's content changes."""
        digest = hashlib.sha256()
        for article in self.articles:
            digest.update(article.content_hash.encode())
        return digest.hexdigest()[:16]


def read_articles(folder: Path, *, follow_links: bool = False) -> Corpus:
    """Every article in the folder and the folders below it (.md, .txt, .html), cleaned.

    Every file becomes an article or a Problem, but for hidden ones and those of the system.
    ``follow_links``: read what links that lead out of the folder point at. Raises CorpusError when
    there is no such folder or nothing usable in it.
    """
    from corpus.read import read_folder  # patterns to compile, for those who read files only

    return read_folder(folder, follow_links=follow_links)
