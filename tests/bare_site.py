"""The server without its heavy parts: a page of plain routes, and an asker that tells its story."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import Future
from typing import Any
from urllib.parse import urlsplit

import anyio
from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse
from web_site import health

from assistant.api.connection import Patience
from assistant.settings import Settings
from assistant.web.app import Site
from corpus.article import Article, Corpus

CORPUS = Corpus((Article("a", "A title", "A sentence without anything to ask."),))
SLICE = b"x" * 65_536


class Bare:
    """What became of the page's requests.

    ``bodies``: how large those were that the page's application got; ``gate``: opened, nobody
    waits any more; ``ended``: the endless stream is over.
    """

    corpus = CORPUS
    engine = "none"

    def __init__(self) -> None:
        self.bodies: list[int] = []
        self.gate = threading.Event()
        self.ended = threading.Event()

    def mount(self, app: FastAPI, asker: object, examples: Future[list[str]]) -> None:
        """Routes at the addresses of Gradio's."""

        @app.post("/gradio_api/queue/join")
        @app.post("/gradio_api/run/predict")
        async def take(request: Request) -> dict[str, int]:
            self.bodies.append(len(await request.body()))
            return {"length": self.bodies[-1]}

        @app.get("/gradio_api/app_id")
        def wait() -> dict[str, bool]:
            return {"opened": self.gate.wait(60)}

        @app.get("/gradio_api/queue/data")
        def endless() -> StreamingResponse:
            return StreamingResponse(self._slices())

    async def _slices(self) -> AsyncIterator[bytes]:
        try:
            while True:
                yield SLICE
                await anyio.sleep(0)  # where nobody listens, sending does not wait
        finally:
            self.ended.set()


@contextlib.contextmanager
def bare_site(
    bare: Any = None, settings: Settings | None = None, patience: Patience | None = None
) -> Iterator[str]:
    """The address of a server over ``bare``; ended on the way out."""
    bare = bare or Bare()
    site = Site(
        lambda: bare,
        getattr(bare, "mount", Bare().mount),
        lambda _: [],
        announce=lambda _: None,
        settings=settings or Settings(),
        patience=patience,
    )
    thread = threading.Thread(target=site.run)
    thread.start()
    try:
        while health(site.address)[0] not in (200, 503) or b"warming" in _health(site.address):
            assert thread.is_alive()
        yield site.address
    finally:
        site.stop()
        thread.join(30)
        assert not thread.is_alive()


def _health(address: str) -> bytes:
    return health(address)[1].encode()


def connect(address: str, *sent: bytes) -> socket.socket:
    """A connection on which the bytes were sent."""
    parts = urlsplit(address)
    connection = socket.create_connection((parts.hostname or "", parts.port or 0), timeout=60)
    for data in sent:
        connection.sendall(data)
    return connection


def is_closed(connection: socket.socket) -> bool:
    """Waits until the server ends the connection; what it sends before is passed over."""
    try:
        while connection.recv(65_536):
            pass
    except ConnectionError:
        pass
    return True


def answer(connection: socket.socket, method: str = "GET") -> tuple[int, bytes]:
    """Status and body of the next answer on the connection."""
    response = http.client.HTTPResponse(connection, method=method)
    response.begin()
    return response.status, response.read()


def post(path: str, body: bytes = b"", *headers: str) -> bytes:
    """A request as bytes; its length stands in it where no header speaks of a body."""
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/json", *headers]
    if not any(h.lower().startswith(("content-length", "transfer-encoding")) for h in headers):
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def get(path: str, *headers: str) -> bytes:
    """A request as bytes."""
    return "\r\n".join([f"GET {path} HTTP/1.1", "Host: 127.0.0.1", *headers, "", ""]).encode()


def as_json(found: tuple[int, bytes]) -> tuple[int, Any]:
    """The same with its body read as JSON."""
    return found[0], json.loads(found[1])
