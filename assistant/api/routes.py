"""The JSON API: ask, ask/stream, articles, search."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel

from assistant.api.doors import Doors


class Question(BaseModel):
    """A question to ask."""

    question: str


def router(doors: Doors) -> APIRouter:
    """The routes under /api."""
    routes = APIRouter(prefix="/api")

    @routes.post("/ask")
    async def ask(asked: Question) -> dict[str, Any]:
        return (await doors.ask(asked.question)).to_dict()

    return routes
