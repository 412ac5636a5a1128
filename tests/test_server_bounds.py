"""What every door takes at most, and what it says to requests that are not as they should be."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from typing import Any

import anyio
import httpx
import pytest
from bare_site import Bare, answer, as_json, bare_site, connect, get, post
from served import served

from assistant.api.errors import MOST_BYTES
from assistant.api.whole import WholeRequests
from assistant.ask import Assistant
from assistant.settings import Settings
from assistant.web.labels import labels_of

JOIN, PREDICT = "/gradio_api/queue/join", "/gradio_api/run/predict"
DOORS = ("/api/ask", "/api/ask/stream", "/v1/chat/completions", "/mcp", "/widget/ask", JOIN,
         PREDICT, "/gradio_api/cancel", "/gradio_api/reset")  # fmt: skip
QUESTION = {"question": "How much goes to talent?"}
LONE = "\ud800"  # half of a character: JSON can hold it, UTF-8 can't


@pytest.fixture(scope="module")
def bare() -> Iterator[tuple[Bare, str]]:
    bare = Bare()
    with bare_site(bare) as address:
        yield bare, address


@pytest.fixture(scope="module")
def address(assistant: Assistant, settings: Settings) -> Iterator[str]:
    with served(lambda: assistant, settings) as found:
        yield found


@pytest.mark.parametrize("door", DOORS)
def test_a_large_body_is_refused_before_it_is_sent(bare: tuple[Bare, str], door: str) -> None:
    connection = connect(bare[1], post(door, b"", f"Content-Length: {MOST_BYTES + 1}"))
    assert answer(connection)[0] == 413
    assert bare[0].bodies == []


@pytest.mark.parametrize("door", DOORS)
def test_a_body_without_a_length_is_refused_when_it_gets_large(
    bare: tuple[Bare, str], door: str
) -> None:
    piece = b"8000\r\n" + b"x" * 0x8000 + b"\r\n"
    connection = connect(bare[1], post(door, b"", "Transfer-Encoding: chunked"))
    for _ in range(2 + MOST_BYTES // 0x8000):
        connection.sendall(piece)
    assert answer(connection)[0] == 413  # before the end of it
    assert bare[0].bodies == []


def test_a_body_of_the_largest_size_comes_through_whole() -> None:
    bare = Bare()
    with bare_site(bare) as address:
        for headers in ((), ("Expect: 100-continue",)):
            connection = connect(address, post(JOIN, b"x" * MOST_BYTES, *headers))
            if headers:
                assert connection.recv(25) == b"HTTP/1.1 100 Continue\r\n\r\n"
            assert as_json(answer(connection)) == (200, {"length": MOST_BYTES})


def test_of_fifty_large_bodies_little_is_read() -> None:
    piece, taken = b"x" * 10_000, 0

    async def receive() -> dict[str, Any]:
        nonlocal taken
        taken += len(piece)
        return {"type": "http.request", "body": piece, "more_body": True}

    async def send(message: Any) -> None:
        statuses.append(message.get("status"))

    async def app(*_: Any) -> None:
        raise AssertionError("it is not asked")

    async def serve() -> None:
        for _ in range(50):  # of ten million bytes each, should anybody read them
            scope = {"type": "http", "path": "/", "headers": [], "state": {}}
            await WholeRequests(app, give_up=True)(scope, receive, send)

    statuses: list[int | None] = []
    anyio.run(serve)
    assert statuses[::2] == [413] * 50
    assert taken <= 50 * (MOST_BYTES + len(piece))


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_page_that_sends_too_much_is_told_when_to_go_on(language: str) -> None:
    bare, labels = Bare(), labels_of({"accept-language": language})
    with (
        bare_site(bare, dataclasses.replace(Settings(), rate=1)) as address,
        httpx.Client(base_url=address, headers={"accept-language": language}) as client,
    ):
        sent = [client.post(path, content=b"{}") for path in (JOIN, PREDICT) * 30]
        assert [r.status_code for r in sent[:10]] == [200] * 10
        refused = sent[-1]
        assert refused.status_code == 429
        wait = int(refused.headers["retry-after"])
        assert 0 < wait <= 60
        said = labels.too_many.format(n=wait)
        assert refused.json() == {"detail": said, "error": said}  # where Gradio's page looks
        assert len(bare.bodies) < len(sent)
        assert client.get("/gradio_api/startup-events").status_code != 429


def test_the_page_and_the_doors_count_questions_together() -> None:
    class Counting(Bare):
        def mount(self, app: Any, *given: Any) -> None:
            self.count = app.state.count

    bare = Counting()
    with bare_site(bare, dataclasses.replace(Settings(), rate=3)) as address:
        allowed = [bare.count("127.0.0.1").allowed for _ in range(3)]
        assert allowed == [True] * 3
        assert httpx.post(f"{address}/api/ask", json=QUESTION).status_code == 429


@pytest.mark.parametrize("dest", ["image", "script", "iframe", "empty"])
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_another_site_loads_uses_up_nothing(
    assistant: Assistant, settings: Settings, site: str, dest: str
) -> None:
    mode = {"iframe": "navigate", "empty": "cors"}.get(dest, "no-cors")
    headers = {"sec-fetch-site": site, "sec-fetch-mode": mode, "sec-fetch-dest": dest}
    with (
        served(lambda: assistant, settings, rate=1) as address,
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        for _ in range(3):
            loaded = client.get("/api/search?q=talent", headers=headers)
            assert (loaded.status_code, loaded.json()["error"]["code"]) == (403, "foreign_origin")
        followed = {**headers, "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
        assert client.get("/api/search?q=talent", headers=followed).status_code == 200


@pytest.mark.parametrize("door", [*DOORS, "/widget", "/api/search?q=x"])
@pytest.mark.parametrize(
    "origin", ["http://[", "http://]:80", "http://[::1", "//", "http://a:b:c", "é", "http://\x7f"]
)
def test_a_malformed_origin_is_a_foreign_one(
    bare: tuple[Bare, str], door: str, origin: str
) -> None:
    named = [f"Origin: {origin}", f"Referer: {origin}/x", "Sec-Fetch-Dest: iframe"]
    request = get(door, *named) if door[1] == "w" and door == "/widget" else post(door, b"", *named)
    assert 400 <= answer(connect(bare[1], request))[0] < 500


@pytest.mark.parametrize(
    ("door", "body"),
    [
        ("/api/ask", {**QUESTION, "articles": [LONE]}),
        ("/api/ask", {"question": LONE}),
        ("/api/ask", {**QUESTION, LONE: 1}),
        ("/api/ask", {**QUESTION, "history": [{"question": "a", LONE: 1}]}),
        ("/api/ask/stream", {**QUESTION, "articles": [f"x{LONE}"]}),
        ("/v1/chat/completions", {"model": LONE}),
        ("/v1/chat/completions", {"model": "policy-assistant", "messages": [{"role": LONE}]}),
        ("/v1/chat/completions", {"model": "policy-assistant", "articles": [LONE],
                                  "messages": [{"role": "user", "content": "How much?"}]}),
        ("/v1/chat/completions", {"model": "policy-assistant", "messages": [
            {"role": "user", "content": [{"type": LONE}]}]}),
        ("/v1/chat/completions", {"model": "policy-assistant", "messages": [
            {"role": "user", "content": LONE}]}),
    ],
)  # fmt: skip
def test_half_a_character_is_the_clients_mistake(address: str, door: str, body: object) -> None:
    sent = httpx.post(f"{address}{door}", content=json.dumps(body), timeout=60)
    assert 400 <= sent.status_code < 500
    assert sent.json()["error"]["message"]


@pytest.mark.parametrize("tool", ["ask", "search"])
def test_half_a_character_is_told_to_a_model_too(address: str, tool: str) -> None:
    name = {"ask": "question", "search": "query"}[tool]
    for arguments in ({name: f"How much {LONE}?"}, {name: "How much?", LONE: 1}):
        call = {"name": tool, "arguments": arguments}
        sent = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}
        headers = {
            "accept": "application/json, text/event-stream",
            "content-type": "application/json",
        }
        found = httpx.post(f"{address}/mcp", content=json.dumps(sent), headers=headers, timeout=60)
        assert found.status_code < 500
        found.json()


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 200_000,
        b'{"question":' * 50_000,
        b'{"question": ' + b"9" * 100_000 + b"}",
        b'{"question": NaN}',
        b"\xff\xfe\x00",
        b"null",
        b"{} {}",
        b'{"question": "a", "history": {}}',
        b'{"question": "a", "articles": [[]]}',
    ],
    ids=range(9),
)
@pytest.mark.parametrize("door", ["/api/ask", "/v1/chat/completions", "/mcp"])
def test_json_that_is_no_question_is_the_clients_mistake(
    address: str, door: str, body: bytes
) -> None:
    headers = {
        "content-type": "application/json",
        "accept": "application/json, text/event-stream",
    }
    assert 400 <= httpx.post(f"{address}{door}", content=body, headers=headers).status_code < 500
