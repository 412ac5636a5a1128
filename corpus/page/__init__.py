"""Text and stated facts (title, author, date, address) out of an HTML page.

The parser is lxml, which stays linear on hostile nesting.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.dropped import Dropped
from corpus.page.article import choose
from corpus.page.blocks import Block, blocks_of
from corpus.page.facts import facts_of
from corpus.page.formula import spell_formulas
from corpus.page.inline import spell_out
from corpus.page.unseen import remove_unseen

if TYPE_CHECKING:
    from lxml.html import HtmlElement


@dataclass(frozen=True, slots=True)
class Page:
    """An HTML page as read: what it states about itself, its text, and what was left out.

    ``text`` has a block a paragraph; ``dropped`` is without scripts and the like.
    """

    facts: dict[str, str]
    text: str
    dropped: tuple[Dropped, ...] = ()


def read_page(markup: str) -> Page:
    """The article of an HTML page. Never raises; markup without text gives an empty text."""
    parsed = _parsed(markup)
    if parsed is None:
        return Page({}, "")
    page, dropped = parsed
    kept, left = choose(page, blocks_of(page))
    return Page(facts_of(page), _joined(kept), (*dropped, *left))


def read_markup(markup: str) -> Page:
    """All that markup says, as a text that somebody wrote and no page around it. Never raises."""
    parsed = _parsed(markup)
    if parsed is None:
        return Page({}, "")
    page, dropped = parsed
    return Page({}, _joined(blocks_of(page)), tuple(dropped))


def _parsed(markup: str) -> tuple[HtmlElement, list[Dropped]] | None:
    """The tree with its text spelt out, and what was left out; None for an empty document."""
    from lxml import etree, html

    parser = html.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        page = html.document_fromstring(markup.encode(), parser=parser)
    except etree.ParserError:  # an empty document
        return None
    dropped = remove_unseen(page)
    spell_formulas(page)
    dropped += spell_out(page, (page.get("lang") or "").lower().partition("-")[0])
    return page, dropped


def _joined(blocks: Iterable[Block]) -> str:
    return "\n\n".join(block.text for block in blocks)
