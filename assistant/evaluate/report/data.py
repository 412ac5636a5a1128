"""What the report's table needs of each row: compact, every text stored once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.answer import Citation
from assistant.evaluate.rows import Row
from corpus.article import Article, Corpus

HITS = 10  # search results shown for a question; the evidence is shown wherever it stands
AROUND = 1200  # characters of a paragraph kept on either side of a quote


class _Texts:
    """Texts by number, so that a paragraph cited a hundred times is stored once."""

    def __init__(self) -> None:
        self.found: dict[str, int] = {}

    def number(self, text: str) -> int:
        return self.found.setdefault(text, len(self.found))


def report_data(rows: Sequence[Row], corpus: Corpus) -> dict[str, Any]:
    """``texts`` and ``rows``; a row's quotes and hits refer to texts by number."""
    articles = {article.id: article for article in corpus}
    texts = _Texts()
    listed = [_row(row, articles, texts) for row in rows]
    return {"rows": listed, "texts": list(texts.found)}


def _row(row: Row, articles: dict[str, Article], texts: _Texts) -> dict[str, Any]:
    answer = row.answer
    found: dict[str, Any] = {
        "id": row.id,
        "question": row.question,
        "type": row.type,
        "outcome": row.outcome,
        "step": row.step,
        "confidence": row.confidence,
        "ms": row.ms,
        "rank": row.evidence_rank,
        "error": row.error,
        "key": _key(row.key),
        "scores": {name: round(v, 3) for name, v in row.scores.items() if name in _SHOWN},
        "hits": [
            [hit["rank"], hit["article_id"], _passage(hit, articles, texts), int(hit["evidence"])]
            for hit in row.retrieved
            if hit["rank"] <= HITS or hit["evidence"]
        ],
    }
    if answer is not None:
        found |= {
            "status": answer.status,
            "reason": answer.reason,
            "answer": answer.answer,
            "short": answer.short,
            "searched": answer.searched_for,
            "notes": list(answer.notes),
            "quotes": [_quote(c, articles, texts) for c in answer.citations],
            "related": [_quote(c, articles, texts) for c in answer.related],
        }
    return found


_SHOWN = (
    "em", "f1", "rouge_l", "citation_precision", "citation_recall", "sentence_precision",
    "sentence_recall", "mrr", "correctness", "faithfulness",
)  # fmt: skip


def _key(key: dict[str, Any]) -> list[tuple[str, str]]:
    """The key in words: (what, text)."""
    lines = [("expected", "an abstention")] if key.get("answerable") is False else []
    lines += [("must match", pattern) for pattern in key.get("expect", ())]
    lines += [("must not match", pattern) for pattern in key.get("forbid", ())]
    lines += [("one of", " · ".join(key["answers"]))] if key.get("answers") else []
    lines += [("cites", " or ".join(group)) for group in key.get("sources", ())]
    lines += [("status", " or ".join(key["status"]))] if key.get("status") else []
    lines += [("reference", key["reference"])] if key.get("reference") else []
    lines += [("evidence", sentence) for sentence in key.get("evidence", ())]
    lines += [("relevant", f"{name} ({grade})") for name, grade in key.get("qrels", {}).items()]
    return lines + [("asked before", question) for question in key.get("history", ())]


def _passage(hit: dict[str, Any], articles: dict[str, Article], texts: _Texts) -> int:
    article = articles.get(hit["article_id"])
    return texts.number(article.text[hit["start"] : hit["end"]] if article else "")


def _quote(citation: Citation, articles: dict[str, Article], texts: _Texts) -> dict[str, Any]:
    """The quote in its paragraph: ``from`` and ``to`` are offsets into that text."""
    article = articles.get(citation.article_id)
    exact = article is not None and article.text[citation.start : citation.end] == citation.quote
    if article is None or not exact:
        start, end, paragraph = 0, len(citation.quote), citation.quote
    else:
        first, last = _paragraph(article.text, citation.start, citation.end)
        paragraph = article.text[first:last]
        start, end = citation.start - first, citation.end - first
    return {
        "n": citation.n,
        "article": citation.article_id,
        "title": citation.title,
        "text": texts.number(paragraph),
        # JavaScript counts UTF-16 units, Python characters.
        "from": _units(paragraph[:start]),
        "to": _units(paragraph[:end]),
        "exact": exact,
    }


def _paragraph(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the paragraph of ``text[start:end]`` begins and ends: blank lines bound it."""
    first, last = text.rfind("\n\n", 0, start), text.find("\n\n", end)
    first = max(first + 2 if first >= 0 else 0, start - AROUND)
    return first, min(last if last >= 0 else len(text), end + AROUND)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
