"""The types of ASGI, and the path behind a prefix."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
ASGIApp = Callable[[Scope, Receive, Send], Awaitable[None]]


def route_path(scope: Scope) -> str:
    """The path as the program knows it: without the prefix that a proxy put before it."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))


class Prefix:
    """Makes the same of a proxy that keeps the prefix in the path and of one that strips it.

    Inside, ``path`` begins with the prefix and ``root_path`` is the prefix, as ASGI has it. The
    prefix alone is sent on to the page, whose relative addresses need the slash at the end.
    """

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self._app = app
        self._prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._prefix and scope["type"] in ("http", "websocket"):
            path, raw = scope["path"], scope.get("raw_path") or scope["path"].encode()
            if path == self._prefix and scope["type"] == "http":
                await _send_on(send, f"{self._prefix}/")
                return
            if not path.startswith(f"{self._prefix}/"):
                path, raw = self._prefix + path, self._prefix.encode() + raw
            scope = {**scope, "path": path, "raw_path": raw, "root_path": self._prefix}
        await self._app(scope, receive, send)


async def _send_on(send: Send, address: str) -> None:
    headers = [(b"location", address.encode()), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 308, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
