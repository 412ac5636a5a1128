"""A table of an article as an HTML table, with the places in it that answer marked. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape as html_escape

from corpus.grid import is_across
from corpus.table import Field, Row, blocks, read

Span = tuple[int, int]
NEAR_ROWS = 3  # rows shown above and below a marked one, where not the whole table is
Escape = Callable[[str], str]


def table_html(
    text: str,
    block: Span,
    marked: Sequence[tuple[Span, str]],
    *,
    near: Sequence[Span] | None = None,
    escape: Escape = html_escape,
) -> str:
    """The table at ``text[start:end]`` of ``block``; its box scrolls where it is too wide.

    ``marked``: places of cells, each with the id that its mark gets ("" for none). ``near``: the
    places around which rows are shown, where not the whole table is.
    """
    table = read(text, *block)
    view = _View(marked, escape)
    caption = f"<caption><span>{view.said(table.caption)}</span></caption>" if table.caption else ""
    heads = "".join(view.head(row) for row in table.head)
    rows = list(table.rows)
    wanted = set(range(len(rows))) if near is None else _near(rows, near)
    body = [view.row(row) if n in wanted else None for n, row in enumerate(rows)]
    shown = [r or _gap(rows[n]) for n, r in enumerate(body) if r or (n and body[n - 1])]
    head = f"<thead>{heads}</thead>" if heads else ""
    return (
        f'<div class="scrolls" role="group" tabindex="0"><table>{caption}{head}'
        f"<tbody>{''.join(shown)}</tbody></table></div>"
    )


def with_tables(
    text: str,
    stretch: Span,
    marked: Sequence[tuple[Span, str]] = (),
    *,
    near: Sequence[Span],
    escape: Escape,
) -> str:
    """``text[start:end]`` of ``stretch`` with each table that it touches as :func:`table_html`."""
    pieces = []
    at, end = stretch
    for block in blocks(text) if "|" in text[at:end] else ():
        if block[0] < end and at < block[1]:
            pieces.append(escape(text[at : block[0]]))
            pieces.append(table_html(text, block, marked, near=near, escape=escape))
            at = block[1]
    return "".join([*pieces, escape(text[at:end])])


def _near(rows: Sequence[Row], places: Sequence[Span]) -> set[int]:
    hit = [n for n, row in enumerate(rows) if any(_touches(row, span) for span in places)]
    return {n for at in hit or [0] for n in range(at - NEAR_ROWS, at + NEAR_ROWS + 1)}


def _gap(row: Row) -> str:
    return f'<tr class="gap"><td colspan="{len(row.fields)}">…</td></tr>'


def _touches(piece: Row | Field, span: Span) -> bool:
    return piece.start < span[1] and span[0] < piece.end


class _View:
    """Writes rows; an id is given once."""

    def __init__(self, marked: Sequence[tuple[Span, str]], escape: Escape) -> None:
        self._marked = marked
        self._escape = escape
        self._given: set[str] = set()

    def head(self, row: Row) -> str:
        return f"<tr>{''.join(self._cell(f, 'th', 'col') for f in row.fields)}</tr>"

    def row(self, row: Row) -> str:
        hit = ' class="marked"' if any(_touches(row, span) for span, _ in self._marked) else ""
        first, *others = row.fields or (Field("", row.start, row.end),)
        if is_across(row):
            size = len(row.fields)
            return f'<tr{hit}><th scope="rowgroup" colspan="{size}">{self.said(first)}</th></tr>'
        cells = "".join(self._cell(field, "td", "") for field in others)
        return f"<tr{hit}>{self._cell(first, 'th', 'row')}{cells}</tr>"

    def _cell(self, field: Field, tag: str, scope: str) -> str:
        scoped = f' scope="{scope}"' if scope and field.text else ""
        tag = tag if field.text else "td"
        return f"<{tag}{scoped}>{self.said(field)}</{tag}>"

    def said(self, field: Field) -> str:
        """A field's text, all of it marked where a place touches it."""
        text = self._escape(field.text.replace("\\|", "|"))
        found = [name for span, name in self._marked if field.text and _touches(field, span)]
        if not found:
            return text
        name = next((n for n in found if n and n not in self._given), "")
        self._given.add(name)
        named = f' id="{name}" tabindex="-1"' if name else ""
        return f"<mark{named}>{text}</mark>"
