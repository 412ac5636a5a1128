"""The panel beside the chat: every quote highlighted in its paragraph. Pure, safe Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Answer, Citation
from assistant.web.conversation import Exchange
from assistant.web.escape import escape
from assistant.web.labels import ENGLISH, Labels
from assistant.web.links import at_publisher, at_quote, in_reader
from assistant.web.render import anchor
from assistant.web.tables import with_tables
from corpus.article import Article, Corpus
from corpus.table import is_table

MOST_LISTED = 60  # articles named in the empty panel
CONTEXT = 700  # characters shown on each side of a quote, where the paragraph is longer
_BREAK = re.compile(r"\n[^\S\n]*\n")
_BLANK = 'target="_blank" rel="noopener noreferrer"'


def sources(exchanges: Sequence[Exchange], corpus: Corpus, labels: Labels = ENGLISH) -> str:
    """The sources of the last answer, and below it those of earlier ones, folded up."""
    blocks = [
        (turn, exchange.answer)
        for turn, exchange in enumerate(exchanges, start=1)
        if exchange.answer and (exchange.answer.citations or exchange.answer.related)
    ]
    close = f'<div class="bar"><button class="close">{labels.close}</button></div>'
    if not blocks:
        return close + _articles(corpus, labels)
    turn, answer = blocks.pop()
    late = exchanges[-1].answer is not answer
    of = labels.of.format(question=answer.question)
    of = f'<p class="facts">{escape(of)}</p>' if late else ""
    folded = "".join(_folded(*block, corpus, labels) for block in reversed(blocks))
    heading = f'<h2 class="earlier">{labels.earlier}</h2>' if folded else ""
    return close + _block(turn, answer, corpus, labels, of) + heading + folded


def welcome(corpus: Corpus, labels: Labels = ENGLISH) -> str:
    """The empty chat: what can be asked, and what happens when the articles do not say."""
    count = labels.from_one if len(corpus) == 1 else labels.from_many.format(n=len(corpus))
    promise = labels.promise.format(articles=f'<a href="#articles">{count}</a>')
    return f'<div class="welcome"><h2>{labels.hello}</h2><p>{promise}</p></div>'


def _folded(turn: int, answer: Answer, corpus: Corpus, labels: Labels) -> str:
    block = _block(turn, answer, corpus, labels)
    return f"<details><summary>{escape(answer.question)}</summary>{block}</details>"


def _block(turn: int, answer: Answer, corpus: Corpus, labels: Labels, of: str = "") -> str:
    related = not answer.citations
    kind, back = ("rel", "see") if related else ("src", "ref")
    paragraphs: dict[tuple[str, int, int], list[_Place]] = {}
    for citation in answer.citations or answer.related:
        place = _Place(citation, anchor(kind, turn, citation.n), anchor(back, turn, citation.n))
        article = corpus.get(citation.article_id)
        key = (citation.article_id, *_paragraph(citation, article))
        paragraphs.setdefault(key, []).append(place)
    items = "".join(
        _paragraph_item(places, corpus.get(article_id), start, end, labels)
        for (article_id, start, end), places in paragraphs.items()
    )
    heading = labels.related if related else labels.sources
    note = ""
    if answer.engine != "extractive" and answer.citations:
        note = f'<p class="facts">{escape(labels.worded_by.format(engine=answer.engine))}</p>'
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


def _paragraph_item(
    places: Sequence[_Place], article: Article | None, start: int, end: int, labels: Labels
) -> str:
    """One paragraph with all its quotes highlighted, and what is known of the article."""
    first = places[0].citation
    checked = article is not None and article.text[first.start : first.end] == first.quote
    text = article.text if article and checked else None
    if text and is_table(text[start:end]):
        return _item(places, article, _with_tables(places, text, (start, end)), labels)
    pieces, position = [], start
    for number, place in enumerate(sorted(places, key=lambda p: p.citation.start)):
        citation = place.citation
        between = text[position : citation.start] if text else ""
        pieces.append(escape(_shortened(between, head=number > 0, tail=True)) + _mark(place))
        position = max(position, citation.end)
    pieces.append(escape(_shortened(text[position:end], head=True, tail=False)) if text else "")
    return _item(places, article, "".join(pieces), labels, checked=checked)


def _item(
    places: Sequence[_Place],
    article: Article | None,
    paragraph: str,
    labels: Labels,
    *,
    checked: bool = True,
) -> str:
    first = places[0].citation
    facts = _facts(first.publisher, first.published, article, labels)
    return (
        f'<li><div class="title">{escape(first.title)}</div><div class="facts">{facts}</div>'
        f'<div class="paragraph">{paragraph}</div>'
        f'<div class="foot">{_foot(places, labels, checked=checked)}</div></li>'
    )


def _with_tables(places: Sequence[_Place], text: str, stretch: tuple[int, int]) -> str:
    """A stretch of an article in which tables stand, as HTML tables with the cells marked."""
    marked = [(p.citation.cell or (p.citation.start, p.citation.end), p.id) for p in places]
    numbers = "".join(f'<span class="n">{place.citation.n}</span>' for place in places)
    near = [span for span, _ in marked]
    return numbers + with_tables(text, stretch, marked, near=near, escape=escape)


def _foot(places: Sequence[_Place], labels: Labels, *, checked: bool) -> str:
    """The seal, and the ways from the quote: to the whole article, and back to the answer."""
    first, count = places[0], len(places)
    seal = labels.verbatim if count == 1 else labels.all_verbatim.format(n=count)
    parts = [f'<span class="seal" title="{labels.what_verbatim}">{seal}</span>']
    if not checked:
        parts = [f'<span class="unsealed">{labels.changed}</span>']
    else:
        address = escape(at_quote(first.citation))
        parts.append(f'<a href="{address}" {_BLANK}>{labels.read_whole}</a>')
    publisher = at_publisher(first.citation)
    if publisher:
        parts.append(f'<a href="{escape(publisher)}" {_BLANK}>{labels.at_publisher}</a>')
    parts.append(f'<a href="#{first.back}">{labels.back}</a>')
    return "".join(parts)


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


def _facts(
    publisher: str | None, published: str | None, article: Article | None, labels: Labels
) -> str:
    """Publisher, author and date as the article states them, and what it does not state."""
    author = article.author if article else None
    facts = [
        publisher or labels.no_publisher,
        *([labels.by.format(author=author)] if author else []),
        published or labels.no_date,
        *([labels.brief] if article and article.kind == "brief" else []),
        *([labels.left_out.format(n=len(article.dropped))] if article and article.dropped else []),
    ]
    return " · ".join(map(escape, facts))


def _articles(corpus: Corpus, labels: Labels) -> str:
    """Before the first answer: what the answers can come from."""
    listed = corpus.articles[:MOST_LISTED]
    items = "".join(
        f'<li><div class="title"><a href="{escape(in_reader(article.id))}" {_BLANK}>'
        f"{escape(article.title)}</a></div>"
        f'<div class="facts">{_facts(article.publisher, article.published, article, labels)}</div>'
        "</li>"
        for article in listed
    )
    more = len(corpus) - len(listed)
    rest = f'<p class="facts">{labels.more.format(n=more)}</p>' if more else ""
    rest += not_read(corpus, labels)
    heading = f'<h2 id="articles" tabindex="-1">{labels.articles}</h2>'
    return f'{heading}<ul class="articles">{items}</ul>{rest}'


def not_read(corpus: Corpus, labels: Labels) -> str:
    """The files of the folder that are no article, folded up, each with why and what to do."""
    if not corpus.problems:
        return ""
    summary = labels.not_read.format(n=len(corpus.problems))
    items = "".join(
        f"<li>{escape(f'{problem.path}: {problem.what} {problem.remedy}')}</li>"
        for problem in corpus.problems
    )
    return f'<details class="facts"><summary>{summary}</summary><ul>{items}</ul></details>'
