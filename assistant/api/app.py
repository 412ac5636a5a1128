"""The doors put together: one application for every path that is not the chat's."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.responses import HTMLResponse, JSONResponse

from assistant.api import mcp_server, openai_shape, page, routes
from assistant.api.asgi import ASGIApp
from assistant.api.doors import Doors
from assistant.api.gate import Gate
from assistant.api.handlers import handle_errors
from assistant.api.health import state
from assistant.api.shapes import EXAMPLES, Health
from assistant.api.whole import WholeRequests
from assistant.web import reader_view
from assistant.widget import routes as widget

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
        redirect_slashes=False,
    )
    for door in (routes, openai_shape, mcp_server, widget, reader_view):
        app.include_router(door.router(doors))

    _add_health(app, doors, index)
    _add_description(app)
    handle_errors(app)
    return Gate(WholeRequests(app, give_up=True), doors.settings)


def _add_health(app: FastAPI, doors: Doors, index: Path | None) -> None:
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


def _add_description(app: FastAPI) -> None:
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
