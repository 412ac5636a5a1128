"""Quantities: the grammar on the forms that policy articles use."""

from __future__ import annotations

import sys
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from text_to_num import text2num

from assistant.quantities import Quantity, numbers, quantities


def read(text: str) -> list[tuple[str, str]]:
    return [(f"{q.value.normalize():f}", q.unit) for q in quantities(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.46 trillion won", [("1460000000000", "KRW")]),
        ("45bn won", [("45000000000", "KRW")]),
        ("$500 billion (730 trillion won)", [("500000000000", "USD"), ("730000000000000", "KRW")]),
        ("US$5m", [("5000000", "USD")]),
        ("€200 billion or 200 billion euros", [("200000000000", "EUR"), ("200000000000", "EUR")]),
        ("10 trillion yuan", [("10000000000000", "CNY")]),
        ("32.4% and 18 percent", [("32.4", "%"), ("18", "%")]),
        ("7 out of 10 companies", [("70", "%")]),
        ("seven out of ten", [("70", "%")]),
        ("18,000 GPUs", [("18000", "")]),
        ("five unicorns and forty-two others", [("5", ""), ("42", "")]),
        ("1조 4,600억 원", [("1460000000000", "KRW")]),
        ("450억 원, 3만 명", [("45000000000", "KRW"), ("30000", "")]),
        ("100-trillion-won", [("100000000000000", "KRW")]),
        ("Rs 10,372 crore or ₹5 lakh", [("103720000000", "INR"), ("500000", "INR")]),
        ("500 million Canadian dollars, NT$3bn", [("500000000", "CAD"), ("3000000000", "TWD")]),
        ("40 million Swiss francs, 1.2 million francs", [("40000000", "CHF"), ("1200000", "CHF")]),
        ("by one percentage point", [("1", "%")]),
        ("a change of -3.1% (−$2m)", [("-3.1", "%"), ("-2000000", "USD")]),
        ("COVID-19, GPT-4 and Article 7-2", []),
        ("H100, V100 and 5G", []),
        ("trillions of dollars", []),
    ],
)  # fmt: skip
def test_reads(text: str, expected: list[tuple[str, str]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("3 to 5 million euros", 3_000_000, 5_000_000, "EUR"),
        ("3–5%", 3, 5, "%"),
        ("10 billion won to 20 billion won", 10**10, 2 * 10**10, "KRW"),
    ],
)
def test_reads_ranges(text: str, low: int, high: int, unit: str) -> None:
    (quantity,) = quantities(text)
    assert (quantity.value, quantity.high, quantity.unit) == (low, high, unit)


@given(st.text(max_size=200))
def test_any_text_is_read_in_order_and_in_bounds(text: str) -> None:
    at = 0
    for quantity in quantities(text):
        assert at <= quantity.start < quantity.end <= len(text)
        at = quantity.end


@given(st.decimals(0, 10**6, places=2), st.sampled_from(["million", "billion", "trillion"]))
def test_value_is_exact(value: Decimal, scale: str) -> None:
    power = {"million": 6, "billion": 9, "trillion": 12}[scale]
    (quantity,) = quantities(f"{value:f} {scale} won")
    assert quantity.value == value * 10**power


@pytest.mark.parametrize("space", [" ", "\n", "\t", "\u00a0", "\u2009", "\u202f", "\u3000"])
def test_any_space_may_stand_inside_a_quantity(space: str) -> None:
    assert read(f"45{space}million{space}won") == [("45000000", "KRW")]
    assert read(f"some 7{space}Swiss{space}francs") == [("7", "CHF")]


def test_same_value_needs_compatible_units() -> None:
    won, dollars = quantities("45 billion won or 45 billion dollars")
    assert not won.same_value(dollars)
    assert won.same_value(Quantity(won.value, "", 0, 1))


PIECES = (
    "1 ,1 1, 1- 1.234 1'000 one five- hundred half a million ½ 5천 천억 수천 a1- 5percent $ $5 USD "
    "minus- (5) 5⁹ 5m 5/6 1:2 .5 10^ twenty-one"
).split()


@pytest.mark.parametrize("piece", [*PIECES, "1\u00a0000", "five to ", "5 and ", "2 million "])
def test_the_work_grows_with_the_text_and_no_faster(piece: str) -> None:
    for gap in ("", " "):
        short, long = (_calls((piece + gap) * count) for count in (50, 100))
        assert long <= 2.2 * short + 200, repr(piece + gap)


@pytest.mark.parametrize(
    "piece", ["1", "a", " ", "-", "(", "$", "1,", "1.", "1-", "a-", "천", "\n"]
)
def test_no_long_run_is_searched_again_from_each_place(piece: str) -> None:
    """That would take hours."""
    assert len(numbers(piece * 100_000 + "!")) <= 100_000


def _calls(text: str) -> int:
    """How many functions are called to read the text: work that no busy machine changes."""
    count = 0

    def seen(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(seen)
    try:
        numbers.__wrapped__(text)
    finally:
        sys.setprofile(None)
    return count


_NAMES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen".split()
)
_NAMES += "fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def in_words(number: int) -> str:
    """As English writes it: "two hundred and five thousand and six"."""
    for size, name in (
        (10**9, "billion"),
        (10**6, "million"),
        (1000, "thousand"),
        (100, "hundred"),
    ):
        if number >= size:
            rest = number % size
            joint = " and " if rest < 100 else " "
            return f"{in_words(number // size)} {name}{joint + in_words(rest) if rest else ''}"
    if number < 20:
        return _NAMES[number]
    tens = _TENS[number // 10 - 2]
    return f"{tens}-{in_words(number % 10)}" if number % 10 else tens


@given(st.one_of(st.integers(0, 10**4), st.integers(0, 10**12 - 1)))
def test_words_are_read_as_another_library_reads_them(number: int) -> None:
    assume(number < 10**6 or not 0 < number % 10**6 < 100)  # "two million and three others"
    words = in_words(number)
    assert [q.value for q in quantities(f"It is {words}.")] == [number] == [text2num(words, "en")]
