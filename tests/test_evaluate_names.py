"""The names and shapes that the field's tools give to questions and their keys."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.evaluate import QuestionSet, evaluate, read_questions
from assistant.evaluate.formats.names import ANSWERS, QUESTIONS
from assistant.evaluate.questions import QuestionError
from corpus.article import Article, Corpus
from tests.evaluation import WordAsker

LONG = "The ramp is four metres wide, and was widened last spring."


def read(path: Path, *rows: Any) -> QuestionSet:
    path = path / "q.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    found = read_questions(path)
    assert found.bad_rows == ()
    return found


def document(path: Path, whole: Any) -> QuestionSet:
    path = path / "q.json"
    path.write_text(json.dumps(whole), encoding="utf-8")
    return read_questions(path)


@pytest.mark.parametrize(
    ("question", "answer"), [(q, "truth") for q in QUESTIONS] + [("query", a) for a in ANSWERS]
)
def test_usual_names_in_any_case(tmp_path: Path, question: str, answer: str) -> None:
    for spelt in (str.upper, str.title, lambda name: name.replace("_", " "), _camel):
        (asked,) = read(
            tmp_path, {spelt(question): "How wide is it?", spelt(answer): "4 metres"}
        ).questions
        assert (asked.question, asked.answers, asked.answerable) == (
            "How wide is it?", ("4 metres",), True,
        )  # fmt: skip


def test_it_says_which_column_was_read_as_what(tmp_path: Path) -> None:
    row = {"Query": "How wide?", "Right answer": "4 m", "Notes": "x", "id": 1}
    assert read(tmp_path, row).notes == (
        "Read 'Query' as question, 'Right answer' as expected answer. Not read: Notes.",
    )
    assert read(tmp_path, {"question": "How wide?", "answers": "4 m", "mine": "x"}).notes == ()
    (tmp_path / "q.csv").write_text("question,anwsers\nHow wide?,4 m\n")
    assert read_questions(tmp_path / "q.csv").notes == ("Not read: anwsers.",)


def _camel(name: str) -> str:
    first, *others = name.strip("_").split("_")
    return first + "".join(map(str.title, others))


def test_a_sentence_is_a_reference_and_a_few_words_are_a_span(tmp_path: Path) -> None:
    prose, span, number, several, mixed, ours = read(
        tmp_path,
        {"question": "1?", "ground_truth": LONG},
        {"question": "2?", "ground_truth": "four metres"},
        {"question": "3?", "expected": 4.0},
        {"question": "4?", "ground_truths": ["four metres", "4 m"]},
        {"question": "5?", "ground_truths": ["four metres", LONG]},
        {"question": "6?", "reference": "four metres"},
    ).questions
    assert (prose.reference, prose.answers, prose.answerable) == (LONG, (), True)
    assert (span.reference, span.answers) == (None, ("four metres",))
    assert number.answers == ("4",)
    assert several.answers == ("four metres", "4 m")
    assert (mixed.answers, mixed.reference) == ((), f"four metres {LONG}")
    assert (ours.reference, ours.answers) == ("four metres", ("four metres",))


def test_what_an_assistant_said_and_found_is_no_key(tmp_path: Path) -> None:
    """ragas' results have the assistant's answer and contexts beside the truth."""
    judged, testset, ours, results = read(
        tmp_path,
        {"question": "1?", "answer": "5 m", "contexts": ["a"], "ground_truths": ["4 m"]},
        {"question": "2?", "contexts": ["The ramp is 4 m."], "ground_truth": "4 m"},
        {"question": "3?", "answer": "4 m", "sources": ["ramps"]},
        {"question": "4?", "answer": "5 m", "sources": ["ramps"], "reference": LONG},
    ).questions
    assert (judged.answers, judged.evidence) == (("4 m",), ())
    assert (testset.answers, testset.evidence) == (("4 m",), ("The ramp is 4 m.",))
    assert (ours.answers, ours.sources) == (("4 m",), (("ramps",),))
    assert (results.answers, results.reference, results.sources) == ((), LONG, ())


def test_refusals_by_their_usual_names(tmp_path: Path) -> None:
    rows = [
        {"question": "1?", "is_answerable": 0, "reference_answer": "The files do not say."},
        {"question": "2?", "expected_refusal": True, "expected": "no idea"},
        {"question": "3?", "is_impossible": "false", "answer": "4 m"},
        {"question": "4?", "answers": {"text": [], "answer_start": []}},
        {"question": "5?", "answers": {"text": ["4 m"], "answer_start": [7]}},
    ]
    found = read(tmp_path, *rows).questions
    assert [q.answerable for q in found] == [False, False, True, False, True]
    assert [q.answers for q in found] == [(), (), ("4 m",), (), ("4 m",)]
    assert found[0].reference is None


def test_a_status_of_the_sheets_own_is_no_key(tmp_path: Path) -> None:
    found = read(tmp_path, {"Query": "How wide?", "Answer": "4 m", "Status": "approved"})
    assert found.questions[0].status == ()


def test_evidence_in_objects(tmp_path: Path) -> None:
    quoted = {"question": "1?", "evidence": [{"evidence_text": "It is 4 m.", "page": 3}]}
    assert read(tmp_path, quoted).questions[0].evidence == ("It is 4 m.",)


def test_conversations(tmp_path: Path) -> None:
    roles = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "How wide?"},
        {"role": "assistant", "content": "4 m"},
        {"role": "user", "content": "And how long?"},
    ]
    (asked,) = read(tmp_path, {"input": roles, "ideal": "9 m"}).questions
    assert (asked.question, [t.question for t in asked.history]) == ("And how long?", ["How wide?"])
    assert asked.answers == ("9 m",)


def test_langsmith(tmp_path: Path) -> None:
    jsonl = {"inputs": {"question": "How wide?"}, "outputs": {"answer": "4 m"}, "metadata": {}}
    only = {"inputs": {"text": "How wide?"}, "outputs": {"output": "4 m"}}
    dotted = {"inputs.question": "How wide?", "outputs.answer": "4 m"}
    for number, row in enumerate((jsonl, only, dotted)):
        (asked,) = read(tmp_path, {"id": number, **row}).questions
        assert (asked.question, asked.answers) == ("How wide?", ("4 m",))
    (tmp_path / "q.csv").write_text(
        'id,inputs,outputs\nx,"{""question"": ""How wide?""}","{""answer"": ""4 m""}"\n'
    )
    (asked,) = read_questions(tmp_path / "q.csv").questions
    assert (asked.id, asked.question, asked.answers) == ("x", "How wide?", ("4 m",))


SHAPES = {
    "a list": [{"query": "How wide?", "response": "x"}],
    "a list of texts": ["How wide?"],
    "examples": {"examples": [{"query": "How wide?"}], "made": "today"},
    "cases": {"name": "ferry", "levels": [1, 2], "cases": [{"id": 1, "question": "How wide?"}]},
    "columns": {"questions": ["How wide?"], "ground_truths": ["4 m"]},
    "columns by row": {"question": {"0": "How wide?"}, "answer": {"0": "4 m"}},
    "rows by id": {"a": {"question": "How wide?"}},
    "one row": {"question": "How wide?"},
    "deepeval": [{"input": "How wide?", "expectedOutput": None, "retrievalContext": None}],
}


@pytest.mark.parametrize("whole", SHAPES.values(), ids=SHAPES.keys())
def test_where_in_a_document_the_questions_are(tmp_path: Path, whole: Any) -> None:
    assert [q.question for q in document(tmp_path, whole).questions] == ["How wide?"]


def test_a_document_without_questions_says_what_is_there(tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match=r"Found: rows, made\. Expected one of: question"):
        document(tmp_path, {"rows": [{"frage": "Wie breit?"}], "made": "today"})


def test_pairs_of_llamaindex(tmp_path: Path) -> None:
    pairs = {
        "queries": {"q1": "How wide?", "q2": "How long?"},
        "corpus": {"n1": "The ramp is 4 m.", "n2": "Empty."},
        "relevant_docs": {"q1": ["n1", "gone"], "q2": ["gone"]},
    }
    found = document(tmp_path, pairs)
    assert [(q.question, q.qrels) for q in found.questions] == [("How wide?", {"n1": 1})]
    assert found.corpus is not None
    assert [a.id for a in found.corpus] == ["n1", "n2"]
    assert [b.line for b in found.bad_rows] == [2]


PROMPTFOO = {
    "tests": [
        {"vars": {"question": "1?"}, "assert": [{"type": "icontains", "value": "4 m (wide)"}]},
        {
            "vars": {"question": "2?"},
            "assert": [
                {"type": "contains-all", "value": ["4", "m"]},
                {"type": "not-contains", "value": "5"},
                {"type": "llm-rubric", "value": "Is it polite?"},
            ],
        },
        {"vars": {"question": "3?"}, "assert": [{"type": "contains-any", "value": ["4", "four"]}]},
        {"vars": {"question": "4?"}, "assert": [{"type": "equals", "value": "4 m"}]},
        {"vars": {"question": "5?"}, "assert": [{"type": "regex", "value": "4 ?m"}]},
        {"vars": {"question": "6?"}, "assert": [{"type": "python", "value": "len(output)"}]},
    ]
}


def assert_promptfoo(found: QuestionSet) -> None:
    assert found.bad_rows == ()
    one, two, three, four, five, six = found.questions
    assert one.expect == (r"4\ m\ \(wide\)",)
    assert (two.expect, two.forbid) == (("4", "m"), ("5",))
    assert three.expect == ("4|four",)
    assert four.answers == ("4 m",)
    assert five.expect == ("4 ?m",)
    assert not six.has_key


def test_promptfoo(tmp_path: Path) -> None:
    path = tmp_path / "promptfooconfig.yaml"
    path.write_text(yaml.safe_dump({"prompts": ["{{question}}"], **PROMPTFOO}))
    assert_promptfoo(read_questions(path))
    (tmp_path / "tests.csv").write_text(
        "question,__expected,__expected2,__metadata:kind\n"
        '1?,icontains: 4 m (wide),,a\n2?,"contains-all:4, m",not-contains:5,b\n'
        '3?,llm-rubric: Is it polite?,"contains-any: 4,four",c\n4?,4 m,,d\n'
        "5?,regex:4 ?m,similar(0.8): 4 m,e\n6?,python: len(output),,f\n"
    )
    assert_promptfoo(read_questions(tmp_path / "tests.csv"))
    (tmp_path / "colon.csv").write_text("question,__expected\nWhen?,Ferry time: 9\n")
    assert read_questions(tmp_path / "colon.csv").questions[0].answers == ("Ferry time: 9",)


def test_results_are_asked_again_with_their_keys(tmp_path: Path) -> None:
    row = {"question": "How wide is the ramp?", "expect": ["4 m"], "sources": [["ramps"]],
           "history": ["Where?"], "type": "width"}  # fmt: skip
    asked = read(tmp_path, {"id": "a", **row}, {"id": "b", "question": "Who?", "answerable": False})
    evaluate(asked, WordAsker(Corpus((Article("ramps", "R", "The ramp is 4 m."),))), tmp_path / "o")
    again = read_questions(tmp_path / "o" / "results.jsonl")
    assert again.questions == asked.questions
