"""The Sources and Figures pages in a real browser."""

from __future__ import annotations

import csv
import io
import threading
from collections.abc import Iterator
from typing import cast

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from web_site import serving

import ui
from assistant.api.doors import Asker
from assistant.web.labels import Labels
from assistant.web.pages import sources_page
from assistant.web.passages import Listed, range_shown
from corpus.article import Article, Corpus

HOSTILE = (
    "The fund holds 37 million euros <script>window.owned = 1</script> "
    "<img src=x onerror='window.owned = 1'> ![p](https://evil.example/p.png) "
    "[c](https://evil.example) ${window.owned = 1} {{ 7 * 7 }}."
)
LIBRARY = Corpus(
    tuple(
        Article(
            f"report {n:04}",
            f"Report {n:04}",
            f"A harbour fund of {n + 1} million euros is planned. The port owns {n + 2:,} cranes.",
            publisher="The Post" if n % 2 else None,
        )
        for n in range(2000)
    )
)


class Shelf:
    """Articles without an index: what the pages show before anybody searches."""

    engine = "extractive"

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus


@pytest.fixture(scope="module")
def library() -> Iterator[str]:
    with serving(lambda: cast("Asker", Shelf(LIBRARY)), ui.mount) as site:
        yield site.address


@pytest.fixture(params=[1280, 390])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page that is watched: no error, and no request to anywhere else."""
    context = browser.new_context(viewport={"width": request.param, "height": 900})
    opened = context.new_page()
    opened.set_default_timeout(60_000)
    troubles: list[str] = []
    context.on("console", lambda m: troubles.append(m.text) if m.type == "error" else None)
    context.on("weberror", lambda found: troubles.append(str(found.error)))
    context.on(
        "request",
        lambda r: (
            None if r.url.startswith(("http://127.0.0.1:", "data:")) else troubles.append(r.url)
        ),
    )
    yield opened
    assert opened.evaluate("document.documentElement.scrollWidth") <= request.param
    context.close()
    assert troubles == []


def _violations(page: Page) -> list[str]:
    found = Axe().run(page)
    return [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found.response["violations"]]


def _title(page: Page, n: int = 0) -> str:
    return page.locator("#articles .title").nth(n).inner_text()


def test_a_passage_is_found_highlighted_and_opened_at_its_place(page: Page, address: str) -> None:
    page.goto(f"{address}/sources")
    box = page.get_by_label("Words or a question")
    box.fill("money for talent")
    box.press("Enter")
    first = page.locator("#hits li").first
    expect(first.locator("mark").first).to_have_text("talent", ignore_case=True)
    passage = first.locator(".passage").inner_text()
    assert _violations(page) == []
    with page.context.expect_page() as opened:
        first.get_by_role("link").click()
    marked = opened.value.locator("#quote")
    expect(marked).to_be_in_viewport()
    shown = " ".join(opened.value.locator("mark").all_inner_texts())
    assert " ".join(passage.split()) == " ".join(shown.split())
    page.get_by_role("button", name="More passages").click()
    expect(page.locator("#hits li").nth(20)).to_be_visible()
    box.fill("")
    box.press("Enter")
    expect(page.locator("#hits li")).to_have_count(0)


def test_articles_are_chosen_and_the_chat_keeps_to_them(page: Page, address: str) -> None:
    page.goto(f"{address}/sources")
    expect(page.locator("#used")).to_contain_text("All 5 articles are used")
    expect(page.locator("#articles .facts").first).to_contain_text("words")
    assert _violations(page) == []
    page.get_by_role("checkbox", name="Korea's extra AI money").check()
    expect(page.locator("#used")).to_contain_text("Uses only 1 of 5 articles")
    page.reload()
    expect(page.get_by_role("checkbox", name="Korea's extra AI money")).to_be_checked()
    page.get_by_role("link", name="Chat").click()
    expect(page.locator("#in-use")).to_contain_text("1 of 5")
    page.get_by_role("link", name="Sources").click()
    page.get_by_role("button", name="Use all").click()
    expect(page.locator("#used")).to_contain_text("All 5 articles are used")
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(0)
    expect(page.get_by_role("link", name="Read Korea's extra")).to_have_attribute(
        "href", "read/supplementary-budget"
    )


def test_what_is_pressed_while_the_page_opens_is_not_undone(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    opens, go_on = threading.Event(), threading.Event()

    def held(shown: Listed, labels: Labels) -> str:
        if opens.is_set():
            opens.clear()
            go_on.wait(60)
        return range_shown(shown, labels)

    monkeypatch.setattr(sources_page, "range_shown", held)
    with serving(lambda: cast("Asker", Shelf(LIBRARY)), ui.mount) as site:
        page = browser.new_page()
        page.goto(f"{site.address}/sources")
        page.get_by_role("checkbox", name="Report 0000").check()
        expect(page.locator("#used")).to_contain_text("Uses only 1 of 2,000 articles")
        opens.set()
        page.reload()
        with page.expect_response("**/queue/join*"):
            page.get_by_role("button", name="Use all").click()
        go_on.set()
        expect(page.get_by_role("checkbox", name="Report 0000")).to_be_visible()
        expect(page.locator("#used")).to_contain_text("All 2,000 articles are used")
        page.close()


def test_two_thousand_articles_are_listed_page_by_page(page: Page, library: str) -> None:
    page.goto(f"{library}/sources")
    expect(page.locator("#range")).to_contain_text("1 to 20 of 2,000")
    page.get_by_role("button", name="Next").click()
    expect(page.locator("#articles .title").first).to_have_text("Report 0020")
    expect(page.locator("#articles a.read").first).to_have_attribute("href", "read/report%200020")
    page.get_by_role("checkbox").first.check()
    expect(page.locator("#used")).to_contain_text("Uses only 1 of 2,000 articles")
    page.get_by_label("Filter by title").fill("199 post")
    expect(page.locator("#articles .title")).to_have_text(
        [f"Report {n:04}" for n in (199, 1199, *range(1991, 2000, 2))]
    )
    page.get_by_role("button", name="Tick all that fit").click()
    expect(page.locator("#used")).to_contain_text("Uses only 8 of 2,000 articles")
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(7)
    page.get_by_role("checkbox").first.uncheck()
    expect(page.locator("#used")).to_contain_text("Uses only 7 of 2,000 articles")


def test_figures_are_sorted_filtered_and_turned(page: Page, library: str) -> None:
    page.goto(f"{library}/figures")
    expect(page.locator("#range")).to_contain_text("1 to 50 of 4,000 figures")
    figure = page.locator("#figures td.figure").first
    page.get_by_role("button", name="Amount").click()
    expect(figure).to_have_text("1 million euros")
    expect(page.get_by_role("button", name="Amount ▲")).to_be_focused()
    page.keyboard.press("Enter")
    expect(figure).to_have_text("2000 million euros")
    page.get_by_role("button", name="Next").click()
    expect(figure).to_have_text("1950 million euros")
    page.get_by_label("Filter by words").fill("report 0007")
    expect(page.locator("#range")).to_contain_text("1 to 2 of 2 figures")
    page.get_by_label("Unit").click()
    page.get_by_role("option", name="cranes (2,000)").click()
    expect(page.locator("#figures td.figure")).to_have_text(["9 cranes"])
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save as CSV").click()
    rows = list(csv.DictReader(io.StringIO(saved.value.path().read_text("utf-8-sig"))))
    assert [(row["amount"], row["unit"], row["article_id"]) for row in rows] == [
        ("9", "cranes", "report 0007")
    ]


def test_a_figure_opens_its_sentence_and_the_plot_shows_it(page: Page, address: str) -> None:
    page.goto(f"{address}/figures")
    dots = page.locator("#plot svg .mark-symbol path")
    expect(dots.first).to_be_visible()
    expect(page.locator("#plot svg.marks")).to_contain_text("Amounts in KRW")
    assert _violations(page) == []
    dots.last.hover(force=True)
    expect(page.locator("#vg-tooltip-element")).to_contain_text("Sentence")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="770 billion won").click()
    expect(opened.value.locator("#quote")).to_contain_text("770 billion won is planned")
    opened.value.close()
    page.get_by_label("Filter by words").fill("no such words")
    expect(page.locator("#figures")).to_contain_text("No figure fits")
    expect(page.locator("#plot")).to_be_hidden()


@pytest.mark.parametrize("path", ["", "sources", "figures"])
def test_the_pages_lead_to_each_other_by_keyboard(
    browser: Browser, address: str, path: str
) -> None:
    page = browser.new_page(color_scheme="dark")
    page.goto(f"{address}/{path}")
    current = page.locator("#pages a[aria-current=page]")
    expect(current).to_have_count(1)
    target = "Figures" if path != "figures" else "Sources"
    link = page.get_by_role("link", name=target)
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=target, level=1)).to_be_visible()
    assert len(page.context.pages) == 1
    # An empty plot, there for a moment before it is drawn, is Gradio's own markup.
    expect(page.locator("#plot [aria-label='Empty value']")).to_have_count(0)
    if target == "Figures":
        expect(page.locator("#plot svg.marks")).to_be_visible()
    assert [v for v in _violations(page) if not v.startswith("region")] == []
    page.close()


def test_the_text_of_an_article_stays_text(browser: Browser) -> None:
    title = "<img src=x onerror='window.owned = 1'> ![t](https://evil.example/t.png) ${1}"
    corpus = Corpus((Article("a/../<b>", title, HOSTILE, publisher="<b>P</b>"),))
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    with serving(lambda: cast("Asker", Shelf(corpus)), ui.mount) as site:
        page.goto(f"{site.address}/sources")
        expect(page.locator("#articles .title")).to_have_text(title)
        expect(page.locator("#used")).to_contain_text("The one article is used")
        page.goto(f"{site.address}/figures")
        expect(page.locator("#figures .sentence").first).to_have_text(HOSTILE)
        expect(page.locator("#plot svg .mark-symbol path").first).to_be_visible()
        page.locator("#plot svg .mark-symbol path").first.hover(force=True)
        expect(page.locator("#vg-tooltip-element")).to_contain_text("<script>window.owned")
        assert page.evaluate("window.owned === undefined")
        assert all(url.startswith((site.address, "data:")) for url in asked)
    page.close()


def test_what_was_typed_in_the_chat_survives_a_look_at_the_sources(
    browser: Browser, address: str
) -> None:
    page = browser.new_page()
    page.goto(address)
    page.get_by_label("Your question").fill("half a quest")
    page.get_by_role("link", name="Sources").click()
    expect(page.locator("#used")).to_contain_text("All 5 articles")
    page.get_by_role("link", name="Chat").click()
    expect(page.get_by_label("Your question")).to_have_value("half a quest")
    page.close()
