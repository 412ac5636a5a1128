"""What stands in a page and is not shown as current text: code, hidden and struck parts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.dropped import Dropped

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# A hidden part that holds this share of the page's text is what a script will show.
SHOWN_LATER = 0.75

_CODE = set(
    "script style noscript template iframe object embed svg canvas audio video map select textarea"
    " input datalist rt rp rtc annotation annotation-xml".split()
)
_LABELLED = {"h1", "h2", "h3", "h4", "h5", "h6", "summary", "dt", "legend"}
_INLINE = set("span i b em strong a sup sub small abbr font u tt".split())
_STRUCK = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through")
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:left|top|text-indent)\s*:\s*-\d{4}"
    r"|font-size\s*:\s*0(?:px|pt|r?em|%)?\s*(?:;|!|$)"
)
# The names that style sheets give to text for screen readers alone.
_FOR_READERS = re.compile(
    r"(?:^|\s)(?:sr-only|(?:govuk-|nhsuk-|u-|is-)?(?:visually-?hidden|screen-reader-text)"
    r"|element-invisible)(?:$|\s)"
)
_ICON = re.compile(r"[^\W\d]{0,40}[^\w$€£¥₩%]*\Z")


def remove_unseen(page: HtmlElement) -> list[Dropped]:
    """Empties what is not shown, in place; the elements stay, so that their neighbours don't meet.

    Returns what it took out, in the page's order, without scripts and the like.
    """
    sizes = text_sizes(page)
    formulas = holders(page, "math")
    gone: dict[HtmlElement, str] = {}
    for element in page.iter():
        if element.getparent() in gone:
            gone[element] = ""
            continue
        reason = _reason(element, formulas)
        if reason and not (reason == "hidden" and sizes[element] > SHOWN_LATER * sizes[page]):
            gone[element] = reason
    dropped = [
        Dropped(text_of(e), reason) for e, reason in gone.items() if reason not in ("", "code")
    ]
    for element in gone:
        element.clear(keep_tail=True)
    return [part for part in dropped if part.text]


def text_of(element: HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def text_sizes(page: HtmlElement) -> dict[HtmlElement, int]:
    """Characters of text within each element; linear in the page."""
    sizes = {element: len((element.text or "").strip()) for element in page.iter()}
    for element in reversed(sizes):
        parent = element.getparent()
        if parent in sizes:
            sizes[parent] += sizes[element] + len((element.tail or "").strip())
    return sizes


def holders(page: HtmlElement, *tags: str) -> set[HtmlElement]:
    """The elements that have one of these within them."""
    found: set[HtmlElement] = set()
    for element in page.iter(*tags):
        for above in element.iterancestors():
            if above in found:
                break
            found.add(above)
    return found


def _reason(element: HtmlElement, formulas: set[HtmlElement]) -> str:
    tag, parent = element.tag, element.getparent()
    style = (element.get("style") or "").lower()
    if tag in _CODE or (tag == "button" and (parent is None or parent.tag not in _LABELLED)):
        return "code"
    if tag in ("del", "s", "strike") or _STRUCK.search(style):
        return "struck out"
    if tag in ("html", "body") or element in formulas:
        return ""
    if _is_hidden(element, style):
        return "hidden"
    if element.get("aria-hidden") == "true" and _is_unread(element, parent in formulas):
        return "hidden"
    return ""


def _is_hidden(element: HtmlElement, style: str) -> bool:
    if "hidden" in element.attrib and element.get("hidden") != "until-found":
        return True
    if element.tag == "dialog" and "open" not in element.attrib:
        return True
    return bool(_HIDDEN.search(style) or _FOR_READERS.search((element.get("class") or "").lower()))


def _is_unread(element: HtmlElement, is_twin: bool) -> bool:
    """Whether a part that screen readers pass over is an icon, a closed box or a formula's twin."""
    if element.tag not in _INLINE:
        return bool(element.get("role") != "tabpanel")
    if is_twin or any(len(child) for child in element):
        return is_twin
    said = (element.text or "") + "".join((c.text or "") + (c.tail or "") for c in element)
    return bool(_ICON.match(said.strip()))
