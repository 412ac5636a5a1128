"""Which blocks of a page trafilatura takes for the article.

Its output is plain text whose lines are not always those of the blocks, so a block is found in it
by its runs of four words, and a shorter one by its line.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from copy import deepcopy
from typing import TYPE_CHECKING

from corpus.page.blocks import Block

if TYPE_CHECKING:
    from lxml.html import HtmlElement

RUN = 4  # words
# A block is part of the article if this share of its runs is.
FOUND_SHARE = 0.5
# trafilatura needs time in the square of some sizes; larger and deeper pages are judged without it.
MOST_ELEMENTS = 20_000
DEEPEST = 200

# Chinese, Japanese and Korean characters count as words.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+")
# It takes the words of these out of their sentence.
_PLAIN = ("data", "ins", "mark", "output", "q", "time")


def votes_of(page: HtmlElement, blocks: Sequence[Block]) -> list[bool]:
    """For each block whether trafilatura keeps it; all False where it finds nothing."""
    text = _extracted(page)
    lines = {tuple(_WORD.findall(line)) for line in text.lower().splitlines()}
    words = _WORD.findall(text.lower())
    runs = set(zip(*(words[start:] for start in range(RUN)), strict=False))
    return [_is_found(_WORD.findall(block.text.lower()), lines, runs) for block in blocks]


def _is_found(words: list[str], lines: set[tuple[str, ...]], runs: set[tuple[str, ...]]) -> bool:
    if len(words) < RUN:
        return bool(words) and tuple(words) in lines
    own = list(zip(*(words[start:] for start in range(RUN)), strict=False))
    return sum(run in runs for run in own) >= FOUND_SHARE * len(own)


def _extracted(page: HtmlElement) -> str:
    from trafilatura import extract

    if _is_too_much(page):
        return ""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # an empty page is no error here
    copy = deepcopy(page)
    for element in copy.iter(*_PLAIN):
        element.tag = "span"
    return extract(copy, include_comments=False, include_tables=True) or ""


def _is_too_much(page: HtmlElement) -> bool:
    depths: dict[HtmlElement, int] = {}
    for number, element in enumerate(page.iter()):
        depths[element] = depths.get(element.getparent(), 0) + 1
        if number > MOST_ELEMENTS or depths[element] > DEEPEST:
            return True
    return False
