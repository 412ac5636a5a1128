"""What the tests share: the five briefs, indexed once, the assistant over them, and a browser."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import browsers
import hypothesis
import pytest
from indexing import with_export
from playwright.sync_api import Browser, expect
from web_site import serving

import ui
from assistant.ask import Assistant
from assistant.quiet import quiet
from assistant.settings import DEFAULT_CORPUS, Settings
from assistant.wiring import build_index, open_assistant
from index.build import WAIT_S
from index.encoder import locate
from index.export import exported
from index.folder import lock

quiet()
hypothesis.settings.register_profile("untimed", deadline=None)  # a busy machine is no fault
hypothesis.settings.load_profile("untimed")
expect.set_options(timeout=60_000)  # the machine may be busy with other work
NO_BROWSER = "no Chromium or Chrome that starts was found"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--need-browser",
        action="store_true",
        help="fail where no Chromium or Chrome is found, instead of skipping its tests",
    )


def pytest_sessionstart(session: pytest.Session) -> None:
    if session.config.getoption("--need-browser") and browsers.find() is None:
        pytest.exit(f"--need-browser: {NO_BROWSER}.", returncode=1)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    if count := sum(NO_BROWSER in str(report.longrepr) for report in skipped):
        terminalreporter.write_line(
            f"{count} tests of pages were skipped: {NO_BROWSER}. "
            "Install one, or name one: TEST_BROWSER=/path/to/chromium."
        )


@pytest.fixture(scope="session")
def of_all(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def export(of_all: Path, pytestconfig: pytest.Config) -> Path:
    """The embedded encoder's export, kept from run to run while what it is made with stays."""
    made_with = hashlib.sha256()
    for name in ("constraints.txt", "index/encoder.py", "index/export.py", "index/onnx_encoder.py"):
        made_with.update((pytestconfig.rootpath / name).read_bytes())
    exports = pytestconfig.rootpath / ".pytest_cache" / "exports"
    kept = exports / made_with.hexdigest()[:12]
    name, folder = locate(None)
    with lock(of_all, WAIT_S, print):  # whoever comes second waits, and finds the work done
        for outdated in {*exports.glob("*")} - {kept}:
            shutil.rmtree(outdated)
        return exported(folder, name, kept)


@pytest.fixture(scope="session")
def built_once(of_all: Path, export: Path) -> Path:
    """The folder of an index of the briefs that nobody opens: to be copied."""
    folder = of_all / "briefs"
    with lock(of_all, WAIT_S, print):
        if not folder.exists():
            with_export(folder, export)
        build_index(_settings(folder))
    return folder


def _settings(index: Path) -> Settings:
    return dataclasses.replace(Settings.from_environment({}), corpus=DEFAULT_CORPUS, index=index)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The shipped corpus with an index of its own, whatever the environment says."""
    return _settings(tmp_path_factory.mktemp("index") / "briefs")


@pytest.fixture(scope="session")
def briefs_index(settings: Settings, built_once: Path) -> Path:
    """The folder of a built index of the briefs."""
    return Path(shutil.copytree(built_once, settings.index_folder))


@pytest.fixture(scope="session")
def assistant(settings: Settings, briefs_index: Path) -> Assistant:
    """The assistant without a language model, over the briefs."""
    assert briefs_index.is_dir()
    return open_assistant(settings)


@pytest.fixture(scope="session")
def browser_path() -> str:
    """Where the browser is; the test is skipped where there is none."""
    return browsers.find() or pytest.skip(NO_BROWSER)


@pytest.fixture(scope="module")
def browser(browser_path: str) -> Iterator[Browser]:
    with browsers.launched(browser_path) as opened:
        yield opened


@pytest.fixture(scope="module")
def address(assistant: Assistant) -> Iterator[str]:
    with serving(lambda: assistant, ui.mount) as site:
        yield site.address
