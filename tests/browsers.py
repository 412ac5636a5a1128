"""The browser of the tests: a Chromium or Chrome that starts here, else one that can be had.

``python tests/browsers.py`` gets one where there is none, and prints its path; nothing, where none
can be had.
"""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Error, sync_playwright

_NAMED = "TEST_BROWSER"  # a path: looked for nowhere else, and nothing is fetched
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_APPLICATIONS = ("Google Chrome", "Chromium")  # of macOS
# How a system gets one; where it needs root's rights, only if they can be had without asking.
_PACKAGES = {
    "apt-get": (
        "apt-get update -qq",
        "apt-get install -y -qq --no-install-recommends chromium fonts-liberation",
    ),
    "dnf": ("dnf install -y -q chromium",),
}


@contextlib.contextmanager
def launched(path: str, *arguments: str) -> Iterator[Browser]:
    """The browser at that path, started; ended on the way out. Raises playwright's Error."""
    with sync_playwright() as playwright:
        args = ["--disable-gpu", *arguments]
        browser = playwright.chromium.launch(executable_path=path, args=args)
        yield browser
        browser.close()


@functools.cache
def find() -> str | None:
    """The path of a browser that starts, or None: some are stubs, or lack a library."""
    if _NAMED in os.environ:
        return os.environ[_NAMED] or None
    return next((path for path in _candidates() if _starts(path)), None)


def _candidates() -> Iterator[str]:
    yield from filter(None, map(shutil.which, _NAMES))
    for name in _APPLICATIONS:
        yield f"/Applications/{name}.app/Contents/MacOS/{name}"
    yield _downloaded()


def _downloaded() -> str:
    """Where playwright keeps its own, there or not."""
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def _starts(path: str) -> bool:
    try:
        with launched(path):
            return True
    except Error:
        return False


def get() -> str | None:
    """The path of a browser, fetched or installed where there is none; None where that fails."""
    if (found := find()) or _NAMED in os.environ:
        return found
    for says, commands in _ways():
        print(says, file=sys.stderr)
        # `all` stops at the first that fails; what they say of it would fill a screen
        all(_done(command) for command in commands)
        find.cache_clear()
        if found := find():
            return found
    return None


def _ways() -> Iterator[tuple[str, list[list[str]]]]:
    """What is tried, one after the other: what it does in a line, and its commands."""
    playwright = [sys.executable, "-m", "playwright"]
    fetch = [*playwright, "install", "--no-shell", "chromium"]
    yield "No Chromium or Chrome was found: playwright fetches one.", [fetch]
    root = _root()
    if root is None:
        return
    if Path(_downloaded()).exists() and shutil.which("apt-get"):
        libraries = [*root, *playwright, "install-deps", "chromium"]
        yield "It does not start: installing the system's libraries for it.", [libraries]
    for manager, lines in _PACKAGES.items():
        if shutil.which(manager):
            commands = [[*root, *line.split()] for line in lines]
            yield f"Installing the system's chromium with {manager}.", commands


def _root() -> list[str] | None:
    """What stands before a command that needs root's rights; None where it would ask."""
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "-n"]
    return sudo if shutil.which("sudo") and _done([*sudo, "true"]) else None


def _done(command: list[str]) -> bool:
    settings = {
        "PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": "5000",
        "DEBIAN_FRONTEND": "noninteractive",
    }
    done = subprocess.run(
        command, env=settings | os.environ, stdin=subprocess.DEVNULL, capture_output=True
    )
    return done.returncode == 0


if __name__ == "__main__":
    print(get() or "")
