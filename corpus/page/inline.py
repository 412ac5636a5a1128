"""Raised and lowered characters, quotations and notes within a line, written as characters.

x<sup>2</sup> is x², H<sub>2</sub>O is H₂O, and a <q> has its quotation marks. Marks of notes go,
since "2019<sup>4</sup> act" is not the year 20194.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus.dropped import Dropped
from corpus.page.formula import fraction, lowered, raised
from corpus.page.line import BLOCKS
from corpus.page.unseen import text_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# So many characters before a raised one tell what it means.
CONTEXT = 40
# What says more is no mark, index or exponent, but text in small print or a tag left open.
LONGEST = 40
DEEPEST = 3

_SUPER = re.compile(r"vertical-align\s*:\s*(?:super|text-top)")
_ONE = r"(?:[0-9]{1,3}|[a-zA-Z]|[ivx]{2,5}|[*†‡§¶#]{1,3})"
_MARK = re.compile(rf"[\[(]?{_ONE}(?:\s?[,;–-]\s?{_ONE}){{0,6}}[\])]?\Z|\[[^\]]{{1,40}}\]\Z")
_ORDINAL = re.compile(r"(?:st|nd|rd|th|ers?|[eè]re|re|[eè]mes?|nde?|ste|os|as)\Z", re.IGNORECASE)
# Letters behind a number that are an ending in this language: 5ª, 1º, 2e.
_ENDINGS = {"es": "ao", "it": "ao", "pt": "ao", "gl": "ao", "ca": "ao", "fr": "eo", "nl": "e"}
_SIGNED = re.compile(r"(?:[+−–-][0-9n]{0,3}|[0-9]{1,2}[+−–-])\Z")
# What an exponent stands on: 10, a variable, a bracket with a sum, a unit of length or time.
_POWER = re.compile(
    r"(?:(?<![\w.,])10|(?<![\w.'’&-])[a-zA-Zα-ωΑ-Ω]|\([^()]*[+×=√][^()]*\)"
    r"|(?<![^\W\d_])(?:[kcdmnµμ]?m|ft|yd|ha)|[0-9]\s?(?:in|mi)|[/·⋅](?:s|sec|h|hr|min|a|d))\Z"
)
_ALGEBRA = re.compile(r"[nkxtij](?:\s?[+−–/-]\s?\w)?\Z")
_MONEY = re.compile(r"[$€£¥₩₹]\s?[0-9][0-9.,\s]*m\Z")
_SYMBOL = re.compile(r"[A-Z][a-z]?(?![a-z])")  # of a chemical element, behind its mass: ¹⁴C
_ABBREVIATION = re.compile(r"(?<!\w)[A-Za-z]{1,2}\Z|(?<!\w)[IVXLC]+\Z")
_NOTE_NAME = re.compile(r"foot-?note|end-?note|note-?ref|fn-?ref|backlink|\bcite|citation", re.I)
_NOTE_LINK = re.compile(r"[^#]*#_?(?:fn|ftn|edn|foot|end|note|cite|ref)", re.IGNORECASE)
_BACK = re.compile(r"[\s↩↑⬆^←\ufe0e\ufe0f]+\Z")


def spell_out(page: HtmlElement, language: str) -> list[Dropped]:
    """Writes such markup out as characters, in place; returns the marks of notes that it took out.

    ``language`` is the page's own, such as "en"; it tells 5ª from the note a.
    """
    from lxml import etree

    before, quotes = "", 0
    opened: list[tuple[HtmlElement, str]] = []
    marks: list[str] = []
    for event, element in etree.iterwalk(page, events=("start", "end")):
        if element.tag in BLOCKS or element.tag == "br":
            before = ""
        if event == "start":
            quotes += element.tag == "q"
            if len(opened) < DEEPEST and _may_mean(element):
                opened.append((element, before))
            before = (before + (element.text or ""))[-CONTEXT:]
            continue
        if element.tag == "q":
            _quote(element, "“”" if quotes % 2 else "‘’")
            quotes -= 1
        if opened and opened[-1][0] is element:
            _, context = opened.pop()
            said = text_of(element)
            written = _written(element, said, context, language) if len(said) <= LONGEST else said
            if written != said:
                marks += [said] if not written else []
                _replace(element, written)
                before = (context + written)[-CONTEXT:]
        before = (before + (element.tail or ""))[-CONTEXT:]
    return [Dropped(" ".join(marks), "marks of notes")] if marks else []


def _may_mean(element: HtmlElement) -> bool:
    if element.tag in ("sup", "sub"):
        return True
    if element.tag == "a":
        return "#" in (element.get("href") or "")
    return element.tag == "span" and bool(_SUPER.search(element.get("style") or ""))


def _replace(element: HtmlElement, text: str) -> None:
    element.clear(keep_tail=True)
    element.tag, element.text = "span", text


def _quote(element: HtmlElement, marks: str) -> None:
    if (element.text or "").lstrip()[:1] in tuple("“\"'‘«„「"):
        return
    element.text = marks[0] + (element.text or "")
    if len(element):
        element[-1].tail = (element[-1].tail or "") + marks[1]
    else:
        element.text += marks[1]


def _written(element: HtmlElement, said: str, before: str, language: str) -> str:
    if before.endswith("[") and (element.tail or "").startswith("]"):
        return said
    if element.tag == "a":
        return "" if _is_note_link(element, said) else said
    if element.tag == "sub":
        return lowered(said)
    below = element.getnext()
    if below is not None and below.tag == "sub" and (element.tail or "").strip() in ("/", "⁄"):
        element.tail, broken = "", fraction(said, text_of(below))
        below.clear(keep_tail=True)
        return f" {broken}" if before[-1:].isdigit() and broken[0].isdigit() else broken
    if element.find(".//a") is not None or _is_alone_in_link(element):
        return ""
    return _raised(said, before, element.tail or "", language)


def _is_note_link(link: HtmlElement, said: str) -> bool:
    """A link from the text to a note, or back from the note."""
    named = f"{link.get('role') or ''} {link.get('class') or ''} {link.get('rel') or ''}"
    target = link.get("href") or ""
    if _BACK.match(said):
        return target.startswith("#")
    return bool(_MARK.match(said) and (_NOTE_LINK.match(target) or _NOTE_NAME.search(named)))


def _is_alone_in_link(element: HtmlElement) -> bool:
    parent = element.getparent()
    if parent is None or parent.tag != "a" or len(parent) > 1:
        return False
    return not ((parent.text or "") + (element.tail or "")).strip()


def _raised(said: str, before: str, after: str, language: str) -> str:
    """What raised characters say after ``before``; "" for the mark of a note."""
    if _SIGNED.match(said) and before[-1:].isalnum():
        return raised(said)
    if said.isascii() and said.isdigit():
        return raised(said) if _is_exponent(said, before, after) else ""
    if _ALGEBRA.match(said) and _POWER.search(before):
        return raised(said)
    if said in ("TM", "SM", "MC"):
        return {"TM": "™", "SM": "℠"}.get(said, said)
    if before[-1:].isdigit() or _ABBREVIATION.search(before):
        if _ORDINAL.match(said):
            return said
        if said in _ENDINGS.get(language, "") or not before[-1:].isdigit():
            return {"a": "ª", "o": "º"}.get(said, said)
    if _MARK.match(said):
        return ""
    return f" {said}" if before[-1:].isalnum() and said[:1].isalnum() else said


def _is_exponent(said: str, before: str, after: str) -> bool:
    if not before or before[-1:].isspace() or before[-1:] in "([":
        return bool(_SYMBOL.match(after))
    if before[-1:].isdigit() and len(said) == 2 and said[0] == "0":
        return True  # no note is 00; a price or an hour is
    unit = before[-1:].isalpha() and len(before) > 1
    return bool(
        _POWER.search(before) and not _MONEY.search(before) and not (unit and int(said) > 12)
    )
