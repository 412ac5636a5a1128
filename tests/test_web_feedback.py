"""Thumbs: each becomes a row of a question set, in whole lines, or it is said why not."""

from __future__ import annotations

import dataclasses
import json
import multiprocessing
from pathlib import Path

import pytest

from assistant.ask import Assistant
from assistant.evaluate import evaluate, read_questions
from assistant.evaluate.questions import Question
from assistant.web.conversation import Exchange, converse
from assistant.web.feedback import FeedbackError, append, row

TALENT = "How much of the supplementary budget for AI is related to securing AI talent?"
BRAZIL = "How many GPUs will Brazil buy?"


@pytest.fixture(scope="module")
def talk(assistant: Assistant) -> tuple[Exchange, ...]:
    """An answer, a refusal and small talk."""
    before: tuple[Exchange, ...] = ()
    for question in (TALENT, BRAZIL, "Hello!"):
        *_, last = converse(assistant, question, before)
        before = (*before, last)
    assert [e.answer and e.answer.status for e in before] == [
        "answered", "not_in_sources", "smalltalk",
    ]  # fmt: skip
    return before


def _read(tmp_path: Path, *rows: dict[str, object]) -> tuple[Question, ...]:
    file = tmp_path / "thumbs" / "feedback.jsonl"
    for fields in rows:
        append(file, fields)
    read = read_questions(file)
    assert read.bad_rows == ()
    return read.questions


def test_each_thumb_says_only_what_it_tells(tmp_path: Path, talk: tuple[Exchange, ...]) -> None:
    good, figure, source, refuse, right, answer, hello = _read(
        tmp_path,
        row(talk, 1, "good"),
        row(talk, 1, "wrong_figure"),
        row(talk, 1, "wrong_source"),
        row(talk, 1, "should_have_refused"),
        row(talk, 2, "good"),
        row(talk, 2, "should_have_answered"),
        row(talk, 3, "good"),
    )
    assert (good.question, good.answerable, good.sources) == (
        TALENT, True, (("supplementary-budget",),),
    )  # fmt: skip
    assert good.expect
    assert (figure.answerable, figure.forbid) == (True, good.expect)
    assert source.key() == {"answerable": True}
    assert (refuse.answerable, right.answerable, answer.answerable) == (False, False, True)
    assert [turn.question for turn in right.history] == [TALENT]
    assert hello.status == ("smalltalk",)
    assert len({q.id for q in (good, figure, source, refuse, right, answer, hello)}) == 7


def test_evaluate_asks_the_thumbs_again(
    tmp_path: Path, assistant: Assistant, talk: tuple[Exchange, ...]
) -> None:
    file = tmp_path / "feedback.jsonl"
    for turn, verdict in (
        (1, "good"),
        (1, "wrong_figure"),
        (2, "good"),
        (1, "should_have_refused"),
    ):
        append(file, row(talk, turn, verdict))
    evaluate(read_questions(file), assistant, tmp_path / "run")
    lines = (tmp_path / "run" / "results.jsonl").read_text("utf-8").splitlines()
    outcomes = [json.loads(line)["outcome"] for line in lines]
    assert outcomes == ["right", "wrong", "refused rightly", "should have refused"]


def test_the_row_keeps_the_answer_and_the_articles(
    tmp_path: Path, talk: tuple[Exchange, ...]
) -> None:
    used = dataclasses.replace(talk[0], articles=("supplementary-budget",))
    fields = row((used,), 1, "good")
    assert fields["articles"] == ["supplementary-budget"]
    assert _read(tmp_path, fields)[0].articles == ("supplementary-budget",)
    assert used.answer is not None
    assert fields["answer"] == used.answer.to_dict()
    assert "+00:00" in fields["at"]


@pytest.mark.parametrize(
    ("turn", "verdict"),
    [(0, "good"), (9, "good"), (1, "splendid"), (1, "should_have_answered"), (2, "wrong_figure")],
)
def test_a_thumb_on_nothing_is_no_row(talk: tuple[Exchange, ...], turn: int, verdict: str) -> None:
    with pytest.raises(ValueError, match="no answer"):
        row(talk, turn, verdict)


def _write(file: Path, writer: int) -> None:
    for n in range(50):
        append(file, {"question": "x" * 20_000, "writer": writer, "n": n})


def test_many_writers_leave_whole_lines(tmp_path: Path) -> None:
    file = tmp_path / "feedback.jsonl"
    file.write_text('{"question": "cut off in the mid')
    spawn = multiprocessing.get_context("fork")
    writers = [spawn.Process(target=_write, args=(file, n)) for n in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    cut, *lines = file.read_text().splitlines()
    assert cut == '{"question": "cut off in the mid'
    seen = [(row["writer"], row["n"]) for row in map(json.loads, lines)]
    assert sorted(seen) == [(w, n) for w in range(4) for n in range(50)]


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FeedbackError, match=r"thumbs\.jsonl can't be written: Not a directory"):
        append(tmp_path / "file" / "x" / "thumbs.jsonl", {})
    with pytest.raises(FeedbackError, match="No space left"):
        append(Path("/dev/full"), {})
