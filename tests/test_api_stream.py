"""Server-sent events: what is sent while nothing comes, and what happens when nobody listens."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Any

import anyio
import pytest

from assistant.api.stream import EventStream, event


class _Connection:
    """A client that hangs up when it is told to."""

    def __init__(self) -> None:
        self.gone = anyio.Event()
        self.sent: list[dict[str, Any]] = []

    async def receive(self) -> dict[str, Any]:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        self.sent.append(message)

    @property
    def text(self) -> str:
        return b"".join(message.get("body", b"") for message in self.sent).decode()


def test_an_event_is_one_line_of_data() -> None:
    assert event("text", {"text": "a\n\nb"}) == b'event: text\ndata: {"text": "a\\n\\nb"}\n\n'


@pytest.mark.parametrize("hangs_up", [False, True])
def test_a_silent_stream_is_kept_alive_until_its_client_goes(hangs_up: bool) -> None:
    closed: list[str] = []

    async def events() -> AsyncGenerator[bytes, None]:
        try:
            yield event("text", {"text": "one"})
            await anyio.sleep(3600 if hangs_up else 0.3)
            yield event("text", {"text": "two"})
        finally:
            closed.append("closed")

    async def serve() -> _Connection:
        connection = _Connection()
        stream = EventStream(events(), keep_alive_s=0.02)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(stream, {"type": "http"}, connection.receive, connection.send)
            with anyio.fail_after(20):
                while ": still here\n\n" not in connection.text:
                    await anyio.sleep(0.01)
            if hangs_up:
                connection.gone.set()
        return connection

    connection = anyio.run(serve)
    assert closed == ["closed"]
    assert ("two" in connection.text) is not hangs_up
    assert connection.text.startswith('event: text\ndata: {"text": "one"}\n\n')
    assert connection.sent[-1] == {"type": "http.response.body", "body": b""}
