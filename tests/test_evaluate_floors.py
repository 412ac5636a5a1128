"""The shipped set on the briefs, against the floors in cases/floors.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

from assistant.ask import Assistant
from assistant.evaluate import evaluate, read_questions
from assistant.evaluate.gate import failures
from assistant.evaluate.metrics import BY_NAME

CASES = Path(__file__).parent / "cases"


def test_the_shipped_set_reaches_its_floors(assistant: Assistant, tmp_path: Path) -> None:
    floors = tomllib.loads((CASES / "floors.toml").read_text(encoding="utf-8"))
    assert set(floors) <= set(BY_NAME)
    questions = read_questions(CASES / "questions.jsonl")
    assert len(questions.questions) >= 120
    run = evaluate(questions, assistant, tmp_path, workers=2)
    assert [f"{row.id}: {row.error}" for row in run.rows if row.error] == []
    assert failures(run.summary, floors) == []
    assert run.summary.warnings == []  # no key names an article that the briefs lack
