"""What every door needs: the settings, and the asker with a bounded number of questions at once."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Collection, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Protocol

from anyio import CapacityLimiter, Semaphore, to_thread

from assistant.answer import Answer, Turn
from assistant.api.call import Call, current
from assistant.api.errors import Busy, TooManyQuestions, UnknownArticles
from assistant.api.rate import Standing, Window
from assistant.settings import Settings
from assistant.web import conversation
from index.search import Match, Searcher

AT_ONCE = 20  # questions computed at the same time, over all doors but the chat
MOST_WAITING = 200  # above that a question is refused with Busy


class Asker(conversation.Asker, Protocol):
    """What the doors need of the assistant: what the page does, search, and whole answers."""

    @property
    def searcher(self) -> Searcher: ...

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        articles: Collection[str] | None = None,
    ) -> Answer:
        """The Answer. Raises AssistantError."""


class _Places:
    """Places for AT_ONCE questions, and for MOST_WAITING that wait for one."""

    def __init__(self) -> None:
        self._free = Semaphore(AT_ONCE)
        self.threads = CapacityLimiter(AT_ONCE)

    def check(self) -> None:
        """Raises Busy when too many wait already."""
        if self._free.statistics().tasks_waiting >= MOST_WAITING:
            raise Busy

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """Waits for a place. Raises Busy."""
        self.check()
        async with self._free:
            yield


@dataclass(frozen=True)
class Doors:
    """What every door needs: the asker once it is there, and the settings.

    ``asker`` raises NotReady while the assistant warms up. A door asks through :meth:`ask`,
    :meth:`stream` and :meth:`search`: they keep the event loop free, and count the questions of
    all doors together. They raise NotReady, Busy, TooManyQuestions, UnknownArticles, and what the
    asker raises.
    """

    settings: Settings
    asker: Callable[[], Asker]
    _places: _Places = field(default_factory=_Places, init=False, repr=False)
    _window: Window | None = field(init=False, repr=False)

    def __post_init__(self) -> None:
        window = Window(self.settings.rate) if self.settings.rate else None
        object.__setattr__(self, "_window", window)

    async def ask(
        self, question: str, history: Sequence[Turn] = (), articles: Collection[str] | None = None
    ) -> Answer:
        """The Answer. ``articles``: ids of those that may answer; None for all."""
        call = self.admit(question, articles)
        async with self._places.one():
            asker = self.asker()
            answer = await to_thread.run_sync(
                asker.ask, question, history, articles, limiter=self._places.threads
            )
        call.status = answer.status
        return answer

    def stream(
        self, question: str, history: Sequence[Turn] = (), articles: Collection[str] | None = None
    ) -> AsyncGenerator[str | Answer, None]:
        """Pieces of checked text, and last the Answer.

        What keeps the question from being asked is raised here, before the first piece. Close it,
        or cancel the task that reads it: then nothing is computed after the piece being made.
        """
        return self._stream(self.admit(question, articles), question, history, articles)

    async def search(
        self, question: str, k: int, articles: Collection[str] | None = None
    ) -> list[Match]:
        """The best ``k`` passages, best first."""
        self.admit(question, articles)
        async with self._places.one():
            search = self.asker().searcher.search
            return await to_thread.run_sync(
                search, question, k, articles, limiter=self._places.threads
            )

    def admit(self, question: str, articles: Collection[str] | None) -> Call:
        """Counts a question; raises what keeps it from being asked."""
        corpus = self.asker().corpus
        unknown = [a for a in articles or () if corpus.get(a) is None]
        if unknown:
            raise UnknownArticles(unknown)
        self._places.check()
        call = current.get() or Call("", "")
        call.question = question
        call.standing = self.count(call.client) if call.client else None
        if call.standing and not call.standing.allowed:
            raise TooManyQuestions(call.standing)
        return call

    def count(self, client: str) -> Standing | None:
        """Counts a question of a client, through whatever door; None where there is no limit."""
        return self._window.hit(client) if self._window else None

    async def _stream(
        self,
        call: Call,
        question: str,
        history: Sequence[Turn],
        articles: Collection[str] | None,
    ) -> AsyncGenerator[str | Answer, None]:
        async with self._places.one():
            pieces = iter(self.asker().stream(question, history, articles))
            try:
                while (piece := await self._next(pieces)) is not None:
                    if isinstance(piece, Answer):
                        call.status = piece.status
                    yield piece
            finally:
                if close := getattr(pieces, "close", None):
                    close()

    async def _next(self, pieces: Iterator[str | Answer]) -> str | Answer | None:
        return await to_thread.run_sync(next, pieces, None, limiter=self._places.threads)
