"""Plain text mended that was copied from a laid out document: lines, pages and words in pieces.

Numbers of lines at their starts go, so does what a page prints between two halves of a sentence
(its number, a header, a footer), and words broken at the end of a line are made whole. A text
without any of it stays as it is, to the letter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.abbreviations import STARTERS
from corpus.dropped import Dropped
from corpus.furniture import is_header, is_page_number
from corpus.hyphens import ARTEFACTS, BROKEN, SOFT, without_breaks, words_of
from corpus.printed import header_key, header_keys
from corpus.wrapping import BULLET, ends_sentence, paragraphs

# So many lines numbered in step; a share of them ends within a sentence.
NUMBERED_LINES = 3
RUNNING_SHARE = 0.15
# A sentence that goes on below empty lines alone has a line of at least this length above them.
LONG_LINE = 40
# A number that stands so far to the right is no text.
FAR_RIGHT = 8

_NUMBERED = re.compile(r"[ \t]*(\d{1,4})(?:[ \t]{2,}|\t|[ \t](?=.{30}))(?=\S)")
_LAST_WORD = re.compile(r"([^\W\d_]+)\Z")
_GOES_ON = re.compile(r"[\w,–—)’'\"”%]\Z|\w[-‐]\Z")


def mend_lines(text: str) -> tuple[str, tuple[Dropped, ...]]:
    """The text without numbers of lines and what pages print, and what was taken out of it.

    ``text`` is not normalised yet: form feeds mark where pages end, and a copy may have control
    characters for hyphens. Line ends are plain newlines.
    """
    text = SOFT.sub("", ARTEFACTS.sub("-\n", text))
    lines, numbers = _without_line_numbers(text.split("\n"))
    lines, printed = _without_page_breaks(lines)
    return "\n".join(lines), (*numbers, *printed)


def mend_words(text: str) -> str:
    """The text with each paragraph on one line in which a line end breaks a word."""
    if not BROKEN.search(text):
        return text
    said = words_of(text)
    parts: list[str] = []
    at = 0
    for paragraph in paragraphs(text):
        whole = text[paragraph.start : paragraph.end]
        if BROKEN.search(whole):
            parts += [text[at : paragraph.start], without_breaks(whole, said)]
            at = paragraph.end
    return "".join([*parts, text[at:]])


def _without_line_numbers(lines: list[str]) -> tuple[list[str], list[Dropped]]:
    """Drafts for consultation number each line, or each fifth."""
    written = [n for n, line in enumerate(lines) if line.strip()]
    steps: dict[int, list[tuple[int, re.Match[str]]]] = {}
    for place, n in enumerate(written):
        if found := _NUMBERED.match(lines[n]):
            steps.setdefault(int(found[1]) - place, []).append((n, found))
    numbers: dict[int, re.Match[str]] = {}
    for run in steps.values():
        running = sum(_runs_on(lines[n]) for n, _ in run)
        if len(run) >= NUMBERED_LINES and running >= max(1, RUNNING_SHARE * len(run)):
            numbers.update(run)
    if not numbers:
        return lines, []
    mended = [line[numbers[n].end() :] if n in numbers else line for n, line in enumerate(lines)]
    return mended, [Dropped(" ".join(numbers[n][1] for n in sorted(numbers)), "numbers of lines")]


def _runs_on(line: str) -> bool:
    """Whether the line visibly ends within a sentence: with a hyphen, a comma or a small word."""
    end = line.rstrip()
    word = _LAST_WORD.search(end)
    return bool(end.endswith(("-", ",")) or (word and word[1] in STARTERS))


def _without_page_breaks(lines: list[str]) -> tuple[list[str], list[Dropped]]:
    """Takes out what stands between two halves of a sentence when a page ends there."""
    kinds = _PrintedLines(lines)
    mended: list[str] = []
    dropped: list[Dropped] = []
    n = 0
    while n < len(lines):
        mended.append(lines[n])
        stop = n + 1
        while stop < len(lines) and kinds.may_be_printed(stop):
            stop += 1
        if stop < len(lines) and kinds.is_page_break(n, stop):
            said = [line.strip() for line in lines[n + 1 : stop] if line.strip()]
            dropped += [Dropped("\n".join(said), "printed on each page")] if said else []
            lines[stop] = lines[stop].replace("\f", "")
        else:
            mended += lines[n + 1 : stop]
        n = stop
    return mended, dropped


class _PrintedLines:
    """Which lines a page may have printed, and where one ends within a sentence."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._bare = [line.strip() for line in lines]
        self._alone = [n for n, line in enumerate(self._bare) if self._stands_alone(n, line)]
        counts = [int(self._bare[n]) for n in self._alone]
        self._steps = {
            n
            for (one, a), (other, b) in pairwise(zip(self._alone, counts, strict=True))
            if b == a + 1
            for n in (one, other)
        }
        self._headers = header_keys([line for line in self._bare if line])

    def may_be_printed(self, n: int) -> bool:
        line = self._bare[n]
        return not line or is_page_number(line) or is_header(line) or self._is_header(n)

    def is_page_break(self, before: int, after: int) -> bool:
        """Whether a sentence goes on from one line to the other, over what a page prints."""
        first, second = self._bare[before], self._bare[after]
        gap = range(before + 1, after)
        if not _goes_on(first, second):
            return False
        if any(self._is_paged(n) or "\f" in self._lines[n] for n in (*gap, after)):
            return True
        if not gap or any(self._bare[n] for n in gap):
            return False
        return len(first) >= LONG_LINE and first[-1] not in ",)’'\"”"

    def _is_paged(self, n: int) -> bool:
        """Whether the line holds a page's number or header, and no figure of the text."""
        line = self._bare[n]
        if not is_page_number(line):
            return is_header(line) or self._is_header(n)
        far = len(self._lines[n]) - len(self._lines[n].lstrip()) >= FAR_RIGHT
        return far or not line.isdecimal() or n in self._steps

    def _is_header(self, n: int) -> bool:
        return header_key(self._bare[n]) in self._headers

    def _stands_alone(self, n: int, line: str) -> bool:
        """Whether it is a whole number between empty lines, as pages are counted."""
        around = self._bare[max(0, n - 1) : n] + self._bare[n + 1 : n + 2]
        return line.isdecimal() and len(line) < 5 and not any(around)


def _goes_on(first: str, second: str) -> bool:
    """Whether a sentence that the first line leaves open goes on with the second."""
    if not first or not second or ends_sentence(first) or not _GOES_ON.search(first):
        return False
    if BULLET.match(first) and not first[-1:].isalpha():
        return False
    begins = second[0].islower() and not second[1:2].isupper() and not BULLET.match(second)
    return begins or (first[-1] in "-‐" and second[0].isalpha())
