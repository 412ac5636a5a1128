"""The chat when the server is full, goes away or is cut off, and when its index is swapped."""

from __future__ import annotations

import dataclasses
import functools
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from web_site import Staged, running, serving

import ui
from assistant.ask import Assistant
from assistant.settings import Settings
from assistant.web.app import Site
from assistant.web.chat import EMPTIED_FOR_S
from assistant.web.conversation import converse
from assistant.wiring import build_index, open_assistant

SLOW = "Take your time?"
TALENT = "How much of the supplementary budget for AI is related to securing AI talent?"


@pytest.fixture
def staged(assistant: Assistant) -> Iterator[Staged]:
    staged = Staged(assistant)
    yield staged
    staged.gate.set()


def _visit(browser: Browser, address: str) -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(address)
    expect(page.locator("#sources h2").first).to_be_visible()
    return page


def _ask(page: Page, question: str) -> None:
    page.locator("#box textarea").fill(question)
    page.locator("#box textarea").press("Enter")


def _answers(page: Page) -> None:
    """The box works: a question is answered."""
    _ask(page, TALENT)
    expect(page.locator("#chat .bot.message").last).to_contain_text("45 billion won")
    expect(page.locator("#box .submit-button")).to_be_visible()


def test_a_full_server_says_so_keeps_the_question_and_opens_its_page(
    browser: Browser, staged: Staged
) -> None:
    mount = functools.partial(ui.mount, at_once=1, most_waiting=1)
    with serving(lambda: staged, mount) as site:
        first, second, third = (_visit(browser, site.address) for _ in range(3))
        _ask(first, SLOW)
        expect(first.locator("#chat .bot.message")).to_contain_text("one two")
        _ask(second, SLOW)
        expect(second.locator("#box")).to_contain_text("queue: 1/1")
        _ask(third, TALENT)
        expect(third.locator(".toast-body")).to_contain_text("busy")
        expect(third.locator("#box textarea")).to_have_value(TALENT)
        late = _visit(browser, site.address)  # what only renders is not turned away
        staged.gate.set()
        for page in (first, second):  # answered: nobody waits any more
            expect(page.locator("#acts-1")).to_be_visible()
        _answers(third)
        for page in (first, second, third, late):
            page.close()


def _site(staged: Staged, port: int = 0) -> Site:
    return Site(lambda: staged, ui.mount, lambda _: [], port=port, announce=lambda _: None)


def test_after_a_restart_the_question_is_in_the_box_and_the_answers_are_there(
    browser: Browser, staged: Staged
) -> None:
    with running(_site(staged)) as address:
        page = _visit(browser, address)
        _answers(page)
        _ask(page, SLOW)
        expect(page.locator("#chat .bot.message").last).to_contain_text("one two")
        page.wait_for_timeout(1000 * EMPTIED_FOR_S)
    expect(page.locator(".toast-body")).to_contain_text("Connection to the server was lost")
    with running(_site(staged, int(address.rpartition(":")[2]))):
        staged.gate.set()
        expect(page.locator(".toast-body")).to_have_count(0)
        expect(page.locator("#chat .user.message").first).to_have_text(TALENT)
        expect(page.locator("#chat .box.stopped")).to_be_visible()
        expect(page.locator("#box textarea")).to_have_value(SLOW)
        _answers(page)
    page.close()


def test_a_cut_connection_is_said_and_the_question_waits_in_the_box(
    browser: Browser, staged: Staged
) -> None:
    with serving(lambda: staged, ui.mount) as site:
        page = _visit(browser, site.address)
        _answers(page)
        page.context.set_offline(True)
        _ask(page, TALENT)
        expect(page.locator(".toast-body").first).to_contain_text("Connection")
        expect(page.locator("#box textarea")).to_have_value(TALENT)
        page.context.set_offline(False)
        expect(page.locator(".toast-body")).to_have_count(0)
        expect(page.locator("#box textarea")).to_have_value(TALENT)
        page.locator("#box .submit-button").click()
        expect(page.locator("#chat .user.message")).to_have_count(2)
        expect(page.locator("#chat .bot.message").last).to_contain_text("45 billion won")
        page.close()


def test_an_index_that_is_swapped_leaves_the_open_chat_its_own_and_a_removed_one_is_said(
    tmp_path: Path, settings: Settings, briefs_index: Path
) -> None:
    own = dataclasses.replace(settings, corpus=tmp_path / "articles", index=tmp_path / "index")
    shutil.copytree(settings.corpus, own.corpus)
    shutil.copytree(briefs_index, own.index_folder)
    asker = open_assistant(own)
    article = own.corpus / "supplementary-budget.md"
    for before, after in (("45 billion", "46 billion"), ("46 billion", "47 billion")):
        article.write_text(article.read_text("utf-8").replace(before, after), "utf-8")
        build_index(own)
        assert asker.ask(TALENT).short == "45 billion won"
    assert open_assistant(own).ask(TALENT).short == "47 billion won"
    shutil.rmtree(own.index_folder)
    *_, last = converse(asker, "Who is the CEO of Coxwave?", ())
    assert last.state == "answered" or "python -m assistant index" in last.text
