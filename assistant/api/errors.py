"""One shape for every error of the doors, and which status and code an error has."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse

from assistant.api.asgi import route_path
from assistant.api.rate import Standing
from assistant.understanding.question import QuestionError
from corpus.errors import AssistantError

MOST_BYTES = 1_000_000  # of a request's body: forty long answers as history are less


class ApiError(AssistantError):
    """An error with its HTTP status, a code for programs, and the field that is wrong."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        remedy: str = "",
        *,
        field: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message, remedy)
        self.status = status
        self.code = code
        self.field = field
        self.headers = dict(headers or {})

    def body(self, request_id: str, path: str = "/api") -> dict[str, Any]:
        """The JSON that is sent: the house's shape, OpenAI's under /v1, Gradio's for its page."""
        if path.startswith("/gradio_api/"):
            said = f"{self.message} {self.remedy}".strip()
            return {"detail": said, "error": said}
        if path.startswith("/v1/"):
            kind = (
                "invalid_request_error"
                if self.status < HTTPStatus.INTERNAL_SERVER_ERROR
                else ("server_error")
            )
            message = f"{self.message} {self.remedy}".strip()
            return {
                "error": {"message": message, "type": kind, "param": self.field, "code": self.code}
            }
        return {
            "error": {
                "code": self.code,
                "message": self.message,
                "remedy": self.remedy,
                "field": self.field,
                "request_id": request_id,
            }
        }


class NotReady(ApiError):
    """The assistant is still warming up."""

    def __init__(self) -> None:
        super().__init__(
            503,
            "not_ready",
            "The assistant is starting.",
            "Ask again in a few seconds.",
            headers={"retry-after": "1"},
        )


class Busy(ApiError):
    """More questions wait than are taken."""

    def __init__(self) -> None:
        super().__init__(
            503,
            "busy",
            "Too many questions are waiting.",
            "Ask again in a few seconds.",
            headers={"retry-after": "5"},
        )


class TooManyQuestions(ApiError):
    """The client asked more questions in a minute than are allowed."""

    def __init__(self, standing: Standing) -> None:
        super().__init__(
            429,
            "too_many_questions",
            f"More than {standing.limit} questions were asked within a minute.",
            f"Ask again in {standing.reset_s} seconds.",
        )


class TooLarge(ApiError):
    """The body has more than MOST_BYTES."""

    def __init__(self) -> None:
        super().__init__(
            413,
            "too_large",
            f"The request has more than {MOST_BYTES:,} bytes.",
            "Send less of the conversation.",
        )


class UnknownArticles(ApiError):
    """An article id that the corpus does not have."""

    def __init__(self, ids: list[str]) -> None:
        named = ", ".join(f"'{article_id[:80]}'" for article_id in ids[:5])
        super().__init__(
            422,
            "unknown_article",
            f"There is no article {named}.",
            "GET /api/articles lists them.",
            field="articles",
        )


def unexpected() -> ApiError:
    """Whatever a person can't mend: its reason is in the server's log, under the request's id."""
    return ApiError(
        500,
        "internal",
        "Something went wrong on our side, and there is no answer.",
        "Try again; the reason stands in the server's log, under this request's id.",
    )


def as_api_error(error: AssistantError) -> ApiError:
    """The same error with its status and code."""
    if isinstance(error, ApiError):
        return error
    if isinstance(error, QuestionError):
        return ApiError(422, "bad_question", error.message, error.remedy, field="question")
    return ApiError(500, "failed", error.message, error.remedy)


def respond(request: Request, error: ApiError) -> JSONResponse:
    """The error as it is sent."""
    request_id = getattr(request.state, "request_id", "")
    body = error.body(request_id, route_path(request.scope))
    return _Lenient(body, error.status, error.headers)


class _Lenient(JSONResponse):
    """JSON of whatever a client sent, lone surrogates too, which UTF-8 does not have."""

    def render(self, content: Any) -> bytes:
        return json.dumps(content, ensure_ascii=False).encode("utf-8", "backslashreplace")
