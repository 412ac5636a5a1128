"""The conversation as safe Markdown for the chat. Pure.

What an article says is data: every punctuation mark of it becomes a character reference, so that
neither Markdown nor HTML is left in it, whatever it holds. Only the tags written here are tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.answer import Answer, Citation, Claim
from assistant.web.actions import actions
from assistant.web.conversation import Exchange
from assistant.web.escape import escape
from assistant.web.labels import ENGLISH, Labels
from corpus.table import is_table

_MARKER = re.compile(r"\[(\d+)\]")
_SPACES = re.compile(r"\s+")


def messages(
    exchanges: Sequence[Exchange], labels: Labels = ENGLISH, articles: int = 0
) -> list[dict[str, str]]:
    """The chat's messages, two for each exchange, in Gradio's form.

    ``articles``: how many there are, for an answer that was made from some of them.
    """
    found = []
    for turn, exchange in enumerate(exchanges, start=1):
        question = "<br>".join(map(escape, exchange.question.strip().splitlines()))
        found.append({"role": "user", "content": question})
        found.append({"role": "assistant", "content": reply(exchange, turn, labels, articles)})
    return found


def reply(exchange: Exchange, turn: int, labels: Labels = ENGLISH, articles: int = 0) -> str:
    """What the assistant says in one exchange; ``turn`` counts from 1 and makes anchors unique."""
    if exchange.state == "asking":
        return _coming(exchange.text, labels)
    below = actions(exchange, turn, labels)
    if exchange.answer:
        return _used(exchange, labels, articles) + _answer(exchange.answer, turn, labels) + below
    if exchange.state == "failed":
        return _box("failed", labels.no_answer, escape(exchange.text), labels.kept) + below
    return _box("stopped", labels.stopped, labels.nothing, labels.kept) + below


def _coming(text: str, labels: Labels) -> str:
    if text:
        return "".join(f"<p>{escape(part)}</p>" for part in text.split("\n\n"))
    return f'<p class="wait"><span class="dots"></span>{labels.looking}</p>'


def _used(exchange: Exchange, labels: Labels, articles: int) -> str:
    if not exchange.articles:
        return ""
    said = labels.only_some_then.format(n=len(exchange.articles), all=articles)
    return f'<p class="note">{said}</p>'


def anchor(kind: str, turn: int, n: int) -> str:
    """The id of a place: "src" and "rel" in the sources, "ref" and "see" in the chat."""
    return f"{kind}-{turn}-{n}"


def _box(style: str, heading: str, *paragraphs: str) -> str:
    inside = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs if paragraph)
    return f'<div class="box {style}"><p class="head">{heading}</p>{inside}</div>'


def _answer(answer: Answer, turn: int, labels: Labels) -> str:
    notes = (f'<p class="note">{escape(note)}</p>' for note in answer.notes)
    parts = [_searched(answer, labels), *notes]
    marks = _Marks(answer, turn, labels)
    if answer.abstained:
        parts.append(_refusal(answer, turn, labels))
    elif answer.disagreement and not answer.compound:
        parts.append(_cards(answer, answer.disagreement, marks, labels))
    else:
        parts += map(marks.paragraph, answer.answer.split("\n\n"))
    if answer.citations:
        first = anchor("src", turn, answer.citations[0].n)
        count = len(answer.citations)
        label = labels.one_source if count == 1 else labels.many_sources.format(n=count)
        parts.append(f'<p class="to-sources"><a href="#{first}">{label}</a></p>')
    return "".join(parts)


def _searched(answer: Answer, labels: Labels) -> str:
    """The question as it was searched for, where it differs: a press puts it in the box."""
    if _SPACES.sub(" ", answer.question).strip() == answer.searched_for.strip():
        return ""
    asked = escape(answer.searched_for)
    edit = f'<button type="button" class="edit" title="{labels.edit}">{asked}</button>'
    return f'<p class="note">{labels.searched_for} {edit}</p>'


class _Marks:
    """Turns ``[n]`` into links; the first link to a source is where its way back leads."""

    def __init__(self, answer: Answer, turn: int, labels: Labels) -> None:
        self._labels = labels
        self._titles = {c.n: c.title for c in answer.citations}
        self._short = f"{answer.short} — " if answer.short else None
        self._result = f" = {answer.short}" if answer.short else None
        self._turn = turn
        self._seen: set[int] = set()

    def paragraph(self, text: str) -> str:
        """The escaped text with its markers as links; the span in front, or a calculation with
        its result, is set off.
        """
        if self._short and text.startswith(self._short):
            rest = self._linked(text[len(self._short) :])
            return f"<p><strong>{escape(self._short[:-3])}</strong> — {rest}</p>"
        if self._result and text.endswith(self._result):
            made = self._linked(text[: -len(self._result)])
            return f'<p class="sum">{made} = <strong>{escape(self._result[3:])}</strong></p>'
        return f"<p>{self._linked(text)}</p>"

    def _linked(self, text: str) -> str:
        pieces = _MARKER.split(text)
        for place in range(1, len(pieces), 2):
            pieces[place] = self.mark(int(pieces[place]))
        # A marker never stands alone at the start of a line.
        pieces[::2] = [re.sub(r" $", "&nbsp;", escape(piece)) for piece in pieces[::2]]
        return "".join(pieces)

    def mark(self, n: int) -> str:
        """One marker; a number without a citation stays text."""
        if n not in self._titles:
            return escape(f"[{n}]")
        place = "" if n in self._seen else f' id="{anchor("ref", self._turn, n)}"'
        self._seen.add(n)
        label = escape(self._labels.source_n.format(n=n, title=self._titles[n]))
        target = anchor("src", self._turn, n)
        return f'<a class="mark"{place} href="#{target}" title="{label}">{escape(f"[{n}]")}</a>'


def _cards(answer: Answer, claims: Sequence[Claim], marks: _Marks, labels: Labels) -> str:
    """Each value with its scope, source, date and quote, side by side."""
    quoted = {citation.n: citation for citation in answer.citations}
    cards = "".join(_card(claim, quoted, marks, labels) for claim in claims)
    return f'<p class="head">{labels.differ}</p><div class="cards" role="list">{cards}</div>'


def _card(claim: Claim, quoted: dict[int, Citation], marks: _Marks, labels: Labels) -> str:
    cited = [quoted[n] for n in claim.citations if n in quoted]
    lines = "".join(_quoted(cited, marks))
    names = "<br>".join(dict.fromkeys(escape(_stated(c, claim.scope, labels)) for c in cited))
    return (
        f'<div class="card" role="listitem"><p class="value">{escape(claim.value)}</p>'
        f'<p class="scope">{escape(claim.scope)}</p>{lines}<p class="from">{names}</p></div>'
    )


def _quoted(cited: Sequence[Citation], marks: _Marks) -> Iterator[str]:
    """Each quote with its marker; a table's cell as it reads, with the marker of its head too."""
    heads = ""
    for citation in cited:
        heads += f" {marks.mark(citation.n)}"
        if citation.reads or not is_table(citation.quote):
            yield f"<p>{_said(citation)}{heads}</p>"
            heads = ""


