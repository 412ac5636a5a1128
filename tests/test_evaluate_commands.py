"""The commands as a person or a build server runs them: exit codes, gates, JUnit, bad rows."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from evaluation import WordAsker

from assistant.evaluate import evaluate
from assistant.evaluate.commands import add_commands
from assistant.evaluate.gate import failures, junit_xml, parse_limits
from assistant.evaluate.questions import QuestionError, QuestionSet, question_from_row
from assistant.model.usage import Usage
from corpus.article import Corpus, read_articles

BRIEFS = read_articles(Path(__file__).parent.parent / "corpus" / "articles")
ROWS = [
    {"id": "a", "question": "How much of the 1.8 trillion won goes to talent?", "expect": ["won"]},
    {"id": "b", "question": "Who won the zebra race?", "answerable": False, "type": "other"},
    {"id": "c", "question": "What about the budget for talent\x0b?", "expect": ["no such thing"]},
    {"id": "d", "question": "Is there a plan for the industry?"},
]
Command = Callable[..., int]


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """Runs a command line through the parsers, with the small asker behind it."""

    def run(*arguments: str) -> int:
        common = argparse.ArgumentParser(add_help=False)
        common.add_argument("--index")
        parser = argparse.ArgumentParser()
        add_commands(parser.add_subparsers(required=True), parents=[common])
        args = parser.parse_args(arguments)

        def open_asker(args: argparse.Namespace, corpus: Corpus | None = None) -> WordAsker:
            return WordAsker(corpus or BRIEFS)

        needs = {"asker": [open_asker], "corpus": [lambda args: BRIEFS], "nothing": []}
        code: int = args.handler(args, *needs[args.needs])
        return code

    return run


@pytest.fixture
def questions(tmp_path: Path) -> str:
    path = tmp_path / "q.jsonl"
    path.write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    return str(path)


def test_evaluate_prints_the_headline_and_is_resumable(
    tmp_path: Path, command: Command, questions: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("evaluate", questions, "--out", str(tmp_path / "out")) == 0
    first = capsys.readouterr()
    for words in ("right", "refused rightly", "false refusals", "quotes verbatim", "latency p95"):
        assert words in first.out
    assert "4 questions in" in first.out
    assert command("evaluate", questions, "--out", str(tmp_path / "out")) == 0
    second = capsys.readouterr()
    assert "finished: nothing to do" in second.err
    assert second.out == first.out


def test_bad_rows_are_left_out_or_stop_the_run(
    tmp_path: Path, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('{"question": "What?"}\nnot json\n', encoding="utf-8")
    assert command("evaluate", str(path), "--out", str(tmp_path / "out")) == 0
    seen = capsys.readouterr()
    assert f"Left out: {path}:2: not JSON" in seen.err
    assert "1 bad row left out" in seen.out
    with pytest.raises(QuestionError, match="--strict"):
        command("evaluate", str(path), "--out", str(tmp_path / "strict"), "--strict")
    assert not (tmp_path / "strict").exists()


def test_limits_decide_the_exit_code(
    tmp_path: Path, command: Command, questions: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "out")
    assert command("evaluate", questions, "--out", out, "--fail-under", "right=0.5,quotes=1") == 0
    assert command("evaluate", questions, "--out", out, "--fail-under", "right=0.6") == 1
    assert "right is 0.5, under 0.6 (2 questions)" in capsys.readouterr().err
    with pytest.raises(QuestionError, match="No figure"):
        command("evaluate", questions, "--out", out, "--fail-under", "rihgt=0.6")
    with pytest.raises(QuestionError, match="not a limit"):
        command("evaluate", questions, "--out", out, "--fail-under", "right")


def test_a_limit_of_a_figure_of_which_less_is_better_is_the_most(tmp_path: Path) -> None:
    rows = [question_from_row(row, "x") for row in ROWS]
    run = evaluate(QuestionSet(tuple(rows), (), "jsonl"), WordAsker(BRIEFS), tmp_path)
    assert failures(run.summary, parse_limits("false_refusals=0.5, refused=1")) == []
    lines = failures(run.summary, {"false_refusals": -0.1, "em": 0.5})
    assert lines[0].startswith("false_refusals is 0, over -0.1")
    assert "no question that measures it" in lines[1]


def test_junit_has_a_suite_a_type_and_says_what_failed(
    tmp_path: Path, command: Command, questions: str
) -> None:
    path = tmp_path / "reports" / "junit.xml"
    command("evaluate", questions, "--out", str(tmp_path / "out"), "--junit", str(path))
    suites = {suite.get("name"): suite for suite in ElementTree.parse(path).getroot()}
    assert set(suites) == {"question", "other"}
    plain = suites["question"]
    assert (plain.get("tests"), plain.get("failures"), plain.get("skipped")) == ("3", "1", "1")
    failure = plain.find("./testcase/failure")
    assert failure is not None
    assert failure.get("message", "").startswith("wrong (")
    assert failure.text


def test_junit_of_an_error(tmp_path: Path) -> None:
    class Broken(WordAsker):
        def ask(self, question: str, history: object = (), articles: object = None) -> object:  # type: ignore[override]
            raise RuntimeError("broken\x00pipe")

    row = question_from_row(ROWS[0], "x")
    run = evaluate(QuestionSet((row,), (), "jsonl"), Broken(BRIEFS), tmp_path)
    root = ElementTree.fromstring(junit_xml(run.rows))
    error = root.find("./testsuite/testcase/error")
    assert error is not None
    assert error.get("message") == "RuntimeError: broken\ufffdpipe"


def test_ctrl_c_says_how_to_go_on(
    tmp_path: Path, questions: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from assistant.evaluate.commands import run_evaluate

    class Stopped(WordAsker):
        def ask(self, question: str, history: object = (), articles: object = None) -> object:  # type: ignore[override]
            raise KeyboardInterrupt

    args = argparse.Namespace(
        questions=Path(questions), out=tmp_path / "out", format=None, strict=False, workers=1,
        given_context=False, coverage=False, price=None, fail_under=None, junit=None, judge=None,
    )  # fmt: skip
    assert run_evaluate(args, lambda args, corpus: Stopped(BRIEFS)) == 130
    assert "the same command goes on" in capsys.readouterr().err


def test_a_set_with_its_own_articles_gets_its_own_index(tmp_path: Path, command: Command) -> None:
    document = {
        "data": [
            {
                "title": "T",
                "paragraphs": [
                    {
                        "context": "Ann came to Seoul.",
                        "qas": [
                            {
                                "id": "1",
                                "question": "Who came to Seoul?",
                                "answers": [{"text": "Ann", "answer_start": 0}],
                            }
                        ],
                    }
                ],
            }
        ]
    }
    path = tmp_path / "squad.json"
    path.write_text(json.dumps(document))
    assert command("evaluate", str(path), "--out", str(tmp_path / "out")) == 0
    row = json.loads((tmp_path / "out" / "results.jsonl").read_text())
    assert row["right"]
    assert row["answer"]["citations"][0]["quote"] == "Ann came to Seoul."


def test_what_a_chat_model_used_is_counted_and_priced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: Command, questions: str
) -> None:
    class Counting(WordAsker):
        usage = Usage(7, 100, 10)  # type: ignore[assignment]  # from before this run

        def ask(self, question: str, history: object = (), articles: object = None) -> object:  # type: ignore[override]
            self.usage = self.usage + Usage(1, 1000, 50)
            return super().ask(question)

    rows = tuple(question_from_row(row, "x") for row in ROWS)
    run = evaluate(
        QuestionSet(rows, (), "jsonl"), Counting(BRIEFS), tmp_path / "run", price=(1.0, 10.0)
    )
    assert (run.summary.model_calls, run.summary.input_tokens) == (4, 4000)
    assert run.summary.cost == pytest.approx((4000 * 1 + 200 * 10) / 1e6)


def test_the_command_line_does_not_pay_for_evaluation() -> None:
    """Every command mounts these parsers; none may wait for numpy because of it."""
    code = (
        "import sys, argparse\n"
        "from assistant.evaluate.commands import add_commands\n"
        "add_commands(argparse.ArgumentParser().add_subparsers())\n"
        "heavy = {'numpy', 'scipy', 'jinja2', 'tqdm', 'ir_measures', 'langchain_core'}\n"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)\n"
    )
    root = Path(__file__).parent.parent
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
