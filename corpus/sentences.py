"""Cutting an article into sentences: exact offsets, whole sentences, every character covered.

A small set of rules instead of a library: the sentence is what gets cited, so each rule is here to
be read and tested, and it runs at the speed of one regular expression. Each candidate is decided
by what stands within a few characters of it, which keeps the time linear in the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from corpus.abbreviations import (
    BEFORE_NUMBER,
    EITHER,
    EITHER_CAPITAL,
    NEVER_LAST,
    ORDINAL_DOT,
    STARTERS,
    TITLES,
)
from corpus.article import Article
from corpus.cell import Cell, Part
from corpus.cells import cells_of
from corpus.language import detect_language
from corpus.layout import Unit, units
from corpus.passage import Sentence

# A "sentence" longer than this has lost its punctuation; it is cut at the best place before.
LONGEST = 1000
LONGEST_CELL = 400  # characters of a table's cell that is kept whole

_CLOSERS = "'\"”’“‘»›」』）)\\]】〉》*_"
_CANDIDATE = re.compile(
    rf"(?P<wide>[。！？｡])[.!?…。！？｡]*[{_CLOSERS}]*"
    rf"|[.!?…]+(?:[{_CLOSERS}]|[ \u00a0\u202f](?=»))*(?:\[[^\[\]\n]{{1,40}}\]|[⁰¹²³⁴-⁹]+)*"
    r"|(?<=[가-힣][다요죠까])['\"”’)]?(?=[ \t]*\n)"
)
_NEXT = re.compile(r"\s*(\S)")
_BEFORE = re.compile(r"[^\s(\[{\"“‘'«„,;:/—–]+\Z")
_WORD = re.compile(r"[^\W\d_]+")
_OPENERS = "'\"“‘«‹「『（([【〈《„¿¡*_"
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_MARKER = re.compile(r"\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5}|[가-하])\Z")
# At a semicolon, a comma, a space that is not beside a number, any space.
_CUTS = tuple(
    re.compile(p)
    for p in (r"[;；]\s*", r"[,，、:]\s+|[，、]|\s[—–-]\s", r"(?<!\d)\s+(?!\d)", r"\s+")
)
_BRAND = re.compile(r"[a-z][A-Z]")  # iPhone, eBay
_YEAR = re.compile(r"\((?:19|20)\d\d[a-z]?\)")
_SYLLABLES = re.compile(r"[가-힣]{2}")
_PAIRS = {"「": "」", "『": "』", "（": "）"}


def sentences(source: Article | str) -> tuple[Sentence, ...]:
    """The sentences, list items and headings of an article or a text, in order and disjoint.

    Every character that is not a space belongs to exactly one of them; list markers and heading
    marks stay with theirs, closing quotes and brackets with the sentence they end.
    """
    text = source if isinstance(source, str) else source.text
    language = detect_language(text) if isinstance(source, str) else source.language
    ordinals = language.partition("-")[0] in ORDINAL_DOT
    found: list[Sentence] = []
    for number, unit in enumerate(units(text)):
        if unit.kind == "table":
            found += _of_table(text, unit, number)
            continue
        heading, item = unit.kind == "heading", unit.kind == "item"
        if heading:
            spans = iter([(unit.start, unit.end)])
        else:
            spans = _spans(text, unit.start, unit.end, ordinals)
        for begin, end in spans:
            for start, stop in _bounded(text, begin, end):
                found.append(Sentence(start, stop, text[start:stop], number, heading, item))
    return tuple(found)


def _of_table(text: str, unit: Unit, number: int) -> Iterator[Sentence]:
    """The cells of a table; a cell of several sentences gives each of them its labels."""
    for start, end, cell in cells_of(text, unit.start, unit.end):
        pieces: list[Cell | None] = [cell]
        if cell and cell.end - cell.start > LONGEST_CELL:
            spans = [
                b for s in _spans(text, cell.start, cell.end, False) for b in _bounded(text, *s)
            ]
            pieces = [
                replace(cell, start=low, end=high, value=(Part(text[low:high], low, high),))
                for low, high in spans
            ]
        for piece in pieces:
            stop = piece.end if piece and piece is not pieces[-1] else end
            yield Sentence(start, stop, text[start:stop], number, item=True, cell=piece)
            start = stop + len(text[stop:end]) - len(text[stop:end].lstrip())


def _spans(text: str, start: int, end: int, ordinals: bool) -> Iterator[tuple[int, int]]:
    """The sentences of one paragraph."""
    begin, closed = start, start
    for match in _CANDIDATE.finditer(text, start, end):
        stop = match.end()
        if stop >= end or match.start() < closed:
            continue
        following = _NEXT.match(text, stop, end)
        if following is None:
            break
        if match["wide"]:
            closed = _quote_end(text, begin, match.start(), end) or closed
            ends = match.start() >= closed and _ends_wide(text, match.end(), match)
        else:
            ends = _ends(text, begin, match, following.start(1), ordinals)
        if ends:
            yield begin, stop
            begin = following.start(1)
    if begin < end:
        yield begin, end


def _quote_end(text: str, begin: int, at: int, end: int) -> int | None:
    """Where the Japanese quote or bracket that is open at ``at`` closes; None if none is open.

    Only quotes short enough to be cited whole hold their sentences together.
    """
    low = max(begin, at - LONGEST // 4)
    for opener, closer in _PAIRS.items():
        if text.rfind(opener, low, at) > text.rfind(closer, low, at):
            found = text.find(closer, at, min(end, at + LONGEST // 4))
            if found > at + 1:
                return found
    return None


def _ends_wide(text: str, stop: int, match: re.Match[str]) -> bool:
    """Whether 。！？ ends the sentence: not when a quote closes and a particle goes on with it."""
    quoted = match.end() - match.start() > 1 and text[stop - 1] in "」』”’）)"
    return not (quoted and "\u3041" <= text[stop : stop + 1] <= "\u309f")


def _ends(text: str, begin: int, match: re.Match[str], after: int, ordinals: bool) -> bool:
    """Whether the punctuation that matched ends a sentence, judged by its neighbours."""
    start, stop = match.span()
    next_character = text[after]
    if start == stop or text[start] not in ".!?…":
        return True  # a Korean sentence without a full stop at the end of its line
    if after == stop:
        return _is_glued_korean(text, start, stop)
    if next_character in ".,;:!?…)]}%":
        return False
    if _goes_on(text, after):
        return False
    if text[start] != "." or text.startswith("..", start):
        return True
    before = _BEFORE.search(text, max(begin, start - 24), start)
    if before is None:
        return True
    return _ends_after(text, begin, before, after, ordinals)


def _goes_on(text: str, at: int) -> bool:
    """Whether what follows is the middle of a sentence: a small letter, or "(2007)"."""
    if text[at] == "(" and _YEAR.match(text, at):
        return True
    first = _skip_openers(text, at)
    return text[first].islower() and not _BRAND.match(text, first)


def _skip_openers(text: str, at: int) -> int:
    while text[at] in _OPENERS and at + 1 < len(text):
        at += 1
    return at


def _ends_after(text: str, begin: int, before: re.Match[str], after: int, ordinals: bool) -> bool:
    """Whether a full stop after this token ends the sentence, given where the next word begins."""
    token = before[0]
    if before.start() <= begin + 1 and _MARKER.match(token):
        return False  # "1." or "(a)." at the start is the marker of what follows
    after = _skip_openers(text, after)
    if token.isdigit():
        return not (ordinals and len(token) <= 2 and not _starts(text, after))
    lowered = token.lower().lstrip(_OPENERS)
    capital = token[0].isupper()
    if lowered in NEVER_LAST or (capital and lowered in TITLES):
        return False
    if lowered in BEFORE_NUMBER and text[after].isdigit():
        return False
    if len(lowered) == 1 and lowered.isalpha() and not _WIDE.match(lowered):
        return _starts(text, after)
    listed = lowered in EITHER or (capital and lowered in EITHER_CAPITAL)
    if listed or _is_acronym(lowered):
        return not (listed and text[after].isdigit()) and _starts(text, after)
    return True


def _is_acronym(token: str) -> bool:
    """ "u.s", "ph.d", "b.sc": letters with full stops between them."""
    parts = token.split(".")
    return len(parts) > 1 and all(0 < len(part) <= 2 and part.isalpha() for part in parts)


def _starts(text: str, at: int) -> bool:
    """Whether the word there is one that begins sentences."""
    word = _WORD.match(text, at)
    if word is None or word[0].lower() not in STARTERS:
        return False
    return len(word[0]) > 1 or not text.startswith(".", word.end())


def _is_glued_korean(text: str, start: int, stop: int) -> bool:
    """ "했다.그러나": Korean and Chinese text pasted without the space between two sentences."""
    syllables = text[max(0, start - 2) : start]
    return stop == start + 1 and bool(_WIDE.match(text, stop) and _SYLLABLES.fullmatch(syllables))


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span itself, or its pieces if it is too long: cut as ``_CUTS`` says."""
    while end - start > LONGEST:
        cut = _cut(text, start + LONGEST // 2, start + LONGEST)
        stop = cut
        while text[stop - 1].isspace():
            stop -= 1
        yield start, stop
        start = cut
        while text[start].isspace():
            start += 1
    yield start, end


def _cut(text: str, low: int, high: int) -> int:
    for pattern in _CUTS:
        found = list(pattern.finditer(text, low, high))
        if found:
            return found[-1].end()
    while high > low and unicodedata.combining(text[high]):
        high -= 1
    return high
