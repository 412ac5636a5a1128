"""Question sets in every format, and what is said about rows that are none."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from assistant.evaluate import read_questions
from assistant.evaluate.questions import QuestionError

ROW = {
    "id": "a1",
    "question": "How much goes to talent?",
    "type": "figure",
    "answerable": True,
    "expect": ["45 billion"],
    "sources": [["budget", "plan"], ["critique"]],
    "history": ["What is the budget?"],
}


def write(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8")
    return path


def squad(*paragraphs: tuple[str, list[dict[str, Any]]]) -> str:
    listed = [{"context": context, "qas": qas} for context, qas in paragraphs]
    return json.dumps({"version": "v2.0", "data": [{"title": "A_title", "paragraphs": listed}]})


def test_own_rows_keep_every_field(tmp_path: Path) -> None:
    found = read_questions(write(tmp_path / "q.jsonl", json.dumps(ROW) + "\n"))
    (question,) = found.questions
    assert (question.id, question.type, question.answerable) == ("a1", "figure", True)
    assert question.expect == ("45 billion",)
    assert question.sources == (("budget", "plan"), ("critique",))
    assert [turn.question for turn in question.history] == ["What is the budget?"]
    assert found.format == "jsonl"
    assert not found.bad_rows


def test_the_shipped_set_has_no_bad_row() -> None:
    found = read_questions(Path(__file__).parent / "cases" / "questions.jsonl")
    assert not found.bad_rows
    assert len(found.questions) >= 120
    assert all(question.has_key for question in found.questions)


@pytest.mark.parametrize(
    ("name", "format"),
    [("q.jsonl", "jsonl"), ("q.json", "json"), ("q.csv", "csv"), ("q.tsv", "tsv"), ("q", "jsonl")],
)
def test_the_same_question_from_every_format(tmp_path: Path, name: str, format: str) -> None:
    separator = "\t" if name.endswith("tsv") else ","
    table = ["id", "question", "type", "answerable", "expect", "sources", "history"]
    cells = ["a1", ROW["question"], "figure", "yes", "45 billion", "budget|plan;critique",
             "What is the budget?"]  # fmt: skip
    text = {
        "q.jsonl": json.dumps(ROW),
        "q": json.dumps(ROW) + "\n" + json.dumps(ROW | {"id": "a2"}),
        "q.json": json.dumps([ROW]),
    }.get(name) or f"{separator.join(table)}\n{separator.join(map(str, cells))}\n"
    found = read_questions(write(tmp_path / name, text))
    expected = read_questions(write(tmp_path / "own.jsonl", json.dumps(ROW))).questions[0]
    assert found.questions[0] == expected
    assert found.format == format


def test_a_question_a_line_has_no_key(tmp_path: Path) -> None:
    found = read_questions(write(tmp_path / "q.txt", "What is AI?\n\nWhy?\n"))
    assert [(q.id, q.question) for q in found.questions] == [
        ("line-1", "What is AI?"),
        ("line-3", "Why?"),
    ]
    assert not any(q.has_key for q in found.questions)


def test_a_table_without_ending_is_told_by_its_header(tmp_path: Path) -> None:
    found = read_questions(write(tmp_path / "set", 'question,id\n"What, then?",x\n'))
    assert found.format == "csv"
    assert found.questions[0].question == "What, then?"


def test_bad_rows_are_named_with_line_and_reason_and_the_rest_is_read(tmp_path: Path) -> None:
    lines = [
        json.dumps(ROW),
        "{broken",
        json.dumps({"id": "x"}),
        json.dumps(ROW | {"id": "b", "expect": "("}),
        json.dumps(ROW),
        json.dumps(ROW | {"id": "c", "answerable": "perhaps"}),
        json.dumps(ROW | {"id": "d", "status": "happy"}),
        json.dumps(ROW | {"id": "e", "question": "Line\u2028end?"}, ensure_ascii=False),
    ]
    found = read_questions(write(tmp_path / "q.jsonl", "\n".join(lines)))
    assert [question.id for question in found.questions] == ["a1", "e"]
    reasons = {bad.line: bad.reason for bad in found.bad_rows}
    assert list(reasons) == [2, 3, 4, 5, 6, 7]
    assert "not JSON" in reasons[2]
    assert "missing" in reasons[3]
    assert "broken pattern" in reasons[4]
    assert "there already" in reasons[5]
    assert "answerable" in reasons[6]
    assert "happy" in reasons[7]
    assert str(found.bad_rows[0]).startswith(f"{tmp_path / 'q.jsonl'}:2: ")


def test_a_csv_row_with_too_many_cells_is_bad(tmp_path: Path) -> None:
    found = read_questions(write(tmp_path / "q.csv", "question,id\nOne?\nTwo?,2,three\n"))
    assert [question.question for question in found.questions] == ["One?"]
    assert [(bad.line, "more cells" in bad.reason) for bad in found.bad_rows] == [(3, True)]


def test_ragas_rows(tmp_path: Path) -> None:
    rows = [
        {"user_input": "Who?", "reference": "Kim.", "reference_contexts": ["Kim said so."]},
        {
            "user_input": [
                {"type": "human", "content": "How much?"},
                {"type": "ai", "content": "5"},
                {"type": "human", "content": "And for talent?"},
            ]
        },
        {"user_input": ""},
    ]
    found = read_questions(write(tmp_path / "r.jsonl", "\n".join(map(json.dumps, rows))))
    one, talk = found.questions
    assert (one.reference, one.evidence, one.answerable) == ("Kim.", ("Kim said so.",), True)
    assert (talk.question, [t.question for t in talk.history]) == (
        "And for talent?",
        ["How much?"],
    )
    assert [bad.line for bad in found.bad_rows] == [3]


def test_squad_contexts_become_articles_once(tmp_path: Path) -> None:
    asked = [
        {"id": "1", "question": "Who?", "answers": [{"text": "Ann", "answer_start": 0}]},
        {"id": "2", "question": "Why?", "is_impossible": True, "answers": []},
        {"id": "3", "question": "Off?", "answers": [{"text": "Ann", "answer_start": 1}]},
    ]
    text = squad(("Ann came.", asked), ("Ann came.", [asked[0] | {"id": "4"}]))
    path = tmp_path / "dev.json.gz"
    path.write_bytes(gzip.compress(text.encode()))
    found = read_questions(path)
    assert found.format == "squad"
    assert found.corpus is not None
    (article,) = found.corpus
    assert (article.title, article.text) == ("A title", "Ann came.")
    assert [(q.id, q.answerable, q.answers) for q in found.questions] == [
        ("1", True, ("Ann",)),
        ("2", False, ()),
        ("4", True, ("Ann",)),
    ]
    assert [(bad.line, "not at 1" in bad.reason) for bad in found.bad_rows] == [(3, True)]


def test_beir_documents_become_articles_and_judgements_grades(tmp_path: Path) -> None:
    (tmp_path / "qrels").mkdir()
    documents = [{"_id": "d1", "title": "T", "text": "One."}, {"_id": "d2", "text": "Two."}]
    write(tmp_path / "corpus.jsonl", "\n".join(map(json.dumps, [*documents, {"_id": "d3"}])))
    queries = [{"_id": "q1", "text": "first"}, {"_id": "q9", "text": "not judged"}]
    write(tmp_path / "queries.jsonl", "\n".join(map(json.dumps, queries)))
    qrels = "query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t0\nq1\tgone\t1\nq1 d2 1\n"
    write(tmp_path / "qrels" / "test.tsv", qrels)
    found = read_questions(tmp_path)
    assert found.corpus is not None
    assert [a.id for a in found.corpus] == ["d1", "d2"]
    (query,) = found.questions
    assert query.qrels == {"d1": 2, "d2": 0}
    assert [(Path(b.path).name, b.line) for b in found.bad_rows] == [
        ("corpus.jsonl", 3),
        ("test.tsv", 4),
        ("test.tsv", 5),
    ]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("none.jsonl", "", "no question"),
        ("other.jsonl", '{"text": "x"}', "First reason"),
        ("latin.txt", None, "can't be read"),
    ],
)
def test_a_file_without_questions_is_an_error(
    tmp_path: Path, name: str, content: str | None, says: str
) -> None:
    path = tmp_path / name
    path.write_bytes(b"\xff\xfe\xff" if content is None else content.encode())
    with pytest.raises(QuestionError, match=says):
        read_questions(path)


def test_a_missing_file_and_a_folder_that_is_not_beir(tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match="no file"):
        read_questions(tmp_path / "gone.jsonl")
    with pytest.raises(QuestionError, match="not a BEIR folder"):
        read_questions(tmp_path)


def test_the_fingerprint_follows_keys_not_layout(tmp_path: Path) -> None:
    one = read_questions(write(tmp_path / "a.jsonl", json.dumps(ROW)))
    spaced = read_questions(write(tmp_path / "b.jsonl", "\n" + json.dumps(ROW, indent=None) + "\n"))
    changed = read_questions(write(tmp_path / "c.jsonl", json.dumps(ROW | {"expect": ["46"]})))
    assert one.fingerprint == spaced.fingerprint != changed.fingerprint
