"""The guard: a quote supports itself whatever it says, and no other number passes."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.guard import on_one_line, unsupported_numbers
from corpus.read import read_folder
from corpus.sentences import sentences

ARTICLES = read_folder(Path(__file__).parent.parent / "corpus" / "articles")
# What numbers are made of, so that random texts are full of them.
_PIECES = st.sampled_from(
    "1 12 250 1,234 1.234 3,7 0.5 .5 1'000 2,50,000 5.2.1 12.03.2026 2024-25 2023–24 10:30 1/2 ½ "
    "- – − ‑ ~ + = ( ) [ ] [1] [12] $ € ₩ Rs US$ EUR KRW % ‰ ² ⁹ . , ; : / ' \" — "
    "to and of out in every between from minus per cent percent points won euros dollars Swiss "
    "hundred thousand million billion lakh crore bn m k Mio Mrd two twenty seven half a an third "
    "quarter dozen doubled thirds 조 억 만 천 천억 원 명 제 약 GPT H100 Article phase may".split()
)
_GAPS = st.sampled_from(["", " ", " ", " ", "\n", "\n\n", "\u00a0", "\u202f", "-", "  "])
NUMBERY = st.lists(st.tuples(_PIECES, _GAPS), max_size=14).map(
    lambda pairs: "".join(piece + gap for piece, gap in pairs)
)
ANY_TEXT = st.one_of(st.text(max_size=80), NUMBERY)


@settings(max_examples=600)
@given(ANY_TEXT)
def test_a_quote_supports_itself(text: str) -> None:
    assert unsupported_numbers(text, [text]) == []


@settings(max_examples=300)
@given(ANY_TEXT, ANY_TEXT)
def test_a_quote_supports_its_words_in_an_answer(first: str, second: str) -> None:
    """As answers are composed: each quote on one line with its marker, in paragraphs."""
    answer = f"{on_one_line(first)} [1]\n\n{on_one_line(second)} [2]"
    assert unsupported_numbers(answer, [first, second]) == []


def test_every_sentence_of_the_articles_supports_itself() -> None:
    said = [sentence.text for article in ARTICLES for sentence in sentences(article)]
    assert len(said) > 200
    assert [text for text in said if unsupported_numbers(text, [text])] == []
