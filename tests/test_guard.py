"""The guard: a quote supports itself whatever it says, and no other number passes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.guard import on_one_line, unsupported_numbers
from assistant.quantities import numbers
from corpus.article import read_articles
from corpus.sentences import sentences

ARTICLES = read_articles(Path(__file__).parent.parent / "corpus" / "articles")
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


@settings(max_examples=300)
@given(ANY_TEXT)
def test_a_quote_supports_itself(text: str) -> None:
    assert unsupported_numbers(text, [text]) == []


@settings(max_examples=150)
@given(ANY_TEXT, ANY_TEXT)
def test_a_quote_supports_its_words_in_an_answer(first: str, second: str) -> None:
    """As answers are composed: each quote on one line with its marker, in paragraphs."""
    answer = f"{on_one_line(first)} [1]\n\n{on_one_line(second)} [2]"
    assert unsupported_numbers(answer, [first, second]) == []


@settings(max_examples=200)
@given(ANY_TEXT, st.data())
def test_a_quote_supports_the_span_in_front_of_it(text: str, data: st.DataObject) -> None:
    """The span is of whole words, and every number in it is whole."""
    line = on_one_line(text)
    words = [found.span() for found in re.finditer(r"\S+", line)]
    if not words:
        return
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    start, end = words[first][0], words[last][1]
    for number in numbers(line):
        if number.start < end and start < number.end:
            start, end = min(start, number.start), max(end, number.end)
    assert unsupported_numbers(f"{line[start:end]} — {line} [1]", [text]) == []


def test_every_sentence_of_the_articles_supports_itself() -> None:
    said = [sentence.text for article in ARTICLES for sentence in sentences(article)]
    assert len(said) > 200
    assert [text for text in said if unsupported_numbers(text, [text])] == []


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        ("It covers two hundred thousand people.", "It covers two hundred people."),
        ("It covers two hundred people.", "It covers two hundred thousand people."),
        ("The aid is EUR 5 million.", "The aid is 5 million won."),
        ("The aid is £5m.", "The aid is €5m."),
        ("The aid is 5 million dollars.", "The aid is 5 million Swiss francs."),
        ("Half a million live there.", "A million live there."),
        ("A dozen towns joined.", "Two dozen towns joined."),
        ("Two-thirds of them agreed.", "One-third of them agreed."),
        ("Output doubled.", "Output tripled."),
        ("Output tripled.", "Output rose."),
        ("It costs 45 won.", "It costs 45 billion12 won."),
        ("It costs 45 billion won.", "It costs 45 billion12 won."),
        ("It costs 5 million euros.", "It costs 5 mil euros."),
        ("It costs 3 euros.", "It costs 3 to 5 million euros."),
        ("It costs 10 won.", "They get 10, 5 and 30 million won."),
        ("They are 10 firms.", "They get 10, 5 and 30 million won."),
        ("They are 45 firms.", "They get 45(1) million won."),
        ("They are 45 firms.", "The total (EUR m 45) is final."),
        ("They are ten.", "It is often so."),
        ("It costs 1.234 euros.", "Es kostet 1.234 Euro und die Miete ist hoch."),
        ("There are 1,234 of them.", "There are 1.234 of them."),
        ("It is 450 won.", "450 억 원이다."),
        ("It grew by 10 percent.", "It shrank by minus 10 percent."),
        ("The loss is 4.2 million.", "The loss is (4.2) million."),
        ("It opened on 12 March.", "It opened on 12.03.2026."),
        ("See section 5.", "See section 5.2.1."),
        ("Hundreds came.", "Thousands came."),
        ("They bought H200 chips.", "They bought H100 chips."),
        ("It has 5 euros.", "It has 5 rooms."),
        ("A fifth joined, 20%.", "Every fourth joined."),
        ("It rose to 24.", "It rose in 2023–24."),
    ],
)
def test_another_number_does_not_pass(statement: str, quote: str) -> None:
    assert unsupported_numbers(statement, [quote]) != []


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        ("It covers 200,000 people.", "It covers two hundred thousand people."),
        ("The aid is 5 million euros.", "The aid is EUR 5m."),
        ("Some 500,000 live there.", "Half a million live there."),
        ("Twelve towns joined.", "A dozen towns joined."),
        ("Output rose twofold.", "Output doubled."),
        ("Half of them agreed.", "50 percent of them agreed."),
        ("It is 45 billion won.", "450 억 원이다."),
        ("It costs Rs 2.5 lakh.", "It costs Rs 2,50,000."),
        ("It has 1,234,567 people.", "It has 1.234.567 people."),
        ("There are 1.234 of them.", "There are 1.234 of them, and 3,7 percent more."),
        ("It was so in 2023-24.", "It was so in 2023–24."),
        ("It costs 5 euros.", "Fares in euros: 5 in the first zone."),
        ("They bought an H100.", "They bought H100s."),
        ("It costs 45 won.", "It costs 45\nwon."),
        ("From 3 million to 5 million.", "It is 3 to 5 million."),
    ],
)
def test_another_writing_of_the_number_passes(statement: str, quote: str) -> None:
    assert unsupported_numbers(statement, [quote]) == []
