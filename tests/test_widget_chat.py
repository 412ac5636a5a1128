"""The chat inside the widget, in a real browser: every kind of reply, and what goes wrong."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect
from served import served
from widget_host import (
    BRAZIL,
    DIFFERENT,
    HOSTILE,
    HOSTILE_TEXT,
    TABLE,
    TALENT,
    Host,
    Scripted,
    Visit,
    hosted,
    visiting,
)

from assistant.ask import Assistant
from assistant.settings import Settings

FOLLOW_UP = "and to the AI innovation startup fund?"


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    with hosted() as site:
        yield site


@pytest.fixture(scope="module")
def scripted(assistant: Assistant) -> Scripted:
    return Scripted(assistant)


@pytest.fixture(scope="module")
def server(scripted: Scripted, settings: Settings, host: Host) -> Iterator[str]:
    sites = (host.origin(), host.origin("localhost"))
    with served(lambda: scripted, settings, sites=sites, rate=0) as address:
        host.write(address)
        yield address


@pytest.fixture
def visit(browser: Browser, host: Host, server: str) -> Iterator[Visit]:
    """A visitor of another site, with the panel open."""
    with visiting(browser, host.origin("localhost")) as visit:
        visit.button.click()
        expect(visit.chat.get_by_role("textbox")).to_be_focused()
        yield visit


def test_a_marker_opens_its_quote_and_the_quote_the_article(visit: Visit) -> None:
    reply = visit.ask(TALENT)
    expect(reply.locator(".said strong")).to_have_text("45 billion won")
    reply.get_by_role("link", name="Source 1: Korea's extra AI money").click()
    expect(reply.locator("details[open] summary")).to_be_focused()
    quote = reply.locator("blockquote").inner_text()
    assert "45 billion won" in quote
    expect(reply.locator(".facts")).to_have_text("publisher not stated · date not stated")
    reply.get_by_role("link", name="Back to the answer").click()
    expect(reply.locator("a.mark")).to_be_focused()
    with visit.page.context.expect_page() as opened:
        reply.get_by_role("link", name="Read in the article").click()
    expect(opened.value.locator("mark").first).to_have_text(quote)
    assert opened.value.evaluate("opener") is None


def test_a_follow_up_shows_what_was_searched_for(visit: Visit) -> None:
    visit.ask(TALENT)
    reply = visit.ask(FOLLOW_UP)
    expect(reply.locator(".note").first).to_contain_text("searched for: How much")


def test_a_refusal_looks_like_one_and_shows_what_is_related(visit: Visit) -> None:
    reply = visit.ask(BRAZIL)
    expect(reply.locator(".box.refused .head")).to_have_text("Not in the sources")
    expect(reply.locator("a.mark, details")).to_have_count(0)
    expect(reply.locator(".related-head")).to_have_text("Related, not an answer")
    assert reply.locator(".related li a[target]").count() > 0


def test_values_that_differ_stand_side_by_side(visit: Visit) -> None:
    reply = visit.ask(DIFFERENT)
    cards = reply.locator(".card")
    expect(cards.locator(".value")).to_have_text(["40 million", "55 million"])
    expect(cards.nth(1)).to_contain_text("by 2031")
    expect(cards.nth(1).locator("a.mark")).to_have_text("[2]")
    first, second = (cards.nth(n).bounding_box() for n in (0, 1))
    assert first["y"] == pytest.approx(second["y"], abs=1)


def test_a_quoted_table_is_a_table_that_scrolls_in_its_box(
    browser: Browser, host: Host, server: str
) -> None:
    with visiting(browser, host.origin("localhost"), 390) as visit:
        visit.button.click()
        reply = visit.ask(TABLE)
        reply.locator("a.mark").click()
        table = reply.get_by_role("table", name="Fares by zone and year")
        expect(table.locator("mark")).to_have_text(["29"])
        expect(table.get_by_role("columnheader").last).to_have_text("Adults in the year 2029")
        expect(table.get_by_role("rowheader")).to_have_text(["Harbour", "Hill <b>"])
        assert "|" not in reply.inner_text()
        box, caption, text = (
            table.locator(path).evaluate("e => [e.clientWidth, e.scrollWidth]")
            for path in ("..", "caption span", "xpath=ancestor::main")
        )
        assert box[1] > box[0] >= caption[0]
        assert text[1] <= text[0]


def test_what_an_article_says_stays_text(visit: Visit) -> None:
    reply = visit.ask(HOSTILE)
    expect(reply.locator(".said strong")).to_have_text("<b>37 million</b>")
    expect(reply.locator(".said")).to_contain_text(HOSTILE_TEXT)
    expect(reply.locator("a.mark")).to_have_count(1)  # [9] has no citation
    reply.locator("a.mark").click()
    expect(reply.locator("blockquote")).to_have_text(HOSTILE_TEXT)
    assert reply.locator("script, img, style, b, iframe").count() == 0
    addresses = reply.locator("a").evaluate_all("all => all.map((a) => a.getAttribute('href'))")
    read = f"read/..%2Fx%3F%3Cb%3E?start=0&end={len(HOSTILE_TEXT)}"
    assert addresses == ["#src-1-1", read, "#ref-1-1"]
    frame = visit.page.frames[-1]
    assert frame.evaluate("window.owned") is None
    assert not any("evil" in url for url in visit.requests)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Break a promise?", "The answer was withheld: <b>[7]</b> is missing. Report it."),
        ("Fall over?", "Something went wrong on our side"),
        ("?!", "The question is empty."),
    ],
)
def test_an_error_says_so_and_the_question_is_back(visit: Visit, question: str, said: str) -> None:
    reply = visit.ask(question)
    expect(reply.locator(".box.failed")).to_contain_text(said)
    expect(visit.chat.get_by_role("textbox")).to_have_value(question)
    expect(visit.ask(BRAZIL).locator(".refused")).to_be_visible()


def test_a_cut_connection_says_so_and_the_question_is_back(visit: Visit) -> None:
    visit.page.route("**/widget/ask", lambda route: route.abort())
    expect(visit.ask(TALENT).locator(".failed")).to_contain_text("connection to the server was cut")
    expect(visit.chat.get_by_role("textbox")).to_have_value(TALENT)
    visit.page.unroute("**/widget/ask")
    visit.chat.get_by_role("button", name="Ask").click()
    expect(visit.chat.locator("section").last).to_contain_text("45 billion won")


def test_stop_ends_it_and_gives_the_question_back(visit: Visit, scripted: Scripted) -> None:
    scripted.gate.clear()
    box = visit.chat.get_by_role("textbox")
    box.fill("Take your time?")
    box.press("Enter")
    expect(visit.chat.locator(".said")).to_have_text("one two ")  # what has come is shown
    visit.chat.get_by_role("button", name="Stop").click()
    expect(visit.chat.locator(".stopped")).to_contain_text("Stopped")
    expect(box).to_have_value("Take your time?")
    expect(box).to_be_focused()
    scripted.gate.set()
    expect(visit.ask(BRAZIL).locator(".refused")).to_be_visible()


def test_a_starting_server_is_waited_for(
    browser: Browser, host: Host, scripted: Scripted, settings: Settings
) -> None:
    opened = threading.Event()

    def slowly() -> Any:
        opened.wait(60)
        return scripted

    with (
        hosted() as other,
        served(slowly, settings, ready=False, sites=(other.origin(),)) as address,
    ):
        other.write(address)
        with visiting(browser, other.origin()) as visit:
            visit.button.click()
            box = visit.chat.get_by_role("textbox")
            box.fill(BRAZIL)
            box.press("Enter")
            expect(visit.chat.locator(".wait")).to_contain_text("The assistant is starting")
            opened.set()
            expect(visit.chat.locator(".refused")).to_contain_text("Brazil")


def test_the_conversation_is_kept_for_each_site_until_it_is_reset(
    browser: Browser, host: Host, server: str
) -> None:
    with visiting(browser, host.origin()) as visit:
        visit.button.click()
        visit.ask(TALENT)
        visit.page.reload()
        visit.button.click()
        expect(visit.chat.locator(".said")).to_contain_text("45 billion won")
        keys = "Object.keys(localStorage)"
        assert visit.page.frames[-1].evaluate(keys) == [f"policy-assistant:{host.origin()}"]
        assert visit.page.evaluate(keys) == []
        visit.chat.get_by_role("button", name="New conversation").click()
        expect(visit.chat.locator("section")).to_have_count(0)
        visit.page.reload()
        visit.button.click()
        expect(visit.chat.get_by_role("textbox")).to_be_visible()
        expect(visit.chat.locator("section")).to_have_count(0)


def test_it_works_where_storage_is_blocked(visit: Visit) -> None:
    """As it is for the frames of another site in a browser's private window."""
    tried = "() => { try { return localStorage.length } catch (error) { return error.name } }"
    assert visit.page.frames[-1].evaluate(tried) == "SecurityError"
    expect(visit.ask(TALENT)).to_contain_text("45 billion won")
    expect(visit.ask(FOLLOW_UP).locator(".note").first).to_contain_text("searched for")


