"""Asks questions in worker threads and scores the answers here, meanwhile, in order."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from assistant.answer import Answer
from assistant.evaluate.asker import Asker
from assistant.evaluate.questions import Question
from assistant.evaluate.retrieval import depth, score_retrieval
from assistant.evaluate.rows import PASSAGES_READ, Row, answered_row, failed_row
from corpus.errors import AssistantError

WINDOW = 4  # questions in flight for each worker: rows come in the order of the questions

Answering = Callable[[Question], Answer]


@dataclass(frozen=True, slots=True)
class _Asked:
    question: Question
    result: Answer | Exception
    ms: float


def answered_rows(
    questions: Iterable[Question],
    answer: Answering,
    asker: Asker,
    *,
    retrieve: bool,
    workers: int,
) -> Generator[Row]:
    """A scored row for each question, in order, with up to ``workers`` asked at once.

    With ``retrieve`` the asker's searcher is scored too. A question that fails is a row as well.
    Closing the generator drops the questions that were not begun.
    """
    pool = ThreadPoolExecutor(workers)
    waiting: deque[Future[_Asked]] = deque()
    try:
        for question in questions:
            waiting.append(pool.submit(_ask, answer, question))
            if len(waiting) >= WINDOW * workers:
                yield _row(waiting.popleft().result(), asker, retrieve)
        while waiting:
            yield _row(waiting.popleft().result(), asker, retrieve)
    finally:
        pool.shutdown(cancel_futures=True)


def _ask(answer: Answering, question: Question) -> _Asked:
    begun = time.perf_counter()
    result: Answer | Exception
    try:
        result = answer(question)
    except Exception as error:  # whatever fails in one question must not end the run
        result = error
    return _Asked(question, result, 1000 * (time.perf_counter() - begun))


def _row(asked: _Asked, asker: Asker, retrieve: bool) -> Row:
    question, answer = asked.question, asked.result
    if isinstance(answer, Exception):
        return failed_row(question, _in_words(answer), asked.ms)
    found = None
    if retrieve and asker.searcher is not None and (passages := depth(question)):
        try:
            searched = answer.searched_for or question.question
            matches = asker.searcher.search(searched, passages, question.articles or None)
        except Exception as error:  # as above
            return failed_row(question, _in_words(error), asked.ms)
        found = score_retrieval(question, matches, asker.corpus)
    read = int(asker.settings.get("passages_read", PASSAGES_READ))
    return answered_row(question, answer, asked.ms, asker.corpus, found, read)


def _in_words(error: Exception) -> str:
    return str(error) if isinstance(error, AssistantError) else f"{type(error).__name__}: {error}"
