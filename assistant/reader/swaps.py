"""False premises by machine: a question whose name, number, year or relation was exchanged.

Detection is by shape alone (digits, capitals, a list of countries), so that it works on any text.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable

from assistant.reader.noise import STOP_WORDS

_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_NUMBER = re.compile(r"(?<![\w.])\d[\d,.]*\d(?!\w)|(?<![\w.])\d(?![\w.])")
_NAME = re.compile(r"\b[A-ZÀ-Þ][\w’'&-]*(?:\s+(?:(?:of|the|de|for|and)\s+)?[A-ZÀ-Þ][\w’'&-]*)*")
_PLAIN = re.compile(r"\b[a-zà-ÿ-]{4,}\b")
_COUNTRIES = (
    "Argentina Australia Austria Bangladesh Belgium Brazil Britain Bulgaria Canada Chile China"
    " Colombia Croatia Denmark Egypt Estonia Ethiopia Finland France Germany Ghana Greece Hungary"
    " India Indonesia Iran Iraq Ireland Israel Italy Japan Kenya Korea Latvia Lithuania Malaysia"
    " Mexico Morocco Netherlands Nigeria Norway Pakistan Peru Philippines Poland Portugal Romania"
    " Russia Singapore Slovenia Spain Sweden Switzerland Taiwan Thailand Turkey Ukraine Vietnam"
).split()
_NATIONS = (
    "American Argentine Australian Austrian Belgian Brazilian British Canadian Chilean Chinese"
    " Danish Dutch Egyptian Estonian European Finnish French German Greek Hungarian Indian"
    " Indonesian Irish Israeli Italian Japanese Kenyan Korean Mexican Nigerian Norwegian Polish"
    " Portuguese Russian Spanish Swedish Swiss Turkish Ukrainian Vietnamese"
).split()
_OPPOSITES = [
    pair.split("/")
    for pair in (
        "increase/decrease rise/fall rose/fell more/fewer highest/lowest largest/smallest"
        " most/least first/last before/after maximum/minimum import/export imports/exports"
        " domestic/foreign public/private male/female men/women support/oppose"
        " supports/opposes older/younger higher/lower start/end started/ended began/ended"
        " gain/loss gained/lost open/close opened/closed north/south east/west early/late"
        " buy/sell bought/sold income/expense revenue/cost win/lose won/lost new/old"
        " good/bad like/dislike best/worst above/below urban/rural approved/rejected"
        " raise/cut raised/cut boys/girls teachers/students annual/monthly"
    ).split()
]
_OTHER = {a: b for pair in _OPPOSITES for a, b in (pair, pair[::-1])}


def value_kind(text: str) -> str:
    """What an answer looks like: "year", "number", "name" or "words"."""
    if _YEAR.search(text):
        return "year"
    if _NUMBER.search(text):
        return "number"
    return "name" if _NAME.search(text[1:]) or text[:1].isupper() else "words"


def holds_kind(text: str, kind: str) -> bool:
    """Whether a text holds a value that looks like that; always true of plain words."""
    if kind == "words":
        return True
    pattern = {"year": _YEAR, "number": _NUMBER, "name": _NAME}[kind]
    return bool(pattern.search(text[1:]))


class Pools:
    """Names, numbers, years and words of many texts, by shape, to draw replacements from."""

    def __init__(self, texts: Iterable[str]) -> None:
        found: dict[str, set[str]] = defaultdict(set)
        for text in texts:
            for kind, value in _values(text):
                found[_shape(kind, value)].add(value)
            for match in _PLAIN.finditer(text):
                found[_shape("word", match.group())].add(match.group())
        found["country"].update(_COUNTRIES)
        found["nation"].update(_NATIONS)
        self._pools = {shape: sorted(values) for shape, values in found.items()}

    def draw(self, kind: str, value: str, absent_from: str, rng: random.Random) -> str | None:
        """Another value of the same shape that the text does not hold."""
        if kind == "opposite":
            other = _OTHER[value]
            return None if re.search(rf"\b{other}\b", absent_from) else other
        pool = self._pools.get(_shape(kind, value), [])
        for _ in range(6):
            if not pool:
                break
            other = rng.choice(pool)
            if other != value and other.lower() not in absent_from.lower():
                return other
        return None


def swap(
    question: str, context: str, local: Pools, pools: Pools, rng: random.Random
) -> tuple[str, str] | None:
    """A value of the question that the context holds too, and another of the same shape.

    The other comes from the same document half of the time (``local``), if it has one that the
    context lacks: the closest kind of false premise.
    """
    folded = context.lower()
    found = [pair for pair in _values(question) if pair[1].lower() in folded]
    words = [match.group() for match in _PLAIN.finditer(question)]
    found += [("opposite", word) for word in words if word in _OTHER]
    if not found or rng.random() < 0.25:
        plain = [w for w in words if w not in STOP_WORDS and w[:5] in folded and w not in _OTHER]
        found += [("word", word) for word in plain]
    rng.shuffle(found)
    for kind, value in found:
        for pool in (local, pools) if rng.random() < 0.5 else (pools, local):
            other = pool.draw(kind, value, context, rng)
            if other and not _same_stem(other, value):
                return value, other
    return None


def replace(
    text: str, spans: Iterable[tuple[int, int]], old: str, new: str
) -> tuple[str, tuple[tuple[int, int], ...]] | None:
    """``old`` replaced everywhere, spans moved along; None if a span touches a replaced place."""
    moved = list(spans)
    places = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(old)}(?!\w)", text)]
    if any(start < high and low < end for start, end in moved for low, high in places):
        return None
    for low, high in reversed(places):
        text = text[:low] + new + text[high:]
        shift = len(new) - (high - low)
        moved = [(s + shift, e + shift) if s >= high else (s, e) for s, e in moved]
    return text, tuple(moved)


def _values(text: str) -> list[tuple[str, str]]:
    found = [("year", m.group()) for m in _YEAR.finditer(text)]
    years = {value for _, value in found}
    numbers = (m.group() for m in _NUMBER.finditer(text))
    found += [("number", value) for value in numbers if value not in years]
    for match in _NAME.finditer(text):
        name = match.group()
        if match.start() == 0 or text[match.start() - 2 : match.start() - 1] in ".!?":
            first, _, rest = name.partition(" ")
            name = rest if first.lower() in STOP_WORDS or rest else ""
        if len(name) > 1 and name.lower() not in STOP_WORDS:
            kind = "country" if name in _COUNTRIES else "nation" if name in _NATIONS else "name"
            found.append((kind, name))
    return found


def _shape(kind: str, value: str) -> str:
    if kind == "name":
        style = "caps" if value.isupper() else "plain"
        return f"name {style} {min(3, len(value.split()))}"
    if kind == "number":
        return f"number {len(re.sub(r'[^0-9]', '', value))} {'.' in value}"
    if kind == "word":
        return f"word {value[-2:]}"
    return kind


def _same_stem(a: str, b: str) -> bool:
    return a.lower()[:4] == b.lower()[:4]
