"""The command line: ask, search, articles, index, evaluate, compare, verify, serve, settings."""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import functools
import io
import json
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from assistant.evaluate.commands import add_commands
from assistant.settings import SettingError, Settings
from corpus.article import Corpus, Problem
from corpus.errors import AssistantError

if TYPE_CHECKING:
    from assistant.ask import Assistant

REFUSED = 3  # exit code of ask when the sources do not answer
INTERRUPTED = 130  # what shells report for Ctrl-C
_MOST_PASSAGES = 1000
_MISTAKE = 2  # exit code of a person's mistake, as argparse has it
_ARGUMENTS = {"corpus": "ASSISTANT_CORPUS", "index": "ASSISTANT_INDEX", "port": "PORT"}


def main(arguments: list[str] | None = None) -> int:
    """Runs one command and returns its exit code; prints errors without a traceback.

    0: done; 1: a check failed; 2: wrong use or bad input; 3: ``ask`` refused.
    """
    _mend_streams()
    args = _parser().parse_args(arguments)
    try:
        code: int = args.handler(args, *_needed(args))
        sys.stdout.flush()
        return code
    except AssistantError as error:
        return _tell(f"{error.message}\n{error.remedy}".strip())
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output has enough, as in `… | head`
        _drop_output()
        return 0
    except OSError as error:  # of a disk, a device or a right: the system's own words say which
        _drop_output()
        return _tell(f"{error.filename or 'Input or output'}: {error.strerror or error}.")


