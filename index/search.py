"""Retrieval: dense and lexical search over passages, fused into one ranking."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus.passage import Passage
from index.encoder import Encoder, Vectors
from index.lexical import LexicalIndex
from index.records import StoredPassages

if TYPE_CHECKING:
    from langchain_core.retrievers import BaseRetriever

    from index.store import VectorStore

# Candidates taken from each half before they are fused, when no more are asked for.
CANDIDATES = 50
# score = cosine + BM25 / LEXICAL_SCALE. Tuned on 400 questions each of SQuADShifts new_wiki (24
# articles, 1,741 passages) and SelQA dev (3,623 passages) and on 197 about the shipped briefs.
# First passage right (new_wiki, SelQA, briefs): dense alone 0.62, 0.71, 0.64; BM25 alone 0.75,
# 0.77, 0.75; reciprocal rank fusion (k = 60) 0.73, 0.77, 0.72; this sum 0.80, 0.81, 0.79. The
# optimum is flat: scales of 20 to 50 lie within 0.002 of nDCG@10. On 400 questions about the 24
# other articles of new_wiki, looked at once: rank fusion 0.77, this sum 0.83. Unlike ranks, or
# scores scaled to each question's best, the sum means the same from one question to the next.
LEXICAL_SCALE = 32.0
# Rows of chosen articles up to which their vectors are all compared; beyond it the store is
# asked for more than is needed, and what is not of those articles is left out. CPU time of a
# search of 100,000 passages without its encoding: no filter 6.8 ms; one article of 500 passages
# 1.8 ms; 25,000 passages 8.9 ms; 50,000 6.6 ms; all but 500 8.9 ms.
EXACT_ROWS = 30_000
MAX_QUESTION = 4000  # characters of a question that are searched
_QUESTIONS_KEPT = 256


@dataclass(frozen=True, slots=True)
class Match:
    """A passage that may answer, with the evidence of both searches.

    ``score`` is the fused score the ranking is by; ``dense`` the cosine similarity (-1 to 1) of
    question and passage; ``lexical`` the BM25 score (0 when no word is shared). ``row`` is the
    passage's place in the index: rows of an article are consecutive.
    """

    passage: Passage
    score: float
    dense: float
    lexical: float
    row: int = -1


class Searcher:
    """Searches an opened index. Safe to use from several threads."""

    def __init__(
        self,
        passages: StoredPassages,
        vectors: Vectors,
        store: VectorStore,
        lexical: LexicalIndex,
        encoder: Encoder,
    ) -> None:
        self._passages = passages
        self._vectors = vectors
        self._store = store
        self._lexical = lexical
        self._encoder = encoder
        self._encoded = lru_cache(_QUESTIONS_KEPT)(self._encode)

    @property
    def vocabulary(self) -> Mapping[str, int]:
        """Each lower-cased word of the passages, with the number of passages that hold it."""
        return self._lexical.vocabulary

    def idf(self, word: str) -> float:
        """BM25's inverse document frequency of a lower-cased word."""
        return self._lexical.idf(word)

    def vector(self, question: str) -> Vectors:
        """The question's vector, shape (dimension,); the last 256 questions are remembered."""
        return self._encoded(_searchable(question))

    def _encode(self, question: str) -> Vectors:
        vector: Vectors = self._encoder.encode([question], role="question")[0]
        vector.setflags(write=False)
        return vector

    def search(
        self, question: str, k: int = 10, articles: Collection[str] | None = None
    ) -> list[Match]:
        """The best ``k`` passages, best first; only of ``articles`` (ids) where given.

        A blank question, k < 1, or articles that the index doesn't have give an empty list.
        """
        question = _searchable(question)
        if not question or k < 1:
            return []
        chosen = None if articles is None else sorted(set(articles) & self._passages.rows.keys())
        limit = max(CANDIDATES, k)
        vector = self.vector(question)
        dense = self._dense(vector, limit, chosen)
        rows, bm25 = self._lexical.search(question, limit, chosen)
        lexical = dict(zip(rows.tolist(), bm25.tolist(), strict=True))
        missing = [row for row in dense.tolist() if row not in lexical]
        lexical |= self._lexical.scores(question, missing)
        union = np.union1d(dense, rows)
        cosine = self._vectors[union] @ vector
        words = np.array([lexical.get(row, 0.0) for row in union.tolist()])
        fused = fuse(cosine, words)
        best = np.lexsort((union, -fused))[:k]  # ties by row: the same question, the same order
        return [
            Match(
                passage=self._passages[int(union[at])],
                score=float(fused[at]),
                dense=float(cosine[at]),
                lexical=float(words[at]),
                row=int(union[at]),
            )
            for at in best
        ]

    def _dense(self, vector: Vectors, limit: int, chosen: list[str] | None) -> NDArray[np.int64]:
        if chosen is None:
            return self._store.search(vector, limit)
        spans = [self._passages.rows[article] for article in chosen]
        count = sum(map(len, spans))
        if count > EXACT_ROWS:
            wanted = 2 * limit * len(self._passages) // count
            found = self._store.search(vector, wanted)
            starts = np.array(sorted(span.start for span in spans))
            stops = np.array(sorted(span.stop for span in spans))
            inside = found < stops[np.searchsorted(starts, found, side="right") - 1]
            near: NDArray[np.int64] = found[inside & (found >= starts[0])][:limit]
            if len(near) == limit:
                return near
        return self._nearest_of(vector, limit, spans)

    def _nearest_of(self, vector: Vectors, limit: int, spans: Sequence[range]) -> NDArray[np.int64]:
        """Every vector of the spans is compared: exact, and linear in their number."""
        if not spans:
            return np.zeros(0, np.int64)
        cosine = np.concatenate([self._vectors[s.start : s.stop] @ vector for s in spans])
        rows = np.concatenate([np.arange(s.start, s.stop) for s in spans])
        nearest: NDArray[np.int64] = rows[np.argsort(-cosine, kind="stable")[:limit]]
        return nearest

    def as_retriever(self, k: int = 10, articles: Collection[str] | None = None) -> BaseRetriever:
        """The same search as a LangChain retriever; Documents carry ids, offsets and score."""
        from index.retriever import PassageRetriever

        return PassageRetriever(
            searcher=self, k=k, articles=None if articles is None else list(articles)
        )


def _searchable(question: str) -> str:
    """The question without what no text holds: half of a surrogate pair can't be encoded."""
    return question[:MAX_QUESTION].encode("utf-8", "ignore").decode().strip()


def fuse(cosine: NDArray[np.floating], bm25: NDArray[np.floating]) -> NDArray[np.float64]:
    """One score a passage from its cosine and its BM25 score."""
    fused: NDArray[np.float64] = cosine + bm25 / LEXICAL_SCALE
    return fused
