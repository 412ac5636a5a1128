"""Quotes are looked up, numbers guarded, promises checked."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer
from assistant.citations import BrokenPromise, broken_promises, check, cite, kept
from assistant.guard import unsupported_numbers
from corpus.article import Article, Corpus

TEXT = "The fund holds 1.46 trillion won. Five firms bought 2,000 H100 units in 2023."
ARTICLE = Article(id="fund", title="A fund", text=TEXT)
CORPUS = Corpus((ARTICLE,))


def answer(**changes: object) -> Answer:
    quote = cite(1, ARTICLE, 0, 33)
    good = Answer(
        id="r-1", question="How much?", searched_for="How much?", status="answered", reason=None,
        answer="1.46 trillion won — The fund holds 1.46 trillion won. [1]", short=None,
        citations=(quote,), related=(), disagreement=None, engine="extractive",
        corpus=CORPUS.fingerprint, latency_ms=1.0,
    )  # fmt: skip
    return dataclasses.replace(good, **changes)  # type: ignore[arg-type]  # changes are fields


@pytest.mark.parametrize(
    ("statement", "missing"),
    [
        ("The fund has 1.46 trillion won.", []),
        ("The fund has 1,460 billion won.", []),
        ("The fund has ₩1.46 trillion.", []),
        ("The fund has 1.64 trillion won.", ["1.64 trillion won"]),
        ("The fund has 1.46 trillion dollars.", ["1.46 trillion dollars"]),
        ("The fund has 1.46%.", ["1.46%"]),
        ("5 firms bought H100 chips.", []),
        ("6 firms bought H200 chips.", ["6", "H200"]),
        ("One of them bought none.", []),
        ("Firms bought units in 2024 [1].", ["2024"]),
    ],
)
def test_numbers_are_guarded(statement: str, missing: list[str]) -> None:
    assert unsupported_numbers(statement, [TEXT]) == missing


def test_a_kept_promise_passes() -> None:
    check(answer(), CORPUS)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"answer": "1.46 trillion won."}, "citation 1 has no marker"),
        ({"answer": "It is so. [1][2]"}, "marker [2] has no citation"),
        ({"answer": "It holds 3 trillion won. [1]"}, "'3 trillion won' stands in no cited quote"),
        ({"citations": (), "answer": "It holds much."}, "an answer stands without a citation"),
        ({"status": "not_in_sources"}, "a refusal carries citations"),
    ],
)
def test_a_broken_promise_is_named(changes: dict[str, object], says: str) -> None:
    assert says in broken_promises(answer(**changes), CORPUS)
    with pytest.raises(BrokenPromise):
        check(answer(**changes), CORPUS)


@pytest.mark.parametrize(
    "text",
    ["It holds 3 trillion won. [1]", "It is so. [1][2]", "1.46 trillion won."],
    ids=["a wrong number", "a marker too many", "no marker"],
)
def test_the_quotes_stay_where_what_is_written_breaks_a_promise(text: str) -> None:
    shown = kept(answer(answer=text, short="3 trillion won"), CORPUS)
    assert broken_promises(shown, CORPUS) == []
    assert shown.answer == "The fund holds 1.46 trillion won. [1]"
    assert (shown.status, shown.reason, shown.short) == ("partial", "unsupported", None)
    assert "left out" in shown.notes[-1]


def test_what_keeps_its_promises_is_left_as_it_is() -> None:
    assert kept(answer(), CORPUS) == answer()


def test_a_quote_that_is_not_in_the_sources_is_never_shown() -> None:
    forged = dataclasses.replace(cite(1, ARTICLE, 0, 33), quote="The fund holds 9 trillion won.")
    with pytest.raises(BrokenPromise):
        kept(answer(citations=(forged,), answer="It holds much. [1]"), CORPUS)


@given(
    st.text(st.sampled_from("0123456789,.-[]() %$\n\u00a0abmk조억") | st.characters(), min_size=1)
)
def test_the_quotes_alone_always_keep_their_promises(text: str) -> None:
    corpus = Corpus((Article(id="a", title="A", text=text),))
    quote = cite(1, corpus.articles[0], 0, len(text))
    shown = kept(answer(answer="It is 77 of 78 [1].", citations=(quote,), short=None), corpus)
    assert broken_promises(shown, corpus) == []


def test_a_changed_quote_is_caught() -> None:
    forged = dataclasses.replace(cite(1, ARTICLE, 0, 33), quote="The fund holds 9 trillion won.")
    assert any(
        "is not in article" in p for p in broken_promises(answer(citations=(forged,)), CORPUS)
    )


def test_a_quote_of_no_article_is_caught() -> None:
    forged = dataclasses.replace(cite(1, ARTICLE, 0, 33), article_id="other")
    assert any("'other'" in p for p in broken_promises(answer(citations=(forged,)), CORPUS))


def test_an_empty_quote_is_refused() -> None:
    with pytest.raises(ValueError, match="no text at"):
        cite(1, ARTICLE, 5, 5)


def test_answer_survives_json() -> None:
    whole = answer()
    assert Answer.from_dict(whole.to_dict()) == whole
