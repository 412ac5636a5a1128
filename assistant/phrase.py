"""The writer with a chat model: the model phrases and cites numbers, code keeps only what holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Turn
from assistant.citations import unsupported_numbers
from assistant.draft import Draft, DraftError, Statement, parse_draft
from assistant.evidence import Candidate
from assistant.model import ChatModel
from assistant.model_errors import ModelFailed
from assistant.understand import Understood
from assistant.written import Quotes, Written
from corpus.article import Corpus

Embedded = Callable[[], Written]
# The end of a sentence with its markers: what stands before it can be checked and shown.
_BOUNDARY = re.compile(r"[\]】][.!?]?\s")


@dataclass(frozen=True, slots=True)
class _Evidence:
    """One sentence as it is shown to the model."""

    article_id: str
    start: int
    end: int
    text: str


class _Checked:
    """The statements of one reply that hold, with their markers."""

    def __init__(self, evidence: Sequence[_Evidence], corpus: Corpus) -> None:
        self._evidence = evidence
        self.quotes = Quotes(corpus)
        self.kept: list[str] = []
        self.dropped: list[str] = []
        self._seen = 0

    def take(self, draft: Draft) -> Iterator[str]:
        """Checks the statements that are new in this draft; yields those that hold."""
        fresh = draft.statements[self._seen :]
        self._seen += len(fresh)
        for statement in fresh:
            text = self._marked(statement)
            if text:
                self.kept.append(text)
                yield text
            else:
                self.dropped.append(statement.text)

    def _marked(self, statement: Statement) -> str | None:
        cited = [self._evidence[n - 1] for n in statement.evidence]
        if not cited or unsupported_numbers(statement.text, [e.text for e in cited]):
            return None
        numbers = [self.quotes.number(e.article_id, e.start, e.end) for e in cited]
        return statement.text + " " + "".join(f"[{n}]" for n in numbers)

    def short(self, draft: Draft) -> str | None:
        """The model's few words, when no number in them is its own."""
        quotes = [c.quote for c in self.quotes.citations]
        said = draft.short
        return said if said and not unsupported_numbers(said, quotes) else None


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

        After a second reply with nothing that holds, or when the model fails, it returns the
        embedded answer with a note.
        """
        evidence = _shown(found)
        if not evidence:
            return embedded()
        try:
            written = yield from self._streamed(understood, history, evidence)
            if written is None:
                written = self._again(understood, history, evidence)
        except ModelFailed as error:
            note = f"Answered without the chat model: {error.message}"
            return _noted(embedded(), note)
        if written is None:
            note = "Answered without the chat model: its answers did not hold to the sources."
            return _noted(embedded(), note)
        return written

    def _streamed(
        self, understood: Understood, history: Sequence[Turn], evidence: Sequence[_Evidence]
    ) -> Generator[str, None, Written | None]:
        checked = _Checked(evidence, self._corpus)
        texts = [e.text for e in evidence]
        reply = ""
        for chunk in self._model.stream(understood.searched_for, history, texts):
            reply += chunk
            ends = [m.end() for m in _BOUNDARY.finditer(reply)]
            if ends:
                yield from _partly(checked, reply[: ends[-1]], len(texts))
        draft = parse_draft(reply, len(texts))
        yield from checked.take(draft)
        return _whole(draft, checked)

    def _again(
        self, understood: Understood, history: Sequence[Turn], evidence: Sequence[_Evidence]
    ) -> Written | None:
        complaint = (
            "Your last answer named figures or evidence numbers that the evidence does not hold."
        )
        texts = [e.text for e in evidence]
        draft = self._model.draft(understood.searched_for, history, texts, complaint)
        checked = _Checked(evidence, self._corpus)
        for _ in checked.take(draft):
            pass
        return _whole(draft, checked)


def _partly(checked: _Checked, reply: str, count: int) -> Iterator[str]:
    try:
        draft = parse_draft(reply, count)
    except DraftError:
        return  # too little has come yet
    yield from checked.take(draft)


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


def _noted(written: Written, note: str) -> Written:
    return replace(written, notes=(*written.notes, note))


def _shown(found: Sequence[Candidate]) -> list[_Evidence]:
    """Every sentence of the passages that were read, most probable passage first."""
    passages = dict.fromkeys(candidate.passage for candidate in found)
    return [
        _Evidence(passage.article_id, sentence.start, sentence.end, sentence.text)
        for passage in passages
        for sentence in passage.sentences
    ]
