"""Questions of clients that are gone: those that wait are never begun, those at work end."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import anyio
import pytest
from bare_site import Bare, bare_site, connect, post
from web_site import health

from assistant.answer import Answer
from assistant.api.doors import AT_ONCE
from assistant.wanted import check_wanted

QUESTION = "How much goes to talent?"
CHAT = {"model": "policy-assistant", "messages": [{"role": "user", "content": QUESTION}]}
CALL = {
    "jsonrpc": "2.0", "id": 1, "method": "tools/call",
    "params": {"name": "ask", "arguments": {"question": QUESTION}},
}  # fmt: skip
ASKING = {
    "ask": post("/api/ask", json.dumps({"question": QUESTION}).encode()),
    "stream": post("/api/ask/stream", json.dumps({"question": QUESTION}).encode()),
    "completion": post("/v1/chat/completions", json.dumps(CHAT).encode()),
    "chunks": post("/v1/chat/completions", json.dumps({**CHAT, "stream": True}).encode()),
    "tool": post("/mcp", json.dumps(CALL).encode(), "Accept: application/json, text/event-stream"),
}


class Endless(Bare):
    """An assistant that goes from step to step until nobody waits any more."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = threading.Semaphore(0)
        self.count = 0
        self.left = threading.Semaphore(0)

    def ask(self, *_: Any) -> Answer:
        self.count += 1
        self.begun.release()
        try:
            while True:
                check_wanted()
                time.sleep(0.001)
        finally:
            self.left.release()

    def stream(self, *_: Any) -> Iterator[str | Answer]:
        yield self.ask()


@pytest.fixture
def endless() -> Iterator[tuple[Endless, str]]:
    endless = Endless()
    with bare_site(endless) as address:
        yield endless, address


@pytest.mark.parametrize("door", ASKING)
def test_the_work_ends_when_its_client_leaves(endless: tuple[Endless, str], door: str) -> None:
    asker, address = endless
    client = connect(address, ASKING[door])
    assert asker.begun.acquire(timeout=60)
    client.close()
    assert asker.left.acquire(timeout=60)


@pytest.mark.parametrize("door", ASKING)
def test_what_waits_is_never_begun(endless: tuple[Endless, str], door: str) -> None:
    asker, address = endless
    at_work = [connect(address, ASKING["ask"]) for _ in range(AT_ONCE)]
    for _ in at_work:
        assert asker.begun.acquire(timeout=60)
    for _ in range(5):
        connect(address, ASKING[door]).close()
    for _ in range(3):  # who is answered now came after them: the server knows that they left
        assert health(address)[0]
    waits = connect(address, ASKING["ask"])  # behind them
    for client in at_work:
        client.close()
    assert asker.begun.acquire(timeout=60)
    assert asker.count == AT_ONCE + 1
    waits.close()


def test_nobody_waits_on_the_command_line_so_it_goes_on() -> None:
    check_wanted()
    anyio.run(anyio.to_thread.run_sync, check_wanted)