def test_enter_sends_but_not_while_a_syllable_is_composed(visit: Visit) -> None:
    box = visit.chat.get_by_role("textbox")
    box.fill(BRAZIL)
    box.evaluate(
        "e => e.dispatchEvent(new KeyboardEvent('keydown', "
        "{key: 'Enter', isComposing: true, bubbles: true, cancelable: true}))"
    )
    box.press("Shift+Enter")
    expect(box).to_have_value(f"{BRAZIL}\n")
    expect(visit.chat.locator("section")).to_have_count(0)
    box.press("Enter")
    expect(visit.chat.locator(".question")).to_have_text(BRAZIL)


def test_the_keyboard_goes_in_and_comes_back(browser: Browser, host: Host, server: str) -> None:
    with visiting(browser, host.origin("localhost"), reduced_motion="reduce") as visit:
        expect(visit.button).to_have_attribute("aria-expanded", "false")
        visit.page.keyboard.press("Tab")
        visit.page.keyboard.press("Enter")
        expect(visit.chat.get_by_role("textbox")).to_be_focused()
        expect(visit.button).to_have_attribute("aria-expanded", "true")
        assert visit.panel.evaluate("e => getComputedStyle(e).animationName") == "none"
        visit.page.keyboard.press("Escape")
        expect(visit.panel).not_to_be_visible()
        expect(visit.button).to_be_focused()
        visit.page.keyboard.press("Enter")
        expect(visit.chat.get_by_role("textbox")).to_be_focused()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing_in_any_state(
    browser: Browser, host: Host, server: str, scripted: Scripted, width: int, scheme: Any
) -> None:
    with visiting(browser, host.origin("localhost"), width=width, color_scheme=scheme) as visit:
        expect(visit.button).to_be_visible()
        _clean(visit.page)
        visit.button.click()
        expect(visit.chat.get_by_role("textbox")).to_be_visible()
        frame = visit.page.frames[-1]
        _clean(visit.page)
        _clean(frame)
        visit.ask(TALENT).locator("a.mark").click()
        for question in (FOLLOW_UP, BRAZIL, DIFFERENT, "Fall over?"):
            visit.ask(question)
        _clean(frame)
        scripted.gate.clear()
        visit.chat.get_by_role("textbox").fill("Take your time?")
        visit.chat.get_by_role("button", name="Ask").click()
        expect(visit.chat.get_by_role("button", name="Stop")).to_be_visible()
        _clean(frame)
        scripted.gate.set()


