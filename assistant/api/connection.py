"""HTTP/1.1 connections that end when their client is silent, slow or deaf for too long.

uvicorn has a limit for idle connections only, which the first byte lifts, and none before the first
request. Its h11 protocol also bounds the head of a request, where httptools keeps all of it.
"""

from __future__ import annotations

import asyncio
import resource
from dataclasses import dataclass, replace
from typing import Any, cast

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

MOST_HEAD = 100_000  # bytes of a request's line and headers while more of them is to come
_WANTED_FILES = 8192  # a connection is one


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a client is waited for, in seconds, and how many are waited for at once.

    ``request``: for a whole request, head and body; ``idle``: for the next one, ``reading``: until
    it takes what was written for it. ``unfinished``: requests that are not all there; when one
    more comes, the oldest ends.
    """

    request: float = 20.0
    idle: int = 5
    reading: float = 30.0
    unfinished: int = 1000


class Connection(H11Protocol):
    """One client. ``unfinished``: the connections that owe the rest of a request, oldest first."""

    def __init__(
        self, *given: Any, patience: Patience, unfinished: dict[Connection, None], **named: Any
    ) -> None:
        super().__init__(*given, **named)
        self._patience, self._unfinished = patience, unfinished
        self._request_due: asyncio.TimerHandle | None = None
        self._reading_due: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._watch()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._hurry_reader()

    def resume_writing(self) -> None:
        super().resume_writing()
        self._take_time()

    def timeout_keep_alive_handler(self) -> None:
        super().timeout_keep_alive_handler()
        self._hurry_reader()  # what is still in the buffer keeps a closed connection

    def send_400_response(self, msg: str) -> None:
        try:
            super().send_400_response(msg)
            self._hurry_reader()
        except h11.LocalProtocolError:  # an answer has begun: there is no place for another one
            self.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self._finished()
        self._take_time()
        self._unset_keepalive_if_required()  # uvicorn leaves it where the client broke off
        super().connection_lost(exc)

    def _watch(self) -> None:
        """Runs the clock while a request is not all there."""
        if self.transport.is_closing() or self.conn.their_state not in (h11.IDLE, h11.SEND_BODY):
            self._finished()
        elif self._request_due is None:
            self._request_due = self.loop.call_later(self._patience.request, self._end)
            self._unfinished[self] = None
            if len(self._unfinished) > self._patience.unfinished:
                next(iter(self._unfinished))._end()

    def _finished(self) -> None:
        if self._request_due:
            self._request_due.cancel()
            self._request_due = None
        self._unfinished.pop(self, None)

    def _end(self) -> None:
        self._finished()
        self.transport.abort()

    def _hurry_reader(self) -> None:
        if self._reading_due is None:
            self._reading_due = self.loop.call_later(self._patience.reading, self.transport.abort)

    def _take_time(self) -> None:
        if self._reading_due:
            self._reading_due.cancel()
            self._reading_due = None


def connections(patience: Patience) -> type[asyncio.Protocol]:
    """What makes the connections of one server."""
    most = min(patience.unfinished, most_files() // 2)
    bounded = replace(patience, unfinished=most)
    unfinished: dict[Connection, None] = {}

    def made(*given: Any, **named: Any) -> Connection:
        return Connection(*given, patience=bounded, unfinished=unfinished, **named)

    return cast("type[asyncio.Protocol]", made)  # uvicorn only calls it


def most_files() -> int:
    """How many files this process may have open; the limit is raised where that is allowed."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < _WANTED_FILES:
        wanted = _WANTED_FILES if hard == resource.RLIM_INFINITY else min(_WANTED_FILES, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
        soft = max(soft, wanted)
    return _WANTED_FILES if soft == resource.RLIM_INFINITY else soft
