"""One question through each door, as its clients send it: what came back, and how long it took."""

from __future__ import annotations

import functools
import json
import re
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any, Literal

import httpx

_CONFIG = re.compile(r"window\.gradio_config = (\{.*?\});</script>", re.S)
_MCP = {"accept": "application/json, text/event-stream", "mcp-protocol-version": "2025-06-18"}


@dataclass(frozen=True, slots=True)
class Reply:
    """``lost`` is whatever is neither an answer nor a refusal that says when to come again."""

    came: Literal["answered", "refused", "lost"]
    seconds: float  # from the first byte sent to the last one read
    said: str = ""  # what a refusal or a loss said


class Wrong(Exception):
    """What came back is no answer to the question."""


class Refused(Exception):
    """The server has no place for the question."""


Door = Callable[[httpx.AsyncClient, str], Awaitable[None]]
Opener = Callable[[httpx.AsyncClient, AsyncExitStack], Awaitable[Door]]


async def timed(door: Door, client: httpx.AsyncClient, question: str) -> Reply:
    """One question through a door."""
    began = time.perf_counter()
    try:
        await door(client, question)
    except Refused as error:
        return Reply("refused", time.perf_counter() - began, str(error))
    except (Wrong, httpx.HTTPError, ValueError, LookupError) as error:
        return Reply("lost", time.perf_counter() - began, f"{type(error).__name__}: {error}")
    return Reply("answered", time.perf_counter() - began)


async def program(client: httpx.AsyncClient, stack: AsyncExitStack) -> Door:
    """A program that asks the JSON API, which has nothing to open before."""
    return ask


async def ask(client: httpx.AsyncClient, question: str) -> None:
    """The JSON API."""
    response = await client.post("/api/ask", json={"question": question})
    _check(response)
    _is_answer(response.json(), question)


async def stream(client: httpx.AsyncClient, question: str) -> None:
    """The JSON API, in pieces."""
    await _streamed(client, "/api/ask/stream", question, {})


async def widget(client: httpx.AsyncClient, question: str) -> None:
    """The widget's own page, which a browser says by these headers."""
    own = {"origin": str(client.base_url).rstrip("/"), "sec-fetch-site": "same-origin"}
    await _streamed(client, "/widget/ask", question, own)


async def completions(client: httpx.AsyncClient, question: str) -> None:
    """The OpenAI shape."""
    messages = [{"role": "user", "content": question}]
    sent = {"model": "policy-assistant", "messages": messages}
    response = await client.post("/v1/chat/completions", json=sent)
    _check(response)
    _is_answer(response.json()["choices"][0]["message"]["answer"], question)


async def tool(client: httpx.AsyncClient, question: str) -> None:
    """The tool of the Model Context Protocol."""
    call = {"name": "ask", "arguments": {"question": question}}
    sent = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}
    response = await client.post("/mcp", json=sent, headers=_MCP)
    _check(response)
    _is_answer(response.json()["result"]["structuredContent"], question)


async def search(client: httpx.AsyncClient, question: str) -> None:
    """The passages alone."""
    response = await client.get("/api/search", params={"q": question})
    _check(response)
    if response.json()["question"] != question:
        raise Wrong("passages for another question")


async def pages(client: httpx.AsyncClient, question: str) -> None:
    """The pages beside the chat, which take no question: the sources, the figures, an article."""
    listed = await client.get("/api/articles")
    article = listed.json()["articles"][len(question) % listed.json()["total"]]["id"]
    for path in ("/sources", "/figures", "/figures.csv", f"/read/{article}?start=0&end=20"):
        _check(await client.get(path))


async def suggested(client: httpx.AsyncClient, question: str) -> None:
    """A chat of its own, staying until its page has suggestions for what to ask next."""
    async with AsyncExitStack() as stack:
        page = await Chat.opened(client, stack)
        kept = await page.asked(question)
        await page.called("next", [[kept], []])


