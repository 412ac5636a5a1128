"""Markdown files: what a person reads on the rendered page, with exact places."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import Article, read_articles
from corpus.markdown import as_markup
from corpus.sentences import sentences


def stored(folder: Path, text: str, name: str = "a.md") -> Article:
    (folder / name).write_text(text, encoding="utf-8")
    return read_articles(folder).articles[0]


# ruff: noqa: E501 (a source and its text stand on one line)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("It costs 40&nbsp;crowns &ndash; not&#32;50 &amp; more.", "It costs 40\u00a0crowns – not 50 & more."),
        ("The [harbour *fee*](https://a.example/b_c) **rises** to __50__.", "The harbour fee rises to 50."),
        ("See [the rules][r] and <https://a.example>.\n\n[r]: /x 'y'", "See the rules and https://a.example."),
        ("A snake_case_name and 5*3*2 = 30, 2*4 = 8.", "A snake_case_name and 5*3*2 = 30, 2*4 = 8."),
        (r"It is \*not\* a list, and 3 \< 5.", "It is *not* a list, and 3 < 5."),
        ("Run `make *all*` twice.", "Run make *all* twice."),
        ("H<sub>2</sub>O on 4 km<sup>2</sup> is <ins>wet</ins>.", "H₂O on 4 km² is wet."),
        ("Ask <your name> or <b>Ana</b>, if x<y and z>w.", "Ask <your name> or Ana, if x<y and z>w."),
        ("<div id=x\nThe fee is due.", "<div id=x The fee is due."),
        ("[The rules](r)\n[The fees](f), [the map](m)", "The rules\n\nThe fees, the map"),
        ("[the Minister] said [sic] so.", "[the Minister] said [sic] so."),
        ("The quay ![a crane](c.png) is new.", "The quay is new."),
        ("> The fee\n> is due.\n>\n> - in May", "The fee is due.\n\n- in May"),
        ("The Harbour Office  \nQuay 5", "The Harbour Office\n\nQuay 5"),
        ("The fee of the\nharbour is due in\nMay.", "The fee of the harbour is due in May."),
        ("```\nfee = 40\n\npay(fee)\n```", "fee = 40\n\npay(fee)"),
        ("    The fee is due in May.", "The fee is due in May."),
    ],
)  # fmt: skip
def test_what_is_read(tmp_path: Path, source: str, text: str) -> None:
    assert stored(tmp_path, source).text == text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Fees\n====\n\nOld\n---\n\nDue.", "# Fees\n\n## Old\n\nDue."),
        ("## Fees ##\n\nDue.", "## Fees\n\nDue."),
        ("The fee is due in May.\n---\nNot later.", "The fee is due in May.\n\nNot later."),
        ("#5 is the fee.", "#5 is the fee."),
        ("3. Pay\n   - in May\n   - in June\n4. Sail", "3. Pay\n- in May\n- in June\n4. Sail"),
        ("* one\n\n* two\n\n  and more.", "- one\n- two\n\nand more."),
        ("Fee\n: 40 crowns\n: due in May", "- Fee: 40 crowns; due in May"),
    ],
)
def test_blocks(tmp_path: Path, source: str, text: str) -> None:
    assert stored(tmp_path, f"{source}\n\nIt ends.").text == f"{text}\n\nIt ends."


def test_notes_stand_apart_from_their_sentences(tmp_path: Path) -> None:
    source = (
        "The fee is 40[^1] crowns[^sum].^[By law.] It rose[^gone].\n\n"
        "[^1]: Half for boats under 6 m.\n[^sum]: As of May,\n    and later.\n"
    )
    assert stored(tmp_path, source).text == (
        "The fee is 40 crowns. It rose.\n\n"
        "1. Half for boats under 6 m.\n2. As of May, and later.\n3. By law."
    )


def test_tables_have_the_canonical_form(tmp_path: Path) -> None:
    source = (
        "The fees:\n\n| Boat \\| class | Fee<br>in crowns | Note |\n|:--|--:|:-:|\n"
        "| small | **40** | |\n| large | 80 |\n| raft | 5 | free | in May |\n\n"
        "> Zone | Fee\n> --- | ---\n> A | ~~7~~ 9\n"
    )
    article = stored(tmp_path, source)
    assert article.text == (
        "The fees:\n\n| Boat \\| class | Fee in crowns | Note |\n| --- | --- | --- |\n"
        "| small | 40 |  |\n| large | 80 |\n| raft | 5 | free | in May |\n\n"
        "| Zone | Fee |\n| --- | --- |\n| A | 9 |"
    )
    assert [tuple(part) for part in article.dropped] == [("7", "struck out")]


def test_what_is_struck_out_is_not_current(tmp_path: Path) -> None:
    article = stored(tmp_path, "The fee is ~~40~~ 50 <del>dollars</del> crowns, about ~5 less.")
    assert article.text == "The fee is 50 crowns, about ~5 less."
    assert [part.text for part in article.dropped] == ["40", "dollars"]


def test_marks_of_site_generators_are_no_text(tmp_path: Path) -> None:
    source = (
        "# Fees {#fees}\n{: .no_toc}\n\n{% include menu.html %}\n\nThe fee {{ is }} due.{:.big}\n"
    )
    article = stored(tmp_path, source)
    assert article.text == "# Fees\n\nThe fee {{ is }} due."
    assert len(article.dropped) == 4


@pytest.mark.parametrize(
    "text",
    [
        "The 5*3*2 rule, *see below*, costs &nbsp; 40_000_000.",
        "#5 is the fee. It is ~~not~~ due[^1] in <May>.",
        "The fee is due.\n\n    It is due in May, the council says.\n\n    Nobody pays in June.",
    ],
)
def test_plain_text_is_no_markdown(tmp_path: Path, text: str) -> None:
    assert stored(tmp_path, text, "a.txt").text.split() == text.split()


def test_a_pasted_page_is_cleaned_in_a_markdown_file_too(tmp_path: Path) -> None:
    first = "The council of Vellmar raised the harbour fee on Monday, the mayor said."
    second = "Owners of boats called the fee too high, and the council did not answer them."
    page = f"Skip to content\nMenu\nLog in\nHarbour fee rises to fifty crowns\n3 min read\nShare\n{first}\n{second}\n"
    links = "[Home](/) | [News](/n) | [Sport](/s)\n\n"
    assert stored(tmp_path, links + page + "Share\nTweet\n© 2024 The Courier").text == (
        f"Harbour fee rises to fifty crowns\n\n{first}\n\n{second}"
    )


words = st.one_of(
    st.sampled_from(
        "the fee~*~**~_~`~```\n~~~~~[~](~)~![~[^1]~[^1]: ~\n~\n\n~> ~- ~1. ~# ~| a | b |\n~|-|-|\n~\n---\n"
        "~<b>~</b>~<sup>2</sup>~<!--~-->~&amp;~&~\\~    ~: ~.~40 crowns~{% x %}~<p~\t~정부는 ~<table><tr>".split("~")
    ),
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8),
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(words, max_size=40).map("".join))
def test_any_text_is_read_with_exact_places(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.mktemp("md")
    article = stored(folder, f"The harbour fee is due in May.\n\n{text}")
    at = 0
    for sentence in sentences(article):
        assert at <= sentence.start
        assert article.text[sentence.start : sentence.end] == sentence.text
        assert not article.text[at : sentence.start].strip()
        at = sentence.end
    assert not article.text[at:].strip()


@pytest.mark.parametrize(
    "text",
    [
        "> " * 5_000 + "deep",
        "- " * 5_000 + "deep",
        "[" * 50_000,
        "![" * 50_000,
        "<b>" * 5_000 + "x",
    ],
    ids=lambda text: text[:2],
)
def test_what_is_nested_too_deeply_is_still_text(text: str) -> None:
    assert text[-4:].strip("> ") in as_markup(text)[0]


@pytest.mark.parametrize(
    "text",
    ["[a](" * 20_000, "*a " * 20_000, "a_b_" * 20_000, "`" * 200_000, "<a " * 50_000, "&" * 50_000,
     "~~a " * 20_000, "a\n" * 20_000, "|a|b|\n|-|-|\n" + "|1|2|\n" * 5_000, "<!--" * 50_000,
     "[^1]" * 20_000, "[^1]: a\n\n" * 5_000, "a\n: b\n\n" * 4_000, "{%" * 50_000, "{:" * 50_000],
    ids=lambda text: repr(text[:6]),
)  # fmt: skip
def test_time_is_linear(text: str) -> None:
    """What is quadratic takes minutes."""
    start = time.process_time()
    as_markup(text)
    assert time.process_time() - start < 20
