"""A table on a page is an HTML table with the cell marked, and nothing in it is markup."""

from __future__ import annotations

import html

from assistant.answer import Answer, Claim
from assistant.citations import cite
from assistant.finding.quotation import Quotation, quotation
from assistant.show import plain
from assistant.web.conversation import Exchange
from assistant.web.figures import figures_in
from assistant.web.labels import ENGLISH
from assistant.web.passages import hits
from assistant.web.reader_view import page_of
from assistant.web.render import reply
from assistant.web.sources import sources
from assistant.writing.written import Quotes
from corpus.article import Article, Corpus
from corpus.passage import split
from corpus.sentences import sentences
from corpus.table import render
from index.search import Match

TABLE = render(
    [("Zone", "Adult")],
    [("<b>Harbour</b>", "23"), *((f"Zone {n}", f"1{n}") for n in range(9)), ("Old Town", "26")],
    "Fares, in crowns",
)
ARTICLE = Article("fares", "Fares", f"The council set them.\n\n{TABLE}\n\nThey are final.")
AT = ARTICLE.text.index("23 |")


def test_the_reader_view_marks_the_cell() -> None:
    page = page_of(ARTICLE, [str(AT)], [str(AT + 2)], words=ENGLISH)
    assert '<tr class="marked"><th scope="row">&lt;b&gt;Harbour&lt;/b&gt;</th>' in page
    assert '<td><mark id="quote" tabindex="-1">23</mark></td>' in page
    assert "<caption><span>Fares, in crowns</span></caption>" in page
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


def _answer(**fields: object) -> Answer:
    values: dict[str, object] = {
        "id": "r", "question": "q", "searched_for": "q", "status": "answered", "reason": None,
        "answer": "…", "short": None, "citations": (), "related": (), "disagreement": None,
        "engine": "extractive", "corpus": "c", "latency_ms": 1.0,
    }  # fmt: skip
    return Answer(**{**values, **fields})  # type: ignore[arg-type]  # checked where it is read


FAR = render(
    [("Zone", "Adult (crowns)")], [(f"Zone {n}", str(n)) for n in range(100, 160)], "All fares"
)
FARES = Article("fares", "Fares", FAR)


def _far_cell() -> Quotation:
    return quotation("fares", [sentences(FAR)[-1]])


def test_values_that_differ_show_a_cell_as_it_reads_with_its_heads_marker() -> None:
    quotes = Quotes(Corpus((FARES,)))
    numbers = quotes.numbers(_far_cell())
    assert numbers == (1, 2)
    claims = (Claim("159 crowns", numbers, "Fares"),)
    answer = _answer(citations=quotes.citations, disagreement=claims)
    assert Answer.from_dict(answer.to_dict()) == answer
    said = html.unescape(reply(Exchange("q", "answered", answer=answer), 1)).partition("<pre")[0]
    assert "|" not in said
    assert "<p>Zone 159, Adult: 159 crowns. <a" in said
    assert said.count('class="mark"') == 2


def test_a_related_cell_is_shown_as_it_reads() -> None:
    quoted = _far_cell()
    related = (cite(1, FARES, *quoted.places[-1], quoted.cell, quoted.shown),)
    answer = _answer(status="not_in_sources", related=related)
    said = html.unescape(reply(Exchange("q", "answered", answer=answer), 1)).partition("<pre")[0]
    assert "<li>Zone 159, Adult: 159 crowns. <a" in said
    assert "|" not in said


def test_a_passage_that_is_found_shows_its_rows_as_a_table() -> None:
    far = split(FARES)[-1]
    found = hits("zone 159", [Match(far, 1.0, 1.0, 1.0)], Corpus((FARES,)), ENGLISH, more=False)
    assert "<caption><span>All fares</span></caption>" in found
    assert (
        '<th scope="row"><mark>Zone</mark> <mark>159</mark></th><td><mark>159</mark></td>' in found
    )
    assert "Zone</mark> 101<" not in found
    assert "|" not in found
