"""The writer with a chat model: the model phrases and cites numbers, code keeps only what holds."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Turn
from assistant.finding.evidence import Candidate
from assistant.finding.quotation import Quotation, quotation
from assistant.model.chat import ChatModel
from assistant.model.draft import Draft, Statement, parse_draft, settled
from assistant.model.errors import ModelFailed
from assistant.understanding.understand import Understood
from assistant.wanted import check_wanted
from assistant.writing.faithful import unfaithful
from assistant.writing.written import Quotes, Written
from corpus.article import Corpus

Embedded = Callable[[], Written]


@dataclass(frozen=True, slots=True)
class _Evidence:
    """One sentence, or table's cell, as it is shown to the model."""

    text: str
    quotation: Quotation


class _Checked:
    """The statements of one reply that hold, with their markers."""

    def __init__(self, evidence: Sequence[_Evidence], corpus: Corpus, question: str) -> None:
        self._evidence = evidence
        self._question = question
        self.quotes = Quotes(corpus)
        self.kept: list[str] = []
        self.dropped: list[str] = []
        self._seen = 0

    @property
    def texts(self) -> list[str]:
        """The evidence as the model sees it, in the order of its numbers."""
        return [e.text for e in self._evidence]

    def take(self, statements: Sequence[Statement]) -> Iterator[str]:
        """Checks what is new since the last call; yields the statements that hold, set apart."""
        fresh = statements[self._seen :]
        self._seen += len(fresh)
        for statement in fresh:
            text = self._marked(statement)
            if text:
                yield f" {text}" if self.kept else text
                self.kept.append(text)
            else:
                self.dropped.append(statement.text)

    def _marked(self, statement: Statement) -> str | None:
        cited = [self._evidence[n - 1] for n in statement.evidence]
        texts = [e.text for e in cited]
        if not cited or unfaithful(statement.text, texts, self._question):
            return None
        numbers = [n for e in cited for n in self.quotes.numbers(e.quotation)]
        return statement.text + " " + "".join(f"[{n}]" for n in dict.fromkeys(numbers))

    def short(self, draft: Draft) -> str | None:
        """The model's few words, when they stand in a quote as they are."""
        quotes = " ".join(" ".join(c.quote.split()) for c in self.quotes.citations).lower()
        said = " ".join((draft.short or "").split()).rstrip(".")
        return said if said and said.lower() in quotes else None

    @property
    def better_asked_again(self) -> bool:
        """Whether more was dropped than kept."""
        return len(self.dropped) > len(self.kept)


class Phraser:
    """Answers with a chat model; with the embedded answer where the model fails."""

    def __init__(self, model: ChatModel, corpus: Corpus) -> None:
        self._model = model
        self._corpus = corpus
        self.name = model.name

    def write(
        self,
        understood: Understood,
        history: Sequence[Turn],
        found: Sequence[Candidate],
        embedded: Embedded,
    ) -> Generator[str, None, Written]:
        """Yields statements that were checked, and returns the whole.

        A reply of which more does not hold than holds is asked for once more. When nothing holds
        then, or the model fails, it returns the embedded answer with a note.
        """
        evidence = _shown(found)
        if not evidence:
            return embedded()
        started = time.monotonic()
        try:
            checked = _Checked(evidence, self._corpus, understood.searched_for)
            written = yield from self._streamed(understood, history, checked)
            left_s = self._model.timeout_s - (time.monotonic() - started)
            if checked.better_asked_again and left_s > 0:
                written = _better(written, self._again(understood, history, evidence, left_s))
        except ModelFailed as error:
            return _alone(embedded(), error.message)
        return written or _alone(embedded(), "its answers did not hold to the sources.")

    def _streamed(
        self, understood: Understood, history: Sequence[Turn], checked: _Checked
    ) -> Generator[str, None, Written | None]:
        texts = checked.texts
        reply = ""
        for chunk in self._model.stream(understood.searched_for, history, texts):
            check_wanted()
            reply += chunk
            yield from checked.take(settled(reply, len(texts)))
        draft = parse_draft(reply, len(texts))
        yield from checked.take(draft.statements)
        return _whole(draft, checked)

    def _again(
        self,
        understood: Understood,
        history: Sequence[Turn],
        evidence: Sequence[_Evidence],
        left_s: float,
    ) -> Written | None:
        checked = _Checked(evidence, self._corpus, understood.searched_for)
        complaint = "Your last answer said what the evidence that it cited does not say."
        draft = self._model.draft(
            understood.searched_for, history, checked.texts, complaint, left_s
        )
        for _ in checked.take(draft.statements):
            pass
        return _whole(draft, checked)


def _better(first: Written | None, second: Written | None) -> Written | None:
    """The second answer where all of it holds or the first is nothing, else the first."""
    return second if first is None or (second and second.status == "answered") else first


def _whole(draft: Draft, checked: _Checked) -> Written | None:
    """The answer of the statements that hold; None when the reply said something but none did."""
    if not draft.answered:
        text = "The sources do not say."
        return Written("not_in_sources", text, reason="not_stated")
    if not checked.kept:
        return None
    whole = Written(
        "answered", " ".join(checked.kept), checked.short(draft), checked.quotes.citations
    )
    if not checked.dropped:
        return whole
    count = len(checked.dropped)
    what = "One sentence was" if count == 1 else f"{count} sentences were"
    note = f"{what} left out: no cited quote supports what the chat model wrote."
    return replace(whole, status="partial", reason="unsupported", notes=(note,))


def _alone(written: Written, why: str) -> Written:
    """The embedded answer, with the note that the chat model had no part in it."""
    note = f"Answered without the chat model: {why}"
    return replace(written, notes=(*written.notes, note), engine="extractive")


def _shown(found: Sequence[Candidate]) -> list[_Evidence]:
    """Every sentence of the passages that were read, most probable passage first."""
    passages = dict.fromkeys(candidate.passage for candidate in found)
    return [
        _Evidence(sentence.said, quotation(passage.article_id, [sentence]))
        for passage in passages
        for sentence in passage.sentences
    ]
