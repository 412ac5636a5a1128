"""The doors put together: one application for every path that is not the chat's."""

from __future__ import annotations

import re
from http import HTTPStatus
from importlib import import_module
from importlib.util import find_spec

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from assistant.api import routes
from assistant.api.doors import Doors
from assistant.api.errors import ApiError, as_api_error, unexpected
from corpus.errors import AssistantError

# The paths that belong to the doors; every other one is the chat's.
_DOORS = re.compile(r"/(?:(?:api|v1|mcp|widget|read)(?:/.*)?|docs|openapi\.json|widget\.js)")
MOST_BYTES = 1_000_000  # of a request's body: forty long answers as history are a tenth of it


def is_door(path: str) -> bool:
    """True when the path belongs to the doors."""
    return _DOORS.fullmatch(path) is not None


def build(doors: Doors) -> FastAPI:
    """The application of the doors; each answers NotReady until the assistant is there."""
    app = FastAPI(
        title="Policy Assistant",
        docs_url=None,
        redoc_url=None,
        max_body_size=MOST_BYTES,
        redirect_slashes=False,
    )
    app.include_router(routes.router(doors))
    for name in ("api.openai_shape", "widget.routes", "web.reader_view"):
        if find_spec(f"assistant.{name}"):
            app.include_router(import_module(f"assistant.{name}").router(doors))
    app.add_exception_handler(AssistantError, _on_our_error)
    app.add_exception_handler(RequestValidationError, _on_bad_request)
    app.add_exception_handler(HTTPException, _on_http_error)
    app.add_exception_handler(Exception, _on_unexpected)
    return app


def respond(request: Request, error: ApiError) -> JSONResponse:
    """The error as it is sent."""
    request_id = getattr(request.state, "request_id", "")
    body = error.body(request_id, request.scope["path"])
    return JSONResponse(body, error.status, error.headers)


async def _on_our_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, AssistantError)
    return respond(request, as_api_error(error))


async def _on_unexpected(request: Request, error: Exception) -> JSONResponse:
    return respond(request, unexpected())


async def _on_bad_request(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    place = [str(part) for part in first["loc"][1:]]
    name = ".".join(place)
    message = f"{name}: {first['msg']}." if name else f"{first['msg']}."
    remedy = "See /docs for what is expected."
    return respond(request, ApiError(422, "bad_request", message, remedy, field=name or None))


async def _on_http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    code, message, remedy = _KNOWN.get(
        error.status_code, (HTTPStatus(error.status_code).phrase.lower(), str(error.detail), "")
    )
    return respond(
        request,
        ApiError(error.status_code, code, message, remedy, headers=error.headers),
    )


_KNOWN = {
    404: ("not_found", "There is nothing at this address.", "See /docs for what there is."),
    405: ("bad_method", "This address does not take that method.", "See the Allow header."),
    413: ("too_large", f"The request has more than {MOST_BYTES:,} bytes.", "Send less history."),
}
