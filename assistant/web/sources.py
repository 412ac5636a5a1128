"""The panel beside the chat: every quote highlighted in its paragraph. Pure, safe Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Answer, Citation
from assistant.web.conversation import Exchange
from assistant.web.render import anchor, escape
from corpus.article import Article, Corpus

MOST_LISTED = 60  # articles named in the empty panel
CONTEXT = 700  # characters shown on each side of a quote, where the paragraph is longer
_BREAK = re.compile(r"\n[^\S\n]*\n")
_CLOSE = '<div class="bar"><button class="close">Close sources</button></div>'


def sources(exchanges: Sequence[Exchange], corpus: Corpus) -> str:
    """The sources of the last answer, and below it those of earlier ones, folded up."""
    blocks = [
        (turn, exchange.answer)
        for turn, exchange in enumerate(exchanges, start=1)
        if exchange.answer and (exchange.answer.citations or exchange.answer.related)
    ]
    if not blocks:
        return _CLOSE + _articles(corpus)
    turn, answer = blocks.pop()
    late = exchanges[-1].answer is not answer
    of = f'<p class="facts">of “{escape(answer.question)}”</p>' if late else ""
    folded = "".join(_folded(*block, corpus) for block in reversed(blocks))
    heading = '<h2 class="earlier">Earlier in this conversation</h2>' if folded else ""
    return _CLOSE + _block(turn, answer, corpus, of) + heading + folded


def welcome(corpus: Corpus) -> str:
    """The empty chat: what can be asked, and what happens when the articles do not say."""
    count = "1 article" if len(corpus) == 1 else f"{len(corpus):,} articles"
    return (
        '<div class="welcome"><h2>What do you want to know?</h2>'
        f'<p>Answers come from <a href="#articles">{count}</a> and nothing else, and quote the '
        "sentences they rest on word for word. "
        "When the articles do not say, you are told so.</p></div>"
    )


def _folded(turn: int, answer: Answer, corpus: Corpus) -> str:
    question = escape(answer.question)
    return f"<details><summary>{question}</summary>{_block(turn, answer, corpus)}</details>"


def _block(turn: int, answer: Answer, corpus: Corpus, of: str = "") -> str:
    related = not answer.citations
    kind, back = ("rel", "see") if related else ("src", "ref")
    paragraphs: dict[tuple[str, int, int], list[_Place]] = {}
    for citation in answer.citations or answer.related:
        place = _Place(citation, anchor(kind, turn, citation.n), anchor(back, turn, citation.n))
        article = corpus.get(citation.article_id)
        key = (citation.article_id, *_paragraph(citation, article))
        paragraphs.setdefault(key, []).append(place)
    items = "".join(
        _paragraph_item(places, corpus.get(article_id), start, end)
        for (article_id, start, end), places in paragraphs.items()
    )
    heading = "Related, not an answer" if related else "Sources"
    note = ""
    if answer.engine != "extractive" and answer.citations:
        note = f'<p class="facts">Worded by {escape(answer.engine)}; quotes looked up by code.</p>'
    style = "quotes related" if related else "quotes"
    return f'<h2>{heading}</h2>{of}<ol class="{style}">{items}</ol>{note}'


@dataclass(frozen=True, slots=True)
class _Place:
    """A quote with the id it has in the panel and the id of the marker in the chat."""

    citation: Citation
    id: str
    back: str


def _paragraph(citation: Citation, article: Article | None) -> tuple[int, int]:
    """Where the quote's paragraph (the text between blank lines) starts and ends.

    The quote itself, when the article does not hold it any more: one that was kept in the browser
    while the articles changed.
    """
    start, end = citation.start, citation.end
    if article is None or article.text[start:end] != citation.quote:
        return start, end
    breaks = [found.end() for found in _BREAK.finditer(article.text, 0, start)]
    after = _BREAK.search(article.text, end)
    return breaks[-1] if breaks else 0, after.start() if after else len(article.text)


def _paragraph_item(places: Sequence[_Place], article: Article | None, start: int, end: int) -> str:
    """One paragraph with all its quotes highlighted, and what is known of the article."""
    first = places[0].citation
    checked = article is not None and article.text[first.start : first.end] == first.quote
    text = article.text if article and checked else None
    pieces, position = [], start
    for number, place in enumerate(sorted(places, key=lambda p: p.citation.start)):
        citation = place.citation
        between = text[position : citation.start] if text else ""
        pieces.append(escape(_shortened(between, head=number > 0, tail=True)) + _mark(place))
        position = max(position, citation.end)
    pieces.append(escape(_shortened(text[position:end], head=True, tail=False)) if text else "")
    count = len(places)
    seal = "quote checked" if count == 1 else f"{count} quotes checked"
    state = f'<span class="seal">{seal}</span>'
    if not checked:
        state = '<span class="unsealed">the article has changed since this answer</span>'
    back = f'<a href="#{places[0].back}">back to the answer</a>'
    return (
        f'<li><div class="title">{escape(first.title)}</div>'
        f'<div class="facts">{_facts(first.publisher, first.published, article)}</div>'
        f'<div class="paragraph">{"".join(pieces)}</div>'
        f'<div class="foot">{state}{back}</div></li>'
    )


def _mark(place: _Place) -> str:
    """The highlighted quote, which a marker of the chat jumps to."""
    number = f'<span class="n">{place.citation.n}</span>'
    return f'{number}<mark id="{place.id}" tabindex="-1">{escape(place.citation.quote)}</mark>'


def _shortened(text: str, *, head: bool, tail: bool) -> str:
    """At most CONTEXT characters next to a quote: at the head, at the tail, or at both."""
    if len(text) <= CONTEXT * (head + tail):
        return text
    front = text[:CONTEXT].rsplit(" ", 1)[0] if head else ""
    rear = text[-CONTEXT:].split(" ", 1)[-1] if tail else ""
    return f"{front} … {rear}"


def _facts(publisher: str | None, published: str | None, article: Article | None) -> str:
    """Publisher, author and date as the article states them, and what it does not state."""
    facts = [
        publisher or "publisher not stated",
        *([f"by {article.author}"] if article and article.author else []),
        published or "date not stated",
        *(["a brief in our words"] if article and article.kind == "brief" else []),
    ]
    return " · ".join(map(escape, facts))


def _articles(corpus: Corpus) -> str:
    """Before the first answer: what the answers can come from."""
    listed = corpus.articles[:MOST_LISTED]
    items = "".join(
        f'<li><div class="title">{escape(article.title)}</div>'
        f'<div class="facts">{_facts(article.publisher, article.published, article)}</div></li>'
        for article in listed
    )
    more = len(corpus) - len(listed)
    rest = f'<p class="facts">and {more:,} more</p>' if more else ""
    if corpus.problems:
        names = ", ".join(problem.path for problem in corpus.problems[:5])
        rest += f'<p class="facts">Could not be read: {escape(names)}</p>'
    return f'<h2 id="articles" tabindex="-1">Articles</h2><ul class="articles">{items}</ul>{rest}'
