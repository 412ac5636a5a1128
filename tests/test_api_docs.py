"""The API describes itself: a complete OpenAPI document, and a page of it without any script."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser
from served import served

from assistant.answer import Answer, Citation
from assistant.api.shapes import AnswerOut, QuestionIn
from assistant.ask import Assistant
from assistant.settings import Settings
from assistant.wiring import open_assistant


@pytest.fixture(scope="module")
def address(assistant: Assistant, settings: Settings) -> Iterator[str]:
    with served(lambda: assistant, settings) as found:
        yield found


@pytest.fixture(scope="module")
def openapi(address: str) -> dict[str, Any]:
    found: dict[str, Any] = httpx.get(f"{address}/openapi.json").json()
    return found


def test_every_answer_and_error_is_described(openapi: dict[str, Any]) -> None:
    paths = [path for path in openapi["paths"] if path.startswith("/api/")]
    assert len(paths) == 5
    for path in [*paths, "/health"]:
        [(_, operation)] = openapi["paths"][path].items()
        assert operation["summary"]
        for status, response in operation["responses"].items():
            if path != "/health" and not status.startswith("2"):
                schema = response["content"]["application/json"]["schema"]
                assert schema == {"$ref": "#/components/schemas/ErrorOut"}
    answer = openapi["components"]["schemas"]["Answer"]["properties"]
    assert set(answer) == {f.name for f in dataclasses.fields(Answer)} | {"abstained"}
    assert all(field.get("description") for field in answer.values())
    citation = openapi["components"]["schemas"]["Citation"]["properties"]
    assert set(citation) == {f.name for f in dataclasses.fields(Citation)}


def test_examples_are_valid(openapi: dict[str, Any]) -> None:
    QuestionIn.model_validate(openapi["components"]["schemas"]["QuestionIn"]["example"])
    example = openapi["components"]["schemas"]["Answer"]["example"]
    AnswerOut.model_validate(example)
    answer = Answer.from_dict(example)
    assert len(answer.citations[0].quote) == answer.citations[0].end - answer.citations[0].start


def test_real_answers_fit_the_description(assistant: Assistant) -> None:
    for question in ("How much goes to talent?", "Who won the 1998 World Cup?", "Hello!"):
        AnswerOut.model_validate(json.loads(json.dumps(assistant.ask(question).to_dict())))


def test_the_page_needs_nothing_from_elsewhere_and_no_script(
    address: str, browser: Browser
) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    loaded: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{address}/docs")
    page.get_by_role("link", name="POST /api/ask", exact=True).click()
    assert page.locator("h2#post-api-ask").is_visible()
    assert "45 billion won" in page.locator("section", has_text="/api/ask").first.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator("script").count() == 0
    assert {url for url in loaded if not url.startswith(address)} == set()
    assert [c for c in complaints if "Content Security Policy" in c] == []


def test_health_says_what_fails(settings: Settings, briefs_index: Path, tmp_path: Path) -> None:
    copied = tmp_path / "index"
    shutil.copytree(briefs_index, copied)
    moved = dataclasses.replace(settings, index=copied)
    with (
        served(lambda: open_assistant(moved), moved) as address,
        httpx.Client(base_url=address) as client,
    ):
        well = client.get("/health").json()
        assert (well["status"], well["articles"]) == ("ready", 5)
        assert well["passages"] > 50
        assert "problem" not in well
        assert (well["in_part"], well["not_read"]) == (0, 0)
        shutil.rmtree(copied / "builds")
        gone = client.get("/health")
        assert (gone.status_code, gone.json()["status"]) == (503, "failing")
        assert "index" in gone.json()["problem"]
        assert str(tmp_path) not in gone.text
