"""What counts as evidence for a question: in citations and in what retrieval found."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from assistant.answer import Citation
from assistant.evaluate.questions import Question, compiled
from assistant.evaluate.text_scores import contains_answer
from corpus.article import Article, Corpus

Unit = Callable[[str, str], bool]  # of an article's id and of a text from it


def gold_sources(question: Question) -> tuple[tuple[str, ...], ...]:
    """Groups of article ids of which one each should be cited; qrels are one group."""
    if question.sources:
        return question.sources
    relevant = tuple(article for article, grade in question.qrels.items() if grade > 0)
    return (relevant,) if relevant else ()


def units(question: Question, corpus: Corpus) -> list[Unit]:
    """The pieces of evidence that retrieval should find, each a test on a passage.

    Gold sentences that stand in the corpus; without them one piece for each pattern (or for the
    answers) that a passage of a gold source holds, "has answer" of DPR (Karpukhin et al. 2020,
    arXiv:2004.04906). A pattern that no article holds, such as the result of a calculation, is
    left out; when nothing is left, each group of sources is a piece.
    """
    stated = [_holds_sentence(gold) for gold in gold_sentences(question, corpus)]
    if stated:
        return stated
    golds = frozenset(article for group in gold_sources(question) for article in group)
    articles = [article for article in corpus if _from(article.id, golds)]
    keyed = [unit for unit in _by_key(question, golds) if any(map(_article_test(unit), articles))]
    return keyed or [_in_group(frozenset(group)) for group in gold_sources(question)]


def gold_sentences(question: Question, corpus: Corpus) -> list[str]:
    """The question's evidence as far as the corpus has it, squeezed.

    A set written for one corpus may be asked of another, which says the same in other words.
    """
    golds = [squeezed(sentence) for sentence in question.evidence]
    return [gold for gold in golds if any(gold in squeezed(article.text) for article in corpus)]


def source_precision(question: Question, citations: Sequence[Citation]) -> float | None:
    """Share of citations that come from a gold source; None without gold or citation."""
    golds = {article for group in gold_sources(question) for article in group}
    if not golds or not citations:
        return None
    return sum(citation.article_id in golds for citation in citations) / len(citations)


def source_recall(question: Question, citations: Sequence[Citation]) -> float | None:
    """Share of the gold groups of which an article is cited; None without gold."""
    groups = gold_sources(question)
    cited = {citation.article_id for citation in citations}
    return sum(bool(cited & set(group)) for group in groups) / len(groups) if groups else None


def sentence_precision(golds: Sequence[str], citations: Sequence[Citation]) -> float | None:
    """Share of citations whose quote is, holds, or is part of a gold sentence.

    ALCE's citation precision with gold sentences (:func:`gold_sentences`) in the place of its
    NLI judge; None without gold sentences or citations.
    """
    if not golds or not citations:
        return None
    hits = sum(any(overlaps(squeezed(c.quote), gold) for gold in golds) for c in citations)
    return hits / len(citations)


def sentence_recall(golds: Sequence[str], citations: Sequence[Citation]) -> float | None:
    """Share of gold sentences that a quote covers (see :func:`sentence_precision`)."""
    if not golds:
        return None
    quotes = [squeezed(citation.quote) for citation in citations]
    return sum(any(overlaps(quote, gold) for quote in quotes) for gold in golds) / len(golds)


@lru_cache(maxsize=4096)
def squeezed(text: str) -> str:
    """Lower case, white space as single spaces: how gold sentences and quotes are compared."""
    return re.sub(r"\s+", " ", text).strip().lower()


def overlaps(one: str, other: str) -> bool:
    """True when one of two squeezed texts holds the other."""
    return bool(one and other) and (one in other or other in one)


def _by_key(question: Question, golds: frozenset[str]) -> list[Unit]:
    if question.expect:
        return [_matches(pattern, golds) for pattern in question.expect]
    if question.answers:
        answers = question.answers
        return [lambda article, text: _from(article, golds) and contains_answer(text, answers)]
    return []


def _article_test(unit: Unit) -> Callable[[Article], bool]:
    return lambda article: unit(article.id, article.text)


def _holds_sentence(gold: str) -> Unit:
    return lambda article, text: overlaps(squeezed(text), gold)


def _matches(pattern: str, golds: frozenset[str]) -> Unit:
    return lambda article, text: _from(article, golds) and bool(compiled(pattern).search(text))


def _in_group(group: frozenset[str]) -> Unit:
    return lambda article, text: article in group


def _from(article: str, golds: frozenset[str]) -> bool:
    return not golds or article in golds
