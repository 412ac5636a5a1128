"""Answerers with parts left out, for tests/ablation.py and tests/heldout.py.

Search alone: the passage that search puts first, in it the sentence whose vector is nearest to
the question's; its cosine is the confidence. Every simpler answerer refuses below a threshold
that is fitted on lessons no reader trained on: there it refuses ``FALSE_REFUSALS`` of the
answerable questions.
"""

from __future__ import annotations

import math
import random
import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.finding.decision import Decision, Features
from assistant.finding.evidence import Candidate
from assistant.finding.finder import Finder
from assistant.reader.lessons import read_lessons, split_of
from assistant.reader.reading import Reader, Reading, Span
from assistant.wiring import WEIGHTS
from assistant.writing.embedded import EmbeddedWriter
from assistant.writing.written import Quotes, Written
from corpus.article import Article, Corpus
from corpus.passage import Passage
from index.build import build
from index.encoder import Encoder, Vectors
from index.opened import open_index
from index.search import Searcher

FALSE_REFUSALS = 0.05
LESSONS = WEIGHTS.parent / "lessons.jsonl.gz"
_TOGETHER = 5  # lessons searched at a time, as `python -m assistant.calibrate` does it


class NearestSentence:
    """A reader without training: each sentence is a span, scored by its cosine to the question."""

    name = "nearest sentence"

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, Vectors] = {}

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """See :class:`assistant.reader.reading.Reader`; ``answers`` is the best cosine."""
        texts = [s.text for passage in passages for s in passage.sentences]
        cosines = iter(self.cosines(question, texts))
        readings = []
        for passage in passages:
            spans = [Span(s.start, s.end, next(cosines)) for s in passage.sentences]
            spans.sort(key=lambda span: -span.score)
            readings.append(Reading(passage, tuple(spans), spans[0].score))
        return readings

    def cosines(self, question: str, texts: Sequence[str]) -> list[float]:
        """Of each text to the question; a text is encoded once."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known.update(zip(new, self._encoder.encode(new), strict=True))
        asked = self._encoder.encode([question], role="question")[0]
        return [float(self._known[text] @ asked) for text in texts]


class Remembering:
    """A reader that reads each question with each passage once."""

    def __init__(self, reader: Reader) -> None:
        self.name = reader.name
        self._reader = reader
        self._known: dict[tuple[str, Passage], Reading] = {}

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """See :class:`assistant.reader.reading.Reader`."""
        new = [passage for passage in passages if (question, passage) not in self._known]
        for reading in self._reader.read(question, new):
            self._known[question, reading.passage] = reading
        return [self._known[question, passage] for passage in passages]


class BySearch(Decision):
    """The search's first passage, its best sentence, and the cosine as confidence."""

    def rank(self, found: Features) -> float:
        return 1000 * found.rank + found.span  # a cosine never outweighs a place

    def probability(self, found: Features) -> float:
        return min(1.0, max(0.0, found.span))


class ByReader(Decision):
    """The reader's word alone: its best span, and its odds that the passage answers."""

    def rank(self, found: Features) -> float:
        return found.span

    def probability(self, found: Features) -> float:
        return 1 / (1 + math.exp(-max(-40.0, min(40.0, found.answers))))


BY_SEARCH, BY_READER = BySearch((), (), 0.0), ByReader((), (), 0.0)


class OneSentence(EmbeddedWriter):
    """Quotes the sentence of the best candidate, or refuses: no lists, sums or disagreement."""

    def write(
        self,
        asked: Sequence[str],
        found: Sequence[Sequence[Candidate]],
        articles: Collection[str] | None = None,
    ) -> Written:
        """See :class:`assistant.writing.embedded.EmbeddedWriter`; one sentence for all parts."""
        first = [candidates[0] for candidates in found if candidates]
        best = max(first, key=lambda candidate: candidate.probability, default=None)
        if best is None or best.probability < self._threshold:
            return Written("not_in_sources", "The sources do not say.", reason="not_stated")
        quotes = Quotes(self._corpus)
        text = f"{quotes.text(best.quotation)} {quotes.marks(best.quotation)}"
        return Written("answered", text, " ".join(best.value.split()), quotes.citations)


@dataclass(frozen=True, slots=True)
class Practice:
    """Answerable questions of the lessons, each with the articles it is searched in."""

    searcher: Searcher
    corpus: Corpus
    questions: tuple[tuple[str, tuple[str, ...]], ...]

    def confidences(self, reader: Reader, decision: Decision) -> list[float]:
        """Of the candidate picked for each question; 0 where nothing is found."""
        finder = Finder(self.searcher, self.corpus, reader, decision)
        found = [finder.find(question, among) for question, among in self.questions]
        return [candidates[0].probability if candidates else 0.0 for candidates in found]

    def threshold(self, reader: Reader, decision: Decision) -> float:
        """The confidence under which ``FALSE_REFUSALS`` of the questions are refused."""
        return float(np.quantile(self.confidences(reader, decision), FALSE_REFUSALS))


@contextmanager
def practice(encoder: Encoder, sample: int, seed: int) -> Iterator[Practice]:
    """At most ``sample`` answerable questions of the lessons that the reader never trained on."""
    lessons = [lesson for lesson in read_lessons(LESSONS) if split_of(lesson) != "train"]
    questions = []
    for place, lesson in enumerate(lessons):
        first = place - place % _TOGETHER
        among = tuple(other.id for other in lessons[first : first + _TOGETHER])
        questions += [(asked.text, among) for asked in lesson.questions if asked.spans]
    chosen = random.Random(seed).sample(questions, min(sample, len(questions)))
    needed = {id for _, among in chosen for id in among}
    articles = tuple(
        Article(id=doc.id, title=doc.title, text=doc.text) for doc in lessons if doc.id in needed
    )
    with tempfile.TemporaryDirectory() as folder:
        build(Corpus(articles), Path(folder), encoder)
        index = open_index(Path(folder), encoder)
        yield Practice(index.searcher, index.corpus, tuple(chosen))
        index.close()
