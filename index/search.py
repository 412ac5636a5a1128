"""Retrieval: dense and lexical search over passages, fused into one ranking."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.passage import Passage


@dataclass(frozen=True, slots=True)
class Match:
    """A passage that may answer, with the evidence of both searches.

    ``score`` is the fused score the ranking is by; ``dense`` the cosine similarity (-1 to 1) of
    question and passage; ``lexical`` the BM25 score (0 when no word is shared).
    """

    passage: Passage
    score: float
    dense: float
    lexical: float
