"""Weighs what retrieval and the reader found: the evidence for each candidate answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.finding.decision import Decision, Features
from assistant.finding.quotation import Quotation, quotation
from assistant.finding.tables import Tables
from assistant.quantities import Quantity, numbers, quantities
from assistant.reader.reading import Reading, Span
from assistant.understanding.question import Kind
from assistant.understanding.words import content_words, holds_name, names, stem, stems
from corpus.cell import Cell
from corpus.passage import Passage, Sentence
from index.search import Match

Idf = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span that may answer, the whole sentences it stands in, and how probably it is right.

    ``answers``: the reader's log-odds that the passage answers at all. ``unmet``: words of the
    question that the clause of the span is not about; then it is no answer.
    """

    passage: Passage
    span: Span
    sentences: tuple[Sentence, ...]
    probability: float
    answers: float
    unmet: tuple[str, ...] = ()

    @property
    def start(self) -> int:
        return self.sentences[0].start

    @property
    def end(self) -> int:
        return self.sentences[-1].end

    @property
    def place(self) -> tuple[str, int]:
        """Where its sentences begin: the article's id and the offset."""
        return self.passage.article_id, self.start

    @property
    def cell(self) -> Cell | None:
        """The table's cell that it is, where it is one."""
        return self.sentences[0].cell

    @property
    def quotation(self) -> Quotation:
        """What is quoted for it."""
        place = (self.span.start, self.span.end)
        return quotation(self.passage.article_id, self.sentences, place)

    @property
    def said(self) -> str:
        """The sentences as they stand from ``start`` to ``end``, gaps filled with spaces; a
        table's cell as it reads alone.
        """
        return aligned(self.sentences)

    @property
    def inside(self) -> tuple[int, int]:
        """Where ``said`` has the span."""
        return within(self.span, self.sentences)

    @property
    def value(self) -> str:
        """The span's own text; a table's figure with its unit."""
        return self.said[slice(*self.inside)]


def within(span: Span, sentences: Sequence[Sentence]) -> tuple[int, int]:
    """Where the aligned sentences have the span."""
    if cell := sentences[0].cell:
        return cell.find(span.start, span.end)
    return span.start - sentences[0].start, span.end - sentences[0].start


def aligned(sentences: Sequence[Sentence]) -> str:
    """The sentences joined so that offsets within the article stay offsets from the first."""
    if sentences[0].cell:
        return sentences[0].said
    text = ""
    for sentence in sentences:
        text = text.ljust(sentence.start - sentences[0].start) + sentence.text
    return text


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the question's words ask of a passage, computed once a question."""

    weights: dict[str, float]
    names: frozenset[str]
    numbers: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, question: str, idf: Idf) -> _Wanted:
        words = content_words(question)
        return cls(
            {stem(word): idf(word) for word in words},
            frozenset(stem(name) for name in names(question)),
            _numbers(question),
        )

    def coverage(self, found: frozenset[str]) -> float:
        total = sum(self.weights.values())
        return sum(w for s, w in self.weights.items() if s in found) / total if total else 1.0

    def names_covered(self, found: frozenset[str]) -> float:
        hits = sum(holds_name(name, found) for name in self.names)
        return hits / len(self.names) if self.names else 1.0

    def numbers_covered(self, text: str) -> float:
        if not self.numbers:
            return 1.0
        there = _numbers(text)
        values = {value for value, _ in there}
        hits = sum((v, u) in there if u else v in values for v, u in self.numbers)
        return hits / len(self.numbers)


def _numbers(text: str) -> frozenset[tuple[str, str]]:
    """Every value with its unit, and what can't be read as it is written ("12.03.2026")."""
    return frozenset(
        (str(number.value.normalize()), number.unit)
        if isinstance(number, Quantity)
        else (number.means, "")
        for number in numbers(text)
        if isinstance(number, Quantity) or number.means[:1].isdecimal()
    )


def window(passage: Passage) -> str:
    """Everything a passage is read with: title, heading, neighbours and its own sentences."""
    parts = [passage.title, passage.heading or ""]
    parts += [s.said for s in (passage.lead, *passage.sentences, passage.tail) if s]
    return "\n".join(part for part in parts if part)


def candidates(
    question: str,
    kind: Kind,
    matches: Sequence[Match],
    readings: Sequence[Reading],
    idf: Idf,
    decision: Decision,
) -> list[Candidate]:
    """Every span of every reading with its probability, the one to pick first."""
    found = [
        (decision.rank(row), _candidate(reading, span, decision.probability(row)))
        for reading, span, row in features(question, kind, matches, readings, idf)
    ]
    found.sort(key=lambda f: (-f[0], f[1].passage.key, f[1].span.start))
    return [candidate for _, candidate in found]


