"""Answers as safe Markdown: what documents say stays text, markers lead to quotes."""

from __future__ import annotations

import dataclasses
import html
import re

from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer, Citation, Claim
from assistant.citations import cite
from assistant.web.conversation import Exchange, load, stop, store, turns
from assistant.web.escape import escape
from assistant.web.labels import ENGLISH, KOREAN
from assistant.web.passages import in_use
from assistant.web.render import messages, reply
from assistant.web.sources import CONTEXT, sources, welcome
from corpus.article import Article, Corpus, Problem

FIRST = "The fund holds 5 million euros."
TEXT = f"An opening.\n\nIt began in May. {FIRST} It was half that.\n\nThe fund has <b>9</b> staff."
CORPUS = Corpus((Article("fund", "A *fund*", TEXT, publisher="The Paper", author="Ada"),))
TAG = re.compile(r"<[^>]+>")


def _cite(n: int, quote: str) -> Citation:
    start = TEXT.index(quote)
    return cite(n, CORPUS.articles[0], start, start + len(quote))


def _answer(text: str, **fields: object) -> Answer:
    values: dict[str, object] = {
        "id": "r-1", "question": "How much?", "searched_for": "How much?", "status": "answered",
        "reason": None, "answer": text, "short": None, "citations": (), "related": (),
        "disagreement": None, "engine": "extractive", "corpus": "c", "latency_ms": 1.0,
    }  # fmt: skip
    return Answer(**{**values, **fields})  # type: ignore[arg-type]  # checked where it is read


def _answered(answer: Answer) -> Exchange:
    return Exchange(answer.question, "answered", answer=answer)


def _seen(markup: str) -> str:
    """What a person reads of it."""
    return html.unescape(TAG.sub("", markup))


@given(st.text())
def test_escaped_text_holds_no_mark_of_markdown_or_html(text: str) -> None:
    escaped = escape(text)
    assert re.fullmatch(r"(?:[^!-/:-@\[-`{-~]|&#\d+;)*", escaped)
    assert html.unescape(escaped) == re.sub(r"\s+", " ", text)


def test_markers_lead_to_the_quotes_and_the_span_stands_in_front() -> None:
    answer = _answer(
        f"5 million euros — {FIRST} [1]\n\nAgain [1] and [2].",
        short="5 million euros",
        citations=(_cite(1, FIRST),),
    )
    said = html.unescape(reply(_answered(answer), turn=3))
    assert said.startswith("<p><strong>5 million euros</strong> — ")
    assert said.count('href="#src-3-1" title="Source 1: ') == 2
    assert said.count('id="ref-3-1"') == 1
    assert "#src-3-2" not in said
    assert f"{FIRST}\xa0[1]" in _seen(said)


def test_the_panel_shows_each_quote_once_in_its_paragraph() -> None:
    citations = (_cite(1, FIRST), _cite(2, "The fund has <b>9</b> staff."))
    answer = _answer(f"{FIRST} [1] [2]", citations=citations)
    panel = sources([_answered(answer)], CORPUS)
    assert f'<mark id="src-1-1" tabindex="-1">{escape(FIRST)}</mark>' in panel
    assert "It began in May. 1The fund holds 5 million euros. It was half that." in _seen(panel)
    assert "An opening" not in _seen(panel)
    assert "<b>9</b>" in _seen(panel)
    assert "The Paper · by Ada · date not stated" in _seen(panel)
    assert panel.count(">verbatim<") == 2
    assert "read&#47;fund&#63;start&#61;" in panel


def test_two_quotes_of_a_paragraph_share_it() -> None:
    citations = (_cite(1, FIRST), _cite(2, "It began in May."))
    panel = sources([_answered(_answer(f"{FIRST} [1] [2]", citations=citations))], CORPUS)
    assert panel.count('<div class="paragraph">') == 1
    assert "2It began in May. 1The fund holds 5 million euros. It was" in _seen(panel)
    assert "2 quotes, verbatim" in panel


def test_a_quote_that_the_article_no_longer_holds_gets_no_seal() -> None:
    answer = _answer(f"{FIRST} [1]", citations=(_cite(1, FIRST),))
    changed = Corpus((Article("fund", "A fund", TEXT.replace("5", "6")),))
    for corpus in (changed, Corpus(())):
        panel = sources([_answered(answer)], corpus)
        assert "verbatim" not in panel
        assert "read&#47;" not in panel
        assert "has changed since" in panel
        assert escape(FIRST) in panel


def test_a_long_paragraph_is_shortened_around_the_quote() -> None:
    text = f"{'before ' * 400}{FIRST}{' after' * 400}"
    article = Article("long", "Long", text)
    start = text.index(FIRST)
    answer = _answer("x [1]", citations=(cite(1, article, start, start + len(FIRST)),))
    seen = _seen(sources([_answered(answer)], Corpus((article,))))
    assert "before 1The fund holds 5 million euros. after" in seen
    assert "…" in seen
    assert len(seen) < 3 * CONTEXT


