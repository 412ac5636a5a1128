"""The tools of the MCP door: ask and search, as the doors of the JSON API have them."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from mcp import types
from mcp.server.lowlevel.server import Server
from mcp.shared.exceptions import MCPError
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.answer import Turn
from assistant.api.as_text import as_text, inert
from assistant.api.doors import Doors
from assistant.api.errors import unexpected
from assistant.api.shapes import AnswerOut, Matches, MatchOut, QuestionIn
from assistant.show import plain
from assistant.understanding.question import clean
from corpus.errors import AssistantError

_MOST_PASSAGES = 50
_INSTRUCTIONS = (
    "Answers questions about a body of policy articles. Call ask for an answer: it quotes the "
    "exact sentences it rests on, or says that the articles do not say, which is then the answer. "
    "Call search to read passages yourself. Keep the markers [n] and the quotes as they are."
)
_ASK = (
    "Answers a question from the policy articles. Returns a short answer with markers [n], each "
    "with the exact quote it stands for, its article and its place in characters. When "
    "'abstained' is true the articles do not answer: say so, and do not fill the gap; 'related' "
    "then holds the nearest sentences. Put a follow-up's earlier questions and answers in "
    "'history'. 'articles' limits who may answer: ids, as in search's results."
)
_SEARCH = (
    "Finds the passages of the policy articles that are nearest to a query, best first, by "
    "meaning and by words. Returns their exact text with article and place. It always returns "
    "something, however far off: the score orders the passages and is no probability."
)


class Query(BaseModel):
    """What to look for."""

    model_config = ConfigDict(extra="forbid")

    query: str = Field(description="A question, or words.")
    k: int = Field(8, ge=1, le=_MOST_PASSAGES, description="How many passages.")


def tool_server(doors: Doors) -> Server:
    """The server of the protocol, with its two tools over the doors."""
    tools: dict[str, Callable[[dict[str, Any]], Awaitable[types.CallToolResult]]] = {
        "ask": lambda given: _ask(doors, QuestionIn.model_validate(given)),
        "search": lambda given: _search(doors, Query.model_validate(given)),
    }

    async def list_tools(_: object, __: object) -> types.ListToolsResult:
        return types.ListToolsResult(
            tools=[
                _tool("ask", "Ask the policy articles", _ASK, QuestionIn, AnswerOut),
                _tool("search", "Search the policy articles", _SEARCH, Query, Matches),
            ]
        )

    async def call_tool(_: object, params: types.CallToolRequestParams) -> types.CallToolResult:
        tool = tools.get(params.name)
        if tool is None:
            raise MCPError(types.INVALID_PARAMS, "There is no such tool; there are ask and search.")
        try:
            return await tool(params.arguments or {})
        except ValidationError as error:
            return _failed(*_what_is_wrong(error))
        except AssistantError as error:
            return _failed(error.message, error.remedy)
        except Exception:  # whatever it is, the client hears of it as of any other failure
            logging.getLogger(__name__).exception("A tool failed")
            return _failed(unexpected().message, unexpected().remedy)

    return Server(
        "policy-assistant",
        title="Policy Assistant",
        instructions=_INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


async def _ask(doors: Doors, asked: QuestionIn) -> types.CallToolResult:
    clean(asked.question)  # raises QuestionError before the question is counted
    turns = [Turn(turn.question, turn.answer) for turn in asked.history]
    answer = await doors.ask(asked.question, turns, asked.articles)
    return _result(as_text(answer), answer.to_dict())


async def _search(doors: Doors, wanted: Query) -> types.CallToolResult:
    corpus = doors.asker().corpus
    found = await doors.search(clean(wanted.query), wanted.k)
    whole = [(match, corpus.get(match.passage.article_id)) for match in found]
    matches = [MatchOut.of(match, article) for match, article in whole if article]
    lines = [
        f"{n}. {plain(m.title)} ({m.article_id}, characters {m.start} to {m.end}): {plain(m.text)}"
        for n, m in enumerate(matches, start=1)
    ]
    text = inert("\n\n".join(lines)) or "The articles hold nothing that could be compared with it."
    return _result(text, Matches(question=wanted.query, matches=matches).model_dump(mode="json"))


def _tool(
    name: str, title: str, says: str, given: type[BaseModel], gives: type[BaseModel]
) -> types.Tool:
    return types.Tool(
        name=name,
        title=title,
        description=says,
        input_schema=given.model_json_schema(),
        output_schema=gives.model_json_schema(mode="serialization"),
        annotations=types.ToolAnnotations(
            read_only_hint=True, idempotent_hint=True, open_world_hint=False
        ),
    )


def _result(text: str, structured: dict[str, Any]) -> types.CallToolResult:
    content = [types.TextContent(type="text", text=text)]
    return types.CallToolResult(content=list(content), structured_content=structured)


def _failed(message: str, remedy: str) -> types.CallToolResult:
    text = f"{message} {remedy}".strip()
    return types.CallToolResult(content=[types.TextContent(type="text", text=text)], is_error=True)


def _what_is_wrong(error: ValidationError) -> tuple[str, str]:
    """The first wrong argument, and what to do."""
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"]) or "arguments"
    return f"{name}: {first['msg']}.", "Call the tool again as its input schema says."
