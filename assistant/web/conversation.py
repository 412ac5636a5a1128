"""A conversation as the page keeps it: questions with what came of each. Pure but for the clock."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import Any, Literal, Protocol

from pydantic import TypeAdapter

from assistant.answer import Answer, Turn
from assistant.web.labels import ENGLISH, Labels
from corpus.article import Corpus
from corpus.errors import AssistantError

MOST_EXCHANGES = 40  # kept in the browser's storage, some kilobytes each
MOST_KEPT = 400_000  # characters of JSON; the page sends all of them with each question
# A new piece of text is shown at most this often: every token would halve the throughput of
# many streams at once, and nobody reads faster.
SHOW_EVERY_S = 0.1

State = Literal["asking", "answered", "stopped", "failed"]
Verdict = Literal[
    "good", "wrong_figure", "wrong_source", "should_have_refused", "should_have_answered"
]


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
    answer; ``unsaved``: why that could not be written yet; ``seal``: says that this server gave
    the answer.
    """

    question: str
    state: State
    text: str = ""
    answer: Answer | None = None
    articles: tuple[str, ...] = ()
    thumb: Verdict | Literal[""] = ""
    unsaved: str = ""
    seal: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values, for the browser's storage."""
        answer = self.answer and self.answer.to_dict()
        return {**asdict(replace(self, answer=None)), "answer": answer}


def load(stored: object) -> tuple[Exchange, ...]:
    """The conversation out of the browser's storage, without what is no exchange of ours.

    Anything may stand there: what an older version wrote, or what somebody changed.
    """
    exchanges = []
    for fields in stored if isinstance(stored, list) else []:
        try:
            json.dumps(fields, ensure_ascii=False).encode()  # lone surrogates can't be sent back
            exchange = _exchanges().validate_python(fields)
        except (ValueError, TypeError, RecursionError):
            continue
        if (exchange.state == "answered") == (exchange.answer is not None):
            exchanges.append(exchange)
    return recent(exchanges)


@cache
def _exchanges() -> TypeAdapter[Exchange]:
    return TypeAdapter(Exchange)


def well_formed(text: str) -> str:
    """The text without lone surrogates, which no answer can be sent with."""
    return text.encode("utf-8", "replace").decode()


def recent(exchanges: Sequence[Exchange]) -> tuple[Exchange, ...]:
    """The newest exchanges, as many as are kept; the last one in any case."""
    room, first = MOST_KEPT, len(exchanges)
    for exchange in reversed(exchanges[-MOST_EXCHANGES:]):
        room -= len(json.dumps(exchange.to_dict(), ensure_ascii=False))
        if room < 0:
            break
        first -= 1
    return tuple(exchanges[min(first, len(exchanges) - 1) :]) if exchanges else ()


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
    return [exchange.to_dict() for exchange in exchanges]


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
