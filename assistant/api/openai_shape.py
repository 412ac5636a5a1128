"""The door in the OpenAI shape, for chat front ends: /v1/chat/completions and /v1/models."""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request, Security
from fastapi.responses import JSONResponse, Response
from fastapi.security import HTTPBearer

from assistant.answer import Answer
from assistant.api.doors import Doors
from assistant.api.errors import ApiError, as_api_error, unexpected
from assistant.api.openai_reply import MODEL, Chunks, completion, error_event
from assistant.api.openai_request import Asked, read_request
from assistant.api.stream import EventStream
from assistant.understanding.question import QuestionError, clean
from corpus.errors import AssistantError

_PATH = "/v1/chat/completions"
_EXAMPLE = {"model": MODEL, "messages": [{"role": "user", "content": "How much goes to talent?"}]}
_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"type": "object"}, "example": _EXAMPLE}},
    }
}


def router(doors: Doors) -> APIRouter:
    """The routes under /v1."""
    security = [Security(HTTPBearer(auto_error=False))] if doors.settings.token else []
    routes = APIRouter(prefix="/v1", dependencies=security)
    model = {"id": MODEL, "object": "model", "created": int(time.time()), "owned_by": MODEL}

    @routes.get("/models", summary="The models: one")
    async def models() -> dict[str, Any]:
        return {"object": "list", "data": [model]}

    @routes.get("/models/{name:path}", summary="One model")
    async def one_model(name: str) -> dict[str, Any]:
        if name != MODEL:
            raise ApiError(
                404, "model_not_found", f"There is no model '{name[:80]}'.", f"There is '{MODEL}'."
            )
        return model

    @routes.post(
        "/chat/completions",
        summary="Answer the last user's message",
        response_model=None,
        openapi_extra=_BODY,
    )
    async def complete(request: Request) -> Response:
        asked = read_request(await request.body())
        try:
            clean(asked.question)  # raises QuestionError before the question is counted
            if asked.stream:
                return _streamed(doors, asked)
            answer = await doors.ask(asked.question, asked.history, asked.articles)
        except AssistantError as error:
            raise _in_shape(error) from error
        return JSONResponse(completion(answer, asked.words))

    return routes


def _in_shape(error: AssistantError) -> ApiError:
    """The error with the status and the parameter that a client of this shape expects."""
    known = as_api_error(error)
    if known.status == HTTPStatus.UNPROCESSABLE_ENTITY:
        known.status = HTTPStatus.BAD_REQUEST
    if isinstance(error, QuestionError):
        known.field = "messages"
    return known


def _streamed(doors: Doors, asked: Asked) -> EventStream:
    """The reply in chunks. The first is sent at once: a chat model may take seconds for a word."""
    pieces = doors.stream(asked.question, asked.history, asked.articles)

    async def events() -> AsyncGenerator[bytes, None]:
        chunks = Chunks(asked.words, asked.include_usage)
        yield chunks.opening().encode()
        try:
            async with aclosing(pieces):
                async for piece in pieces:
                    for event in _events(chunks, piece):
                        yield event.encode()
        except Exception as error:  # the status was sent, so the stream itself says it
            yield error_event(_told(error).body("", _PATH)).encode()

    return EventStream(events())


def _events(chunks: Chunks, piece: str | Answer) -> list[str]:
    if isinstance(piece, Answer):
        return [event for event in chunks.closing(piece) if event]
    return [event for event in [chunks.piece(piece)] if event]


def _told(error: Exception) -> ApiError:
    if isinstance(error, AssistantError):
        return _in_shape(error)
    logging.getLogger(__name__).error("A stream broke off", exc_info=error)
    return unexpected()
