"""Sentences that say the same of several things, taken apart into a row for each.

"Alvik handled 512,000 passengers in 2024, Stenby 301,000 and Horne 87,000." has three rows. Each is
a coordinated piece of the sentence with one value of the same kind (quantities of one unit, dates,
names), and takes what it leaves out from the first (gapping: Huddleston and Pullum 2002, ch. 15).
Where values and what they belong to stand in two lists ("Quist and Ebbe won 41,200 and 38,900
votes"), the first belongs to the first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.finding.values import (
    AND,
    DATE,
    WORD,
    Place,
    alike,
    dates_of,
    figures_of,
    names_of,
    pieces_of,
    place_of,
)
from assistant.understanding.clause import PREPOSITIONS, auxiliary
from assistant.understanding.verbs import is_finite
from assistant.understanding.words import FUNCTION_WORDS, content_words

_CONJUNCTION = re.compile(rf"\b{AND}\s+\Z")
_LISTED = re.compile(r"\s*(?:,\s+(?:and\s+)?|and\s+)", re.I)
_OPENING = re.compile(rf"\W*(?:in|by|since|during|for|on)\s+(?P<when>{DATE.pattern})", re.I)
_LOOSE = FUNCTION_WORDS | PREPOSITIONS | {"almost", "nearly", "around", "roughly"}


@dataclass(frozen=True, slots=True)
class Row:
    """One piece of a sentence and its values: one, or as many as every other row has.

    ``label`` is what the values belong to, as far as the form of the sentence tells; None where it
    does not. ``listed``: the row is an item of two lists, so that its words are its label's.
    ``gapped``: it is but a label and its values, and what follows them is said of all rows.
    """

    start: int
    end: int
    values: tuple[Place, ...]
    label: Place | None = None
    listed: bool = False
    gapped: bool = False


def rows(text: str, value: Place) -> tuple[Row, ...]:
    """The rows of a sentence for values like the given one; empty where it has none or one."""
    places = alike(text, value)
    if len(places) < 2:
        return ()
    named = places[0] in names_of(text)
    if _is_list(text, places):
        dates = dates_of(text)
        others = (list(map(place_of, figures_of(text))),) if named else (names_of(text), dates)
        return next((found for o in others if (found := _two_lists(text, places, o))), ())
    return _coordinated(text, places, whole=named)


def _two_lists(text: str, places: Sequence[Place], others: Sequence[Place]) -> tuple[Row, ...]:
    """ "A, B and C had 1, 2 and 3": a list of values, and one as long of what they belong to."""
    count = len(places)
    for start in range(len(others) - count + 1):
        named = others[start : start + count]
        apart = named[-1][1] <= places[0][0] or places[-1][1] <= named[0][0]
        ends = [p for p in (*others[:start][-1:], *others[start + count :][:1])]
        longer = any(_is_list(text, sorted((p, n))) for p in ends for n in (named[0], named[-1]))
        if apart and not longer and _is_list(text, named):
            pairs = zip(named, places, strict=True)
            return tuple(Row(*name, (place,), name, listed=True) for name, place in pairs)
    return ()


def _is_list(text: str, places: Sequence[Place]) -> bool:
    return all(_LISTED.fullmatch(text[a[1] : b[0]]) for a, b in pairwise(places))


def _coordinated(text: str, places: Sequence[Place], *, whole: bool) -> tuple[Row, ...]:
    """Pieces with as many values each. One without belongs to the next where none came before or
    a conjunction opens it, else to the one before; so do all at the end. ``whole``: none
    without may follow one with."""
    found: list[Row] = []
    start: int | None = None
    for begin, end in pieces_of(text):
        inside = tuple(p for p in places if begin <= p[0] < end)
        joined = _CONJUNCTION.search(text, 0, begin)
        if inside:
            found.append(Row(begin if start is None else start, end, inside))
            start = None
        elif whole and found:
            return ()
        elif not found or joined:
            start = begin if start is None else start
        elif start is None:
            found[-1] = replace(found[-1], end=end)
    if len(found) < 2 or len({len(row.values) for row in found}) > 1:
        return ()
    found[-1] = replace(found[-1], end=len(text))
    return _labelled(text, found)


def _labelled(text: str, found: Sequence[Row]) -> tuple[Row, ...]:
    """The rows with their labels: before the value in all ("Horne 87,000"), or after the same
    word in all ("3% in Dorrit")."""
    openings = [_OPENING.match(text, row.start, row.values[0][0]) for row in found]
    if all(openings):
        before = [opening.span("when") if opening else None for opening in openings]
    else:
        before = [_subject(text, (row.start, row.values[0][0])) for row in found]
    if all(before[1:]):
        return tuple(_with_label(text, r, label) for r, label in zip(found, before, strict=True))
    after = [(row.values[-1][1], row.end) for row in found]
    lead = WORD.search(text, *after[-1])
    if not lead or lead[0].lower() not in PREPOSITIONS:
        return tuple(found)
    labels = [_object(text, place, lead[0]) for place in after]
    return tuple(_with_label(text, r, label) for r, label in zip(found, labels, strict=True))


def _with_label(text: str, row: Row, label: Place | None) -> Row:
    if label is None:
        return row
    before = text[row.start : row.values[0][0]]
    if label[0] < row.values[0][0]:
        before = text[row.start : label[0]] + text[label[1] : row.values[0][0]]
    return replace(row, label=label, gapped=not content_words(before))


def _subject(text: str, place: Place) -> Place | None:
    """The words before the verb, without a moment that opens the piece."""
    opening = _OPENING.match(text, *place)
    words = list(WORD.finditer(text, opening.end() if opening else place[0], place[1]))
    if words and auxiliary(words[0][0]):
        return None
    for at, word in enumerate(words):
        before = words[at - 1][0] if at else ""
        following = words[at + 1][0] if at + 1 < len(words) else ""
        if at and (auxiliary(word[0]) or is_finite(word[0], before, following)):
            words = words[:at]
            break
    else:
        if place[0] == 0 and len(words) > 1:
            words = words[:-1]  # the verb of the first piece that no list of verbs has
    while words and words[-1][0] in _LOOSE:
        words.pop()
    while words and words[0][0].lower() in ("the", "a", "an"):
        words = words[1:]
    return (words[0].start(), words[-1].end()) if words else None


def _object(text: str, place: Place, lead: str) -> Place | None:
    """The words after the preposition, up to another one."""
    words = list(WORD.finditer(text, *place))
    at = next((i for i, word in enumerate(words) if word[0].lower() == lead.lower()), None)
    if at is None:
        return None
    inside = words[at + 1 :]
    end = next(
        (i for i, w in enumerate(inside) if i and w[0].lower() in PREPOSITIONS - {"of"}), None
    )
    inside = inside[:end]
    while inside and inside[0][0].lower() in ("the", "a", "an"):
        inside = inside[1:]
    return (inside[0].start(), inside[-1].end()) if inside else None
