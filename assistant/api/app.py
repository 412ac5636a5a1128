"""The doors put together: one application for every path that is not the chat's."""

from __future__ import annotations

import re
from http import HTTPStatus
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.exceptions import HTTPException

from assistant.api import page, routes
from assistant.api.asgi import ASGIApp
from assistant.api.doors import Doors
from assistant.api.errors import MOST_BYTES, ApiError, TooLarge, as_api_error, respond, unexpected
from assistant.api.gate import Gate
from assistant.api.health import state
from assistant.api.shapes import EXAMPLES, Health
from corpus.errors import AssistantError

# The paths that belong to the doors; every other one is the chat's.
_DOORS = re.compile(r"/(?:(?:api|v1|mcp|widget|read)(?:/.*)?|health|docs|openapi\.json|widget\.js)")
_ABOUT = (
    "Questions about a body of policy articles, answered with the exact sentences that the answer "
    "rests on, or with a plain refusal when the articles do not say."
)


def is_door(path: str) -> bool:
    """True when the path, without the prefix of a proxy, belongs to the doors."""
    return _DOORS.fullmatch(path) is not None


def build(doors: Doors, index: Path | None = None) -> ASGIApp:
    """The application of the doors; each answers NotReady until the assistant is there.

    ``index``: the folder that /health looks at.
    """
    app = FastAPI(
        title="Policy Assistant",
        description=_ABOUT,
        docs_url=None,
        redoc_url=None,
        max_body_size=MOST_BYTES,
        redirect_slashes=False,
    )
    app.include_router(routes.router(doors))
    for name in ("api.openai_shape", "api.mcp_server", "widget.routes", "web.reader_view"):
        if find_spec(f"assistant.{name}"):
            app.include_router(import_module(f"assistant.{name}").router(doors))

    @app.get(
        "/health",
        summary="Whether it answers",
        response_model=Health,
        responses={503: {"model": Health, "description": "Warming up, or something fails."}},
    )
    def health() -> JSONResponse:
        """Ready, still warming, or what fails; fingerprint and size of the corpus."""
        found = state(doors.asker, index)
        return JSONResponse(
            found.model_dump(exclude_none=True), 200 if found.status == "ready" else 503
        )

    @app.get("/docs", include_in_schema=False)
    async def docs() -> HTMLResponse:
        return HTMLResponse(page.render(app.openapi()))

    described = app.openapi

    def openapi() -> dict[str, Any]:
        found = described()
        for name, example in EXAMPLES.items():
            found["components"]["schemas"][name]["example"] = example
        return found

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's own way to extend it

    app.add_exception_handler(AssistantError, _on_our_error)
    app.add_exception_handler(RequestValidationError, _on_bad_request)
    app.add_exception_handler(HTTPException, _on_http_error)
    app.add_exception_handler(Exception, _on_unexpected)
    return Gate(app, doors.settings)


async def _on_our_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, AssistantError)
    return respond(request, as_api_error(error))


async def _on_unexpected(request: Request, error: Exception) -> Response:
    return respond(request, unexpected())


async def _on_bad_request(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"][1:] if isinstance(part, str | int))
    remedy = "See /docs for what is expected."
    if not field or first["type"] == "json_invalid":  # then its place is a number of characters
        message, field = "The body is not a JSON object.", ""
        remedy = "Send JSON, with the header 'Content-Type: application/json'."
    else:
        message = f"{field}: {first['msg']}."
    return respond(request, ApiError(422, "bad_request", message, remedy, field=field or None))


async def _on_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    status = error.status_code
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return respond(request, TooLarge())
    phrase = HTTPStatus(status).phrase
    named = (phrase.lower().replace(" ", "_"), str(error.detail), "")
    code, message, remedy = _KNOWN.get(status, named)
    return respond(request, ApiError(status, code, message, remedy, headers=error.headers))


_KNOWN = {
    404: ("not_found", "There is nothing at this address.", "See /docs for what there is."),
    405: ("bad_method", "This address does not take that method.", "See the Allow header."),
}
