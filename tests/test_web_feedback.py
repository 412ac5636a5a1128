"""Thumbs: each becomes a row of a question set, in whole lines, or it is said why not."""

from __future__ import annotations

import dataclasses
import json
import multiprocessing
import os
from pathlib import Path
from typing import Any

import pytest

from assistant.ask import Assistant
from assistant.evaluate import evaluate, read_questions
from assistant.evaluate.questions import Question
from assistant.web import feedback
from assistant.web.conversation import Exchange, converse, load, store
from assistant.web.feedback import (
    MOST_FILE,
    MOST_ROW,
    MOST_ROWS,
    FeedbackError,
    Thumbs,
    append,
    row,
)

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


def _accepted(fields: dict[str, Any]) -> dict[str, Any]:
    """The row when those who run the server made it their own."""
    return {name: value for name, value in fields.items() if name != "by"}


def _read(tmp_path: Path, *rows: dict[str, Any]) -> tuple[Question, ...]:
    file = tmp_path / "thumbs" / "feedback.jsonl"
    for fields in rows:
        append(file, fields)
    read = read_questions(file)
    assert read.bad_rows == ()
    return read.questions


def test_each_thumb_says_only_what_it_tells(tmp_path: Path, talk: tuple[Exchange, ...]) -> None:
    good, figure, source, refuse, right, answer, hello = _read(
        tmp_path,
        _accepted(row(talk, 1, "good")),
        _accepted(row(talk, 1, "wrong_figure")),
        _accepted(row(talk, 1, "wrong_source")),
        _accepted(row(talk, 1, "should_have_refused")),
        _accepted(row(talk, 2, "good")),
        _accepted(row(talk, 2, "should_have_answered")),
        _accepted(row(talk, 3, "good")),
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
    thumbs = ((1, "good"), (1, "wrong_figure"), (2, "good"), (1, "should_have_refused"))
    rows = [row(talk, turn, verdict) for turn, verdict in thumbs]
    for name, written, expected in (
        ("visitors", rows, ["no key"] * 4),
        ("accepted", [_accepted(fields) for fields in rows],
         ["right", "wrong", "refused rightly", "should have refused"]),
    ):  # fmt: skip
        file = tmp_path / f"{name}.jsonl"
        for fields in written:
            append(file, fields)
        evaluate(read_questions(file), assistant, tmp_path / name)
        lines = (tmp_path / name / "results.jsonl").read_text("utf-8").splitlines()
        asked = [json.loads(line) for line in lines]
        assert [one["question"] for one in asked] == [TALENT, TALENT, BRAZIL, TALENT]
        assert [one["outcome"] for one in asked] == expected


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


def _sealed(thumbs: Thumbs, talk: tuple[Exchange, ...]) -> tuple[Exchange, ...]:
    """The conversation as it comes back from the browser."""
    kept = json.loads(json.dumps(store([thumbs.sealed(exchange) for exchange in talk])))
    return load(kept)


def test_only_answers_that_this_server_gave_are_noted(
    tmp_path: Path, talk: tuple[Exchange, ...]
) -> None:
    file = tmp_path / "feedback.jsonl"
    thumbs = Thumbs(file)
    sealed = _sealed(thumbs, talk)
    assert len(sealed) == 3
    for turn in (1, 2, 3):
        thumbs.note("a", sealed, turn, "good")
    again = Thumbs(file)  # as after a restart
    again.note("a", sealed, 1, "wrong_figure")
    assert [json.loads(line)["by"] for line in file.read_text("utf-8").splitlines()] == [
        "visitor"
    ] * 4
    answer = sealed[0].answer
    assert answer is not None
    for changed in (
        dataclasses.replace(sealed[0], question="Who won?"),
        dataclasses.replace(sealed[0], articles=("supplementary-budget",)),
        dataclasses.replace(sealed[0], answer=dataclasses.replace(answer, short="46 billion won")),
        dataclasses.replace(sealed[0], seal=""),
        dataclasses.replace(sealed[0], seal="é"),
        dataclasses.replace(sealed[0], seal=sealed[1].seal),
        talk[0],
    ):
        for turn in (1, 2):  # as the answer, and in the history of the next
            with pytest.raises(FeedbackError, match="did not give"):
                thumbs.note("a", (changed, *sealed[1:]), turn, "good")
    with pytest.raises(FeedbackError, match="did not give"):
        Thumbs(tmp_path / "other" / "feedback.jsonl").note("a", sealed, 1, "good")
    assert len(file.read_text("utf-8").splitlines()) == 4


def test_a_client_judges_so_many_answers_an_hour(
    tmp_path: Path, talk: tuple[Exchange, ...]
) -> None:
    thumbs = Thumbs(tmp_path / "feedback.jsonl")
    sealed = _sealed(thumbs, talk)
    for _ in range(MOST_ROWS):
        thumbs.note("a", sealed, 1, "good")
    with pytest.raises(FeedbackError, match=r"within an hour. Try again in \d+ minutes"):
        thumbs.note("a", sealed, 1, "good")
    thumbs.note("b", sealed, 1, "good")


def test_rows_and_the_file_end_somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "feedback.jsonl"
    with pytest.raises(FeedbackError, match="too long"):
        append(file, {"question": "x" * MOST_ROW})
    assert not file.exists()
    append(file, {"question": "x"})
    monkeypatch.setattr(feedback, "MOST_FILE", file.stat().st_size + 10)
    with pytest.raises(FeedbackError, match=r"feedback\.jsonl is full"):
        append(file, {"question": "x"})
    assert len(file.read_text().splitlines()) == 1
    assert MOST_ROW < MOST_FILE


def test_what_visitors_say_is_for_the_owner_of_the_file(
    tmp_path: Path, talk: tuple[Exchange, ...]
) -> None:
    before = os.umask(0)
    try:
        thumbs = Thumbs(tmp_path / "feedback.jsonl")
        thumbs.note("a", _sealed(thumbs, talk), 1, "good")
    finally:
        os.umask(before)
    assert {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {
        "feedback.jsonl": 0o600,
        "feedback.key": 0o600,
    }


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
