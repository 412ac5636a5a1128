"""Questions that restrict, asked of small articles: right, refused, or a confident neighbour."""

from __future__ import annotations

import dataclasses
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from indexing import with_export

from assistant.answer import Turn
from assistant.ask import Assistant
from assistant.settings import Settings
from assistant.wiring import open_assistant

CASES = Path(__file__).parent / "cases" / "restricted"
# Every third, since all take a minute: `evaluate` with this folder's articles asks them all.
LINES = (CASES / "questions.jsonl").read_text("utf-8").splitlines()[::3]
ROWS = [json.loads(line) for line in LINES]
# How many of each type are answered wrongly or refused without need. Raising a number is a visible
# act: say why in the commit.
WRONG = {"superlative": 5, "together": 3, "premise": 2, "conflict": 1}
NEAR = 1  # other processors round otherwise, which turns a question here and there


def outcome(row: dict[str, Any], assistant: Assistant) -> str:
    """Of one question: "right", "refused" (rightly, or where a sum is to be made), or "wrong"."""
    history: list[Turn] = []
    for earlier in row.get("history", []):
        history.append(Turn(earlier, assistant.ask(earlier, history).answer))
    answer = assistant.ask(row["question"], history)
    if answer.abstained or not row["answerable"]:
        refusable = row.get("may_refuse") or not row["answerable"]
        return "refused" if answer.abstained and refusable else "wrong"
    text = re.sub(r"\s*\[\d+\]", "", answer.answer)
    found = all(re.search(pattern, text, re.I) for pattern in row["expect"])
    neighbour = any(re.search(pattern, text, re.I) for pattern in row.get("forbid", []))
    return "right" if found and not neighbour else "wrong"


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory, export: Path) -> Counter[str]:
    index = with_export(tmp_path_factory.mktemp("restricted"), export)
    plain = Settings.from_environment({})
    settings = dataclasses.replace(plain, corpus=CASES / "articles", index=index)
    assistant = open_assistant(settings)
    return Counter(row["type"] for row in ROWS if outcome(row, assistant) == "wrong")


@pytest.mark.parametrize("kind", sorted({row["type"] for row in ROWS}))
def test_hardly_a_question_gets_a_confident_neighbour(kind: str, wrong: Counter[str]) -> None:
    assert wrong[kind] <= WRONG.get(kind, 0) + NEAR
