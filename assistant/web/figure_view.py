"""Which figures are asked for: filtered, and in an order. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from assistant.web.figures import Figure
from assistant.web.labels import Labels

MOST_UNITS = 150  # in the list to choose from
ANY = ""
MONEY = "money"
CURRENCIES = frozenset("KRW USD EUR CNY JPY GBP".split())


@dataclass(frozen=True, slots=True)
class View:
    """What of the figures is asked for.

    ``order``: "text", "amount", "measures", "speaker" or "article", with "-" before it reversed.
    """

    text: str = ""
    unit: str = ANY
    article: str = ANY
    order: str = "text"

    @property
    def query(self) -> str:
        """The same as the query of an address."""
        fields = {"text": self.text, "unit": self.unit, "article": self.article}
        asked = {name: value for name, value in fields.items() if value}
        if self.order != "text":
            asked["order"] = self.order
        return urlencode(asked)


def choose(figures: Sequence[Figure], view: View) -> list[Figure]:
    """The figures of the view in its order. An unknown order is the order of the text."""
    words = view.text.casefold().split()
    found = [
        figure
        for figure in figures
        if view.article in (ANY, figure.article_id)
        and _has_unit(figure, view.unit)
        and all(word in searched(figure) for word in words)
    ]
    name = view.order.removeprefix("-")
    backwards = view.order.startswith("-")
    if name == "amount":  # amounts compare within their unit only: the most frequent one first
        rank = {unit: n for n, (unit, _) in enumerate(Counter(f.unit for f in found).most_common())}
        found.sort(key=lambda f: (rank[f.unit], -f.value if backwards else f.value))
    elif name in ("measures", "speaker", "article"):
        found.sort(key=_KEYS[name], reverse=backwards)
        found.sort(key=lambda f: not _KEYS[name](f))  # what is empty stands last
    elif backwards:
        found.reverse()
    return found


_KEYS: dict[str, Callable[[Figure], str]] = {
    "measures": lambda f: f.measures.lstrip("…\"'‘“ ").casefold(),
    "speaker": lambda f: (f.speaker or "").lstrip("\"'‘“").casefold(),
    "article": lambda f: f.title.casefold(),
}


def _has_unit(figure: Figure, unit: str) -> bool:
    return unit == ANY or figure.unit == unit or (unit == MONEY and figure.unit in CURRENCIES)


def searched(figure: Figure) -> str:
    """What the filter looks into, in lower case."""
    said_by = figure.speaker or ""
    return f"{figure.said} {figure.sentence.text} {said_by} {figure.title}".casefold()


def units(figures: Sequence[Figure], labels: Labels) -> list[tuple[str, str]]:
    """The units to choose from, the most frequent first, each with its count, and its value."""
    counts = Counter(figure.unit for figure in figures if figure.unit)
    money = sum(count for unit, count in counts.items() if unit in CURRENCIES)
    several = sum(unit in CURRENCIES for unit in counts) > 1
    found = [(labels.all_units, ANY)]
    found += [(labels.money.format(n=money), MONEY)] if several else []
    return found + [(f"{unit} ({n:,})", unit) for unit, n in counts.most_common(MOST_UNITS)]
