"""Spelling: unknown words of a question are matched to words that the articles use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.words import FUNCTION_WORDS, names, stem, tokens

# A typo keeps most of a word: one edit up to seven letters, two above (Damerau 1964 found four
# in five misspellings to be one edit away). Shorter words have too many neighbours.
_SHORTEST = 4
_LONG = 8


@dataclass(frozen=True, slots=True)
class Respelling:
    """The question with unknown words replaced, and which was replaced by which."""

    question: str
    changes: tuple[tuple[str, str], ...]


class Speller:
    """Matches words that neither the articles nor English know to the nearest that they do.

    ``vocabulary`` maps lower-case words of the corpus to the number of passages that hold them;
    ``english`` holds ordinary words that are right although no article uses them.
    """

    def __init__(self, vocabulary: Mapping[str, int], english: frozenset[str]) -> None:
        self._frequency = {w: n for w, n in vocabulary.items() if w.isalpha()}
        self._known = english | FUNCTION_WORDS | set(vocabulary)
        self._stems = {stem(word) for word in vocabulary}
        usable = {w for w in self._frequency if len(w) >= _SHORTEST}
        self._choices = sorted(usable | {w for w in FUNCTION_WORDS if len(w) >= _SHORTEST})

    def respell(self, question: str) -> Respelling:
        """Names stay as they are unless one letter off a word of the articles."""
        named = set(names(question))
        changes = []
        for token in dict.fromkeys(tokens(question)):
            better = self._nearest(token, is_name=token in named)
            if better:
                changes.append((token, better))
        for wrong, right in changes:
            question = question.replace(wrong, right)
        return Respelling(question, tuple(changes))

    def _nearest(self, token: str, is_name: bool) -> str | None:
        word = token.lower()
        if len(word) < _SHORTEST or not word.isalpha() or not word.isascii():
            return None
        if word in self._known or stem(word) in self._stems:
            return None
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        allowed = 2 if len(word) >= _LONG and not is_name else 1
        found = process.extract(
            word, self._choices, scorer=OSA.distance, score_cutoff=allowed, limit=8
        )
        near = [(distance, -self._frequency.get(w, 0), w) for w, distance, _ in found]
        return min(near)[2] if near else None
