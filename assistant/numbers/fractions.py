"""Parts of a whole, and multiples: "two-thirds of", "half a million", "¾", "doubled"."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from assistant.numbers.atom import LETTER
from assistant.numbers.scales import FACTORS
from assistant.numbers.words import VALUES

VULGAR = "¼½¾⅐-⅞"
_ORDINALS = "third fourth fifth sixth seventh eighth ninth tenth".split()
_DENOMINATORS = {word: place for place, word in enumerate(_ORDINALS, start=3)}
_DENOMINATORS |= {f"{word}s": place for word, place in _DENOMINATORS.items()}
_DENOMINATORS |= {"half": 2, "halves": 2, "quarter": 4, "quarters": 4, "hundredth": 100}
_NUMERATOR = re.compile(
    rf"(?P<top>an?|{'|'.join(list(VALUES)[1:20])}|\d{{1,2}})(?P<gap>\s{{1,8}}|-)"
    rf"(?P<bottom>{'|'.join(sorted(_DENOMINATORS, key=len, reverse=True))})(?!\w)",
    re.IGNORECASE,
)
_OF_A_SCALE = re.compile(rf"\s+of\s+an?\s+([{LETTER}]++)", re.I)
_OF = re.compile(r"\s+of\b", re.I)
_OF_A_YEAR = re.compile(r"\s+of\s+(?:19|20)\d\d\b")
_OVER = re.compile(r"[\s)]*(?:[,.;:]|$)|\s+(?:are|is|was|were|have|had|more|less|higher|lower)\b")
_HALF_A = re.compile(
    rf"half(?:\s{{1,8}}|-)(?P<a>an?(?:\s{{1,8}}|-))?(?P<scale>[{LETTER}]++)", re.IGNORECASE
)
_HALF_OF = re.compile(
    r"half\s+(?:of|the|its|their|our|his|her|all|these|those|are|were|have|had)\b",
    re.I,
)
_WHICH_HALF = re.compile(
    r"\b(?:first|second|latter|other|former|early|later|last|each|this|that|either|[12](?:st|nd)"
    r"|bottom|top|northern|southern|eastern|western|better)[\s-]$",
    re.I,
)
_MULTIPLES = {
    "2": "double doubles doubled doubling twice twofold",
    "3": "triple triples tripled tripling treble trebled trebling thrice threefold",
    "4": "quadruple quadrupled quadrupling fourfold",
    "5": "quintuple quintupled fivefold", "6": "sixfold", "7": "sevenfold", "8": "eightfold",
    "9": "ninefold", "10": "tenfold", "100": "hundredfold",
    "½": "halve halves halved halving",
}  # fmt: skip
MULTIPLES = {word: f"×{times}" for times, words in _MULTIPLES.items() for word in words.split()}
MULTIPLES.pop("halves")
"""Words that multiply, with what they multiply by: "doubled" and "twofold" say the same."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part that ends at ``end``: in percent where it is a ``share``, else a plain number."""

    end: int
    value: Decimal
    share: bool


def part_at(text: str, at: int) -> Part | None:
    """The fraction in words that starts at ``at``: "two-thirds", "a quarter of a million"."""
    found = _NUMERATOR.match(text, at)
    if not found or not _is_fraction(found, text):
        return None
    top, bottom = found["top"].lower(), _DENOMINATORS[found["bottom"].lower()]
    value = Decimal(VALUES.get(top) or int(top if top.isdecimal() else 1)) / bottom
    scale = _OF_A_SCALE.match(text, found.end())
    if scale and (factor := FACTORS.get(scale[1].lower())):
        return Part(scale.end(), value * factor, share=False)
    return Part(found.end(), 100 * value, share=True) if value < 1 else None


def _is_fraction(found: re.Match[str], text: str) -> bool:
    """Not "a third country", "three quarters in a row"."""
    top, bottom = found["top"].lower(), found["bottom"].lower()
    of, hyphened = _OF.match(text, found.end()), "-" in found["gap"]
    if bottom.endswith("s"):
        time = _OF_A_YEAR.match(text, found.end())
        return bottom != "quarters" or (top in ("three", "3") and bool(of or hyphened) and not time)
    if top in ("a", "an"):
        return bool(of)
    return top in ("one", "1") and bool(of or hyphened or _OVER.match(text, found.end()))


def half_at(text: str, at: int) -> Part | None:
    """What the "half" that starts at ``at`` is: of something, of a scale, or of one thing."""
    if found := _HALF_OF.match(text, at):
        return Part(found.start() + len("half"), Decimal(50), share=True)
    found = _HALF_A.match(text, at)
    if found and (factor := FACTORS.get(found["scale"].lower())):
        return Part(found.end(), factor / 2, share=False)
    return Part(found.end("a"), Decimal("0.5"), share=False) if found and found["a"] else None


def one_of_two(text: str, at: int) -> bool:
    """Whether the "half" at ``at`` is one of two: "the first half of the year", "half-time"."""
    return bool(_WHICH_HALF.search(text[max(0, at - 9) : at]))


def vulgar_value(sign: str) -> Decimal:
    """The value of one character such as "¾"."""
    top, bottom = unicodedata.normalize("NFKC", sign).split("⁄")
    return Decimal(top) / Decimal(bottom)
