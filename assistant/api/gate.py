"""What every request of the doors passes: an id, the token, a log line. Pure ASGI."""

from __future__ import annotations

import re
import secrets
import time

from starlette.requests import Request

from assistant.api.asgi import ASGIApp, Message, Receive, Scope, Send, route_path
from assistant.api.call import Call, current
from assistant.api.errors import ApiError, respond
from assistant.api.log import RequestLog
from assistant.api.rate import client_of
from assistant.settings import Settings

_WELL_FORMED = re.compile(r"[\w.-]{1,64}", re.ASCII)
_TOKEN_DOORS = re.compile(r"/(?:api|v1|mcp)(?:/.*)?")


class Gate:
    """Around the doors' application: request ids, the bearer token, one log line a request.

    A request id of the client's is kept when it is up to 64 letters, digits, ``_``, ``.``, ``-``.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._token = settings.token
        self._log = RequestLog(questions=settings.log_questions)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        call = _call_of(scope)
        scope.setdefault("state", {})["request_id"] = call.request_id
        sender = _Sender(send, call)
        entered = current.set(call)
        try:
            await self._pass(scope, receive, sender)
        except Exception:  # the 500 has been sent; this is for those who run the server
            self._log.failure(call)
        finally:
            current.reset(entered)
            if route_path(scope) != "/health":  # asked every few seconds by those who watch
                self._log.request(call, scope, sender.status, time.perf_counter() - started)

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._refusal(Request(scope))
        app: ASGIApp = respond(Request(scope), refusal) if refusal else self._app
        await app(scope, receive, send)

    def _refusal(self, request: Request) -> ApiError | None:
        if self._token is None or not _TOKEN_DOORS.fullmatch(route_path(request.scope)):
            return None
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        right = secrets.compare_digest(given.strip().encode(), self._token.encode())
        if scheme.lower() == "bearer" and right:
            return None
        wrong = ', error="invalid_token"' if given else ""
        return ApiError(
            401,
            "unauthorized",
            "The bearer token is wrong." if given else "A bearer token is needed.",
            "Send the header 'Authorization: Bearer' with this server's token.",
            headers={"www-authenticate": f'Bearer realm="policy-assistant"{wrong}'},
        )


def _call_of(scope: Scope) -> Call:
    given = Request(scope).headers.get("x-request-id", "")
    request_id = given if _WELL_FORMED.fullmatch(given) else secrets.token_hex(8)
    return Call(request_id, client_of(scope["client"][0] if scope.get("client") else ""))


class _Sender:
    """A ``send`` that adds the request's id and rate, and remembers the status."""

    def __init__(self, send: Send, call: Call) -> None:
        self._send = send
        self._call = call
        self.status: int | None = None  # None: the client went away before anything was sent

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = {"x-request-id": self._call.request_id}
            if self._call.standing:
                headers |= self._call.standing.headers()
            added = [(name.encode(), value.encode()) for name, value in headers.items()]
            message = {**message, "headers": [*message.get("headers", []), *added]}
        await self._send(message)
