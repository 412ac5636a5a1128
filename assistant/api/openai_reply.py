"""An Answer in the OpenAI shape: a completion, or the chunks of one. Pure but for id and clock."""

from __future__ import annotations

import dataclasses
import time
import uuid
from collections.abc import Iterator
from typing import Any

from assistant.answer import Answer
from assistant.api.as_text import REPLACED, appended, as_text, inert
from assistant.api.stream import one_line

MODEL = "policy-assistant"  # the only model there is: what answers is set on the server


def completion(answer: Answer, words: int) -> dict[str, Any]:
    """The whole reply. ``words``: how many the question and its history have."""
    text = as_text(answer)
    message = {"role": "assistant", "content": text, "refusal": None, **_evidence(answer)}
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
    return {
        "id": _new_id(),
        "object": "chat.completion",
        "created": int(time.time()),
        "model": MODEL,
        "system_fingerprint": answer.corpus,
        "choices": [choice],
        "usage": _usage(words, text),
    }


class Chunks:
    """The chunks of one reply as server-sent events, in the order in which they are sent."""

    def __init__(self, words: int, include_usage: bool) -> None:
        self._words = words
        self._include_usage = include_usage
        self._head = {"id": _new_id(), "created": int(time.time())}
        self._said = ""  # as the assistant wrote it
        self._sent = ""  # as it was sent

    def opening(self) -> str:
        """The chunk that comes before any text."""
        return self._chunk({"role": "assistant", "content": ""})

    def piece(self, text: str) -> str:
        """A piece of checked text."""
        return self._say(text)

    def closing(self, answer: Answer) -> Iterator[str]:
        """What is still missing of the Answer, its sources, and the end of the stream."""
        if answer.answer.startswith(self._said):
            rest = answer.answer[len(self._said) :]
        else:
            rest = f"{REPLACED}{answer.answer}"
        yield self._say(rest)
        yield self._send(appended(answer))
        yield self._chunk(_evidence(answer), "stop", answer.corpus)
        if self._include_usage:
            yield self._event({"choices": [], "usage": _usage(self._words, self._sent)})
        yield _event("[DONE]")

    def _say(self, text: str) -> str:
        before, self._said = self._said, self._said + text
        return self._send(inert(text, before))

    def _send(self, text: str) -> str:
        self._sent += text
        return self._chunk({"content": text}) if text else ""

    def _chunk(
        self, delta: dict[str, Any], finish_reason: str | None = None, corpus: str | None = None
    ) -> str:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
        usage = {"usage": None} if self._include_usage else {}
        return self._event({"system_fingerprint": corpus, "choices": [choice], **usage})

    def _event(self, fields: dict[str, Any]) -> str:
        chunk = {**self._head, "object": "chat.completion.chunk", "model": MODEL, **fields}
        return _event(one_line(chunk))


def error_event(body: dict[str, Any]) -> str:
    """An error after the stream has begun: the status was sent already."""
    return _event(one_line(body))


def _evidence(answer: Answer) -> dict[str, Any]:
    """The fields added to the shape: the citations, and the whole Answer to verify."""
    citations = [dataclasses.asdict(citation) for citation in answer.citations]
    return {"citations": citations, "answer": answer.to_dict()}


def _usage(words: int, text: str) -> dict[str, Any]:
    """Words, split at spaces: there need not be a language model, and so no tokens of one."""
    said = len(text.split())
    return {
        "prompt_tokens": words,
        "completion_tokens": said,
        "total_tokens": words + said,
        "unit": "words",
    }


def _new_id() -> str:
    return f"chatcmpl-{uuid.uuid4().hex}"


def _event(data: str) -> str:
    return f"data: {data}\n\n"
