"""Thumbs, kept as rows of a question set: what a visitor says of an answer, marked as such."""

from __future__ import annotations

import dataclasses
import fcntl
import hmac
import json
import os
import re
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

from assistant.answer import Answer
from assistant.api.rate import Window
from assistant.evaluate.questions import VISITOR
from assistant.web.conversation import Exchange, Verdict, turns
from corpus.errors import AssistantError

VERDICTS: tuple[str, ...] = get_args(Verdict)
MOST_ROWS = 100  # of one client in PERIOD_S
PERIOD_S = 3600.0
MOST_ROW = 256_000  # bytes; an answer is some thousand, and the history has up to forty
MOST_FILE = 50_000_000  # bytes
_ASK_AGAIN = "Ask the question again, and judge that answer."
_OWNER = 0o600


class FeedbackError(AssistantError):
    """A thumb could not be written."""


class Thumbs:
    """The file of thumbs: takes only answers that this server gave, and not too many of them.

    An answer is sealed when it is given, and its seal comes back with the thumb: the conversation
    is kept in the browser, where anybody can change it.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._key = _key_beside(file)
        self._window = Window(MOST_ROWS, seconds=PERIOD_S)

    def sealed(self, exchange: Exchange) -> Exchange:
        """The exchange with the seal of its answer."""
        return dataclasses.replace(exchange, seal=self._seal(exchange))

    def note(self, client: str, exchanges: Sequence[Exchange], turn: int, verdict: str) -> None:
        """Writes the thumb on one exchange. Raises FeedbackError, and what :func:`row` raises."""
        fields = row(exchanges, turn, verdict)
        for exchange in exchanges[:turn]:
            seal = self._seal(exchange).encode()
            if exchange.answer and not hmac.compare_digest(exchange.seal.encode(), seal):
                raise FeedbackError("This server did not give that answer.", _ASK_AGAIN)
        standing = self._window.hit(client)
        if not standing.allowed:
            raise FeedbackError(
                f"More than {MOST_ROWS} answers were judged within an hour.",
                f"Try again in {standing.reset_s // 60 + 1} minutes.",
            )
        append(self._file, fields)

    def _seal(self, exchange: Exchange) -> str:
        answer = exchange.answer and exchange.answer.to_dict()
        said = json.dumps([exchange.question, exchange.articles, answer], sort_keys=True)
        return hmac.new(self._key, said.encode(), "sha256").hexdigest()


def _key_beside(file: Path) -> bytes:
    """The key of the seals, made when it is first needed, so that they outlive a restart."""
    if file.is_char_device():  # /dev/null
        return secrets.token_bytes(32)
    kept = file.with_name(f"{file.stem}.key")
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(kept, os.O_RDWR | os.O_CREAT, _OWNER), "r+b") as opened:
            fcntl.flock(opened, fcntl.LOCK_EX)
            key = opened.read()
            if not key:
                key = secrets.token_bytes(32)
                opened.write(key)
            return key
    except OSError:  # then they last as long as the server
        return secrets.token_bytes(32)


def verdicts_on(answer: Answer) -> tuple[str, ...]:
    """What can be wrong with this answer: a refusal has no figure, an answer is no refusal."""
    if answer.abstained:
        return ("should_have_answered",)
    return ("wrong_figure", "wrong_source", "should_have_refused")


def row(exchanges: Sequence[Exchange], turn: int, verdict: str) -> dict[str, Any]:
    """The thumb on one exchange (``turn`` counts from 1) as a row of a question set.

    Only what the thumb tells becomes the key: "wrong source" leaves open which one is right.
    ``by`` says that it is a visitor's word: an evaluation asks the question again, and takes the
    key only where that mark was taken out. ``verdict``, ``answer`` and ``at`` are for people.
    Raises ValueError where there is no such answer or verdict.
    """
    answer = exchanges[turn - 1].answer if 0 < turn <= len(exchanges) else None
    if answer is None or verdict not in ("good", *verdicts_on(answer)):
        raise ValueError(f"no answer {turn} to call {verdict!r}")
    earlier = turns(exchanges[: turn - 1])
    return {
        "id": f"thumb-{secrets.token_hex(6)}",
        "question": exchanges[turn - 1].question,
        "history": [{"question": t.question, "answer": t.answer} for t in earlier],
        "type": f"thumb: {verdict.replace('_', ' ')}",
        "by": VISITOR,
        **_key(answer, verdict),
        "verdict": verdict,
        "articles": list(exchanges[turn - 1].articles),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "answer": answer.to_dict(),
    }


def _key(answer: Answer, verdict: str) -> dict[str, Any]:
    if verdict == "should_have_refused" or (verdict == "good" and answer.abstained):
        return {"answerable": False}
    if verdict == "good" and answer.status == "smalltalk":
        return {"status": ["smalltalk"]}
    if verdict == "good":
        cited = sorted({citation.article_id for citation in answer.citations})
        values = [claim.value for claim in answer.disagreement or ()] or [answer.short or ""]
        expect = [_exactly(value) for value in values if value]
        return {"answerable": True, "expect": expect, "sources": [cited] if cited else []}
    if verdict == "wrong_figure" and answer.short:
        return {"answerable": True, "forbid": [_exactly(answer.short)]}
    return {"answerable": True}


def _exactly(value: str) -> str:
    """A pattern for the words, whatever the space between them, and not within longer ones."""
    words = r"\s+".join(re.escape(word) for word in value.split())
    return rf"(?<!\w){words}(?!\w)"


def append(file: Path, fields: dict[str, Any]) -> None:
    """Adds one whole line, also when others write at once. Raises FeedbackError."""
    line = json.dumps(fields, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
    if len(line) > MOST_ROW:
        raise FeedbackError("The conversation is too long to be noted.", _ASK_AGAIN)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with open(file, "ab+", buffering=0, opener=_for_owner) as opened:
            fcntl.flock(opened, fcntl.LOCK_EX)
            end = opened.seek(0, os.SEEK_END)
            if end + len(line) > MOST_FILE:
                raise FeedbackError(
                    f"{file.name} is full.", "Those who run the server can move it away."
                )
            # A line that a full disk or a crash cut off must not swallow this one.
            if end and os.pread(opened.fileno(), 1, end - 1) != b"\n":
                line = b"\n" + line
            if opened.write(line) != len(line):
                opened.truncate(end)
                raise OSError(28, os.strerror(28))
    except OSError as error:
        raise FeedbackError(
            f"{file.name} can't be written: {error.strerror or error}.",
            "Make room or give the right to write, or set ASSISTANT_FEEDBACK to another file.",
        ) from error


def _for_owner(path: str, flags: int) -> int:
    return os.open(path, flags, _OWNER)
