"""The figures: what is one, what it measures, who says it, and how they are shown and saved."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.web.figure_file import to_csv
from assistant.web.figure_plot import MOST_DOTS, plot
from assistant.web.figure_store import figures_for
from assistant.web.figure_table import PAGE, amount, plain, table
from assistant.web.figure_view import View, choose, units
from assistant.web.figures import Figure, figures_of
from assistant.web.labels import ENGLISH, KOREAN
from assistant.web.speaker import speaker
from corpus.article import Article, Corpus


def read(text: str) -> list[Figure]:
    return list(figures_of(Corpus((Article("a", "Title", text),))))


def one(text: str) -> Figure:
    (figure,) = read(text)
    return figure


@pytest.mark.parametrize(
    "text",
    [
        "The law of 2019 was changed in 2024.",
        "It ran from 1998 to 2003 and in the 2024-25 season.",
        "The ministry met on Oct. 20 and again on 3 May.",
        "Articles 32 and 34 of the act apply, and No. 6 does not.",
        "See section 4, table 2 and chapter 11.",
        "The Boeing 737 landed beside the H100.",
        "One of them said that nobody else would.",
        "It was founded in Sis (1293).",
        "The city fell in 330 BC.",
        "The doors open at 10:30 and close at 9 p.m.",
    ],
)
def test_years_dates_and_names_are_no_figures(text: str) -> None:
    assert [f.said for f in read(text)] == []


@pytest.mark.parametrize(
    ("text", "said", "unit"),
    [
        ("The fleet has 2024 lorries and ships in it.", None, None),
        ("It employs about 2000 workers.", "about 2000 workers", "workers"),
        ("The quay has 1500 bollards.", "1500 bollards", "bollards"),
        ("Sales rose by 4 percentage points.", "4 percentage points", "percentage points"),
        ("A 2-percentage-point cut was agreed.", "2-percentage-point", "percentage points"),
        ("Sales rose by 4 percent.", "4 percent", "%"),
        ("There were 12 voted down.", "12", ""),
        ("They paved 155 numbered streets.", "155 numbered streets", "streets"),
        ("It takes between 5 or 10 years.", "5", "years"),
        ("The plant makes 20 MW.", "20 MW", "MW"),
        ("A 5-year plan was made.", "5-year", "year"),
        (
            "They bought 300 graphics processing units (GPUs).",
            "300 graphics processing units",
            "GPUs",
        ),
        ("The number of students in the city is about 40,000.", "about 40,000", "students"),
        ("It spent more than 3 million euros.", "more than 3 million euros", "EUR"),
        ("It lasts over four years.", "four years", "years"),
        ("It takes over 4,000 workers.", "over 4,000 workers", "workers"),
        ("예산은 450억 원이다.", "450억 원", "KRW"),
        ("대학 535곳에 학과를 만들었다.", "535", "곳"),
        ("It seats 7 out of 10 pupils.", "7 out of 10", "%"),
    ],
)
def test_reads_figures_with_their_unit(text: str, said: str | None, unit: str | None) -> None:
    found = read(text)
    if said is None:
        assert found == []
    else:
        assert (found[0].said, found[0].unit) == (said, unit)


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("A harbour fund of 3 million euros is to be set up by 2027.",
         "A harbour fund to be set up by 2027"),
        ("The nationwide adoption rate of solar roofs stands at only 32.4%.",
         "The nationwide adoption rate of solar roofs"),
        ("In detail, 1.4 million euros is to be spent on buying cranes.",
         "to be spent on buying cranes"),
        ("The ministry set aside 5 million euros for cranes, and 3 million euros for repairing "
         "the old quays.", "for repairing the old quays"),
        ("The port plans a 20 million euro terminal by 2030.", "terminal by 2030"),
        ("The largest share of the cargo, 47%, comes from the north.",
         "The largest share of the cargo"),
        ("Cargo comes from the north (47%).", "the north"),
        ("According to the port, 40% of the cranes that were bought are idle.",
         "of the cranes that were bought are idle"),
        ("Stocks of grain in the harbour remain around 2,000 tonnes.",
         "Stocks of grain in the harbour"),
    ],
)  # fmt: skip
def test_the_phrase_that_governs_the_figure(text: str, measures: str) -> None:
    figure = read(text)[-1]
    assert (figure.measures, figure.clear) == (measures, True)


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("The port owns 300 cranes, while the airport has 20.",
         "The port owns 300 cranes, while the airport has …"),
        ("A project for the old quays, known as Anchor, receives 3 million euros.",
         "A project for the old quays, known as Anchor, receives …"),
        ("The law, under which 3 million euros is to be paid, was passed.",
         "The law, under which … is to be paid"),
        ("The mayor said that the port would have to buy 30 cranes to stay open.",
         "the port would have to buy … cranes to stay open"),
    ],
)  # fmt: skip
def test_where_it_is_not_clear_the_clause_is_shown(text: str, clause: str) -> None:
    figure = read(text)[-1]
    assert (figure.measures, figure.clear) == (clause, False)


def test_a_conversion_in_brackets_measures_the_same() -> None:
    euros, dollars = read("A harbour fund of 3 million euros (about $4 million) is planned.")
    assert (euros.measures, dollars.measures) == ("A harbour fund planned",) * 2
    assert dollars.said == "about $4 million"


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("Ana Cruz, who runs the port of Vigo, said that 30 cranes are idle.", "Ana Cruz"),
        ("According to the harbour board on the 22nd, over 80% is spent.", "the harbour board"),
        ("Some 30 cranes are idle, the union says, and nobody minds.", "the union"),
        ("“We need 30 cranes,” said Ana Cruz.", "Ana Cruz"),
        ('"We need 30 cranes," the mayor said.', "the mayor"),
        ("In the view of Ana Cruz, 30 cranes are enough.", "Ana Cruz"),
        ("By the board's account, 30 cranes are idle.", "the board"),
        ("Data from the port show that 40% of the cranes are idle.", "Data from the port"),
        ("The port estimates that 40% of the cranes are idle.", "The port"),
        ("She said that 30 cranes are idle.", None),
        ("The port reports to the mayor and owns 30 cranes.", None),
        ("The 'Anchor Project' announced by the city costs 3 million euros.", None),
    ],
)
def test_the_speaker_as_the_sentence_names_them(sentence: str, who: str | None) -> None:
    assert speaker(sentence) == who


TEXTS = st.lists(
    st.sampled_from(
        "the of in a fund port said that, 3 million euros 40% (18%) 5 to 10 cranes and while which "
        "is was known as “ ” ' ; . - 2024 억 원 more than about X".split()
    ),
    max_size=40,
).map(" ".join)


@given(TEXTS | st.text(max_size=120))
def test_any_text_gives_figures_that_stand_in_it(text: str) -> None:
    for figure in read(text):
        assert " ".join(text[figure.start : figure.end].split()) == figure.said
        assert figure.sentence.start <= figure.start < figure.end <= figure.sentence.end
        assert figure.measures.strip()


@given(st.text(max_size=120))
def test_a_speaker_is_quoted_from_the_sentence(sentence: str) -> None:
    named = speaker(sentence)
    assert named is None or named in " ".join(sentence.split())


MANY = Corpus(
    tuple(
        Article(
            f"a{n}",
            f"Report {n}",
            f"A harbour fund of {n + 1} million euros is planned. The port owns {n + 2} cranes.",
        )
        for n in range(60)
    )
)
FIGURES = figures_of(MANY)


def test_figures_are_filtered_by_article_unit_and_words() -> None:
    assert {f.unit for f in choose(FIGURES, View(unit="EUR"))} == {"EUR"}
    assert len(choose(FIGURES, View(article="a7"))) == 2
    assert [f.article_id for f in choose(FIGURES, View(text="HARBOUR 7 fund", article="a6"))] == [
        "a6"
    ]
    assert choose(FIGURES, View(text="submarine")) == []
    counted = [("EUR (60)", "EUR"), ("cranes (60)", "cranes")]
    assert units(FIGURES, ENGLISH) == [("All units", ""), *counted]
    assert units(FIGURES, KOREAN) == [("모든 단위", ""), *counted]


def test_figures_are_sorted_and_amounts_only_within_their_unit() -> None:
    largest = choose(FIGURES, View(order="-amount"))
    assert [f.unit for f in largest] == ["EUR"] * 60 + ["cranes"] * 60
    assert [f.value for f in largest[:2]] == [60_000_000, 59_000_000]
    assert choose(FIGURES, View(order="amount"))[0].value == 1_000_000
    assert [f.title for f in choose(FIGURES, View(order="article"))[:2]] == ["Report 0"] * 2
    assert choose(FIGURES, View(order="nonsense")) == list(FIGURES)


def test_the_table_shows_a_page_and_links_each_figure_to_its_sentence() -> None:
    shown = table(FIGURES, 1, "-amount", ENGLISH)
    assert shown.count("<tr>") == PAGE + 1
    sentence = FIGURES[PAGE].sentence
    assert f'href="read/a25?start={sentence.start}&amp;end={sentence.end}#quote"' in shown
    assert 'id="by-amount">Amount ▼<' in shown


def test_the_text_of_an_article_stays_text_in_the_table() -> None:
    hostile = Article("a", "<b>T</b> ![x](https://evil.example)", "<script> holds 37 cranes ${1}.")
    shown = table(figures_of(Corpus((hostile,))), 0, "text", ENGLISH)
    for mark in ("<script", "<b>T", "![", "${", "https:"):
        assert mark not in shown


def test_amounts_read_as_numbers() -> None:
    assert amount(one("It cost 1.46 trillion won."), ENGLISH) == "1,460,000,000,000 KRW"
    assert amount(one("It rose by 3 to 5%."), ENGLISH) == "3 to 5%"
    assert amount(one("It rose by 3 to 5%."), KOREAN) == "3~5%"
    assert plain(Decimal("100") / 3) == "33.333333"
    assert plain(Decimal("5.70")) == "5.7"


def test_the_file_is_a_csv_that_no_spreadsheet_takes_for_a_formula() -> None:
    text = '=HYPERLINK("https://evil.example") costs 3 million euros, "so" it is.'
    article = Article("a", "@SUM(A1)", text, publisher="+1", published="-2")
    corpus = Corpus((article,))
    saved = to_csv(figures_of(corpus), corpus)
    assert saved.startswith("\ufeff")
    head, row = csv.reader(io.StringIO(saved[1:]))
    found = dict(zip(head, row, strict=True))
    assert found["amount"] == "3000000"
    assert found["title"] == "'@SUM(A1)"
    assert found["sentence"] == f"'{text}"
    assert found["publisher"] == "'+1"
    assert found["published"] == "'-2"
    start, end = int(found["start"]), int(found["end"])
    assert article.text[start:end] == found["figure"]


def test_the_plot_has_a_dot_for_each_amount_of_one_unit() -> None:
    drawn = plot(choose(FIGURES, View()), View(), ENGLISH)
    assert drawn is not None
    spec = json.loads(drawn)
    assert len(spec["data"]["values"]) == 60
    assert spec["data"]["values"][0]["href"].startswith("read/a59?start=0&end=")
    assert spec["encoding"]["x"]["scale"] == {"type": "log"}
    assert spec["usermeta"]["embedOptions"]["ast"] is True
    assert plot([], View(), ENGLISH) is None
    many = plot(list(FIGURES) * 40, View(), KOREAN)
    assert many is not None
    assert len(json.loads(many)["data"]["values"]) == MOST_DOTS
    assert json.loads(many)["title"]["text"] == "수치 (단위: EUR), 큰 순서로 500개"


def test_a_corpus_is_read_once() -> None:
    assert figures_for(MANY) is figures_for(Corpus(MANY.articles))
