"""The command line as a person and a script meet it."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from indexing import with_export

from assistant.answer import Answer
from assistant.citations import broken_promises
from assistant.cli import main
from assistant.settings import DEFAULT_CORPUS
from corpus.article import read_articles

ROOT = Path(__file__).parent.parent
QUESTION = "How much of the supplementary budget is for securing AI talent?"
COMMAND = f"{sys.executable} -m assistant"


class Done(NamedTuple):
    """A finished command."""

    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs one command in this process; keywords are environment variables."""

    def run(*arguments: str | Path, stdin: bytes = b"", **environment: str | Path) -> Done:
        for name, value in environment.items():
            monkeypatch.setenv(name, str(value))
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
        code = main([str(argument) for argument in arguments])
        return Done(code, *capsys.readouterr())

    return run


def shell(line: str) -> Done:
    """Runs a line of bash."""
    done = subprocess.run(["bash", "-c", line], cwd=ROOT, capture_output=True, text=True)
    return Done(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def ferry(tmp_path: Path) -> Path:
    """A folder with one short article."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "ferry.txt").write_text("The ferry costs 3 million euros. It sails in May.", "utf-8")
    return folder


def test_ask_prints_the_answer_its_sentence_and_its_source(run: Run, briefs_index: Path) -> None:
    done = run("ask", QUESTION, "--index", briefs_index)
    assert done.code == 0, done.err
    assert done.out.startswith("45 billion won")
    assert "[1]" in done.out
    assert "supplementary-budget, characters" in done.out


def test_ask_as_json_is_the_contract(run: Run, briefs_index: Path) -> None:
    done = run("ask", "--json", QUESTION, "--index", briefs_index)
    fields = json.loads(done.out)
    assert fields["status"] == "answered"
    assert fields["abstained"] is False
    answer = Answer.from_dict(fields)
    assert broken_promises(answer, read_articles(DEFAULT_CORPUS)) == []


def test_the_question_may_come_on_standard_input(briefs_index: Path) -> None:
    done = shell(f"echo '{QUESTION}' | {COMMAND} ask --index {briefs_index}")
    assert done.out.startswith("45 billion won")


def test_a_refusal_has_an_exit_code_of_its_own(run: Run, briefs_index: Path) -> None:
    done = run("ask", "What is the weather in Lisbon tomorrow?", "--index", briefs_index)
    assert done.code == 3
    assert "The sources do not say" in done.out
    assert "Related, not an answer" in done.out


@pytest.mark.parametrize("stray", [b"\xff\xfe\x00", b"What does \xe9 cost?\n"])
def test_a_question_that_is_no_utf_8_is_read_as_far_as_it_goes(
    run: Run, briefs_index: Path, stray: bytes
) -> None:
    for done in (
        run("ask", "--index", briefs_index, stdin=stray),
        run("ask", os.fsdecode(stray), "--index", briefs_index),
    ):
        assert done.code in (0, 2, 3)
        assert done.out or done.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("ask", "…"), "The question is empty."),
        (("articles", "nowhere"), "There is no article 'nowhere'."),
        (("articles", "\udcff"), "There is no article '?'."),
        (("articles", "--corpus", " "), "--corpus is empty."),
        (("articles", "--corpus", "x" * 5000), "File name too long."),
        (("index", "--corpus", "no-such-folder"), "no-such-folder"),
        (("index", "--index", "README.md"), "The index in README.md can't be written"),
        (("evaluate", "no-such-file.jsonl", "--out", "unused"), "no-such-file.jsonl"),
        (("serve", "--port", "99999"), "PORT='99999' can't be used: it must be between 0 and"),
        (("serve", "--port", "-1"), "PORT='-1' can't be used: it must be between 0 and"),
        (("serve", "--port", "http"), "PORT='http' can't be used: it must be a number"),
    ],
)
def test_a_mistake_is_told(
    run: Run, briefs_index: Path, arguments: tuple[str, ...], says: str
) -> None:
    done = run(*arguments, ASSISTANT_INDEX=briefs_index)
    assert done.code == 2
    assert says in done.err


def test_a_bad_setting_is_told(run: Run) -> None:
    done = run("settings", ASSISTANT_THRESHOLD="many")
    assert done.code == 2
    assert "ASSISTANT_THRESHOLD='many'" in done.err


@pytest.mark.parametrize(
    ("line", "code", "out", "err"),
    [
        ("articles ferry | head -c 9", 0, "The ferry", ""),
        ("articles ferry >&-", 0, "", ""),
        ("articles nowhere 2>&-", 2, "", ""),
        ("articles ferry <&- >&- 2>&-", 0, "", ""),
        ("articles ferry > /dev/full", 2, "", "No space left on device.\n"),
        ("articles nowhere 2> /dev/full", 2, "", ""),
    ],
)
def test_streams_that_are_closed_or_full(
    ferry: Path, line: str, code: int, out: str, err: str
) -> None:
    if "/dev/full" in line and not Path("/dev/full").exists():
        pytest.skip("no /dev/full: not a Linux")
    done = shell(f"set -o pipefail; ASSISTANT_CORPUS={ferry} {COMMAND} {line}")
    assert (done.code, done.out) == (code, out)
    assert done.err.endswith(err)
    assert "Traceback" not in done.err
    assert bool(done.err) == bool(err)


def test_a_terminal_that_knows_fewer_signs_gets_question_marks(ferry: Path) -> None:
    (ferry / "tram.txt").write_text("The tram of Zürich costs 4 € a day.", "utf-8")
    line = f"ASSISTANT_CORPUS={ferry} PYTHONIOENCODING=ascii {COMMAND} articles tram"
    assert shell(line) == Done(0, "The tram of Z?rich costs 4 ? a day.\n", "")


def test_ctrl_c_is_no_traceback(ferry: Path) -> None:
    command = [sys.executable, "-m", "assistant", "articles"]
    # Raised by Python's audit hook while the command's modules are still being imported.
    interrupted = (
        "import signal, sys, runpy\n"
        "def at(event, given):\n"
        "    if event == 'import' and given[0] == 'assistant.cli': signal.raise_signal(2)\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "sys.addaudithook(at)\n"
        f"sys.argv = {command[2:]}\n"
        "runpy.run_module('assistant', run_name='__main__')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", interrupted], cwd=ROOT, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_index_twice_does_nothing_the_second_time(
    run: Run, ferry: Path, tmp_path: Path, export: Path
) -> None:
    arguments = ("index", "--corpus", ferry, "--index", with_export(tmp_path / "index", export))
    assert "Indexed 1 articles" in run(*arguments).out
    assert "Up to date" in run(*arguments).out


def test_a_skipped_file_fails_only_a_strict_run(
    run: Run, ferry: Path, tmp_path: Path, export: Path
) -> None:
    (ferry / "empty.txt").write_text("", "utf-8")
    arguments = ("index", "--corpus", ferry, "--index", with_export(tmp_path / "index", export))
    lenient, strict = run(*arguments), run(*arguments, "--strict")
    assert lenient.code == 0
    assert "1 of 2 files were read." in lenient.out
    assert "Skipped empty.txt" in lenient.err
    assert "1 file was skipped." in lenient.err
    assert strict.code == 1


def test_articles_lists_them_and_prints_one_as_stored(run: Run) -> None:
    assert "supplementary-budget" in run("articles").out
    article = read_articles(DEFAULT_CORPUS).get("supplementary-budget")
    assert article is not None
    assert run("articles", "supplementary-budget").out == article.text + "\n"


def test_what_was_taken_out_is_shown_with_its_reason(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ferry.txt").write_text(
        "Share\nThe ferry costs 3 million euros a year.\n7", "utf-8"
    )
    (tmp_path / "fares.csv").write_text("adult;4", "utf-8")
    shown = run("articles", "ferry", "--dropped", "--corpus", tmp_path)
    assert shown.out == "a button or a counter:\n    Share\n\na page number:\n    7\n"
    listed = run("articles", "--corpus", tmp_path)
    assert "1 of 2 files were read, 1 of them without parts" in listed.err
    assert "Skipped fares.csv: .csv files are not read." in listed.err
    whole = run("articles", "supplementary-budget", "--dropped")
    assert whole.out == "Nothing was taken out of supplementary-budget.\n"
    assert run("articles", "--dropped").code == 2


def test_search_shows_passages_with_their_scores(run: Run, briefs_index: Path) -> None:
    done = run("search", "AI talent budget", "-k", "3", "--index", briefs_index)
    assert done.code == 0
    assert done.out.count("dense") == 3
    assert run("search", "talent", "-k", "9" * 30, "--index", briefs_index).code == 0


def test_settings_name_their_source(run: Run) -> None:
    environment = {"ASSISTANT_THRESHOLD": "0.7", "ASSISTANT_INDEX": "one"}
    done = run("settings", "--index", "other", **environment)
    assert "ASSISTANT_THRESHOLD = 0.7  (environment)" in done.out
    assert "ASSISTANT_INDEX = other  (command line)" in done.out
