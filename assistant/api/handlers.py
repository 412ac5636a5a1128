"""Every error of the application in the one shape."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from assistant.api.errors import ApiError, as_api_error, respond, unexpected
from corpus.errors import AssistantError


def handle_errors(app: FastAPI) -> None:
    """Ours, FastAPI's and Starlette's errors, and those that nobody expected."""
    app.add_exception_handler(AssistantError, _on_our_error)
    app.add_exception_handler(RequestValidationError, _on_bad_request)
    app.add_exception_handler(HTTPException, _on_http_error)
    app.add_exception_handler(Exception, _on_unexpected)


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
    phrase = HTTPStatus(status).phrase
    named = (phrase.lower().replace(" ", "_"), str(error.detail), "")
    code, message, remedy = _KNOWN.get(status, named)
    return respond(request, ApiError(status, code, message, remedy, headers=error.headers))


_KNOWN = {
    404: ("not_found", "There is nothing at this address.", "See /docs for what there is."),
    405: ("bad_method", "This address does not take that method.", "See the Allow header."),
}
