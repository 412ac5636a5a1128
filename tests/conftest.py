"""What the tests share: the five briefs, indexed once, and the assistant over them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from web_site import chromium, serving

import ui
from assistant.ask import Assistant
from assistant.quiet import quiet
from assistant.settings import DEFAULT_CORPUS, Settings
from assistant.wiring import open_assistant

quiet()


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The shipped corpus with an index of its own, whatever the environment says."""
    folder = tmp_path_factory.mktemp("index") / "briefs"
    return dataclasses.replace(Settings.from_environment({}), corpus=DEFAULT_CORPUS, index=folder)


@pytest.fixture(scope="session")
def briefs_index(settings: Settings) -> Path:
    """The folder of a built index of the briefs."""
    from assistant.wiring import build_index

    build_index(settings)
    return settings.index_folder


@pytest.fixture(scope="session")
def assistant(settings: Settings, briefs_index: Path) -> Assistant:
    """The assistant without a language model, over the briefs."""
    assert briefs_index.is_dir()
    return open_assistant(settings)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def address(assistant: Assistant) -> Iterator[str]:
    with serving(lambda: assistant, ui.mount) as site:
        yield site.address
