"""Values of a sentence and what is of their kind: quantities of one unit, dates, names; and the
pieces between its commas and conjunctions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.quantities import Quantity, quantities
from assistant.understanding.clause import PREPOSITIONS
from assistant.understanding.words import FUNCTION_WORDS

AND = r"(?:and|but|while|whereas|plus)"
_JOINT = re.compile(rf"\s*[,;]\s+(?:{AND}\s+)?|\s+{AND}\s+")
_AND_WORD = re.compile(r"\b(?:and|the)\b", re.I)
_LETTERS = re.compile(r"[^\W\d_]")
_FROM_TO = re.compile(r"\bfrom\b[^,;]*?(\s+to\s+)", re.I)
_COUNTS_NOTHING = re.compile(rf"\W*(?:$|[,;.]|\s(?:{'|'.join(sorted(PREPOSITIONS))}|{AND})\b)")
_UP_TO_PREPOSITION = re.compile(rf"(?:(?!\b(?:{'|'.join(sorted(PREPOSITIONS))})\b).)*", re.S)
_MONTH = (
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
)
_YEAR = r"(?<![\d.,])(?:1[89]|20)\d\d(?![.,]?\d)"
YEAR = re.compile(_YEAR)
DATE = re.compile(
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{_MONTH}(?:\s+\d{{1,2}}\b(?!\s*%))?(?:,?\s+{_YEAR})?"
    rf"|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b|{_YEAR}"
)
_CAPITAL = r"(?:[A-Z]\.|[^\W\d_a-zß-öø-ÿ][\w’'-]*(?:\.[\w’'-]+)*)"
_NAME = re.compile(rf"(?<![\w’'-]){_CAPITAL}(?:\s+(?:(?:of|de|van|von|der)\s+)?{_CAPITAL})*")
WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")

Place = tuple[int, int]  # [start, end) in a sentence


def alike(text: str, value: Place) -> list[Place]:
    """All that is of the same kind as the value, in order."""
    figures = figures_of(text)
    figure = next((q for q in figures if value[0] <= q.start < value[1]), None)
    if figure:
        earlier = [q for q in figures if q.unit and q.start < figure.start and not figure.unit]
        units = (_same_unit(text, q, figures) for q in (*earlier[:1], figure))
        return next(places for places in units if place_of(figure) in places)
    dates = dates_of(text)
    if any(value[0] <= start < value[1] for start, _ in dates):
        return dates
    named = [name for name in names_of(text) if name not in dates]
    inside = [name for name in named if value[0] <= name[0] and name[1] <= value[1]]
    if not inside or _LETTERS.search(_without(text, value, inside)):
        return []
    shape = _shape(text[slice(*inside[0])])
    return [name for name in named if _shape(text[slice(*name)]) == shape]


def _shape(name: str) -> tuple[bool, bool]:
    """Several words or one, all capitals or not: a person's full name is not like "AI"."""
    return " " in name, name.isupper()


def _without(text: str, place: Place, inside: Sequence[Place]) -> str:
    said = text[place[0] : place[1]]
    for start, end in reversed(inside):
        said = said[: start - place[0]] + said[end - place[0] :]
    return _AND_WORD.sub("", said)


def figures_of(text: str) -> list[Quantity]:
    """The quantities of a sentence that are no dates."""
    return list(quantities(DATE.sub(lambda m: "\0" * len(m[0]), text)))


def dates_of(text: str) -> list[Place]:
    """Years, months with their days, and days of the week."""
    return [match.span() for match in DATE.finditer(text)]


def _same_unit(text: str, figure: Quantity, figures: Sequence[Quantity]) -> list[Place]:
    """Those of the figure's unit, and bare ones after it ("3,000 euros for …, 1,200 for …")."""
    same = [q for q in figures if q.unit == figure.unit]
    if figure.unit:
        pieces = pieces_of(text)
        named = {_piece_of(pieces, q.start) for q in same}
        later = [q for q in figures if not q.unit and q.start > same[0].start]
        bare = [q for q in later if _COUNTS_NOTHING.match(text, q.end)]
        same += [q for q in bare if _piece_of(pieces, q.start) not in named]
    return sorted(map(place_of, same))


def place_of(quantity: Quantity) -> Place:
    """Where a quantity stands."""
    return quantity.start, quantity.end


def names_of(text: str) -> list[Place]:
    """Runs of capitalised words, without a first word that may have its capital for that."""
    found = []
    for match in _NAME.finditer(text):
        opens = not text[: match.start()].strip(" \"'“‘(")
        first = WORD.search(match[0])
        if opens and first and first[0].lower() in FUNCTION_WORDS:
            rest = _NAME.search(text, match.start() + len(first[0]), match.end())
            found += [rest.span()] if rest else []
        else:
            found.append(match.span())
    return found


def pieces_of(text: str) -> list[Place]:
    """What stands between commas and conjunctions, and on both sides of "from … to …"."""
    joints = [m.span() for m in _JOINT.finditer(text)] + [
        m.span(1) for m in _FROM_TO.finditer(text)
    ]
    pieces, start = [], 0
    for begin, end in sorted(joints):
        if begin >= start:
            pieces.append((start, begin))
            start = end
    return [*pieces, (start, len(text))]


def piece_at(text: str, place: int) -> str:
    """The piece of a sentence that a place is in."""
    return text[slice(*_piece_of(pieces_of(text), place))]


def counted_by(text: str, value: Place) -> str:
    """The words right after a plain number, up to a preposition or the end of its piece."""
    found = quantities(text[slice(*value)])
    if not found or found[0].is_amount:
        return ""
    after = text[value[1] : _piece_of(pieces_of(text), value[0])[1]]
    return _UP_TO_PREPOSITION.match(after)[0]  # type: ignore[index]  # it matches nothing too


def _piece_of(pieces: Iterable[Place], place: int) -> Place:
    return max(piece for piece in pieces if piece[0] <= place)
