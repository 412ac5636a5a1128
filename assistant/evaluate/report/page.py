"""The report's page: figures and plots made here, the table of questions by its script."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from assistant.evaluate.coverage import Topic
from assistant.evaluate.metrics import BY_NAME, METRICS
from assistant.evaluate.metrics import Figure as Value
from assistant.evaluate.report.data import report_data
from assistant.evaluate.report.plots import bar_plots, curve_plots
from assistant.evaluate.rows import Row
from assistant.evaluate.screen import interval, shown
from assistant.evaluate.summary import Summary
from corpus.article import Corpus

HEADLINE = (
    "right", "em", "f1", "refused", "false_refusals", "quotes", "citation_recall", "recall@5",
    "p50_ms", "p95_ms", "ndcg@10",
)  # fmt: skip
CARDS = 8
_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Card:
    """A figure as the page shows it."""

    label: str
    value: str
    interval: str
    n: int
    good: bool | None = None


def report_html(
    rows: Sequence[Row],
    summary: Summary,
    corpus: Corpus,
    about: dict[str, str],
    topics: Sequence[Topic] = (),
) -> str:
    """One self-contained page. ``about`` is shown under the title, name by name.

    Texts of articles, questions and models reach the page through autoescaping or as JSON that
    the script shows with textContent; the page's own policy lets no other script or style run.
    """
    style, script = asset("report.css"), asset("report.js")
    return page(
        "report.html",
        style=style,
        script=script,
        about=about,
        cards=[_card(name, summary.figures[name]) for name in HEADLINE if name in summary.figures][
            :CARDS
        ],
        summary=summary,
        bars=bar_plots(summary),
        curves=curve_plots(rows, summary),
        figures=[
            _card(m.name, summary.figures[m.name]) for m in METRICS if m.name in summary.figures
        ],
        topics=topics,
        data=report_data(rows, corpus),
    )


def page(template: str, *, style: str, script: str = "", **values: Any) -> str:
    """A template of this folder with its style and script inside, and a policy that allows them.

    ``data`` becomes JSON that can't end its own script element.
    """
    import jinja2
    from markupsafe import Markup

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_FOLDER), autoescape=True, trim_blocks=True,
        lstrip_blocks=True, undefined=jinja2.StrictUndefined,
    )  # fmt: skip
    environment.filters["percent"] = lambda share: f"{100 * share:.1f}%"
    policy = (
        f"default-src 'none'; style-src 'sha256-{_digest(style)}'; "
        f"script-src 'sha256-{_digest(script)}'; base-uri 'none'; form-action 'none'"
    )
    if "data" in values:
        values["data"] = jinja2.utils.htmlsafe_json_dumps(
            values["data"], dumps=json.dumps, ensure_ascii=False
        )
    return environment.get_template(template).render(
        policy=policy,
        style=Markup(style),
        script=Markup(script),
        **values,
    )


def _card(name: str, value: Value) -> Card:
    metric = BY_NAME[name]
    good = value.value == 1 if name == "quotes" else None
    return Card(metric.label, shown(metric, value.value), interval(metric, value), value.n, good)


@cache
def asset(name: str) -> str:
    """The text of a file of this folder."""
    return (_FOLDER / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
