"""The commands that measure the answerer run, and their figures mean what they say."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from assistant.ask import Assistant
from assistant.reader.documents import document
from assistant.reader.public_data import split_of
from assistant.settings import Settings
from tests import ablation, heldout, speed

ASKED = [
    {"id": "gachon", "question": "Who heads the Semiconductor Education Center at Gachon?",
     "expect": ["Kim Yong-?seok"]},
    {"id": "spelt", "question": "How much of the supplementary budget goes to talant?",
     "expect": ["45 ?(billion|bn)"]},
    {"id": "then", "question": "And for foreign researchers?",
     "history": ["How much of the supplementary budget goes to talent?"], "expect": ["billion"]},
    {"id": "weather", "question": "What is the weather in Lisbon?", "answerable": False},
]  # fmt: skip
CONTEXTS = [
    (
        f"The town of {name} opened its tram line in {year}. It cost {cost} million euros. "
        f"The mayor of {name} is {mayor}, who was elected by a wide margin.",
        [
            (f"When did {name} open its tram line?", str(year)),
            (f"Who is the mayor of {name}?", mayor),
        ],
    )
    for name, year, cost, mayor in (
        (f"{start}{end}", 1980 + 3 * n, 20 + n, f"{first} {last}")
        for n, (start, end, first, last) in enumerate(
            (start, end, first, last)
            for start, first in (("River", "Maria"), ("Stone", "Peter"), ("Elm", "Anna"))
            for end, last in (
                ("ton", "Stein"), ("ford", "Novak"), ("bury", "Lind"), ("ham", "Costa"),
                ("wick", "Moreau"), ("field", "Okafor"), ("port", "Silva"), ("dale", "Berg"),
            )
        )
    )
]  # fmt: skip


@pytest.fixture
def shared_index(settings: Settings, briefs_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands use the index that the other tests have built."""
    monkeypatch.setenv("ASSISTANT_INDEX", str(briefs_index))
    monkeypatch.setenv("ASSISTANT_CORPUS", str(settings.corpus))


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


@pytest.mark.usefixtures("shared_index")
def test_each_part_changes_what_it_is_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text("\n".join(map(json.dumps, ASKED)))
    ablation.main([str(questions), "--practice", "2"])
    printed = capsys.readouterr().out
    rows = [cells(line) for line in printed.splitlines() if line.startswith("| ")][2:]
    names = ["search alone", "+ reader", "+ combination", "+ writing", "+ follow-ups", "+ spelling"]
    assert [row[0] for row in rows] == names
    assert rows[-1][1].startswith("100 ")
    assert "+ follow-ups: of its 1 questions" in printed
    assert "+ spelling: of its 1 questions" in printed


@pytest.mark.usefixtures("shared_index")
def test_published_sets_are_asked_on_their_unseen_part(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unseen = sum(split_of(document("new_wiki", c[:200], "", [c])) == "test" for c, _ in CONTEXTS)
    assert 0 < unseen < len(CONTEXTS)
    with gzip.open(tmp_path / "squadshifts_new_wiki.json.gz", "wt", encoding="utf-8") as file:
        json.dump({"data": [{"title": "Towns", "paragraphs": _paragraphs()}]}, file)
    heldout.main(["--data", str(tmp_path), "--sets", "new_wiki", "--practice", "2"])
    lines = [cells(line) for line in capsys.readouterr().out.splitlines() if line.startswith("| ")]
    given, before, now = lines[2], lines[-2], lines[-1]
    assert given[0] == "new_wiki"
    assert int(given[1].split(" / ")[0]) >= unseen
    assert now[1] == f"{2 * unseen}, {unseen}"
    assert float(now[4].split()[0]) > float(before[4].split()[0])  # F1


def test_stages_of_an_ask_are_timed(
    assistant: Assistant, briefs_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    speed.stages(assistant, assistant.searcher._encoder, 60)
    rows = [cells(line) for line in capsys.readouterr().out.splitlines() if line.startswith("| ")]
    assert [row[0] for row in rows[2:]] == list(speed.LABELS.values())
    assert all(float(row[1]) <= float(row[2]) for row in rows[2:])


def _paragraphs() -> list[dict[str, object]]:
    return [
        {
            "context": context,
            "qas": [
                {
                    "id": f"{number}-{place}",
                    "question": question,
                    "answers": [{"text": answer, "answer_start": context.index(answer)}],
                }
                for place, (question, answer) in enumerate(asked)
            ],
        }
        for number, (context, asked) in enumerate(CONTEXTS)
    ]
