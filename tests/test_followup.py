"""Questions that lean on the one before are written out; those that do not are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.followup import in_context, stand_alone

BARE = [
    ("Is the rate lower in Norway?", "Why?", "Why is the rate lower in Norway?"),
    ("Does the board back the plan?", "Why not?", "Why doesn't the board back the plan?"),
    ("How many mills will the firm shut?", "When?", "When will the firm shut mills?"),
    ("Did parliament pass the bill?", "With how many votes?",
     "With how many votes did parliament pass the bill?"),
    ("Who opposes the reform?", "Why?", "Why (who opposes the reform)?"),
]  # fmt: skip
FRAGMENTS = [
    ("How much does Chile spend on roads?", "And Peru?", "How much does Peru spend on roads?"),
    ("How much does the state spend on roads?", "What about rail?",
     "How much does the state spend on rail?"),
    ("What share of children passed in Ireland?", "and in Malta?",
     "What share of children passed in Malta?"),
    ("How many nurses does Finland need?", "And teachers?", "How many teachers does Finland need?"),
    ("How much will the bridge cost?", "And the tunnel?", "How much will the tunnel cost?"),
    ("What do farmers pay per hectare?", "And a dairy?", "What does a dairy pay per hectare?"),
    ("What is Italy's quota?", "And Spain?", "What is Spain's quota?"),
    ("What percentage of Japanese owners sold?", "And in Italy?",
     "What percentage of owners in Italy sold?"),
    ("How high was demand last year?", "And this year?", "How high was demand this year?"),
    ("How much was lost last year?", "And the year before?",
     "How much was lost the year before last year?"),
    ("What was inflation in 2022?", "And a year later?", "What was inflation a year after 2022?"),
    ("Where will the cable end?", "How far from the coast?",
     "How far will the cable end from the coast?"),
    ("What is the fine for speeding?", "And if you are drunk?",
     "What is the fine for speeding if you are drunk?"),
]  # fmt: skip
ELLIPSES = [
    ("How many researchers does Korea have?", "How many does China have?",
     "How many researchers does China have?"),
    ("How many wells were tested?", "How many are dry?",
     "How many of the wells that were tested are dry?"),
    ("What are the three goals of the plan?", "Which one costs most?",
     "Which of the three goals of the plan costs most?"),
]  # fmt: skip
REFERENCES = [
    ("What is Stargate?", "Who announced it?", "Who announced Stargate?"),
    ("What is the AIDT?", "What is its adoption rate?", "What is the AIDT's adoption rate?"),
    ("How much did parliament vote for schools?", "How much of it was spent?",
     "How much of what parliament voted for schools was spent?"),
    ("What is the budget of the port?", "How much of that comes from fees?",
     "How much of the budget of the port comes from fees?"),
    ("Which countries signed the treaty?", "Which of them have left?",
     "Which of the countries that signed the treaty have left?"),
    ("Which fund starts in 2027?", "How large is that fund?",
     "How large is the fund that starts in 2027?"),
    ("Who is Anna Berg?", "What does she criticise?", "What does Anna Berg criticise?"),
    ("Who chairs the board?", "How old is he?", "How old is the person who chairs the board?"),
    ("What is the wage in 2020?", "What is it now?", "What is the wage now?"),
    ("What did Eero Lampi say?", "Did the council accept that?",
     "Did the council accept that (what Eero Lampi said)?"),
    ("Why did the court reject the law of 1998?", "Who wrote it?",
     "Who wrote it (why the court rejected the law of 1998)?"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "question", "expected"), BARE + FRAGMENTS + ELLIPSES + REFERENCES
)
def test_a_question_that_leans_is_written_out(before: str, question: str, expected: str) -> None:
    assert stand_alone(question, [before]) == expected


@pytest.mark.parametrize(
    "question",
    [
        "Who leads Coxwave?",
        "How much goes to talent?",
        "What is the minister's name?",
        "Why did the ministry say that it would resign?",
        "How many families had their benefits cut?",
        "What share of its water must the plant recycle?",
        "Which company sold its shares?",
        "How long does it take to get a visa?",
        "Is it true that fees rose?",
        "What did the bank say about its losses?",
        "Who said his office gets complaints?",
        "What did farmers do with the seeds after they bought them?",
        "How many of those surveyed agreed?",
        "Which is the largest port?",
        "Which country wants a ban?",
        "talent budget 2025",
        "What happened this year?",
        "How did the police find out that money was missing?",
        "According to the audit, how many machines were lost?",
    ],
)
def test_a_question_that_stands_alone_is_not_bent(question: str) -> None:
    earlier = ["How much does the European Union want to raise for AI?", "Who is Anna Berg?"]
    for before in earlier:
        assert stand_alone(question, [before]) == question


def test_each_turn_leans_on_the_one_before() -> None:
    history = ["How much of the budget is for talent?", "And for competitions?"]
    assert stand_alone("And for postdocs?", history) == "How much of the budget is for postdocs?"


def test_a_pronoun_can_mean_the_answer() -> None:
    history = ["Which company withdrew from the auction?"]
    alone = stand_alone("What is its market share?", history, ["Pwani Net"])
    assert alone == "What is Pwani Net's market share?"


def test_in_context_holds_both_questions() -> None:
    assert in_context("How many signed?", []) == ""
    assert in_context("How many signed?", ["Who wrote the petition?"]) == (
        "How many signed (Who wrote the petition?)"
    )


@given(st.text(), st.lists(st.text(), max_size=3))
def test_any_text_is_survived(question: str, history: list[str]) -> None:
    assert stand_alone(question, []) == question
    assert isinstance(stand_alone(question, history), str)


_WORDS = st.sampled_from(
    "and what how many who is of it them the does Korea's fund that then which one to in 2019 , ?"
    " cost last year their not".split()
)


@given(st.lists(_WORDS, max_size=9), st.lists(_WORDS, max_size=9))
def test_any_order_of_words_is_survived(question: list[str], before: list[str]) -> None:
    asked = " ".join(question)
    alone = stand_alone(asked, [" ".join(before)])
    assert bool(alone.strip()) == bool(asked.strip())


def test_a_bare_question_does_not_say_its_noun_twice() -> None:
    before = "How many GPUs will Brazil buy?"
    assert stand_alone("How many GPUs?", [before]) == before
