"""What a reader returns, and the seam that any reader slips into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus.passage import Passage, Sentence


@dataclass(frozen=True, slots=True)
class Span:
    """A candidate answer: ``Article.text[start:end]`` of the passage's article.

    ``score`` is a log-odds: span score minus no-answer score; above 0 means "this answers".
    ``sentence`` is the table's cell that it was read in, whose labels stand elsewhere.
    """

    start: int
    end: int
    score: float
    sentence: Sentence | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader found in one passage: spans best first, and the passage's own log-odds."""

    passage: Passage
    spans: tuple[Span, ...]
    answers: float  # log-odds that the passage answers the question at all


class Reader(Protocol):
    """Reads a question against passages. Pure: same input, same output."""

    name: str

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """One Reading a passage, in the order of the passages."""
        ...
