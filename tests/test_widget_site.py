"""The widget on somebody else's page, in a real browser: what it does there, what it may not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from served import served
from widget_host import BRAZIL, STRICT, TALENT, Host, Scripted, hosted, visiting

from assistant.ask import Assistant
from assistant.settings import Settings

LOG = (
    "<script>log = []; for (const name of ['open', 'close', 'ask', 'answer'])"
    "document.addEventListener(`policy-assistant:${name}`, (e) => log.push([name, e.detail]))"
    "</script>"
)


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    with hosted() as site:
        yield site


@pytest.fixture(scope="module")
def server(assistant: Assistant, settings: Settings, host: Host) -> Iterator[str]:
    """The server as it is set up for the host's page, under its two names."""
    sites = (host.origin(), host.origin("localhost"))
    with served(lambda: Scripted(assistant), settings, sites=sites, token="not-for-pages") as found:
        yield found


def test_nothing_is_loaded_before_it_is_opened(browser: Browser, host: Host, server: str) -> None:
    host.write(server)
    with visiting(browser, host.origin("localhost")) as visit:
        expect(visit.button).to_be_visible()
        visit.page.wait_for_load_state("networkidle")
        ours = [url for url in visit.requests if url.startswith(server)]
        assert ours == [f"{server}/widget.js"]
        visit.button.click()
        expect(visit.chat.get_by_role("textbox")).to_be_focused()
        assert all(url.startswith((server, host.origin("localhost"))) for url in visit.requests)


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_it_works_under_a_strict_policy(
    browser: Browser, host: Host, server: str, name: str
) -> None:
    host.write(server, 'data-accent="#facc15"')
    host.headers = {"content-security-policy": STRICT.format(server)}
    with visiting(browser, host.origin(name)) as visit:
        visit.button.click()
        expect(visit.ask(TALENT)).to_contain_text("45 billion won")
        assert visit.button.evaluate("e => getComputedStyle(e).backgroundColor") == (
            "rgb(250, 204, 21)"
        )
        assert [line for line in visit.console if "favicon" not in line and "404" not in line] == []


def test_it_works_on_a_page_that_is_isolated_from_other_origins(
    browser: Browser, host: Host, server: str
) -> None:
    host.write(server)
    host.headers = {
        "cross-origin-embedder-policy": "require-corp",
        "cross-origin-opener-policy": "same-origin",
    }
    with visiting(browser, host.origin("localhost")) as visit:
        visit.button.click()
        expect(visit.chat.get_by_role("textbox")).to_be_visible()


def test_a_phone_is_filled_and_left_by_closing(browser: Browser, host: Host, server: str) -> None:
    host.write(server, "data-open")
    with visiting(browser, host.origin(), width=390, has_touch=True, is_mobile=True) as visit:
        expect(visit.button).to_be_visible()
        expect(visit.panel).not_to_be_visible()  # it would cover the page
        visit.button.tap()
        expect(visit.chat.get_by_role("heading")).to_be_focused()  # no keyboard over the chat
        whole = {"x": 0, "y": 0, "width": 390, "height": 800}
        assert visit.panel.bounding_box() == pytest.approx(whole, abs=1)
        assert visit.panel.evaluate("e => e.matches(':modal')")
        visit.chat.get_by_role("button", name="Close").tap()
        expect(visit.panel).not_to_be_visible()
        expect(visit.button).to_be_focused()


@pytest.mark.parametrize(("theme", "shown"), [("auto", "dark"), ("light", "light")])
def test_dark_follows_the_visitor_unless_the_page_says(
    browser: Browser, host: Host, server: str, theme: str, shown: str
) -> None:
    host.write(server, f'data-theme="{theme}"')
    with visiting(browser, host.origin("localhost"), color_scheme="dark") as visit:
        visit.button.click()
        expect(visit.chat.get_by_role("textbox")).to_be_visible()
        ground = "e => getComputedStyle(e).backgroundColor"
        wanted = {"dark": "rgb(28, 25, 23)", "light": "rgb(255, 255, 255)"}[shown]
        assert visit.panel.evaluate(ground) == wanted
        assert visit.chat.locator("body").evaluate(ground) == wanted


