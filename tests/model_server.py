"""A local chat model that speaks the OpenAI chat-completions protocol; see model_behaviours.py.

A test queues behaviours with ``play``; each request takes the next one, and when none is left the
server answers well. Every request is kept, with its headers, for the test to look at.
"""

from __future__ import annotations

import json
import re
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

_EVIDENCE = re.compile(r'<evidence n="(\d+)">(.*?)</evidence>')
_QUESTION = re.compile(r"<question>(.*?)</question>")


@dataclass(frozen=True)
class Request:
    """What one request brought: its path, its headers (names in lower case) and its JSON."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def prompt(self) -> str:
        return "\n".join(str(message["content"]) for message in self.body["messages"])

    @property
    def evidence(self) -> dict[int, str]:
        """The sentences that were sent, by their numbers."""
        return {int(n): text for n, text in _EVIDENCE.findall(self.prompt)}

    def number_of(self, text: str) -> int:
        """The number under which that sentence was sent."""
        return next(n for n, sent in self.evidence.items() if sent == text)

    @property
    def question(self) -> str:
        return str(_QUESTION.findall(self.prompt)[-1])

    @property
    def streaming(self) -> bool:
        return bool(self.body.get("stream"))


@dataclass
class Exchange:
    """One request and the means to answer it, well or badly."""

    request: Request
    handler: BaseHTTPRequestHandler
    closing: threading.Event = field(repr=False)

    def say(self, text: str, *, finish: str | None = "stop", pieces_of: int = 0) -> None:
        """A proper reply, plain or streamed as the request wants it.

        Streamed word by word, or in pieces of so many characters.
        """
        if not self.request.streaming:
            choice = {"index": 0, "message": {"role": "assistant", "content": text}}
            reply = envelope([{**choice, "finish_reason": finish}]) | {"usage": _usage()}
            self.send(200, json.dumps(reply))
            return
        self.open_stream()
        pattern = rf"(?s:.{{1,{pieces_of}}})" if pieces_of else r"\S+\s*|\s+"
        for piece in re.findall(pattern, text):
            self.event(envelope([delta(piece)]))
        self.event(envelope([delta("", finish)]))
        if (self.request.body.get("stream_options") or {}).get("include_usage"):
            self.event(envelope([]) | {"usage": _usage()})
        self.chunk(b"data: [DONE]\n\n")
        self.chunk(b"")

    def send(self, status: int, body: str, headers: dict[str, str] | None = None) -> None:
        payload = body.encode()
        self.handler.send_response(status)
        fields = {"content-type": "application/json", "content-length": str(len(payload))}
        for name, value in (fields | (headers or {})).items():
            self.handler.send_header(name, value)
        self.handler.end_headers()
        self.handler.wfile.write(payload)

    def open_stream(self) -> None:
        self.handler.send_response(200)
        self.handler.send_header("content-type", "text/event-stream")
        self.handler.send_header("transfer-encoding", "chunked")
        self.handler.end_headers()

    def event(self, event: dict[str, Any]) -> None:
        self.chunk(f"data: {json.dumps(event)}\n\n".encode())

    def chunk(self, data: bytes) -> None:
        """One piece of a chunked body; an empty one ends it."""
        self.handler.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.handler.wfile.flush()

    def hang_up(self) -> None:
        self.handler.close_connection = True

    def sleep(self, seconds: float) -> None:
        """Waits, but no longer than the server lives."""
        self.closing.wait(seconds)


Behaviour = Callable[[Exchange], None]


class _QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that gave up waiting is no error here; anything else is shown."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # as it came


class ModelServer:
    """``with ModelServer() as server``: a server on 127.0.0.1, on a port that was free."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self._script: deque[Behaviour] = deque()
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self._http = _QuietServer(("127.0.0.1", 0), self._handler_class())
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}/v1"

    def play(self, *behaviours: Behaviour) -> None:
        """Queues a behaviour for each of the next requests."""
        with self._lock:
            self._script.extend(behaviours)

    def __enter__(self) -> ModelServer:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._closing.set()
        self._http.shutdown()
        self._http.server_close()

    def _take(self, request: Request) -> Behaviour:
        with self._lock:
            self.requests.append(request)
            return self._script.popleft() if self._script else answers_well

    def _handler_class(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                headers = {name.lower(): value for name, value in self.headers.items()}
                request = Request(self.path, headers, body)
                server._take(request)(Exchange(request, self, server._closing))

            def log_message(self, format: str, *args: object) -> None:
                """Nothing on the screen."""

        return Handler


def answers_well(exchange: Exchange) -> None:
    """Quotes the evidence sentence that shares most words with the question, and cites it."""
    asked = set(_words(exchange.request.question))
    evidence = exchange.request.evidence
    best = max(evidence, key=lambda n: len(asked & set(_words(evidence[n]))), default=None)
    if best is None:
        exchange.say("NOT IN SOURCES")
    else:
        exchange.say(f"{evidence[best].rstrip('.')} [{best}].")


def _words(text: str) -> Iterator[str]:
    return (word.lower() for word in re.findall(r"\w+", text))


def _usage() -> dict[str, int]:
    return {"prompt_tokens": 100, "completion_tokens": 7, "total_tokens": 107}


def envelope(choices: list[dict[str, Any]]) -> dict[str, Any]:
    kind = "chat.completion.chunk" if not choices or "delta" in choices[0] else "chat.completion"
    return {"id": "c1", "object": kind, "created": 1, "model": "test", "choices": choices}


def delta(text: str, finish: str | None = None) -> dict[str, Any]:
    said = {"role": "assistant", "content": text}
    return {"index": 0, "delta": said, "finish_reason": finish}
