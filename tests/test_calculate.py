"""Calculations: recognised by wording, exact, shown with operands, recomputed by the guard."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.guard import unsupported_numbers
from assistant.quantities import quantities
from assistant.writing.arithmetic import recomputed, result_of, written_out
from assistant.writing.calculate import operation

QUOTES = ["The dam costs 1.8 trillion won.", "The road costs 450 billion won, 12.5% more."]


@pytest.mark.parametrize(
    ("question", "operator", "operands"),
    [
        (
            "What is the difference between the dam and the road?",
            "difference",
            ("How much is the dam?", "How much is the road?"),
        ),
        (
            "How many more nurses does Norway have than Sweden?",
            "difference",
            ("How many nurses does Norway have?", "How many nurses does Sweden have?"),
        ),
        (
            "How many times as many buses does Oslo run as Bergen?",
            "ratio",
            ("How many buses does Oslo run?", "How many buses does Bergen run?"),
        ),
        (
            "What share of the 1.8 trillion won goes to the harbour?",
            "share",
            ("How much goes to the harbour?", "How much is the 1.8 trillion won?"),
        ),
        (
            "What is the sum of the dam and the road?",
            "sum",
            ("How much is the dam?", "How much is the road?"),
        ),
    ],
)
def test_the_wording_says_what_to_calculate(
    question: str, operator: str, operands: tuple[str, str]
) -> None:
    wanted = operation(question)
    assert wanted is not None
    assert (wanted.operator, wanted.operands) == (operator, operands)


@pytest.mark.parametrize(
    "question",
    ["How much does the dam cost?", "Why is the road late?", "Who built the dam and the road?"],
)
def test_other_questions_are_no_calculation(question: str) -> None:
    assert operation(question) is None


@pytest.mark.parametrize(
    ("operator", "a", "b", "result"),
    [
        ("sum", "1.8 trillion won", "450 billion won", "2.25 trillion won"),
        ("difference", "450 billion won", "1.8 trillion won", "1.35 trillion won"),
        ("ratio", "400,000", "20,000", "20"),
        ("share", "1.46 trillion won", "1.8 trillion won", "81.11%"),
        ("difference", "47%", "18%", "29 percentage points"),
        ("each", "30 billion won", "400", "75 million won"),
        ("sum", "1 trillion won", "1 trillion dollars", None),
        ("ratio", "5", "0", None),
    ],
)
def test_results_are_exact(operator: str, a: str, b: str, result: str | None) -> None:
    (first,), (second,) = quantities(a), quantities(b)
    assert result_of(operator, first, second) == result  # type: ignore[arg-type]  # a literal


def test_the_guard_lets_a_right_calculation_pass() -> None:
    shown = "1.8 trillion won [1] − 450 billion won [2] = 1.35 trillion won"
    assert unsupported_numbers(shown, QUOTES) == []


@pytest.mark.parametrize(
    "shown",
    [
        "1.8 trillion won [1] − 450 billion won [2] = 1.36 trillion won",
        "1.9 trillion won [1] − 450 billion won [2] = 1.45 trillion won",
    ],
)
def test_the_guard_catches_a_wrong_one(shown: str) -> None:
    assert unsupported_numbers(shown, QUOTES)


@given(st.integers(1, 10**15), st.integers(1, 10**15))
def test_what_is_written_is_read_back(a: int, b: int) -> None:
    total = written_out(Decimal(a + b), "")
    assert recomputed(f"{a:,} + {b:,} = {total}")