@pytest.mark.parametrize("lie", [False, True])
def test_on_a_site_that_is_not_listed_it_says_so_and_there_is_no_chat(
    browser: Browser, assistant: Assistant, settings: Settings, host: Host, lie: bool
) -> None:
    listed = "https://listed.example"
    with served(lambda: Scripted(assistant), settings, sites=(listed,)) as server:
        around = f"?host={listed}" if lie else ""
        raw = (
            f'<iframe id="raw" src="{server}/widget{around}" referrerpolicy="no-referrer"></iframe>'
        )
        host.write(server, body=raw)
        with visiting(browser, host.origin("localhost")) as visit:
            visit.button.click()
            expect(visit.panel).to_contain_text("not set up for this site")
            assert any("ASSISTANT_SITES" in line for line in visit.console)
            expect(visit.panel.locator("iframe")).to_have_count(0)
            assert any("frame-ancestors" in line for line in visit.console)  # the raw one
            assert not any("/widget/panel.js" in url for url in visit.requests)
            answered = visit.page.evaluate(
                "url => fetch(url, {method: 'POST', body: '{}'}).then(() => true, () => false)",
                f"{server}/widget/ask",
            )
            assert answered is False


def test_when_the_server_is_away_it_says_so_and_tries_again(
    browser: Browser, host: Host, server: str
) -> None:
    host.write(server)
    with visiting(browser, host.origin("localhost")) as visit:
        visit.page.route("**/widget?*", lambda route: route.abort())
        visit.page.evaluate("question => PolicyAssistant.ask(question)", BRAZIL)
        expect(visit.panel).to_contain_text("can't be reached at the moment")
        visit.page.unroute("**/widget?*")
        visit.panel.get_by_role("button", name="Try again").click()
        expect(visit.chat.locator(".refused")).to_contain_text("Brazil")  # asked after all
        visit.page.keyboard.press("Escape")
        expect(visit.panel).not_to_be_visible()


def test_no_style_goes_in_or_out(browser: Browser, host: Host, server: str) -> None:
    wild = (
        "* { all: unset !important; display: none !important }"
        "html, body, main, h1, p { display: block !important } body { transform: rotate(9deg) }"
        "button, dialog, iframe, policy-assistant { position: static !important; opacity: 0 "
        "!important; color: red !important; width: 3px !important }"
    )
    look = """() => [...document.querySelectorAll('h1, p, button, dialog, svg')].map((e) =>
        JSON.stringify({...getComputedStyle(e)}))"""
    seen = []
    for head in ("", f"<style>{wild}</style>"):
        host.write(server, head=head, body="<p>Text</p><button>B</button><dialog open>D</dialog>")
        with visiting(browser, host.origin()) as visit:
            expect(visit.button).to_be_visible()
            after = visit.page.evaluate(look)
            assert visit.page.evaluate("document.adoptedStyleSheets.length") == 0
            visit.page.evaluate("document.querySelector('policy-assistant').remove()")
            assert visit.page.evaluate(look) == after
            visit.page.reload()
            visit.button.click()
            expect(visit.chat.get_by_role("textbox")).to_be_visible()
            style = "e => [getComputedStyle(e).opacity, getComputedStyle(e).color]"
            seen.append((visit.button.bounding_box(), visit.button.evaluate(style)))
    (plain, plain_style), (wild_, wild_style) = seen
    assert wild_ == pytest.approx(plain, abs=1)
    assert wild_style == plain_style


def test_the_page_can_drive_it_and_hears_of_it(browser: Browser, host: Host, server: str) -> None:
    host.write(server, head=LOG)
    with visiting(browser, host.origin("localhost")) as visit:
        expect(visit.button).to_be_visible()
        visit.page.evaluate(
            "heard = []; listener = (event) => heard.push(event.detail.short);"
            "PolicyAssistant.on('answer', listener)"
        )
        visit.page.evaluate("question => PolicyAssistant.ask(question)", TALENT)
        visit.page.wait_for_function("heard.length")
        assert visit.page.evaluate("heard") == ["45 billion won"]
        visit.page.evaluate("PolicyAssistant.off('answer', listener); PolicyAssistant.toggle()")
        expect(visit.panel).not_to_be_visible()
        visit.page.evaluate("PolicyAssistant.open(); PolicyAssistant.reset()")
        expect(visit.chat.locator("section")).to_have_count(0)
        visit.page.evaluate("PolicyAssistant.close()")
        log = visit.page.evaluate("log")
        assert [name for name, _ in log] == ["open", "ask", "answer", "close", "open", "close"]
        assert log[1][1] == {"question": TALENT}
        assert log[2][1]["citations"][0]["article_id"] == "supplementary-budget"


