"""The figures as a table with links to their sentences. Pure, safe Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant.web.escape import escape
from assistant.web.figure_view import View
from assistant.web.figures import Figure
from assistant.web.labels import Labels
from assistant.web.passages import at

PAGE = 50  # rows of the table at once
_LONGER = 1.3  # a clause that is nearly its whole sentence needs no sentence below it


def amount(figure: Figure, labels: Labels) -> str:
    """The figure as a number with its unit: "1,460,000,000,000 KRW"."""
    number = plain(figure.value)
    if figure.high is not None:
        number = labels.low_to_high.format(low=number, high=plain(figure.high))
    space = "" if figure.unit == "%" else " "
    return f"{number}{space}{figure.unit}".strip()


def plain(value: Decimal) -> str:
    """Digits with thousands separated, at most six places, no zeros at the end."""
    text = f"{round(value, 6):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def table(figures: Sequence[Figure], page: int, order: str, labels: Labels) -> str:
    """One page of the table; the heads of the columns sort it."""
    rows = "".join(_row(figure, labels) for figure in figures[page * PAGE : (page + 1) * PAGE])
    if not rows:
        return f'<p class="none">{labels.no_figure_fits}</p>'
    heads = (
        _head("text", labels.figure, order, f'<span class="narrow">{labels.sort_by}</span> '),
        _head("amount", labels.amount, order),
        _head("measures", labels.measures, order),
        _head("speaker", labels.said_by, order),
        _head("article", labels.article, order),
    )
    return f"<table><thead><tr>{''.join(heads)}</tr></thead><tbody>{rows}</tbody></table>"


def _head(name: str, label: str, order: str, before: str = "") -> str:
    arrow = {name: " ▲", f"-{name}": " ▼"}.get(order, "")
    return f'<th>{before}<button class="by" id="by-{name}">{label}{arrow}</button></th>'


def _row(figure: Figure, labels: Labels) -> str:
    address = at(figure.article_id, figure.sentence.start, figure.sentence.end)
    measures = escape(figure.measures)
    if not figure.clear:
        measures = f'<span class="clause">“{measures}”</span>'
    sentence = figure.sentence
    inside = (figure.start - sentence.start, figure.end - sentence.start)
    if sentence.cell:
        inside = sentence.cell.find(figure.start, figure.end)
    text = sentence.text
    whole = ""
    if figure.clear or len(text) > _LONGER * len(figure.measures):
        before, said, after = text[: inside[0]], text[slice(*inside)], text[inside[1] :]
        whole = f'<p class="sentence">{escape(before)}<b>{escape(said)}</b>{escape(after)}</p>'
    said_by = f'<span class="narrow">{labels.said_by}: </span>' if figure.speaker else ""
    return (
        f'<tr><td class="figure"><a href="{address}">{escape(figure.said)}</a></td>'
        f'<td class="amount">{escape(amount(figure, labels))}</td>'
        f'<td class="measures">{measures}{whole}</td>'
        f'<td class="speaker">{said_by}{escape(figure.speaker or "")}</td>'
        f'<td class="article">{escape(figure.title)}</td></tr>'
    )


def summary(found: Sequence[Figure], page: int, view: View, labels: Labels) -> str:
    """Which rows are shown of how many, and the address of the same figures as a file."""
    query = f"?{view.query}" if view.query else ""
    link = f'<a href="figures.csv{escape(query)}" download>{labels.as_csv}</a>'
    if not found:
        return f'<p role="status">{labels.no_figure_fits}</p>'
    first = page * PAGE + 1
    last = min(len(found), first + PAGE - 1)
    said = labels.figures_shown.format(first=first, last=last, all=len(found))
    return f'<p role="status">{said} {link}</p>'
