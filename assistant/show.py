"""An Answer as lines for a terminal."""

from __future__ import annotations

import textwrap

from assistant.answer import Answer, Citation

_WIDTH = 96  # columns; lines longer than a page are hard to read
_CONTROL = {code: None for code in (*range(32), *range(127, 160))}


def lines(answer: Answer) -> list[str]:
    """The answer, then its sources; for a refusal the nearest passages."""
    shown = [_wrapped(paragraph) for paragraph in answer.answer.split("\n\n")]
    if answer.searched_for != answer.question:
        shown.append(f"Searched for: {plain(answer.searched_for)}")
    shown += [f"Note: {plain(note)}" for note in answer.notes]
    if answer.citations:
        shown += ["", "Sources"] + [_source(citation) for citation in answer.citations]
    if answer.related:
        shown += ["", "Related, not an answer"] + [_quote(citation) for citation in answer.related]
    return shown


def plain(text: str) -> str:
    """Text on one line, without control characters: an article can't steer the terminal."""
    return " ".join(text.split()).translate(_CONTROL)


def _wrapped(paragraph: str) -> str:
    return textwrap.fill(plain(paragraph), _WIDTH)


def _source(citation: Citation) -> str:
    facts = [citation.title, citation.publisher, citation.published]
    named = ", ".join(plain(fact) for fact in facts if fact)
    place = f"{citation.article_id}, characters {citation.start} to {citation.end}"
    return f"[{citation.n}] {named} ({place})"


def _quote(citation: Citation) -> str:
    quote = textwrap.shorten(plain(citation.quote), 3 * _WIDTH, placeholder=" …")
    return textwrap.fill(f"- {quote} ({citation.article_id})", _WIDTH, subsequent_indent="  ")
