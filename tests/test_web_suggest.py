"""What could be asked next: near the answer, new, and answered when it is asked."""

from __future__ import annotations

import pytest

from assistant.ask import Assistant
from assistant.web.conversation import Exchange, converse
from assistant.web.suggest import WANTED, Suggester

TALENT = "How much of the supplementary budget for AI is related to securing AI talent?"


@pytest.fixture(scope="module")
def suggester(assistant: Assistant) -> Suggester:
    return Suggester(lambda: assistant)


def _asked(assistant: Assistant, *questions: str) -> tuple[Exchange, ...]:
    before: tuple[Exchange, ...] = ()
    for question in questions:
        *_, last = converse(assistant, question, before)
        before = (*before, last)
    return before


def test_what_is_offered_is_answered_new_and_near(
    assistant: Assistant, suggester: Suggester
) -> None:
    talk = _asked(assistant, TALENT)
    offered = suggester.next(talk)
    assert 1 <= len(offered) <= WANTED
    assert TALENT not in offered
    cited = {c.article_id for question in offered for c in assistant.ask(question).citations}
    assert all(assistant.ask(question).status == "answered" for question in offered)
    assert "supplementary-budget" in cited
    again = suggester.next(_asked(assistant, offered[0], TALENT))
    assert offered[0] not in again


def test_after_a_refusal_something_can_be_asked_instead(
    assistant: Assistant, suggester: Suggester
) -> None:
    talk = _asked(assistant, "How many GPUs will Brazil buy?")
    assert talk[-1].answer is not None
    assert talk[-1].answer.abstained
    offered = suggester.next(talk)
    assert offered
    assert all(not assistant.ask(question).abstained for question in offered)


def test_only_the_chosen_articles_are_suggested_from(
    assistant: Assistant, suggester: Suggester
) -> None:
    only = ("new-president",)
    for question in suggester.next(_asked(assistant, TALENT), only):
        answer = assistant.ask(question, (), only)
        assert answer.status == "answered"
        assert {c.article_id for c in answer.citations} == set(only)


def test_nothing_is_offered_after_small_talk_or_an_error(suggester: Suggester) -> None:
    assert suggester.next(()) == []
    assert suggester.next((Exchange("Why?", "failed", "It broke."),)) == []