def _clean(place: Any) -> None:
    found = Axe().run(place, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()


def test_the_demo_shows_the_line_and_what_it_does(browser: Browser, server: str) -> None:
    with visiting(browser, f"{server}/widget/demo") as visit:
        page, line = visit.page, visit.page.locator("#line")
        expect(line).to_have_text(f'<script src="{server}/widget.js" async></script>')
        page.get_by_label("data-greeting").fill('Say "hello" & <b>ask</b>')
        page.get_by_label("data-position").select_option("left")
        page.get_by_label("data-open").check()
        expect(line).to_have_text(
            f'<script src="{server}/widget.js" data-position="left" '
            'data-greeting="Say &quot;hello&quot; &amp; <b>ask</b>" data-open async></script>'
        )
        preview = page.frame_locator("#preview iframe")
        chat = preview.frame_locator("policy-assistant iframe")
        expect(chat.get_by_text('Say "hello" & <b>ask</b>')).to_be_visible()
        page.get_by_label("as on a phone").check()
        page.locator("#preview").evaluate("e => e.scrollIntoView({block: 'end'})")
        preview.locator(".launch").click()
        expect(chat.get_by_role("textbox")).to_be_visible()
        assert preview.locator("dialog").evaluate("e => e.matches(':modal')")
        _clean(page)
        assert [line for line in visit.console if "404" not in line] == []
