"""Server-sent events that live while the computation does."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from contextlib import aclosing

import anyio
from starlette.responses import Response

from assistant.api.asgi import Message, Receive, Scope, Send

KEEP_ALIVE_S = 15.0  # proxies commonly close a connection that is silent for 60 seconds


# Line breaks of Unicode, at which clients that split lines by them would cut an event in two.
_BREAKS = {ord(mark): f"\\u{ord(mark):04x}" for mark in "\x85\u2028\u2029"}


def event(name: str, data: object) -> bytes:
    """One event with JSON data, which has no line breaks of its own."""
    return f"event: {name}\ndata: {one_line(data)}\n\n".encode()


def one_line(data: object) -> str:
    """JSON on one line, by whatever rule lines are split."""
    return json.dumps(data, ensure_ascii=False).translate(_BREAKS)


class EventStream(Response):
    """Sends events as they come, and a comment every ``keep_alive_s`` seconds.

    ``events`` is closed when this is cancelled, so that nothing more is computed.
    """

    media_type = "text/event-stream"

    def __init__(
        self, events: AsyncGenerator[bytes, None], keep_alive_s: float = KEEP_ALIVE_S
    ) -> None:
        self.status_code = 200
        self.background = None
        self._events = events
        self._keep_alive_s = keep_alive_s
        self.init_headers({"cache-control": "no-store", "x-accel-buffering": "no"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with anyio.create_task_group() as tasks:

            async def keep_alive() -> None:
                while True:
                    await anyio.sleep(self._keep_alive_s)
                    await send(_body(b": still here\n\n"))

            start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
            await send(start)
            tasks.start_soon(keep_alive)
            async with aclosing(self._events) as events:
                async for one in events:
                    await send(_body(one))
            tasks.cancel_scope.cancel()
        await send({"type": "http.response.body", "body": b""})


def _body(chunk: bytes) -> Message:
    return {"type": "http.response.body", "body": chunk, "more_body": True}
