"""The embedded answerer: what the articles say, without a language model."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from assistant.finding.evidence import Candidate
from assistant.finding.finder import Finder
from assistant.understanding.question import kind_of
from assistant.understanding.sides import sides
from assistant.understanding.words import stem, stems
from assistant.writing.byline import byline
from assistant.writing.calculate import added_up, calculate, operation
from assistant.writing.compare import compare
from assistant.writing.compose import compose
from assistant.writing.refuse import ambiguous, refuse
from assistant.writing.written import Written, beside, joined
from corpus.article import Corpus


class EmbeddedWriter:
    """Writes the answer from the candidates, calculates it, or refuses with a reason."""

    def __init__(self, finder: Finder, corpus: Corpus, threshold: float) -> None:
        self._finder = finder
        self._corpus = corpus
        self._threshold = threshold
        said = frozenset(stem(word) for word in finder.searcher.vocabulary)
        self._vocabulary = said.union(*(stems(article.title) for article in corpus))

    def write(
        self,
        asked: Sequence[str],
        found: Sequence[Sequence[Candidate]],
        articles: Collection[str] | None = None,
    ) -> Written:
        """``asked``: the parts of the question; ``found``: for each its candidates, best first."""
        answers = [self._one(q, c, articles) for q, c in zip(asked, found, strict=True)]
        return answers[0] if len(answers) == 1 else joined(asked, answers, self._corpus)

    def _one(
        self, question: str, found: Sequence[Candidate], articles: Collection[str] | None
    ) -> Written:
        written = ambiguous(question, found) or self._worked_out(question, found, articles)
        written = written or byline(question, found, self._corpus)
        if written:
            return written
        if not found or found[0].probability < self._threshold:
            return self._refusal(question, found, articles)
        return compose(question, kind_of(question), found, self._corpus)

    def _refusal(
        self, question: str, found: Sequence[Candidate], articles: Collection[str] | None
    ) -> Written:
        asked = [a for a in self._corpus if articles is None or a.id in articles]
        chosen = len(asked) < len(self._corpus)
        return refuse(question, found, asked, self._vocabulary, chosen=chosen)

    def _worked_out(
        self, question: str, found: Sequence[Candidate], articles: Collection[str] | None
    ) -> Written | None:
        """The calculation or comparison that is asked for, where its figures are found."""

        def find(part: str) -> list[Candidate]:
            return self._finder.find(part, articles)

        wanted = operation(question)
        if wanted:
            worked_out = calculate(question, wanted, found, find, self._corpus, self._threshold)
            if not _stated(wanted.operator, found, self._threshold):
                return worked_out
            stated = compose(question, kind_of(question), found, self._corpus)
            return beside(stated, worked_out, self._corpus) if worked_out else stated
        weighed = sides(question)
        if weighed:
            return compare(weighed, found, find, self._corpus, self._threshold)
        surely = bool(found) and found[0].probability >= self._threshold
        return added_up(question, found, self._corpus) if surely else None


def _stated(operator: str, found: Sequence[Candidate], threshold: float) -> bool:
    """Whether an article itself gives the share that is asked for."""
    surely = bool(found) and found[0].probability >= threshold
    return operator == "share" and surely and "%" in found[0].value
