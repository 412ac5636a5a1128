"""What is searched for: the question cleaned, respelt and written out of its conversation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Turn
from assistant.followup import stand_alone
from assistant.question import Kind, clean, kind_of
from assistant.spelling import Speller


@dataclass(frozen=True, slots=True)
class Understood:
    """The question as asked (cleaned) and as searched, what kind of answer it wants, and notes."""

    asked: str
    searched_for: str
    kind: Kind
    notes: tuple[str, ...]


def understand(question: str, history: Sequence[Turn], speller: Speller) -> Understood:
    """Raises QuestionError when the question is empty or too long."""
    asked = clean(question)
    respelt = speller.respell(asked)
    earlier = [speller.respell(clean(turn.question)).question for turn in history]
    searched_for = stand_alone(respelt.question, earlier)
    notes = tuple(f"Read “{wrong}” as “{right}”." for wrong, right in respelt.changes)
    return Understood(asked, searched_for, kind_of(searched_for), notes)
