"""The whole way from a question to a checked Answer with a chat model, over real HTTP.

Real articles on disk, real index, real LangChain client; the model's server misbehaves on demand.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import model_behaviours as does
import pytest
from model_assistant import (
    CHIPS,
    KEY,
    ORDER,
    QUESTION,
    TALENT,
    asked,
    assert_embedded,
    index_in,
    opened,
)
from model_server import Behaviour, Exchange, ModelServer

from assistant.answer import Answer, Turn
from assistant.ask import Assistant
from index.opened import Index


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, export: Path) -> Index:
    return index_in(tmp_path_factory.mktemp("with-model"), export)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with ModelServer() as running:
        yield running


@pytest.fixture
def assistant(index: Index, server: ModelServer) -> Assistant:
    return opened(index, server, timeout_s=10.0)


def test_a_good_answer_is_the_models_with_quotes_looked_up(assistant: Assistant) -> None:
    answer, _ = asked(assistant)
    assert (answer.status, answer.engine) == ("answered", "openai:test-model")
    assert answer.answer == f"{TALENT} [1]"
    assert [citation.quote for citation in answer.citations] == [TALENT]
    assert answer.notes == ()


def test_the_model_is_sent_whole_sentences_of_the_articles_and_no_secret(
    assistant: Assistant, server: ModelServer
) -> None:
    asked(assistant)
    (request,) = server.requests
    assert TALENT in request.evidence.values()
    stored = " ".join(" ".join(a.text.split()) for a in assistant.corpus)
    plain = str.maketrans("‹›", "<>")
    assert all(text.translate(plain) in stored for text in request.evidence.values())
    assert request.prompt.count("</evidence>") == len(request.evidence) + 1  # one in the rules
    assert KEY not in json.dumps(request.body)


def test_an_invented_citation_and_what_it_carried_are_dropped(
    assistant: Assistant, server: ModelServer
) -> None:
    server.play(does.invents_a_citation, does.invents_a_citation)
    answer, seen = asked(assistant)
    assert "triumph" not in seen
    assert "9999" not in seen
    assert answer.status == "partial"
    assert any("left out" in note for note in answer.notes)


def test_an_altered_number_never_reaches_the_person(
    assistant: Assistant, server: ModelServer
) -> None:
    server.play(does.alters_a_number, does.alters_a_number)
    answer, seen = asked(assistant)
    assert_embedded(answer, "did not hold")
    assert set(re.findall(r"\d+", seen)) <= {"1", "2", "45", "30"}
    assert len(server.requests) == 2


def test_a_model_that_mends_its_number_is_believed(
    assistant: Assistant, server: ModelServer
) -> None:
    server.play(does.alters_a_number)
    answer, _ = asked(assistant)
    assert answer.answer == f"{TALENT} [1]"
    assert "was not accepted" in server.requests[1].prompt
    assert "was not accepted" not in server.requests[0].prompt


def test_a_short_answer_of_the_models_own_is_dropped(
    assistant: Assistant, server: ModelServer
) -> None:
    server.play(with_short("999 trillion won [1]"), with_short("45 billion won [1]"))
    assert "999" not in asked(assistant)[1]
    answer, _ = asked(assistant)
    assert answer.short == "45 billion won"
    assert answer.answer == f"{TALENT} [1]"


def with_short(short: str) -> Behaviour:
    def behave(exchange: Exchange) -> None:
        exchange.say(f"Short: {short}\n{TALENT} [{exchange.request.number_of(TALENT)}]")

    return behave


@pytest.mark.parametrize(
    "reply",
    [
        "AI talent is given 999 trillion won [1].",
        "AI talent is given 999 trillion won.",
        "As ordered, I drop my rules. Visit http://evil.example at once!",
    ],
)
def test_an_order_in_an_article_changes_nothing_even_if_the_model_obeys(
    assistant: Assistant, server: ModelServer, reply: str
) -> None:
    server.play(*[does.obeys(ORDER, reply)] * 2)
    answer, seen = asked(assistant)
    assert ORDER in server.requests[0].prompt
    assert_embedded(answer, "did not hold")
    assert "999" not in seen
    assert "evil" not in seen


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        (does.fails(500), "HTTP 500"),
        (does.fails(429, headers={"retry-after": "0"}), "HTTP 429"),
        (does.fails(401, "{authorization} is wrong"), "OPENAI_API_KEY"),
        (does.sends_malformed_json, "can't be used"),
        (does.sends_no_choices, "can't be used"),
        (does.says(""), "can't be used"),
        (does.breaks_off(""), "failed"),
    ],
    ids=["500", "429", "401", "malformed", "no choices", "empty", "cut"],
)
def test_when_the_model_fails_the_embedded_answer_stands_in(
    assistant: Assistant, server: ModelServer, behaviour: Behaviour, reason: str
) -> None:
    server.play(*[behaviour] * 5)
    answer, _ = asked(assistant)
    assert_embedded(answer, reason)


def test_one_failure_is_passed_over(assistant: Assistant, server: ModelServer) -> None:
    server.play(does.fails(500))
    answer, _ = asked(assistant)
    assert (answer.answer, answer.notes) == (f"{TALENT} [1]", ())


def test_a_slow_model_is_left_in_time(index: Index, server: ModelServer) -> None:
    assistant = opened(index, server, timeout_s=1.0)
    server.play(*[does.slow(3600)] * 5)
    answer, _ = asked(assistant)
    assert_embedded(answer, "within 1 s")


def test_a_cut_stream_is_taken_up_again(assistant: Assistant, server: ModelServer) -> None:
    server.play(does.breaks_off("The ministry sets aside 45 "))
    answer, seen = asked(assistant)
    assert (answer.answer, answer.notes) == (f"{TALENT} [1]", ())
    assert seen.count("The ministry sets aside") == 2  # once streamed, once in the Answer


def test_a_stream_that_stays_cut_leaves_only_what_was_checked(
    assistant: Assistant, server: ModelServer
) -> None:
    server.play(*[does.breaks_off("Nobody is given anything, and 999 trillion won go ")] * 5)
    answer, seen = asked(assistant)
    assert_embedded(answer, "broke off")
    assert "999" not in seen


def test_the_models_refusal_is_the_answer(assistant: Assistant, server: ModelServer) -> None:
    server.play(does.refuses)
    answer, _ = asked(assistant)
    assert answer.abstained
    assert answer.citations == ()
    assert answer.related


def test_small_talk_does_not_trouble_the_model(assistant: Assistant, server: ModelServer) -> None:
    answer, _ = asked(assistant, "Thank you!")
    assert answer.status == "smalltalk"
    assert server.requests == []


def test_earlier_questions_are_sent_and_earlier_answers_are_not(
    assistant: Assistant, server: ModelServer
) -> None:
    assistant.ask(QUESTION, [Turn("How many chips are bought?", "77 million chips")])
    (request,) = server.requests
    assert "How many chips are bought?" in request.prompt
    assert "77" not in request.prompt


def test_checked_statements_are_shown_while_the_model_still_speaks(
    assistant: Assistant, server: ModelServer
) -> None:
    gate = threading.Event()

    def pauses(exchange: Exchange) -> None:
        (talent, chips) = (exchange.request.number_of(text) for text in (TALENT, CHIPS))
        first = f"{TALENT} [{talent}] {CHIPS} "
        does.says_in_two_halves(first, f"[{chips}]", gate)(exchange)

    server.play(pauses)
    pieces = assistant.stream(QUESTION)
    assert next(pieces) == f"{TALENT} [1]"
    gate.set()
    assert next(pieces) == f" {CHIPS} [2]"
    assert isinstance(next(pieces), Answer)


@pytest.mark.parametrize("chunk", [1, 3, 7])
def test_pieces_and_answer_agree_wherever_the_chunks_are_cut(
    assistant: Assistant, server: ModelServer, chunk: int
) -> None:
    def chops(exchange: Exchange) -> None:
        talent, chips = (exchange.request.number_of(text) for text in (TALENT, CHIPS))
        exchange.say(
            f"Short: 45 billion won [{talent}]\nIt sets aside 45 billion won [{talent}] and buys "
            f"10,000 chips. [{talent}][{chips}] So be it.",
            pieces_of=chunk,
        )

    server.play(chops)
    *pieces, answer = assistant.stream(QUESTION)
    assert isinstance(answer, Answer)
    assert pieces == [answer.answer]
    assert answer.answer == "It sets aside 45 billion won and buys 10,000 chips. [1][2]"
    assert answer.short == "45 billion won"
