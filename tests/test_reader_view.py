"""The reader view over real HTTP and in a real browser, with scripts off."""

from __future__ import annotations

import html
import re
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from typing import cast

import pytest
from playwright.sync_api import Browser, expect
from served import served

from assistant.api.doors import Asker
from assistant.settings import Settings
from assistant.web.labels import ENGLISH
from assistant.web.reader_view import page_of, places
from corpus.article import Article, Corpus
from corpus.dropped import Dropped

HOSTILE = (
    "The fund holds <script>window.owned = 1</script> <img src=x onerror='window.owned = 1'> "
    "{{ 7 * 7 }} ${window.owned = 1} </mark></p><style>body { display: none }</style> "
    "37 million euros &lt;i&gt;."
)
LONG = "\n\n".join(f"Paragraph {n} says that the harbour has {n} cranes." for n in range(1, 80))
ARTICLES = (
    Article(
        "hostile", "<b>Title</b> {{ title }}", HOSTILE, publisher="<i>P</i>", author="<u>A</u>"
    ),
    Article("long name & more", "A long report", LONG, "The Post", None, "3 May 2024"),
    Article(
        "headed", "Heads", "## The plan\n\n- one crane\n- two cranes\n\nThe end.", kind="brief"
    ),
    Article("linked", "Linked", "Text.", url="https://example.org/a?b=1"),
    Article("cut", "Cut", "Text.", dropped=(Dropped("Share", "a button"),) * 2),
    Article("trapped", "Trapped", "Text.", url="javascript:alert(1)"),
    Article("korean", "예산", "예산은 450억 원이다.", language="ko"),
)


class Shelf:
    """What the reader view needs of the assistant: its articles."""

    corpus = Corpus(ARTICLES)


def _open() -> Asker:
    return cast("Asker", Shelf())


@pytest.fixture(scope="module")
def address(settings: Settings, briefs_index: Path) -> Iterator[str]:
    with served(_open, settings) as found:
        yield found


def _get(url: str, language: str = "en") -> tuple[int, str, Message[str, str]]:
    request = urllib.request.Request(url, headers={"accept-language": language})
    try:
        with urllib.request.urlopen(request) as response:
            return response.status, response.read().decode(), response.headers
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(), error.headers


def _marks(page: str) -> list[str]:
    return [html.unescape(found) for found in re.findall(r"<mark[^>]*>(.*?)</mark>", page, re.S)]


def test_the_sentence_is_highlighted_and_the_article_is_whole(address: str) -> None:
    start = LONG.index("Paragraph 60")
    end = LONG.index("\n", start)
    status, page, _ = _get(f"{address}/read/long%20name%20%26%20more?start={start}&end={end}")
    assert status == 200
    assert _marks(page) == [LONG[start:end]]
    body = re.search(r'<div id="text".*?</div>', page, re.S)
    assert body
    shown = re.findall(r"<p>(.*?)</p>", body[0], re.S)
    assert [html.unescape(re.sub(r"<[^>]+>", "", p)) for p in shown] == LONG.split("\n\n")
    assert 'id="quote"' in page
    assert "The Post" in page
    assert "3 May 2024" in page


def test_what_the_article_does_not_state_is_said(address: str) -> None:
    _, page, _ = _get(f"{address}/read/headed")
    for fact in ("publisher not stated", "date not stated", "a brief in our words"):
        assert fact in page
    assert "<h2>The plan</h2>" in page
    assert page.count('class="item"') == 2
    assert "word for word" in _get(f"{address}/read/linked")[1]
    cut = _get(f"{address}/read/cut")[1]
    assert "parts of the file left out: 2" in cut
    assert "word for word" not in cut


def test_several_places_are_highlighted_and_overlapping_ones_joined(address: str) -> None:
    query = "start=0&end=9&start=5&end=11&start=30&end=40"
    _, page, _ = _get(f"{address}/read/long%20name%20%26%20more?{query}")
    assert _marks(page) == [LONG[0:11], LONG[30:40]]
    assert re.findall(r'id="(quote[^"]*)"', page) == ["quote", "quote-2"]


