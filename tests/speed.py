"""How fast, as ratios measured side by side in one run: ``python -m tests.speed``.

Both sides of a ratio take turns, so that a busy machine slows both. The first table has the
stages of an ask over the shipped questions, each against encoding the question; the second has
medians of several rounds. ``--stages`` leaves the second out, which builds indexes.
"""

from __future__ import annotations

import argparse
import dataclasses
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from assistant.ask import Assistant
from assistant.evaluate import read_questions
from assistant.finding.finder import READ
from assistant.settings import DEFAULT_CORPUS, Settings
from assistant.wiring import build_index, open_assistant
from corpus.article import read_articles
from corpus.passage import split
from index.encoder import Encoder
from index.opened import open_index

SHIPPED = Path(__file__).parent / "cases" / "questions.jsonl"
EVERY = 2  # of the shipped questions every second one is timed
QUESTIONS = (
    "How much of the supplementary budget is for AI talent?",
    "Who heads the Semiconductor Education Center?",
    "What is sovereign AI?",
    "Why is the adoption of AI digital textbooks low?",
    "How many GPUs does Meta own?",
    "What is the weather in Lisbon tomorrow?",
)
ROUNDS = 10
LABELS = {
    "encode": "encoding the question alone",
    "search": "search, with the encoding",
    "read": "reading the passages",
    "rest": "understanding, deciding, writing, checking",
    "ask": "a whole `ask`, warm",
}
EXPORTS = "models"  # the encoder's export is made once and not what is timed


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one call."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints Markdown tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.speed", description=__doc__)
    parser.add_argument("--stages", action="store_true", help="the stages of an ask only")
    parser.add_argument("--every", type=int, default=EVERY, metavar="N", help="Nth question (2)")
    args = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        settings = dataclasses.replace(
            Settings.from_environment({}), corpus=DEFAULT_CORPUS, index=Path(folder) / "index"
        )
        export = seconds(lambda: build_index(settings))  # the first build exports the encoder too
        assistant = open_assistant(settings)
        encoder = open_index(settings.index_folder).encoder
        stages(assistant, encoder, args.every)
        if not args.stages:
            whole(settings, assistant, encoder, Path(folder), export)


def stages(assistant: Assistant, encoder: Encoder, every: int) -> None:
    """p50 and p95 of each stage of an ask over every nth shipped question."""
    for question in QUESTIONS:
        assistant.ask(question)  # warm
    times: dict[str, list[float]] = {"encode": [], "search": [], "read": [], "rest": [], "ask": []}
    for question in read_questions(SHIPPED).questions[::every]:
        text = f"{question.question} 1"  # the encoder remembers the last questions
        times["encode"].append(seconds(lambda t=f"{text} 2": encoder.encode([t], role="question")))
        times["search"].append(seconds(lambda t=text: assistant.searcher.search(t, READ)))
        passages = [match.passage for match in assistant.searcher.search(text, READ)]
        times["read"].append(seconds(lambda t=text, p=passages: assistant.reader.read(t, p)))
        asked = seconds(lambda q=question: assistant.ask(q.question, q.history))
        times["ask"].append(asked)
        searched = asked > times["read"][-1]  # small talk and other languages are not searched
        rest = asked - times["search"][-1] - times["read"][-1] if searched else asked
        times["rest"].append(max(0.0, rest))
    print("| stage | p50, ms | p95, ms | p50 against encoding the question |")
    print("| --- | --- | --- | --- |")
    for name, label in LABELS.items():
        middle, high = np.quantile(times[name], (0.5, 0.95))
        ratio = middle / statistics.median(times["encode"])
        print(f"| {label} | {1000 * middle:.1f} | {1000 * high:.1f} | {ratio:.2g} |")
    print()


def whole(
    settings: Settings, assistant: Assistant, encoder: Encoder, folder: Path, export: float
) -> None:
    """A whole ask, and the building of an index, against bare encoding."""
    texts = [p.text for article in read_articles(DEFAULT_CORPUS) for p in split(article)]
    asks, encodes, rebuilds, bare, unchanged = [], [], [], [], []
    for number in range(ROUNDS):
        for question in QUESTIONS:
            varied = f"{question} {number}"
            encodes.append(seconds(lambda q=varied: encoder.encode([q], role="question")))
            asks.append(seconds(lambda q=varied: assistant.ask(q)))
    for number in range(3):
        again = dataclasses.replace(settings, index=folder / f"again-{number}")
        shutil.copytree(settings.index_folder / EXPORTS, again.index_folder / EXPORTS)
        bare.append(seconds(lambda: encoder.encode(texts)))
        rebuilds.append(seconds(lambda s=again: build_index(s)))
        unchanged.append(seconds(lambda s=again: build_index(s)))
    first = statistics.median(rebuilds)
    print("| what | against | ratio |\n| --- | --- | --- |")
    _row("a whole `ask`, warm", "encoding its question", asks, encodes)
    _row("a new index of the five briefs", "encoding their passages", rebuilds, bare)
    _row("the same index again, nothing changed", "the first time", unchanged, rebuilds)
    print(f"\nThe very first index, with the export: {export / first:.1f} times a later one.")


def _row(what: str, against: str, one: list[float], other: list[float]) -> None:
    ratio = statistics.median(one) / statistics.median(other)
    print(f"| {what} | {against} | {ratio:.2g} |")


if __name__ == "__main__":
    main()
