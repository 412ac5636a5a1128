"""An Answer as the text that chat front ends and chat models show: Markdown with sources. Pure."""

from __future__ import annotations

import re

from assistant.answer import Answer, Citation
from assistant.show import plain

_BREAK = "  \n"  # a line break in Markdown, and in plain text
_RULE = "\n\n---\n\n"
_SOURCES = "Sources:"
_RELATED = "Related, not an answer:"
_SEARCHED = "Searched for:"
_NOTE = "Note:"
REPLACED = f"{_RULE}This answer replaces the text above:\n\n"
# What stands in an article must become no image, link or tag where Markdown is shown: an image
# alone would tell a foreign server that the answer was read.
_ACTIVE = re.compile(r"(?<=\])[(:]|(?P<before>\\*)<")
_BACKSLASHES = re.compile(r"\\*\Z")


def as_text(answer: Answer) -> str:
    """The text with its markers, and below a rule the sources as a chat front end shows them."""
    return inert(answer.answer) + appended(answer)


def without_sources(text: str) -> str:
    """What the assistant itself said in a message that :func:`as_text` wrote."""
    text = text.replace("\r\n", "\n")
    text = text.rpartition(REPLACED)[2]
    said, rule, rest = text.rpartition("\n---\n")
    if rule and rest.lstrip().startswith((_SOURCES, _RELATED, _SEARCHED, _NOTE)):
        text = said
    return text.strip().replace("]\\(", "](").replace("]\\:", "]:").replace("\\<", "<")


def appended(answer: Answer) -> str:
    """The lines below the rule; "" when there is nothing to add."""
    blocks = [f"{_NOTE} {plain(note)}" for note in answer.notes]
    if answer.searched_for.split() != answer.question.split():
        blocks.append(f"{_SEARCHED} {plain(answer.searched_for)}")
    if answer.citations:
        blocks.append(_list(_SOURCES, [f"[{c.n}] {_source(c)}" for c in answer.citations]))
    if answer.related:
        blocks.append(_list(_RELATED, [f"- {_source(c)}" for c in answer.related]))
    return _RULE + inert("\n\n".join(blocks)) if blocks else ""


def _list(heading: str, lines: list[str]) -> str:
    return heading + "\n\n" + _BREAK.join(lines)


def _source(citation: Citation) -> str:
    facts = (citation.title, citation.publisher, citation.published)
    named = ", ".join(plain(fact) for fact in facts if fact)
    return f"{named}: “{plain(citation.quote)}”"


def inert(text: str, before: str = "") -> str:
    """The text with nothing in it that Markdown takes for a link, an image or a tag.

    ``before``: what it goes on from, as it was given here.
    """
    # Decides on the first character, and has been sent itself.
    last = _BACKSLASHES.search(before)[0] or before[-1:]  # type: ignore[index]  # always found
    escaped = _ACTIVE.sub(lambda m: _escaped(m, len(last)), last + text)
    return escaped[len(last) :]


def _escaped(active: re.Match[str], sent: int) -> str:
    """A backslash in front, unless an odd number of them stands there: the last one escapes it."""
    if active.end() <= sent or len(active["before"] or "") % 2:
        return active[0]
    return f"{active[0][:-1]}\\{active[0][-1]}"