def _candidate(reading: Reading, span: Span, probability: float) -> Candidate:
    around = _around(span, reading.passage)
    return Candidate(reading.passage, span, around, probability, reading.answers)


def features(
    question: str, kind: Kind, matches: Sequence[Match], readings: Sequence[Reading], idf: Idf
) -> list[tuple[Reading, Span, Features]]:
    """The evidence for each span, unsorted."""
    wanted = _Wanted.of(question, idf)
    tables = Tables(question, [reading.passage for reading in readings])
    rows = []
    for place, (match, reading) in enumerate(zip(matches, readings, strict=True), start=1):
        passage = reading.passage
        for span in _whole_figures(reading):
            if span.sentence and not tables.allow(passage, span.sentence, span):
                continue
            text = tables.around(passage, span.sentence) if span.sentence else window(passage)
            near = text if span.sentence else _with_the_one_before(span, passage)
            row = Features(
                span=span.score,
                answers=reading.answers,
                dense=match.dense,
                rank=1 / place,
                coverage=wanted.coverage(stems(text)),
                names=wanted.names_covered(stems(near)),
                numbers=wanted.numbers_covered(text),
                fits=_fits(kind, span, passage, question),
            )
            rows.append((reading, span, row))
    return rows


def _whole_figures(reading: Reading) -> list[Span]:
    """The spans, best first, each figure in them whole: "45 billion" becomes "45 billion won"."""
    found: dict[tuple[int, int, Sentence], Span] = {}
    for span in sorted(reading.spans, key=lambda s: -s.score):
        inside = _around(span, reading.passage)
        low, high = start, end = within(span, inside)
        for quantity in quantities(aligned(inside)):
            if quantity.start < high and low < quantity.end:
                start, end = min(start, quantity.start), max(end, quantity.end)
        if cell := inside[0].cell:
            whole = cell.place(start, end)
        else:
            whole = inside[0].start + start, inside[0].start + end
        found.setdefault((*whole, inside[0]), Span(*whole, span.score, span.sentence))
    return list(found.values())


def _span_text(span: Span, passage: Passage) -> str:
    inside = _around(span, passage)
    return aligned(inside)[slice(*within(span, inside))]


def _with_the_one_before(span: Span, passage: Passage) -> str:
    """The span's sentences after the one that they may lean on ("He added that …")."""
    inside = _around(span, passage)
    earlier = [s for s in (passage.lead, *passage.sentences) if s and s.end <= inside[0].start]
    return " ".join(s.said for s in (*earlier[-1:], *inside))


def _around(span: Span, passage: Passage) -> tuple[Sentence, ...]:
    if span.sentence:
        return (span.sentence,)
    inside = [s for s in passage.sentences if s.start < span.end and span.start < s.end]
    return tuple(inside) or passage.sentences[:1]


def _fits(kind: Kind, span: Span, passage: Passage, question: str) -> float:
    """1 where the span is the kind of answer asked for, or the kind asks for none."""
    text = _span_text(span, passage)
    if kind == "figure":
        return fits_figure(text, question)
    if kind == "date":
        return float(any(c.isdigit() for c in text) or not _TIME.isdisjoint(stems(text)))
    if kind == "entity":
        return float(bool(names(f"x {text}")))
    if kind == "list":
        return float(len(_ENUMERATES.findall(aligned(_around(span, passage)))) >= 2)
    return 1.0


def fits_figure(text: str, question: str) -> float:
    """1 for a figure of the unit asked for, a half for any other, 0 for none."""
    asked = {(q.value, q.unit) for q in quantities(question)}
    units = {q.unit for q in quantities(text) if (q.value, q.unit) not in asked}
    if not units:
        return 0.0
    if _SHARE.search(question):
        return 1.0 if "%" in units else 0.5
    if _COUNT.search(question):
        return 1.0 if "" in units else 0.5
    money = bool(units - {"", "%"})
    return 1.0 if money or not _MONEY.search(question) else 0.5


_ENUMERATES = re.compile(r"[,;]| and | or ")  # what joins the items of a list
_SHARE = re.compile(r"\b(?:percent\w*|per cent|share|proportion|fraction|rate)\b", re.I)
_MONEY = re.compile(
    r"\bhow much\b(?! of\b)|\b(?:cost|price|budget|money|funding|salary|fee|fine)s?\b", re.I
)
_COUNT = re.compile(r"\bhow many\b|\bnumber of\b", re.I)
_TIME = stems(
    "January February March April May June July August September October November December spring "
    "summer autumn winter fall year month week day quarter half decade century today tomorrow "
    "yesterday Monday Tuesday Wednesday Thursday Friday Saturday Sunday soon later next last"
)
