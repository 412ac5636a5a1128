"""/mcp as the official client meets it, in both ways of speaking, and who is kept out."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import anyio
import httpx
import httpx2
import jsonschema
import pytest
from mcp import Client, MCPError
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult, TextContent
from served import served

from assistant.answer import Answer, Turn
from assistant.api.app import build
from assistant.api.doors import Doors
from assistant.ask import Assistant
from assistant.settings import Settings
from corpus.errors import AssistantError

QUESTION = "How much goes to talent?"


@asynccontextmanager
async def connected(
    address: str, mode: str = "auto", path: str = "/mcp", **headers: str
) -> AsyncIterator[Client]:
    async with httpx2.AsyncClient(headers=headers, timeout=20) as http:
        transport = streamable_http_client(f"{address}{path}", http_client=http)
        async with Client(transport, mode=mode) as client:
            yield client


def called(address: str, tool: str, arguments: dict[str, Any], **how: str) -> CallToolResult:
    async def call() -> CallToolResult:
        async with connected(address, **how) as client:
            return await client.call_tool(tool, arguments)

    return anyio.run(call)


def text_of(result: CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


@pytest.fixture(scope="module")
def address(assistant: Assistant, settings: Settings) -> Iterator[str]:
    with served(lambda: assistant, settings, rate=0) as found:
        yield found


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_two_tools_with_descriptions_and_schemas(address: str, mode: str) -> None:
    async def listed() -> dict[str, Any]:
        async with connected(address, mode) as client:
            tools = (await client.list_tools()).tools
            return {tool.name: tool for tool in tools}

    tools = anyio.run(listed)
    assert set(tools) == {"ask", "search"}
    for tool in tools.values():
        assert len(tool.description) > 100
        assert tool.annotations.read_only_hint
        jsonschema.Draft202012Validator.check_schema(tool.input_schema)
        jsonschema.Draft202012Validator.check_schema(tool.output_schema)
    assert tools["ask"].input_schema["required"] == ["question"]
    assert tools["search"].input_schema["required"] == ["query"]
    assert {"answer", "abstained", "citations"} <= set(tools["ask"].output_schema["required"])


@pytest.mark.parametrize("mode", ["auto", "legacy"])
@pytest.mark.parametrize("path", ["/mcp", "/mcp/"])
def test_ask_gives_the_answer_and_its_text(
    address: str, assistant: Assistant, mode: str, path: str
) -> None:
    result = called(address, "ask", {"question": QUESTION}, mode=mode, path=path)
    expected = assistant.ask(QUESTION)
    given = Answer.from_dict(result.structured_content)
    assert (given.id, given.answer) == (expected.id, expected.answer)
    assert given.citations == expected.citations
    assert not result.is_error
    text, _, sources = text_of(result).partition("\n\n---\n\n")
    assert text == expected.answer
    assert sources.startswith(f"Sources:\n\n[1] {expected.citations[0].title}")


def test_a_follow_up_and_a_choice_of_articles(address: str, assistant: Assistant) -> None:
    asked = "How much of the supplementary budget goes to talent?"
    history = [{"question": asked, "answer": assistant.ask(asked).answer}]
    arguments = {
        "question": "And to infrastructure?",
        "history": history,
        "articles": ["supplementary-budget"],
    }
    given = called(address, "ask", arguments).structured_content
    turns = [Turn(**turn) for turn in history]
    expected = assistant.ask("And to infrastructure?", turns, ["supplementary-budget"])
    assert given["searched_for"] == expected.searched_for != given["question"]
    assert given["answer"] == expected.answer


def test_a_refusal_is_an_answer_and_says_so(address: str) -> None:
    result = called(address, "ask", {"question": "Who won the chess world cup?"})
    assert not result.is_error
    assert result.structured_content["abstained"]
    assert "Related, not an answer:" in text_of(result)


def test_search_gives_passages_with_their_places(address: str, assistant: Assistant) -> None:
    result = called(address, "search", {"query": "talent", "k": 3})
    matches = result.structured_content["matches"]
    expected = assistant.searcher.search("talent", 3)
    assert [(m["article_id"], m["start"]) for m in matches] == [
        (m.passage.article_id, m.passage.start) for m in expected
    ]
    for match in matches:
        article = assistant.corpus.get(match["article_id"])
        assert article is not None
        assert article.text[match["start"] : match["end"]] == match["text"]
        assert match["article_id"] in text_of(result)
    assert len(called(address, "search", {"query": "talent"}).structured_content["matches"]) == 8


@pytest.mark.parametrize(
    ("tool", "arguments", "says"),
    [
        ("ask", {}, "question: Field required. Call the tool again"),
        ("ask", {"question": " "}, "The question is empty. Type"),
        ("ask", {"question": "why " * 600}, "2,000 is the most. Shorten"),
        ("ask", {"question": ["How?"]}, "question: Input should be a valid string"),
        ("ask", {"question": QUESTION, "articles": ["atlantis"]}, "no article 'atlantis'"),
        ("ask", {"question": QUESTION, "history": [{"answer": "x"}]}, "history.0.question: Field"),
        ("ask", {"question": QUESTION, "sources": 2}, "sources: Extra inputs"),
        ("search", {"query": ""}, "The question is empty"),
        ("search", {"query": "talent", "k": 0}, "k: Input should be greater"),
        ("search", {"query": "talent", "k": 51}, "k: Input should be less"),
    ],
)
def test_what_is_wrong_comes_back_as_a_tools_error(
    address: str, tool: str, arguments: dict[str, Any], says: str
) -> None:
    result = called(address, tool, arguments)
    assert result.is_error
    assert says in text_of(result)
    assert "pydantic" not in text_of(result)


def test_an_unknown_tool_is_named_as_such(address: str) -> None:
    async def call() -> None:
        async with connected(address) as client:
            with pytest.raises(MCPError, match="There is no such tool"):
                await client.call_tool("delete", {})

    anyio.run(call)


class _Breaking:
    """The assistant, but that asking fails, in ways that were foreseen or not."""

    def __init__(self, assistant: Assistant) -> None:
        self.corpus, self.engine = assistant.corpus, assistant.engine
        self.searcher = assistant.searcher

    def ask(self, question: str, history: Sequence[Turn] = (), articles: object = None) -> Answer:
        if question == "Fall over?":
            raise ZeroDivisionError("secret")
        raise AssistantError("The answer was withheld.", "Report it.")

    def stream(self, question: str, history: object = (), articles: object = None) -> Iterator[str]:
        raise AssertionError(question)


def test_what_fails_is_told_with_a_remedy_and_without_its_insides(
    assistant: Assistant, settings: Settings
) -> None:
    with served(lambda: _Breaking(assistant), settings) as address:
        withheld = called(address, "ask", {"question": QUESTION})
        assert (withheld.is_error, text_of(withheld)) == (
            True,
            "The answer was withheld. Report it.",
        )
        fallen = called(address, "ask", {"question": "Fall over?"})
        assert fallen.is_error
        assert "on our side" in text_of(fallen)
        assert "secret" not in text_of(fallen)


def test_past_the_rate_a_tool_says_when_to_ask_again(
    assistant: Assistant, settings: Settings
) -> None:
    with served(lambda: assistant, settings, rate=1) as address:
        assert not called(address, "ask", {"question": QUESTION}).is_error
        refused = called(address, "search", {"query": "talent"})
        assert refused.is_error
        assert "Ask again in" in text_of(refused)


LIST = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}


def _post(address: str, body: bytes = b"", method: str = "POST", **headers: str) -> tuple[int, Any]:
    body = body or json.dumps(LIST).encode()
    sent = {"content-type": "application/json", "accept": "application/json, text/event-stream"}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(f"{address}/mcp", body, sent, method=method)
    try:
        with urllib.request.urlopen(request, timeout=20) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def test_pages_of_other_sites_are_kept_out(address: str) -> None:
    port = address.rpartition(":")[2]
    assert _post(address)[0] == 200
    assert _post(address, origin=address)[0] == 200
    for foreign in ("https://evil.example", "null", f"http://evil.example:{port}"):
        status, body = _post(address, origin=foreign)
        assert (status, body["error"]["code"]) == (403, "foreign_origin")
    rebound = f"evil.example:{port}"
    assert _post(address, host=rebound)[0] == 421
    assert _post(address, host=rebound, origin=f"http://{rebound}")[0] == 421


def test_a_name_that_points_here_is_no_origin_even_where_any_host_is_answered(
    assistant: Assistant, settings: Settings
) -> None:
    app = build(Doors(settings, lambda: assistant))  # without the server's own check of the host
    headers = {"accept": "application/json"}

    async def statuses() -> list[int]:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://evil.example") as http:
            told = [await http.post("/mcp", json=LIST, headers=headers)]
            headers["origin"] = "http://evil.example"
            return [
                r.status_code for r in [*told, await http.post("/mcp", json=LIST, headers=headers)]
            ]

    assert anyio.run(statuses) == [200, 403]


def test_the_token_is_asked_for(assistant: Assistant, settings: Settings) -> None:
    with served(lambda: assistant, settings, token="open-sesame") as address:
        assert _post(address)[0] == 401
        assert _post(address, authorization="Bearer open-sesam")[0] == 401
        told = called(address, "ask", {"question": QUESTION}, authorization="Bearer open-sesame")
        assert not told.is_error


def test_a_server_that_is_starting_says_so(assistant: Assistant, settings: Settings) -> None:
    gate = threading.Event()

    def opener() -> Assistant:
        gate.wait(30)
        return assistant

    with served(opener, settings, ready=False) as address:
        status, body = _post(address)
        assert (status, body["error"]["code"]) == (503, "not_ready")
        gate.set()


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_there_is_no_stream_to_open_and_no_session_to_end(address: str, method: str) -> None:
    status, body = _post(address, method=method)
    assert (status, body["error"]["code"]) == (405, "bad_method")


@pytest.mark.parametrize("version", ["2025-06-18", "2026-07-28"])
@pytest.mark.parametrize("body", [b"{", b"[]", b'"x"', b"\xff", b'{"jsonrpc": "2.0"}'])
def test_a_body_that_is_no_message(address: str, body: bytes, version: str) -> None:
    status, told = _post(address, body, mcp_protocol_version=version)
    assert status == 400
    assert told["error"]["message"]


def test_many_ask_at_once(address: str, assistant: Assistant) -> None:
    expected = assistant.ask(QUESTION).answer
    answers: list[str] = []

    async def one() -> None:
        async with connected(address) as client:
            result = await client.call_tool("ask", {"question": QUESTION})
            answers.append(result.structured_content["answer"])

    async def many() -> None:
        async with anyio.create_task_group() as tasks:
            for _ in range(20):
                tasks.start_soon(one)

    anyio.run(many)
    assert answers == [expected] * 20
