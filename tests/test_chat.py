"""What can be done with an answer in the chat, in a browser: take it along, judge it, go on."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect
from web_site import Staged, serving

import ui
from assistant.ask import Assistant
from assistant.evaluate import read_questions
from assistant.evaluate.verify import verify_file
from assistant.web.labels import KOREAN

TALENT = "How much of the supplementary budget for AI is related to securing AI talent?"
BRAZIL = "How many GPUs will Brazil buy?"
# Colours change over time; what turns while an answer is awaited never ends.
SETTLED = """() => Promise.all(document.getAnimations()
    .filter((one) => Number.isFinite(one.effect.getComputedTiming().endTime))
    .map((one) => one.finished.catch(() => null)))"""


@pytest.fixture(scope="module")
def staged(assistant: Assistant) -> Staged:
    return Staged(assistant)


@pytest.fixture(scope="module")
def thumbs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("thumbs") / "feedback.jsonl"


@pytest.fixture(scope="module")
def address(staged: Staged, thumbs: Path) -> Iterator[str]:
    with serving(lambda: staged, functools.partial(ui.mount, feedback=thumbs)) as site:
        yield site.address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport={"width": 1280, "height": 800},
        permissions=["clipboard-read", "clipboard-write"],
    )
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, address: str) -> Page:
    return _opened(context.new_page(), address)


def _opened(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.locator("#sources h2").first).to_be_attached()
    return page


def _ask(page: Page, question: str) -> None:
    page.locator("#box textarea").fill(question)
    page.locator("#box textarea").press("Enter")
    expect(page.locator("#chat .user.message").last).to_have_text(question)
    expect(page.locator("#box .submit-button")).to_be_visible()
    expect(page.locator("#chat .bot.message").last.locator(".acts")).to_be_visible()


def _clipboard(page: Page) -> str:
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def test_what_was_searched_for_can_be_changed_and_asked(page: Page) -> None:
    _ask(page, TALENT)
    _ask(page, "and to the AI innovation startup fund?")
    searched = page.locator("#chat .edit").last
    wording = searched.inner_text()
    searched.click()
    box = page.locator("#box textarea")
    expect(box).to_be_focused()
    expect(box).to_have_value(wording)
    box.press("Enter")
    expect(page.locator("#chat .user.message").last).to_have_text(wording)


def test_a_next_question_is_offered_and_asked_by_a_press(page: Page) -> None:
    _ask(page, TALENT)
    offered = page.locator("#next button").first
    expect(page.locator("#next .head")).to_have_text("Ask next")
    question = offered.inner_text()
    offered.click()
    expect(page.locator("#chat .user.message").last).to_have_text(question)
    expect(page.locator("#chat .bot.message").last.locator("a.mark").first).to_be_visible()
    expect(page.locator("#next button").filter(has_text=question)).to_have_count(0)
    expect(page.locator("#next button").first).to_be_visible()
    _ask(page, BRAZIL)
    expect(page.locator("#next .head")).to_have_text("You could ask instead")
    page.reload()
    expect(page.locator("#next .head")).to_have_text("You could ask instead")
    page.get_by_role("button", name="New chat").click()
    expect(page.locator("#next button")).to_have_count(0)


def test_an_answer_is_copied_with_its_references(page: Page) -> None:
    _ask(page, TALENT)
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="Copied, with references")).to_be_visible()
    copied = _clipboard(page)
    assert "45 billion won" in copied
    assert "\n\nSources:\n\n- [1] “The gravest" in copied
    page.get_by_role("button", name="Copy as text").click()
    expect(page.get_by_role("status").filter(has_text="Copied, with references")).to_be_visible()
    assert "Korea's extra AI money buys chips" in _clipboard(page)


def test_the_conversation_is_saved_and_verify_reads_it(
    page: Page, tmp_path: Path, assistant: Assistant
) -> None:
    _ask(page, TALENT)
    _ask(page, BRAZIL)
    files = {}
    for name in ("as JSON", "as Markdown", "as JSON"):
        page.locator("#menu summary").click()
        with page.expect_download() as found:
            page.get_by_role("button", name=name).click()
        files[name] = tmp_path / found.value.suggested_filename
        found.value.save_as(files[name])
    quotes = verify_file(files["as JSON"], assistant.corpus)
    assert len(quotes) > 1
    assert {quote.verdict for quote in quotes} == {"exact"}
    assert files["as Markdown"].name == "conversation.md"
    assert f"## {TALENT}" in files["as Markdown"].read_text("utf-8")


def test_an_address_asks_its_question_once(context: BrowserContext, page: Page) -> None:
    _ask(page, TALENT)
    page.get_by_role("button", name="Link", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="copied")).to_be_visible()
    link = _clipboard(page)
    assert "?q=How%20much" in link
    page.get_by_role("button", name="New chat").click()
    expect(page.locator("#chat .user.message")).to_have_count(0)
    page.goto(link)
    expect(page.locator("#chat a.mark").first).to_be_visible()
    assert "?q" not in page.url
    page.reload()
    expect(page.locator("#chat .user.message")).to_have_text(TALENT)
    expect(page.locator("#next button").first).to_be_visible()
    expect(page.locator("#chat .user.message")).to_have_count(1)


def test_thumbs_become_questions_of_a_set(page: Page, thumbs: Path) -> None:
    _ask(page, TALENT)
    _ask(page, BRAZIL)
    page.locator("#acts-1 summary").click()
    page.get_by_role("button", name="wrong figure").click()
    expect(page.locator("#acts-1 .thanks")).to_have_text("Noted: wrong figure")
    page.locator("#acts-2 .good").click()
    expect(page.locator("#acts-2 .thanks")).to_have_text("Noted: Good")
    page.reload()
    expect(page.locator("#acts-1 .thanks")).to_have_text("Noted: wrong figure")
    figure, refusal = read_questions(thumbs).questions[-2:]
    assert (figure.question, refusal.question) == (TALENT, BRAZIL)
    assert [turn.question for turn in refusal.history] == [TALENT]
    assert not figure.has_key  # it is a visitor's word


def test_a_thumb_that_cannot_be_written_is_said_and_kept(page: Page, thumbs: Path) -> None:
    _ask(page, TALENT)
    written = thumbs.read_bytes() if thumbs.exists() else b""
    thumbs.unlink(missing_ok=True)
    thumbs.mkdir()
    page.locator("#acts-1 .good").click()
    expect(page.get_by_role("alert")).to_contain_text("feedback.jsonl can't be written")
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text("Not noted yet")
    thumbs.rmdir()
    thumbs.write_bytes(written)
    page.locator("#acts-1 .good").click()
    expect(page.locator("#acts-1 .thanks")).to_have_text("Noted: Good")
    assert json.loads(thumbs.read_text("utf-8").splitlines()[-1])["verdict"] == "good"


def test_a_question_is_asked_again(page: Page, staged: Staged) -> None:
    staged.mended = False
    _ask(page, "Fall over?")
    expect(page.locator("#chat .box.failed")).to_be_visible()
    staged.mended = True
    page.get_by_role("button", name="Ask again").click()
    expect(page.locator("#chat .user.message")).to_have_count(2)
    expect(page.locator("#chat .bot.message").last.locator(".box.failed")).to_have_count(0)


def test_only_the_chosen_articles_answer_until_it_is_lifted(page: Page, address: str) -> None:
    page.goto(f"{address}/sources")
    page.get_by_label("president", exact=False).first.check()
    expect(page.locator("#used")).to_contain_text("Uses only 1 of 5 articles.")
    page.goto(address)
    expect(page.locator("#in-use")).to_contain_text("Uses only 1 of 5 articles.")
    _ask(page, TALENT)
    expect(page.locator("#chat .note").first).to_have_text("Used only 1 of 5 articles.")
    expect(page.locator("#chat .bot.message")).not_to_contain_text("45 billion won")
    page.get_by_role("button", name="Use all").click()
    expect(page.locator("#in-use")).to_be_hidden()
    page.get_by_role("button", name="Ask again").click()
    expect(page.locator("#chat .bot.message").last).to_contain_text("45 billion won")
    page.reload()
    expect(page.locator("#chat .bot.message").last).to_contain_text("45 billion won")
    expect(page.locator("#in-use")).to_be_hidden()


def test_a_quote_leads_to_the_whole_article(page: Page, context: BrowserContext) -> None:
    _ask(page, TALENT)
    with context.expect_page() as opened:
        page.locator("#sources .foot").get_by_text("read in the article").first.click()
    reader = opened.value
    expect(reader.locator("mark").first).to_contain_text("45 billion won")
    assert reader.evaluate("window.opener") is None


def test_a_browser_in_korean_gets_korean_words(browser: Browser, address: str) -> None:
    context = browser.new_context(locale="ko-KR")
    page = _opened(context.new_page(), address)
    expect(page.get_by_role("heading", name=KOREAN.hello)).to_be_visible()
    expect(page.locator("#box textarea")).to_have_attribute("placeholder", KOREAN.placeholder)
    expect(page.locator("#box .submit-button")).to_have_text(KOREAN.ask)
    _ask(page, TALENT)
    expect(page.locator("#chat")).to_contain_text("45 billion won")
    expect(page.locator("#sources .seal").first).to_have_text(KOREAN.verbatim)
    expect(page.get_by_role("button", name=KOREAN.copy, exact=True)).to_be_visible()
    expect(page.get_by_role("button", name=KOREAN.new)).to_be_visible()
    context.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_in_any_state(
    browser: Browser, address: str, staged: Staged, width: int
) -> None:
    staged.mended = False
    staged.gate.clear()
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme="light", reduced_motion="reduce"
    )
    page = _opened(context.new_page(), address)
    found: list[str] = []

    def look(state: str) -> None:
        for theme in ("light", "dark"):
            page.evaluate("dark => document.body.classList.toggle('dark', dark)", theme == "dark")
            page.evaluate(SETTLED)
            for violation in Axe().run(page).response["violations"]:
                nodes = [node["html"][:120] for node in violation["nodes"][:3]]
                found.append(f"{state}, {theme}: {violation['id']} {nodes}")

    expect(page.locator("#chat .example").first).to_be_visible()
    look("empty")
    page.locator("#box textarea").fill("Take your time?")
    page.locator("#box textarea").press("Enter")
    expect(page.locator("#chat .bot.message")).to_contain_text("one two")
    look("streaming")
    staged.gate.set()
    expect(page.locator("#box .submit-button")).to_be_visible()
    _ask(page, TALENT)
    expect(page.locator("#next button").first).to_be_visible()
    page.locator("#chat .why summary").last.click()
    look("answered")
    page.locator("#chat a.mark").last.click()
    look("sheet" if width < 820 else "source")
    page.keyboard.press("Escape")
    _ask(page, BRAZIL)
    look("refused")
    _ask(page, "Break a promise?")
    look("error")
    context.close()
    assert found == [], "\n".join(found)
