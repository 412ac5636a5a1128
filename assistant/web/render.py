"""The conversation as safe Markdown for the chat. Pure.

What an article says is data: every punctuation mark of it becomes a character reference, so that
neither Markdown nor HTML is left in it, whatever it holds. Only the tags written here are tags.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Answer, Citation, Claim
from assistant.web.conversation import Exchange

_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_MARKER = re.compile(r"\[(\d+)\]")
_KEPT = "The question is back in the box."
_SPACES = re.compile(r"\s+")


def escape(text: str) -> str:
    """The text with nothing left in it that Markdown or HTML could take for its own."""
    spaced = _SPACES.sub(" ", text)
    return _PUNCTUATION.sub(lambda mark: f"&#{ord(mark[0])};", spaced)


def messages(exchanges: Sequence[Exchange]) -> list[dict[str, str]]:
    """The chat's messages, two for each exchange, in Gradio's form."""
    found = []
    for turn, exchange in enumerate(exchanges, start=1):
        question = "<br>".join(map(escape, exchange.question.strip().splitlines()))
        found.append({"role": "user", "content": question})
        found.append({"role": "assistant", "content": reply(exchange, turn)})
    return found


def reply(exchange: Exchange, turn: int) -> str:
    """What the assistant says in one exchange; ``turn`` counts from 1 and makes anchors unique."""
    if exchange.answer:
        return _answer(exchange.answer, turn)
    if exchange.state == "failed":
        return _box("failed", "No answer", escape(exchange.text), _KEPT)
    if exchange.state == "stopped":
        return _box("stopped", "Stopped", "There is no answer.", _KEPT)
    if exchange.text:
        return "".join(f"<p>{escape(part)}</p>" for part in exchange.text.split("\n\n"))
    return '<p class="wait"><span class="dots"></span>Looking in the articles</p>'


def anchor(kind: str, turn: int, n: int) -> str:
    """The id of a place: "src" and "rel" in the sources, "ref" and "see" in the chat."""
    return f"{kind}-{turn}-{n}"


def _box(style: str, heading: str, *paragraphs: str) -> str:
    inside = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs if paragraph)
    return f'<div class="box {style}"><p class="head">{heading}</p>{inside}</div>'


def _answer(answer: Answer, turn: int) -> str:
    parts = [_searched(answer), *(f'<p class="note">{escape(note)}</p>' for note in answer.notes)]
    marks = _Marks(answer, turn)
    if answer.abstained:
        parts.append(_refusal(answer, turn))
    elif answer.disagreement:
        parts.append(_cards(answer, answer.disagreement, marks))
    else:
        parts += [f"<p>{marks.link(part)}</p>" for part in answer.answer.split("\n\n")]
    if answer.citations:
        first = anchor("src", turn, answer.citations[0].n)
        count = len(answer.citations)
        label = "1 source" if count == 1 else f"{count} sources"
        parts.append(f'<p class="to-sources"><a href="#{first}">{label}</a></p>')
    return "".join(parts)


def _searched(answer: Answer) -> str:
    if _SPACES.sub(" ", answer.question).strip() == answer.searched_for.strip():
        return ""
    return f'<p class="note">searched for: {escape(answer.searched_for)}</p>'


class _Marks:
    """Turns ``[n]`` into links; the first link to a source is where its way back leads."""

    def __init__(self, answer: Answer, turn: int) -> None:
        self._titles = {c.n: c.title for c in answer.citations}
        self._short = f"{answer.short} — " if answer.short else None
        self._turn = turn
        self._seen: set[int] = set()

    def link(self, text: str) -> str:
        """The escaped text with its markers as links and the span in front set off."""
        front = ""
        if self._short and text.startswith(self._short):
            front = f"<strong>{escape(self._short[:-3])}</strong> — "
            text = text[len(self._short) :]
        pieces = _MARKER.split(text)
        for place in range(1, len(pieces), 2):
            pieces[place] = self.mark(int(pieces[place]))
        # A marker never stands alone at the start of a line.
        pieces[::2] = [re.sub(r" $", "&nbsp;", escape(piece)) for piece in pieces[::2]]
        return front + "".join(pieces)

    def mark(self, n: int) -> str:
        """One marker; a number without a citation stays text."""
        if n not in self._titles:
            return escape(f"[{n}]")
        place = "" if n in self._seen else f' id="{anchor("ref", self._turn, n)}"'
        self._seen.add(n)
        label = f"Source {n}: {escape(self._titles[n])}"
        target = anchor("src", self._turn, n)
        return f'<a class="mark"{place} href="#{target}" title="{label}">{escape(f"[{n}]")}</a>'


def _cards(answer: Answer, claims: Sequence[Claim], marks: _Marks) -> str:
    """Each value with its scope, source, date and quote, side by side."""
    quoted = {citation.n: citation for citation in answer.citations}
    cards = "".join(_card(claim, quoted, marks) for claim in claims)
    return (
        '<p class="head">The articles give different values.</p>'
        f'<div class="cards" role="list">{cards}</div>'
    )


def _card(claim: Claim, quoted: dict[int, Citation], marks: _Marks) -> str:
    cited = [quoted[n] for n in claim.citations if n in quoted]
    lines = "".join(f"<p>“{escape(c.quote)}” {marks.mark(c.n)}</p>" for c in cited)
    names = ", ".join(dict.fromkeys(escape(stated(c)) for c in cited))
    return (
        f'<div class="card" role="listitem"><p class="value">{escape(claim.value)}</p>'
        f'<p class="scope">{escape(claim.scope)}</p>{lines}<p class="from">{names}</p></div>'
    )


def _refusal(answer: Answer, turn: int) -> str:
    heading = "Not in the sources" if answer.status == "not_in_sources" else "Not understood"
    said = [escape(part) for part in answer.answer.split("\n\n")]
    if not answer.related:
        return _box("refusal", heading, *said)
    items = "".join(_related(citation, turn) for citation in answer.related)
    return (
        _box("refusal", heading, *said)
        + f'<p class="related-head">Related, not an answer</p><ul class="related">{items}</ul>'
    )


def _related(citation: Citation, turn: int) -> str:
    place, target = anchor("see", turn, citation.n), anchor("rel", turn, citation.n)
    return (
        f"<li>“{escape(citation.quote)}” "
        f'<a id="{place}" href="#{target}">'
        f"{escape(citation.title)}</a></li>"
    )


def stated(citation: Citation) -> str:
    """Where a quote comes from: title, publisher and date, as far as the article states them."""
    facts = (citation.title, citation.publisher, citation.published)
    return " · ".join(fact for fact in facts if fact)
