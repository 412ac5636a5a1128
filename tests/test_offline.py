"""Nothing leaves the machine: not from the command line, not from the server, not from its page.

Two recorders: Python's audit events, on every system, and a network namespace that owns every
address, which sees native libraries too, where the system lets us make one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from assistant.cli import REFUSED

HERE = Path(__file__).resolve().parent
GUARDED = (
    *("unshare", "--user", "--map-root-user", "--net", "--mount"),
    *(sys.executable, "-I", str(HERE / "offline_guard.py")),
)
PYTHON = sys.executable
BATCH_S = 15  # libraries send in batches: onnxruntime's first one would leave after ten seconds


@cache
def _namespaces() -> bool:
    """Whether this system lets us make a network namespace."""
    try:
        return subprocess.run([*GUARDED, os.devnull, "true"], capture_output=True).returncode == 0
    except FileNotFoundError:  # no unshare: not a Linux
        return False


class Offline:
    """Runs commands where nothing can leave, and keeps whom they tried to reach."""

    def __init__(self, folder: Path) -> None:
        self._log, self._out = folder / "log", folder / "out.json"
        self.home = folder / "home"
        self.home.mkdir()

    def run(self, *command: str) -> str:
        """The command's output, where the environment turns nothing off beforehand."""
        self._log.write_text("")
        # Not even CI is set, with which some libraries keep still.
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "PYTHONPATH": str(HERE / "cases" / "offline"),
            "OFFLINE_LOG": str(self._log),
        }
        done = subprocess.run(
            [*GUARDED, str(self._out), *command] if _namespaces() else command,
            cwd=HERE.parent,
            env=environment,
            capture_output=True,
            text=True,
            timeout=180,
        )
        assert done.returncode in (0, REFUSED), done.stderr
        return done.stdout

    @property
    def reached(self) -> set[str]:
        """Names and addresses that the last command tried to reach."""
        seen = json.loads(self._out.read_text()) if _namespaces() else []
        return {*self._log.read_text().split(), *seen}


@pytest.fixture
def offline(tmp_path: Path) -> Offline:
    return Offline(tmp_path)


def test_python_that_calls_out_is_seen(offline: Offline) -> None:
    code = "import contextlib, urllib.request\n"
    code += "with contextlib.suppress(OSError): urllib.request.urlopen('http://example.org')"
    offline.run(PYTHON, "-c", code)
    assert "example.org" in offline.reached


def test_native_code_that_calls_out_is_seen(offline: Offline) -> None:
    if not _namespaces():
        pytest.skip("no network namespaces here: native libraries are not watched")
    offline.run(PYTHON, "-c", "import subprocess; subprocess.run(['getent', 'hosts', 'a.example'])")
    assert "a.example" in offline.reached
    offline.run("bash", "-c", "(: < /dev/tcp/203.0.113.7/443) 2>/dev/null; true")
    assert offline.reached == {"203.0.113.7"}


def test_the_command_line_stays_on_the_machine(offline: Offline, tmp_path: Path) -> None:
    index = str(tmp_path / "index")
    for command in (["index"], ["ask", "How much goes to talent?"], ["search", "talent"]):
        assert offline.run(PYTHON, "-m", "assistant", *command, "--index", index)
        assert offline.reached == set()
    assert list(offline.home.rglob("*")) == []  # no device id or batch that waits to be sent


def test_the_chat_and_its_page_stay_on_the_machine(
    offline: Offline, briefs_index: Path, browser_path: str
) -> None:
    visit = [str(HERE / "offline_visit.py"), browser_path, str(briefs_index), str(BATCH_S)]
    hosts = offline.run(PYTHON, *visit)
    assert offline.reached == set()
    assert json.loads(hosts) == ["127.0.0.1"]
