"""A table on a page is an HTML table with the cell marked, and nothing in it is markup."""

from __future__ import annotations

from assistant.answer import Answer
from assistant.citations import cite
from assistant.show import plain
from assistant.web.conversation import Exchange
from assistant.web.figures import figures_in
from assistant.web.labels import ENGLISH
from assistant.web.reader_view import page_of
from assistant.web.sources import sources
from corpus.article import Article, Corpus
from corpus.table import render

TABLE = render(
    [("Zone", "Adult")],
    [("<b>Harbour</b>", "23"), *((f"Zone {n}", f"1{n}") for n in range(9)), ("Old Town", "26")],
    "Fares, in crowns",
)
ARTICLE = Article("fares", "Fares", f"The council set them.\n\n{TABLE}\n\nThey are final.")
AT = ARTICLE.text.index("23 |")


def test_the_reader_view_marks_the_cell() -> None:
    page = page_of(ARTICLE, [str(AT)], [str(AT + 2)], words=ENGLISH)
    assert '<tr class="hit"><th scope="row">&lt;b&gt;Harbour&lt;/b&gt;</th>' in page
    assert '<td><mark id="quote" tabindex="-1">23</mark></td>' in page
    assert "<caption>Fares, in crowns</caption>" in page
    assert '<th scope="col">Adult</th>' in page
    assert "|" not in page.partition('id="text"')[2]
    assert page.count("<tr") == 12


def test_the_sources_show_the_rows_around_the_cell() -> None:
    end = ARTICLE.text.index("\n", AT)
    quote = cite(1, ARTICLE, ARTICLE.text.index("Fares,"), end, (AT, AT + 2))
    answer = Answer(
        "r", "q", "q", "answered", None, "23 crowns [1]", "23 crowns", (quote,), (), None,
        "extractive", "c", 1.0,
    )  # fmt: skip
    assert Answer.from_dict(answer.to_dict()) == answer
    page = sources([Exchange("q", "answered", answer=answer)], Corpus((ARTICLE,)))
    assert '<mark id="src-1-1" tabindex="-1">23</mark>' in page
    assert "Zone 2" in page
    assert "Old Town" not in page
    assert "<b>Harbour" not in page


def test_a_figure_of_a_table_says_what_it_measures() -> None:
    found = next(figures_in(ARTICLE))
    assert (found.said, found.measures) == ("23 crowns", "<b>Harbour</b>, Adult")
    assert ARTICLE.text[found.start : found.end] == "23"


def test_a_quoted_table_stays_readable_on_one_line() -> None:
    said = plain("Fares\n| Zone | Adult |\n| --- | --- |\n| Harbour | 23 |")
    assert said == "Fares / Zone | Adult / Harbour | 23"
    assert plain("one\ntwo") == "one two"
