"""One JSON line a request on standard error: nothing of what was asked, unless it is wanted."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import json
import logging
import secrets
import sys

from assistant.api.asgi import Scope, route_path
from assistant.api.call import Call

_requests = logging.getLogger("assistant.requests")
_SALT = secrets.token_bytes(16)  # of this process: the same client can be told apart, not found


class RequestLog:
    """Writes the lines. ``questions``: whether the text of questions is written too."""

    def __init__(self, *, questions: bool) -> None:
        self._questions = questions

    def request(self, call: Call, scope: Scope, status: int | None, seconds: float) -> None:
        """A request is over. ``status`` is None when the client went away before an answer."""
        fields: dict[str, object] = {
            "time": datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds"),
            "id": call.request_id,
            "method": scope["method"],
            "path": route_path(scope),
            "status": status,
            "ms": round(1000 * seconds, 1),
            "client": hashlib.blake2b(call.client.encode(), key=_SALT, digest_size=6).hexdigest(),
        }
        if call.status:
            fields["answer"] = call.status
        if self._questions and call.question is not None:
            fields["question"] = call.question
        _requests.info(json.dumps(fields, ensure_ascii=False))

    def failure(self, call: Call) -> None:
        """What nobody expected, with its traceback, under the request's id."""
        logging.getLogger(__name__).exception("Request %s failed", call.request_id)


class _ToStandardError(logging.Handler):
    """Looks standard error up for each line: it may be another stream by then, or none."""

    def emit(self, record: logging.LogRecord) -> None:
        with contextlib.suppress(OSError):  # nobody reads it any more
            if sys.stderr:
                print(record.getMessage(), file=sys.stderr, flush=True)


def write_requests() -> None:
    """Sends the request lines to standard error; without this they go nowhere."""
    _requests.addHandler(_ToStandardError())
    _requests.setLevel(logging.INFO)
    _requests.propagate = False
