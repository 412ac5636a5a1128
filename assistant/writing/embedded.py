"""The embedded answerer: what the articles say, without a language model."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from assistant.finding.evidence import Candidate
from assistant.finding.finder import Finder
from assistant.understanding.understand import Understood
from assistant.understanding.words import stem
from assistant.writing.calculate import calculate, operation
from assistant.writing.compose import compose
from assistant.writing.refuse import refuse
from assistant.writing.written import Written
from corpus.article import Corpus


class EmbeddedWriter:
    """Writes the answer from the candidates, calculates it, or refuses with a reason."""

    def __init__(self, finder: Finder, corpus: Corpus, threshold: float) -> None:
        self._finder = finder
        self._corpus = corpus
        self._threshold = threshold
        self._vocabulary = frozenset(stem(word) for word in finder.searcher.vocabulary)

    def write(
        self,
        understood: Understood,
        found: Sequence[Candidate],
        articles: Collection[str] | None = None,
    ) -> Written:
        """``found``: the candidates for the question, most probable first."""
        question = understood.searched_for
        wanted = operation(question)
        if wanted and not _stated(wanted.operator, found, self._threshold):
            worked_out = calculate(
                question,
                wanted,
                lambda part: self._finder.find(part, articles),
                self._corpus,
                self._threshold,
            )
            if worked_out:
                return worked_out
        if not found or found[0].probability < self._threshold:
            return refuse(question, found, self._vocabulary)
        return compose(question, understood.kind, found, self._corpus)


def _stated(operator: str, found: Sequence[Candidate], threshold: float) -> bool:
    """Whether an article itself gives the share that is asked for."""
    surely = bool(found) and found[0].probability >= threshold
    return operator == "share" and surely and "%" in found[0].value
