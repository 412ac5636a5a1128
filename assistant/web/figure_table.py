"""The figures as a table with links to their sentences. Pure, safe Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant.web.escape import escape
from assistant.web.figure_view import ORDERS, View
from assistant.web.figures import Figure
from assistant.web.passages import at

PAGE = 50  # rows of the table at once
_LONGER = 1.3  # a clause that is nearly its whole sentence needs no sentence below it


def amount(figure: Figure) -> str:
    """The figure as a number with its unit: "1,460,000,000,000 KRW"."""
    high = f" to {plain(figure.high)}" if figure.high is not None else ""
    space = "" if figure.unit == "%" else " "
    return f"{plain(figure.value)}{high}{space}{figure.unit}".strip()


def plain(value: Decimal) -> str:
    """Digits with thousands separated, at most six places, no zeros at the end."""
    text = f"{round(value, 6):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def table(figures: Sequence[Figure], page: int, order: str) -> str:
    """One page of the table; the heads of the columns sort it."""
    rows = "".join(map(_row, figures[page * PAGE : (page + 1) * PAGE]))
    if not rows:
        return '<p class="none">No figure fits.</p>'
    heads = "".join(f"<th>{_head(name, label, order)}</th>" for name, label in ORDERS.items())
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _head(name: str, label: str, order: str) -> str:
    arrow = {name: " ▲", f"-{name}": " ▼"}.get(order, "")
    return f'<button class="by" id="by-{name}">{label}{arrow}</button>'


def _row(figure: Figure) -> str:
    address = at(figure.article_id, figure.sentence.start, figure.sentence.end)
    measures = escape(figure.measures)
    if not figure.clear:
        measures = f'<span class="clause">“{measures}”</span>'
    sentence = figure.sentence
    inside = (figure.start - sentence.start, figure.end - sentence.start)
    text = sentence.text
    whole = ""
    if figure.clear or len(text) > _LONGER * len(figure.measures):
        before, said, after = text[: inside[0]], text[slice(*inside)], text[inside[1] :]
        whole = f'<p class="sentence">{escape(before)}<b>{escape(said)}</b>{escape(after)}</p>'
    return (
        f'<tr><td class="figure"><a href="{address}">{escape(figure.said)}</a></td>'
        f'<td class="amount">{escape(amount(figure))}</td>'
        f'<td class="measures">{measures}{whole}</td>'
        f'<td class="speaker">{escape(figure.speaker or "")}</td>'
        f'<td class="article">{escape(figure.title)}</td></tr>'
    )


def summary(found: Sequence[Figure], page: int, view: View) -> str:
    """Which rows are shown of how many, and the address of the same figures as a file."""
    query = f"?{view.query}" if view.query else ""
    link = f'<a href="figures.csv{escape(query)}" download>Save as CSV</a>'
    if not found:
        return '<p role="status">No figure fits.</p>'
    first = page * PAGE + 1
    last = min(len(found), first + PAGE - 1)
    return f'<p role="status">{first:,} to {last:,} of {len(found):,} figures. {link}</p>'
