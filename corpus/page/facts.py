"""What an HTML page states about itself: title, author, publisher, date, address, language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SITE = re.compile(r"\s+[|–—·:»-]{1,2}\s+")


def facts_of(page: HtmlElement) -> dict[str, str]:
    """The facts, by the names that front matter has for them; only those that are stated."""
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
