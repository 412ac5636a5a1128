"""What a question restricts has to hold of the clause that answers; else the words are kept."""

from __future__ import annotations

import pytest

from assistant.finding.evidence import Candidate
from assistant.finding.mentions import mentions
from assistant.finding.restrictions import Restrictions, settled, unmet
from assistant.finding.rows import in_its_row
from assistant.reader.reading import Span
from assistant.understanding.question import kind_of
from corpus.article import Article
from corpus.passage import split


def _candidate(text: str, value: str, title: str = "A report") -> tuple[Candidate, Article]:
    article = Article("a", title, text)
    start = text.index(value)
    (passage,) = split(article)
    inside = tuple(s for s in passage.sentences if s.start <= start < s.end)
    span = Span(start, start + len(value), 1.0)
    return Candidate(passage, span, inside, 0.9, 1.0), article


def _answer(question: str, text: str, value: str, title: str = "A report") -> Candidate:
    candidate, article = _candidate(text, value, title)
    asked = Restrictions.of(question, kind_of(question))
    missing = unmet(asked, candidate, article)
    if missing:
        return Candidate(
            candidate.passage, candidate.span, candidate.sentences, 0.0, 1.0, unmet=missing
        )
    return in_its_row(asked, candidate)


BOATS = "Alvik handled 512,000 passengers in 2024, Stenby 301,000 and Horne 87,000."
LINES = "Cars pay 14 euros on the northern line, 11 euros on the southern line and 9 on the island."
TRADE = "Exports to Orania fell by 12% and exports to Belmark rose by 7%."
PIER = "Norland pays 3 million euros for the pier, while Sudria contributes 1 million euros."
SCHOOLS = "Berga school has 22 teachers for 310 pupils, Lunde school 31 for 460."
FARMS = (
    "Farmers in the west sold 410 tonnes, those in the east 265 tonnes, but those in the south 92."
)
BINS = "A bin of 120 litres costs 48 euros a year, one of 240 litres 79 euros."
BOARD = "Ada Lund chairs the lake board and Piet Roos its audit committee."
HALL = "The sorting hall was built by Krone Bau and is run by Olsa Werke."
YEARS = "In 2024 the office approved 8,400 requests and in 2025 it approved 11,900."


@pytest.mark.parametrize(
    ("question", "text", "read", "expected"),
    [
        ("How many passengers did Horne handle in 2024?", BOATS, "512,000", "87,000"),
        ("How many passengers did Alvik handle?", BOATS, "512,000", "512,000"),
        ("How much do cars pay on the southern line?", LINES, "14 euros", "11 euros"),
        ("By how much did exports to Belmark rise?", TRADE, "12%", "7%"),
        (
            "How much does Norland contribute for the pier?",
            PIER,
            "1 million euros",
            "3 million euros",
        ),
        ("How many pupils does Lunde school have?", SCHOOLS, "31", "460"),
        ("How many tonnes did farmers in the east sell?", FARMS, "410", "265"),
        ("What does a bin of 240 litres cost?", BINS, "48 euros", "79 euros"),
        ("Who chairs the audit committee?", BOARD, "Ada Lund", "Piet Roos"),
        ("Who runs the sorting hall?", HALL, "Krone Bau", "Olsa Werke"),
        ("How many requests did the office approve in 2024?", YEARS, "11,900", "8,400"),
        ("How many requests did the office approve in 2025?", YEARS, "8,400", "11,900"),
    ],
)
def test_the_span_moves_to_the_row_asked_for(
    question: str, text: str, read: str, expected: str
) -> None:
    candidate = _answer(question, text, read)
    assert (candidate.value, candidate.unmet) == (expected, ())


@pytest.mark.parametrize(
    ("question", "text", "read", "missing"),
    [
        ("How many passengers did Veldhof handle?", BOATS, "512,000", ("Veldhof",)),
        ("How much do cars pay on the western line?", LINES, "14 euros", ("western",)),
        ("By how much did exports to Orania rise?", TRADE, "12%", ("rise",)),
        ("How many tonnes did farmers in the north sell?", FARMS, "410", ("north",)),
        ("What does a bin of 360 litres cost?", BINS, "48 euros", ("360",)),
        ("How many requests did the office approve in 2021?", YEARS, "8,400", ("2021",)),
    ],
)
def test_what_no_row_is_about_is_kept(
    question: str, text: str, read: str, missing: tuple[str, ...]
) -> None:
    assert _answer(question, text, read).unmet == missing


@pytest.mark.parametrize(
    ("question", "text", "title", "missing"),
    [
        ("How much is spent in 2024?", "Berga spends 8 euros.", "Budget 2024", ()),
        ("How much is spent in 2021?", "Berga spends 8 euros.", "Budget 2024", ("2021",)),
        ("How much was spent in 2021?", "From 2019 to 2023 it was 8 euros.", "A", ()),
        ("How much is spent in Kelmar?", "Berga spends 8 euros.", "A", ("Kelmar",)),
        ("How much does Mayor Berga spend?", "Berga spends 8 euros.", "A", ()),
        ("How much does Ida Berga spend?", "Berga spends 8 euros.", "A", ()),
        ("How much does Ida Berga spend?", "Emil Berga spends 8 euros.", "A", ("Ida",)),
        ("How much under the Basc Law?", "The Basic Law gives 8 euros.", "A", ()),
        ("How much does Berga spend (what does Kelmar plan)?", "Berga spends 8 euros.", "A", ()),
    ],
)
def test_names_and_years_have_to_be_those_of_the_article(
    question: str, text: str, title: str, missing: tuple[str, ...]
) -> None:
    assert _answer(question, text, "8 euros", title).unmet == missing


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("GPU", "It buys GPUs."),
        ("GPUs", "It buys a GPU."),
        ("HB-9", "The HB 9 is new."),
        ("HB9", "The HB-9 is new."),
        ("DeepSeek", "It is called Deep Seek."),
        ("Korea", "A Korean firm."),
        ("Chinese", "It came from China."),
        ("French", "It came from France."),
        ("EIB", "The European Investment Bank pays."),
        ("Societe", "The Société is old."),
        ("U.S", "The US pays."),
        ("Orve-led", "Hanna Orve leads it."),
    ],
)
def test_a_name_is_found_in_its_other_forms(name: str, text: str) -> None:
    assert mentions(Article("a", "A report", text), name)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("HB-7", "The HB-9 is new."),
        ("IT", "It is new."),
        ("Horn", "Hornets came."),
        ("EIB", "Bees."),
    ],
)
def test_another_name_is_not_found(name: str, text: str) -> None:
    assert not mentions(Article("a", "A report", text), name)


def test_below_one_that_fails_only_a_sure_one_counts() -> None:
    text = "Alvik shipped 9 cars. Stenby shipped 7 cars."
    failing, _ = _candidate(text, "9")
    near, _ = _candidate(text, "7")
    failing = Candidate(failing.passage, Span(0, 5, 3.0), failing.sentences, 0.0, 1.0, ("Horne",))
    weak = Candidate(near.passage, Span(0, 5, -4.0), near.sentences, 0.9, 1.0)
    strong = Candidate(near.passage, Span(0, 5, 2.0), near.sentences, 0.8, 1.0)
    assert [c.probability for c in settled([failing, weak, strong])] == [0.8, 0.0, 0.0]
