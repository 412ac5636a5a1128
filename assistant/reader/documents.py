"""Training texts in one form: a document, its sentences, and questions with their spans."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.reader.windows import (
    Window,
    body_starts,
    context_before,
    sentence_bounds,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on a document; ``spans`` are offsets into its text, none if unanswerable.

    A span that several annotators marked stands several times. ``near`` is the sentence (index)
    that comes closest to an unanswerable question.
    """

    text: str
    spans: tuple[tuple[int, int], ...]
    near: int | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """``sentences`` are (start, end, paragraph); windows never cross a paragraph.

    ``connected``: one sentence follows from another, so that neighbours are context.
    """

    source: str
    id: str
    title: str
    text: str
    sentences: tuple[tuple[int, int, int], ...]
    questions: list[Asked] = field(default_factory=list)
    connected: bool = True

    def sentence(self, index: int) -> str:
        start, end, _ = self.sentences[index]
        return self.text[start:end]

    def holding(self, start: int, end: int) -> tuple[int, int] | None:
        """First and last sentence that a span touches; None if it crosses a paragraph."""
        hit = [i for i, (low, high, _) in enumerate(self.sentences) if low < end and start < high]
        if not hit or self.sentences[hit[0]][2] != self.sentences[hit[-1]][2]:
            return None
        return hit[0], hit[-1]

    def paragraph(self, index: int) -> tuple[int, int]:
        """First and last sentence of the paragraph of a sentence."""
        number = self.sentences[index][2]
        same = [i for i, sentence in enumerate(self.sentences) if sentence[2] == number]
        return same[0], same[-1]


def document(source: str, id: str, title: str, paragraphs: Sequence[str]) -> Document:
    """Paragraphs joined by blank lines and cut into sentences."""
    sentences = []
    position = 0
    for number, paragraph in enumerate(paragraphs):
        for low, high in sentence_bounds(paragraph):
            sentences.append((position + low, position + high, number))
        position += len(paragraph) + 2
    return Document(source, id, title, "\n\n".join(paragraphs), tuple(sentences))


def share(key: str) -> float:
    """A number in [0, 1) that depends on the key alone: how every set is split."""
    digest = hashlib.sha256(key.encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


@dataclass(frozen=True, slots=True)
class Cut:
    """A window of a document: sentences ``first`` to ``last``, and the spans inside it."""

    window: Window
    spans: tuple[tuple[int, int], ...]
    first: int
    last: int


def cut(
    doc: Document,
    first: int,
    last: int,
    spans: Sequence[tuple[int, int]],
    *,
    title: bool = True,
    lead: bool = False,
    tail: bool = False,
) -> Cut:
    """The window of sentences ``first``..``last``; spans are moved to offsets of its body."""
    texts = [doc.sentence(i) for i in range(first, last + 1)]
    starts = body_starts(texts)
    lead, tail = lead and doc.connected and first > 0, tail and doc.connected
    before = context_before(
        doc.title if title else "", None, doc.sentence(first - 1) if lead else None
    )
    after = doc.sentence(last + 1) if tail and last + 1 < len(doc.sentences) else ""
    moved = []
    for start, end in spans:
        held = doc.holding(start, end)
        if held is None or held[0] < first or held[1] > last:
            continue
        new = [
            starts[index - first] + max(0, offset - doc.sentences[index][0])
            for index, offset in zip(held, (start, end), strict=True)
        ]
        moved.append((new[0], new[1]))
    return Cut(Window(before, " ".join(texts), after), tuple(moved), first, last)


def random_reach(
    doc: Document, first: int, last: int, rng: random.Random, longest: int = 3
) -> tuple[int, int]:
    """Sentences ``first``..``last`` widened within the paragraph to 1 to ``longest`` sentences."""
    low, high = doc.paragraph(first)
    want = max(last - first + 1, rng.randint(1, longest))
    while last - first + 1 < want and (first > low or last < high):
        if first > low and (last >= high or rng.random() < 0.5):
            first -= 1
        else:
            last += 1
    return first, last
