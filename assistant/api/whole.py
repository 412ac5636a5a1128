"""Requests read whole before anything is done for them, and given up when their client leaves."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import anyio
from starlette.datastructures import Headers
from starlette.requests import Request

from assistant.api.asgi import ASGIApp, Message, Receive, Scope, Send
from assistant.api.errors import MOST_BYTES, TooLarge, respond


class _Left(Exception):
    """The client went away before its request was all there."""


class WholeRequests:
    """Around an application: it gets a body in one piece; one of more than MOST_BYTES is refused.

    With ``give_up`` what is done for a request is cancelled when its client leaves; without it,
    the application is told as usual.
    """

    def __init__(self, app: ASGIApp, *, give_up: bool) -> None:
        self._app, self._give_up = app, give_up

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            body = await _body(scope, receive)
        except TooLarge as error:
            await respond(Request(scope), error)(scope, receive, send)
            return
        except _Left:
            return
        if self._give_up:
            await self._until_it_leaves(scope, body, receive, send)
        else:
            await self._app(scope, _replay(body, receive), send)

    async def _until_it_leaves(
        self, scope: Scope, body: bytes, receive: Receive, send: Send
    ) -> None:
        failure: Exception | None = None
        async with anyio.create_task_group() as tasks:

            async def give_up() -> None:
                while (await receive())["type"] != "http.disconnect":
                    pass
                tasks.cancel_scope.cancel()

            tasks.start_soon(give_up)
            try:
                await self._app(scope, _replay(body, anyio.sleep_forever), send)
            except Exception as error:  # raised again below, out of the group
                failure = error
            tasks.cancel_scope.cancel()
        if failure:
            raise failure


def _replay(body: bytes, after: Callable[[], Awaitable[Any]]) -> Receive:
    """A ``receive`` that gives the body, and from then on what ``after`` gives."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return messages.pop() if messages else await after()

    return receive


async def _body(scope: Scope, receive: Receive) -> bytes:
    """Raises TooLarge before more than MOST_BYTES are kept, and _Left."""
    length = Headers(scope=scope).get("content-length", "")
    if length.isdecimal() and (len(length) > 20 or int(length) > MOST_BYTES):
        raise TooLarge
    body = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            raise _Left
        body += message.get("body", b"")
        if len(body) > MOST_BYTES:
            raise TooLarge
        more = message.get("more_body", False)
    return bytes(body)
