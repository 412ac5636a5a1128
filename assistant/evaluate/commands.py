"""The commands of evaluation, for the command line to mount: evaluate, compare, verify."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.evaluate.formats import FORMATS, read_questions
from assistant.evaluate.questions import QuestionError, QuestionSet
from corpus.article import Corpus

if TYPE_CHECKING:
    from assistant.evaluate.asker import OpenAsker
    from assistant.evaluate.judge import Judge
    from assistant.evaluate.run import Run

    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

OpenCorpus = Callable[[argparse.Namespace], Corpus]
FAILED = 1  # a gate, a regression, or a quote that is not exact
JUDGE_RETRIES = 2
INTERRUPTED = 130  # what shells report for Ctrl-C


def add_commands(subparsers: Subparsers, parents: Sequence[argparse.ArgumentParser] = ()) -> None:
    """Adds the three parsers.

    Each sets ``handler``, and ``needs`` to what the handler takes after the arguments: "asker"
    (a function that opens one), "corpus" (a function that reads one), or "nothing".
    """
    _add_evaluate(subparsers, list(parents))
    _add_compare(subparsers)
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
    parser.add_argument(
        "--workers",
        type=_positive,
        default=1,
        metavar="N",
        help="questions asked at once (default 1)",
    )
    parser.add_argument(
        "--given-context",
        action="store_true",
        help="SQuAD: the reader alone, on the context of the question",
    )
    parser.add_argument(
        "--coverage",
        action="store_true",
        help="list what the articles do not say, by topic (coverage.md)",
    )
    parser.add_argument(
        "--fail-under",
        metavar="LIMITS",
        help="exit 1 beyond these limits, such as right=0.9,refused=0.9",
    )
    parser.add_argument(
        "--price",
        type=_price,
        metavar="IN,OUT",
        help="price of a million tokens in and out, for the cost of a chat model",
    )
    parser.add_argument(
        "--judge",
        metavar="MODEL",
        help="a chat model (provider:name) scores correctness and faithfulness; needs the network",
    )
    parser.add_argument("--junit", type=Path, metavar="FILE", help="write a JUnit XML report")
    parser.set_defaults(handler=run_evaluate, needs="asker")


def _add_compare(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser(
        "compare",
        help="compare two runs of evaluate, question by question",
        description="Paired differences with 95% bootstrap intervals, McNemar's exact test, and "
        "the questions whose answer, source or figure changed.",
    )
    parser.add_argument("before", metavar="RUN_A", type=Path, help="folder of a finished run")
    parser.add_argument("after", metavar="RUN_B", type=Path, help="folder of the run to judge")
    parser.add_argument("--view", choices=("text", "markdown", "html"), default="text")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write there, not to the screen")
    parser.add_argument(
        "--fail-on-regression",
        action="store_true",
        help="exit 1 when an interval excludes no change, for the worse",
    )
    parser.add_argument(
        "--metric",
        default="overall",
        metavar="NAMES",
        help="figures that may not get worse (default overall)",
    )
    parser.add_argument("--by", choices=("type",), help="look at each type of question too")
    parser.set_defaults(handler=run_compare, needs="nothing")


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
    parser.set_defaults(handler=run_verify, needs="corpus")


def run_evaluate(args: argparse.Namespace, open_asker: OpenAsker) -> int:
    """Exit code 0, 1 beyond a limit, 130 after Ctrl-C.

    Raises AssistantError for what a person can mend.
    """
    from assistant.evaluate.gate import parse_limits
    from assistant.evaluate.run import evaluate
    from assistant.evaluate.screen import summary_lines

    limits = parse_limits(args.fail_under) if args.fail_under else {}
    questions = read_questions(args.questions, args.format)
    _report_reading(questions, args.strict)
    if questions.corpus is not None and args.index is None:
        args.index = str(args.out / "index")  # the set's own articles, not those of the settings
    asker = open_asker(args, corpus=questions.corpus)
    try:
        run = evaluate(
            questions,
            asker,
            args.out,
            workers=args.workers,
            given_context=args.given_context,
            coverage=args.coverage,
            judge=_judge(args.judge),
            price=args.price,
            progress=True,
            announce=_say,
        )
    except KeyboardInterrupt:
        _say(f"Stopped. What is done is kept in {args.out}; the same command goes on from there.")
        return INTERRUPTED
    print("\n".join(summary_lines(run.summary)))
    print(f"Report: {args.out / 'report.html'}")
    return _gate(run, limits, args.junit)


def run_compare(args: argparse.Namespace) -> int:
    """Exit code 0, or 1 for a regression when that was asked for."""
    from assistant.evaluate.comparison import compare, regressions
    from assistant.evaluate.comparison_views import view
    from assistant.evaluate.metrics import BY_NAME

    metrics = [name.strip() for name in args.metric.split(",")]
    unknown = [name for name in metrics if name not in BY_NAME]
    if unknown:
        raise QuestionError(f"No figure is called {unknown[0]!r}.", f"Use {', '.join(BY_NAME)}.")
    comparison = compare(args.before, args.after)
    text = view(comparison, args.view)
    if args.out:
        args.out.write_text(text, encoding="utf-8")
    else:
        print(text, end="")
    worse = regressions(comparison, metrics, args.by == "type")
    if args.fail_on_regression:
        for line in worse:
            _say(f"Regression: {line}")
    return FAILED if worse and args.fail_on_regression else 0


def run_verify(args: argparse.Namespace, open_corpus: OpenCorpus) -> int:
    """Exit code 0 when every quote is exact, else 1."""
    from assistant.evaluate.verify import report_lines, verify_file

    quotes = verify_file(args.file, open_corpus(args))
    print("\n".join(report_lines(quotes)))
    return FAILED if any(quote.verdict != "exact" for quote in quotes) else 0


def _judge(name: str | None) -> Judge | None:
    if name is None:
        return None
    from assistant.model.chat import open_chat_model
    from assistant.settings import Settings

    settings = Settings.from_environment()
    return open_chat_model(
        name, timeout_s=settings.timeout, retries=JUDGE_RETRIES, base_url=settings.model_url
    )


def _gate(run: Run, limits: dict[str, float], junit: Path | None) -> int:
    from assistant.evaluate.gate import failures, junit_xml

    if junit:
        junit.parent.mkdir(parents=True, exist_ok=True)
        junit.write_text(junit_xml(run.rows), encoding="utf-8")
    missed = failures(run.summary, limits)
    for line in missed:
        _say(f"Below the limit: {line}")
    return FAILED if missed else 0


def _report_reading(questions: QuestionSet, strict: bool) -> None:
    for note in questions.notes:
        _say(note)
    for bad in questions.bad_rows:
        _say(f"Left out: {bad}")
    if strict and questions.bad_rows:
        raise QuestionError(
            f"{len(questions.bad_rows)} bad rows, and --strict is set.", "Mend the rows above."
        )


def _price(text: str) -> tuple[float, float]:
    try:
        into, out = (float(part) for part in text.split(","))
    except ValueError as error:
        raise argparse.ArgumentTypeError("must be two numbers, such as 0.15,0.6") from error
    return into, out


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("must be a whole number from 1")
    return int(text)


def _say(line: str) -> None:
    if line:
        print(line, file=sys.stderr, flush=True)
