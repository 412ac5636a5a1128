"""Asks every question, scores the answers, and leaves a folder that says it all."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from assistant.evaluate.asker import Asker
from assistant.evaluate.asking import Answering, answered_rows
from assistant.evaluate.checkpoint import (
    RESULTS,
    Price,
    ResultsFile,
    Session,
    locked,
    open_run,
    write_whole,
)
from assistant.evaluate.coverage import Topic, uncovered
from assistant.evaluate.given_context import read_given_context
from assistant.evaluate.identity import program_fingerprint
from assistant.evaluate.judge import Judge, Plan, judge_rows
from assistant.evaluate.outputs import write_outputs
from assistant.evaluate.questions import Question, QuestionSet
from assistant.evaluate.rows import Row
from assistant.evaluate.summary import Summary, summarise


@dataclass(frozen=True, slots=True)
class Run:
    """A finished run: rows in the order of the questions, its figures, and how it began."""

    rows: tuple[Row, ...]
    summary: Summary
    message: str
    topics: tuple[Topic, ...] = ()  # of refused questions, where coverage was asked for


def evaluate(
    questions: QuestionSet,
    asker: Asker,
    out: str | Path,
    *,
    workers: int = 1,
    given_context: bool = False,
    coverage: bool = False,
    judge: Judge | None = None,
    price: Price | None = None,
    progress: bool = False,
    announce: Callable[[str], None] = lambda line: None,
) -> Run:
    """Runs the questions and writes the outputs to the folder ``out``.

    Rows are appended as they come; the same call on the same folder goes on where it stopped, and
    does nothing when it is finished. With ``given_context`` the reader alone is asked, on the
    question's gold context; with ``coverage`` the refused questions are grouped by topic; with a
    ``judge`` the answers are judged when all are there. ``price`` (of a million input and output
    tokens) turns a chat model's tokens into a cost. ``announce`` is told how the run begins and
    what judging will take. A failing question is a row with its error. Raises QuestionError when
    ``given_context`` has no context or no reader.
    """
    options = _Options(workers, coverage, judge, price, progress, announce)
    identity = _identity(questions, asker, given_context)
    answer = read_given_context(questions, asker) if given_context else _asking(asker)
    rows = partial(
        answered_rows, answer=answer, asker=asker, retrieve=not given_context, workers=workers
    )
    with locked(Path(out)):
        return _run(Path(out), questions, asker, rows, identity, options)


@dataclass(frozen=True, slots=True)
class _Options:
    workers: int
    coverage: bool
    judge: Judge | None
    price: Price | None
    progress: bool
    announce: Callable[[str], None]


def _run(
    folder: Path,
    questions: QuestionSet,
    asker: Asker,
    answered: Callable[[Sequence[Question]], Generator[Row]],
    identity: dict[str, Any],
    options: _Options,
) -> Run:
    workers, judge = options.workers, options.judge
    start = open_run(folder, identity, questions.questions)
    options.announce(start.message)
    rows = list(start.done)
    session = Session(folder, identity, workers, start.session)
    if not start.finished:
        with session.measured(asker):
            _ask_rest(folder, questions.questions, answered, rows, options.progress)
    warnings = _warnings(questions, asker)
    if judge is not None:
        rows, failed = _judge(folder, rows, judge, options)
        warnings += [f"Calls of the judge that failed: {failed}."] if failed else []
    summary = summarise(rows, len(questions.bad_rows), warnings, session.totals, options.price)
    topics = uncovered(rows, asker.searcher) if options.coverage and asker.searcher else []
    if not start.finished or options.coverage or judge is not None:
        about = _about(asker, summary, identity, workers)
        write_outputs(folder, rows, summary, asker.corpus, about, topics)
        session.finish()
    return Run(tuple(rows), summary, start.message, tuple(topics))


def _judge(
    folder: Path, rows: Sequence[Row], judge: Judge, options: _Options
) -> tuple[list[Row], int]:
    """The rows with the judge's scores, also in results.jsonl, and the number of failed calls."""

    def say(plan: Plan) -> None:
        cost = f", estimated cost {plan.cost(options.price):.4g}" if options.price else ""
        options.announce(f"The judge {judge.name} takes {plan}{cost}.")

    judged, failed = judge_rows(rows, judge, folder, workers=options.workers, announce=say)
    write_whole(folder / RESULTS, "".join(row.to_json() + "\n" for row in judged))
    return judged, failed


def _ask_rest(
    folder: Path,
    questions: Sequence[Question],
    answered: Callable[[Sequence[Question]], Generator[Row]],
    rows: list[Row],
    progress: bool,
) -> None:
    from tqdm import tqdm

    bar = tqdm(total=len(questions), initial=len(rows), unit="question",
               disable=None if progress else True, dynamic_ncols=True)  # fmt: skip
    rest = questions[len(rows) :]
    with ResultsFile(folder) as results, closing(answered(rest)) as done, bar:
        for row in done:
            results.add(row)
            rows.append(row)
            bar.update()


def _asking(asker: Asker) -> Answering:
    return lambda q: asker.ask(q.question, q.history, q.articles or None)


def _identity(questions: QuestionSet, asker: Asker, given_context: bool) -> dict[str, Any]:
    """What makes two runs the same run; as JSON reads it back."""
    identity = {
        "questions": questions.fingerprint,
        "corpus": asker.corpus.fingerprint,
        "engine": asker.engine,
        "settings": dict(asker.settings),
        "mode": "given context" if given_context else "open",
        "program": program_fingerprint(),
    }
    plain: dict[str, Any] = json.loads(json.dumps(identity, default=str))
    return plain


def _warnings(questions: QuestionSet, asker: Asker) -> list[str]:
    """Questions that can't be answered right: they name articles that the corpus does not have."""
    known = {article.id for article in asker.corpus}
    named: dict[str, list[str]] = {}
    for question in questions.questions:
        wanted = dict.fromkeys([a for group in question.sources for a in group])
        for article in {**wanted, **dict.fromkeys(question.articles)}:
            if article not in known:
                named.setdefault(article, []).append(question.id)
    return [
        f"{_some(ids)} name{'s' if len(ids) == 1 else ''} the article {article!r}, which the "
        f"corpus does not have."
        for article, ids in named.items()
    ]


def _some(ids: Sequence[str]) -> str:
    return ", ".join(ids[:3]) + (f" and {len(ids) - 3} more" if len(ids) > 3 else "")


def _about(
    asker: Asker, summary: Summary, identity: Mapping[str, Any], workers: int
) -> dict[str, str]:
    about = {
        "answered by": asker.engine,
        "articles": f"{len(asker.corpus)} (corpus {asker.corpus.fingerprint})",
        "questions": str(summary.questions),
        "took": f"{summary.seconds:.1f} s, {summary.questions_per_second:.1f} questions a second, "
        f"{workers} at once",
        "kind of run": str(identity["mode"]),
    }
    if summary.model_calls:
        tokens = summary.input_tokens + summary.output_tokens
        about["chat model"] = f"{summary.model_calls} calls, {tokens:,} tokens"
    return about
