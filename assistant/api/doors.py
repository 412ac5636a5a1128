"""What every door needs: the settings, and the asker with a bounded number of questions at once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Protocol

from anyio import CapacityLimiter, Semaphore, to_thread

from assistant.answer import Answer, Turn
from assistant.api.errors import Busy, NotReady, UnknownArticles
from assistant.settings import Settings
from corpus.article import Corpus
from index.search import Searcher

__all__ = ["AT_ONCE", "MOST_WAITING", "Asker", "Busy", "Doors", "NotReady", "UnknownArticles"]

AT_ONCE = 20  # questions computed at the same time, over all doors but the chat
MOST_WAITING = 200  # above that a question is refused with Busy


class Asker(Protocol):
    """What the doors need of the assistant."""

    @property
    def corpus(self) -> Corpus: ...

    @property
    def engine(self) -> str: ...

    @property
    def searcher(self) -> Searcher: ...

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        articles: Collection[str] | None = None,
    ) -> Answer:
        """The Answer. Raises AssistantError."""

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        articles: Collection[str] | None = None,
    ) -> Iterator[str | Answer]:
        """Pieces of checked text, and last the Answer that stands for them all."""


class _Places:
    """Places for AT_ONCE questions, and for MOST_WAITING that wait for one."""

    def __init__(self) -> None:
        self._free = Semaphore(AT_ONCE)
        self.threads = CapacityLimiter(AT_ONCE)

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """Waits for a place. Raises Busy when too many wait already."""
        if self._free.statistics().tasks_waiting >= MOST_WAITING:
            raise Busy
        async with self._free:
            yield


@dataclass(frozen=True)
class Doors:
    """What every door needs: the asker once it is there, and the settings.

    ``asker`` raises NotReady while the assistant warms up. A door asks through :meth:`ask` and
    :meth:`stream`: they keep the event loop free, and count the questions of all doors together.
    """

    settings: Settings
    asker: Callable[[], Asker]
    _places: _Places = field(default_factory=_Places, repr=False)

    async def ask(
        self, question: str, history: Sequence[Turn] = (), articles: Collection[str] | None = None
    ) -> Answer:
        """The Answer. Raises NotReady, Busy, UnknownArticles, and what the asker raises."""
        asker = self._asker_for(articles)
        async with self._places.one():
            return await to_thread.run_sync(
                asker.ask, question, history, articles, limiter=self._places.threads
            )

    async def stream(
        self, question: str, history: Sequence[Turn] = (), articles: Collection[str] | None = None
    ) -> AsyncIterator[str | Answer]:
        """Pieces of checked text, and last the Answer; raises as :meth:`ask` does.

        Close it, or cancel the task that reads it, and nothing more is computed after the piece
        that is being made.
        """
        asker = self._asker_for(articles)
        async with self._places.one():
            pieces = iter(asker.stream(question, history, articles))
            try:
                while (piece := await self._next(pieces)) is not None:
                    yield piece
            finally:
                if close := getattr(pieces, "close", None):
                    close()

    async def _next(self, pieces: Iterator[str | Answer]) -> str | Answer | None:
        return await to_thread.run_sync(next, pieces, None, limiter=self._places.threads)

    def _asker_for(self, articles: Collection[str] | None) -> Asker:
        asker = self.asker()
        unknown = [a for a in articles or () if asker.corpus.get(a) is None]
        if unknown:
            raise UnknownArticles(unknown)
        return asker
