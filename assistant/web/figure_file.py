"""The figures as a file that a spreadsheet opens. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from assistant.spreadsheet import inert
from assistant.web.figures import Figure
from corpus.article import Corpus


def to_csv(figures: Sequence[Figure], corpus: Corpus) -> str:
    """A spreadsheet's CSV (RFC 4180), with a byte order mark, by which Excel knows UTF-8.

    A text that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(
        "figure amount to unit measures clear speaker title publisher published article_id "
        "start end sentence".split()
    )
    for f in figures:
        article = corpus.get(f.article_id)
        known = (article.publisher, article.published) if article else (None, None)
        text = (f.unit, f.measures, "yes" if f.clear else "no", f.speaker, f.title, *known)
        high = "" if f.high is None else f"{f.high:f}"
        rows.writerow(
            [_cell(f.said), f"{f.value:f}", high, *map(_cell, (*text, f.article_id)), f.start,
             f.end, _cell(f.sentence.text)]
        )  # fmt: skip
    return "\ufeff" + out.getvalue()


def _cell(text: str | None) -> str:
    return inert((text or "").replace("\x00", ""))
