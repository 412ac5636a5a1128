"""Text copied from laid out documents: broken words, numbered lines, pages within a sentence."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import Article, read_articles
from corpus.mending import mend_lines, mend_words
from corpus.sentences import sentences


def stored(folder: Path, text: str, name: str = "a.txt") -> Article:
    (folder / name).write_bytes(text.encode("utf-8", "surrogatepass"))
    return read_articles(folder).articles[0]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("the gov-\nernment pays", "the government pays"),
        ("the gov-   \n   ernment, and", "the government, and"),
        ("a cross-\nministerial body", "a cross-ministerial body"),
        ("the Tarnholm-\nBrunn line", "the Tarnholm-Brunn line"),
        ("in 2024-\n2025 and COVID-\n19", "in 2024-2025 and COVID-19"),
        ("a 19-\nyear-old boat", "a 19-year-old boat"),
        ("short-\nand long-term loans", "short- and long-term loans"),
        ("an up-to-\ndate list", "an up-to-date list"),
        ("a cross-minis-\nterial body", "a cross-ministerial body"),
        ("The GOV-\nERNMENT pays", "The GOVERNMENT pays"),
        ("the Bundes-\nregierung zahlt", "the Bundesregierung zahlt"),
        # the text's own spelling decides
        ("a wave-\nbreaker, one wavebreaker", "a wavebreaker, one wavebreaker"),
        ("a tide-\nmill near the tide-mill", "a tide-mill near the tide-mill"),
        ("a co-\noperative and a co-operative", "a co-operative and a co-operative"),
    ],
)
def test_words_broken_at_the_end_of_a_line(text: str, whole: str) -> None:
    assert mend_words(text) == whole


@pytest.mark.parametrize(
    "text",
    [
        "- one\n- two",
        "It was late -\nvery late.",
        "the end-\n\nNew paragraph",
        "See page 3-\n1. The first point",
        "plain text\nover two lines, with a well-known word",
        "----\nrule",
    ],
)
def test_other_hyphens_stay_where_they_are(text: str) -> None:
    assert mend_words(text) == text


@pytest.mark.parametrize("mark", ["\u0002", "\ufffe", "\ufffe\n", "\u00ad\n", "\u00ad", "-\n"])
def test_marks_that_copies_have_for_a_hyphen(tmp_path: Path, mark: str) -> None:
    text = f"The har{mark}bour of Vellmar was widened by the pro{mark}vince in two steps."
    article = stored(tmp_path, text)
    assert article.text == "The harbour of Vellmar was widened by the province in two steps."
    assert article.dropped == ()


def test_ligatures_are_letters(tmp_path: Path) -> None:
    assert "The first official traffic" in stored(tmp_path, "The ﬁrst oﬃcial traﬃc counts.").text


@pytest.mark.parametrize(
    "lines",
    [
        "12   The levy for small har-\n13   bours is 40 crowns and ends\n14   in 2031.",
        "   5\tThe levy for small harbours is\n   6\t40 crowns and ends in\n   7\t2031.",
        "9  The levy for small har-\n10  bours is 40 crowns\n\n11  and ends in 2031.",
        "1  The levy for small harbours is 40 crowns and ends\n"
        "   in 2031, or if the council agrees, in\n"
        "   the year after. The council decides on\n   this in its meeting of May, with the\n"
        "5  votes of all, and informs the owners of\n   boats. The owners of the boats pay the\n"
        "   levy to the council before the first of\n   June, or, if the council agrees, in\n"
        "   September, and get a mark for it in the\n10  colour of the year.",
    ],
)
def test_numbers_of_lines_go(tmp_path: Path, lines: str) -> None:
    article = stored(tmp_path, f"Draft for consultation on the harbours of Vellmar\n\n{lines}")
    said = " ".join(article.text.split())
    assert "levy for small harbours is 40 crowns and ends in 2031" in said
    assert [part.reason for part in article.dropped] == ["numbers of lines"]


@pytest.mark.parametrize(
    "lines",
    [
        "2021   412\n2022   398\n2023   405",
        "1   apples\n2   pears\n3   plums",
        "1. The levy is, for\n2. The fee is, and\n3. The toll is, or",
        "12   The levy for\n19   the harbour, or\n31   the quay",
        "3  crowns for adults and\n3  crowns for dogs and\n3  crowns for bikes",
    ],
)
def test_other_numbers_at_the_start_of_lines_stay(lines: str) -> None:
    assert mend_lines(lines) == (lines, ())


@pytest.mark.parametrize(
    "between",
    [
        "\n7\n\n",
        "\n                                   7\n",
        "\nPage 7 of 30\n\n",
        "\n- 7 -\n\n",
        "\nHarbour plan    7\n\n",
        "\nHarbour plan | 7\n\n",
        "\n7   Harbour plan\n",
        "\f",
        "\n\n7\n\fHarbour plan   8\n",
        "Harbour plan | 7\n",
        "\n",
    ],
)
def test_what_a_page_prints_within_a_sentence_goes(tmp_path: Path, between: str) -> None:
    first = "The council of Vellmar may fine the owner of a boat"
    second = "up to 400 crowns a day, and keeps the boat until the fine is paid."
    other = "6\n\n" if between.startswith("\n7\n\n") else ""
    text = f"Rules of the harbour\n\nThe rules are old.\n\n{other}{first}\n{between}{second}"
    whole = " ".join(f"{first} {second}".split())
    assert whole in [" ".join(s.text.split()) for s in sentences(stored(tmp_path, text))]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("We spent", "million crowns on the quay, more than ever before in Vellmar."),
        ("The council lists these:", "boats that are older than ten years and leak a little."),
        ("Dear members of the harbour council of Vellmar,", "thank you for the letter of May."),
    ],
)
def test_a_lone_figure_is_no_page_number_and_paragraphs_stay(first: str, second: str) -> None:
    for text in (f"{first}\n\n45\n\n{second}", f"{first}\n45\n{second}", f"{first}\n\n{second}"):
        assert mend_lines(text) == (text, ())


def test_a_line_that_the_text_repeats_is_no_header() -> None:
    text = "The gauge of\n\nReference line\n\nis wide, and of\n\nReference line\n\nis narrow."
    assert mend_lines(text) == (text, ())


def test_a_header_with_a_number_goes_wherever_it_stands(tmp_path: Path) -> None:
    pages = [
        f"The {word} part of the plan says what the {word} quay costs.\n\nHarbour plan | {n}\n\n"
        for n, word in enumerate(("first", "second", "third", "fourth"), start=3)
    ]
    article = stored(tmp_path, "".join(pages))
    assert "Harbour plan" not in article.text
    assert article.text.count("part of the plan") == 4


def test_articles_of_a_law_are_no_headers(tmp_path: Path) -> None:
    text = "".join(f"Article {n}\n\nThe fee of class {n} is {n} crowns.\n\n" for n in range(1, 6))
    assert stored(tmp_path, text).text.count("Article") == 5


lines = st.sampled_from(
    ["The levy for", "12   the quay", "13   and the pier-", "14   head", "7", "\f", "", "",
     "Plan | 7", "Plan | 8", "up to 4 crowns", "well-", "known", "- item", "| a | 1 |",
     "Page 3 of 4", "정부는"]
) | st.text(max_size=20)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(lines, max_size=25).map("\n".join))
def test_nothing_is_lost_unnamed_and_what_needs_no_mending_stays(text: str) -> None:
    text = text.replace("\r", "")
    mended, dropped = mend_lines(text)
    accounted = "".join([mended, *(part.text for part in dropped)])
    assert sorted(filter(str.isalnum, accounted)) == sorted(filter(str.isalnum, text))
    assert mend_lines(mended)[0].count("levy") == mended.count("levy")
    whole = mend_words(mended)
    assert [c for c in whole if c.isalnum()] == [c for c in mended if c.isalnum()]


@pytest.mark.parametrize(
    "text",
    ["a-\n" * 60_000, "7\n\n" * 60_000, "1  a,\n" * 60_000, "Plan | 7\n\n" * 30_000, "x" * 900_000,
     "a" * 300_000 + "-\nb", "\f" * 200_000, "word word,\n\n" * 40_000],
    ids=lambda text: repr(text[:8]),
)  # fmt: skip
def test_time_is_linear(text: str) -> None:
    start = time.process_time()
    mend_words(mend_lines(text)[0])
    assert time.process_time() - start < 10
