"""Connections that are silent, slow, deaf or broken: they end, and nobody else has to wait."""

from __future__ import annotations

import itertools
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator

import anyio
import pytest
from bare_site import Bare, answer, as_json, bare_site, connect, get, is_closed, post

from assistant.api.connection import Patience
from assistant.web.guard import Guard

ASK = "/gradio_api/queue/join"
READY = (200, 503)  # an answer of /health, whether the assistant is open yet or not
UNFINISHED = (
    (),
    (b"G",),
    (b"POST /api/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nX-",),
    (post(ASK, b"{", "Content-Length: 100"),),
    (post("/api/ask", b"5\r\n{", "Transfer-Encoding: chunked"),),
)
LONG = 3600.0  # seconds; nothing here waits for it


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with bare_site() as found:
        yield found


def test_a_crowd_of_unfinished_requests_does_not_keep_others_out() -> None:
    patience = Patience(request=LONG, unfinished=10)
    with bare_site(patience=patience) as address:
        crowd = [connect(address, *UNFINISHED[n % len(UNFINISHED)]) for n in range(40)]
        late = connect(address, get("/health"))
        assert answer(late)[0] in READY
        assert all(is_closed(one) for one in crowd[:30])  # the oldest: it has its place


def closed_while(more: Callable[[], bytes], connection: socket.socket) -> bool:
    """Sends more and more, until the server ends the connection."""
    try:
        while True:
            connection.sendall(more())
    except ConnectionError:
        return True


@pytest.mark.parametrize("sent", UNFINISHED)
def test_a_request_that_does_not_come_is_not_waited_for(sent: tuple[bytes, ...]) -> None:
    with bare_site(patience=Patience(request=0.05)) as address:
        assert is_closed(connect(address, *sent))


def test_a_byte_now_and_then_does_not_keep_a_connection() -> None:
    with bare_site(patience=Patience(request=0.05, idle=0)) as address:

        def slowly() -> bytes:
            time.sleep(0.01)
            return b"x"

        for begun in (get("/health"), b"GET /health HTTP/1.1\r\nX: "):
            connection = connect(address, begun)
            assert closed_while(slowly, connection)


def test_an_idle_connection_is_closed_and_another_request_before_that_is_answered() -> None:
    with bare_site(patience=Patience(idle=3600)) as address:
        connection = connect(address)
        for _ in range(3):
            connection.sendall(get("/health"))
            assert answer(connection)[0] in READY
    with bare_site(patience=Patience(idle=0)) as address:
        connection = connect(address, get("/health"))
        assert answer(connection)[0] in READY
        assert is_closed(connection)


def test_an_answer_may_take_longer_than_a_request() -> None:
    bare = Bare()
    with bare_site(bare, patience=Patience(request=0.05)) as address:
        asked = connect(address, get("/gradio_api/app_id"))
        assert is_closed(connect(address))  # one that came later ran out of time
        bare.gate.set()
        assert as_json(answer(asked)) == (200, {"opened": True})


def test_who_does_not_read_is_given_up() -> None:
    bare = Bare()
    with bare_site(bare, patience=Patience(reading=0.05)) as address:
        connection = connect(address, get("/gradio_api/queue/data"))
        assert bare.ended.wait(60)
        connection.close()


@pytest.mark.parametrize(
    "head",
    [
        get("/api/articles?x=" + "y" * 70_000),
        get("/health", f"X-Long: {'y' * 40_000}"),
        get("/health", *(f"X-{n}: y" for n in range(5000))),
        get("/", f"Cookie: {'y' * 40_000}"),
    ],
    ids=["address", "header", "headers", "page"],
)
def test_a_large_head_is_refused(address: str, head: bytes) -> None:
    connection = connect(address, head)
    assert answer(connection)[0] in (400, 414, 431)


