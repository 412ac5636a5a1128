"""A small asker for the tests of evaluation: real articles, shared words, real Answers."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np

from assistant.answer import Answer, Citation, Turn
from assistant.reader.reading import Reading, Span
from corpus.article import Article, Corpus
from corpus.passage import Passage, split
from index.search import Match

_COMMON = frozenset("a an and are at by do does for from how in is it of on that the to was what "
                    "when where which who why will with much many".split())  # fmt: skip


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower())) - _COMMON


class WordReader:
    """Reads by shared words: the sentence that shares the most with the question."""

    name = "shared words"

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        return [self._reading(words(question), passage) for passage in passages]

    def _reading(self, asked: set[str], passage: Passage) -> Reading:
        scored = [(len(asked & words(s.text)) / (len(asked) or 1), s) for s in passage.sentences]
        score, best = max(scored, key=lambda pair: pair[0])
        odds = 10 * (score - 0.4)
        return Reading(passage, (Span(best.start, best.end, odds),), odds)


class WordSearcher:
    def __init__(self, corpus: Corpus) -> None:
        self._passages = [passage for article in corpus for passage in split(article)]
        self._words = [words(passage.text) for passage in self._passages]

    def search(
        self, question: str, k: int = 10, articles: Collection[str] | None = None
    ) -> list[Match]:
        asked = words(question)
        shared = [float(len(asked & held)) for held in self._words]
        wanted = [
            at
            for at, passage in enumerate(self._passages)
            if articles is None or passage.article_id in articles
        ]
        order = sorted(wanted, key=lambda at: (-shared[at], at))[:k]
        return [Match(self._passages[at], shared[at], 0.0, shared[at]) for at in order]

    def vector(self, question: str) -> np.ndarray:
        """Words hashed into 64 places; unit length."""
        vector = np.full(64, 0.01, dtype=np.float32)
        for word in words(question):
            vector[hash_of(word) % 64] += 1
        return vector / np.linalg.norm(vector)


class WordAsker:
    """Deterministic: quotes the best sentence, or abstains when too few words are shared."""

    engine = "shared words"
    usage = None

    def __init__(self, corpus: Corpus, **settings: Any) -> None:
        self.corpus = corpus
        self.searcher: WordSearcher | None = WordSearcher(corpus)
        self.reader = WordReader()
        self.settings: Mapping[str, Any] = {"passages_read": 4} | settings
        self.asked: list[str] = []

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        articles: Collection[str] | None = None,
    ) -> Answer:
        self.asked.append(question)
        searched = " ".join([*(turn.question for turn in history), question])
        assert self.searcher is not None
        passages = [match.passage for match in self.searcher.search(searched, 4, articles)]
        readings = self.reader.read(searched, passages)
        best = max(readings, key=lambda reading: reading.answers)
        confidence = min(1.0, max(0.0, 0.5 + best.answers / 12))
        article = self.corpus.get(best.passage.article_id)
        assert article is not None
        span = best.spans[0]
        quote = cite(article, span.start, span.end)
        found = best.answers > 0
        return Answer(
            id=f"r-{abs(hash_of(searched)):x}",
            question=question,
            searched_for=searched,
            status="answered" if found else "not_in_sources",
            reason=None if found else "below_threshold",
            answer=f"{quote.quote} [1]" if found else "The sources do not say.",
            short=None,
            citations=(quote,) if found else (),
            related=() if found else (quote,),
            disagreement=None,
            engine=self.engine,
            corpus=self.corpus.fingerprint,
            latency_ms=1.0,
            confidence=round(confidence, 4),
        )


def cite(article: Article, start: int, end: int) -> Citation:
    return Citation(
        1, article.id, article.title, article.publisher, article.published, article.url,
        article.text[start:end], start, end,
    )  # fmt: skip


def hash_of(text: str) -> int:
    return sum(ord(c) * 31**i % 1_000_003 for i, c in enumerate(text))
