"""Of a sentence that says the same of several things, the row that a question asks for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from assistant.finding.enumeration import Row, rows
from assistant.finding.evidence import Candidate
from assistant.finding.restrictions import NUMBER, Restrictions, bases
from assistant.finding.values import YEAR, Place, counted_by, names_of, piece_at
from assistant.reader.reading import Span
from assistant.understanding.clause import PREPOSITIONS

_OF_ONE = frozenset({"figure", "date", "entity", "attribution", "other"})  # kinds of one value
_PREPOSITION = re.compile(rf"\b(?:{'|'.join(sorted(PREPOSITIONS - {'of'}))})\b")


def in_its_row(asked: Restrictions, candidate: Candidate) -> Candidate:
    """The candidate with its span in the row that the question's words are in, or with the words
    that no row is about."""
    if candidate.cell or asked.of_several or asked.kind not in _OF_ONE:
        return candidate
    text, value = candidate.said, candidate.inside
    found = rows(text, value)
    reached = [row for row in found if any(value[0] < e and s < value[1] for s, e in row.values)]
    if not reached:
        return replace(candidate, unmet=asked.turned(piece_at(text, value[0]), text))
    row = _chosen(asked, text, found, reached[0]) or reached[0]
    turned = asked.turned(text[row.start : row.end], text[: found[0].end])
    missing = _no_row(asked, text, found, candidate) or turned
    if missing:
        return replace(candidate, unmet=missing)
    start, end = row.values[_column(asked, text, found, reached[0], value)]
    inside = value[0] <= start and end <= value[1] and len(reached) == 1
    if inside or _counts_other(asked, text, reached[0], row):
        return candidate
    first = candidate.start
    return replace(candidate, span=Span(first + start, first + end, candidate.span.score))


def _counts_other(asked: Restrictions, text: str, read: Row, row: Row) -> bool:
    """Whether the row's figure counts another thing than the reader's, which is the one asked."""
    counted = [bases(counted_by(text, r.values[-1])) for r in (read, row)]
    return all(counted) and bool(asked.matched(counted[0]) - asked.matched(counted[1]))


def _chosen(asked: Restrictions, text: str, found: Sequence[Row], read: Row) -> Row | None:
    """The row with the label asked for, else the one that says most of what is asked; None where
    two say as much.

    ``read``: the reader's. Of an enumeration a reader takes the first row far too often, so that
    another one counts as a word more.
    """
    labels = [asked.weight(asked.matched(label)) for label in _told(text, found)]
    most = max(labels, default=0.0)
    if most and labels.count(most) == 1:
        return found[labels.index(most)]
    values = {value for row in found for value in row.values}
    named = [start for start, end in names_of(text) if (start, end) not in values]
    shared = _shared(text, found)
    scores = []
    for row in found:
        own = asked.matched(_words_of(text, row) - shared)
        opening = frozenset[str]() if row.listed else shared | _words_of(text, found[0])
        left_out = asked.matched(opening) - own
        score = asked.weight(own) + asked.weight(left_out)
        # A name or year of the first row is hardly that of a row with one of its own.
        if any(row.start <= start < row.end for start in named):
            score -= asked.weight(left_out & asked.name_stems) / 2
        if YEAR.search(text, row.start, row.end):
            score -= asked.weight(left_out & asked.years) / 2
        scores.append((score + (row is read and row is not found[0]), asked.weight(own)))
    best = max(scores)
    return found[scores.index(best)] if scores.count(best) == 1 and best[0] else None


def _words_of(text: str, row: Row) -> frozenset[str]:
    """What a row says beside its values."""
    said = text[row.start : row.end]
    for start, end in reversed(row.values):
        if row.start <= start < row.end:
            said = f"{said[: start - row.start]} {said[end - row.start :]}"
    return bases(said)


def _shared(text: str, found: Sequence[Row]) -> frozenset[str]:
    """What is said of all rows at the end: "…, 3% in Dorrit and 6% in Pahlen during 2024"."""
    last = found[-1]
    if not (last.gapped and last.label):
        return frozenset()
    adverbial = _PREPOSITION.search(text, max(last.label[1], last.values[-1][1]), last.end)
    return bases(text[adverbial.start() : last.end]) if adverbial else frozenset()


def _told(text: str, found: Sequence[Row]) -> list[frozenset[str]]:
    """The words of each row's label that no other has; empty where a row has no label."""
    told = [bases(text[slice(*_distinct(text, row.label))]) for row in found if row.label]
    counts = Counter(word for label in told for word in label)
    alone = [frozenset(word for word in label if counts[word] == 1) for label in told]
    return alone if len(told) == len(found) else []


def _distinct(text: str, label: Place) -> Place:
    """The label from behind its last preposition on: "the west" of "farmers in the west"."""
    ends = [m.end() for m in _PREPOSITION.finditer(text, *label)]
    return ends[-1] if ends else label[0], label[1]


def _no_row(
    asked: Restrictions, text: str, found: Sequence[Row], candidate: Candidate
) -> tuple[str, ...]:
    """The words that would name a row, where the rows are about other things; or none."""
    told = _told(text, found)
    numbered = told and all(NUMBER.search(" ".join(label)) for label in told)
    if numbered and asked.numbers and not any(asked.numbers & label for label in told):
        return tuple(sorted(asked.numbers))
    if not told or any(asked.matched(label) for label in told):
        return ()
    passage = candidate.passage
    earlier = [s for s in (passage.lead, *passage.sentences) if s and s.end <= candidate.start]
    context = (text, passage.title, passage.heading, *(s.said for s in earlier[-1:]))
    missing = frozenset(asked.weights) - asked.matched(bases("\n".join(filter(None, context))))
    last = found[-1]
    assert last.label is not None, "every row has a label"
    before = re.findall(r"[\w’'-]+", text[last.start : _distinct(text, last.label)[0]])
    lead = next((w.lower() for w in reversed(before) if w.lower() not in ("the", "a", "an")), "")
    named = missing & asked.name_stems
    if lead in PREPOSITIONS:
        named |= missing & asked.after(lead)
    elif last.gapped:
        named = missing
    return asked.written(named)


def _column(asked: Restrictions, text: str, found: Sequence[Row], read: Row, value: Place) -> int:
    """Which of a row's values is asked for: by what the first row counts with each."""
    first = found[0]
    ends = [*(start for start, _ in first.values[1:]), first.end]
    counted = [text[v[1] : end] for v, end in zip(first.values, ends, strict=True)]
    weights = [asked.weight(asked.matched(bases(noun))) for noun in counted]
    if len(weights) > 1 and weights.count(max(weights)) == 1:
        return weights.index(max(weights))
    inside = [
        i for i, (start, end) in enumerate(read.values) if value[0] < end and start < value[1]
    ]
    return inside[0] if inside else 0
