"""The commands of evaluation, for the command line to mount: evaluate, compare, verify."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.evaluate.asker import OpenAsker
from assistant.evaluate.formats import FORMATS, read_questions
from assistant.evaluate.questions import QuestionError, QuestionSet
from assistant.evaluate.verify import report_lines, verify_file
from corpus.article import Corpus

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

Handler = Callable[[argparse.Namespace, OpenAsker], int]
OpenCorpus = Callable[[argparse.Namespace], Corpus]
INTERRUPTED = 130  # what shells report for Ctrl-C


def add_commands(subparsers: Subparsers, parents: Sequence[argparse.ArgumentParser] = ()) -> None:
    """Adds the parsers; each sets ``handler`` to a function of (args, open_asker)."""
    _add_evaluate(subparsers, list(parents))
    _add_verify(subparsers, list(parents))


def _add_evaluate(subparsers: Subparsers, parents: list[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser(
        "evaluate",
        parents=parents,
        help="ask a file of questions and score the answers",
        description="Asks every question of a set, scores the answers by their keys, and writes "
        "results, figures and a report to a folder. The same command resumes a run.",
    )
    parser.add_argument("questions", type=Path, help="question set: a file, or a BEIR folder")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where results go")
    parser.add_argument("--format", choices=FORMATS, help="when it can't be told from the file")
    parser.add_argument("--strict", action="store_true", help="a bad row stops the run")
    parser.add_argument("--workers", type=_positive, default=1, metavar="N",
                        help="questions asked at once (default 1)")  # fmt: skip
    parser.add_argument("--given-context", action="store_true",
                        help="SQuAD: the reader alone, on the context of the question")  # fmt: skip
    parser.set_defaults(handler=run_evaluate)


def _add_verify(subparsers: Subparsers, parents: list[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser(
        "verify",
        parents=parents,
        help="check every quote of saved answers against the articles",
        description="Checks each quote of a results.jsonl, or of the JSON of one or several "
        "Answers, character by character. Needs no model and no index. Exits 1 when one is not "
        "exact.",
    )
    parser.add_argument("file", type=Path, help="results.jsonl, or Answers as JSON")
    parser.set_defaults(handler=run_verify)


def run_evaluate(args: argparse.Namespace, open_asker: OpenAsker) -> int:
    """Exit code 0, 130 after Ctrl-C. Raises AssistantError for what a person can mend."""
    from assistant.evaluate.run import evaluate
    from assistant.evaluate.screen import summary_lines

    questions = read_questions(args.questions, args.format)
    _report_bad_rows(questions, args.strict)
    asker = open_asker(args, corpus=questions.corpus)
    try:
        run = evaluate(
            questions, asker, args.out, workers=args.workers, given_context=args.given_context,
            progress=True, announce=lambda line: _say(line) if line else None,
        )  # fmt: skip
    except KeyboardInterrupt:
        _say(f"Stopped. What is done is kept in {args.out}; the same command goes on from there.")
        return INTERRUPTED
    print("\n".join(summary_lines(run.summary)))
    return 0


def run_verify(args: argparse.Namespace, open_corpus: OpenCorpus) -> int:
    """Exit code 0 when every quote is exact, else 1."""
    quotes = verify_file(args.file, open_corpus(args))
    print("\n".join(report_lines(quotes)))
    return int(any(quote.verdict != "exact" for quote in quotes))


def _report_bad_rows(questions: QuestionSet, strict: bool) -> None:
    for bad in questions.bad_rows:
        _say(f"Left out: {bad}")
    if strict and questions.bad_rows:
        raise QuestionError(
            f"{len(questions.bad_rows)} bad rows, and --strict is set.", "Mend the rows above."
        )


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def _say(line: Any) -> None:
    print(line, file=sys.stderr, flush=True)
