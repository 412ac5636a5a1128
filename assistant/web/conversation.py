"""A conversation as the page keeps it: questions with what came of each. Pure but for the clock."""

from __future__ import annotations

import logging
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, Protocol

from assistant.answer import Answer, Turn
from corpus.article import Corpus
from corpus.errors import AssistantError

MOST_EXCHANGES = 40  # kept in the browser's storage, some kilobytes each
# A new piece of text is shown at most this often: every token would halve the throughput of
# many streams at once, and nobody reads faster.
SHOW_EVERY_S = 0.1

State = Literal["asking", "answered", "stopped", "failed"]
_UNEXPECTED = (
    "Something went wrong on our side, and there is no answer. "
    "Please try again; the reason stands in the terminal that runs the chat."
)


class Asker(Protocol):
    """What the page needs of the assistant."""

    @property
    def corpus(self) -> Corpus: ...

    @property
    def engine(self) -> str: ...

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        articles: Collection[str] | None = None,
    ) -> Iterator[str | Answer]:
        """Pieces of checked text, and last the Answer that stands for them all."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question, and what came of it so far.

    ``text``: the checked text that has come while ``asking``, or the error's words when ``failed``.
    """

    question: str
    state: State
    text: str = ""
    answer: Answer | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values, for the browser's storage."""
        answer = self.answer and self.answer.to_dict()
        return {**asdict(replace(self, answer=None)), "answer": answer}


def load(stored: object) -> tuple[Exchange, ...]:
    """The conversation out of the browser's storage; what an older version wrote is left out."""
    exchanges = []
    for fields in stored if isinstance(stored, list) else []:
        try:
            answer = fields["answer"] and Answer.from_dict(fields["answer"])
            text = str(fields["text"])
            exchanges.append(Exchange(str(fields["question"]), fields["state"], text, answer))
        except (KeyError, TypeError, AttributeError):
            continue
    return tuple(exchanges)


def stop(exchanges: tuple[Exchange, ...]) -> tuple[tuple[Exchange, ...], str]:
    """The conversation with nothing being asked any more, and the question that was ("": none)."""
    if not exchanges or exchanges[-1].state != "asking":
        return exchanges, ""
    question = exchanges[-1].question
    return (*exchanges[:-1], Exchange(question, "stopped")), question


def store(exchanges: Sequence[Exchange]) -> list[dict[str, Any]]:
    """Plain JSON values; inverse of :func:`load`."""
    return [exchange.to_dict() for exchange in exchanges[-MOST_EXCHANGES:]]


def turns(exchanges: Sequence[Exchange]) -> list[Turn]:
    """The history for the next question: what was asked and answered, oldest first."""
    return [Turn(e.question, e.answer.answer) for e in exchanges if e.answer]


def converse(asker: Asker, question: str, before: Sequence[Exchange]) -> Iterator[Exchange]:
    """The exchange as it grows; the last one is answered or failed. Raises nothing."""
    exchange = Exchange(question, "asking")
    shown = 0.0
    try:
        for piece in asker.stream(question, turns(before)):
            if isinstance(piece, Answer):
                yield Exchange(question, "answered", answer=piece)
                return
            exchange = replace(exchange, text=exchange.text + piece)
            if time.monotonic() - shown >= SHOW_EVERY_S:
                shown = time.monotonic()
                yield exchange
        raise RuntimeError("the stream ended without an Answer")
    except AssistantError as error:
        yield Exchange(question, "failed", f"{error.message} {error.remedy}".strip())
    except Exception:  # whatever it is, the person keeps the question and a box that works
        logging.getLogger(__name__).exception("A question could not be answered")
        yield Exchange(question, "failed", _UNEXPECTED)
