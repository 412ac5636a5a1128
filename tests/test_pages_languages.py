"""Every page beside the chat speaks English or Korean, as the browser asks, in a real browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from web_site import serving

import ui
from assistant.ask import Assistant
from assistant.web.labels import ENGLISH, KOREAN, Labels
from assistant.web.passages import hits
from corpus.article import Corpus

LOCALES = {"en": "en-US", "ko": "ko-KR"}


@pytest.fixture(params=[ENGLISH, KOREAN], ids=["en", "ko"])
def labels(request: pytest.FixtureRequest) -> Labels:
    found: Labels = request.param
    return found


@pytest.fixture(params=[1280, 390])
def page(browser: Browser, labels: Labels, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(
        locale=LOCALES[labels.language], viewport={"width": request.param, "height": 900}
    )
    opened = context.new_page()
    opened.set_default_timeout(60_000)
    yield opened
    expect(opened.locator("html")).to_have_attribute("lang", labels.language)
    other = KOREAN if labels is ENGLISH else ENGLISH
    seen = opened.locator("body").inner_text()
    assert [text for text in (other.chat, other.sources, other.figures) if text in seen] == []
    assert opened.evaluate("document.documentElement.scrollWidth") <= request.param
    context.close()


def _heading(page: Page, name: str, level: int = 1) -> None:
    expect(page.get_by_role("heading", name=name, level=level, exact=True)).to_be_visible()


def test_the_sources_page(page: Page, address: str, labels: Labels) -> None:
    page.goto(f"{address}/sources")
    _heading(page, labels.sources)
    _heading(page, labels.search_passages, level=2)
    _heading(page, labels.articles_to_use, level=2)
    expect(page.locator("#pages a")).to_have_text([labels.chat, labels.sources, labels.figures])
    expect(page.locator("#used")).to_have_text(labels.all_used.format(all=5))
    facts = page.locator("#articles .facts").first
    for said in (labels.no_publisher, labels.no_date, labels.brief):
        expect(facts).to_contain_text(said)
    link = labels.read_it.format(title=page.locator("#articles .title").first.inner_text())
    expect(page.get_by_role("link", name=link, exact=True)).to_have_text(labels.read)
    page.get_by_role("checkbox").first.check()
    expect(page.locator("#used")).to_have_text(labels.only_some.format(n=1, all=5))
    page.get_by_role("button", name=labels.use_all).click()
    expect(page.locator("#used")).to_have_text(labels.all_used.format(all=5))
    page.get_by_label(labels.filter_articles).fill("no such article")
    expect(page.locator("#range")).to_have_text(labels.no_article_fits)
    expect(page.get_by_role("button", name=labels.tick_fitting)).to_be_visible()
    expect(page.get_by_role("button", name=labels.page_on)).to_be_disabled()


def test_a_search(page: Page, address: str, labels: Labels) -> None:
    page.goto(f"{address}/sources")
    box = page.get_by_label(labels.words_or_question)
    expect(box).to_have_attribute("placeholder", labels.looking_for)
    box.fill("money for talent")
    page.get_by_role("button", name=labels.search, exact=True).click()
    expect(page.locator("#hits .facts").first).to_have_text(labels.nearest.format(n=10))
    expect(page.locator("#hits li[lang=en]").first).to_be_visible()
    expect(page.get_by_role("button", name=labels.more_passages)).to_be_visible()
    assert labels.no_passage in hits("words", [], Corpus(()), labels, more=False)


def test_the_figures_page(page: Page, address: str, labels: Labels) -> None:
    page.goto(f"{address}/figures")
    _heading(page, labels.figures)
    expect(page.locator("#about")).to_have_text(labels.about_figures)
    expect(page.locator("#range")).to_contain_text(labels.as_csv)
    heads = (f"{labels.figure} ▲", labels.amount, labels.measures, labels.said_by, labels.article)
    for head in heads:
        expect(page.get_by_role("button", name=head, exact=True)).to_be_visible()
    title = labels.amounts_in.format(unit="KRW")
    expect(page.locator("#plot svg.marks")).to_contain_text(title)
    expect(page.locator("#plot svg.marks")).to_contain_text("1조" if labels is KOREAN else "1T")
    page.locator("#plot svg .mark-symbol path").last.hover(force=True)
    expect(page.locator("#vg-tooltip-element")).to_contain_text(labels.sentence)
    article, unit = (page.get_by_role("combobox", name=n) for n in (labels.article, labels.unit))
    expect(article).to_have_value(labels.all_articles)
    expect(unit).to_have_value(labels.all_units)
    page.get_by_label(labels.filter_figures).fill("no such words")
    expect(page.locator("#figures")).to_have_text(labels.no_figure_fits)
    expect(page.locator("#range")).to_have_text(labels.no_figure_fits)


def test_the_reader_view(page: Page, address: str, labels: Labels) -> None:
    page.goto(f"{address}/read/supplementary-budget?start=5&end=5")
    expect(page.locator("nav a")).to_have_text([labels.chat, labels.sources, labels.figures])
    expect(page.locator(".facts")).to_contain_text(labels.no_publisher)
    expect(page.get_by_role("status")).to_have_text(labels.not_there)
    page.goto(f"{address}/read/unknown")
    _heading(page, labels.no_article)
    expect(page.get_by_role("link", name=labels.see_articles)).to_be_visible()


def test_the_page_while_it_loads(browser: Browser, assistant: Assistant, labels: Labels) -> None:
    gate = threading.Event()

    def open_late() -> Assistant:
        gate.wait(60)
        return assistant

    context = browser.new_context(locale=LOCALES[labels.language])
    page = context.new_page()
    with serving(open_late, ui.mount, ready=False) as site:
        page.goto(site.address)
        expect(page.locator("html")).to_have_attribute("lang", labels.language)
        _heading(page, labels.starting)
        expect(page.get_by_role("main")).to_contain_text(labels.wait)
        page.goto(f"{site.address}/read/unknown")
        _heading(page, labels.starting)
        gate.set()
        context.close()
