"""A conversation as the page keeps it: questions with what came of each. Pure but for the clock."""

from __future__ import annotations

import logging
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, Protocol

from assistant.answer import Answer, Turn
from assistant.web.labels import ENGLISH, Labels
from corpus.article import Corpus
from corpus.errors import AssistantError

MOST_EXCHANGES = 40  # kept in the browser's storage, some kilobytes each
# A new piece of text is shown at most this often: every token would halve the throughput of
# many streams at once, and nobody reads faster.
SHOW_EVERY_S = 0.1

State = Literal["asking", "answered", "stopped", "failed"]


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
    ``articles``: ids of those that were used, () for all. ``thumb``: what the person said of the
    answer; ``unsaved``: why that could not be written yet.
    """

    question: str
    state: State
    text: str = ""
    answer: Answer | None = None
    articles: tuple[str, ...] = ()
    thumb: str = ""
    unsaved: str = ""

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
            exchanges.append(
                Exchange(
                    str(fields["question"]),
                    fields["state"],
                    str(fields["text"]),
                    answer,
                    tuple(map(str, fields.get("articles", ()))),
                    str(fields.get("thumb", "")),
                    str(fields.get("unsaved", "")),
                )
            )
        except (KeyError, TypeError, AttributeError):
            continue
    return tuple(exchanges)


def chosen(stored: object, corpus: Corpus) -> tuple[str, ...]:
    """The articles that the next question uses, in corpus order; () for all of them.

    ``stored``: ids that the browser kept. Those that are gone are left out.
    """
    wanted = set(map(str, stored)) if isinstance(stored, list) else set()
    found = tuple(article.id for article in corpus if article.id in wanted)
    return () if len(found) == len(corpus) else found


def stop(exchanges: tuple[Exchange, ...]) -> tuple[tuple[Exchange, ...], str]:
    """The conversation with nothing being asked any more, and the question that was ("": none)."""
    if not exchanges or exchanges[-1].state != "asking":
        return exchanges, ""
    question = exchanges[-1].question
    stopped = replace(exchanges[-1], state="stopped", text="")
    return (*exchanges[:-1], stopped), question


def store(exchanges: Sequence[Exchange]) -> list[dict[str, Any]]:
    """Plain JSON values; inverse of :func:`load`."""
    return [exchange.to_dict() for exchange in exchanges[-MOST_EXCHANGES:]]


def turns(exchanges: Sequence[Exchange]) -> list[Turn]:
    """The history for the next question: what was asked and answered, oldest first."""
    return [Turn(e.question, e.answer.answer) for e in exchanges if e.answer]


def converse(
    asker: Asker,
    question: str,
    before: Sequence[Exchange],
    articles: tuple[str, ...] = (),
    labels: Labels = ENGLISH,
) -> Iterator[Exchange]:
    """The exchange as it grows; the last one is answered or failed. Raises nothing.

    ``articles``: ids of those that may answer, () for all.
    """
    exchange = Exchange(question, "asking", articles=articles)
    shown = 0.0
    try:
        for piece in asker.stream(question, turns(before), articles or None):
            if isinstance(piece, Answer):
                yield replace(exchange, state="answered", text="", answer=piece)
                return
            exchange = replace(exchange, text=exchange.text + piece)
            if time.monotonic() - shown >= SHOW_EVERY_S:
                shown = time.monotonic()
                yield exchange
        raise RuntimeError("the stream ended without an Answer")
    except AssistantError as error:
        yield replace(exchange, state="failed", text=f"{error.message} {error.remedy}".strip())
    except Exception:  # whatever it is, the person keeps the question and a box that works
        logging.getLogger(__name__).exception("A question could not be answered")
        yield replace(exchange, state="failed", text=labels.wrong_on_our_side)
