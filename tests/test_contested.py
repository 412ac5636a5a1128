"""A figure that somebody else contests: told by its form, from all that only stands beside it."""

from __future__ import annotations

import pytest

from assistant.finding.evidence import Candidate
from assistant.reader.reading import Span
from assistant.writing.compose import compose
from assistant.writing.contested import contested
from corpus.article import Article, Corpus
from corpus.passage import split


def _best(text: str, value: str) -> Candidate:
    passage = split(Article("a", "A town", text))[0]
    start = text.index(value)
    span = Span(start, start + len(value), 5.0)
    inside = tuple(s for s in passage.sentences if s.start <= start < s.end)
    return Candidate(passage, span, inside, 0.9, 3.0)


@pytest.mark.parametrize(
    ("text", "value", "rival"),
    [
        ("The exchange says 9 firms have closed. The union says 23.", "9 firms", "23"),
        ("Police counted 12,000 marchers; the organisers speak of 30,000.", "12,000", "30,000"),
        ("Of 480 centres, 291 have been built. The auditors count 244, as gyms do not count.",
         "291", "244"),
        ("The mayor expects costs of 4 million euros. Her opponent puts them at 7 million euros.",
         "4 million euros", "7 million euros"),
        ("About 30% can be saved. The staff's figure was 12.", "30%", "12"),
    ],
)  # fmt: skip
def test_an_elliptic_report_of_another_figure_is_a_rival(text: str, value: str, rival: str) -> None:
    found = contested("How many are there?", _best(text, value))
    assert found is not None
    assert found.value == rival


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The exchange says 9 firms have closed. The union says 23 members are ill.", "9 firms"),
        ("The exchange says 9 firms have closed. The union says 9.", "9 firms"),
        ("The fund pays 4 million euros. It has 7 million euros.", "4 million euros"),
        ("The fund pays 4 million euros. The ministry gives 12%.", "4 million euros"),
        ("The ministry counts 40 schools. The town opened 12 in May.", "40 schools"),
        ("The town has 40 schools. The ministry says 90,000.", "40 schools"),
        ("Of all pilots, 17 come from Norway, while Denmark is the home of 9.", "17"),
        ("The yard owns 20 tugs. Counting barges of every sort, the owners speak of 90.", "20"),
        ("Lund and Malmo own 40 buses. The agency says Uppsala holds 31.", "40 buses"),
    ],
)
def test_another_figure_beside_it_is_none(text: str, value: str) -> None:
    assert contested("How many are there?", _best(text, value)) is None


def test_both_are_shown_with_their_sentences() -> None:
    text = "The exchange says 9 firms have closed. The union says 23."
    corpus = Corpus((Article("a", "A town", text),))
    written = compose("How many firms have closed?", "figure", [_best(text, "9 firms")], corpus)
    assert written.disagreement is not None
    assert [claim.value for claim in written.disagreement] == ["9 firms", "23"]
    assert written.text.startswith("The article gives different values.")
    assert [citation.quote for citation in written.citations] == text.replace(". T", ".\nT").split(
        "\n"
    )
