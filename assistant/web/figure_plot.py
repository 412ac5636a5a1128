"""The figures as a plot: a dot for each, a row for each article. Pure."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from assistant.web.figure_view import ANY, CURRENCIES, MONEY, View
from assistant.web.figures import Figure
from assistant.web.labels import Labels
from assistant.web.passages import at

MOST_DOTS = 500
# Large amounts on the axis as people write them: k, M, B, T in English, 만, 억, 조 in Korean.
_TICKS = {
    "en": "datum.value >= 1e12 ? format(datum.value / 1e12, ',~r') + 'T' "
    ": replace(format(datum.value, '~s'), 'G', 'B')",
    "ko": "datum.value >= 1e12 ? format(datum.value / 1e12, ',~r') + '조' "
    ": datum.value >= 1e8 ? format(datum.value / 1e8, ',~r') + '억' "
    ": datum.value >= 1e4 ? format(datum.value / 1e4, ',~r') + '만' "
    ": format(datum.value, ',~r')",
}
_TIP = 240  # characters of a sentence that a dot shows
MOST_NAMED = 12  # articles that the plot names; more are told apart by place only


def plotted_unit(found: Sequence[Figure], view: View) -> str:
    """The unit of the plot: the one asked for, else the most frequent one, money before counts."""
    counts = Counter(figure.unit for figure in found if figure.unit)
    if view.unit not in (ANY, MONEY):
        return view.unit
    money = Counter({unit: n for unit, n in counts.items() if unit in CURRENCIES})
    best = (money or counts).most_common(1)
    return best[0][0] if best else ""


def plot(found: Sequence[Figure], view: View, labels: Labels) -> str | None:
    """A Vega-Lite plot of the amounts in one unit, a dot each, as JSON; None when there is none.

    Its expressions are interpreted, not compiled (``ast``), so the page's policy needs no eval.
    """
    unit = plotted_unit(found, view)
    of_unit = [figure for figure in found if figure.unit == unit and unit]
    if not of_unit:
        return None
    dots = sorted(of_unit, key=lambda f: -f.value)[:MOST_DOTS]
    said = labels.largest if len(dots) < len(of_unit) else labels.amounts_in
    titles = list(dict.fromkeys(figure.title for figure in dots))
    named = len(titles) <= MOST_NAMED
    places = {title: _short(title) if named else n for n, title in enumerate(titles)}
    log = min(figure.value for figure in dots) > 0 and unit not in ("%",)
    title = said.format(unit=unit, n=MOST_DOTS)
    return json.dumps(_spec(dots, title, places, labels, log=log, named=named))


def _cut(sentence: str) -> str:
    return sentence if len(sentence) <= _TIP else f"{sentence[:_TIP].rstrip()} […]"


def _short(title: str) -> str:
    return title if len(title) <= 26 else f"{title[:25].rstrip()}…"


def _spec(
    dots: Sequence[Figure],
    title: str,
    places: dict[str, Any],
    labels: Labels,
    *,
    log: bool,
    named: bool,
) -> dict[str, Any]:
    values = [
        {
            "amount": float(figure.value),
            "article": places[figure.title],
            "said": figure.said,
            "measures": figure.measures,
            "sentence": _cut(figure.sentence.text),
            "href": at(figure.article_id, figure.sentence.start, figure.sentence.end).replace(
                "&amp;", "&"
            ),
        }
        for figure in dots
    ]
    axis: dict[str, Any] = {"title": None if named else labels.articles, "labelLimit": 160}
    if not named:
        axis |= {"labels": False, "ticks": False, "grid": False}
    told = {"said": labels.figure, "measures": labels.measures, "sentence": labels.sentence}
    shown = [{"field": name, "title": told[name], "type": "nominal"} for name in told]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "description": labels.plotted.format(title=title),
        "title": {"text": title, "anchor": "start", "fontSize": 14},
        "width": "container",
        "height": 60 + 26 * len(places) if named else 300,
        "background": None,
        "autosize": {"type": "fit", "contains": "padding"},
        "data": {"values": values},
        "mark": {"type": "circle", "size": 110, "opacity": 0.65, "color": "#0d9488",
                 "cursor": "pointer"},
        "encoding": {
            "x": {"field": "amount", "type": "quantitative", "title": None,
                  "scale": {"type": "log"} if log else {"zero": True},
                  "axis": {"labelExpr": _TICKS[labels.language], "tickCount": 6,
                           "labelOverlap": True}},
            "y": {"field": "article", "type": "nominal" if named else "quantitative",
                  "axis": axis, "sort": None},
            "tooltip": shown,
            "href": {"field": "href", "type": "nominal"},
        },
        "config": {"font": "system-ui, sans-serif", "view": {"stroke": None},
                   "axis": {"labelFontSize": 12, "gridOpacity": 0.25, "domain": False}},
        "usermeta": {"embedOptions": {"ast": True, "renderer": "svg", "actions": False}},
    }  # fmt: skip
