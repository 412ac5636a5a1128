"""What each part of the answerer is worth: ``python -m tests.ablation [QUESTIONS] [--sample N]``.

Asks the same questions of six answerers, each with one part more, and prints a Markdown table:
figures with 95% bootstrap intervals, and against the row above McNemar's exact test over the
questions that became right or wrong (a rightful refusal is right).
"""

from __future__ import annotations

import argparse
import dataclasses
import random
import tempfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.answer import Answer, Turn
from assistant.ask import Assistant
from assistant.evaluate import QuestionSet, Run, compare, evaluate, read_questions
from assistant.evaluate.asker import Asker
from assistant.evaluate.metrics import BY_NAME, measure
from assistant.evaluate.rows import Row
from assistant.finding.decision import Decision
from assistant.finding.finder import Finder
from assistant.quiet import quiet
from assistant.reader.reading import Reader
from assistant.settings import Settings
from assistant.understanding.spelling import Respelling, Speller
from assistant.wiring import WEIGHTS, open_assistant, reader_of, ready_index
from index.opened import Index
from tests.plain_search import (
    BY_READER,
    BY_SEARCH,
    NearestSentence,
    OneSentence,
    Practice,
    Remembering,
    practice,
)

QUESTIONS = Path(__file__).parent / "cases" / "questions.jsonl"
PRACTICE = 300  # lessons' questions that thresholds are fitted on
SHOWN = ("right", "refused", "false_refusals", "auroc")


class AsTyped(Speller):
    """Takes every question as it is typed."""

    def respell(self, question: str) -> Respelling:
        return Respelling(question, ())


@dataclass(frozen=True, slots=True)
class Step:
    """One answerer of the table: what finds, how sure it must be, and which parts it has."""

    name: str
    reader: Reader
    decision: Decision
    threshold: float
    writes: bool = False  # lists, both sides, calculations and disagreement
    follows: bool = False  # follow-ups are resolved


class Ablated(Assistant):
    """An assistant with the parts of one step, and no spelling."""

    def __init__(self, index: Index, step: Step) -> None:
        finder = Finder(index.searcher, index.corpus, step.reader, step.decision)
        super().__init__(index, finder, threshold=step.threshold, settings={"step": step.name})
        self._speller = AsTyped({}, frozenset())
        self._follows = step.follows
        if not step.writes:
            self._embedded = OneSentence(finder, index.corpus, step.threshold)

    def ask(
        self, question: str, history: Sequence[Turn] = (), articles: Collection[str] | None = None
    ) -> Answer:
        """The Answer; the conversation is forgotten unless the step follows it."""
        return super().ask(question, history if self._follows else (), articles)


