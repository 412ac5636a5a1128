"""The main flow over the real index, encoder and reader."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from assistant.answer import Answer, Turn
from assistant.ask import Assistant
from assistant.citations import broken_promises
from assistant.settings import Settings
from assistant.understanding.question import QuestionError
from assistant.wiring import open_assistant

QUESTIONS = (
    "How much of the supplementary budget is for securing AI talent?",
    "Who heads the Semiconductor Education Center at Gachon University?",
    "What is sovereign AI?",
    "Why is the adoption of AI digital textbooks low?",
    "How many GPUs does Meta own?",
    "How is the talent money split?",
    "What is the capital gains tax rate in Korea?",
    "Hello!",
    "Wie viel Geld geht an Talente?",
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_answer_keeps_the_promises(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert broken_promises(answer, assistant.corpus) == []
    assert bool(answer.citations) == (answer.status in ("answered", "partial"))


def test_a_figure_comes_first(assistant: Assistant) -> None:
    answer = assistant.ask(QUESTIONS[0])
    assert answer.answer.startswith("45 billion won — ")
    assert answer.short == "45 billion won"
    assert answer.citations[0].article_id == "supplementary-budget"


def test_the_same_question_gets_the_same_answer(assistant: Assistant) -> None:
    first, second = (assistant.ask(QUESTIONS[0]) for _ in range(2))
    assert dataclasses.replace(first, latency_ms=0) == dataclasses.replace(second, latency_ms=0)


def test_a_receipt_names_all_that_can_change_an_answer(
    assistant: Assistant, settings: Settings, briefs_index: Path
) -> None:
    strict = open_assistant(dataclasses.replace(settings, threshold=1.0))
    ids = [article.id for article in assistant.corpus]
    asked = "Hello!"
    receipts = [
        assistant.ask(asked).id,
        assistant.ask(asked, articles=ids[:1]).id,
        assistant.ask(asked, articles=ids[:2]).id,
        strict.ask(asked).id,
    ]
    assert len(set(receipts)) == len(receipts)
    assert assistant.ask(asked, articles=ids[1::-1]).id == receipts[2]


def test_a_follow_up_is_searched_in_full(assistant: Assistant) -> None:
    answer = assistant.ask("Who announced it?", [Turn("What is Stargate?")])
    assert answer.searched_for == "Who announced Stargate?"
    assert answer.question == "Who announced it?"


def test_a_typo_is_respelt_and_said(assistant: Assistant) -> None:
    answer = assistant.ask("How much of the suplementary budget is for AI talent?")
    assert "supplementary" in answer.searched_for
    assert any("“suplementary”" in note for note in answer.notes)


def test_a_refusal_shows_related_passages(assistant: Assistant) -> None:
    answer = assistant.ask("What is the weather in Lisbon tomorrow?")
    assert answer.status == "not_in_sources"
    assert answer.abstained
    assert answer.reason == "not_mentioned"
    assert answer.related


def test_a_language_that_is_not_read_is_said(assistant: Assistant) -> None:
    answer = assistant.ask("Wie viel Geld geht an Talente?")
    assert (answer.status, answer.reason) == ("unclear", "language")
    assert "German" in answer.answer


def test_a_question_about_nothing_is_asked_back(assistant: Assistant) -> None:
    answer = assistant.ask("Why is it?")
    assert (answer.status, answer.reason) == ("unclear", "no_topic")


def test_small_talk_gets_a_short_reply(assistant: Assistant) -> None:
    answer = assistant.ask("hello there!")
    assert answer.status == "smalltalk"
    assert not answer.abstained


def test_only_the_chosen_articles_answer(assistant: Assistant) -> None:
    answer = assistant.ask(QUESTIONS[0], articles=["new-president"])
    cited = (*answer.citations, *answer.related)
    assert {citation.article_id for citation in cited} == {"new-president"}


def test_an_empty_question_is_told(assistant: Assistant) -> None:
    with pytest.raises(QuestionError):
        assistant.ask(" \u200b ")


def test_the_runnable_invokes_streams_and_batches(assistant: Assistant) -> None:
    runnable = assistant.as_runnable()
    answer = runnable.invoke(QUESTIONS[0])
    assert answer.short == "45 billion won"
    *pieces, last = runnable.stream({"question": QUESTIONS[0]})
    assert isinstance(last, Answer)
    assert "".join(str(piece) for piece in pieces) == last.answer
    follow_up = {"question": "Who announced it?", "history": ["What is Stargate?"]}
    both = runnable.batch([QUESTIONS[0], follow_up])
    assert [a.question for a in both] == [QUESTIONS[0], "Who announced it?"]


def test_a_higher_threshold_refuses_more(settings: Settings, briefs_index: Path) -> None:
    strict = open_assistant(dataclasses.replace(settings, threshold=1.0))
    assert strict.ask(QUESTIONS[0]).status == "not_in_sources"


def test_a_bare_word_is_asked_back_with_what_it_can_mean(assistant: Assistant) -> None:
    answer = assistant.ask("talent?")
    assert (answer.status, answer.reason) == ("unclear", "ambiguous")
    assert "“AI talent”" in answer.answer
    assert assistant.ask("Stargate").status == "answered"
