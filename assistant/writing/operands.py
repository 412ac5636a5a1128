"""The figures that a calculation or a comparison takes, each in a sentence that states it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.finding.evidence import Candidate, fits_figure, window
from assistant.finding.quotation import Quotation
from assistant.quantities import Quantity, quantities
from assistant.understanding.words import content_words, holds_name, names, stem, stems

_MOST = 6  # candidates of a sub-question that are tried
# "$500 billion (about 730 trillion won)": the same figure in another unit.
_CONVERTED = re.compile(
    r"\s*[(,]\s*(?:or |i\.e\.,? )?(?:about |around |some |roughly |nearly |≈ ?)?"
)
_CLAUSES = re.compile(r"[,;:]|\b(?:while|whereas|but|and)\b")
_BOUNDARY = 40  # characters that the end of a clause counts for, between a name and a figure
_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Operand:
    """A figure in a sentence of the articles; ``text`` is how it is written there.

    ``weight``: probability (0 to 1) that the sentence answers.
    """

    quantity: Quantity
    text: str
    candidate: Candidate

    @property
    def weight(self) -> float:
        return self.candidate.probability

    @property
    def quotation(self) -> Quotation:
        return self.candidate.quotation

    @property
    def place(self) -> tuple[str, int, int]:
        """Where the figure itself stands."""
        article_id, start = self.candidate.place
        return article_id, start + self.quantity.start, self.quantity.end


def stated(asked: str, side: str, found: Sequence[Candidate], threshold: float) -> list[Operand]:
    """The figures that the probable candidates are, each with its conversions, best first.

    ``asked``: the question for one side. A figure of another kind is none, nor one of a passage
    that does not mention the side's names. Of several figures in a candidate that one counts
    which stands nearest to the side's words.
    """
    operands = []
    for candidate in found[:_MOST]:
        if candidate.probability < threshold or not _mentions(side, candidate):
            continue
        figure = _figure(asked, side, candidate)
        if figure:
            operands += [_at(candidate, q) for q in _with_conversions(figure, candidate.said)]
    return operands


def _mentions(side: str, candidate: Candidate) -> bool:
    said = stems(window(candidate.passage))
    return all(holds_name(stem(name), said) for name in names(f"x {side}"))


def _figure(asked: str, side: str, candidate: Candidate) -> Quantity | None:
    text, first = candidate.said, candidate.inside[0]
    inside = [
        q
        for q in quantities(text)
        if first <= q.start < first + len(candidate.value)
        and not q.high
        and fits_figure(text[q.start : q.end], asked) == 1.0
        and (q.is_amount or _counts(q, text, asked))
    ]
    if len(inside) < 2 or set(inside) <= set(_with_conversions(inside[0], text)):
        return inside[0] if inside else None
    places = _places(side, "", text)
    return _nearest(places, inside, text) if places else None


def _counts(quantity: Quantity, text: str, asked: str) -> bool:
    """Whether a plain number counts what is asked for: its noun is, or it has none."""
    after = _CLAUSES.split(text[quantity.end : quantity.end + 60], maxsplit=1)[0].split()[:3]
    noun = {stem(word) for word in content_words(" ".join(after).rstrip("."))}
    return not noun or bool(noun & {stem(word) for word in content_words(asked)})


def named(quantity: Quantity, found: Iterable[Candidate]) -> list[Operand]:
    """A figure that the question itself names, where a sentence near the topic states it."""
    return [
        _at(candidate, said)
        for candidate in found
        for said in quantities(candidate.said)
        if said.same_value(quantity) and said.unit == quantity.unit
    ]


def in_one_sentence(
    sides: tuple[str, str], asked: str, found: Iterable[Candidate], threshold: float
) -> tuple[Operand, Operand] | None:
    """The two figures of the likeliest sentence that speaks of both sides.

    Each side takes the figure of the same unit that stands nearest to its words: "China counts
    400,000 researchers, while Korea has 20,000". ``asked``: what kind of figure is wanted.
    """
    for candidate in found:
        text = candidate.said
        first, second = (_places(side, other, text) for side, other in (sides, sides[::-1]))
        if candidate.probability < threshold or not (first and second):
            continue
        for unit in dict.fromkeys(q.unit for q in quantities(text)):
            same = [q for q in quantities(text) if q.unit == unit and not q.high]
            same = [q for q in same if fits_figure(text[q.start : q.end], asked) == 1.0]
            if len(same) < 2:
                continue
            pair = _nearest(first, same, text), _nearest(second, same, text)
            if pair[0] != pair[1]:
                return _at(candidate, pair[0]), _at(candidate, pair[1])
    return None


def likeliest(
    first: Sequence[Operand],
    second: Sequence[Operand],
    fits: Callable[[Operand, Operand], bool],
) -> tuple[Operand, Operand] | None:
    """The most probable pair of different figures that fit together, or None."""
    pairs = [(a, b) for a in first for b in second if a.place != b.place and fits(a, b)]
    return max(pairs, key=lambda pair: pair[0].weight * pair[1].weight, default=None)


def _at(candidate: Candidate, quantity: Quantity) -> Operand:
    return Operand(quantity, candidate.said[quantity.start : quantity.end], candidate)


def _with_conversions(figure: Quantity | None, text: str) -> Iterator[Quantity]:
    """The figure, and the one right behind or before it that gives it in another unit."""
    if figure is None:
        return
    yield figure
    for other in quantities(text):
        gap = text[min(figure.end, other.end) : max(figure.start, other.start)]
        foreign = other.unit != figure.unit and other.is_amount and "%" not in other.unit
        if foreign and figure.is_amount and gap and _CONVERTED.fullmatch(gap):
            yield other


def _places(side: str, other: str, text: str) -> list[int]:
    """Where words of one side, that the other side does not have, stand in the text.

    Empty unless all its names do, or half of its words where it has no name.
    """
    theirs = {stem(word) for word in content_words(other)}
    own = [w for w in names(f"x {side}") or content_words(side) if stem(w) not in theirs]
    said = stems(text)
    there = {stem(word) for word in own if holds_name(stem(word), said)}
    if len(there) < len(own) / (1 if names(f"x {side}") else 2):
        return []
    return [w.start() for w in _WORD.finditer(text) if holds_name(stem(w[0]), frozenset(there))]


def _nearest(places: Sequence[int], figures: Sequence[Quantity], text: str) -> Quantity:
    def distance(place: int, figure: Quantity) -> int:
        between = text[min(place, figure.end) : max(place, figure.start)]
        return len(between) + _BOUNDARY * len(_CLAUSES.findall(between))

    return min(figures, key=lambda q: min(distance(p, q) for p in places))


def year_like(quantity: Quantity) -> bool:
    """Whether a plain number may be a year."""
    return not quantity.unit and 1900 <= quantity.value <= 2100
