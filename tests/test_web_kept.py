"""What the browser keeps may be old, cut or changed: it is healed, and never an error."""

from __future__ import annotations

import dataclasses
import json
import random
from typing import Any

import pytest

from assistant.answer import Answer, Citation, Claim
from assistant.web.actions import command_of
from assistant.web.conversation import (
    MOST_EXCHANGES,
    MOST_KEPT,
    Exchange,
    chosen,
    load,
    recent,
    stop,
    store,
    well_formed,
)
from assistant.web.labels import LANGUAGES
from assistant.web.references import conversation_json, conversation_markdown
from assistant.web.render import messages
from assistant.web.sources import sources
from corpus.article import Article, Corpus

CORPUS = Corpus((Article("fund", "The fund", "The fund holds 90 million euros."),
                 Article("port", "The port", "The port has 12 cranes.")))  # fmt: skip
QUOTE = Citation(1, "fund", "The fund", None, None, None, CORPUS.articles[0].text, 0, 32)
ANSWER = Answer(
    "r-1", "How much?", "How much does the fund hold?", "answered", None, "90 million euros [1]",
    "90 million euros", (QUOTE,), (), (Claim("90 million euros", (1,), "in all"),), "extractive",
    CORPUS.fingerprint, 20.0, 1.0, ("A note.",),
)  # fmt: skip
TALK = (
    Exchange("How much?", "answered", answer=ANSWER, articles=("fund",), thumb="good", seal="s"),
    Exchange("Why?", "failed", "The model is away."),
    Exchange("And?", "stopped"),
    Exchange("Who?", "asking", "so far"),
)
# What a browser, an older version or a person could have left in the place of a value.
ODD = (
    None,
    True,
    -1,
    1e308,
    "",
    "x" * 50,
    "\ud800",
    "\0",
    [],
    [[]],
    {},
    {"a": {}},
    "answered",
    "1",
)


def _browser(talk: Any) -> Any:
    """As it comes back: JSON, whose numbers have no kinds."""
    return json.loads(json.dumps(talk).replace("20.0", "20").replace("1.0", "1"))


def test_what_is_kept_comes_back_as_it_was() -> None:
    assert load(_browser(store(TALK))) == TALK
    assert repr(load(_browser(store(TALK)))) == repr(TALK)  # a float is a float again


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    parts = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value if isinstance(value, list) else ())
    )
    found = [path] if path else []
    for name, part in parts:
        found += _places(part, (*path, name))
    return found


def _damaged(place: tuple[Any, ...], odd: Any) -> Any:
    kept = _browser(store(TALK))
    at = kept
    for name in place[:-1]:
        at = at[name]
    at[place[-1]] = odd
    return kept


def _shown(kept: Any) -> None:
    """Everything that the page makes of a conversation; it can be sent."""
    exchanges, _ = stop(load(kept))
    for labels in LANGUAGES.values():
        said: list[Any] = [
            messages(exchanges, labels, 2),
            sources(exchanges, CORPUS, labels),
            store(exchanges),
            conversation_markdown(exchanges, labels),
            conversation_json(exchanges),
        ]
        json.dumps(said, ensure_ascii=False, default=str).encode()


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_a_damaged_value_is_left_out_or_shown(odd: Any) -> None:
    for place in _places(_browser(store(TALK))):
        _shown(_damaged(place, odd))


def test_damage_at_several_places_is_no_error_either() -> None:
    rng = random.Random(9)
    places = _places(_browser(store(TALK)))
    for _ in range(200):
        kept = _browser(store(TALK))
        for _ in range(rng.randint(2, 6)):
            at, place = kept, rng.choice(places)
            try:
                for name in place[:-1]:
                    at = at[name]
                at[place[-1]] = rng.choice(ODD)
            except (KeyError, IndexError, TypeError):
                continue  # an earlier damage took the place away
        _shown(kept)


@pytest.mark.parametrize("odd", [*ODD, [None], [1, "x"], [[[]]], {"0": {}}], ids=repr)
def test_a_damaged_store_is_an_empty_one(odd: Any) -> None:
    assert load(odd) == ()
    assert chosen(odd, CORPUS) == ()
    _shown(odd)


def test_deep_nesting_is_left_out() -> None:
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    assert load(deep) == ()
    assert load([{**store(TALK)[1], "text": deep}]) == ()


def test_the_oldest_go_where_too_much_is_kept() -> None:
    many = [dataclasses.replace(TALK[1], question=str(n)) for n in range(MOST_EXCHANGES + 5)]
    assert [e.question for e in recent(many)] == [str(n) for n in range(5, MOST_EXCHANGES + 5)]
    long = [dataclasses.replace(one, text="x" * (MOST_KEPT // 4)) for one in many]
    assert [e.question for e in recent(long)] == [e.question for e in many[-3:]]
    assert len(json.dumps(store(recent(long)))) <= MOST_KEPT + 10
    huge = dataclasses.replace(TALK[1], text="x" * 2 * MOST_KEPT)
    assert recent([*many, huge]) == (huge,)
    assert recent([]) == ()


@pytest.mark.parametrize("text", [None, "", "x", "[]", "1", "[" * 100_000, '{"do":', 7])
def test_a_command_that_is_none_does_nothing(text: object) -> None:
    assert command_of(text) == {}


def test_half_a_character_in_a_question_becomes_a_mark() -> None:
    assert well_formed("a\ud800b") == "a?b"
    assert well_formed("한국 🙂") == "한국 🙂"
