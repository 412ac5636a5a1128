"""The reader alone, on the context that holds the answer: no search, no follow-ups."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from assistant.answer import Answer, Citation
from assistant.evaluate.asker import Asker
from assistant.evaluate.questions import Question, QuestionError, QuestionSet
from assistant.reader.reading import Reading, Span
from corpus.article import Article, Corpus
from corpus.passage import Passage, split


def read_given_context(questions: QuestionSet, asker: Asker) -> Callable[[Question], Answer]:
    """A function that answers a question from its own context.

    The passage with the best span answers; below a log-odds of 0 the reader abstains. Raises
    QuestionError when a question has no context, or the assistant no reader.
    """
    reader, corpus = asker.reader, asker.corpus
    without = [question.id for question in questions.questions if question.context is None]
    if without:
        raise QuestionError(
            f"--given-context needs a context for every question; {without[0]!r} has none.",
            "Use a SQuAD file, or leave the option out.",
        )
    if reader is None:
        raise QuestionError("--given-context needs a reader.", "Check the setting of the reader.")
    articles = {article.id: article for article in corpus}

    def answer(question: Question) -> Answer:
        article = articles[question.context or ""]
        readings = reader.read(question.question, split(article))
        return _answer(question, article, readings, reader.name, corpus)

    return answer


def _answer(
    question: Question, article: Article, readings: Sequence[Reading], engine: str, corpus: Corpus
) -> Answer:
    spans = [(span, reading.passage) for reading in readings for span in reading.spans[:1]]
    span, passage = max(spans, key=lambda pair: pair[0].score, default=(None, None))
    odds = max((reading.answers for reading in readings), default=-math.inf)
    answers = span is not None and passage is not None and span.score > 0
    quote = _citation(article, passage, span) if span and passage and answers else None
    return Answer(
        id=question.id,
        question=question.question,
        searched_for=question.question,
        status="answered" if quote else "not_in_sources",
        reason=None if quote else "below_threshold",
        answer=f"{article.text[span.start : span.end]} [1]" if quote and span else "",
        short=article.text[span.start : span.end] if quote and span else None,
        citations=(quote,) if quote else (),
        related=(),
        disagreement=None,
        engine=engine,
        corpus=corpus.fingerprint,
        latency_ms=0.0,  # the runner's own clock counts
        confidence=1 / (1 + math.exp(-max(-700.0, min(700.0, odds)))),
    )


def _citation(article: Article, passage: Passage, span: Span) -> Citation:
    """The whole sentences that hold the span."""
    holding = [s for s in passage.sentences if s.start < span.end and s.end > span.start]
    start = min((s.start for s in holding), default=passage.start)
    end = max((s.end for s in holding), default=passage.end)
    return Citation(
        1, article.id, article.title, article.publisher, article.published, article.url,
        article.text[start:end], start, end,
    )  # fmt: skip
