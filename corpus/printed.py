"""Headers and footers of pages: lines that are said again beside page numbers that rise.

Minutes, laws, forms and tables say a line again and again too; what tells a header from them is the
number of its page, in the line itself or beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.furniture import LONGEST_LABEL, is_header, letters
from corpus.wrapping import BULLET, HASHES

# Said so often at least, and its number is so many lines away at most.
TIMES = 3
NEAR = 2

_NUMBER = re.compile(r"\d{1,4}(?!\d)")
_DIGITS = re.compile(r"\d+")


def header_keys(lines: Sequence[str]) -> set[str]:
    """The keys (see :func:`header_key`) of the headers and footers among these lines."""
    numbers: dict[str, list[int]] = {}
    for n, line in enumerate(lines):
        if key := header_key(line):
            beside = lines[max(0, n - NEAR) : n + NEAR + 1]
            numbers.setdefault(key, []).append(_page(line, beside))
    return {
        key
        for key, pages in numbers.items()
        if len(pages) >= TIMES and all(a < b for a, b in pairwise(pages))
    }


def header_key(line: str) -> str:
    """What a header says on every page, without its number; "" for what can't be one."""
    marked = BULLET.match(line) or HASHES.match(line) or line[:1].islower()
    if marked or len(line) > LONGEST_LABEL:
        return ""
    return letters(_DIGITS.sub("", line) if is_header(line) else line)


def _page(line: str, beside: Sequence[str]) -> int:
    """The number of the page that the header stands on, 0 if none is near."""
    if is_header(line):
        edges = _NUMBER.findall(line)
        return int(edges[-1] if line[-1:].isdigit() else edges[0]) if edges else 0
    return int(next((near for near in beside if near.isdecimal() and len(near) < 5), "0"))
