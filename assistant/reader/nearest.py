"""Which other sentences look most like an answer: BM25 over sentences, for hard negatives."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

_TOKEN = re.compile(r"\w+")
_K1, _B = 1.2, 0.75  # the usual values of BM25 (Robertson and Zaragoza, 2009)
_COMMON = 0.05  # terms in a larger share of the sentences are left out: they cost time only


class Nearest:
    """BM25 over texts that are given once."""

    def __init__(self, texts: Sequence[str]) -> None:
        tokens = [_TOKEN.findall(text.lower()) for text in texts]
        mean = sum(map(len, tokens)) / max(1, len(tokens))
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for index, words in enumerate(tokens):
            norm = _K1 * (1 - _B + _B * len(words) / mean)
            for word, count in Counter(words).items():
                self._postings[word].append((index, count * (_K1 + 1) / (count + norm)))
        self._size = len(tokens)

    def top(self, query: str, count: int) -> list[int]:
        """Indices of the best texts, best first."""
        scores: dict[int, float] = defaultdict(float)
        for word in dict.fromkeys(_TOKEN.findall(query.lower())):
            hits = self._postings.get(word, [])
            if not hits or len(hits) > max(50, _COMMON * self._size):
                continue
            weight = math.log(1 + (self._size - len(hits) + 0.5) / (len(hits) + 0.5))
            for index, part in hits:
                scores[index] += weight * part
        return sorted(scores, key=scores.__getitem__, reverse=True)[:count]
