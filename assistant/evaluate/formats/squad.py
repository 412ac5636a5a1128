"""SQuAD files (v1.1 and v2.0): contexts become articles, answers spans, impossible ones refusals.

Format: Rajpurkar et al. 2016 (arXiv:1606.05250) and 2018 (arXiv:1806.03822).
"""

from __future__ import annotations

from typing import Any

from assistant.evaluate.questions import BadRow, Question, QuestionSet
from corpus.article import Article, Corpus


def is_squad(document: Any) -> bool:
    """True for ``{"data": [{"paragraphs": [...]}, ...]}``."""
    data = document.get("data") if isinstance(document, dict) else None
    return (
        isinstance(data, list)
        and bool(data)
        and all(isinstance(entry, dict) and "paragraphs" in entry for entry in data)
    )


def read_squad(path: str, document: Any) -> QuestionSet:
    """Questions and articles of a SQuAD document; ``line`` of a bad row is the question's number.

    A context that stands twice becomes one article. An answer that is not at its offset in the
    context makes the row bad: such a key can't be met by a quote.
    """
    reader = _Reader(path)
    entries = document.get("data") if isinstance(document, dict) else None
    for entry in entries if isinstance(entries, list) else []:
        paragraphs = entry.get("paragraphs") if isinstance(entry, dict) else None
        for paragraph in paragraphs if isinstance(paragraphs, list) else []:
            reader.paragraph(str(entry.get("title") or "Untitled"), paragraph)
    articles = sorted(reader.articles.values(), key=lambda article: article.id)
    return QuestionSet(
        tuple(reader.questions.values()), tuple(reader.bad), "squad", Corpus(tuple(articles))
    )


class _Reader:
    def __init__(self, path: str) -> None:
        self.path = path
        self.articles: dict[str, Article] = {}  # by context
        self.questions: dict[str, Question] = {}
        self.bad: list[BadRow] = []
        self.seen = 0

    def paragraph(self, title: str, paragraph: Any) -> None:
        context = paragraph.get("context") if isinstance(paragraph, dict) else None
        rows = paragraph.get("qas") if isinstance(paragraph, dict) else None
        for row in rows if isinstance(rows, list) else []:
            self.seen += 1
            reason = self._row(title, context, row)
            if reason:
                self.bad.append(BadRow(self.path, self.seen, reason))

    def _row(self, title: str, context: Any, row: Any) -> str | None:
        """Adds a question; returns what is wrong with it instead."""
        if not isinstance(context, str) or not context.strip():
            return "the paragraph has no context"
        if not isinstance(row, dict) or not isinstance(row.get("question"), str):
            return "the question is missing"
        spans = [] if row.get("is_impossible") else row.get("answers") or []
        if not row.get("is_impossible") and not spans:
            return "an answerable question without answers"
        for span in spans:
            text, start = span.get("text"), span.get("answer_start")
            if not isinstance(text, str) or not isinstance(start, int):
                return "an answer without text or answer_start"
            if context[start : start + len(text)] != text:
                return f"the answer {text!r} is not at {start} in its context"
        question_id = str(row.get("id") or f"squad-{self.seen}")
        if question_id in self.questions:
            return f"the id {question_id!r} is there already"
        article = self._article(title, context)
        self.questions[question_id] = Question(
            id=question_id,
            question=row["question"].strip(),
            type="answerable" if spans else "unanswerable",
            answerable=bool(spans),
            answers=tuple(dict.fromkeys(span["text"] for span in spans)),
            qrels={article.id: 1} if spans else {},
            context=article.id,
        )
        return None

    def _article(self, title: str, context: str) -> Article:
        if context not in self.articles:
            number = len(self.articles) + 1
            self.articles[context] = Article(
                f"context-{number:05d}", title.replace("_", " "), context
            )
        return self.articles[context]
