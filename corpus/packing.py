"""Packing sentences into passages: which stand together when they are searched and read."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from corpus.article import Article
from corpus.passage import Passage, Sentence
from corpus.sentences import sentences
from corpus.table import caption_at

# Three sentences and 480 characters are about 100 tokens: the encoder reads them whole together
# with title and neighbours, and a reader's window holds several.
PASSAGE_SENTENCES = 3
PASSAGE_CHARS = 480
# A list may be longer, since an item says little without its lead and its fellows.
LIST_CHARS = 720
MOST_ITEMS = 12
# Paragraphs of at most this many characters (one short sentence or two) may share a passage.
SHORT_PARAGRAPH = 160
# Costs against the 1 that each passage costs: paragraphs joined, a list torn from its lead.
JOINED_PARAGRAPHS = 0.3
TORN_LIST = 1.0

_HEADING_MARKS = re.compile(r"^[#◇◆■□▣▶►*_\s]+|[#*_\s]+$")


def passages_of(article: Article) -> tuple[Passage, ...]:
    """The passages of an article, as ``split`` promises them."""
    found = sentences(article)
    body = [s for s in found if not s.heading] or list(found)
    passages: list[Passage] = []
    at = 0
    for above, section in _sections(found, body):
        # The title is known to every passage; as a heading it would only be said twice.
        heading = None if above == article.title else above
        for table, run in _runs(section):
            named = _named(heading, article, run[0]) if table else heading
            around = _neighbours(body, at, len(run))  # of every passage of a table: of it all
            for chosen in _pack_cells(run) if table else _pack(run):
                lead, tail = around if table else _neighbours(body, at, len(chosen))
                passages.append(
                    Passage(
                        article_id=article.id,
                        index=len(passages),
                        sentences=tuple(chosen),
                        title=article.title,
                        heading=named,
                        lead=lead,
                        tail=tail,
                    )
                )
                at += len(chosen)
    return tuple(passages)


def _neighbours(
    body: Sequence[Sentence], first: int, count: int
) -> tuple[Sentence | None, Sentence | None]:
    """The sentence before and the one after ``count`` of them; no cell of a table is either."""
    before = body[first - 1] if first else None
    after = body[first + count] if first + count < len(body) else None
    return (
        None if before is None or before.cell else before,
        None if after is None or after.cell else after,
    )


def _runs(section: Sequence[Sentence]) -> Iterator[tuple[bool, list[Sentence]]]:
    """Sentences, and the cells of one table each, in turns; whether they are cells."""
    for table, run in itertools.groupby(section, key=lambda s: s.paragraph if s.cell else None):
        yield table is not None, list(run)


def _named(heading: str | None, article: Article, first: Sentence) -> str | None:
    """The heading above a table and its caption."""
    caption = caption_at(article.text, first.start)
    return " · ".join(name for name in (heading, caption) if name) or None


def _pack_cells(cells: Sequence[Sentence]) -> Iterator[Sequence[Sentence]]:
    """Cuts a table into passages: whole rows as far as they fit, a small table whole."""
    most = LIST_CHARS if sum(len(cell.said) + 1 for cell in cells) <= LIST_CHARS else PASSAGE_CHARS
    chosen: list[Sentence] = []
    size = 0
    for _, row in itertools.groupby(cells, key=lambda s: s.cell and s.cell.row):
        for part in _parts(list(row), most):
            length = sum(len(cell.said) + 1 for cell in part)
            if chosen and size + length > most:
                yield chosen
                chosen, size = [], 0
            chosen += part
            size += length
    yield chosen


def _parts(row: list[Sentence], most: int) -> Iterator[list[Sentence]]:
    """A row, or as few even parts of it as it takes for each to fit."""
    length = sum(len(cell.said) + 1 for cell in row)
    count = min(len(row), -(-length // most))
    for part in range(count):
        yield row[part * len(row) // count : (part + 1) * len(row) // count]


def _sections(
    found: Sequence[Sentence], body: Sequence[Sentence]
) -> Iterator[tuple[str | None, list[Sentence]]]:
    """Runs of sentences between headings, each with the text of the heading above it."""
    if body and body[0].heading:
        yield None, list(body)
        return
    heading: str | None = None
    section: list[Sentence] = []
    for sentence in found:
        if not sentence.heading:
            section.append(sentence)
            continue
        if section:
            yield heading, section
        heading, section = _HEADING_MARKS.sub("", sentence.text) or sentence.text, []
    if section:
        yield heading, section


def _pack(section: Sequence[Sentence]) -> Iterator[Sequence[Sentence]]:
    """Cuts a section into passages at the least cost, by dynamic programming; linear in time."""
    best = [0.0] + [float("inf")] * len(section)
    cut = [0] * (len(section) + 1)
    for stop in range(1, len(section) + 1):
        for start in range(stop - 1, max(-1, stop - 1 - MOST_ITEMS), -1):
            if section[stop - 1].end - section[start].start > LIST_CHARS and stop - start > 1:
                break
            cost = best[start] + _cost(section, start, stop)
            if cost < best[stop]:
                best[stop], cut[stop] = cost, start
    bounds = [len(section)]
    while bounds[-1]:
        bounds.append(cut[bounds[-1]])
    for start, stop in zip(bounds[:0:-1], bounds[-2::-1], strict=True):
        yield section[start:stop]


def _cost(section: Sequence[Sentence], start: int, stop: int) -> float:
    """What it costs to make these sentences one passage; infinite where they may not be.

    One for each passage, so that few are made; the square of its size, so that they are even.
    """
    run = section[start:stop]
    size = (run[-1].end - run[0].start) / PASSAGE_CHARS
    cost = 1 + size * size
    if run[0].item and start and not section[start - 1].item:
        cost += TORN_LIST
    if len(run) == 1:
        return cost
    if all(sentence.item for sentence in run[1:]):
        return cost
    crossed = run[-1].paragraph - run[0].paragraph
    if size > 1 or len(run) > PASSAGE_SENTENCES or any(sentence.item for sentence in run):
        return float("inf")
    if crossed and not _may_join(section, start, stop):
        return float("inf")
    return cost + crossed * JOINED_PARAGRAPHS


def _may_join(section: Sequence[Sentence], start: int, stop: int) -> bool:
    """Whether the run is made of whole paragraphs, all of them short."""
    run = section[start:stop]
    if start and section[start - 1].paragraph == run[0].paragraph:
        return False
    if stop < len(section) and section[stop].paragraph == run[-1].paragraph:
        return False
    begin = run[0]
    for before, sentence in itertools.pairwise(run):
        if sentence.paragraph != before.paragraph:
            if before.end - begin.start > SHORT_PARAGRAPH:
                return False
            begin = sentence
    return run[-1].end - begin.start <= SHORT_PARAGRAPH
