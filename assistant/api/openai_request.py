"""What a client of the OpenAI shape asks: a request's body as a question with its history. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.answer import Turn
from assistant.api.as_text import without_sources
from assistant.api.errors import ApiError
from assistant.api.openai_reply import MODEL
from assistant.api.shapes import MOST_TURNS

# Parameters that would change the answer, with the values that leave it as it is (null always
# does). What tunes the sampling of a chat model is accepted: that is set on the server, if at all.
_UNSUPPORTED: dict[str, tuple[object, ...]] = {
    "n": (1,),
    "tools": ([],),
    "functions": ([],),
    "tool_choice": ("none", "auto"),
    "function_call": ("none", "auto"),
    "response_format": ({"type": "text"},),
    "modalities": (["text"],),
    "audio": (),
    "web_search_options": (),
    "logprobs": (False,),
    "top_logprobs": (0,),
    "logit_bias": ({},),
    "stop": ([], ""),
}
_IGNORED_ROLES = ("system", "developer")  # instructions for a model; an answer here quotes sources
_ROLES = (*_IGNORED_ROLES, "user", "assistant")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request in the OpenAI shape, read.

    ``words``: how many words the question and the history that is used have together.
    """

    question: str
    history: tuple[Turn, ...]
    articles: tuple[str, ...] | None
    stream: bool
    include_usage: bool
    words: int


def read_request(body: bytes) -> Asked:
    """The request in a body. Raises ApiError (400, or 404 for a model that is not there)."""
    fields = _object(body)
    _check_model(fields.get("model"))
    for name, harmless in _UNSUPPORTED.items():
        value = fields.get(name)
        if value is not None and not any(value == same for same in harmless):
            raise _unsupported(name, f"'{name}' would change the answer and is not supported.")
    question, history = _conversation(_messages(fields.get("messages")))
    read = [question, *(text for turn in history for text in (turn.question, turn.answer))]
    return Asked(
        question,
        history,
        _articles(fields.get("articles")),
        _flag(fields, "stream", "stream"),
        _flag(_stream_options(fields), "include_usage", "stream_options.include_usage"),
        sum(len(text.split()) for text in read),
    )


def bad_request(
    message: str, remedy: str, param: str | None = None, code: str | None = None
) -> ApiError:
    """An error of the client's, with the parameter that is wrong."""
    return ApiError(400, code or "invalid_value", message, remedy, field=param)


def _unsupported(param: str, message: str) -> ApiError:
    return bad_request(message, "Leave it out.", param, "unsupported_parameter")


def _object(body: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError):  # not JSON, not UTF-8, or nested without end
        fields = None
    if not isinstance(fields, dict):
        raise bad_request(
            "The body is not a JSON object.",
            'Send {"model": ..., "messages": [...]}.',
            code="invalid_json",
        )
    return fields


def _check_model(model: object) -> None:
    if not isinstance(model, str) or not model:
        raise bad_request("'model' is missing.", f"Set it to '{MODEL}'.", "model")
    if model != MODEL:
        raise ApiError(
            404,
            "model_not_found",
            f"There is no model '{model[:80]}' here.",
            f"There is '{MODEL}'.",
            field="model",
        )


def _flag(fields: dict[str, Any], name: str, param: str) -> bool:
    value = fields.get(name)
    if value is not None and not isinstance(value, bool):
        raise bad_request(f"'{param}' is not true or false.", "Mend it, or leave it out.", param)
    return value is True


def _stream_options(fields: dict[str, Any]) -> dict[str, Any]:
    options = fields.get("stream_options")
    if options is not None and not isinstance(options, dict):
        raise bad_request("'stream_options' is not an object.", "Leave it out.", "stream_options")
    return options or {}


def _articles(value: object) -> tuple[str, ...] | None:
    """An addition to the shape: the ids of the articles that may answer."""
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise bad_request("'articles' is not a list of ids.", "Leave it out for all.", "articles")
    return tuple(value)


def _messages(value: object) -> list[tuple[str, str]]:
    """(role, text) of each message."""
    if not isinstance(value, list) or not value:
        raise bad_request(
            "'messages' is not a list with something in it.",
            'Send at least [{"role": "user", "content": "your question"}].',
            "messages",
        )
    return [_message(message, f"messages[{at}]") for at, message in enumerate(value)]


def _message(message: object, param: str) -> tuple[str, str]:
    if not isinstance(message, dict):
        raise bad_request(f"'{param}' is not an object.", "Give it a role and a content.", param)
    role = message.get("role")
    if role in ("tool", "function"):
        raise _unsupported(f"{param}.role", "Tools are not supported, nor what they returned.")
    if role not in _ROLES:
        known = ", ".join(_ROLES)
        raise bad_request(
            f"'{param}.role' is none of {known}.", "Give it one of these.", f"{param}.role"
        )
    content = message.get("content")
    if content is None and role == "assistant":  # as in a message that only called tools
        return role, ""
    return role, _text(content, f"{param}.content")


def _text(content: object, param: str) -> str:
    if isinstance(content, str):
        return content
    if not isinstance(content, list):
        raise bad_request(
            f"'{param}' is neither text nor a list of parts.", "Send the text itself.", param
        )
    return "\n".join(_part(part, f"{param}[{at}]") for at, part in enumerate(content))


def _part(part: object, param: str) -> str:
    kind = part.get("type") if isinstance(part, dict) else None
    text = part.get(kind) if isinstance(part, dict) and kind in ("text", "refusal") else None
    if isinstance(text, str):
        return text
    if isinstance(kind, str) and kind not in ("text", "refusal"):
        raise bad_request(
            f"'{param}' is of type '{kind[:40]}': images, sound and files can't be read here.",
            "Send text only.",
            param,
            "unsupported_content",
        )
    raise bad_request(f"'{param}' has no text.", 'Send {"type": "text", "text": ...}.', param)


def _conversation(messages: Sequence[tuple[str, str]]) -> tuple[str, tuple[Turn, ...]]:
    """The last user's message, and the questions before it with what was answered."""
    turns: list[Turn] = []
    for role, text in messages:
        if role == "user":
            turns.append(Turn(text))
        elif role == "assistant" and turns:
            said = f"{turns[-1].answer}\n\n{without_sources(text)}".strip()
            turns[-1] = Turn(turns[-1].question, said)
    if not turns:
        raise bad_request(
            "No message has the role 'user', so there is no question.",
            "Send the question as the last message, with that role.",
            "messages",
        )
    return turns[-1].question, tuple(turns[:-1][-MOST_TURNS:])