def steps(index: Index, settings: Settings, lessons: Practice) -> Iterator[Step]:
    """From search alone to everything but spelling; fits the thresholds of the simpler ones."""
    folder = settings.reader or WEIGHTS
    nearest, reader = NearestSentence(index.encoder), Remembering(reader_of(folder))
    fitted = Decision.load(folder if (folder / "decision.json").exists() else WEIGHTS)
    own = settings.threshold
    yield Step("search alone", nearest, BY_SEARCH, lessons.threshold(nearest, BY_SEARCH))
    yield Step("+ reader", reader, BY_READER, lessons.threshold(reader, BY_READER))
    yield Step("+ combination", reader, fitted, own)
    yield Step("+ writing", reader, fitted, own, writes=True)
    yield Step("+ follow-ups", reader, fitted, own, writes=True, follows=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the table, and a line each for the questions that follow-ups and spelling change."""
    args = _parser().parse_args(arguments)
    quiet()
    settings = Settings.from_environment()
    if args.corpus:
        settings = dataclasses.replace(settings, corpus=args.corpus, index=None)
    questions = sampled(read_questions(args.questions), args.sample, args.seed)
    index = ready_index(settings)
    with tempfile.TemporaryDirectory() as folder:
        runs: dict[str, Run] = {}
        with practice(index.encoder, args.practice, args.seed) as lessons:
            askers = [(s.name, Ablated(index, s)) for s in steps(index, settings, lessons)]
        shipped: list[tuple[str, Asker]] = [*askers, ("+ spelling", open_assistant(settings))]
        for name, asker in shipped:
            runs[name] = evaluate(questions, asker, Path(folder) / name)
            without_errors(runs[name].rows)
        print("\n".join(table(runs, Path(folder))))


def without_errors(rows: Sequence[Row]) -> list[Row]:
    """The rows; ends the program where one failed, since a figure must not count it as wrong."""
    for row in rows:
        if row.error:
            raise SystemExit(f"{row.id}: {row.error}")
    return list(rows)


def sampled(questions: QuestionSet, size: int | None, seed: int) -> QuestionSet:
    """``size`` of the questions in their order, or all."""
    if size is None or size >= len(questions.questions):
        return questions
    places = sorted(random.Random(seed).sample(range(len(questions.questions)), size))
    return dataclasses.replace(
        questions, questions=tuple(questions.questions[place] for place in places)
    )


def table(runs: dict[str, Run], folder: Path) -> list[str]:
    """The Markdown table, and below it what changed in the questions of a conversation."""
    head = ["answerer", *(f"{BY_NAME[name].label}, %" for name in SHOWN[:3]), "AUROC"]
    head += ["became right / wrong", "p"]
    lines = [f"| {' | '.join(head)} |", "| --- " * len(head) + "|"]
    before = ""
    for name, run in runs.items():
        cells = [name, *(shown(run.rows, metric) for metric in SHOWN)]
        if before:
            change = compare(folder / before, folder / name)
            cells += [f"{change.fixed} / {change.broken}", f"{change.p_value:.2g}"]
        else:
            cells += ["", ""]
        lines.append(f"| {' | '.join(cells)} |")
        before = name
    return [*lines, "", *_of_their_own(runs)]


def shown(rows: Sequence[Row], metric: str) -> str:
    """A figure with its interval, as "73 (66 to 80)"; shares in percent."""
    figure = measure(BY_NAME[metric], rows)
    if figure is None:
        return "–"
    if BY_NAME[metric].unit == "share":
        value, low, high = (f"{100 * x:.0f}" for x in (figure.value, figure.low, figure.high))
    else:
        value, low, high = (f"{x:.2f}" for x in (figure.value, figure.low, figure.high))
    return f"{value} ({low} to {high})"


def _of_their_own(runs: dict[str, Run]) -> Iterator[str]:
    """Follow-ups among the questions with history, spelling among those that were respelt."""
    names = list(runs)
    for name, chosen in (("+ follow-ups", _has_history), ("+ spelling", _was_respelt)):
        places = [place for place, row in enumerate(runs[name].rows) if chosen(row)]
        before = runs[names[names.index(name) - 1]].rows
        right = [
            sum(bool(rows[place].right) for place in places) for rows in (before, runs[name].rows)
        ]
        yield f"{name}: of its {len(places)} questions {right[0]} were right, now {right[1]}.  "


def _has_history(row: Row) -> bool:
    return bool(row.key.get("history"))


def _was_respelt(row: Row) -> bool:
    return row.answer is not None and any(note.startswith("Read “") for note in row.answer.notes)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.ablation", description=__doc__)
    parser.add_argument("questions", type=Path, nargs="?", default=QUESTIONS)
    parser.add_argument("--corpus", type=Path, help="folder of articles (default: as set)")
    parser.add_argument("--sample", type=int, metavar="N", help="ask only N of the questions")
    says = f"lessons' questions that thresholds are fitted on ({PRACTICE})"
    parser.add_argument("--practice", type=int, default=PRACTICE, metavar="N", help=says)
    parser.add_argument("--seed", type=int, default=0, help="of both samples (0)")
    return parser


if __name__ == "__main__":
    main()
