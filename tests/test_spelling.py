"""Words that nobody knows are matched to words of the articles; all others stay."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.spelling import Speller

_SAID = (
    "stargate korea hagenau government talent budget billion researchers percentage maize sugar "
    "insured incidents reported deepseek march price supply fishmeal levy county count how many"
)
VOCABULARY = {word: 3 for word in _SAID.split()}


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(VOCABULARY, frozenset({"nvidia"}))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How mcuh goes to talnet?", "How much goes to talent?"),
        ("What perecntage of the maize was inshured?", "What percentage of the maize was insured?"),
        ("How manny incedents were repported?", "How many incidents were reported?"),
        ("Wich goverment bugdet grew?", "Which government budget grew?"),
        ("Waht is the suger price?", "What is the sugar price?"),
        ("Who announced Stargaet in Koera?", "Who announced Stargate in Korea?"),
        ("What is Deep Seek?", "What is Deepseek?"),
        ("howmuch sugar", "how much sugar"),
        ("WHAT IS THE BUGDET?", "WHAT IS THE BUDGET?"),
        ("what happend to the talent wih money", "what happened to the talent with money"),
        ("a talnet-suply plan", "a talent-supply plan"),
        ("the talnet and the talnet", "the talent and the talent"),
    ],
)
def test_misspelt_words_are_mended(speller: Speller, question: str, expected: str) -> None:
    assert speller.respell(question).question == expected


def test_changes_are_told(speller: Speller) -> None:
    assert speller.respell("How much for talnet?").changes == (("talnet", "talent"),)


@pytest.mark.parametrize(
    "question",
    [
        "How many mums, dads and dockers were quitting?",
        "Which unaffordable photovoltaic masts failed?",
        "What did Brandt, Balder and Mather say about NVIDIA?",
        "What is the WTO's view of SSAP and METAR?",
        "What is the wto?",
        "Who financed Lumetra-2 in 2019?",
        "인재에 얼마가 배정되나요?",
        "Où est la fabrique?",
        "driverless lorries",
        "Is colour organised differently from color?",
    ],
)
def test_right_words_and_names_stay(speller: Speller, question: str) -> None:
    assert speller.respell(question).question == question
    assert speller.respell(question).changes == ()


@given(st.text(max_size=100))
def test_any_text_is_survived_and_words_of_the_articles_stay(text: str) -> None:
    speller = Speller(VOCABULARY, frozenset())
    speller.__dict__["_dictionary"] = {"word": 1}  # the real one is read once, above
    assert speller.respell(f"talent {text}").question.startswith("talent")


_TIES = """
from assistant.understanding.spelling import Speller
speller = Speller({"ferry": 3}, frozenset())
for asked in ("Hwo paid for the ferry?", "Wh paid for the ferry?", "How lnog is the ferry?"):
    print(speller.respell(asked).question)
"""


def test_every_process_respells_alike() -> None:
    """Two slips of equal length ("how" and "who" of "hwo") must not be told apart by a set."""
    said = {
        subprocess.run(
            [sys.executable, "-c", _TIES],
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in range(6)
    }  # fmt: skip
    assert len(said) == 1
