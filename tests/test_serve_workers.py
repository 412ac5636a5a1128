"""Questions computed by other processes: the same answers, and what happens when one dies."""

from __future__ import annotations

import dataclasses
import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.answer import Answer, Turn
from assistant.api.pool import Pool
from assistant.api.worker import WorkerError
from assistant.ask import Assistant
from assistant.cli import main
from assistant.settings import Settings
from assistant.understanding.question import QuestionError
from assistant.wiring import ready_index
from corpus.article import Article, Corpus
from index.opened import Index

QUESTION = "How much goes to talent?"


@pytest.fixture(scope="module")
def pool(settings: Settings, briefs_index: Path) -> Iterator[Pool]:
    assert briefs_index.is_dir()
    with Pool(settings, ready_index(settings), 2) as opened:
        yield opened


def _pids(pool: Pool) -> set[int]:
    return {worker.process.pid for worker in pool._alive if worker.process.pid}


def _untimed(answer: Answer) -> Answer:
    return dataclasses.replace(answer, latency_ms=0.0)


def test_workers_answer_as_this_process_does(pool: Pool, assistant: Assistant) -> None:
    assert len(_pids(pool)) == 2
    assert os.getpid() not in _pids(pool)
    assert pool.engine == assistant.engine
    asked = [
        (QUESTION, (), None),
        ("and to GPUs?", (Turn(QUESTION),), None),
        (QUESTION, (), [assistant.corpus.articles[0].id]),
        ("Who won the 1998 World Cup?", (), None),
    ]
    with ThreadPoolExecutor(len(asked)) as threads:
        together = list(threads.map(lambda arguments: pool.ask(*arguments), asked))
    for arguments, answer in zip(asked, together, strict=True):
        assert _untimed(answer) == _untimed(assistant.ask(*arguments))


def test_a_stream_comes_in_the_same_pieces(pool: Pool, assistant: Assistant) -> None:
    *pieces, answer = pool.stream(QUESTION)
    *expected, straight = assistant.stream(QUESTION)
    assert isinstance(answer, Answer)
    assert isinstance(straight, Answer)
    assert pieces == expected
    assert _untimed(answer) == _untimed(straight)


def test_a_question_that_cannot_be_asked_says_so(pool: Pool) -> None:
    with pytest.raises(QuestionError, match="empty") as caught:
        pool.ask(" ")
    assert caught.value.remedy


def test_a_stream_that_is_given_up_frees_its_worker(pool: Pool) -> None:
    pieces = pool.stream(QUESTION)
    next(iter(pieces))
    assert sum(worker.questions for worker in pool._alive) == 1
    pieces.close()  # type: ignore[attr-defined]  # it is a generator
    assert sum(worker.questions for worker in pool._alive) == 0


def test_a_worker_that_dies_is_replaced_and_its_question_asked_again(pool: Pool) -> None:
    before = _pids(pool)
    with ThreadPoolExecutor(4) as threads:
        asked = [threads.submit(pool.ask, QUESTION) for _ in range(4)]
        busiest = max(pool._alive, key=lambda worker: worker.questions).process.pid
        assert busiest
        os.kill(busiest, signal.SIGKILL)
        assert {answer.result(60).status for answer in asked} == {"answered"}
    deadline = time.monotonic() + 60
    while len(_pids(pool)) < 2 or busiest in _pids(pool):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert len(_pids(pool) & before) == 1


def test_workers_over_other_articles_do_not_start(settings: Settings, pool: Pool) -> None:
    class Other:
        corpus = Corpus((Article("a", "A title", "A sentence."),))
        searcher = pool.searcher

    with pytest.raises(WorkerError, match="changed"):
        Pool(settings, Other(), 1)  # type: ignore[arg-type]


def test_closing_ends_the_processes(settings: Settings, briefs_index: Path) -> None:
    index: Index = ready_index(settings)
    with Pool(settings, index, 1) as opened:
        process = opened._alive[0].process
    assert not process.is_alive()
    with pytest.raises(WorkerError):
        opened.ask(QUESTION)


@pytest.mark.parametrize("count", ["0", "65", "two"])
def test_a_wrong_number_of_workers_is_refused(
    count: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["serve", "--workers", count])
    assert caught.value.code == 2
    assert "from 1 to 64" in capsys.readouterr().err