def test_a_head_without_end_is_cut_off(address: str) -> None:
    connection = connect(address, b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ")
    assert closed_while(itertools.repeat(b"y" * 65_536).__next__, connection)


def test_a_long_question_in_an_address_is_no_large_head(address: str) -> None:
    ids = "".join(f"&articles=an-article-of-some-length-{n}" for n in range(1000))
    connection = connect(address, get(f"/api/search?q={'%EA%B0%80' * 2000}{ids}"))
    status, said = as_json(answer(connection))
    assert (status, said["error"]["code"]) == (422, "unknown_article")


@pytest.mark.parametrize(
    "broken",
    [
        b"\x00\x01\x02\x03\r\n\r\n",
        b"GET /health HTTP/9.9\r\n\r\n",
        b"GET http://[ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"BREW /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        get("/health", "Host: 127.0.0.1", "Host: evil.example"),
        get("/health", "Bad Header : x"),
        get("/%00%ff/../../etc/passwd"),
        get("//evil.example/%2e%2e/health"),
        post("/api/ask", b"", "Content-Length: -1"),
        post("/api/ask", b"", f"Content-Length: {'9' * 30}"),
        post("/api/ask", b"", "Content-Length: 1", "Content-Length: 2"),
        post("/api/ask", b"zz\r\n{}\r\n", "Transfer-Encoding: chunked"),
        post("/api/ask", b"{}", "Transfer-Encoding: gzip, chunked"),
    ],
)
def test_a_broken_request_is_told_so(address: str, broken: bytes) -> None:
    assert 400 <= answer(connect(address, broken))[0] < 500


def test_requests_in_a_row_are_answered_in_a_row(address: str) -> None:
    requests = (get("/health"), post(ASK, b"[1]"), post("/api/ask", b"[]", "Connection: close"))
    connection = connect(address, b"".join(requests))
    with connection.makefile("rb") as said:
        everything = said.read()
    first, *others = re.findall(rb"HTTP/1.1 (\d+)", everything)
    assert int(first) in READY
    assert others == [b"200", b"422"]
    assert b'{"length":3}' in everything


def test_broken_bytes_behind_a_request_do_not_reach_the_log(
    address: str, capfd: pytest.CaptureFixture[str]
) -> None:
    bare = Bare()
    with bare_site(bare) as address:
        waiting = connect(address, get("/gradio_api/app_id") + b"\x00\r\n\r\n")
        bare.gate.set()
        is_closed(waiting)
        stream = connect(
            address, post("/gradio_api/queue/data", b"5\r\nab", "Transfer-Encoding: chunked")
        )
        stream.sendall(b"zz\r\n\x00" * 100)
        assert is_closed(stream)
    assert "Traceback" not in capfd.readouterr().err


def test_a_full_house_of_one_client_is_refused_at_the_door() -> None:
    inside, out = threading.Event(), threading.Event()

    async def app(scope: object, receive: object, send: object) -> None:
        inside.set()
        while not out.is_set():
            await anyio.sleep(0.001)

    async def visit(guard: Guard, who: str) -> int:
        statuses: list[int] = []

        async def send(message: dict[str, object]) -> None:
            if message["type"] == "http.response.start":
                statuses.append(int(str(message["status"])))

        scope = {
            "type": "http", "method": "GET", "path": "/", "query_string": b"",
            "headers": [(b"host", b"localhost")], "client": (who, 1),
        }  # fmt: skip
        await guard(scope, receive, send)  # type: ignore[arg-type]
        return statuses[0] if statuses else 0

    async def receive() -> dict[str, object]:
        await anyio.sleep_forever()
        raise AssertionError

    async def both() -> tuple[int, int]:
        guard = Guard(app, None, most_at_once=2)  # type: ignore[arg-type]
        async with anyio.create_task_group() as tasks:
            for _ in range(2):
                tasks.start_soon(visit, guard, "192.0.2.1")
            while not inside.is_set():
                await anyio.sleep(0.001)
            refused = await visit(guard, "192.0.2.1")
            tasks.start_soon(visit, guard, "192.0.2.2")
            out.set()
        return refused, await visit(guard, "192.0.2.1")

    assert anyio.run(both) == (429, 0)
