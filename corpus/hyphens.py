"""Words that were broken at the end of a line, made whole again.

"gov-" above "ernment" is one word, "cross-" above "ministerial" two with a hyphen between them.
What decides is, in this order: how the text itself writes the word elsewhere, a list of English
words, and whether both halves are words.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Mapping

# What copies of PDF files have in the place of a hyphen at the end of a line (PDFium's two).
ARTEFACTS = re.compile("[\u0002\ufffe][ \t]*\n?")
# A hyphen that is seen only where a line ends; so the word goes on without it.
SOFT = re.compile("\u00ad[ \t]*\n[ \t]*")
BROKEN = re.compile(r"(?<=\w)[-‐][ \t]*\n[ \t]*(?=[^\W_])(?!\d{1,3}[.)]\s)")

_LEFT = re.compile(r"[^\W_]+\Z")
_RIGHT = re.compile(r"[^\W_]+")
_WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
# No word is longer; it bounds how far a break looks to its left.
_LONGEST = 64
_SUSPENDED = frozenset("and or nor to und oder bis et ou y o e og och eller en of".split())


def without_breaks(paragraph: str, said: Mapping[str, int]) -> str:
    """The paragraph on one line, the words that its line ends broke whole.

    ``said``: how often the text has each word, in lower case, where no line end breaks it.
    """
    parts: list[str] = []
    at = 0
    for found in BROKEN.finditer(paragraph):
        parts.append(paragraph[at : found.start()])
        left = _LEFT.search(paragraph, max(0, found.start() - _LONGEST), found.start())
        right = _RIGHT.match(paragraph, found.end())
        assert left is not None
        assert right is not None
        parts.append(_between(left[0], right[0], said))
        at = found.end()
    return " ".join("".join([*parts, paragraph[at:]]).split())


def words_of(text: str) -> Counter[str]:
    """How often each word stands in a text, hyphens within it included, line ends apart."""
    whole = re.sub(r"\w+[-‐][ \t]*\n[ \t]*\w+", " ", text)
    return Counter(word.lower().replace("‐", "-") for word in _WORD.findall(whole))


def _between(left: str, right: str, said: Mapping[str, int]) -> str:
    """What stands between the two halves: nothing, a hyphen, or a hyphen and a space."""
    first, second = left.lower(), right.lower()
    whole, hyphened = said.get(first + second, 0), said.get(f"{first}-{second}", 0)
    if whole or hyphened:
        return "-" if hyphened > whole else ""
    if not (first.isalpha() and second.isalpha()):
        return "-"
    english = _english()
    if first + second in english and not (first in english and second in _SUSPENDED):
        return ""
    if second in _SUSPENDED:
        return "- "
    if right[0].isupper():
        return "-"
    return "-" if first in english and second in english else ""


@functools.cache
def _english() -> frozenset[str]:
    """The words of symspellpy's list but its shortest, many of which are abbreviations."""
    from importlib.resources import files

    text = (files("symspellpy") / "frequency_dictionary_en_82_765.txt").read_text("utf-8-sig")
    return frozenset(line.split()[0] for line in text.splitlines())
