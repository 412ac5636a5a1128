"""From logits to spans: the best pairs of start and end against the no-answer score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.reader.encode import Array, Encoded

LONGEST = 60  # tokens of the longest span
CROSSING = 2.0  # logits that a span loses for each end of a sentence that it runs over


@dataclass(frozen=True, slots=True)
class Scored:
    """What the network says of one encoded window: logits a token, and the answer logit."""

    encoded: Encoded
    starts: Array
    ends: Array
    answer: float

    @property
    def null(self) -> float:
        """The score of "no answer", at [CLS]."""
        return float(self.starts[0] + self.ends[0])


def best_spans(
    scored: Scored, top: int, breaks: Sequence[int] = (), crossing: float = CROSSING
) -> list[tuple[int, int, float]]:
    """Up to ``top`` spans (start, end, score) that do not overlap, best first.

    Offsets count characters of the window's body; the score is the sum of the span's logits less
    that of no answer, so 0 is where both are equally likely. ``breaks`` are the offsets at which
    sentences begin: a span loses ``crossing`` for each that it runs over.
    """
    item = scored.encoded
    count = len(item.offsets)
    if count == 0:
        return []
    part = slice(item.first, item.first + count)
    pairs = scored.starts[part][:, None] + scored.ends[part][None, :] - scored.null
    sentence = np.searchsorted(np.asarray(breaks), [low for low, _ in item.offsets], side="right")
    over = sentence[None, :] - sentence[:, None]
    pairs = np.where(over > 0, pairs - crossing * np.maximum(over, 1), pairs)
    reach = np.arange(count)[None, :] - np.arange(count)[:, None]
    pairs = np.where((reach >= 0) & (reach < LONGEST), pairs, -np.inf)
    found: list[tuple[int, int, float]] = []
    for _ in range(top):
        first, last = divmod(int(pairs.argmax()), count)
        if not np.isfinite(pairs[first, last]):
            break
        score = float(pairs[first, last])
        found.append((item.offsets[first][0], item.offsets[last][1], score))
        pairs[: last + 1, first:] = -np.inf  # every span that overlaps this one
    return found


def merged(spans: Sequence[tuple[int, int, float]], top: int) -> list[tuple[int, int, float]]:
    """The best of the spans of overlapping slices, without overlaps."""
    kept: list[tuple[int, int, float]] = []
    for span in sorted(spans, key=lambda s: -s[2]):
        if len(kept) < top and all(span[1] <= s or e <= span[0] for s, e, _ in kept):
            kept.append(span)
    return kept
