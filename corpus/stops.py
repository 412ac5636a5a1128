"""Where a sentence ends: full stops told from those of abbreviations, numbers and names.

Each candidate is decided by what stands within a few characters of it, which keeps the time linear
in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.abbreviations import (
    BEFORE_NUMBER,
    EITHER,
    EITHER_CAPITAL,
    NEVER_LAST,
    STARTERS,
    TITLES,
)

# A "sentence" longer than this has lost its punctuation.
LONGEST = 1000

# The mark of a note behind a full stop: [12], [a], [note 3], [citation needed].
_NOTE = r"\[(?:[^\[\]\n]{0,12}\d{1,3}|[a-z](?:[a-z ]{2,24})?)\]"
_CLOSERS = "'\"”’“‘»›」』）)\\]】〉》*_"
_CANDIDATE = re.compile(
    rf"(?P<wide>[。！？｡])[.!?…。！？｡]*[{_CLOSERS}]*"
    rf"|[.!?…]+(?:[{_CLOSERS}]|[ \u00a0\u202f](?=»))*(?:{_NOTE}|[⁰¹²³⁴-⁹]+)*"
    r"|(?<=[가-힣][다요죠까])['\"”’)]?(?=[ \t]*\n)"
)
_NEXT = re.compile(r"\s*(\S)")
_BEFORE = re.compile(r"[^\s(\[{\"“‘'«„,;:/—–]+\Z")
_WORD = re.compile(r"[^\W\d_]+")
_OPENERS = "'\"“‘«‹「『（([【〈《„¿¡*_"
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_MARKER = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[a-zA-Z]|[ivxIVX]{1,5}|[가-하])\Z")
_BRAND = re.compile(r"[a-z][A-Z]")  # iPhone, eBay
_YEAR = re.compile(r"\((?:19|20)\d\d[a-z]?\)")
_SYLLABLES = re.compile(r"[가-힣]{2}")
_PAIRS = {"「": "」", "『": "』", "（": "）"}


def spans(text: str, start: int, end: int, ordinals: bool) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence of the paragraph ``text[start:end]``.

    ``ordinals``: whether its language writes ordinal numbers with a full stop.
    """
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
    if next_character in ".,;:!?…)]}%&":
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
