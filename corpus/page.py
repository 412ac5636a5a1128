"""Text and stated facts (title, author, date, address) out of an HTML page.

The parser is lxml, which stays linear on hostile nesting. What the markup itself calls furniture
(navigation, asides, footers, scripts, hidden parts) goes here; the lines that are left are cleaned
like those of any other page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.dropped import Dropped

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# A part that holds this share of the page's text is the article, whatever its class says.
ARTICLE_SHARE = 0.4
# An <article> or <main> with this share of the running text is where the article stands.
ROOT_SHARE = 0.5
# Text nodes of this length are running text and not labels.
RUNNING_CHARS = 40

_GONE = set(
    "script style noscript template iframe object embed svg canvas audio video map button select"
    " textarea input datalist option head".split()
)
_FURNITURE = {"nav", "aside", "footer", "form", "dialog", "menu", "header"}
_ROLES = {"navigation", "contentinfo", "search", "complementary", "dialog", "banner", "alert"}
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|share|sharing|social|sns|related"
    r"|recommend(?:ed|ations?)?|comments?|respond|disqus|cookies?|consent|gdpr|newsletter|subscribe"
    r"|subscription|promo|advert\w*|ads?|sponsor\w*|sidebar|footer|masthead|toolbar|pagination"
    r"|pager|popup|modal|overlay|paywall|tags|skip|sr-only|visually-hidden|screen-reader\w*)(?:$|[\s_-])"
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_BLOCKS = set(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption"
    " figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary"
    " table tbody tfoot thead tr ul".split()
)
_SPACE = re.compile(r"[ \t\n\r\f]+")
_BREAK = "\0"
_CELL = "\1"
_BREAKS = re.compile(r"[ \t\n\r\f]*\0(?:[ \t\n\r\f]*(\0))?[ \t\n\r\f\0]*")
_SITE = re.compile(r"\s+[|–—·:»-]{1,2}\s+")


@dataclass(frozen=True, slots=True)
class Page:
    """An HTML page as read: what it states about itself, its text, and what was left out.

    ``text`` has a block a paragraph; ``dropped`` is in the page's order, scripts not among it.
    """

    facts: dict[str, str]
    text: str
    dropped: tuple[Dropped, ...] = ()


def read_page(markup: str) -> Page:
    """What an HTML page says. Never raises; markup without text gives an empty text."""
    from lxml import etree, html

    parser = html.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        page = html.document_fromstring(markup.encode(), parser=parser)
    except etree.ParserError:  # an empty document
        return Page({}, "")
    facts = _facts(page)
    dropped = _remove_furniture(page)
    return Page(facts, "\n\n".join(_paragraphs(_root(page))), tuple(dropped))


def _facts(page: HtmlElement) -> dict[str, str]:
    meta: dict[str, str] = {}
    for element in page.iter("meta"):
        for key in ("property", "name", "itemprop"):
            name = (element.get(key) or "").lower()
            content = " ".join((element.get("content") or "").split())
            if name and content:
                meta.setdefault(name, content)
    canonical = page.xpath("//link[@rel='canonical']/@href")
    url = next(
        (u for u in (*canonical, meta.get("og:url", "")) if re.match(r"https?://\S+$", u)), ""
    )
    authors = (meta.get("author", ""), meta.get("article:author", ""))
    facts = {
        "title": meta.get("og:title") or _heading(page) or _page_title(page),
        "publisher": meta.get("og:site_name") or meta.get("publisher", ""),
        "author": next((name for name in authors if name and "://" not in name), ""),
        "published": meta.get("article:published_time")
        or meta.get("datepublished")
        or meta.get("date", ""),
        "url": url,
        "language": (page.get("lang") or "").strip().lower().partition("-")[0],
    }
    return {name: value for name, value in facts.items() if value}


def _heading(page: HtmlElement) -> str:
    found = [" ".join(h.text_content().split()) for h in page.iter("h1")]
    found = [text for text in found if text]
    return found[0] if len(found) == 1 else ""


def _page_title(page: HtmlElement) -> str:
    """The <title> without the name of the site behind it."""
    title = " ".join((page.findtext(".//title") or "").split())
    parts = _SITE.split(title)
    site = len(parts) > 1 and len(parts[-1].split()) <= 4 and len(parts[0].split()) >= 3
    return title[: title.rindex(parts[-1])].rstrip(" |–—·:»-") if site else title


def _remove_furniture(page: HtmlElement) -> list[Dropped]:
    for element in list(page.iter(*_GONE)):
        element.drop_tree()
    sizes, dropped = _sizes(page), []
    for element, size in sizes.items():
        small = size < ARTICLE_SHARE * sizes[page]
        if small and element.getparent() is not None and _is_furniture(element):
            dropped.append(Dropped(_said(element), f"<{element.tag}> beside the article"))
            element.drop_tree()
    return [part for part in dropped if part.text]


def _said(element: HtmlElement) -> str:
    return " ".join("\n".join(element.itertext()).split())


def _sizes(page: HtmlElement, *, running: bool = False) -> dict[HtmlElement, int]:
    """Characters of text within each element, in document order; linear in the page.

    ``running`` counts running text only: long pieces, outside of links.
    """
    linked: set[HtmlElement] = set()
    sizes: dict[HtmlElement, int] = {}
    for element in page.iter():
        parent = element.getparent()
        if element.tag == "a" or parent in linked:
            linked.add(element)
        sizes[element] = _size(element.text, element in linked, running)
    for element in reversed(sizes):
        parent = element.getparent()
        if parent in sizes:
            sizes[parent] += sizes[element] + _size(element.tail, parent in linked, running)
    return sizes


def _size(text: str | None, linked: bool, running: bool) -> int:
    size = len((text or "").strip())
    return 0 if running and (linked or size < RUNNING_CHARS) else size


def _is_furniture(element: HtmlElement) -> bool:
    if element.tag in ("html", "body", "article", "main", "h1"):
        return False
    if element.tag == "header":
        return next(element.iter("h1"), None) is None
    if element.tag in _FURNITURE or element.get("role") in _ROLES or "hidden" in element.attrib:
        return True
    if element.get("aria-hidden") == "true" or _HIDDEN.search(element.get("style") or ""):
        return True
    return bool(_NAMES.search(f"{element.get('class') or ''} {element.get('id') or ''}".lower()))


def _root(page: HtmlElement) -> HtmlElement:
    """The part of the page that holds the article."""
    sizes = _sizes(page, running=True)
    found = page.xpath("//article | //*[@role='main'] | //main")
    best = max(found, key=lambda element: sizes[element], default=page)
    return best if sizes[best] >= ROOT_SHARE * sizes[page] else page


def _paragraphs(root: HtmlElement) -> list[str]:
    from lxml import etree

    found: list[str] = []
    line: list[str] = []
    mark = ""

    def flush() -> None:
        nonlocal mark
        text = _BREAKS.sub(lambda m: _BREAK * (2 if m[1] else 1), "".join(line))
        cells = _SPACE.sub(" ", text).replace(_BREAK, "\n").strip(" \n" + _CELL).split(_CELL)
        if len(cells) > 1:
            found.append("| " + " | ".join(cell.strip() for cell in cells) + " |")
        elif cells[0]:
            found.append(mark + cells[0])
        mark = "" if cells[0] else mark
        line.clear()

    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        if event == "start":
            if tag in _BLOCKS:
                flush()
                mark = _mark(tag) or mark
            elif tag == "br":
                line.append(_BREAK)
            line.append(_text(element, element.text))
            continue
        if tag in ("td", "th") and _BREAK not in line:
            line.append(_CELL)
        elif tag in _BLOCKS or tag in ("td", "th"):
            flush()
            mark = "" if _mark(tag) else mark
        if element is not root:
            line.append(_text(element.getparent(), element.tail))
    flush()
    return found


def _mark(tag: str) -> str:
    if tag == "li":
        return "- "
    return "#" * int(tag[1]) + " " if re.fullmatch(r"h[1-6]", tag) else ""


def _text(holder: HtmlElement | None, text: str | None) -> str:
    if not text:
        return ""
    within_pre = holder is not None and (holder.tag == "pre" or _has_pre(holder))
    return text.replace("\n", _BREAK) if within_pre else text


def _has_pre(holder: HtmlElement) -> bool:
    return next(holder.iterancestors("pre"), None) is not None
