"""What is known of the request that is being answered, for its log line and its headers."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass

from assistant.api.rate import Standing


@dataclass
class Call:
    """One request: who asks, how much they may still ask, and what came of it."""

    request_id: str
    client: str
    standing: Standing | None = None  # of its rate, once a question was counted
    question: str | None = None
    status: str | None = None  # the Answer's


current: ContextVar[Call | None] = ContextVar("call", default=None)
