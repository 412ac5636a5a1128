"""What the README says of settings and commands is what there is."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

from assistant.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def _help(*command: str) -> str:
    run = [sys.executable, "-m", "assistant", *command, "--help"]
    return subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_the_table_lists_every_setting() -> None:
    listed = re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE)
    assert listed == [field.metadata["env"] for field in fields(Settings)]


def test_commands_and_their_options_exist() -> None:
    used = re.findall(r"python -m assistant (\w+)([^\n|#]*)", README)
    options: dict[str, set[str]] = {}
    for command, rest in used:
        options.setdefault(command, set()).update(re.findall(r"--[a-z-]+", rest))
    assert set(options) <= set(re.findall(r"^    (\w+)  ", _help(), re.MULTILINE))
    for command, wanted in options.items():
        assert wanted <= set(re.findall(r"--[a-z-]+", _help(command))), command


def test_make_targets_exist() -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert set(re.findall(r"`?make ([a-z]+)", README)) <= {*targets}


def test_files_that_are_named_exist() -> None:
    named = set(re.findall(r"(?:tests|corpus|docs|\.ci)/[\w./-]*\w", README))
    assert {name for name in named if not (ROOT / name).exists()} == set()
