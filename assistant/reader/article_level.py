"""The reader as it is used: a question against every passage of the article it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.reader.documents import Asked, Document
from assistant.reader.onnx_reader import OnnxReader
from assistant.reader.spans import best_spans
from assistant.reader.windows import body_starts, window_of
from corpus.article import Article
from corpus.passage import Passage, split


@dataclass(frozen=True, slots=True)
class Judged:
    """A question and a passage: the network's two scores, and whether the passage answers."""

    question: int  # index among the questions, to take the best passage of each
    answer: float
    span: float
    right: bool
    answerable: bool
    kind: str
    overlap: float  # F1 of the best span with the closest gold answer; 0 where none is there


def judge(reader: OnnxReader, docs: Sequence[Document], limit: int = 10**6) -> list[Judged]:
    """Every question of the documents against every passage of its own document."""
    from assistant.reader.metrics import f1

    judged: list[Judged] = []
    number = -1
    for doc in docs:
        passages = list(split(Article(doc.id, doc.title, doc.text)))
        for asked in doc.questions:
            number += 1
            if number >= limit:
                return judged
            pairs = [(asked.text, window_of(passage)) for passage in passages]
            for passage, parts in zip(passages, reader.score(pairs), strict=True):
                starts = body_starts([s.text for s in passage.sentences])
                spans = [span for part in parts for span in best_spans(part, 1, starts)]
                best = max(spans, key=lambda span: span[2], default=(0, 0, -20.0))
                gold = _gold(doc, asked, passage)
                judged.append(
                    Judged(
                        number,
                        max(part.answer for part in parts),
                        best[2],
                        bool(gold),
                        bool(asked.spans),
                        asked.kind,
                        f1(passage.text[best[0] : best[1]], gold) if gold else 0.0,
                    )
                )
    return judged


def _gold(doc: Document, asked: Asked, passage: Passage) -> list[str]:
    """The gold answers that lie within the passage."""
    return [
        doc.text[start:end]
        for start, end in asked.spans
        if any(s.start <= start and end <= s.end for s in passage.sentences)
    ]
