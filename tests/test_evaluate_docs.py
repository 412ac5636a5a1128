"""The session in docs/evaluation.md is what the program prints.

``PYTHONPATH=. python tests/test_evaluate_docs.py`` writes the page anew.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

PAGE = Path(__file__).parent.parent / "docs" / "evaluation.md"
BLOCK = re.compile(r"```(\w+)(?: (\S+))?\n(.*?)```", re.DOTALL)
TIMED = re.compile(r"^latency.*\n|\d[\d.]* (?:ms|s|a second)\b", re.MULTILINE)


@contextlib.contextmanager
def surroundings(folder: Path, variables: dict[str, str]) -> Iterator[None]:
    """Works in the folder, with those environment variables, and puts everything back."""
    before, here = dict(os.environ), Path.cwd()
    os.chdir(folder)
    os.environ.update(variables)
    try:
        yield
    finally:
        os.chdir(here)
        os.environ.clear()
        os.environ.update(before)


def printed(command: str) -> str:
    """What a command line prints, errors and output as on a screen."""
    from assistant.cli import main

    words = shlex.split(command)
    variables = dict(word.split("=", 1) for word in words if re.match(r"[A-Z_]+=", word))
    arguments = words[words.index("assistant") + 1 :]
    screen = io.StringIO()
    with (
        surroundings(Path.cwd(), variables),
        contextlib.redirect_stdout(screen),
        contextlib.redirect_stderr(screen),
    ):
        main(arguments)
    return screen.getvalue()


def replayed(text: str) -> str:
    """The page with every output printed anew; files of the session are written where we are."""

    def again(block: re.Match[str]) -> str:
        kind, name, content = block.groups()
        if name:
            Path(name).write_text(content, encoding="utf-8")
        if kind != "console":
            return block.group(0)
        commands = [line[2:] for line in content.splitlines() if line.startswith("$ ")]
        outputs = "".join(f"$ {command}\n{printed(command)}" for command in commands)
        return f"```console\n{outputs}```"

    return BLOCK.sub(again, text)


def masked(text: str) -> str:
    """Without timings, and without the column widths that follow from them."""
    return re.sub(r" +", " ", TIMED.sub("…", text))


def test_the_session_is_what_the_program_prints(tmp_path: Path, briefs_index: Path) -> None:
    page = PAGE.read_text(encoding="utf-8")
    with surroundings(tmp_path, {"ASSISTANT_INDEX": str(briefs_index)}):
        assert masked(replayed(page)) == masked(page)


def test_the_script_runs(
    tmp_path: Path, briefs_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = PAGE.read_text(encoding="utf-8")
    (script,) = [content for kind, _, content in BLOCK.findall(page) if kind == "python"]
    (questions,) = [content for _, name, content in BLOCK.findall(page) if name]
    (tmp_path / "questions.jsonl").write_text(questions, encoding="utf-8")
    with surroundings(tmp_path, {"ASSISTANT_INDEX": str(briefs_index)}):
        printed("python -m assistant evaluate questions.jsonl --out runs/usual")
        exec(compile(script, str(PAGE), "exec"), {})
    assert re.fullmatch(r"\d+% right of 4\n\d+\n", capsys.readouterr().out)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, surroundings(Path(folder), {}):
        PAGE.write_text(replayed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
