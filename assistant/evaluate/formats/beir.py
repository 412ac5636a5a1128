"""BEIR folders: corpus.jsonl, queries.jsonl, qrels/*.tsv (Thakur et al. 2021, arXiv:2104.08663)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.evaluate.questions import BadRow, Question, QuestionError, QuestionSet
from corpus.article import Article, Corpus

SPLITS = ("test.tsv", "dev.tsv", "train.tsv")  # the first that is there is scored


def is_beir(folder: Path) -> bool:
    """True when the folder has the three parts of the format."""
    parts = ("corpus.jsonl", "queries.jsonl", "qrels")
    return all((folder / part).exists() for part in parts)


def read_beir(folder: Path) -> QuestionSet:
    """Documents as articles and the queries that have a judgement, with graded relevance.

    Judgements of 0 are kept as "not relevant". Queries of other splits are left out.
    """
    bad: list[BadRow] = []
    articles: dict[str, Article] = {}
    for line, row in _lines(folder / "corpus.jsonl", bad):
        text = row.get("text")
        if not isinstance(text, str) or not text.strip() or "_id" not in row:
            bad.append(BadRow(str(folder / "corpus.jsonl"), line, "no '_id', or no text"))
            continue
        article_id = str(row["_id"])
        articles[article_id] = Article(article_id, str(row.get("title") or article_id), text)
    qrels = _qrels(folder, articles, bad)
    questions = {}
    for line, row in _lines(folder / "queries.jsonl", bad):
        query_id, text = str(row.get("_id")), row.get("text")
        if query_id not in qrels:
            continue
        if not isinstance(text, str) or not text.strip():
            bad.append(BadRow(str(folder / "queries.jsonl"), line, "the query has no text"))
            continue
        questions[query_id] = Question(query_id, text.strip(), type="query", qrels=qrels[query_id])
    ordered = tuple(articles[key] for key in sorted(articles))
    return QuestionSet(tuple(questions.values()), tuple(bad), "beir", Corpus(ordered))


def is_pairs(document: Any) -> bool:
    """True for the same in one JSON object, as LlamaIndex saves pairs of queries and nodes."""
    parts = ("queries", "corpus", "relevant_docs")
    return isinstance(document, dict) and all(isinstance(document.get(p), dict) for p in parts)


def read_pairs(path: str, document: dict[str, dict[str, Any]]) -> QuestionSet:
    """Nodes as articles; each node that is named as relevant has the grade 1."""
    corpus = {node: text for node, text in document["corpus"].items() if str(text).strip()}
    articles = tuple(Article(node, node, str(text)) for node, text in sorted(corpus.items()))
    questions, bad = [], []
    for number, (query_id, text) in enumerate(document["queries"].items(), 1):
        relevant = [node for node in document["relevant_docs"].get(query_id, []) if node in corpus]
        if relevant and str(text).strip():
            qrels = dict.fromkeys(relevant, 1)
            questions.append(Question(query_id, str(text).strip(), type="query", qrels=qrels))
        else:
            bad.append(BadRow(path, number, f"{query_id!r} has no text, or no node of the corpus"))
    return QuestionSet(tuple(questions), tuple(bad), "beir", Corpus(articles))


def _lines(path: Path, bad: list[BadRow]) -> Iterator[tuple[int, dict[str, Any]]]:
    with path.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError as error:
                bad.append(BadRow(str(path), number, f"not JSON: {error}"))
                continue
            if isinstance(row, dict):
                yield number, row
            else:
                bad.append(BadRow(str(path), number, "the row is not an object"))


def _qrels(
    folder: Path, articles: dict[str, Article], bad: list[BadRow]
) -> dict[str, dict[str, int]]:
    found = [folder / "qrels" / split for split in SPLITS if (folder / "qrels" / split).exists()]
    found = found or sorted((folder / "qrels").glob("*.tsv"))
    if not found:
        raise QuestionError(f"{folder}/qrels has no .tsv file.", "Add the judgements as test.tsv.")
    qrels: dict[str, dict[str, int]] = {}
    for number, line in enumerate(found[0].read_text(encoding="utf-8-sig").splitlines(), 1):
        cells = line.split("\t")
        if not line.strip() or (number == 1 and cells[-1].strip() == "score"):
            continue
        if len(cells) != 3 or not cells[2].strip().lstrip("-").isdigit():
            bad.append(BadRow(str(found[0]), number, "not 'query-id, corpus-id, score'"))
        elif cells[1] not in articles:
            bad.append(BadRow(str(found[0]), number, f"no document {cells[1]!r} in corpus.jsonl"))
        else:
            qrels.setdefault(cells[0], {})[cells[1]] = int(cells[2])
    return qrels
