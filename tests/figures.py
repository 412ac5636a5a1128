"""Measures what ships and writes its figures into README.md and docs/quality.md:
``python -m tests.figures [--raw FOLDER] [--second FILE] [--out FOLDER]``.

Asks the shipped questions of the five briefs. ``--raw`` is a folder of the same articles as they
were copied, ``--second`` another set of questions on them; each adds its columns to the table.
Runs are kept in ``--out`` and resumed; what is finished is not asked again. The figures are kept
in docs/figures.json, from which a test renders both pages again.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from assistant.evaluate import evaluate, read_questions
from assistant.evaluate.metrics import BY_NAME
from assistant.settings import DEFAULT_CORPUS, Settings
from assistant.wiring import open_assistant

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ROOT / "tests" / "cases" / "questions.jsonl"
README, QUALITY, FIGURES = ROOT / "README.md", ROOT / "docs/quality.md", ROOT / "docs/figures.json"
MAIN = "shipped, briefs"
SHOWN = (
    "right", "refused", "false_refusals", "quotes", "citation_precision", "citation_recall",
    "recall@5", "auroc",
)  # fmt: skip
_BLOCK = re.compile(r"(<!-- figures:(\w+) -->\n).*?(<!-- end -->)", re.DOTALL)

Measured = dict[str, dict[str, Any]]  # by column: questions, and figures by name


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures, and writes docs/figures.json and both pages."""
    parser = argparse.ArgumentParser(prog="python -m tests.figures", description=__doc__)
    parser.add_argument("--raw", type=Path, metavar="FOLDER")
    parser.add_argument("--second", type=Path, metavar="FILE")
    parser.add_argument("--out", type=Path, default=ROOT / "runs" / "figures", metavar="FOLDER")
    args = parser.parse_args(arguments)
    measured = {}
    for column, questions, corpus in _columns(args.raw, args.second):
        print(column, flush=True)
        measured[column] = _measure(questions, corpus, args.out, column)
    FIGURES.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
    for page in (README, QUALITY):
        page.write_text(rendered(page.read_text(encoding="utf-8"), measured), encoding="utf-8")


def rendered(page: str, measured: Measured) -> str:
    """The page with the text between its markers written from the figures."""
    write = {"sentence": _sentence, "table": _table, "kinds": _kinds}
    return _BLOCK.sub(lambda block: block[1] + write[block[2]](measured) + block[3], page)


def _columns(raw: Path | None, second: Path | None) -> Iterator[tuple[str, Path, Path]]:
    for name, questions in (("shipped", SHIPPED), ("second", second)):
        for kind, corpus in (("briefs", DEFAULT_CORPUS), ("raw pages", raw)):
            if questions and corpus:
                yield f"{name}, {kind}", questions, corpus


def _measure(questions: Path, corpus: Path, out: Path, column: str) -> dict[str, Any]:
    folder = out / column.replace(", ", "-").replace(" ", "-")
    index = out / "index" / column.partition(", ")[2].replace(" ", "-")
    settings = dataclasses.replace(Settings.from_environment({}), corpus=corpus, index=index)
    run = evaluate(read_questions(questions), open_assistant(settings), folder, progress=True)
    summary = run.summary
    return {
        "questions": summary.questions,
        "unanswerable": sum(row.expected == "refusal" for row in run.rows),
        "figures": {n: dataclasses.asdict(summary.figures[n]) for n in SHOWN},
        "kinds": {
            kind: [figures["overall"].n, figures["overall"].value]
            for kind, figures in summary.by_type.items()
            if "overall" in figures
        },
    }


def _percent(value: float) -> str:
    return f"{100 * value:.0f}"


def _sentence(measured: Measured) -> str:
    main = measured[MAIN]
    figures = {name: _percent(figure["value"]) for name, figure in main["figures"].items()}
    exact = main["figures"]["quotes"]["value"] == 1
    quotes = "every quote is" if exact else f"{figures['quotes']}% of the quotes are"
    return (
        f"It asks {main['questions']} questions of the five briefs. Without a language model\n"
        f"{figures['right']}% of the answerable ones are right, {figures['refused']}% of the "
        f"unanswerable are refused, {figures['false_refusals']}% are\n"
        f"refused that should be answered, and {quotes} verbatim.\n"
    )


def _table(measured: Measured) -> str:
    lines = [f"| | {' | '.join(measured)} |", f"| --- {'| --- ' * len(measured)}|"]
    counts = (f"{m['questions']}, {m['unanswerable']}" for m in measured.values())
    lines.append(f"| questions, not answerable | {' | '.join(counts)} |")
    for name in SHOWN:
        share = BY_NAME[name].unit == "share"
        label = f"{BY_NAME[name].label}, %" if share else BY_NAME[name].label
        cells = (_cell(column["figures"][name], share=share) for column in measured.values())
        lines.append(f"| {label} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _cell(figure: dict[str, float], *, share: bool) -> str:
    shown = _percent if share else "{:.2f}".format
    value, low, high = (shown(figure[part]) for part in ("value", "low", "high"))
    return value if low == high == value else f"{value} ({low} to {high})"


def _kinds(measured: Measured) -> str:
    kinds = measured[MAIN]["kinds"].items()
    said = [f"{kind} {_percent(value)}% of {n}" for kind, (n, value) in sorted(kinds)]
    lines, line = [], "By kind, right or rightly refused:"
    for part in [f"{text}," for text in said[:-1]] + [f"{said[-1]}."]:
        if len(line) + 1 + len(part) > 100:
            lines.append(line)
            line = part
        else:
            line += f" {part}"
    return "\n".join([*lines, line]) + "\n"


if __name__ == "__main__":
    main()
