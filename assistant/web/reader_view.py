"""The reader view: a whole article on a page of its own, with the quoted sentences highlighted.

Plain HTML without a script. What an article says is escaped by the template, so it stays text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup

from assistant.web.labels import Labels, labels_of
from assistant.web.links import web_address
from assistant.web.tables import table_html
from corpus.article import Article
from corpus.errors import AssistantError
from corpus.layout import units

if TYPE_CHECKING:
    from jinja2 import Template

    from assistant.api.doors import Doors

MOST_MARKS = 100  # places highlighted at once
POLICY = (
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)
_HASHES = re.compile(r"#{1,6}\s+")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a paragraph, highlighted or not. ``first``: the page scrolls to it."""

    text: str
    marked: bool = False
    id: str = ""
    first: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a list item or a heading, as the runs it is made of; ``table``: its HTML."""

    tag: str
    item: bool
    runs: tuple[Run, ...]
    table: Markup = Markup("")


def router(doors: Doors) -> APIRouter:
    """``/read/{article_id}?start=&end=``: the pair may come more than once, for several places."""
    routes = APIRouter(include_in_schema=False)
    headers = {"content-security-policy": POLICY, "cache-control": "no-cache"}

    async def read(request: Request, article_id: str) -> HTMLResponse:
        words = labels_of(request.headers)
        # As the browser counts them: an encoded slash is none.
        deep = request.scope["raw_path"].partition(b"/read/")[2].count(b"/")
        try:
            article = doors.asker().corpus.get(article_id)
        except AssistantError:  # not ready: the only one that asking for the asker raises
            page = notice(words.starting, words.wait, words, wait=True, deep=deep)
            return HTMLResponse(page, 503, {**headers, "retry-after": "1"})
        if article is None:
            page = notice(words.no_article, words.no_such.format(id=article_id), words, deep=deep)
            return HTMLResponse(page, 404, headers)
        query = request.query_params
        asked = (query.getlist("start"), query.getlist("end"))
        return HTMLResponse(page_of(article, *asked, words=words), headers=headers)

    async def style() -> Response:
        css = files("assistant.web").joinpath("reader.css").read_text(encoding="utf-8")
        return Response(css, media_type="text/css", headers={"cache-control": "no-cache"})

    # A "-" and a second part: no article's address looks like it.
    routes.add_api_route("/read/-/reader.css", style, methods=["GET", "HEAD"])
    routes.add_api_route("/read/{article_id:path}", read, methods=["GET", "HEAD"])
    return routes


def page_of(article: Article, starts: Sequence[str], ends: Sequence[str], *, words: Labels) -> str:
    """The page of an article; offsets that it does not have give a note and no highlight."""
    spans = places(article, starts, ends)
    note = words.not_there if spans is None else ""
    marked = spans or []
    return _template().render(
        article=article,
        root="../",
        title=article.title,
        facts=facts(article, words),
        address=web_address(article.url),
        note=note,
        marked=bool(marked),
        blocks=list(blocks(article, marked)),
        words=words,
    )


def notice(title: str, message: str, words: Labels, *, wait: bool = False, deep: int = 0) -> str:
    """A page that says what is the matter; ``wait``: it loads itself again.

    ``deep``: the slashes in its address after ``/read/``.
    """
    return _template().render(
        article=None,
        root="../" * (deep + 1),
        title=title,
        message=message,
        wait=wait,
        words=words,
    )


def facts(article: Article, words: Labels) -> list[str]:
    """Publisher, author, date and kind as the article states them, and what it does not state."""
    kept = words.left_out.format(n=len(article.dropped)) if article.dropped else ""
    return [
        article.publisher or words.no_publisher,
        *([words.by.format(author=article.author)] if article.author else []),
        article.published or words.no_date,
        kept or (words.brief if article.kind == "brief" else words.word_for_word),
    ]


def places(article: Article, starts: Sequence[str], ends: Sequence[str]) -> list[Span] | None:
    """The places asked for in order, touching ones joined; None when one is not in the article."""
    if len(starts) != len(ends) or len(starts) > MOST_MARKS:
        return None
    if not all(map(_is_offset, (*starts, *ends))):
        return None
    spans = sorted(zip(map(int, starts), map(int, ends), strict=True))
    if not all(start < end <= len(article.text) for start, end in spans):
        return None
    joined: list[Span] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _is_offset(number: str) -> bool:
    return number.isascii() and number.isdigit() and len(number) < 12


def blocks(article: Article, marked: Sequence[Span]) -> Iterator[Block]:
    """The article's paragraphs, items and headings in order."""
    named: set[Span] = set()
    for unit in units(article.text):
        start = unit.start
        if unit.kind == "table":
            yield _table(article.text, (start, unit.end), marked, named)
            continue
        if unit.kind == "heading" and (hashes := _HASHES.match(article.text, start, unit.end)):
            start = hashes.end()
        runs = tuple(_runs(article.text, start, unit.end, marked, named))
        yield Block("h2" if unit.kind == "heading" else "p", unit.kind == "item", runs)


def _table(text: str, block: Span, marked: Sequence[Span], named: set[Span]) -> Block:
    """A table, the cells that are asked for marked."""
    inside = [
        (span, "" if span in named else ("quote" if n == 1 else f"quote-{n}"))
        for n, span in enumerate(marked, start=1)
        if span[0] < block[1] and block[0] < span[1]
    ]
    named.update(span for span, _ in inside)
    return Block("div", False, (), Markup(table_html(text, block, inside)))


def _runs(
    text: str, start: int, end: int, marked: Sequence[Span], named: set[Span]
) -> Iterator[Run]:
    """``named``: the places that have begun, in an earlier paragraph or here."""
    at = start
    for number, span in enumerate(marked, start=1):
        low, high = max(span[0], at), min(span[1], end)
        if low >= high:
            continue
        if at < low:
            yield Run(text[at:low])
        place = "" if span in named else ("quote" if number == 1 else f"quote-{number}")
        yield Run(text[low:high], True, place, first=place == "quote")
        named.add(span)
        at = high
    if at < end:
        yield Run(text[at:end])


@lru_cache(maxsize=1)
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined)
    source = files("assistant.web").joinpath("reader.html").read_text(encoding="utf-8")
    return environment.from_string(source)
