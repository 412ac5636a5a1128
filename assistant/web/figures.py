"""Every quantity of the corpus with what it measures, and who says so. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import zip_longest

from assistant.quantities import Quantity, quantities
from assistant.web.counted import counted, is_label
from assistant.web.measured import limited_start, measured
from assistant.web.speaker import speaker
from corpus.article import Article, Corpus
from corpus.cell import Cell
from corpus.passage import Sentence, split

POINTS = "percentage points"
_POINTS_AFTER = re.compile(r"[\s-]percentage[\s-]points?\b")
_SHORT_FORM = re.compile(r"\s\(([A-Z][A-Z]+s?)\)")  # graphics processing units (GPUs)


@dataclass(frozen=True, slots=True)
class Figure:
    """One quantity: as the article writes it, as a number, and what is known of it.

    ``value`` (to ``high``) is in ``unit``: an ISO currency code, "%", "percentage points", or the
    noun that is counted ("" when none stands there). ``start`` and ``end`` are the offsets of
    ``said`` in the article, ``sentence`` holds those of its sentence. Where what it ``measures``
    is not ``clear``, it is the clause with … in the figure's place.
    """

    said: str
    value: Decimal
    high: Decimal | None
    unit: str
    measures: str
    clear: bool
    speaker: str | None
    article_id: str
    title: str
    sentence: Sentence
    start: int
    end: int


def figures_of(corpus: Corpus) -> tuple[Figure, ...]:
    """Every quantity of every article, in the order of the text; a few ms for each article."""
    return tuple(figure for article in corpus for figure in figures_in(article))


def figures_in(article: Article) -> Iterator[Figure]:
    """Every quantity of an article; years, dates, and numbers of things are none."""
    for passage in split(article):
        for sentence in passage.sentences:
            yield from _of_sentence(article, sentence)


def _of_sentence(article: Article, sentence: Sentence) -> Iterator[Figure]:
    if sentence.cell:
        yield from _of_cell(article, sentence, sentence.cell)
        return
    found = quantities(sentence.text)
    kept: list[Quantity] = []
    label: Quantity | None = None
    who = speaker(sentence.text) if found else None
    for quantity, following in zip_longest(found, found[1:]):
        noun = "" if quantity.unit else counted(sentence.text, quantity, following)
        if is_label(sentence.text, quantity, noun, label):
            label = quantity
            continue
        start = limited_start(sentence.text, quantity, noun)
        what = measured(sentence.text, quantity, kept)
        end = _end_of(noun, sentence.text, quantity)
        yield Figure(
            said=" ".join(sentence.text[start:end].split()),
            value=quantity.value,
            high=quantity.high,
            unit=_unit(sentence.text, quantity, noun),
            measures=what.phrase,
            clear=what.clear,
            speaker=who,
            article_id=article.id,
            title=article.title,
            sentence=sentence,
            start=sentence.start + start,
            end=sentence.start + end,
        )
        kept.append(quantity)
        label = None


def _of_cell(article: Article, sentence: Sentence, cell: Cell) -> Iterator[Figure]:
    """The quantities of a table's cell; its labels say what they measure."""
    value = "".join(part.text for part in cell.value)
    for quantity in quantities(value):
        if is_label(value, quantity, "", None):
            continue
        yield Figure(
            said=value,
            value=quantity.value,
            high=quantity.high,
            unit=quantity.unit,
            measures=cell.labels,
            clear=bool(cell.labels),
            speaker=None,
            article_id=article.id,
            title=article.title,
            sentence=replace(sentence, text=cell.said, start=cell.start, end=cell.end),
            start=cell.start,
            end=cell.end,
        )


def _end_of(noun: str, text: str, quantity: Quantity) -> int:
    """Where the figure ends with what it counts: the "years" of "5 years"."""
    if points := _POINTS_AFTER.match(text, quantity.end):
        return points.end()
    stops = quantity.end + 1 + len(noun)
    return stops if noun and text[quantity.end + 1 : stops] == noun else quantity.end


def _unit(text: str, quantity: Quantity, noun: str) -> str:
    points = _POINTS_AFTER.match(text, quantity.end)
    if points or "percentage" in text[quantity.start : quantity.end]:
        return POINTS
    if quantity.unit or not noun:
        return quantity.unit
    short = _SHORT_FORM.match(text, text.find(noun, quantity.end) + len(noun))
    return short[1] if short else noun.split()[-1]
