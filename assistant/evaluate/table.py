"""results.csv: the rows as a spreadsheet opens them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from assistant.evaluate.metrics import METRICS
from assistant.evaluate.rows import Row
from assistant.spreadsheet import inert


def results_csv(rows: Sequence[Row]) -> str:
    """One line a question; scores as columns. Starts with a byte order mark, for Excel."""
    used = {name for row in rows for name in row.scores}
    scores = [metric.name for metric in METRICS if metric.name in used]
    out = io.StringIO()
    writer = csv.writer(out)
    head = ["id", "type", "question", "expected", "outcome", "failed_step", "status", "short"]
    head += ["answer", "sources", "quoted", "confidence", "evidence_rank", "ms", "error"]
    writer.writerow([*head, *scores])
    for row in rows:
        writer.writerow([*_cells(row), *(row.scores.get(name, "") for name in scores)])
    return "\ufeff" + out.getvalue()


def _cells(row: Row) -> list[str | float]:
    answer = row.answer
    quotes = answer.citations if answer else ()
    texts = [row.id, row.type, row.question, row.expected, row.outcome, row.step or ""]
    texts += [answer.status, answer.short or "", answer.answer] if answer else ["", "", ""]
    texts += ["; ".join(dict.fromkeys(c.article_id for c in quotes))]
    texts += ["\n".join(c.quote for c in quotes)]
    confidence = "" if row.confidence is None else row.confidence
    rank = row.evidence_rank or ""
    return [*map(inert, texts), confidence, rank, row.ms, inert(row.error or "")]
