"""Questions about several things at once: which of them is most or least, or what they make up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.understanding.clause import parse
from assistant.understanding.verbs import BASES

Way = Literal["most", "least", "first", "last"]

# Superlatives that put figures, prices or dates in order. "Best" and "worst" do not.
_WAYS: dict[Way, str] = {
    "most": "most largest biggest greatest highest longest tallest heaviest costliest dearest "
    "fastest widest deepest busiest richest",
    "least": "least fewest smallest lowest cheapest shortest lightest slowest narrowest poorest",
    "first": "first earliest oldest",
    "last": "last latest newest youngest",
}
_WAY = {word: way for way, words in _WAYS.items() for word in words.split()}
# What an article says instead: "the record", "the only one that …", "the main port".
_ALSO: dict[Way, str] = {
    "most": "top leading main record maximum peak chief major ahead",
    "least": "minimum bottom",
    "first": "original initially pioneer began begin",
    "last": "final recent recently",
}
_SAID = {
    way: re.compile(rf"\b(?:{'|'.join(f'{_WAYS[way]} {_ALSO[way]}'.split())})\b", re.I)
    for way in _WAYS
}
_ASKED = re.compile(
    rf"\b(?P<word>{'|'.join(_WAY)})\b(?! (?:year|month|week|time|century|decade))", re.I
)
_ORDER = re.compile(r"\b(?:first|last)\b(?=\W*$| to\b)", re.I)
_NOT_IT = re.compile(r"\bat (?:least|most|first|last|the latest|the earliest)\b|\bmost of\b", re.I)
_TOGETHER = re.compile(
    r",?\s*\b(?:together|combined|altogether|in total|all told|in all|total(?= number)|sum of)\b",
    re.I,
)
_COUNTED = re.compile(
    r"\b(?:the|all|those|these) (?P<n>two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) "
    r"(?P<of>[\w-]+s)\b",
    re.I,
)
_NUMBERS = {w: n for n, w in enumerate("two three four five six seven eight nine ten".split(), 2)}
_AND = re.compile(r",\s+(?:and\s+)?|\s+and\s+")
_AND_VERB = re.compile(rf"(?<=\w) (?:{'|'.join(sorted(BASES))})\b(?!.*(?:,| and )).*$")
_HEAD = re.compile(r"^(?P<head>.*\b(?:of|in|on|for|at|from|to|by)\s+)(?P<first>.+)$")


@dataclass(frozen=True, slots=True)
class Extreme:
    """A superlative of the question: its word, and which end of an order it asks for."""

    word: str
    way: Way

    @property
    def largest(self) -> bool:
        """Whether the highest value is the one asked for."""
        return self.way in ("most", "last")

    def said_in(self, text: str) -> bool:
        """Whether a text itself says that something is it, in the same or a like word."""
        return bool(_SAID[self.way].search(_NOT_IT.sub("", text)))


def extreme(question: str) -> Extreme | None:
    """The superlative by which the question picks one of several; None where it has none."""
    asked = _NOT_IT.sub("", question.rstrip("?!. "))
    for match in _ASKED.finditer(asked):
        word = match["word"].lower()
        ordinal = word in ("first", "last") and not _ORDER.match(asked, match.start())
        quantity = word == "most" and re.match(
            r"most \w+(?:ly|ed|ant|ous|ive|ful|al|ent)\b", asked[match.start() :], re.I
        )
        if not ordinal and not quantity:
            return Extreme(word, _WAY[word])
    return None


@dataclass(frozen=True, slots=True)
class Together:
    """A question for the sum over several things.

    ``items``: as the question names them, () where it only counts them; ``count``: how many;
    ``each``: for every item the question about it alone.
    """

    items: tuple[str, ...]
    count: int
    each: tuple[str, ...]


def together(question: str) -> Together | None:
    """The things that a question adds up; None where it does not name or count them."""
    if not _TOGETHER.search(question):
        return None
    asked = " ".join(_TOGETHER.sub("", question).split())
    for phrase in _lists(asked):
        items = _items(phrase)
        if len(items) > 1:
            each = tuple(asked.replace(phrase, item, 1) for item in items)
            return Together(items, len(items), each)
    counted = _COUNTED.search(asked)
    if not counted:
        return None
    n = counted["n"].lower()
    return Together((), int(n) if n.isdigit() else _NUMBERS[n], ())


def _lists(asked: str) -> list[str]:
    """The parts of the question that list something, without the verb behind a list."""
    clause = parse(asked)
    after = " ".join((clause.subject, clause.rest)).strip()
    found = [part for part in (clause.subject, after, clause.noun) if _AND.search(part)]
    return [_AND_VERB.sub("", part) for part in found]


def _items(phrase: str) -> tuple[str, ...]:
    """ "The libraries of A, B and C" as "the libraries of A", "the libraries of B" …"""
    first, *rest = (part.strip() for part in _AND.split(phrase) if part.strip())
    head = _HEAD.match(first)
    bare = head and not any(_HEAD.match(part) for part in rest)
    return (first, *(f"{head['head']}{part}" for part in rest)) if head and bare else (first, *rest)
