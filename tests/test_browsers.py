"""The browser of the tests: what is found, what is fetched, and what is skipped without one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent


class Machine:
    """A machine with the programs that a test puts there, and no other; no download answers."""

    def __init__(self, folder: Path) -> None:
        self._programs, self._log = folder / "bin", folder / "log"
        self._programs.mkdir()
        self._environment = {
            "HOME": str(folder),
            "PATH": str(self._programs),
            "PLAYWRIGHT_DOWNLOAD_HOST": "http://127.0.0.1:9",
        }

    def has(self, name: str, script: str) -> Path:
        """A program that writes down how it was called, and does what the script says."""
        program = self._programs / name
        program.write_text(f'#!/bin/sh\necho {name} "$@" >> {self._log}\n{script}\n')
        program.chmod(0o755)
        return program

    @property
    def called(self) -> list[str]:
        return self._log.read_text().splitlines()

    def run(self, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *command],
            cwd=TESTS.parent,
            env=self._environment | environment,
            capture_output=True,
            text=True,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_one_that_does_not_start_is_passed_over_and_the_system_gets_another(
    machine: Machine, browser_path: str
) -> None:
    machine.has("chromium", "echo please install the snap; exit 1")
    machine.has("sudo", '[ "$1" = -n ] && shift && exec "$@"')
    works = machine.has("google-chrome-stable", f'exec {browser_path} "$@"')
    hidden = works.rename(works.with_name("hidden"))
    machine.has("apt-get", f'[ "$1" = update ] || /bin/cp {hidden} {works}')
    done = machine.run("tests/browsers.py")
    assert done.stdout == f"{works}\n"
    assert done.stderr.splitlines() == [
        "No Chromium or Chrome was found: playwright fetches one.",
        "Installing the system's chromium with apt-get.",
    ]
    installing = [line for line in machine.called if line.startswith("apt-get")]
    assert installing[0] == "apt-get update -qq"
    assert " chromium " in installing[1]


def test_without_one_the_tests_of_pages_are_skipped_and_counted_or_fail(machine: Machine) -> None:
    page = "tests/test_evaluate_report.py::test_hostile_text_does_not_run"
    command = ["-m", "pytest", "-p", "no:cacheprovider", page]
    skipped = machine.run(*command, TEST_BROWSER="")
    assert skipped.returncode == 0
    assert "2 tests of pages were skipped: no Chromium or Chrome" in skipped.stdout
    demanded = machine.run(*command, "--need-browser", TEST_BROWSER="")
    assert demanded.returncode == 1
    assert "--need-browser: no Chromium or Chrome" in demanded.stdout + demanded.stderr
