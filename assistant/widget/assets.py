"""The widget's own files as HTTP responses: checked by ETag, never older than the server."""

from __future__ import annotations

import functools
import hashlib
from importlib.resources import files

from fastapi import Request, Response

_TYPES = {
    "css": "text/css; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
}
# What the pages of the widget load. widget.js and the pages themselves have routes of their own.
PARTS = frozenset(
    (
        "demo.css demo.js element.js kept.js panel.css panel.js refused.js render.js stream.js "
        "table.js words.js"
    ).split()
)


def served(request: Request, name: str, headers: dict[str, str], status: int = 200) -> Response:
    """The file, or 304 where the browser has it already."""
    content, etag = _file(name)
    sent = {"cache-control": "no-cache", "etag": etag, **headers}
    if status == 200 and etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=sent)
    return Response(content, status, sent, media_type=_TYPES[name.rpartition(".")[2]])


@functools.cache
def _file(name: str) -> tuple[bytes, str]:
    content = files("assistant.widget").joinpath("static", name).read_bytes()
    return content, f'"{hashlib.sha256(content).hexdigest()[:16]}"'
