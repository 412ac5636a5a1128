"""Spelling: words that nobody knows are matched to the words of the articles."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from assistant.understanding.words import FUNCTION_WORDS, names, tokens

_SHORTEST = 4  # letters: shorter words have too many neighbours
_SHORTEST_NAME = 5
_SHORTEST_PART = 3  # letters of a word that was written together with the next
_LONG = 8  # letters from which two edits still leave most of a word
# What a slip costs beside its edits. Letters exchanged, doubled or left out and vowels mistaken are
# what people do most (Damerau 1964, Mitton 1996); another letter or another beginning is rarer.
_EXCHANGED, _DOUBLED, _VOWELS, _ANOTHER, _FIRST = -0.35, -0.35, -0.1, 0.15, 0.4
_NOT_IN_ARTICLES = 0.3  # a word of English that no article uses is the less likely one
_DECADE = 0.1  # for every tenfold that a word is rarer in English than the commonest
_COMMONEST, _UNLISTED = 2e10, 1e6  # counts in the dictionary: of "the", and for a word not in it
_QUESTION_WORDS = frozenset("what who whom whose which where when why how".split())
_AFTER_HOW = frozenset(
    "many much long often large big far high old soon is are was do does".split()
)
_ENDINGS = frozenset("less like free wide able based over full out off".split())


@dataclass(frozen=True, slots=True)
class Respelling:
    """The question with unknown words replaced, and which was replaced by which."""

    question: str
    changes: tuple[tuple[str, str], ...]


class Speller:
    """Matches words that neither the articles nor English know to the nearest that they do.

    ``vocabulary`` maps lower-case words of the corpus to the number of passages that hold them;
    ``english`` holds words that are right although neither article nor dictionary has them.
    """

    def __init__(self, vocabulary: Mapping[str, int], english: frozenset[str]) -> None:
        self._vocabulary = vocabulary
        self._english = english

    def respell(self, question: str) -> Respelling:
        """Names stay as they are unless one slip away from a word of the articles."""
        shouted = question.isupper()
        named = frozenset(names(question))
        words = tokens(question)
        changes = {f"{a} {b}": a + b.lower() for a, b in pairwise(words[1:]) if self._is_one(a, b)}
        for before, token in pairwise(["", *words]):
            is_name = not shouted and (token in named or (not before and token[0].isupper()))
            for part in token.split("-"):
                if (shouted or not part.isupper()) and part.isascii() and part.isalpha():
                    better = self._better(part.lower(), before.lower(), is_name)
                    changes |= {part: _cased(better, part)} if better else {}
        for wrong, right in changes.items():
            question = re.sub(rf"\b{re.escape(wrong)}\b", right, question)
        return Respelling(question, tuple(changes.items()))

    def _is_one(self, one: str, other: str) -> bool:
        """Whether two capitalised words are one name of the articles: "Deep Seek"."""
        joined = (one + other).lower()
        capitals = one[0].isupper() and other[0].isupper()
        return capitals and joined in self._vocabulary and joined not in self._dictionary

    def _better(self, word: str, before: str, is_name: bool) -> str | None:
        if before == "how" and word not in self._vocabulary:
            near = [w for w in _AFTER_HOW if len(w) >= _SHORTEST and _distance(word, w) == 1]
            if near:
                return min(near)
        if self._knows(word):
            return None
        if not before:
            near = [w for w in _QUESTION_WORDS if _is_slip(word, w)]
            if near:
                return min(near, key=lambda w: (len(w), w))  # never by the order of a set
        if len(word) < _SHORTEST and not is_name:
            near = [w for w in FUNCTION_WORDS if _is_slip(word, w)]
            return near[0] if len(near) == 1 else None
        long_enough = len(word) >= (_SHORTEST_NAME if is_name else _SHORTEST)
        return self._nearest(word, is_name) if long_enough else None

    def _knows(self, word: str) -> bool:
        """Whether the word, or the one it is a plural of, stands in an article or a dictionary."""
        forms = {word, word.removesuffix("s")}
        said = any(self._is_said(form) or form in self._english for form in forms)
        return said or any(form in self._dictionary for form in forms)

    def _is_said(self, word: str) -> bool:
        return word in self._vocabulary or word in FUNCTION_WORDS

    @cached_property
    def _dictionary(self) -> Mapping[str, int]:
        """Words of English with their number in a large collection of books."""
        from importlib.resources import files

        text = (files("symspellpy") / "frequency_dictionary_en_82_765.txt").read_text("utf-8-sig")
        return {word: int(count) for word, count in (line.split() for line in text.splitlines())}

    @cached_property
    def _initials(self) -> Mapping[str, list[str]]:
        """The dictionary's words by their first letter, which is seldom wrong."""
        groups: dict[str, list[str]] = {}
        for word in self._dictionary:
            groups.setdefault(word[0], []).append(word)
        return groups

    @cached_property
    def _choices(self) -> list[str]:
        words = {word for word in self._vocabulary if word.isalpha() and word.isascii()}
        return sorted(word for word in words | FUNCTION_WORDS if len(word) >= _SHORTEST)

    def _nearest(self, word: str, is_name: bool) -> str | None:
        found = _within(word, self._choices, 1)
        if is_name:
            found = [other for other in found if _may_be_name(word, other)]
            return self._likeliest(word, found)
        initials = self._initials.get(word[0], [])
        found += _within(word, initials, 1)
        apart = None if found else self._apart(word)
        if not found and not apart and len(word) >= _LONG:
            found = _within(word, self._choices, 2) + _within(word, initials, 2)
        return apart or self._likeliest(word, found)

    def _apart(self, word: str) -> str | None:
        """Two words of the articles written as one: "howmuch", "budgetcuts"."""
        cuts = range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
        pairs = [(word[:at], word[at:]) for at in cuts if word[at:] not in _ENDINGS]
        fits = [f"{a} {b}" for a, b in pairs if self._is_said(a) and self._is_said(b)]
        return fits[0] if len(fits) == 1 else None

    def _likeliest(self, word: str, found: Iterable[str]) -> str | None:
        costs = {other: self._cost(word, other) for other in found}
        return min(costs, key=lambda other: (costs[other], other), default=None)

    def _cost(self, word: str, other: str) -> float:
        cost = _distance(word, other) + _FIRST * (word[0] != other[0])
        if sorted(word) == sorted(other):
            cost += _EXCHANGED
        elif _single(word) == _single(other):
            cost += _DOUBLED
        elif _consonants(word) == _consonants(other):
            cost += _VOWELS
        elif len(word) == len(other):
            cost += _ANOTHER
        rarity = math.log10(_COMMONEST / self._dictionary.get(other, _UNLISTED))
        return cost + _DECADE * rarity + _NOT_IN_ARTICLES * (other not in self._vocabulary)


