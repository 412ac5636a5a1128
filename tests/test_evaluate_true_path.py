"""Evaluation through the command line, with the real assistant, on the published formats."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from indexing import with_export

from assistant.ask import Assistant
from assistant.cli import main
from assistant.evaluate import QuestionSet, evaluate, read_questions

CASES = Path(__file__).parent / "cases"
CONTEXTS = {
    "The city of Rivertown opened its third tram line in 2019. It cost 85 million euros.": [
        ("How much did the tram line of Rivertown cost?", "85 million euros"),
        ("When did Rivertown open its third tram line?", "2019"),
        ("Who designed the tunnels of Rivertown?", None),
    ],
    "Maria Stein has led the Harbour Office since 2021. She trained as an engineer.": [
        ("Who has led the Harbour Office since 2021?", "Maria Stein"),
    ],
}


def squad() -> dict[str, Any]:
    paragraphs = []
    for number, (context, asked) in enumerate(CONTEXTS.items()):
        rows = [
            {
                "id": f"{number}-{n}",
                "question": question,
                "is_impossible": answer is None,
                "answers": [{"text": answer, "answer_start": context.index(answer)}]
                if answer
                else [],
            }
            for n, (question, answer) in enumerate(asked)
        ]
        paragraphs.append({"context": context, "qas": rows})
    return {"version": "v2.0", "data": [{"title": "Towns", "paragraphs": paragraphs}]}


def beir(folder: Path) -> Path:
    (folder / "qrels").mkdir(parents=True)
    documents = [{"_id": f"d{n}", "text": context} for n, context in enumerate(CONTEXTS)]
    asked = [(n, q) for n, rows in enumerate(CONTEXTS.values()) for q, answer in rows if answer]
    queries = [{"_id": f"q{i}", "text": question} for i, (_, question) in enumerate(asked)]
    lines = [f"q{i}\td{n}\t1" for i, (n, _) in enumerate(asked)]
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, documents)))
    (folder / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)))
    (folder / "qrels" / "test.tsv").write_text("\n".join(lines))
    return folder


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, export: Path) -> str:
    return str(with_export(tmp_path_factory.mktemp("towns"), export))


def figures(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / "summary.json").read_text())["figures"]
    return found


@pytest.mark.parametrize("given", [[], ["--given-context"]])
def test_a_squad_file_open_and_with_its_context_given(
    tmp_path: Path, index: str, given: list[str]
) -> None:
    path = tmp_path / "towns.json"
    path.write_text(json.dumps(squad()))
    out = tmp_path / "out"
    assert main(["evaluate", str(path), "--out", str(out), "--index", index, *given]) == 0
    measured = figures(out)
    assert (measured["em"]["n"], measured["quotes"]["value"]) == (4, 1.0)
    assert measured["right"]["value"] >= 2 / 3
    assert ("recall@5" in measured) == (not given)
    assert json.loads((out / "summary.json").read_text())["errors"] == 0


def test_a_beir_folder(tmp_path: Path, index: str) -> None:
    out, folder = tmp_path / "out", beir(tmp_path / "towns")
    assert main(["evaluate", str(folder), "--out", str(out), "--index", index]) == 0
    measured = figures(out)
    assert (measured["ndcg@10"]["n"], measured["ndcg@10"]["value"]) == (3, 1.0)
    assert "right" not in measured


def test_two_runs_are_the_same_apart_from_timings(assistant: Assistant, tmp_path: Path) -> None:
    shipped = read_questions(CASES / "questions.jsonl")
    some = QuestionSet(shipped.questions[::17], (), shipped.format)
    saved = []
    for name, workers in (("one", 1), ("two", 2)):
        evaluate(some, assistant, tmp_path / name, workers=workers)
        rows = [json.loads(r) for r in (tmp_path / name / "results.jsonl").open(encoding="utf-8")]
        for row in rows:
            del row["ms"]
            if row["answer"]:
                del row["answer"]["latency_ms"]
        saved.append(rows)
    assert len(saved[0]) == len(some.questions) >= 12
    assert saved[0] == saved[1]