def test_only_the_frame_and_the_page_around_it_are_listened_to(
    browser: Browser, host: Host, server: str
) -> None:
    forged = "{policyAssistant: 1, type: 'answer', detail: {}}"
    head = LOG + f"<script>addEventListener('load', () => postMessage({forged}, '*'))</script>"
    host.write(server, head=head)
    with visiting(browser, host.origin("localhost")) as visit:
        visit.button.click()
        expect(visit.chat.get_by_role("textbox")).to_be_visible()
        # Another frame of the page, of another origin, speaks to both.
        visit.page.evaluate(
            """([origin, forged]) => { const other = document.createElement('iframe');
            other.sandbox = 'allow-scripts'; other.srcdoc = `<script>
              parent.postMessage(${forged}, '*');
              for (let i = 0; i < parent.length; i += 1) {
                parent[i].postMessage({policyAssistant: 1, type: 'ask', detail: 'forged'}, '*');
              }
              parent.postMessage('done', '*');</script>`;
            window.done = new Promise((resolve) => addEventListener('message', (event) =>
              event.data === 'done' && resolve()));
            document.body.append(other) }""",
            [host.origin("localhost"), forged],
        )
        visit.page.evaluate("done")
        visit.ask(BRAZIL)  # answered after what was forged has been heard
        expect(visit.chat.locator("section")).to_have_count(1)
        assert [name for name, _ in visit.page.evaluate("log")] == ["open", "ask", "answer"]


def test_the_script_twice_makes_one_button(browser: Browser, host: Host, server: str) -> None:
    host.write(server, body=f'<script src="{server}/widget.js"></script>')
    with visiting(browser, host.origin()) as visit:
        visit.page.wait_for_load_state("networkidle")
        assert len([url for url in visit.requests if url.endswith("/widget.js")]) >= 1
        expect(visit.page.locator("policy-assistant")).to_have_count(1)
        visit.page.add_script_tag(url=f"{server}/widget.js")
        expect(visit.page.locator("policy-assistant")).to_have_count(1)


def test_it_can_be_open_from_the_start_without_taking_the_focus(
    browser: Browser, host: Host, server: str
) -> None:
    host.write(server, 'data-open data-position="left" data-greeting="<b>Hello</b>"')
    with visiting(browser, host.origin()) as visit:
        expect(visit.chat.get_by_text("<b>Hello</b>")).to_be_visible()
        assert visit.page.evaluate("document.activeElement === document.body")
        assert visit.button.bounding_box()["x"] == pytest.approx(20, abs=1)
        visit.button.click()
        expect(visit.panel).not_to_be_visible()


def test_only_the_articles_that_the_page_names_may_answer(
    browser: Browser, host: Host, server: str
) -> None:
    host.write(server, 'data-articles="sovereign-ai, new-president"')
    with visiting(browser, host.origin("localhost")) as visit:
        visit.button.click()
        expect(visit.chat.locator("#greeting")).to_contain_text("Answers come from: Commentary:")
        reply = visit.ask(TALENT)
        expect(reply).not_to_contain_text("45 billion won")
        links = reply.locator("a[target]").evaluate_all("all => all.map((a) => a.pathname)")
        assert all(path in ("/read/sovereign-ai", "/read/new-president") for path in links)


@pytest.mark.parametrize(
    ("attributes", "locale", "language", "label"),
    [
        ("", "ko-KR", "ko", "정책 도우미에게 묻기"),
        ('data-language="en"', "ko-KR", "en", "Ask the Policy Assistant"),
        ('data-language="ko"', "en-US", "ko", "정책 도우미에게 묻기"),
    ],
)
def test_labels_are_korean_where_they_should_be(
    browser: Browser,
    host: Host,
    server: str,
    attributes: str,
    locale: str,
    language: str,
    label: str,
) -> None:
    host.write(server, attributes)
    host.html = host.html.replace('<html lang="en">', "<html>")
    with visiting(browser, host.origin(), locale=locale) as visit:
        visit.page.get_by_role("button", name=label).click()
        expect(visit.chat.locator("html")).to_have_attribute("lang", language)
