"""HTML pages: the article and what the page states about itself, without the page around it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from corpus.article import Article, read_articles
from corpus.page import read_page

PAGES = Path(__file__).parent / "cases" / "pages"


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    return {article.id: article for article in read_articles(PAGES)}


def said(line: str) -> str:
    """The line without the marks of headings, items and rows, which HTML writes as tags."""
    return " ".join(line.replace("\u00a0", " ").strip("#-| ").split())


@pytest.mark.parametrize("name", ["news", "old-tables", "div-soup"])
def test_the_article_and_nothing_else(articles: dict[str, Article], name: str) -> None:
    gold = (PAGES / f"{name}.gold").read_text(encoding="utf-8").splitlines()
    kept = [said(line) for line in articles[name].text.splitlines() if said(line)]
    assert [line for line in gold if said(line) not in kept] == []
    assert [line for line in kept if line not in map(said, gold)] == []


def test_what_the_page_states(articles: dict[str, Article]) -> None:
    article = articles["news"]
    assert article.title == "Ferry fares to be halved for islanders"
    assert (article.publisher, article.author) == ("The Strait Courier", "Nadia Okonjo")
    assert article.published == "2022-10-05T08:15:00+01:00"
    assert article.url == "https://courier.example/ferries/fares-halved"
    assert (article.language, articles["div-soup"].language) == ("en", "de")


def test_text_of_a_page_saved_as_txt(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text((PAGES / "news.html").read_text(encoding="utf-8"))
    assert "<p>" not in next(iter(read_articles(tmp_path))).text


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "<",
        "<html>",
        "plain",
        "<p>" * 1000,
        "</div>" * 99,
        "<table><tr><td>",
        "<pre>\na\n\nb</pre>",
    ],
)
def test_odd_markup_is_no_error(markup: str) -> None:
    read_page(markup)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<ul><li><p>one</p></li><li></li></ul><p>two</p>", "- one\n\ntwo"),
        ("<p>one | two</p>", "one | two"),
        ("<table><tr><td>one</td><td>two</td></tr></table>", "| one | two |"),
        (
            "<h2><a href=x>one</a></h2><div>two<br><br>three<br>four</div>",
            "## one\n\ntwo\n\nthree\nfour",
        ),
        ("<p>a<b>b</b> c&nbsp;d\n e</p>", "ab c\u00a0d e"),
    ],
)
def test_blocks(markup: str, text: str) -> None:
    assert read_page(f"<html><body>{markup}</body></html>").text == text


def test_what_is_left_out_is_named() -> None:
    page = read_page(f"<nav><a>Home</a> <a>News</a></nav><p>{'The fare is 4 euros. ' * 9}</p>")
    assert [part.text for part in page.dropped] == ["Home News"]
    assert all(part.reason for part in page.dropped)


def test_preformatted_lines_stay_lines() -> None:
    assert read_page("<pre>one\ntwo\n\nthree</pre>").text == "one\ntwo\n\nthree"


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 50_000,
        "<p>word " * 50_000,
        "<ul><li>" * 20_000,
        "<nav>" * 20_000,
        "<!--" * 100_000,
        "<tr><td>a" * 30_000,
        "<" * 500_000,
        "<a href='" * 50_000,
        "<article>text " * 5_000,
    ],
    ids=lambda markup: markup[:9],
)
def test_time_is_linear(markup: str) -> None:
    start = time.process_time()
    read_page(markup)
    assert time.process_time() - start < 10