def _mend_streams() -> None:
    """A stream that is closed becomes the null device; a sign that it can't show becomes "?"."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115  for as long as we run
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _tell(text: str) -> int:
    with contextlib.suppress(OSError):
        print(text, file=sys.stderr)
    return _MISTAKE


def _drop_output() -> None:
    """What is still to be written goes nowhere, so that it does not fail again at the end."""
    with contextlib.suppress(io.UnsupportedOperation):  # it is no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class _Openers:
    """Opens what a command needs, with the settings that its arguments change."""

    def settings(self, args: argparse.Namespace) -> Settings:
        given = dict(os.environ)
        for name, variable in _ARGUMENTS.items():
            text = getattr(args, name, None)
            if text is not None:
                given[variable] = text
                if not text.strip():
                    raise SettingError(f"--{name} is empty.", "Give it a value, or leave it out.")
        return Settings.from_environment(given)

    def corpus(self, args: argparse.Namespace) -> Corpus:
        """The articles that answer: as indexed when only an index is named, else as read."""
        from corpus.article import read_articles

        settings = self.settings(args)
        if settings.corpus_decides:
            return read_articles(settings.corpus, follow_links=settings.follow_links)
        from assistant.wiring import ready_index

        return ready_index(settings).corpus

    def asker(self, args: argparse.Namespace, corpus: Corpus | None = None) -> object:
        from assistant.wiring import open_assistant

        return open_assistant(self.settings(args), corpus)


def _needed(args: argparse.Namespace) -> list[object]:
    """What the command's handler takes besides its arguments."""
    openers = _Openers()
    needs: dict[str, list[object]] = {
        "asker": [openers.asker],
        "corpus": [openers.corpus],
        "nothing": [],
    }
    return needs.get(getattr(args, "needs", ""), [openers])


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--corpus", metavar="DIR", help="folder of articles")
    common.add_argument("--index", metavar="DIR", help="folder of the index")
    parser = argparse.ArgumentParser(
        prog="python -m assistant",
        description="Answers questions about a folder of policy articles with exact citations.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, handler: object, says: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, parents=[common], help=says, description=says)
        added.set_defaults(handler=handler)
        return added

    ask = command("ask", _ask, "answer one question, from the argument or standard input")
    ask.add_argument("question", nargs="*", help="the question; '-' or none reads standard input")
    ask.add_argument("--json", action="store_true", help="print the whole Answer as JSON")
    search = command("search", _search, "show the passages found for a question, best first")
    search.add_argument("question", nargs="+")
    search.add_argument("-k", type=int, default=8, metavar="N", help="how many (default 8)")
    articles = command("articles", _articles, "list the articles, or print one as stored")
    articles.add_argument("id", nargs="?")
    says = "print what cleaning took out of the article, and why"
    articles.add_argument("--dropped", action="store_true", help=says)
    index = command("index", _index, "build the index, or bring it up to date")
    index.add_argument("--strict", action="store_true", help="fail when a file was skipped")
    add_commands(commands, parents=[common])
    serve = command("serve", _serve, "start the server: the chat, the API and the widget")
    serve.add_argument("--port", help="0 picks a free one")
    command("settings", _settings, "list every setting, its value and where it came from")
    return parser


def _ask(args: argparse.Namespace, openers: _Openers) -> int:
    from assistant.show import lines
    from assistant.wiring import open_assistant

    question = " ".join(args.question)
    if question in ("", "-"):
        question = sys.stdin.read()
    answer = open_assistant(openers.settings(args)).ask(question)
    if args.json:
        print(json.dumps(answer.to_dict(), ensure_ascii=False, indent=2))
    else:
        print("\n".join(lines(answer)))
    return REFUSED if answer.abstained else 0


def _search(args: argparse.Namespace, openers: _Openers) -> int:
    from assistant.show import plain
    from assistant.understanding.question import clean
    from assistant.wiring import ready_index

    searcher = ready_index(openers.settings(args)).searcher
    for match in searcher.search(
        clean(" ".join(args.question)), min(max(1, args.k), _MOST_PASSAGES)
    ):
        scores = f"{match.score:.3f}  dense {match.dense:.2f}  lexical {match.lexical:5.2f}"
        print(f"{scores}  {match.passage.key}\n  {plain(match.passage.text)}")
    return 0


def _articles(args: argparse.Namespace, openers: _Openers) -> int:
    from assistant.show import accounted, dropped

    corpus = openers.corpus(args)
    if args.id is None and args.dropped:
        raise AssistantError("--dropped needs the id of an article.", "'articles' lists them.")
    if args.id is None:
        for listed in corpus:
            facts = [listed.title, listed.publisher, listed.published, listed.kind]
            words = len(listed.text.split())
            print(f"{listed.id}  {words:,} words  {', '.join(f for f in facts if f)}")
        print(accounted(corpus), file=sys.stderr)
        _report(corpus.problems)
        return 0
    article = corpus.get(args.id)
    if article is None:
        known = ", ".join(a.id for a in corpus)
        raise AssistantError(f"There is no article '{args.id}'.", f"There are: {known}.")
    print("\n\n".join(dropped(article)) if args.dropped else article.text)
    return 0


def _index(args: argparse.Namespace, openers: _Openers) -> int:
    from assistant.show import accounted
    from assistant.wiring import build_index
    from corpus.article import read_articles

    settings = openers.settings(args)
    corpus = read_articles(settings.corpus, follow_links=settings.follow_links)
    report = build_index(settings, corpus)
    if report.built:
        print(
            f"Indexed {report.articles} articles, {report.passages} passages "
            f"({report.encoded} encoded, {report.carried} carried over) in {report.seconds:.1f} s."
        )
    else:
        print(f"Up to date: {report.articles} articles, {report.passages} passages.")
    print(accounted(corpus))
    if report.note:
        print(report.note, file=sys.stderr)
    _report(corpus.problems)
    return 1 if corpus.problems and args.strict else 0


def _report(problems: tuple[Problem, ...]) -> None:
    for problem in problems:
        print(f"Skipped {problem.path}: {problem.what} {problem.remedy}", file=sys.stderr)
    if problems:
        count = len(problems)
        print(f"{count} file{'s were' if count > 1 else ' was'} skipped.", file=sys.stderr)


def _serve(args: argparse.Namespace, openers: _Openers) -> int:
    from assistant.serve import serve

    settings = openers.settings(args)

    def mount(*place: Any) -> None:
        from ui import mount  # the chat knows the assistant, not us; its imports take a while

        mount(*place, feedback=settings.feedback_file, trial=_trial(settings))

    serve(settings, mount)
    return 0


def _trial(settings: Settings) -> Callable[[], Assistant] | None:
    """Opens the assistant without its chat model, once; None where there is none."""
    if not settings.model:
        return None
    bare = dataclasses.replace(settings, model=None)

    @functools.cache
    def opened() -> Assistant:
        from assistant.wiring import open_assistant

        return open_assistant(bare)

    return opened


def _settings(args: argparse.Namespace, openers: _Openers) -> int:
    for variable, value, source, meaning in openers.settings(args).rows():
        print(f"{variable} = {value}  ({source})\n    {meaning}")
    return 0
