"""Retrieval scores by ir-measures, and the rank at which the evidence stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.evaluate.evidence import units
from assistant.evaluate.questions import Question
from corpus.article import Corpus
from index.search import Match

DEPTH = 20  # passages fetched for a question, for recall@20 and nDCG@10
DOCUMENT_DEPTH = 100  # passages fetched where documents are ranked: several may share a document
CUTOFFS = (1, 3, 5, 10, 20)


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage that retrieval found; ``rank`` counts from 1, ``evidence``: it holds a piece."""

    rank: int
    article_id: str
    start: int
    end: int
    evidence: bool


@dataclass(frozen=True, slots=True)
class Retrieval:
    """What retrieval found, and its scores by metric name (empty without gold)."""

    hits: tuple[Hit, ...]
    scores: dict[str, float]
    evidence_rank: int | None  # of the last piece found; None while a piece is missing


def depth(question: Question) -> int:
    """How many passages to fetch; 0 where the key has nothing that could be found."""
    if question.qrels:
        return DOCUMENT_DEPTH
    scored = question.evidence or question.expect or question.answers or question.sources
    return DEPTH if scored else 0


def score_retrieval(question: Question, matches: Sequence[Match], corpus: Corpus) -> Retrieval:
    """Scores of a ranking against the question's evidence.

    With ``qrels`` the documents are ranked, each by its best passage. Else passages are: each
    piece of evidence (:func:`units`) is a query of its own with one relevant item, the first
    passage that holds it, and the question's score is the mean over its pieces.
    """
    pieces = units(question, corpus)
    found = [
        [i for i, unit in enumerate(pieces) if unit(m.passage.article_id, m.passage.text)]
        for m in matches
    ]
    first = [
        next((rank for rank, held in enumerate(found, 1) if piece in held), None)
        for piece in range(len(pieces))
    ]
    hits = tuple(
        Hit(rank, m.passage.article_id, m.passage.start, m.passage.end, bool(held))
        for rank, (m, held) in enumerate(zip(matches, found, strict=True), 1)
    )
    ranks = [rank for rank in first if rank is not None]
    last = max(ranks) if ranks and len(ranks) == len(first) else None
    if question.qrels:
        ranking = list(dict.fromkeys(m.passage.article_id for m in matches))
        scores = _measure([(dict(question.qrels), ranking)])
    else:
        scores = _measure([({"hit": 1}, _ranking(rank, len(hits))) for rank in first])
    return Retrieval(hits, scores, last)


def _ranking(hit: int | None, length: int) -> list[str]:
    return ["hit" if rank == hit else str(rank) for rank in range(1, length + 1)]


def _measure(queries: Iterable[tuple[dict[str, int], list[str]]]) -> dict[str, float]:
    """Means over (grades by item, ranking) pairs, of recall@k, MRR and nDCG@10."""
    import ir_measures
    from ir_measures import RR, R, nDCG

    qrels: list[Any] = []
    run: list[Any] = []
    count = 0
    for number, (grades, ranking) in enumerate(queries):
        count += 1
        name = str(number)
        qrels += [ir_measures.Qrel(name, item, grade) for item, grade in grades.items()]
        run += [ir_measures.ScoredDoc(name, item, -float(r)) for r, item in enumerate(ranking)]
    if not count:
        return {}
    wanted = {f"recall@{k}": R @ k for k in CUTOFFS} | {"mrr": RR, "ndcg@10": nDCG @ 10}
    totals = dict.fromkeys(wanted, 0.0)
    names = {str(measure): name for name, measure in wanted.items()}
    for metric in ir_measures.iter_calc(list(wanted.values()), qrels, run):
        totals[names[str(metric.measure)]] += metric.value
    return {name: total / count for name, total in totals.items()}
