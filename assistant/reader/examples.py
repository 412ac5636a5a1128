"""Training examples: for each question a window that answers it, and windows that do not."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.reader.documents import Asked, Cut, Document, cut, random_reach
from assistant.reader.nearest import Nearest
from assistant.reader.noise import noisy
from assistant.reader.swaps import Pools, holds_kind, replace, swap, value_kind
from assistant.reader.windows import Window

_WHOLE = 1200  # characters of the longest paragraph that is shown whole


@dataclass(frozen=True, slots=True)
class Example:
    """``spans`` are offsets into ``window.body``; none means that the window does not answer."""

    question: str
    window: Window
    spans: tuple[tuple[int, int], ...]
    source: str
    kind: str  # "answer", or how the negative was made


@dataclass(frozen=True, slots=True)
class Recipe:
    """Expected number of each kind of negative for one answerable question."""

    same: float = 0.55  # another window of the same document
    near: float = 0.25  # a window of another document that shares the question's words
    swapped: float = 0.35  # the right window, with a name, number, year or word exchanged
    beside: float = 0.05  # the answer stands in the sentence before or after
    whole: float = 0.12  # share of the windows that are whole paragraphs
    careless: bool = True  # some questions as keywords, with typos, without question mark


class Maker:
    """Makes the examples of documents of one kind; they are also where negatives come from."""

    def __init__(self, docs: Sequence[Document], recipe: Recipe, pool: Sequence[Document]) -> None:
        self._docs, self._recipe = docs, recipe
        self._pools = Pools(doc.text for doc in pool)
        places = [(doc, i) for doc in pool for i in range(len(doc.sentences))]
        self._places = places
        self._nearest = Nearest([doc.sentence(i) for doc, i in places])

    def all(self, rng: random.Random) -> Iterator[Example]:
        """Every question of every document once, with fresh windows and negatives."""
        for doc in self._docs:
            local = Pools([doc.text])
            for asked in doc.questions:
                yield from self._one(doc, asked, local, rng)

    def _one(
        self, doc: Document, asked: Asked, local: Pools, rng: random.Random
    ) -> Iterator[Example]:
        if not asked.spans:
            yield from self._unanswerable(doc, asked, rng)
            return
        right = self._right(doc, asked, rng)
        if right is None:
            return
        recipe = self._recipe
        question, window, spans = asked.text, right.window, right.spans
        both = self._swapped_both(question, right, local, rng) if rng.random() < 0.06 else None
        yield self._example(doc, *(both or (question, window, spans)), "answer", rng)
        for kind, mean in (("same", recipe.same), ("near", recipe.near)):
            for _ in range(_count(mean, rng)):
                other = self._same(doc, asked, rng) if kind == "same" else None
                other = other or self._near(doc, asked, rng)
                if other:
                    yield self._example(doc, question, other.window, (), kind, rng)
        for _ in range(_count(recipe.swapped, rng)):
            false = self._swapped(question, right, local, rng)
            if false:
                yield self._example(doc, false[0], false[1], (), "swapped", rng)
        if rng.random() < recipe.beside and (side := self._beside(doc, asked, right, rng)):
            yield self._example(doc, question, side.window, (), "beside", rng)

    def _example(
        self,
        doc: Document,
        question: str,
        window: Window,
        spans: tuple[tuple[int, int], ...],
        kind: str,
        rng: random.Random,
    ) -> Example:
        text = noisy(question, rng) if self._recipe.careless else question
        return Example(text, window, spans, doc.source, kind)

    def _cut(
        self, doc: Document, asked: Asked | None, first: int, last: int, rng: random.Random
    ) -> Cut:
        """A window around the sentences, or their whole paragraph."""
        low, high = doc.paragraph(first)
        size = doc.sentences[high][1] - doc.sentences[low][0]
        if rng.random() < self._recipe.whole and size <= _WHOLE:
            first, last = low, high
        else:
            first, last = random_reach(doc, first, last, rng)
        return cut(
            doc,
            first,
            last,
            asked.spans if asked else (),
            title=rng.random() < 0.7,
            lead=rng.random() < 0.6,
            tail=rng.random() < 0.6,
        )

    def _right(self, doc: Document, asked: Asked, rng: random.Random) -> Cut | None:
        held = doc.holding(*rng.choice(asked.spans))
        if held is None or held[1] - held[0] > 2:
            return None
        right = self._cut(doc, asked, *held, rng)
        return right if right.spans else None

    def _same(self, doc: Document, asked: Asked, rng: random.Random) -> Cut | None:
        """Another window of the document, rather one with the same kind of value."""
        kind = value_kind(_span_text(doc, asked.spans[0]))
        free = [i for i in range(len(doc.sentences)) if not _answers(doc.sentence(i), doc, asked)]
        alike = [i for i in free if holds_kind(doc.sentence(i), kind)]
        for _ in range(3):
            if not free:
                break
            index = rng.choice(alike if alike and rng.random() < 0.75 else free)
            found = self._cut(doc, asked, index, index, rng)
            if not found.spans and not _answers(found.window.body, doc, asked):
                return found
        return None

    def _near(self, doc: Document, asked: Asked, rng: random.Random) -> Cut | None:
        """A window of another document that shares the question's words."""
        hits = [self._places[i] for i in self._nearest.top(asked.text, 16)]
        hits = [(d, i) for d, i in hits if d.id != doc.id][:8]
        rng.shuffle(hits)
        for other, index in hits:
            found = self._cut(other, None, index, index, rng)
            if not _answers(found.window.body, doc, asked):
                return found
        return None

    def _swapped(
        self, question: str, right: Cut, local: Pools, rng: random.Random
    ) -> tuple[str, Window] | None:
        """Question and window that no longer fit: one of them names something else."""
        window = right.window
        context = f"{window.before} {window.body} {window.after}"
        pair = swap(question, context, local, self._pools, rng)
        if pair is None:
            return None
        changed = replace(window.body, right.spans, *pair)
        named = value_kind(pair[0]) != "words"
        if named and rng.random() < 0.4 and changed and changed[0] != window.body:
            before, after = (_replaced(text, *pair) for text in (window.before, window.after))
            return question, Window(before, changed[0], after)
        return _replaced(question, *pair), window

    def _swapped_both(
        self, question: str, right: Cut, local: Pools, rng: random.Random
    ) -> tuple[str, Window, tuple[tuple[int, int], ...]] | None:
        """The same exchange in question and window: still an answer."""
        window = right.window
        pair = swap(question, window.body, local, self._pools, rng)
        changed = replace(window.body, right.spans, *pair) if pair else None
        if pair is None or changed is None:
            return None
        before, after = (_replaced(text, *pair) for text in (window.before, window.after))
        return _replaced(question, *pair), Window(before, changed[0], after), changed[1]

    def _beside(self, doc: Document, asked: Asked, right: Cut, rng: random.Random) -> Cut | None:
        low, high = doc.paragraph(right.first)
        for index in rng.sample((right.first - 1, right.last + 1), 2):
            if low <= index <= high and not _answers(doc.sentence(index), doc, asked):
                return cut(doc, index, index, (), title=True, lead=True, tail=True)
        return None

    def _unanswerable(self, doc: Document, asked: Asked, rng: random.Random) -> Iterator[Example]:
        chosen = [asked.near] * 2 if asked.near is not None else []
        chosen.append(rng.randrange(len(doc.sentences)))
        for index in chosen:
            found = self._cut(doc, None, index, index, rng)
            yield self._example(doc, asked.text, found.window, (), "unanswerable", rng)


def _count(mean: float, rng: random.Random) -> int:
    return int(mean) + (rng.random() < mean - int(mean))


def _replaced(text: str, old: str, new: str) -> str:
    changed = replace(text, (), old, new)
    return changed[0] if changed else text


def _span_text(doc: Document, span: tuple[int, int]) -> str:
    return doc.text[span[0] : span[1]]


def _answers(text: str, doc: Document, asked: Asked) -> bool:
    """Whether a text holds one of the answers, word for word."""
    folded = text.lower()
    for span in set(asked.spans):
        answer = _span_text(doc, span).lower().strip()
        if re.search(rf"(?<!\w){re.escape(answer)}(?!\w)", folded):
            return True
    return False