def _said(citation: Citation) -> str:
    """The quote; of a table, the cell as it reads: no quotation marks, since no line says it so."""
    return escape(citation.reads) if citation.reads else f"“{escape(citation.quote)}”"


def _stated(citation: Citation, scope: str, labels: Labels) -> str:
    """Title (where the scope does not say it), publisher and date, as the article states them."""
    title = "" if citation.title == scope else citation.title
    facts = (title, citation.publisher, citation.published or labels.no_date)
    return " · ".join(fact for fact in facts if fact)


def _refusal(answer: Answer, turn: int, labels: Labels) -> str:
    heading = labels.not_in_sources if answer.status == "not_in_sources" else labels.unclear
    said = [escape(part) for part in answer.answer.split("\n\n")]
    if not answer.related:
        return _box("refusal", heading, *said)
    items = "".join(_related(citation, turn) for citation in answer.related)
    return (
        _box("refusal", heading, *said)
        + f'<p class="related-head">{labels.related}</p><ul class="related">{items}</ul>'
    )


def _related(citation: Citation, turn: int) -> str:
    place, target = anchor("see", turn, citation.n), anchor("rel", turn, citation.n)
    return (
        f'<li>{_said(citation)} <a id="{place}" href="#{target}">{escape(citation.title)}</a></li>'
    )
