"""The JSON API: ask, ask/stream, articles, search."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Security
from fastapi.responses import JSONResponse, Response
from fastapi.security import HTTPBearer

from assistant.answer import Answer, Turn
from assistant.api.doors import Doors
from assistant.api.errors import ApiError, as_api_error, unexpected
from assistant.api.shapes import (
    AnswerOut,
    ArticleIds,
    ArticleOut,
    ArticlePage,
    ErrorOut,
    Matches,
    MatchOut,
    NotRead,
    QuestionIn,
    WholeArticle,
)
from assistant.api.stream import EventStream, event
from assistant.understanding.question import clean
from corpus.errors import AssistantError

_WRONG = {
    401: "The bearer token is missing or wrong.",
    404: "There is no such article.",
    413: "The body is too large.",
    422: "A field is wrong; it is named.",
    429: "Too many questions in a minute; see Retry-After.",
    500: "Something went wrong on our side.",
    503: "Starting, or too many questions wait; see Retry-After.",
}
_EVENTS = (
    'Server-sent events: `text` with `{"text": …}`, pieces of checked text; last `answer` with '
    "the Answer, or `error` with an error."
)
_EVENT_EXAMPLE = 'event: text\ndata: {"text": "45 billion won [1]"}\n\nevent: answer\ndata: {…}\n\n'


def router(doors: Doors) -> APIRouter:
    """The routes under /api."""
    security = [Security(HTTPBearer(auto_error=False))] if doors.settings.token else []
    routes = APIRouter(prefix="/api", dependencies=security)
    _add_questions(routes, doors)
    _add_articles(routes, doors)
    return routes


def _add_questions(routes: APIRouter, doors: Doors) -> None:
    asking = _errors(401, 413, 422, 429, 500, 503)

    @routes.post("/ask", summary="Ask a question", response_model=AnswerOut, responses=asking)
    async def ask(asked: QuestionIn) -> JSONResponse:
        """Answers from the articles, with quotes, or says that they do not say."""
        answer = await doors.ask(*_arguments(asked))
        return JSONResponse(answer.to_dict())

    @routes.post(
        "/ask/stream",
        summary="Ask a question and read the answer as it is written",
        response_class=Response,
        responses={
            200: {
                "description": _EVENTS,
                "content": {"text/event-stream": {"example": _EVENT_EXAMPLE}},
            },
            **asking,
        },
    )
    async def stream(asked: QuestionIn, request: Request) -> EventStream:
        """The same as `/api/ask`, in pieces."""
        return streamed(doors, asked, request)

    @routes.get("/search", summary="Find passages", responses=_errors(401, 422, 429, 500, 503))
    async def search(
        q: Annotated[str, Query(description="A question or words.", examples=["talent"])],
        k: Annotated[int, Query(ge=1, le=100, description="How many passages.")] = 10,
        articles: Annotated[
            ArticleIds | None, Query(description="Only of these articles; may be repeated.")
        ] = None,
    ) -> Matches:
        """The passages that may answer, best first, with their exact places."""
        corpus = doors.asker().corpus
        found = await doors.search(clean(q), k, articles)
        whole = [(match, corpus.get(match.passage.article_id)) for match in found]
        return Matches(question=q, matches=[MatchOut.of(m, a) for m, a in whole if a])


def _add_articles(routes: APIRouter, doors: Doors) -> None:
    @routes.get("/articles", summary="List the articles", responses=_errors(401, 422, 503))
    async def articles(
        offset: Annotated[int, Query(ge=0)] = 0,
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    ) -> ArticlePage:
        """What can be asked about, in order of the ids."""
        corpus = doors.asker().corpus
        end = offset + limit
        return ArticlePage(
            total=len(corpus),
            next_offset=end if end < len(corpus) else None,
            articles=[ArticleOut.of(article) for article in corpus.articles[offset:end]],
            not_read=[NotRead(**dataclasses.asdict(problem)) for problem in corpus.problems],
        )

    @routes.get(
        "/articles/{article_id}", summary="Read an article", responses=_errors(401, 404, 422, 503)
    )
    async def article(article_id: str) -> WholeArticle:
        """An article as stored."""
        found = doors.asker().corpus.get(article_id)
        if found is None:
            raise ApiError(
                404,
                "unknown_article",
                f"There is no article '{article_id[:80]}'.",
                "GET /api/articles lists them.",
                field="article_id",
            )
        return WholeArticle.of(found)


def streamed(doors: Doors, asked: QuestionIn, request: Request) -> EventStream:
    """The events of one question. What keeps it from being asked is raised before the first."""
    pieces = doors.stream(*_arguments(asked))
    return EventStream(_events(pieces, request.state.request_id))


def _errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    return {status: {"model": ErrorOut, "description": _WRONG[status]} for status in statuses}


def _arguments(asked: QuestionIn) -> tuple[str, list[Turn], list[str] | None]:
    clean(asked.question)  # raises QuestionError before the question is counted
    turns = [Turn(turn.question, turn.answer) for turn in asked.history]
    return asked.question, turns, asked.articles


async def _events(
    pieces: AsyncGenerator[str | Answer, None], request_id: str
) -> AsyncGenerator[bytes, None]:
    try:
        async with aclosing(pieces):
            async for piece in pieces:
                if isinstance(piece, Answer):
                    yield event("answer", piece.to_dict())
                else:
                    yield event("text", {"text": piece})
    except AssistantError as error:
        yield event("error", as_api_error(error).body(request_id))
    except Exception:  # the status has been sent, so the stream itself says it
        logging.getLogger(__name__).exception("Request %s failed", request_id)
        yield event("error", unexpected().body(request_id))