def test_a_place_over_two_paragraphs_keeps_the_space_between_them_out(address: str) -> None:
    first, second = LONG.split("\n\n")[:2]
    _, page, _ = _get(f"{address}/read/long%20name%20%26%20more?start=10&end={len(first) + 11}")
    assert _marks(page) == [first[10:], second[:9]]
    assert page.count('id="quote"') == 1


@pytest.mark.parametrize(
    "query",
    [
        "start=5&end=5",
        "start=9&end=2",
        "start=-1&end=4",
        "start=0&end=999999",
        "start=x&end=4",
        "start=1",
        "start=1&end=" + "9" * 5000,
        "start=%D9%A3&end=9",
        "start=0&end=3&start=1",
    ],
)
def test_bad_offsets_give_the_whole_article_and_a_note(address: str, query: str) -> None:
    status, page, _ = _get(f"{address}/read/linked?{query}")
    assert status == 200
    assert _marks(page) == []
    assert "the article does not have" in page
    assert "<p>Text.</p>" in page


def test_no_place_is_no_mistake(address: str) -> None:
    _, page, _ = _get(f"{address}/read/linked")
    assert 'class="note"' not in page
    assert 'href="https://example.org/a?b=1"' in page


def test_an_address_that_runs_is_no_link(address: str) -> None:
    assert "javascript:" not in _get(f"{address}/read/trapped")[1]


def test_an_unknown_article_says_what_to_do(address: str) -> None:
    status, page, _ = _get(f"{address}/read/%3Cscript%3Ealert(1)%3C%2Fscript%3E")
    assert status == 404
    assert "<script" not in page
    assert "There is no such article" in page
    assert 'href="../sources"' in page
    assert "no such article" in _get(f"{address}/read/a/b")[1]


def test_the_policy_lets_nothing_run(address: str) -> None:
    for path in ("hostile", "unknown"):
        headers = _get(f"{address}/read/{path}")[2]
        assert headers.get_all("content-security-policy") == [
            "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
            "frame-ancestors 'self'"
        ]
    assert _get(f"{address}/read/-/reader.css")[2]["content-type"].startswith("text/css")


def test_our_words_are_korean_for_a_korean_browser(address: str) -> None:
    _, page, _ = _get(f"{address}/read/korean?start=0&end=5", "ko-KR,ko;q=0.9,en;q=0.5")
    assert '<html lang="ko">' in page
    assert "발행처 표시 없음" in page
    assert _marks(page) == ["예산은 4"]


def test_before_the_articles_are_there_the_page_waits() -> None:
    opened = threading.Event()

    def open_late() -> Asker:
        opened.wait(60)
        return _open()

    with served(open_late, Settings(), ready=False) as warming:
        status, page, headers = _get(f"{warming}/read/linked")
        opened.set()
    assert status == 503
    assert headers["retry-after"] == "1"
    assert 'http-equiv="refresh"' in page
    assert "goes on by itself" in page


def test_places_are_in_the_article_or_none() -> None:
    article = ARTICLES[3]
    assert places(article, [], []) == []
    assert places(article, ["0"], ["5"]) == [(0, 5)]
    assert places(article, ["0"], ["6"]) is None
    assert places(article, ["0"] * 101, ["1"] * 101) is None
    assert "Text." in page_of(article, ["0"], ["5"], words=ENGLISH)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("fragment", ["", "#quote"])
def test_the_page_opens_at_the_sentence_without_a_script(
    browser: Browser, address: str, width: int, fragment: str
) -> None:
    start = LONG.index("Paragraph 60")
    context = browser.new_context(
        viewport={"width": width, "height": 800}, java_script_enabled=False
    )
    page = context.new_page()
    page.goto(f"{address}/read/long%20name%20%26%20more?start={start}&end={start + 30}{fragment}")
    expect(page.locator("#quote")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("link", name="Sources")).to_have_attribute("href", "../sources")
    context.close()


def test_hostile_text_stays_text(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/read/hostile?start=0&end={len(HOSTILE)}")
    expect(page.locator("mark")).to_have_text(HOSTILE)
    expect(page.locator("h1")).to_have_text("<b>Title</b> {{ title }}")
    expect(page.locator(".facts")).to_contain_text("<i>P</i>")
    assert page.evaluate("window.owned === undefined && document.scripts.length === 0")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert all(url.startswith(f"{address}/read/") for url in asked)
    page.close()
