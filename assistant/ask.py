"""The main flow: understand, search, read, decide, write, check."""

from __future__ import annotations

import functools
import hashlib
import itertools
import json
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from assistant.answer import Answer, Citation, Turn
from assistant.citations import cite, kept
from assistant.finding.evidence import Candidate
from assistant.finding.finder import READ, Finder
from assistant.understanding.language import unread_language
from assistant.understanding.smalltalk import small_talk
from assistant.understanding.spelling import Speller
from assistant.understanding.understand import Understood, understand
from assistant.understanding.words import content_words
from assistant.writing.embedded import EmbeddedWriter
from assistant.writing.written import Written
from index.opened import Index

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

    from assistant.writing.phrase import Phraser

RELATED = 3  # passages shown as "related, not an answer"


class Assistant:
    """Answers questions over one index. Holds no conversation: history is an argument."""

    def __init__(
        self,
        index: Index,
        finder: Finder,
        *,
        threshold: float,
        english: frozenset[str] = frozenset(),
        phraser: Phraser | None = None,
        settings: Mapping[str, Any] | None = None,
    ) -> None:
        """``english``: ordinary words, right although no article uses them; ``settings``: what
        can change an answer, for those who compare runs.
        """
        self._index = index  # while it is open, no rebuild deletes its files
        self.corpus = index.corpus
        self.searcher = finder.searcher
        self.reader = finder.reader
        self.engine = phraser.name if phraser else "extractive"
        self.settings = {**(settings or {}), "threshold": threshold, "passages_read": READ}
        self._languages = frozenset(article.language for article in self.corpus)
        self._fingerprint = index.corpus_fingerprint
        self._finder = finder
        self._embedded = EmbeddedWriter(finder, self.corpus, threshold)
        self._phraser = phraser
        self._speller = Speller(self.searcher.vocabulary, english)

    def ask(
        self, question: str, history: Sequence[Turn] = (), articles: Collection[str] | None = None
    ) -> Answer:
        """The checked Answer. Raises QuestionError on a question that can't be asked.

        ``articles``: ids of the articles that may answer; None for all.
        """
        *_, answer = self.stream(question, history, articles)
        assert isinstance(answer, Answer)
        return answer

    def stream(
        self, question: str, history: Sequence[Turn] = (), articles: Collection[str] | None = None
    ) -> Iterator[str | Answer]:
        """Pieces of checked text as they come, and last the Answer, which stands for them all."""
        started = time.perf_counter()
        understood = understand(question, history, self._speller)
        found: list[Candidate] = []
        written = self._without_search(understood, alone=not history)
        if written is None:
            understood, by_part = self._search(understood, articles)
            found = _pooled(by_part)
            embedded = functools.partial(self._embedded.write, understood.parts, by_part, articles)
            if self._phraser:
                written = yield from self._phraser.write(understood, history, found, embedded)
            else:
                written = embedded()
        receipt = self._receipt(understood.searched_for, articles)
        answer = self._answer(receipt, understood, written, found, started)  # checked before shown
        if not self._phraser:
            yield answer.answer
        yield answer

    def _search(
        self, understood: Understood, articles: Collection[str] | None
    ) -> tuple[Understood, list[list[Candidate]]]:
        """The candidates for each part; what is searched for is taken from its conversation
        where that finds a likelier answer."""
        by_part = [self._finder.find(part, articles) for part in understood.parts]
        if understood.context:
            wider = self._finder.find(understood.context, articles)
            if _likelihood([wider]) > _likelihood(by_part):
                return understood.in_its_context(), [wider]
        return understood, by_part

    def as_runnable(self) -> Runnable[object, Answer]:
        """The main flow as a LangChain Runnable: invoke, batch and stream."""
        from assistant.runnable import AskRunnable

        return AskRunnable(assistant=self)

    def _without_search(self, understood: Understood, *, alone: bool) -> Written | None:
        reply = small_talk(understood.asked, self.corpus, alone=alone)
        if reply:
            return Written("smalltalk", reply)
        language = unread_language(understood.asked, self._languages)
        if language:
            text = (
                f"This question seems to be in {language}. I read English only: please ask again."
            )
            return Written("unclear", text, reason="language")
        if not content_words(understood.searched_for):
            text = "I can't tell what this is about. Name what you mean: a sum, a person, a plan."
            return Written("unclear", text, reason="no_topic")
        return None

    def _receipt(self, searched_for: str, articles: Collection[str] | None) -> str:
        """The same for the same question, asked of the same articles by the same engine."""
        chosen = None if articles is None else sorted(set(articles))
        index = (self._fingerprint, self._index.manifest["encoder"]["fingerprint"])
        asked = json.dumps((searched_for, chosen, index, self.engine, self.settings))
        return f"r-{hashlib.sha256(asked.encode()).hexdigest()[:12]}"

    def _answer(
        self,
        receipt: str,
        understood: Understood,
        written: Written,
        found: Sequence[Candidate],
        started: float,
    ) -> Answer:
        refused = written.status in ("not_in_sources", "unclear")
        answer = Answer(
            id=receipt,
            question=understood.asked,
            searched_for=understood.searched_for,
            status=written.status,
            reason=written.reason,
            answer=written.text,
            short=written.short,
            citations=written.citations,
            related=self._related(found) if refused else (),
            disagreement=written.disagreement,
            engine=written.engine or self.engine,
            corpus=self._fingerprint,
            latency_ms=round(1000 * (time.perf_counter() - started), 1),
            confidence=round(found[0].probability, 4) if found else None,
            notes=understood.notes + written.notes,
        )
        return kept(answer, self.corpus)

    def _related(self, found: Sequence[Candidate]) -> tuple[Citation, ...]:
        """The nearest sentences, one a passage: related, not an answer."""
        nearest: dict[str, Candidate] = {}
        for candidate in found:
            nearest.setdefault(candidate.passage.key, candidate)
        related = []
        for n, candidate in enumerate(list(nearest.values())[:RELATED], start=1):
            article = self.corpus.get(candidate.passage.article_id)
            assert article is not None, "the index holds the articles of its passages"
            quoted = candidate.quotation
            place = next((p for p in quoted.places if quoted.cell_in(p)), quoted.places[-1])
            related.append(cite(n, article, *place, quoted.cell, quoted.shown))
        return tuple(related)


def _pooled(by_part: Sequence[Sequence[Candidate]]) -> list[Candidate]:
    """The candidates of all parts, taking turns, the best of each part first."""
    turns = itertools.zip_longest(*by_part)
    return list(dict.fromkeys(c for turn in turns for c in turn if c is not None))


def _likelihood(by_part: Sequence[Sequence[Candidate]]) -> float:
    return min((found[0].probability if found else 0.0 for found in by_part), default=0.0)