def _cased(word: str, like: str) -> str:
    if like.isupper():
        return word.upper()
    return word.capitalize() if like[0].isupper() else word


def _distance(one: str, other: str) -> int:
    from rapidfuzz.distance import OSA

    return int(OSA.distance(one, other))


def one_slip(word: str, other: str) -> bool:
    """Whether one edit makes the other word of a word, as they are written."""
    return _distance(word, other) == 1


def _within(word: str, choices: Sequence[str], edits: int) -> list[str]:
    """The choices that at most that many edits make of the word."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    found = process.extract(word, choices, scorer=OSA.distance, score_cutoff=edits, limit=50)
    return [choice for choice, *_ in found if len(choice) >= _SHORTEST]


def _is_slip(word: str, other: str) -> bool:
    """One letter of the other word is missing, or two are exchanged: "wih", "teh"."""
    missing = len(other) == len(word) + 1 and word[0] == other[0]
    exchanged = other != word and sorted(other) == sorted(word)
    return (missing or exchanged) and _distance(word, other) == 1


def _may_be_name(word: str, other: str) -> bool:
    """Whether a name can be the other word misspelt: another letter makes another name."""
    begins = word[0] == other[0] or sorted(word[:2]) == sorted(other[:2])
    same = sorted(word) == sorted(other) or _consonants(word) == _consonants(other)
    return begins and (same or len(word) != len(other))


def _single(word: str) -> str:
    return re.sub(r"(.)\1", r"\1", word)


def _consonants(word: str) -> str:
    return re.sub(r"[aeiouy]", "", _single(word))
