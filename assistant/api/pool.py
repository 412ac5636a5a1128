"""Questions computed by several processes, each over the same index; an asker like any other."""

from __future__ import annotations

import contextlib
import multiprocessing
import threading
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import Future
from multiprocessing.connection import Client, Connection
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any, Self

from assistant.answer import Answer, Turn
from assistant.api.worker import WorkerError, main
from assistant.settings import Settings
from assistant.understanding.question import QuestionError
from corpus.errors import AssistantError
from index.opened import Index

_WAIT_S = 60.0  # for a worker that takes the place of one that died
_CLOSE_S = 5.0  # for the workers to end
_START = "See the lines above, or start with --workers 1."
_MOST_FAILURES = 3  # to start, one after the other, before a place is given up


class Pool:
    """``count`` workers; the one with the fewest questions gets the next.

    A worker that dies is replaced, and its question is asked once more unless a part of the answer
    was given already. Search stays in this process. Raises AssistantError where they can't start.
    """

    def __init__(self, settings: Settings, index: Index, count: int) -> None:
        self.corpus = index.corpus
        self.searcher = index.searcher
        self._settings = settings
        self._alive: list[_Worker] = []
        self._changed = threading.Condition()
        self._over = False
        first: list[Future[str]] = [Future() for _ in range(count)]
        self._keepers = [
            threading.Thread(target=self._keep, args=(started,), daemon=True) for started in first
        ]
        for keeper in self._keepers:
            keeper.start()
        try:
            engines = [started.result() for started in first]
        except AssistantError:
            self.close()
            raise
        self.engine = engines[0]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the workers."""
        with self._changed:
            self._over = True
            for worker in self._alive:
                worker.process.terminate()
            self._changed.notify_all()
        for keeper in self._keepers:
            keeper.join(_CLOSE_S)

    def ask(
        self, question: str, history: Sequence[Turn] = (), articles: Collection[str] | None = None
    ) -> Answer:
        """The checked Answer. Raises QuestionError, WorkerError, and what the assistant raises."""
        *_, answer = self.stream(question, history, articles)
        assert isinstance(answer, Answer)
        return answer

    def stream(
        self, question: str, history: Sequence[Turn] = (), articles: Collection[str] | None = None
    ) -> Iterator[str | Answer]:
        """Pieces of checked text, and last the Answer."""
        asked = (question, tuple(history), articles if articles is None else tuple(articles))
        for last in (False, True):
            given = False
            with self._one() as worker:
                try:
                    for piece in worker.stream(asked):
                        given = True
                        yield piece
                    return
                except (EOFError, OSError) as error:
                    worker.process.terminate()  # it is of no use, should it still be there
                    worker.lost = True
                    if given or last:
                        raise WorkerError(
                            "The process that worked on the answer has ended.", "Ask again."
                        ) from error

    @contextlib.contextmanager
    def _one(self) -> Iterator[_Worker]:
        """The worker with the fewest questions, one more counted for it meanwhile."""
        with self._changed:
            self._changed.wait_for(lambda: self._living() or self._over, _WAIT_S)
            living = self._living()
            if not living:
                raise WorkerError("No process is there to answer.", "Restart the server.")
            worker = min(living, key=lambda one: one.questions)
            worker.questions += 1
        try:
            yield worker
        finally:
            with self._changed:
                worker.questions -= 1

    def _living(self) -> list[_Worker]:
        """Without those that hung up, and are listed until their keepers see that they ended."""
        return [worker for worker in self._alive if not worker.lost]

    def _keep(self, first: Future[str]) -> None:
        """Keeps one worker's place filled until it is over."""
        failures = 0
        while failures < _MOST_FAILURES:
            try:
                worker = _Worker(self._settings, self.corpus.fingerprint)
            except WorkerError as error:
                if not first.done():
                    first.set_exception(error)
                    return
                failures += 1
                continue
            failures = 0
            with self._changed:
                if self._over:
                    worker.process.terminate()
                self._alive.append(worker)
                self._changed.notify_all()
            if not first.done():
                first.set_result(worker.engine)
            worker.process.join()
            worker.lost = True
            with self._changed:
                self._alive.remove(worker)
                if self._over:
                    return


class _Worker:
    """One process, ready to be asked. Raises WorkerError when it does not get there."""

    def __init__(self, settings: Settings, fingerprint: str) -> None:
        self.questions = 0  # that it works on
        self.lost = False
        context = multiprocessing.get_context("spawn")  # threads and fork do not go together
        ours, theirs = context.Pipe(duplex=False)
        self.process: BaseProcess = context.Process(
            target=main, args=(settings, fingerprint, theirs), daemon=True
        )
        self.process.start()
        theirs.close()
        with ours:
            try:
                outcome, *said = ours.recv()
            except EOFError:
                outcome, said = "failed", ["A worker ended while it started.", _START]
        if outcome == "failed":
            self.process.join()
            raise WorkerError(*said)
        self._address, self.engine = said

    def stream(self, asked: tuple[Any, ...]) -> Iterator[str | Answer]:
        """One connection a question: hanging up is how a question is given up."""
        with Client(self._address, authkey=multiprocessing.current_process().authkey) as line:
            line.send(asked)
            yield from _received(line)


def _received(line: Connection) -> Iterator[str | Answer]:
    while True:
        kind, content = line.recv()
        if kind == "question":
            raise QuestionError(*content)
        if kind == "error":
            raise AssistantError(*content)
        if kind == "unexpected":
            raise RuntimeError("The worker failed; its log has the reason.")
        yield content
        if isinstance(content, Answer):
            return
