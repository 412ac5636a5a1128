"""The load command runs, loses nothing, and says what those get who come when it is full."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.routing import Mount
from web_site import serving

import ui
from assistant.ask import Assistant
from assistant.settings import Settings
from tests import load
from tests.load_doors import DOORS


def rows(printed: str) -> list[list[str]]:
    lines = [line for line in printed.splitlines() if line.startswith("| ") and "---" not in line]
    return [[cell.strip() for cell in line.strip("| ").split("|")] for line in lines]


def test_a_small_crowd_and_a_short_soak_of_its_own_server(
    settings: Settings,
    briefs_index: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("ASSISTANT_INDEX", str(briefs_index))
    monkeypatch.setenv("ASSISTANT_CORPUS", str(settings.corpus))
    rate = 4 * len(DOORS) / 6  # every door four times in six seconds
    arguments = f"--at-once 5 --chats 5 --past 0 --soak 0.1 --rate {rate}"
    assert load.main(arguments.split()) == 0
    printed = capsys.readouterr().out
    found = rows(printed)
    assert [row[1:5] for row in found[1:5]] == [["1", "20", "0", "0"], ["5", "5", "0", "0"]] * 2
    assert all(0 < float(row[5]) <= float(row[6]) for row in found[1:5])
    soaked = found[6:]
    assert [row[0] for row in soaked] == list(DOORS)
    assert all(row[1:4] == ["4", "0", "0"] for row in soaked)
    said = printed.rpartition("(")[2].rstrip(").\n").split(", ")
    assert len(said) == load.SAMPLES + 1
    sizes = [int(size) for size in said if size != "unknown"]  # as it is without /proc
    assert all(size > 100 for size in sizes)  # a server with its models, not a shell around it


def test_past_the_limit_they_are_told_so_and_what_is_lost_is_counted(
    assistant: Assistant, capsys: pytest.CaptureFixture[str]
) -> None:
    mounted: list[FastAPI] = []

    def small(app: FastAPI, *given: Any) -> None:
        mounted.append(app)
        ui.mount(app, *given, at_once=1, most_waiting=2)

    with serving(lambda: assistant, small) as site:
        arguments = ["--address", site.address, "--at-once", "--chats", "2", "--past", "12"]
        assert load.main(arguments) == 0
        pages = next(route.app for route in mounted[0].routes if isinstance(route, Mount))
        # What was said on pages that were left is not kept in the server's memory for long.
        assert 0 < len(pages.state_holder.session_data) <= 3
    printed = capsys.readouterr().out
    _, _, _, past = rows(printed)
    asked, answered, refused, lost = map(int, past[1:5])
    assert (asked, answered + refused, lost) == (12, 12, 0)
    assert refused >= 12 - 3 - answered
    assert refused > 0
    assert f"{refused} refused: 503 Queue is full." in printed
    assert load.main(["--address", "http://127.0.0.1:9", "--at-once", "1", "--chats"]) == 1
    assert "lost: ConnectError" in capsys.readouterr().out
