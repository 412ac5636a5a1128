"""What the markup says about the parts of a page: which boxes are furniture, and why."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from corpus.page.blocks import Block
from corpus.page.unseen import holders

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# More of a box than this within links makes it a list of links.
LINKED_BOX = 0.3
# A box with this share of the page's running text is the article, whatever it is called.
ARTICLE_SHARE = 0.4

FLOW, HEAD, SIDE, OUT = range(4)

_OUT = {"form", "nav", "menu", "dialog"}
_OUT_ROLES = {"navigation", "search", "dialog", "alertdialog", "banner", "contentinfo"}
_SIDE = {"aside", "footer"}
_NAMED = set("details div dl fieldset figure ol section table ul".split())
_CONTROLS = ("button", "input", "select", "textarea")
# Blocks within these stand in the box around them.
_TEXT = set(
    "p li h1 h2 h3 h4 h5 h6 td th dd dt blockquote figcaption pre tr caption summary"
    " ul ol dl tbody thead tfoot table figure details".split()
)
_NAMES = re.compile(
    r"(?:^|[\s_-])(nav|navbar|navigation|menu|breadcrumbs?|share|sharing|social|sns|related"
    r"|recommend(?:ed|ations?)?|comments?|respond|disqus|cookies?|consent|gdpr|newsletter|subscribe"
    r"|subscription|promo|advert\w*|ads?|sponsor\w*|sidebar|footer|masthead|toolbar|pagination"
    r"|pager|popup|modal|overlay|paywall|tags|skip)(?:$|[\s_-])"
)


class Zone(NamedTuple):
    """Where a part stands: in the flow of the article, at its head, beside it, or out of it."""

    place: int
    reason: str = ""


def sums(
    page: HtmlElement, blocks: Sequence[Block], size: Callable[[int], int]
) -> dict[HtmlElement, int]:
    """For each element the sum of ``size(n)`` over the blocks, by number, that stand within it."""
    total = dict.fromkeys(page.iter(), 0)
    for number, block in enumerate(blocks):
        total[block.element] += size(number)
    for element in reversed(total):
        parent = element.getparent()
        if parent in total:
            total[parent] += total[element]
    return total


def flows(page: HtmlElement) -> dict[HtmlElement, HtmlElement]:
    """For each element the box that its text stands in, past paragraphs, lists and tables."""
    found: dict[HtmlElement, HtmlElement] = {}
    for element in page.iter():
        parent = element.getparent()
        found[element] = found[parent] if element.tag in _TEXT and parent in found else element
    return found


class Zones:
    """The zones of the elements of a page."""

    def __init__(self, page: HtmlElement, blocks: Sequence[Block]) -> None:
        self._controls = holders(page, *_CONTROLS)
        self._titled = holders(page, "h1")
        self._size = sums(page, blocks, lambda n: len(blocks[n].text))
        self._linked = sums(page, blocks, lambda n: blocks[n].linked)
        self.running = sums(page, blocks, lambda n: blocks[n].running)
        self._all = self.running[page]

    def within(
        self, box: HtmlElement, is_beside: Callable[[HtmlElement], bool]
    ) -> dict[HtmlElement, Zone]:
        """The zone of each element in ``box``; what holds the box says nothing.

        ``is_beside``: whether a box stands beside the article's paragraphs; else it is out.
        """
        found = {box: Zone(FLOW)}
        for element in box.iter():
            if element is box:
                continue
            above = found[element.getparent()]
            own = self._own(element)
            if own.place == SIDE and above.place < SIDE and not is_beside(element):
                own = Zone(OUT, own.reason)
            found[element] = max(above, own, key=lambda zone: zone.place)
        return found

    def _own(self, element: HtmlElement) -> Zone:
        tag, parent = element.tag, element.getparent()
        if self.running[element] > ARTICLE_SHARE * self._all:
            return Zone(FLOW)
        if tag in _OUT or element.get("role") in _OUT_ROLES:
            is_empty_form = tag == "form" and element not in self._controls
            return Zone(FLOW) if is_empty_form else Zone(OUT, f"<{tag}>")
        if tag == "header":
            is_site = element not in self._titled and (parent is None or parent.tag == "body")
            return Zone(OUT if is_site else HEAD, "<header>")
        reason = self._name(element)
        if not reason:
            return Zone(FLOW)
        is_site = tag == "footer" and (parent is None or parent.tag == "body")
        links = self._linked[element] > LINKED_BOX * self._size[element]
        return Zone(OUT if is_site or links or element in self._controls else SIDE, reason)

    def _name(self, element: HtmlElement) -> str:
        if element.tag in _SIDE or element.get("role") == "complementary":
            return f"<{element.tag}>"
        if element.tag not in _NAMED:
            return ""
        names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
        found = _NAMES.search(names)
        return f'box named "{found[1]}"' if found else ""
