"""What could be asked next: questions made from the articles around an answer, and tried first."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from assistant.answer import Answer
from assistant.understanding.words import content_words, stem
from assistant.web.conversation import Asker, Exchange
from assistant.web.examples import Example, answered, candidates, questions_of

WANTED = 3
MOST_TRIED = 9
WITHIN_S = 3.0  # then one is enough
MOST_WAITING = 8  # answers that wait for suggestions; above that there are none
_KEPT = 4096  # questions whose trial is remembered


class Suggester:
    """Finds questions that the articles answer and that lie near what was just asked.

    ``trial`` gives the assistant they are tried with, one without a chat model that would cost;
    it is opened when first needed. Questions are tried in one thread, first come first served, so
    that answers are not held up and the suggestions of an earlier answer never come last.
    """

    def __init__(self, trial: Callable[[], Asker]) -> None:
        self._trial = trial
        self._made: dict[str, list[Example]] = {}
        self._tried: dict[tuple[str, tuple[str, ...]], bool] = {}
        self._thread = ThreadPoolExecutor(1, "suggest")
        self._waiting = 0

    async def next_soon(
        self, exchanges: Sequence[Exchange], articles: tuple[str, ...] = ()
    ) -> list[str]:
        """What :meth:`next` finds, without holding up the event loop; nothing in a rush."""
        if self._waiting >= MOST_WAITING:
            return []
        self._waiting += 1
        try:
            return await asyncio.wrap_future(self._thread.submit(self.next, exchanges, articles))
        finally:
            self._waiting -= 1

    def next(self, exchanges: Sequence[Exchange], articles: tuple[str, ...] = ()) -> list[str]:
        """Up to WANTED questions after the last exchange; none where it has no answer."""
        answer = exchanges[-1].answer if exchanges else None
        if answer is None or answer.status == "smalltalk":
            return []
        asked = {_plain(text) for e in exchanges for text in _wordings(e)}
        found: list[str] = []
        deadline = time.monotonic() + WITHIN_S
        for example in self._near(answer, articles)[:MOST_TRIED]:
            if len(found) == WANTED or (found and time.monotonic() > deadline):
                break
            if _plain(example.question) not in asked and self._works(example, articles):
                found.append(example.question)
        return found

    def _works(self, example: Example, articles: tuple[str, ...]) -> bool:
        key = (example.question, articles)
        if key not in self._tried:
            if len(self._tried) >= _KEPT:
                self._tried.clear()
            self._tried[key] = answered(self._trial(), example, articles or None)
        return self._tried[key]

    def _near(self, answer: Answer, articles: tuple[str, ...]) -> list[Example]:
        """Questions of other sentences: most words in common first, then the same article."""
        quoted = answer.citations or answer.related
        words = _stems(" ".join([answer.searched_for, *(c.quote for c in answer.citations)]))
        spans = [(c.article_id, c.start, c.end) for c in answer.citations]
        ranked: list[tuple[float, int, Example]] = []
        for example in self._all([c.article_id for c in quoted]):
            if articles and example.article_id not in articles:
                continue
            if any(a == example.article_id and s < example.end and example.start < e
                   for a, s, e in spans):  # fmt: skip
                continue
            shared = len(words & _stems(example.question))
            near = any(c.article_id == example.article_id for c in quoted)
            ranked.append((-shared - near, len(ranked), example))
        return _one_a_sentence([example for *_, example in sorted(ranked, key=lambda r: r[:2])])

    def _all(self, near: Sequence[str]) -> Iterator[Example]:
        """Those of the articles that were cited, then of some others."""
        corpus = self._trial().corpus
        seen: set[str] = set()
        for article_id in dict.fromkeys(near):
            article = corpus.get(article_id)
            if article:
                seen.add(article_id)
                if article_id not in self._made:
                    self._made[article_id] = questions_of(article)
                yield from self._made[article_id]
        if "" not in self._made:
            self._made[""] = candidates(corpus)
        yield from (e for e in self._made[""] if e.article_id not in seen)


def _one_a_sentence(examples: Sequence[Example]) -> list[Example]:
    kept: dict[tuple[str, int], Example] = {}
    for example in examples:
        kept.setdefault((example.article_id, example.start), example)
    return list(kept.values())


def _wordings(exchange: Exchange) -> list[str]:
    return [exchange.question, exchange.answer.searched_for if exchange.answer else ""]


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


def _stems(text: str) -> set[str]:
    return {stem(word) for word in content_words(text)}
