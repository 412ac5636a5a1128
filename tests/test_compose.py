"""The embedded writer: spans in front, whole sentences quoted, rival values side by side."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.answer import Answer
from assistant.citations import broken_promises
from assistant.finding.evidence import Candidate
from assistant.reader.reading import Span
from assistant.understanding.question import Kind
from assistant.writing.compose import compose
from assistant.writing.written import Written, joined
from corpus.article import Article, Corpus
from corpus.passage import split

HARBOUR = Article(
    id="harbour",
    title="The harbour plan",
    text=(
        "The port will spend 40 million euros on cranes and 15 million euros on dredging.\n\n"
        "Mayor Ilse Brandt presented the plan. She said that the quay is too short for new ships. "
        "Of this, 5 million euros comes from the region."
    ),
)
REVIEW = Article(
    id="review",
    title="A second look",
    text="By 2031 the port is to spend 55 million euros on cranes, an auditor found.",
)
CORPUS = Corpus((HARBOUR, REVIEW))


def candidate(article: Article, value: str, probability: float) -> Candidate:
    start = article.text.index(value)
    end = start + len(value)
    for passage in split(article):
        inside = tuple(s for s in passage.sentences if s.start < end and start < s.end)
        if inside:
            return Candidate(passage, Span(start, end, 5.0), inside, probability, answers=1.0)
    raise AssertionError(f"{value!r} is in no passage")


def written(question: str, kind: Kind, found: Sequence[Candidate]) -> Written:
    result = compose(question, kind, found, CORPUS)
    answer = Answer(
        id="r", question=question, searched_for=question, status=result.status, reason=None,
        answer=result.text, short=result.short, citations=result.citations, related=(),
        disagreement=result.disagreement, engine="extractive", corpus="", latency_ms=0.0,
    )  # fmt: skip
    assert broken_promises(answer, CORPUS) == []
    return result


def test_the_span_stands_in_front_of_its_sentence() -> None:
    found = [candidate(HARBOUR, "15 million euros", 0.9)]
    answer = written("How much goes to dredging?", "figure", found)
    assert answer.text.startswith("15 million euros — The port will spend")
    assert answer.text.endswith("[1]")
    assert answer.short == "15 million euros"


def test_a_sentence_that_leans_is_quoted_with_the_one_before() -> None:
    found = [candidate(HARBOUR, "the quay is too short for new ships", 0.9)]
    answer = written("Why is a plan needed?", "reason", found)
    (citation,) = answer.citations
    assert citation.quote.startswith("Mayor Ilse Brandt presented the plan. She said")


def test_different_values_stand_side_by_side() -> None:
    found = [
        candidate(HARBOUR, "40 million euros", 0.8),
        candidate(REVIEW, "55 million euros", 0.7),
    ]
    answer = written("How much will the port spend on cranes?", "figure", found)
    assert answer.disagreement is not None
    assert [c.value for c in answer.disagreement] == ["40 million euros", "55 million euros"]
    assert [c.citations for c in answer.disagreement] == [(1,), (2,)]
    assert answer.disagreement[1].scope == "By 2031"


def test_a_compound_answer_keeps_the_disagreement_of_its_part() -> None:
    asked = ("How much goes to dredging?", "How much is spent on cranes?")
    dredging = written(asked[0], "figure", [candidate(HARBOUR, "15 million euros", 0.9)])
    found = [
        candidate(HARBOUR, "40 million euros", 0.9),
        candidate(REVIEW, "55 million euros", 0.8),
    ]
    whole = joined(asked, [dredging, written(asked[1], "figure", found)], CORPUS)
    assert whole.disagreement is not None
    assert [(c.value, c.asked) for c in whole.disagreement] == [
        ("40 million euros", asked[1]),
        ("55 million euros", asked[1]),
    ]
    quotes = {citation.n: citation.quote for citation in whole.citations}
    assert "55 million euros" in quotes[whole.disagreement[1].citations[0]]


@pytest.mark.parametrize(
    "other",
    [
        "Only 4 million euros of the canal budget is meant for locks.",
        "The Altmark tunnel takes 40 million euros.",
    ],
)
def test_a_part_of_it_and_a_value_of_something_else_are_no_rivals(other: str) -> None:
    text = f"The canal of Velden gets 55 million euros this year. {other}"
    article = Article(id="canal", title="Canals", text=text)
    found = [
        candidate(article, "55 million euros", 0.8),
        candidate(article, "4 million euros" if "Only" in other else "40 million euros", 0.7),
    ]
    question = "How much money does the canal of Velden get?"
    assert compose(question, "figure", found, Corpus((article,))).disagreement is None


def test_an_improbable_value_is_no_rival() -> None:
    found = [
        candidate(HARBOUR, "40 million euros", 0.8),
        candidate(REVIEW, "55 million euros", 0.2),
    ]
    answer = written("How much will the port spend on cranes?", "figure", found)
    assert answer.disagreement is None
    assert len(answer.citations) == 1


def test_two_values_of_one_sentence_are_no_disagreement() -> None:
    found = [
        candidate(HARBOUR, "40 million euros", 0.8),
        candidate(HARBOUR, "15 million euros", 0.7),
    ]
    assert written("How much for cranes?", "figure", found).disagreement is None


def test_a_list_takes_every_probable_sentence_of_its_article_in_order() -> None:
    found = [
        candidate(HARBOUR, "5 million euros comes", 0.8),
        candidate(HARBOUR, "40 million euros on cranes", 0.7),
        candidate(REVIEW, "55 million euros", 0.7),
    ]
    answer = written("What are the parts of the plan?", "list", found)
    assert {c.article_id for c in answer.citations} == {"harbour"}
    starts = [c.start for c in answer.citations]
    assert len(starts) == 2
    assert starts == sorted(starts)


@pytest.mark.parametrize("total", ["30 million euros", "30 million euros to buses in the old town"])
def test_the_total_answers_and_not_one_of_its_parts(total: str) -> None:
    article = Article(
        id="bus",
        title="Buses",
        text="The city gives 30 million euros to buses in the old town. Of the bus money, "
        "20 million euros is for depots and 10 million euros for drivers.",
    )
    found = [
        candidate(article, "20 million euros", 0.8),
        candidate(article, total, 0.6),
    ]
    answer = compose("How much goes to buses?", "figure", found, Corpus((article,)))
    assert answer.short is not None
    assert answer.short.startswith("30 million euros")
    assert answer.disagreement is None


def test_a_figure_is_taken_out_of_its_clause() -> None:
    found = [candidate(HARBOUR, "The port will spend 40 million euros on cranes and 15", 0.9)]
    assert written("How much for cranes?", "figure", found).short == "40 million euros"


def test_parts_that_exceed_their_total_are_said() -> None:
    text = "Of the 45 million euros, 15 million euros goes to roads and 31 million euros to ports."
    odd = Article(id="odd", title="Odd", text=text)
    found = [candidate(odd, "15 million euros", 0.9)]
    result = compose("How are the 45 million euros split?", "list", found, Corpus((odd,)))
    assert result.notes == (
        "The parts add up to 46 million euros; the article gives 45 million euros.",
    )
    fewer = Article(id="odd", title="Odd", text=text.replace("31", "3"))
    found = [candidate(fewer, "15 million euros", 0.9)]
    assert not compose("How are the 45 million euros split?", "list", found, Corpus((fewer,))).notes


def test_the_part_is_the_figure_and_not_its_total() -> None:
    text = "Of the 18,000 chips, 10,000 go to the centre by the end of this year."
    chips = Article(id="chips", title="Chips", text=text)
    found = [candidate(chips, "18,000 chips, 10,000", 0.9)]
    result = compose("How many chips go to the centre?", "figure", found, Corpus((chips,)))
    assert result.short == "10,000"


def test_another_thing_of_the_same_kind_is_no_rival() -> None:
    funds = [
        Article(id=name, title="Funds", text=f"The {name} fund holds {amount} million euros.")
        for name, amount in (("Altona", 37), ("Bergen", 38))
    ]
    found = [
        candidate(funds[0], "37 million euros", 0.9),
        candidate(funds[1], "38 million euros", 0.8),
    ]
    result = compose("How much does the Altona fund hold?", "figure", found, Corpus(tuple(funds)))
    assert result.disagreement is None
    assert result.short == "37 million euros"
