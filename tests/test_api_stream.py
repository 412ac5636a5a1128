"""Server-sent events: what is sent while nothing comes, and what happens when nobody listens."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Any

import anyio
import pytest

from assistant.api.stream import EventStream, event
from assistant.api.whole import WholeRequests


class _Client:
    """What is sent to it; it sends a body of its own, and leaves when it is told to."""

    def __init__(self) -> None:
        self.gone = anyio.Event()
        self.sent: list[dict[str, Any]] = []
        self._body = [{"type": "http.request", "body": b"{}", "more_body": False}]

    async def receive(self) -> dict[str, Any]:
        if self._body:
            return self._body.pop()
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        self.sent.append(message)

    @property
    def text(self) -> str:
        return b"".join(message.get("body", b"") for message in self.sent).decode()


def test_an_event_is_one_line_of_data() -> None:
    assert event("text", {"text": "a\n\nb"}) == b'event: text\ndata: {"text": "a\\n\\nb"}\n\n'


@pytest.mark.parametrize("leaves", [False, True])
def test_a_silent_stream_is_kept_alive_until_its_client_goes(leaves: bool) -> None:
    closed: list[str] = []
    silent = anyio.Event()

    async def events() -> AsyncGenerator[bytes, None]:
        try:
            yield event("text", {"text": "one"})
            await silent.wait()
            yield event("text", {"text": "two"})
        finally:
            closed.append("closed")

    async def serve() -> _Client:
        client = _Client()
        app = WholeRequests(EventStream(events(), keep_alive_s=0.02), give_up=True)
        scope = {"type": "http", "headers": []}
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(app, scope, client.receive, client.send)
            with anyio.fail_after(60):
                while ": still here\n\n" not in client.text:
                    await anyio.sleep(0.01)
            (client.gone if leaves else silent).set()
        return client

    client = anyio.run(serve)
    assert closed == ["closed"]
    assert ("two" in client.text) is not leaves
    assert client.text.startswith('event: text\ndata: {"text": "one"}\n\n')
    ended = client.sent[-1] == {"type": "http.response.body", "body": b""}
    assert ended is not leaves
