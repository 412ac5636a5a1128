"""Comparisons, calculations and compound questions over the real index, encoder and reader."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from assistant.ask import Assistant
from assistant.citations import broken_promises
from assistant.guard import unsupported_numbers
from assistant.settings import Settings
from assistant.wiring import open_assistant
from corpus.article import Article, Corpus

TEXT = """The council of Vellmar voted on its budget on 3 May.

The harbour gets 40 million euros, while the old bridge receives 25 million euros. \
Vellmar employs 400 nurses, whereas neighbouring Tornby employs 160.

The tram is to cost $90 million (about 80 million euros) over four years. \
Of the 65 million euros for works, 12 million euros goes to dredging, 8 million euros to cranes \
and 5 million euros to lamps.

Mayor Ilse Brandt presented the plan. She added that the quay is too short for new ships.

They further stated that the ferry will stop in June.

By Oskar Lindqvist, city reporter"""
ARTICLE = Article(id="vellmar", title="Vellmar votes", text=TEXT, author="Oskar Lindqvist")


@pytest.fixture(scope="module")
def vellmar(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("vellmar")
    settings = dataclasses.replace(settings, corpus=Path("none"), index=folder)
    return open_assistant(settings, Corpus((ARTICLE,)))


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("Which gets more, the harbour or the old bridge?",
         ("harbour: 40 million euros", "bridge: 25 million euros")),
        ("Does Vellmar employ more nurses than Tornby?", ("400", "160")),
        ("How many times as many nurses does Vellmar employ as Tornby?", ("= 2.5",)),
        ("How much will the tram cost per year on average, in euros?", ("= 20 million euros",)),
        ("What do the three parts of the works money add up to?", ("= 25 million euros",)),
        ("Who wrote the article on the council of Vellmar?", ("Oskar Lindqvist",)),
    ],
)  # fmt: skip
def test_figures_are_put_together(vellmar: Assistant, question: str, held: tuple[str, ...]) -> None:
    answer = vellmar.ask(question)
    assert answer.status == "answered"
    assert broken_promises(answer, vellmar.corpus) == []
    for part in held:
        assert part in answer.answer


def test_both_parts_of_a_compound_question_are_answered(assistant: Assistant) -> None:
    answer = assistant.ask("How much goes to AI talent, and how many GPUs does Meta own?")
    assert answer.status == "answered"
    assert "45 billion won" in answer.answer
    assert "350,000" in answer.answer
    assert {c.article_id for c in answer.citations} >= {"supplementary-budget", "sovereign-ai"}


def test_what_is_missing_of_a_compound_question_is_said(assistant: Assistant) -> None:
    answer = assistant.ask("When does the AI Basic Act take effect and who is the mayor of Oslo?")
    assert (answer.status, answer.reason) == ("partial", "part_not_stated")
    assert "January" in answer.answer
    assert any("Who is the mayor of Oslo?" in note for note in answer.notes)


def test_the_result_is_guarded_where_it_stands_only() -> None:
    """A result that is part of another number must not make that one pass."""
    quotes = ["China has 400,000 of them, Korea 20,000."]
    assert unsupported_numbers("400,000 [1] ÷ 20,000 [1] = 20", quotes) == []
    assert unsupported_numbers("400,000 [1] ÷ 20,000 [1] = 20\n\nSome 30,000 left.", quotes)
