"""How fast, as ratios measured side by side in one run: ``python -m tests.speed``.

Each figure is the median of several rounds in which both sides take turns, so that a busy
machine slows both.
"""

from __future__ import annotations

import dataclasses
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from assistant.settings import DEFAULT_CORPUS, Settings
from assistant.wiring import build_index, open_assistant
from corpus.article import read_articles
from corpus.passage import split
from index.opened import open_index

QUESTIONS = (
    "How much of the supplementary budget is for AI talent?",
    "Who heads the Semiconductor Education Center?",
    "What is sovereign AI?",
    "Why is the adoption of AI digital textbooks low?",
    "How many GPUs does Meta own?",
    "What is the weather in Lisbon tomorrow?",
)
ROUNDS = 10
EXPORTS = "models"  # the encoder's export is made once and not what is timed


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one call."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> None:
    """Prints a Markdown table."""
    with tempfile.TemporaryDirectory() as folder:
        settings = dataclasses.replace(
            Settings.from_environment({}), corpus=DEFAULT_CORPUS, index=Path(folder) / "index"
        )
        export = seconds(lambda: build_index(settings))  # the first build exports the encoder too
        assistant = open_assistant(settings)
        texts = [p.text for article in read_articles(DEFAULT_CORPUS) for p in split(article)]
        encoder = open_index(settings.index_folder).encoder
        asks, encodes, rebuilds, bare, unchanged = [], [], [], [], []
        for number in range(ROUNDS):
            for question in QUESTIONS:
                varied = f"{question} {number}"  # the encoder remembers the last questions
                encodes.append(seconds(lambda q=varied: encoder.encode([q], role="question")))
                asks.append(seconds(lambda q=varied: assistant.ask(q)))
        for number in range(3):
            again = dataclasses.replace(settings, index=Path(folder) / f"again-{number}")
            shutil.copytree(settings.index_folder / EXPORTS, again.index_folder / EXPORTS)
            bare.append(seconds(lambda: encoder.encode(texts)))
            rebuilds.append(seconds(lambda s=again: build_index(s)))
            unchanged.append(seconds(lambda s=again: build_index(s)))
    first = statistics.median(rebuilds)
    print("| what | against | ratio |\n| --- | --- | --- |")
    _row("a whole `ask`, warm", "encoding its question", asks, encodes)
    _row("a new index of the five briefs", "encoding their passages", rebuilds, bare)
    _row("the same index again, nothing changed", "the first time", unchanged, rebuilds)
    print(f"\nOne ask: median {1000 * statistics.median(asks):.0f} ms. ", end="")
    print(f"The very first index, with the export: {export / first:.1f} times a later one.")


def _row(what: str, against: str, one: list[float], other: list[float]) -> None:
    ratio = statistics.median(one) / statistics.median(other)
    print(f"| {what} | {against} | {ratio:.2g} |")


if __name__ == "__main__":
    main()
