"""The shipped set on the briefs, against the floors in cases/floors.toml."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from assistant.ask import Assistant
from assistant.evaluate import evaluate, read_questions
from assistant.evaluate.gate import failures
from assistant.evaluate.metrics import BY_NAME
from tests.figures import FIGURES, MAIN

NEAR = 0.03  # other processors round otherwise, which may turn a question or two
CASES = Path(__file__).parent / "cases"


def _said() -> dict[str, float]:
    """What the README says, as shares."""
    figures = json.loads(FIGURES.read_text(encoding="utf-8"))[MAIN]["figures"]
    return {name: figures[name]["value"] for name in ("right", "refused", "false_refusals")}


def test_the_shipped_set_reaches_its_floors(assistant: Assistant, tmp_path: Path) -> None:
    floors = tomllib.loads((CASES / "floors.toml").read_text(encoding="utf-8"))
    assert set(floors) <= set(BY_NAME)
    questions = read_questions(CASES / "questions.jsonl")
    assert len(questions.questions) >= 120
    run = evaluate(questions, assistant, tmp_path, workers=2)
    assert [f"{row.id}: {row.error}" for row in run.rows if row.error] == []
    assert failures(run.summary, floors) == []
    assert run.summary.warnings == []  # no key names an article that the briefs lack
    values = {name: run.summary.figures[name].value for name in _said()}
    stale = {name: said for name, said in _said().items() if abs(said - values[name]) > NEAR}
    assert stale == {}, "measure anew: python -m tests.figures"
