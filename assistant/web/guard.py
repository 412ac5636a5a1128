"""What may reach the page, and what the page may load: paths, hosts, origins, policy. Pure ASGI."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Collection

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from assistant.api.asgi import ASGIApp, Message, Receive, Scope, Send, route_path
from assistant.api.errors import ApiError, respond
from assistant.api.rate import AtOnce, client_of
from assistant.widget.sites import host_of

_LOOPBACK_ADDRESSES = ("127.0.0.1", "localhost", "::1")
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
# What the page uses of Gradio's server; its file, upload, proxy, login and API pages stay shut.
_READ = re.compile(
    r"/|/(?:sources|figures|figures\.csv|pages?\.js|theme\.css|favicon\.ico|manifest\.json"
    r"|robots\.txt)"
    r"|/(?:assets|static|svelte)/.+"
    r"|/gradio_api/(?:app_id|startup-events|queue/data|heartbeat/\w+)/?"
)
_PAGES = ("/", "/sources", "/figures")
_WRITE = re.compile(r"/gradio_api/(?:queue/join|run/predict|reset|cancel)/?")
# Doors that no page of another origin may ask; the others look at the origin themselves.
_OWN_PAGES = re.compile(r"/(?:api|v1)/")
_ELSEWHERE = ("cross-site", "same-site")
MOST_AT_ONCE = 1000  # requests of one client; an open chat is one or two
_MOST_ADDRESS = 65_536  # bytes: a long question and a thousand articles, percent-encoded
_MOST_HEADERS = 32_768
_INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.S | re.I)
_POLICY = (
    "default-src 'none'; script-src 'self'{scripts}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; manifest-src 'self'; "
    "base-uri 'self'; form-action 'none'; frame-ancestors 'self'"
)
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)


def names_of(address: str, hosts: Collection[str]) -> frozenset[str] | None:
    """The names that a server on this address answers to; None for any.

    A server on the loopback address needs them: otherwise a foreign site whose name is made to
    point here could read it. ``hosts``: further names, such as a proxy's.
    """
    if address in _LOOPBACK_ADDRESSES or hosts:
        return LOOPBACK | frozenset(hosts)
    return None


class Guard:
    """Lets through what the chat's page needs, and sends a policy with every answer.

    ``hosts``: names this server answers to, without port; None for any. ``is_door`` tells by the
    path what belongs to the doors beside the chat: they know their methods, and a header that
    they send stands. ``most_at_once``: requests of one client.
    """

    def __init__(
        self,
        app: ASGIApp,
        hosts: frozenset[str] | None,
        is_door: Callable[[str], bool] = lambda _: False,
        most_at_once: int = MOST_AT_ONCE,
    ) -> None:
        self._app = app
        self._hosts = hosts
        self._is_door = is_door
        self._at_once = AtOnce(most_at_once)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # the page uses no web sockets
            await send({"type": "websocket.close", "code": 1008})
            return
        request, path = Request(scope), route_path(scope)
        client = client_of(scope["client"][0] if scope.get("client") else "")
        with self._at_once.one(client) as free:
            refusal = self._refusal(request, path) if free else _CROWD
            if refusal:
                spoken = self._is_door(path) or path.startswith("/gradio_api/")
                answer = respond(request, refusal) if spoken else _plainly(refusal)
                await answer(scope, receive, _Sealed(send))
                return
            if path in _PAGES:  # they are hashed, and so must not be compressed
                kept = [(k, v) for k, v in scope["headers"] if k.lower() != b"accept-encoding"]
                scope = {**scope, "headers": kept}
            await self._app(scope, receive, _Sealed(send))

    def _refusal(self, request: Request, path: str) -> ApiError | None:
        if (large := _too_large(request)) is not None:
            return large
        host = request.headers.get("host", "")
        if self._hosts is not None and _name(host) not in self._hosts:
            remedy = "Those who run it can add the name to ASSISTANT_HOSTS."
            return ApiError(421, "wrong_host", "This server does not answer to that name.", remedy)
        reading = request.method in ("GET", "HEAD")
        if not self._is_door(path):
            known = _READ if reading else _WRITE if request.method == "POST" else None
            if known is None or not known.fullmatch(path):
                return ApiError(404, "not_found", "There is nothing here.")
        elif not _OWN_PAGES.match(path):
            return None
        elif reading:  # another site's images would use up what its visitor may ask
            return _FOREIGN if _within_another_site(request) else None
        return None if reading or self._from_here(request, host) else _FOREIGN

    def _from_here(self, request: Request, host: str) -> bool:
        """Whether a page of this server sent it, or no page at all."""
        origin = request.headers.get("origin")
        site = request.headers.get("sec-fetch-site", "same-origin")
        if origin is None:
            return site == "same-origin"
        place = host_of(origin)
        # A proxy may put another name into Host than the one that the page was opened with.
        known = _name(place) in (self._hosts or LOOPBACK) - LOOPBACK
        return bool(place) and (place == host or known) and site == "same-origin"


_FOREIGN = ApiError(
    403,
    "foreign_origin",
    "Questions are taken from this server's own page only.",
    "Ask from a program, or put the widget on the page.",
)


_CROWD = ApiError(
    429,
    "too_many_at_once",
    "Too many requests from here are being answered.",
    "Wait for some of them.",
    headers={"retry-after": "5"},
)


def _plainly(refusal: ApiError) -> Response:
    return PlainTextResponse(refusal.message, refusal.status, refusal.headers)


def _too_large(request: Request) -> ApiError | None:
    scope = request.scope
    if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > _MOST_ADDRESS:
        return ApiError(414, "address_too_long", "The address is too long.", "Ask with a POST.")
    if sum(len(name) + len(value) for name, value in scope["headers"]) > _MOST_HEADERS:
        return ApiError(431, "headers_too_large", "The headers are too large.", "Send fewer.")
    return None


def _within_another_site(request: Request) -> bool:
    """Whether a page of another site loads it into itself; a link that was followed is none."""
    headers = request.headers
    followed = headers.get("sec-fetch-mode") == "navigate"
    followed = followed and headers.get("sec-fetch-dest") == "document"
    return headers.get("sec-fetch-site") in _ELSEWHERE and not followed


def _name(host: str) -> str:
    return re.sub(r":\d+$", "", host).lower()


class _Sealed:
    """A ``send`` that adds the policy; a page is held back until its inline scripts are hashed."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [
                (name, value)
                for name, value in message.get("headers", [])
                if not name.lower().startswith(b"access-control-")  # nobody else may read us
            ]
            if _is_page(message):
                self._start = message
                return
            await self._send(_with_headers(message, b""))
        elif self._start is not None:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._send(_with_headers(self._start, self._body))
                await self._send({"type": "http.response.body", "body": self._body})
        else:
            await self._send(message)


def _is_page(start: Message) -> bool:
    kinds = [value for name, value in start["headers"] if name.lower() == b"content-type"]
    return any(value.startswith(b"text/html") for value in kinds)


def _with_headers(start: Message, page: bytes) -> Message:
    digests = (hashlib.sha256(script).digest() for script in _INLINE_SCRIPT.findall(page))
    scripts = "".join(f" 'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    policy = _POLICY.format(scripts=scripts).encode()
    sent = {name.lower() for name, _ in start["headers"]}
    extra = [(b"content-security-policy", policy), *_HEADERS]
    kept = [header for header in extra if header[0] not in sent]
    return {**start, "headers": [*start["headers"], *kept]}
