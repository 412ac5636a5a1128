"""Comparisons taken apart, and several questions in one line told from one."""

from __future__ import annotations

import pytest

from assistant.understanding.compound import parts
from assistant.understanding.sides import sides


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        (
            "Which gets more, the harbour or the old bridge?",
            "How much does the harbour get?",
            "How much does the old bridge get?",
        ),
        (
            "Which city built more homes: Oslo or Bergen?",
            "How many homes did Oslo build?",
            "How many homes did Bergen build?",
        ),
        (
            "Who spent more on roads, Ruritania or Freedonia?",
            "How much did Ruritania spend on roads?",
            "How much did Freedonia spend on roads?",
        ),
        (
            "Whose budget is larger, Oslo's or Bergen's?",
            "How large is Oslo’s budget?",
            "How large is Bergen’s budget?",
        ),
        (
            "Is Oslo's budget larger than Bergen's?",
            "How large is Oslo's budget?",
            "How large is Bergen's budget?",
        ),
        (
            "Does Norway have more nurses than Sweden?",
            "How many nurses does Norway have?",
            "How many nurses does Sweden have?",
        ),
        (
            "Is more money spent on the harbour or on schools?",
            "How much money is spent on the harbour?",
            "How much money is spent on schools?",
        ),
        (
            "How do Norway and Sweden compare in the number of nurses?",
            "How many nurses does Norway have?",
            "How many nurses does Sweden have?",
        ),
    ],
)
def test_a_comparison_is_two_questions(question: str, first: str, second: str) -> None:
    found = sides(question)
    assert found is not None
    assert found.asked == (first, second)


@pytest.mark.parametrize(
    "question",
    [
        "How much does the harbour cost?",
        "Does the harbour cost more than 5 million euros?",
        "Who built the harbour or paid for it?",
        "How do foreign and local wages compare?",
    ],
)
def test_other_questions_have_no_sides(question: str) -> None:
    assert sides(question) is None


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("When did it open and how much did it cost?",
         ("When did it open?", "How much did it cost?")),
        ("What is Stargate? Who announced it?", ("What is Stargate?", "Who announced Stargate?")),
        ("How much goes to roads, and who criticised the plan?",
         ("How much goes to roads?", "Who criticised the plan?")),
        ("Who pays; why is it late?", ("Who pays?", "Why is it late (Who pays?)")),
    ],
)  # fmt: skip
def test_a_compound_question_has_parts(question: str, expected: tuple[str, ...]) -> None:
    assert parts(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "What did Kim say about who pays and who gains?",
        "When and where was the plan presented?",
        "Who pays and why?",
        "What is the budget and its main parts?",
        "How much do Norway and Sweden spend?",
    ],
)
def test_one_question_stays_one(question: str) -> None:
    assert parts(question) == (question,)
