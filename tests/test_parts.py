"""Totals and their parts: a changed figure does not make a part the answer for the whole."""

from __future__ import annotations

import pytest

from assistant.finding.evidence import Candidate
from assistant.reader.reading import Span
from assistant.writing.compose import compose
from assistant.writing.written import Written
from corpus.article import Article, Corpus
from corpus.passage import split

WHOLE = "The town spends {whole} million euros on its parks. "
PARTS = (
    "The council divides the park money into three parts: {a} million euros is for trees, "
    "{b} million euros for playgrounds and {c} million euros for the lake."
)
SPENDING = "How much does the town spend on parks?"


def article(whole: int, a: int, b: int, c: int) -> Article:
    text = WHOLE.format(whole=whole) + PARTS.format(a=a, b=b, c=c)
    return Article(id="parks", title="The parks", text=text)


def candidate(source: Article, value: str, probability: float) -> Candidate:
    start = source.text.index(value)
    end = start + len(value)
    for passage in split(source):
        inside = tuple(s for s in passage.sentences if s.start < end and start < s.end)
        if inside:
            return Candidate(passage, Span(start, end, 5.0), inside, probability, answers=1.0)
    raise AssertionError(f"{value!r} is in no passage")


def written(question: str, source: Article, *values: str) -> Written:
    """The answer where the values were found, each a little less probable than the one before."""
    found = [candidate(source, value, 0.9 - 0.05 * n) for n, value in enumerate(values)]
    return compose(question, "figure", found, Corpus((source,)))


@pytest.mark.parametrize("figures", [(46, 12, 4, 30), (47, 12, 4, 30), (46, 13, 4, 30),
                                     (46, 12, 40, 30), (46, 12, 4, 300)])  # fmt: skip
def test_the_whole_stays_the_answer_whichever_figure_is_changed(
    figures: tuple[int, int, int, int],
) -> None:
    whole, a, *_ = figures
    answer = written(SPENDING, article(*figures), f"{a} million euros", f"{whole} million euros")
    assert answer.short == f"{whole} million euros"
    assert answer.disagreement is None


def test_a_part_that_is_asked_for_is_the_answer() -> None:
    source = article(47, 12, 4, 30)
    answer = written(
        "How much goes to playgrounds?", source, "4 million euros for", "47 million euros"
    )
    assert (answer.short or "").startswith("4 million euros")


def test_a_part_alone_is_said_to_be_one() -> None:
    answer = written(SPENDING, article(47, 12, 4, 30), "12 million euros")
    assert answer.notes == ("This is one of 3 parts, which add up to 46 million euros.",)


def test_nothing_is_said_of_parts_where_the_question_names_one() -> None:
    answer = written("How much is for trees?", article(47, 12, 4, 30), "12 million euros")
    assert answer.notes == ()
