"""What the Sources page shows: passages found, and the list of articles. Pure, safe Markdown."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.understanding.words import content_words, stem
from assistant.web.escape import escape
from assistant.web.labels import Labels
from assistant.web.links import in_reader
from assistant.web.sources import not_read
from assistant.web.tables import with_tables
from corpus.article import Article, Corpus
from index.search import Match

PAGE = 20  # articles listed at once
HITS = 10  # passages found at first, and more each time more are asked for
MOST_HITS = 50
_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")


def hits(
    question: str, found: Sequence[Match], corpus: Corpus, labels: Labels, *, more: bool
) -> str:
    """The passages found, each with a link to its place; the question's words highlighted."""
    if not found:
        return f'<p role="status">{labels.no_passage}</p>'
    words = frozenset(map(stem, content_words(question)))
    items = "".join(_hit(match, corpus, words) for match in found)
    several = labels.nearest if more else labels.many_passages
    said = (labels.one_passage if len(found) == 1 else several).format(n=len(found))
    return f'<p class="facts" role="status">{said}</p><ol class="hits">{items}</ol>'


def _hit(match: Match, corpus: Corpus, words: Collection[str]) -> str:
    passage = match.passage
    article = corpus.get(passage.article_id)
    place = passage.start, passage.end
    shown = _highlighted(passage.text, words)
    if article:
        shown = with_tables(
            article.text, place, near=[place], escape=lambda said: _highlighted(said, words)
        )
    language = f' lang="{escape(article.language)}"' if article else ""
    heading = f" · {escape(passage.heading.strip('# '))}" if passage.heading else ""
    title = escape(passage.title)
    address = at(passage.article_id, passage.start, passage.end)
    return (
        f'<li{language}><div class="title"><a href="{address}">{title}</a>'
        f'<span class="facts">{heading}</span></div>'
        f'<div class="passage">{shown}</div></li>'
    )


def at(article_id: str, start: int, end: int) -> str:
    """The relative address of a place in the reader view."""
    return f"{in_reader(article_id)}?start={start}&amp;end={end}#quote"


def _highlighted(text: str, words: Collection[str]) -> str:
    pieces, position = [], 0
    for found in _WORD.finditer(text):
        if stem(found[0]) in words:
            pieces.append(escape(text[position : found.start()]))
            pieces.append(f"<mark>{escape(found[0])}</mark>")
            position = found.end()
    return "".join([*pieces, escape(text[position:])])


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the list of articles: those that fit the filter, ``at`` counts from 0."""

    articles: tuple[Article, ...]
    at: int
    pages: int
    fitting: tuple[str, ...]  # ids of all that fit, on every page


def listed(corpus: Corpus, text: str, page: int) -> Listed:
    """The articles whose title, publisher or author hold every word of the text."""
    words = text.casefold().split()
    fitting = [article for article in corpus if all(word in _searched(article) for word in words)]
    pages = max(1, -(-len(fitting) // PAGE))
    page = min(max(page, 0), pages - 1)
    shown = tuple(fitting[page * PAGE : (page + 1) * PAGE])
    return Listed(shown, page, pages, tuple(article.id for article in fitting))


def _searched(article: Article) -> str:
    parts = (article.title, article.publisher, article.author, article.published)
    return " ".join(part for part in parts if part).casefold()


def choice(article: Article, labels: Labels) -> tuple[str, str]:
    """An article as a box to tick, and its id.

    The lines are its title, what is known of it, and the words and the name of the link that
    pages.js puts beside it.
    """
    facts = (
        article.publisher or labels.no_publisher,
        *([labels.by.format(author=article.author)] if article.author else []),
        article.published or labels.no_date,
        labels.words.format(n=len(_WORD.findall(article.text))),
        *([labels.brief] if article.kind == "brief" else []),
        *([labels.left_out.format(n=len(article.dropped))] if article.dropped else []),
    )
    known = " · ".join(" ".join(fact.split()) for fact in facts)
    title = " ".join(article.title.split()) or article.id
    lines = (title, known, labels.read, labels.read_it.format(title=title))
    return "\n".join(lines), article.id


def in_use(count: int, corpus: Corpus, labels: Labels) -> str:
    """How many articles the next questions use, and which files of the folder are no article."""
    said = labels.only_some if count else labels.all_used
    said = labels.one_used if len(corpus) == 1 else said
    status = f'<p role="status">{said.format(n=count, all=len(corpus))}</p>'
    return status + not_read(corpus, labels)


def range_shown(shown: Listed, labels: Labels) -> str:
    """Which of the fitting articles the list shows."""
    count = len(shown.fitting)
    if not count:
        return f'<p role="status">{labels.no_article_fits}</p>'
    first = shown.at * PAGE + 1
    last = first + len(shown.articles) - 1
    said = labels.articles_shown.format(first=first, last=last, all=count)
    return f'<p role="status">{said}</p>'
