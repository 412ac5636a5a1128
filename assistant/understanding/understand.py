"""What is searched for: the question cleaned, respelt and written out of its conversation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import Turn
from assistant.understanding.compound import parts
from assistant.understanding.followup import in_context, stand_alone
from assistant.understanding.language import unread_language
from assistant.understanding.question import QuestionError, clean
from assistant.understanding.spelling import Respelling, Speller

_LONGEST_SHORT = 60  # characters of a span that can stand in for a pronoun


@dataclass(frozen=True, slots=True)
class Understood:
    """The question as asked (cleaned) and as searched, with notes.

    ``context`` is the question with the one before in brackets, to be asked as well where the
    question may lean on it unseen: the likelier answer of the two is given. "" otherwise.
    ``parts`` are the questions that it asks, each to be searched for: one, or a few.
    """

    asked: str
    searched_for: str
    notes: tuple[str, ...]
    parts: tuple[str, ...]
    context: str = ""

    def in_its_context(self) -> Understood:
        """The same question, asked with the one before in brackets."""
        return replace(self, searched_for=self.context, parts=(self.context,))


def understand(question: str, history: Sequence[Turn], speller: Speller) -> Understood:
    """Raises QuestionError when the question is empty or too long."""
    asked = clean(question)
    respelt = Respelling(asked, ()) if unread_language(asked) else speller.respell(asked)
    turns = [turn for turn in history if _is_question(turn.question)]
    earlier = [speller.respell(clean(turn.question)).question for turn in turns]
    searched_for = stand_alone(respelt.question, earlier, [short(turn) for turn in turns])
    alone = searched_for.lower() == respelt.question.lower()
    return Understood(
        asked,
        searched_for,
        tuple(f"Read “{wrong}” as “{right}”." for wrong, right in respelt.changes),
        parts(searched_for),
        in_context(respelt.question, earlier) if alone else "",
    )


def _is_question(text: str) -> bool:
    """Whether an earlier turn can be leant on; a broken one does not spoil the next question."""
    try:
        return bool(clean(text))
    except QuestionError:
        return False


def short(turn: Turn) -> str:
    """The span in front of an earlier answer's first quote; "" when there is none."""
    span, dash, quote = turn.answer.partition(" — ")
    stands_in = dash and len(span) <= _LONGEST_SHORT and span.lower() in quote.lower()
    return span if stands_in else ""
