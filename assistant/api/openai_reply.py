"""An Answer in the OpenAI shape: a completion, or the chunks of one. Pure but for id and clock."""

from __future__ import annotations

import dataclasses
import json
import re
import time
import uuid
from collections.abc import Iterator
from typing import Any

from assistant.answer import Answer, Citation
from assistant.show import plain

MODEL = "policy-assistant"  # the only model there is: what answers is set on the server

_BREAK = "  \n"  # a line break in Markdown, and in plain text
_RULE = "\n\n---\n\n"
_SOURCES = "Sources:"
_RELATED = "Related, not an answer:"
_SEARCHED = "Searched for:"
_NOTE = "Note:"
_REPLACED = "This answer replaces the text above:\n\n"
# Chat front ends show Markdown. What stands in an article must become no image, link or tag there:
# an image alone would tell a foreign server that the answer was read.
_ACTIVE = re.compile(r"(?<=\])[(:]|<")


def completion(answer: Answer, words: int) -> dict[str, Any]:
    """The whole reply. ``words``: how many the question and its history have."""
    text = content(answer)
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
        """A piece of checked text, set apart from the marker that ends the one before."""
        glued = self._said.endswith("]") and text[:1].isalnum()
        return self._say(f" {text}" if glued else text)

    def closing(self, answer: Answer) -> Iterator[str]:
        """What is still missing of the Answer, its sources, and the end of the stream."""
        if answer.answer.startswith(self._said):
            rest = answer.answer[len(self._said) :]
        else:
            rest = f"{_RULE}{_REPLACED}{answer.answer}"
        yield self._say(rest)
        yield self._send(_appended(answer))
        yield self._chunk(_evidence(answer), "stop", answer.corpus)
        if self._include_usage:
            yield self._event({"choices": [], "usage": _usage(self._words, self._sent)})
        yield _event("[DONE]")

    def _say(self, text: str) -> str:
        before, self._said = self._said, self._said + text
        return self._send(_inert(text, before))

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
        return _event(json.dumps(chunk, ensure_ascii=False))


def error_event(body: dict[str, Any]) -> str:
    """An error after the stream has begun: the status was sent already."""
    return _event(json.dumps(body, ensure_ascii=False))


def content(answer: Answer) -> str:
    """The text with its markers, and below a rule the sources as a chat front end shows them."""
    return _inert(answer.answer) + _appended(answer)


def without_sources(text: str) -> str:
    """What the assistant itself said in a message that :func:`content` wrote."""
    text = text.replace("\r\n", "\n")
    text = text.rpartition(_RULE + _REPLACED)[2]
    said, rule, rest = text.rpartition("\n---\n")
    if rule and rest.lstrip().startswith((_SOURCES, _RELATED, _SEARCHED, _NOTE)):
        text = said
    return text.strip().replace("]\\(", "](").replace("]\\:", "]:").replace("\\<", "<")


def _appended(answer: Answer) -> str:
    """The lines below the rule; "" when there is nothing to add."""
    blocks = [f"{_NOTE} {plain(note)}" for note in answer.notes]
    if answer.searched_for.split() != answer.question.split():
        blocks.append(f"{_SEARCHED} {plain(answer.searched_for)}")
    if answer.citations:
        blocks.append(_list(_SOURCES, [f"[{c.n}] {_source(c)}" for c in answer.citations]))
    if answer.related:
        blocks.append(_list(_RELATED, [f"- {_source(c)}" for c in answer.related]))
    return _RULE + _inert("\n\n".join(blocks)) if blocks else ""


def _list(heading: str, lines: list[str]) -> str:
    return heading + "\n\n" + _BREAK.join(lines)


def _source(citation: Citation) -> str:
    facts = (citation.title, citation.publisher, citation.published)
    named = ", ".join(plain(fact) for fact in facts if fact)
    return f"{named}: “{plain(citation.quote)}”"


def _inert(text: str, before: str = "") -> str:
    """The text with nothing in it that Markdown takes for a link, an image or a tag."""
    last = before[-1:]  # decides on the first character, and has been sent itself
    escaped = _ACTIVE.sub(lambda m: f"\\{m[0]}" if m.start() >= len(last) else m[0], last + text)
    return escaped[len(last) :]


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
