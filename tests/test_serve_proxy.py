"""The server under a sub-path, behind a real reverse proxy that strips or keeps the prefix."""

from __future__ import annotations

import contextlib
import dataclasses
import socket
import threading
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
import uvicorn
from playwright.sync_api import Browser
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.routing import Route
from web_site import running

import ui
from assistant.ask import Assistant
from assistant.settings import Settings
from assistant.web.app import Site

PREFIX = "/assistant"
NAME = "policy.localhost"  # a browser takes it for this machine, without a name server
QUESTION = "How much goes to talent?"
_HOP = {"connection", "keep-alive", "transfer-encoding", "host"}


@contextlib.contextmanager
def _proxy(upstream: str, *, strips: bool) -> Iterator[str]:
    """An address whose sub-path leads to ``upstream``, as nginx does with and without a slash.

    One that strips sends its own name for the upstream, as nginx does by default; one that keeps
    the path keeps the name too.
    """
    client = httpx.AsyncClient(base_url=upstream, timeout=None)

    async def forward(request: Request) -> StreamingResponse:
        path = request.url.path
        target = httpx.URL(upstream).join(path.removeprefix(PREFIX) if strips else path)
        target = target.copy_with(query=request.url.query.encode() or None)
        kept = [(k, v) for k, v in request.headers.raw if k.decode() not in _HOP]
        host = request.headers["host"]
        assert request.client is not None
        kept += [(b"x-forwarded-for", request.client.host.encode())]
        kept += [(b"x-forwarded-host" if strips else b"host", host.encode())]
        sent = client.build_request(request.method, target, headers=kept, content=request.stream())
        answer = await client.send(sent, stream=True)

        async def body() -> AsyncIterator[bytes]:
            try:
                async for chunk in answer.aiter_raw():
                    yield chunk
            finally:
                await answer.aclose()

        response = StreamingResponse(body(), answer.status_code)
        response.raw_headers = [(k, v) for k, v in answer.headers.raw if k.decode() not in _HOP]
        return response

    methods = ["GET", "POST", "HEAD", "DELETE", "OPTIONS"]
    app = Starlette(routes=[Route(PREFIX + "{rest:path}", forward, methods=methods)])
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield f"http://{NAME}:{listening.getsockname()[1]}{PREFIX}"
    finally:
        server.should_exit = True
        thread.join(20)
        assert not thread.is_alive()


@pytest.fixture(scope="module")
def site(assistant: Assistant, settings: Settings) -> Iterator[str]:
    behind = dataclasses.replace(settings, root_path=PREFIX, hosts=(NAME,), proxy="127.0.0.1")
    site = Site(
        lambda: assistant, ui.mount, lambda _: [QUESTION], announce=lambda _: None, settings=behind
    )
    with running(site) as address:
        yield address


@pytest.fixture(params=[True, False], ids=["strips", "keeps"])
def address(request: pytest.FixtureRequest, site: str) -> Iterator[str]:
    with _proxy(site, strips=request.param) as found:
        yield found


def _reachable(address: str) -> tuple[str, dict[str, str]]:
    """The address with a number for the name, and the header with the name."""
    parts = httpx.URL(address)
    return str(parts.copy_with(host="127.0.0.1")), {"host": f"{NAME}:{parts.port}"}


def test_the_api_works_under_the_sub_path(address: str) -> None:
    base, headers = _reachable(address)
    with httpx.Client(base_url=base, headers=headers, timeout=30) as client:
        assert client.get("/health").json()["status"] == "ready"
        assert client.post("/api/ask", json={"question": QUESTION}).json()["status"] == "answered"
        stream = client.post("/api/ask/stream", json={"question": QUESTION})
        assert "event: answer" in stream.text
        assert client.get("/openapi.json").json()["servers"] == [{"url": PREFIX}]
        assert client.get("/docs").status_code == 200
        missing = client.get("/api/nothing")
        assert (missing.status_code, missing.json()["error"]["code"]) == (404, "not_found")
        foreign = client.post("/api/ask", json={}, headers={"origin": "https://evil.example"})
        assert foreign.status_code == 403


def test_the_prefix_alone_leads_to_the_page(site: str) -> None:
    # The page's addresses are relative, so it has to be opened with the slash.
    assert httpx.get(f"{site}{PREFIX}").headers["location"] == f"{PREFIX}/"


def test_the_chat_works_under_the_sub_path(address: str, browser: Browser) -> None:
    page = browser.new_page()
    failed: list[str] = []
    page.on("response", lambda r: failed.append(r.url) if r.status >= 400 else None)
    page.goto(f"{address}/")
    page.locator("#box textarea").fill(QUESTION)
    page.keyboard.press("Enter")
    page.get_by_text("45 billion won").first.wait_for(timeout=60_000)
    assert [url for url in failed if "favicon" not in url] == []
    page.close()