class Chat:
    """What one open page of the chat sends: a heartbeat, and events that are queued."""

    def __init__(self, client: httpx.AsyncClient, config: str) -> None:
        self._client = client
        self._session = secrets.token_hex(5)
        self._events = _events_of(config)

    @classmethod
    async def opened(cls, client: httpx.AsyncClient, stack: AsyncExitStack) -> Chat:
        """The page, with the connection that it keeps open."""
        response = await client.get("/")
        _check(response)
        found = _CONFIG.search(response.text)
        if found is None:
            raise Wrong("the page has no configuration")
        page = cls(client, found[1])
        alive = client.stream("GET", f"/gradio_api/heartbeat/{page._session}")
        await stack.enter_async_context(alive)
        return page

    async def __call__(self, client: httpx.AsyncClient, question: str) -> None:
        """The page as a door."""
        await self.asked(question)

    async def asked(self, question: str) -> dict[str, Any]:
        """The exchange that the page would keep in the browser."""
        data = await self.called("ask", [question, [], []])
        kept: dict[str, Any] = data[2][-1]
        if kept["question"] != question or kept["state"] != "answered":
            raise Wrong(f"{kept['state']}: {kept['text']}")
        return kept

    async def called(self, name: str, data: list[Any]) -> list[Any]:
        """The last values of an event. Raises Refused when the queue is full."""
        body = {"data": data, "fn_index": self._events[name], "session_hash": self._session}
        joined = await self._client.post("/gradio_api/queue/join", json=body)
        if joined.status_code == 503:
            raise Refused(f"503 {joined.json()['detail']}")
        _check(joined)
        query = {"session_hash": self._session}
        async with self._client.stream("GET", "/gradio_api/queue/data", params=query) as response:
            async for line in response.aiter_lines():
                message = json.loads(line[6:]) if line.startswith("data: ") else {}
                if message.get("msg") == "process_completed":
                    if not message["success"]:
                        raise Wrong(f"the event failed: {message['output']}")
                    values: list[Any] = message["output"]["data"]
                    return values
        raise Wrong("the queue ended without a result")


DOORS: dict[str, Door] = {
    "/api/ask": ask,
    "/api/ask/stream": stream,
    "/api/search": search,
    "/v1/chat/completions": completions,
    "/mcp": tool,
    "/widget/ask": widget,
    "chat, with suggestions": suggested,
    "pages": pages,
}


@functools.lru_cache(maxsize=1)
def _events_of(config: str) -> dict[str, int]:
    """Numbers of the events that ask, and that find what to ask next, in a page's configuration."""
    found = json.loads(config)
    named = {c["id"]: c["props"].get("elem_id") for c in found["components"]}
    events = found["dependencies"]
    asking = next(e["id"] for e in events if ("box", "submit") in _targets(e, named))
    after = next(e["id"] for e in events if _targets(e, named) == [(None, "success")])
    return {"ask": asking, "next": after}


def _targets(event: Mapping[str, Any], named: Mapping[int, str | None]) -> list[tuple[Any, str]]:
    return [(named.get(target), kind) for target, kind in event["targets"]]


async def _streamed(
    client: httpx.AsyncClient, path: str, question: str, headers: dict[str, str]
) -> None:
    sent = client.stream("POST", path, json={"question": question}, headers=headers)
    async with sent as response:
        if response.status_code != 200:
            await response.aread()
            _check(response)
        async for name, data in _events(response):
            if name == "error":
                code, said = data["error"]["code"], data["error"]["message"]
                raise (Refused if code == "busy" else Wrong)(f"{code}: {said}")
            if name == "answer":
                _is_answer(data, question)
                return
    raise Wrong("the stream ended without an answer")


async def _events(response: httpx.Response) -> AsyncIterator[tuple[str, Any]]:
    name = ""
    async for line in response.aiter_lines():
        if line.startswith("event: "):
            name = line[7:]
        elif line.startswith("data: "):
            yield name, json.loads(line[6:])


def _check(response: httpx.Response) -> None:
    """Raises Refused for a full server that says when to come again, Wrong for another failure."""
    if response.status_code == 503 and "retry-after" in response.headers:
        error = response.json()["error"]
        said = f"503 {error.get('code')}, Retry-After: {response.headers['retry-after']}"
        raise Refused(f"{said}: “{error['message']} {error.get('remedy', '')}”")
    if response.status_code != 200:
        raise Wrong(f"{response.status_code}: {response.text[:200]}")


def _is_answer(found: Mapping[str, Any], question: str) -> None:
    if found["question"] != question or not found["status"]:
        raise Wrong(f"an answer to {found['question']!r}")
