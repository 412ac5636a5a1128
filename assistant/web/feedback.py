"""Thumbs, kept as rows of a question set: what a person says of an answer becomes its key."""

from __future__ import annotations

import fcntl
import json
import os
import re
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from assistant.answer import Answer
from assistant.web.conversation import Exchange, turns
from corpus.errors import AssistantError

Verdict = Literal[
    "good", "wrong_figure", "wrong_source", "should_have_refused", "should_have_answered"
]
VERDICTS: tuple[str, ...] = get_args(Verdict)


class FeedbackError(AssistantError):
    """A thumb could not be written."""


def verdicts_on(answer: Answer) -> tuple[str, ...]:
    """What can be wrong with this answer: a refusal has no figure, an answer is no refusal."""
    if answer.abstained:
        return ("should_have_answered",)
    return ("wrong_figure", "wrong_source", "should_have_refused")


def row(exchanges: Sequence[Exchange], turn: int, verdict: str) -> dict[str, Any]:
    """The thumb on one exchange (``turn`` counts from 1) as a row of a question set.

    Only what the thumb tells becomes the key: "wrong source" leaves open which one is right.
    ``verdict``, ``answer``, ``articles`` and ``at`` are beside the key, for people. Raises
    ValueError where there is no such answer or verdict.
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
    line = json.dumps(fields, ensure_ascii=False).encode() + b"\n"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("ab+", buffering=0) as opened:
            fcntl.flock(opened, fcntl.LOCK_EX)
            end = opened.seek(0, os.SEEK_END)
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
