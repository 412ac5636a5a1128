"""Who may ask and how much: rates, tokens, places, and what is written down of it."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from served import served

from assistant.answer import Answer
from assistant.api.doors import AT_ONCE, MOST_WAITING
from assistant.api.rate import WINDOW_S, Window, client_of
from assistant.ask import Assistant
from assistant.settings import Settings

QUESTION = {"question": "How much goes to talent?"}
TOKEN = "a-token-for-the-tests"


class Slow:
    """The assistant, but each answer waits for the gate."""

    def __init__(self, assistant: Assistant) -> None:
        self.corpus = assistant.corpus
        self.engine = assistant.engine
        self.searcher = assistant.searcher
        self._answer = assistant.ask(QUESTION["question"])
        self.gate = threading.Event()
        self.most = 0
        self._now = 0
        self._lock = threading.Lock()

    def ask(self, *_: Any) -> Answer:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        self.gate.wait(60)
        with self._lock:
            self._now -= 1
        return self._answer


def test_a_client_has_so_many_questions_in_a_minute(
    assistant: Assistant, settings: Settings
) -> None:
    with (
        served(lambda: assistant, settings, rate=3) as address,
        httpx.Client(base_url=address, timeout=30) as client,
    ):
        assert "ratelimit-limit" not in client.get("/api/articles").headers
        assert client.post("/api/ask", json={"question": " "}).status_code == 422  # not counted
        for path, left in (("/api/ask", 2), ("/api/ask/stream", 1)):
            headers = client.post(path, json=QUESTION).headers
            assert (headers["ratelimit-limit"], headers["ratelimit-remaining"]) == ("3", str(left))
            assert 0 < int(headers["ratelimit-reset"]) <= WINDOW_S
        assert client.get("/api/search?q=talent").status_code == 200
        refused = client.post("/api/ask", json=QUESTION)
        assert refused.status_code == 429
        assert refused.json()["error"]["code"] == "too_many_questions"
        assert 0 < int(refused.headers["retry-after"]) <= WINDOW_S
        # The header is of the client's making, so it does not make another client of it.
        spoofed = {"x-forwarded-for": "203.0.113.9"}
        assert client.post("/api/ask", json=QUESTION, headers=spoofed).status_code == 429


def test_behind_a_trusted_proxy_its_clients_are_told_apart(
    assistant: Assistant, settings: Settings
) -> None:
    with (
        served(lambda: assistant, settings, rate=1, proxy="127.0.0.1") as address,
        httpx.Client(base_url=address, timeout=30) as client,
    ):
        for who, status in (("203.0.113.9", 200), ("203.0.113.9", 429), ("203.0.113.10", 200)):
            headers = {"x-forwarded-for": who}
            asked = client.post("/api/ask", json=QUESTION, headers=headers)
            assert asked.status_code == status


def test_a_window_moves_and_forgets() -> None:
    now = 0.0
    window = Window(2, lambda: now)
    assert window.hit("a").remaining == 1
    now = 30.0
    assert window.hit("a").remaining == 0
    assert not window.hit("a").allowed
    assert window.hit("a").reset_s == 30
    assert window.hit("b").allowed
    now = WINDOW_S + 0.5  # the first question is out of the window, the second is not
    assert window.hit("a").allowed
    assert not window.hit("a").allowed
    now = 1000.0
    window.hit("c")
    assert set(window._asked) == {"c"}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("testclient", "testclient", True),
    ],
)
def test_a_network_of_ipv6_is_one_client(one: str, other: str, same: bool) -> None:
    assert (client_of(one) == client_of(other)) is same


def test_a_token_is_asked_for_where_one_is_set(assistant: Assistant, settings: Settings) -> None:
    with (
        served(lambda: assistant, settings, token=TOKEN) as address,
        httpx.Client(base_url=address, timeout=30) as client,
    ):
        for path in ("/api/ask", "/v1/chat/completions", "/mcp"):
            for header in ({}, {"authorization": "Bearer wrong"}, {"authorization": TOKEN}):
                response = client.post(path, json=QUESTION, headers=header)
                assert response.status_code == 401
                assert response.headers["www-authenticate"].startswith("Bearer ")
                assert TOKEN not in response.text
        assert client.get("/api/nothing").status_code == 401
        given = {"authorization": f"bearer {TOKEN}"}
        assert client.post("/api/ask", json=QUESTION, headers=given).status_code == 200
        assert client.get("/health").status_code == 200
        assert client.get("/docs").status_code == 200


def test_questions_wait_for_a_place_and_beyond_that_are_refused(
    assistant: Assistant, settings: Settings
) -> None:
    slow = Slow(assistant)
    total = AT_ONCE + MOST_WAITING + 5

    async def ask(client: httpx.AsyncClient) -> httpx.Response:
        response = await client.post("/api/ask", json=QUESTION)
        if response.status_code == 503:
            for _ in range(1000):  # until every place is at work
                if slow.most == AT_ONCE:
                    break
                await asyncio.sleep(0.01)
            slow.gate.set()
        return response

    async def all_at_once(address: str) -> list[httpx.Response]:
        limits = httpx.Limits(max_connections=total)
        async with httpx.AsyncClient(base_url=address, timeout=120, limits=limits) as client:
            return await asyncio.gather(*(ask(client) for _ in range(total)))

    with served(lambda: slow, settings, rate=0) as address:  # type: ignore[arg-type, return-value]
        responses = asyncio.run(all_at_once(address))
    refused = [response for response in responses if response.status_code == 503]
    assert 1 <= len(refused) <= 5
    assert all(r.headers["retry-after"] and r.json()["error"]["code"] == "busy" for r in refused)
    assert sum(response.status_code == 200 for response in responses) == total - len(refused)
    assert slow.most == AT_ONCE


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """The lines of the request log."""
    written: list[str] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(record.getMessage())

    logger, keeper = logging.getLogger("assistant.requests"), Keeper()
    logger.addHandler(keeper)
    before, logger.level = logger.level, logging.INFO
    yield written
    logger.removeHandler(keeper)
    logger.setLevel(before)


@pytest.mark.parametrize("wanted", [False, True])
def test_a_request_is_a_line_without_its_question_unless_wanted(
    assistant: Assistant, settings: Settings, lines: list[str], wanted: bool
) -> None:
    with (
        served(lambda: assistant, settings, token=TOKEN, log_questions=wanted) as address,
        httpx.Client(base_url=address, timeout=30) as client,
    ):
        headers = {"authorization": f"Bearer {TOKEN}", "x-request-id": "mine-1"}
        done = client.post("/api/ask", json=QUESTION, headers=headers)
        assert done.headers["x-request-id"] == "mine-1"
        odd = client.get("/api/articles", headers={"x-request-id": 'a"\\b'})
        assert odd.headers["x-request-id"] != 'a"\\b'
        client.get(f"/api/search?q=talent&token={TOKEN}", headers=headers)
    first, second, third = (json.loads(line) for line in lines)
    assert {key: first[key] for key in ("id", "method", "path", "status", "answer")} == {
        "id": "mine-1",
        "method": "POST",
        "path": "/api/ask",
        "status": 200,
        "answer": "answered",
    }
    assert first["ms"] > 0
    assert "T" in first["time"]
    assert (second["status"], second["id"]) == (401, odd.headers["x-request-id"])
    assert third["path"] == "/api/search"
    assert (first.get("question") == QUESTION["question"]) is wanted
    text = "\n".join(lines)
    assert TOKEN not in text
    assert "127.0.0.1" not in text
    assert wanted or "talent" not in text
