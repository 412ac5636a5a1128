"""The blocks of an HTML page in order: paragraphs, headings, items of lists, tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from corpus.byline import date_of, names_author
from corpus.furniture import extent
from corpus.page.line import BLOCKS, cell_text, leads_away, linked_size
from corpus.page.tables import is_layout, table_text
from corpus.page.unseen import holders
from corpus.source import normalise
from corpus.wrapping import ends_sentence

if TYPE_CHECKING:
    from lxml.html import HtmlElement

Kind = Literal["text", "heading", "item", "table", "caption"]

# A sentence has this many words; so many characters are a paragraph even without a full stop.
SENTENCE_WORDS = 5
LONG = 120
# A block with a larger share of its text in links is a link and not text.
LINKED = 0.5
# A term and its definition are one line up to this many characters.
LONGEST_ENTRY = 400

_SPACE = re.compile(r"[ \t\n\r\f]+")
_BREAK = re.compile(r"[ \u00a0]*\n[ \u00a0]*")
_GAP = re.compile(r"\n{2,}")
_CAPTIONS = ("caption", "figcaption")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_OWN_MARK = re.compile(r"(?:\(?[a-z\d]{1,3}\)|\d{1,3}\.|[•·‣–—-])\s")
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(slots=True)
class Block:
    """A block as it will stand in the text, the element that holds it, and how much is linked."""

    text: str
    kind: Kind
    element: HtmlElement
    linked: int  # characters within links to other pages

    @property
    def is_sentence(self) -> bool:
        return ends_sentence(self.text) and extent(self.text) >= SENTENCE_WORDS

    @property
    def is_signature(self) -> bool:
        """Whether it is there to say who wrote the article, or when."""
        return names_author(self.text) or date_of(self.text) is not None

    @property
    def running(self) -> int:
        """Its characters if it is text that runs on, and no label, entry or link; else 0."""
        runs = self.is_sentence or (self.kind == "text" and len(self.text) > LONG)
        return len(self.text) if runs and self.linked <= LINKED * len(self.text) else 0


def blocks_of(page: HtmlElement) -> list[Block]:
    """The blocks of a page whose markup within lines was spelled out already."""
    from lxml import etree

    writer = _Writer(page)
    body = page.find("body")
    walker = etree.iterwalk(page if body is None else body, events=("start", "end"))
    for event, element in walker:
        if event == "end":
            writer.leave(element)
        elif writer.enter(element):
            walker.skip_subtree()
    writer.flush()
    return writer.found


class _Writer:
    """Gathers text into blocks while a page is walked through."""

    def __init__(self, page: HtmlElement) -> None:
        self.found: list[Block] = []
        self._with_tables = holders(page, "table")
        self._with_lists = holders(page, "dl", "ol", "table", "ul")
        self._above: list[HtmlElement] = []
        self._line: list[str] = []
        self._linked = self._links = self._pre = 0
        self._mark = self._caption = ""
        self._numbers: dict[HtmlElement, int] = {}

    def enter(self, element: HtmlElement) -> bool:
        """Takes up an element; True when all of it is written already."""
        tag = element.tag
        if tag in BLOCKS:
            self.flush()
            self._above.append(element)
            self._mark = self._marker(element) or self._mark
        if tag == "table" and not is_layout(element, self._with_tables):
            self._table(element)
            return True
        if tag == "dl" and element not in self._with_lists and (entries := _entries(element)):
            self.found += [
                Block(normalise(text), "item", part, linked_size(part)) for text, part in entries
            ]
            return True
        if tag == "figcaption" and element.getparent() in self._with_tables:
            self._caption = cell_text(element)
            return True
        self._links += leads_away(element)
        self._pre += tag == "pre"
        self._write("\n" if tag == "br" else "", element.text)
        return False

    def leave(self, element: HtmlElement) -> None:
        tag = element.tag
        self._links -= leads_away(element)
        self._pre -= tag == "pre"
        if tag in BLOCKS:
            self.flush()
            if tag == "figure" and self._caption:
                self._add(self._caption, element, 0)
                self._caption = ""
            self._above.pop()
            self._mark = "" if tag == "li" or tag in _HEADINGS else self._mark
        self._write("", element.tail)

    def flush(self) -> None:
        """Ends the block; an empty line within it parts it."""
        parts = _GAP.split(_BREAK.sub("\n", "".join(self._line)))
        for part in parts:
            self._add(part, self._above[-1] if self._above else None, self._linked // len(parts))
        self._line.clear()
        self._linked = 0

    def _write(self, mark: str, text: str | None) -> None:
        said = (text or "") if self._pre else _SPACE.sub(" ", text or "")
        if not self._pre and self._line and self._line[-1].endswith(" "):
            said = said.lstrip(" ")  # beside a part that was taken out
        self._line += [piece for piece in (mark, said) if piece]
        self._linked += len(said) if self._links else 0

    def _add(self, text: str, element: HtmlElement | None, linked: int) -> None:
        text = normalise(text).strip()
        if text and element is not None:
            mark = "" if _OWN_MARK.match(text) else self._mark
            self.found.append(Block(mark + text, self._kind(element), element, linked))
            self._mark = ""

    def _kind(self, element: HtmlElement) -> Kind:
        if self._mark:
            return "heading" if self._mark.startswith("#") else "item"
        inside = any(above.tag in _CAPTIONS for above in self._above[-2:])
        return "caption" if inside else "text"

    def _table(self, table: HtmlElement) -> None:
        text, notes = table_text(table, self._caption)
        self._caption = ""
        if text:
            self.found.append(Block(normalise(text), "table", table, linked_size(table)))
        for note in notes:
            self._add(note, table, 0)

    def _marker(self, element: HtmlElement) -> str:
        if element.tag in _HEADINGS:
            return "#" * int(element.tag[1]) + " " + ("" if self._mark == "- " else self._mark)
        if element.tag != "li":
            return ""
        parent = element.getparent()
        if parent is None or parent.tag != "ol":
            return "- "
        step = -1 if "reversed" in parent.attrib else 1
        first = _number(parent, "start") or (len(parent) if step < 0 else 1)
        number = _number(element, "value") or self._numbers.get(parent, first - step) + step
        self._numbers[parent] = number
        return _numeral(number, parent.get("type") or "") + ". "


def _number(element: HtmlElement, name: str) -> int | None:
    stated = (element.get(name) or "").strip()
    return int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 6 else None


def _numeral(number: int, kind: str) -> str:
    """The number of an item as the page shows it: 3, c, iii."""
    if kind in ("a", "A") and 0 < number <= 26:
        return chr(ord(kind) + number - 1)
    if kind in ("i", "I") and 0 < number < 40:
        text = ""
        for value, letters in _ROMAN:
            text, number = text + letters * (number // value), number % value
        return text.upper() if kind == "I" else text
    return str(number)


def _entries(glossary: HtmlElement) -> list[tuple[str, HtmlElement]]:
    """Each term with its definitions as a line; none if a definition is more than a line."""
    entries: list[tuple[list[str], list[str], HtmlElement]] = []
    for part in glossary.iter("dt", "dd"):
        if part.getparent().tag in ("dt", "dd"):
            continue  # one left open holds the next, and says it already
        if not entries or (part.tag == "dt" and entries[-1][1]):
            entries.append(([], [], part))
        entries[-1][part.tag == "dd"].append(cell_text(part))
    if any(len(said) > LONGEST_ENTRY for _, definitions, _ in entries for said in definitions):
        return []
    return [
        (f"- {_headed(', '.join(filter(None, terms)), '; '.join(filter(None, said)))}", part)
        for terms, said, part in entries
        if any((*terms, *said))
    ]


def _headed(term: str, said: str) -> str:
    if not term or not said:
        return term or said
    return f"{term}{' ' if term.endswith((':', '?', '：', '？')) else ': '}{said}"
