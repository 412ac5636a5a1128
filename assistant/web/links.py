"""Addresses of a quote: in the reader view, and at the publisher. Pure."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from assistant.answer import Citation

# A quote of more words is named by its first and last ones: browsers give up on a long text.
_WHOLE_WORDS = 12
_END_WORDS = 5
_HOST = re.compile(r"(?:[\w-]+\.)*[\w-]+(?::\d{1,5})?|\[[\da-fA-F:.]+\](?::\d{1,5})?")
_KEPT = "!$&'()*+,;=:@/?%~"  # what stands for itself in an address besides letters and digits


def in_reader(article_id: str) -> str:
    """The relative address of the whole article in the reader view."""
    return f"read/{quote(article_id, safe='')}"


def at_quote(citation: Citation) -> str:
    """The relative address of the article in the reader view, at the quote or its table's cell."""
    start, end = citation.cell or (citation.start, citation.end)
    return f"{in_reader(citation.article_id)}?start={start}&end={end}"


def at_publisher(citation: Citation) -> str | None:
    """The publisher's address with a text fragment, None where none can be followed safely.

    WICG, URL Fragment Text Directives: a directive follows ``:~:``, and dash, comma and ampersand
    of the text are percent-encoded, since they mean something in it.
    """
    address = web_address(citation.url)
    if address is None:
        return None
    address, hash_sign, fragment = address.partition("#")
    words = citation.quote.split()
    parts = [words]
    if len(words) > _WHOLE_WORDS:
        parts = [words[:_END_WORDS], words[-_END_WORDS:]]
    directive = ",".join(_encoded(" ".join(part)) for part in parts)
    return f"{address}#{fragment if hash_sign else ''}:~:text={directive}"


def web_address(url: str | None) -> str | None:
    """The address made safe to stand in a link, None where it is not one of http or https."""
    if not url or url != url.strip() or any(ord(c) < 33 or c == "\\" for c in url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.netloc.encode("idna").decode() if parts.netloc else ""
    except (ValueError, UnicodeError):
        return None
    if parts.scheme.lower() not in ("http", "https") or not _HOST.fullmatch(host):
        return None
    rest = quote(parts.path, safe=_KEPT)
    query = f"?{quote(parts.query, safe=_KEPT)}" if parts.query else ""
    place = parts.fragment.partition(":~:")[0]
    fragment = f"#{quote(place, safe=_KEPT)}" if place else ""
    return f"{parts.scheme.lower()}://{host}{rest}{query}{fragment}"


def _encoded(text: str) -> str:
    return quote(text, safe="").replace("-", "%2D")
