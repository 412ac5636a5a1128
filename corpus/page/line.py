"""The text of a part as one line, as a cell of a table or an entry of a glossary needs it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

BLOCKS = set(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption"
    " figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre"
    " search section summary table tbody td tfoot th thead title tr ul".split()
)
_SPACE = re.compile(r"[ \t\n\r\f]+")
_STOPS = tuple(".:;,!?…。：；、")


def cell_text(element: HtmlElement) -> str:
    """Everything that it says in one line; its items, paragraphs and broken lines apart by "; "."""
    from lxml import etree

    pieces: list[str] = []
    for event, part in etree.iterwalk(element, events=("start", "end")):
        if part.tag in BLOCKS:
            pieces.append("\n")
        if event == "start":
            pieces.append("\r" if part.tag == "br" else "")
            pieces.append(_SPACE.sub(" ", part.text or ""))
        elif part is not element:
            pieces.append(_SPACE.sub(" ", part.tail or ""))
    lines = [_unbroken(line) for line in "".join(pieces).split("\n")]
    return _joined([line for line in lines if line])


def _unbroken(line: str) -> str:
    """A line that the page broke for its width goes on; what begins with a capital is an entry."""
    parts = [part for broken in line.split("\r") if (part := " ".join(broken.split(" ")).strip())]
    found: list[str] = []
    for part in parts:
        if found and not (part[0].isupper() or part[0].isdigit()):
            found[-1] += f" {part}"
        else:
            found.append(part)
    return _joined(found)


def _joined(lines: list[str]) -> str:
    text = ""
    for line in lines:
        text += (" " if text.endswith(_STOPS) else "; " if text else "") + line
    return text


def leads_away(element: HtmlElement) -> bool:
    """Whether it is a link to another page, and neither an anchor nor a link within this page."""
    if element.tag != "a" or (element.get("href") or "").startswith("#"):
        return False
    return "href" in element.attrib or not ("name" in element.attrib or "id" in element.attrib)


def linked_size(element: HtmlElement) -> int:
    """Characters of its text that are within links to other pages."""
    from lxml import etree

    size = depth = 0
    for event, part in etree.iterwalk(element, events=("start", "end")):
        depth += leads_away(part) * (1 if event == "start" else -1)
        text = part.text if event == "start" else part.tail if part is not element else ""
        size += len((text or "").strip()) if depth else 0
    return size
