"""An answer with its references as text to take along, and the whole conversation. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Any

from assistant.answer import Answer, Citation
from assistant.show import plain as on_one_line
from assistant.web.conversation import Exchange
from assistant.web.labels import Labels
from assistant.web.links import web_address

# Marks of Markdown and HTML; dots and colons only where a bare address would become a link.
_MARKS = re.compile(r"[\\`*_\[\]<>#|~$!&@]|:(?=//)|(?<=www)\.", re.I)
_LIST = re.compile(r"^(\s*\d*)([-+=.)])(?=[-=\s]|$)", re.M)  # at the start of a line
_MARKER = re.compile(r"\[(\d+)\]")


def plain(answer: Answer, labels: Labels) -> str:
    """The answer and its numbered references as plain text."""
    return _text(answer, labels, str)


def markdown(answer: Answer, labels: Labels) -> str:
    """The same as Markdown; nothing that an article says is left to act as Markdown."""
    return _text(answer, labels, escaped)


def escaped(text: str) -> str:
    """The text with a backslash before each mark that Markdown could take for its own."""
    marked = _MARKS.sub(r"\\\g<0>", text)
    return _LIST.sub(r"\1\\\2", marked)


def conversation_markdown(exchanges: Sequence[Exchange], labels: Labels) -> str:
    """Every question as a heading, with its answer and references below it."""
    parts = [f"# {labels.conversation}"]
    for exchange in exchanges:
        parts.append(f"## {escaped(' '.join(exchange.question.split()))}")
        if exchange.answer:
            parts.append(markdown(exchange.answer, labels))
        else:
            parts.append(f"*{labels.no_answer}* {escaped(exchange.text)}".strip())
    return "\n\n".join(parts) + "\n"


def conversation_json(exchanges: Sequence[Exchange]) -> str:
    """A list of Answers as in the contract, oldest first, that ``verify`` reads.

    A question without an answer is in it with ``error`` and ``answer`` null.
    """
    entries: list[dict[str, Any]] = []
    for exchange in exchanges:
        if exchange.answer:
            entries.append(exchange.answer.to_dict())
        else:
            error = exchange.text if exchange.state == "failed" else exchange.state
            entries.append({"question": exchange.question, "error": error, "answer": None})
    return json.dumps(entries, ensure_ascii=False, indent=2) + "\n"


def _text(answer: Answer, labels: Labels, clean: Callable[[str], str]) -> str:
    numbers = {citation.n for citation in answer.citations}
    parts = [_marked(answer.answer, numbers, clean)]
    cited, heading = answer.citations, labels.sources
    if not cited:
        cited, heading = answer.related, labels.related
    if cited:
        parts += [f"{heading}:", "\n".join(_reference(c, labels, clean) for c in cited)]
    return "\n\n".join(parts)


def _marked(text: str, numbers: set[int], clean: Callable[[str], str]) -> str:
    """The text with its own markers left as they are."""
    pieces = _MARKER.split(text)
    for place in range(1, len(pieces), 2):
        marker = f"[{pieces[place]}]"
        pieces[place] = marker if int(pieces[place]) in numbers else clean(marker)
    pieces[::2] = [clean(piece) for piece in pieces[::2]]
    return "".join(pieces)


def _reference(citation: Citation, labels: Labels, clean: Callable[[str], str]) -> str:
    quote = on_one_line(citation.quote)
    facts = (
        citation.title,
        citation.publisher or labels.no_publisher,
        citation.published or labels.no_date,
    )
    address = web_address(citation.url)
    end = f", {address}" if address else ""
    return f"- [{citation.n}] “{clean(quote)}” {clean(', '.join(facts))}{end}"