def test_a_refusal_shows_related_passages_in_chat_and_panel() -> None:
    answer = _answer("The sources do not say.", status="not_in_sources", related=(_cite(1, FIRST),))
    exchange = _answered(answer)
    assert 'class="box refusal"' in reply(exchange, 1)
    assert 'href="#rel-1-1"' in reply(exchange, 1)
    panel = sources([exchange], CORPUS)
    assert "Related, not an answer" in panel
    assert 'id="rel-1-1"' in panel


def test_disagreement_is_a_card_for_each_value() -> None:
    citations = (_cite(1, FIRST), _cite(2, "It was half that."))
    claims = (Claim("5 million euros", (1,), "in May"), Claim("half", (2,), "later"))
    said = reply(_answered(_answer("…", citations=citations, disagreement=claims)), 1)
    assert said.count('class="card"') == 2
    assert 'class="value">5 million euros<' in said
    assert "in May" in said
    assert said.count('href="#src-1-') == 2 + 1  # one in each card, one to the panel
    assert "date not stated" in said
    assert "The Paper" in said


def test_a_compound_answer_shows_the_part_without_disagreement_too() -> None:
    claims = (Claim("5 million euros", (1,), "in May", "How much?"),)
    text = f"Ada — she runs it.\n\nThe articles give different values.\n\n{FIRST} [1]"
    said = reply(_answered(_answer(text, citations=(_cite(1, FIRST),), disagreement=claims)), 1)
    assert "Ada — she runs it" in said
    assert "different values" in said


def test_a_calculation_shows_its_operands_with_markers_and_sets_off_the_result() -> None:
    answer = _answer(
        "5 million euros [1] ÷ 9 [2] = 556 thousand euros\n\nBoth.",
        short="556 thousand euros",
        citations=(_cite(1, FIRST), _cite(2, "The fund has <b>9</b> staff.")),
    )
    said = reply(_answered(answer), 1)
    assert said.startswith('<p class="sum">5 million euros&nbsp;<a class="mark" id="ref-1-1"')
    assert "= <strong>556 thousand euros</strong></p><p>Both" in said


def test_in_korean_the_words_are_ours_and_the_text_is_the_articles() -> None:
    exchange = _answered(_answer(f"{FIRST} [1]", citations=(_cite(1, FIRST),)))
    exchange = dataclasses.replace(exchange, articles=("fund",))
    said = _seen(reply(exchange, 1, KOREAN, articles=3))
    panel = _seen(sources([exchange], CORPUS, KOREAN))
    assert "기사 3건 중 1건만" in said
    assert "출처 1개" in said
    assert "원문 그대로" in panel
    assert FIRST in said
    assert FIRST in panel


def test_notes_and_what_was_searched_for_are_shown_when_they_differ() -> None:
    same = reply(_answered(_answer("Hello!", status="smalltalk", question=" How  much? ")), 1)
    assert same.startswith('<p>Hello&#33;</p><div class="acts"')
    other = _answer("Hello!", searched_for="How much money?", notes=("“mony” was read so.",))
    said = _seen(reply(_answered(other), 1))
    assert "searched for: How much money?" in said
    assert "“mony” was read so." in said


def test_earlier_sources_stay_and_the_last_answer_is_open() -> None:
    old = _answered(_answer(f"{FIRST} [1]", question="Old?", citations=(_cite(1, FIRST),)))
    failed = Exchange("New?", "failed", "It failed.")
    panel = sources([old, old, failed], CORPUS)
    assert panel.index('id="src-2-1"') < panel.index("<details><summary>Old&#63;")
    assert 'id="src-1-1"' in panel
    assert "of “Old?”" in _seen(panel)


def test_before_the_first_answer_the_articles_are_named() -> None:
    corpus = Corpus(CORPUS.articles, (Problem("bad.txt", "It is empty.", "Fill it."),))
    assert "A *fund*" in _seen(sources([], corpus))
    assert "bad.txt: It is empty. Fill it." in _seen(sources([], corpus))
    assert "bad.txt: It is empty. Fill it." in _seen(in_use(0, corpus, ENGLISH))
    assert "1 article " in _seen(welcome(corpus))


def test_a_conversation_survives_the_browsers_storage() -> None:
    answer = _answer(f"{FIRST} [1]", citations=(_cite(1, FIRST),))
    exchanges = (_answered(answer), Exchange("More?", "asking", "so far"))
    marked = dataclasses.replace(exchanges[0], articles=("fund",), thumb="good", unsaved="full")
    exchanges = (marked, exchanges[1])
    assert load(store(exchanges)) == exchanges
    assert stop(exchanges)[0][-1] == Exchange("More?", "stopped")
    assert stop(exchanges)[1] == "More?"
    assert stop(exchanges[:1]) == (exchanges[:1], "")
    assert [turn.question for turn in turns(exchanges)] == ["How much?"]
    assert load([{"question": "from another version"}, None, 3]) == ()
    assert load("nonsense") == ()


def test_a_question_is_shown_as_it_was_typed() -> None:
    shown = messages([Exchange("a <b>\n*c*", "asking")])[0]
    assert shown["role"] == "user"
    assert html.unescape(shown["content"].replace("<br>", "\n")) == "a <b>\n*c*"
