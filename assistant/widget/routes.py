"""The widget's routes: the script, the page in the frame, what that page asks, and the demo."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.exceptions import HTTPException

from assistant.api.doors import Doors
from assistant.api.errors import ApiError
from assistant.api.routes import streamed
from assistant.api.shapes import QuestionIn
from assistant.api.stream import EventStream
from assistant.widget.assets import PARTS, served
from assistant.widget.sites import from_own_page, may_show, origin_of

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src data:; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors "
)
# For pages that are isolated from other origins: they show only what agrees to it.
_AGREES = {
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-resource-policy": "cross-origin",
}
# It is on every page of a site: kept for ten minutes, and checked by its ETag after that.
_SCRIPT = {
    "cache-control": "public, max-age=600",
    "cross-origin-resource-policy": "cross-origin",
}
_READ = ["GET", "HEAD"]
Ids = Annotated[list[str], Query(alias="id", max_length=100)]


def router(doors: Doors) -> APIRouter:
    """``/widget.js``, ``/widget`` and what lies under it."""
    routes = APIRouter(include_in_schema=False)
    _add_pages(routes, doors.settings.sites)
    _add_questions(routes, doors)

    @routes.api_route("/widget/{name}", methods=_READ)
    def part(request: Request, name: str) -> Response:
        if name not in PARTS:
            raise HTTPException(404)
        return served(request, name, _AGREES)

    return routes


def _add_pages(routes: APIRouter, sites: tuple[str, ...]) -> None:
    @routes.api_route("/widget.js", methods=_READ)
    def script(request: Request) -> Response:
        return served(request, "widget.js", _SCRIPT)

    @routes.api_route("/widget", methods=_READ)
    def panel(request: Request, host: str | None = None) -> Response:
        claimed = None if host is None else _origin(host)
        if may_show(sites, request.headers, claimed):
            return served(request, "panel.html", _framed_by("'self'", *sites))
        # Its words may stand where it was asked for. There is no chat in it.
        return served(request, "refused.html", _framed_by(claimed or "'none'"), 403)

    @routes.api_route("/widget/demo", methods=_READ)
    def demo(request: Request) -> Response:
        return served(request, "demo.html", _framed_by("'none'"))


def _add_questions(routes: APIRouter, doors: Doors) -> None:
    from_us = [Depends(_only_own_page)]

    @routes.post("/widget/ask", dependencies=from_us)
    async def ask(asked: QuestionIn, request: Request) -> EventStream:
        return streamed(doors, asked, request)

    @routes.get("/widget/articles")
    def articles(ids: Ids) -> dict[str, list[dict[str, str]]]:
        """Titles of articles by their ids; what is not there is left out."""
        corpus = doors.asker().corpus
        found = [article for article_id in ids if (article := corpus.get(article_id))]
        return {"articles": [{"id": article.id, "title": article.title} for article in found]}


def _only_own_page(request: Request) -> None:
    if not from_own_page(request.headers):
        raise ApiError(
            403,
            "foreign_origin",
            "Questions are taken here from this server's own page only.",
            "Programs ask at /api/ask.",
        )


def _origin(text: str) -> str:
    """The origin, or "" for what is none, such as the "null" of a page out of a file."""
    try:
        return origin_of(text)
    except ValueError:
        return ""


def _framed_by(*ancestors: str) -> dict[str, str]:
    policy = _POLICY + " ".join(ancestors)
    # Not stored: a page out of a cache would come with the policy of an earlier list of sites.
    return {"content-security-policy": policy, "cache-control": "no-store", **_AGREES}
