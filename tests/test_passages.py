"""Passages: whole sentences, each in exactly one, and neighbours that belong together."""

from __future__ import annotations

import itertools
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import Article
from corpus.packing import LIST_CHARS, MOST_ITEMS, PASSAGE_CHARS, PASSAGE_SENTENCES
from corpus.passage import Passage, split
from corpus.sentences import sentences

SENTENCE = "The ministry set aside {} billion won for its {} programme this year."
LONG = (
    "The plan of the ministry covers {} measures, "
    + "and one more measure for the sector, " * 7
    + "all told."
)


def article(text: str, title: str = "A title") -> Article:
    return Article(id="plan", title=title, text=text)


def texts(passages: tuple[Passage, ...]) -> list[list[str]]:
    return [[sentence.text for sentence in passage.sentences] for passage in passages]


def numbered(template: str, *numbers: int) -> str:
    return " ".join(template.format(number, f"number {number}") for number in numbers)


def test_a_short_article_is_one_passage() -> None:
    (passage,) = split(article("It costs 5 million. Nobody pays."))
    assert (passage.key, passage.lead, passage.tail, passage.heading) == (
        "plan#0",
        None,
        None,
        None,
    )
    assert passage.text == "It costs 5 million. Nobody pays."


def test_sentences_of_a_paragraph_are_shared_out_evenly() -> None:
    passages = split(article(numbered(SENTENCE, 1, 2, 3, 4)))
    assert [len(passage.sentences) for passage in passages] == [2, 2]


def test_long_sentences_stand_alone() -> None:
    passages = split(article(numbered(LONG, 1, 2)))
    assert [len(passage.sentences) for passage in passages] == [1, 1]


def test_long_paragraphs_stay_apart_and_short_ones_join() -> None:
    long = numbered(SENTENCE, 1, 2, 3)
    assert len(split(article(f"{long}\n\n{long}"))) == 2
    (passage,) = split(article("He said no.\n\nShe said yes, of course.\n\nThen they left."))
    assert len(passage.sentences) == 3


def test_headings_part_passages_and_are_not_in_them() -> None:
    text = (
        "# A title\n\nOne thing is here.\n\n## The money\n\nIt is gone.\n\n**Why**\n\nNobody knows."
    )
    passages = split(article(text))
    assert [passage.heading for passage in passages] == [None, "The money", "Why"]
    assert texts(passages) == [["One thing is here."], ["It is gone."], ["Nobody knows."]]


def test_neighbours_are_the_sentences_before_and_after() -> None:
    passages = split(article("# A\n\nOne is here.\n\n# B\n\nTwo is here.\n\n# C\n\nThree is here."))
    first, second, third = passages
    assert first.lead is None
    assert first.tail == second.sentences[0] == third.lead
    assert second.lead == first.sentences[0]
    assert third.tail is None


def test_a_list_stays_with_its_lead() -> None:
    items = "\n".join(f"- measure number {number} of the plan" for number in range(6))
    before = numbered(SENTENCE, 1, 2)
    passages = split(article(f"{before} The plan holds:\n\n{items}\n\n{before}"))
    assert texts(passages)[1][0] == "The plan holds:"
    assert len(passages[1].sentences) == 7


def test_a_long_list_is_cut_between_items() -> None:
    items = "\n".join(f"- {numbered(SENTENCE, number)}" for number in range(30))
    passages = split(article(f"The plan holds:\n\n{items}"))
    assert passages[0].sentences[0].text == "The plan holds:"
    assert all(len(passage.sentences) > 4 for passage in passages)
    assert all(passage.end - passage.start <= LIST_CHARS for passage in passages)


def test_headings_are_all_there_is() -> None:
    (passage,) = split(article("# One heading"))
    assert texts((passage,)) == [["# One heading"]]


def test_an_empty_article_has_none() -> None:
    assert split(article("")) == ()


blocks = st.sampled_from(
    [numbered(SENTENCE, 1), numbered(SENTENCE, 1, 2), numbered(SENTENCE, *range(9)),
     LONG.format(1), "Short one.", "# Heading", "The list:", "- item one", "- item two. With more.",
     "A heading without marks", "예산은 1.8조원이다. 부족하다."]
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(st.lists(st.tuples(blocks, st.sampled_from(["\n", "\n\n"])), max_size=25))
def test_every_sentence_is_in_exactly_one_passage(parts: list[tuple[str, str]]) -> None:
    source = article("".join(text + gap for text, gap in parts))
    passages = split(source)
    found = sentences(source)
    body = [s for s in found if not s.heading] or list(found)
    assert list(itertools.chain.from_iterable(p.sentences for p in passages)) == body
    assert [passage.index for passage in passages] == list(range(len(passages)))
    for passage in passages:
        size = passage.end - passage.start
        assert len(passage.sentences) <= MOST_ITEMS
        if len(passage.sentences) > 1:
            listed = any(sentence.item for sentence in passage.sentences)
            assert size <= (LIST_CHARS if listed else PASSAGE_CHARS)
            assert listed or len(passage.sentences) <= PASSAGE_SENTENCES
    assert split(source) == passages


def test_time_is_linear() -> None:
    start = time.process_time()
    assert len(split(article(numbered(SENTENCE, *range(20_000))))) > 5000
    assert time.process_time() - start < 10
