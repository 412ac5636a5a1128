"""What a request of the chat's page passes: how many its client may send, and how large. ASGI."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.requests import Request

from assistant.api.asgi import ASGIApp, Receive, Scope, Send
from assistant.api.errors import ApiError, respond
from assistant.api.rate import Window, client_of
from assistant.api.whole import WholeRequests
from assistant.web.labels import labels_of

# A page sends a few requests when it is opened, and two or three for each question.
_OPENING = 20
_FOR_A_QUESTION = 3


class PageGate:
    """Around the page's application. ``rate``: questions a minute from one client; 0: no limit.

    What is asked is counted by the doors; this bounds all that a page can send besides.
    """

    def __init__(self, app: ASGIApp, rate: int) -> None:
        self._app = WholeRequests(app, give_up=False)
        self._window = Window(_OPENING + _FOR_A_QUESTION * rate) if rate else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "POST" and self._window:
            standing = self._window.hit(client_of(scope["client"][0] if scope["client"] else ""))
            if not standing.allowed:
                said = labels_of(Headers(scope=scope)).too_many.format(n=standing.reset_s)
                error = ApiError(429, "too_many_requests", said, headers=standing.headers())
                await respond(Request(scope), error)(scope, receive, send)
                return
        await self._app(scope, receive, send)
