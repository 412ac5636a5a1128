"""The files of a run, beside the results: table, figures, report, topics."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from assistant.evaluate.checkpoint import write_whole
from assistant.evaluate.coverage import Topic, coverage_markdown
from assistant.evaluate.report import report_html
from assistant.evaluate.rows import Row
from assistant.evaluate.summary import Summary
from assistant.evaluate.table import results_csv
from corpus.article import Corpus


def write_outputs(
    folder: Path,
    rows: Sequence[Row],
    summary: Summary,
    corpus: Corpus,
    about: dict[str, str],
    topics: Sequence[Topic] = (),
) -> None:
    """Writes results.csv, summary.json, report.html, and coverage.md where there are topics.

    ``about`` stands under the title of the report, name by name.
    """
    write_whole(folder / "results.csv", results_csv(rows))
    figures = json.dumps(summary.to_dict(), indent=2, ensure_ascii=False)
    write_whole(folder / "summary.json", figures + "\n")
    write_whole(folder / "report.html", report_html(rows, summary, corpus, about, topics))
    if topics:
        write_whole(folder / "coverage.md", coverage_markdown(rows, topics))
