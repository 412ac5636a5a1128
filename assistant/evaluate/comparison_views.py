"""A comparison as text for a terminal, Markdown for a pull request, and a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from assistant.evaluate.comparison import Changed, Comparison, Difference
from assistant.evaluate.metrics import BY_NAME
from assistant.evaluate.rows import Row
from assistant.evaluate.screen import table

SHOWN = (
    "right", "refused", "false_refusals", "overall", "quotes", "em", "f1", "rouge_l",
    "citation_precision", "citation_recall", "auroc", "aurc", "recall@5", "mrr", "ndcg@10",
    "p50_ms", "p95_ms",
)  # fmt: skip
HEAD = ("", "before", "after", "change", "95% interval", "n", "")
MOST_CHANGES = 50  # questions listed in text and Markdown; the page lists them all


def view(comparison: Comparison, format: str) -> str:
    """The comparison in one of ``VIEWS``."""
    return VIEWS[format](comparison)


def _text(comparison: Comparison) -> str:
    lines = [f"A  {comparison.names[0]}", f"B  {comparison.names[1]}"]
    lines += [*_facts(comparison), ""]
    lines += [*table([HEAD, *_overall(comparison)]), ""]
    types = _types(comparison)
    if types:
        lines += [*table([("right by type", *HEAD[1:]), *types]), ""]
    lines += [f"{_kinds(c)}: {c.after.id} {c.after.question}" for c in _listed(comparison)]
    return "\n".join(line.rstrip() for line in [*lines, *_unlisted(comparison)]).rstrip() + "\n"


def _markdown(comparison: Comparison) -> str:
    a, b = map(_cell, comparison.names)
    lines = [f"### Evaluation: {b} against {a}", ""]
    lines += [f"- {_cell(fact)}" for fact in _facts(comparison)] + [""]
    lines += _markdown_table(("figure", *HEAD[1:]), _overall(comparison))
    types = _types(comparison)
    if types:
        lines += ["", "<details><summary>Right by type</summary>", ""]
        lines += [*_markdown_table(("type", *HEAD[1:]), types), "", "</details>"]
    if comparison.changed:
        lines += ["", f"<details><summary>{len(comparison.changed)} changed</summary>", ""]
        rows = [
            (c.after.id, c.after.question, _kinds(c), _gist(c.before), _gist(c.after))
            for c in _listed(comparison)
        ]
        lines += _markdown_table(("id", "question", "what", "before", "after"), rows)
        lines += [*_unlisted(comparison), "", "</details>"]
    return "\n".join(lines) + "\n"


def _html(comparison: Comparison) -> str:
    from assistant.evaluate.report.page import asset, page

    return page(
        "compare.html",
        style=asset("report.css"),
        comparison=comparison,
        facts=_facts(comparison),
        head=HEAD,
        overall=_overall(comparison),
        types=_types(comparison),
        kinds=_kinds,
    )


VIEWS: dict[str, Callable[[Comparison], str]] = {
    "text": _text,
    "markdown": _markdown,
    "html": _html,
}


def _facts(comparison: Comparison) -> list[str]:
    """What a reader wants first, a sentence each."""
    counts = Counter(kind for changed in comparison.changed for kind in changed.changes)
    facts = [f"Between the runs: {reason}." for reason in comparison.reasons]
    if any(comparison.only):
        a, b = comparison.only
        facts.append(f"Compared are the questions of both; {a} are only in A, {b} only in B.")
    facts.append(
        f"{len(comparison.changed)} of {comparison.questions} changed, "
        f"{counts['lost its source']} lost their source, {counts['other source']} have another "
        f"source, {counts['other figure']} another figure."
    )
    facts.append(
        f"{comparison.fixed} became right, {comparison.broken} became wrong "
        f"(McNemar's exact test: p = {comparison.p_value:.3g})."
    )
    return facts


def _overall(comparison: Comparison) -> list[tuple[str, ...]]:
    found = {d.metric: d for d in comparison.differences if d.type is None}
    return [_cells(BY_NAME[n].label, found[n]) for n in SHOWN if n in found]


def _types(comparison: Comparison) -> list[tuple[str, ...]]:
    of_type = [d for d in comparison.differences if d.type is not None and d.metric == "overall"]
    return [_cells(d.type or "", d) for d in of_type] if len(of_type) > 1 else []


def _cells(name: str, d: Difference) -> tuple[str, ...]:
    unit = BY_NAME[d.metric].unit
    scale, suffix, places = {"share": (100, "%", 1), "score": (1, "", 3), "ms": (1, " ms", 1)}[unit]
    points = " pt" if unit == "share" else suffix

    def signed(value: float) -> str:
        return f"{round(scale * value, places) + 0.0:+.{places}f}"  # + 0.0: no "-0.0"

    return (
        name,
        f"{scale * d.before:.{places}f}{suffix}",
        f"{scale * d.after:.{places}f}{suffix}",
        f"{signed(d.change)}{points}",
        f"{signed(d.low)} to {signed(d.high)}",
        str(d.n),
        verdict(d),
    )


def verdict(d: Difference) -> str:
    """ "better" or "worse" when the interval excludes no change, else nothing."""
    if d.low <= 0 <= d.high:
        return ""
    return "better" if (d.low > 0) == BY_NAME[d.metric].higher_is_better else "worse"


def _kinds(changed: Changed) -> str:
    return ", ".join(changed.changes)


def _listed(comparison: Comparison) -> Sequence[Changed]:
    """What became wrong first, then what lost its source."""
    order = ("became wrong", "lost its source", "became right")

    def place(changed: Changed) -> int:
        return next((at for at, kind in enumerate(order) if kind in changed.changes), len(order))

    return sorted(comparison.changed, key=place)[:MOST_CHANGES]


def _unlisted(comparison: Comparison) -> list[str]:
    more = len(comparison.changed) - MOST_CHANGES
    return [f"And {more} more: the HTML view lists them all."] if more > 0 else []


def _gist(row: Row) -> str:
    text = row.error or (row.answer.short or row.answer.answer if row.answer else "")
    return text if len(text) < 80 else text[:77] + "…"


def _markdown_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return lines + ["| " + " | ".join(map(_cell, row)) + " |" for row in rows]


def _cell(text: str) -> str:
    """Document text as text: no HTML, no Markdown, no new cell, no mention of a person."""
    text = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for character in "\\`*_[]|#~!@":
        text = text.replace(character, f"&#{ord(character)};")
    return text
