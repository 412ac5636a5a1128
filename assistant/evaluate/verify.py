"""Checking quotes against the articles, with no model and no index."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from assistant.answer import Answer, Citation
from assistant.evaluate.questions import QuestionError
from corpus.article import Corpus

Verdict = Literal["exact", "elsewhere in the article", "in another article", "not found"]


@dataclass(frozen=True, slots=True)
class Quote:
    """One quote of one answer and where it was found; ``found_in`` lists article ids."""

    where: str  # the question's id, or the answer's
    citation: Citation
    related: bool
    verdict: Verdict
    found_in: tuple[str, ...] = ()


def check_quote(citation: Citation, corpus: Corpus) -> tuple[Verdict, tuple[str, ...]]:
    """Where the quote stands: at its offsets, elsewhere in its article, in others, or nowhere."""
    article = corpus.get(citation.article_id)
    if article is not None and citation.quote:
        if article.text[citation.start : citation.end] == citation.quote:
            return "exact", (article.id,)
        if citation.quote in article.text:
            return "elsewhere in the article", (article.id,)
    others = tuple(a.id for a in corpus if citation.quote and citation.quote in a.text)
    return ("in another article", others) if others else ("not found", ())


def quotes_of(where: str, answer: Answer, corpus: Corpus) -> list[Quote]:
    """Every citation and every related passage of an answer, checked."""
    checked = []
    for related, citations in ((False, answer.citations), (True, answer.related)):
        for citation in citations:
            verdict, found_in = check_quote(citation, corpus)
            checked.append(Quote(where, citation, related, verdict, found_in))
    return checked


def verify_file(path: Path, corpus: Corpus) -> list[Quote]:
    """Every quote in a results file, a single Answer, or a list of Answers (JSON).

    Raises QuestionError when the file holds no Answer.
    """
    quotes: list[Quote] = []
    for where, answer in _answers(path):
        quotes += quotes_of(where, answer, corpus)
    return quotes


def report_lines(quotes: Sequence[Quote]) -> list[str]:
    """One line for each quote that is not exact, then the count."""
    lines = []
    for quote in quotes:
        if quote.verdict == "exact":
            continue
        found = f" ({', '.join(quote.found_in)})" if quote.found_in else ""
        text = quote.citation.quote
        shown = text if len(text) < 90 else text[:87] + "…"
        lines.append(
            f"{quote.where} [{quote.citation.n}] {quote.citation.article_id} "
            f"{quote.citation.start}:{quote.citation.end}: {quote.verdict}{found}: {shown!r}"
        )
    exact = sum(quote.verdict == "exact" for quote in quotes)
    return [*lines, f"{exact} of {len(quotes)} quotes are exact."]


def _answers(path: Path) -> Iterator[tuple[str, Answer]]:
    found = False
    for number, document in enumerate(_documents(path), 1):
        if document.get("error") and document.get("answer") is None:
            continue  # a question that failed has no quote to check
        nested = document.get("answer")
        fields = nested if isinstance(nested, dict) else document
        try:
            answer = Answer.from_dict(fields)
        except (KeyError, TypeError, AttributeError) as error:
            raise QuestionError(
                f"{path}, entry {number}, is not an Answer ({error}).",
                "Give a results.jsonl, or the JSON of one Answer or of a list of them.",
            ) from error
        found = True
        yield str(document.get("id") or number), answer
    if not found:
        raise QuestionError(f"{path} holds no Answer.", "Give a results.jsonl or an Answer's JSON.")


def _documents(path: Path) -> list[dict[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionError(f"{path} can't be read: {error}.", "Check the path.") from error
    try:
        whole = json.loads(text)
    except ValueError:
        whole = _lines(path, text)
    documents = whole if isinstance(whole, list) else [whole]
    if not all(isinstance(document, dict) for document in documents):
        raise QuestionError(f"{path} is not made of Answers.", "Give a results.jsonl.")
    return documents


def _lines(path: Path, text: str) -> list[Any]:
    documents = []
    for number, line in enumerate(text.split("\n"), 1):
        try:
            if line.strip():
                documents.append(json.loads(line))
        except ValueError as error:
            raise QuestionError(
                f"{path}:{number} is not JSON: {error}.", "The file is damaged."
            ) from error
    return documents
