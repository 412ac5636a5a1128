"""The report in a real browser: what it shows, at two widths, and that hostile text stays text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from evaluation import WordAsker
from playwright.sync_api import Browser, Page

from assistant.evaluate import QuestionSet, compare, evaluate, read_questions
from assistant.evaluate.comparison_views import view
from assistant.evaluate.questions import question_from_row
from corpus.article import Article, Corpus, read_articles

ROOT = Path(__file__).parent.parent
ATTACK = (
    "</script><script>window.hacked=1</script><img src=http://127.0.0.1:9/x onerror='hacked=1'>"
    "<style>body{display:none}</style>{{7*7}} [1](javascript:alert(1))"
)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    questions = read_questions(ROOT / "tests" / "cases" / "questions.jsonl")
    asker = WordAsker(read_articles(ROOT / "corpus" / "articles"))
    evaluate(questions, asker, folder, coverage=True)
    return folder


def opened(browser: Browser, path: Path, width: int = 1280, scheme: str = "light") -> Page:
    """The page, with everything it complains about or asks of the network in ``page.troubles``."""
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]  # "light" or "dark"
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", lambda r: troubles.append(r.url) if not r.url.startswith("file:") else None)
    page.goto(path.as_uri())
    page.troubles = troubles  # type: ignore[attr-defined]  # kept with the page it is about
    return page


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_and_says_the_figures(browser: Browser, run: Path, width: int, scheme: str) -> None:
    page = opened(browser, run / "report.html", width, scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    cards = page.locator(".card").all_inner_texts()
    assert any(card.startswith("quotes verbatim\n100.0%") for card in cards)
    titles = page.locator("figcaption h2").all_inner_texts()
    assert titles == [
        "By type of question",
        "Where it failed",
        "Risk and coverage",
        "Confidence",
        "Retrieval",
        "Latency",
    ]
    assert all(box["width"] > 200 for box in map(_box, page.locator("figure svg").all()))
    page.locator("details.row summary").first.click()
    page.locator("#more").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.troubles == []  # type: ignore[attr-defined]  # set by opened()
    page.close()


def _box(locator: object) -> dict[str, float]:
    return locator.bounding_box()  # type: ignore[attr-defined,no-any-return]  # a Locator


def test_questions_filter_and_open(browser: Browser, run: Path) -> None:
    page = opened(browser, run / "report.html")
    rows = page.locator("details.row")
    assert rows.count() == 100
    total = int(re.findall(r"of (\d+)", page.locator("#count").inner_text())[0])
    page.select_option("#outcome", "should have refused")
    shown = page.locator("#count").inner_text()
    assert rows.count() == int(shown.split()[0]) < total
    assert set(page.locator(".badge").all_inner_texts()) == {"should have refused"}
    page.select_option("#outcome", "")
    page.fill("#words", "sovereign definition of nothing at all")
    assert page.locator("#count").inner_text() == f"0 of {total} questions"
    page.fill("#words", "q008")
    assert rows.count() == 1
    rows.first.locator("summary").click()
    rows.first.locator(".body").wait_for()
    opened_row = rows.first.inner_text()
    for heading in ("Answer", "Key", "Citations", "Measured", "What search found"):
        assert heading in opened_row
    marked = rows.first.locator("blockquote mark").first.inner_text()
    paragraph = rows.first.locator("blockquote").first.inner_text()
    assert marked in paragraph
    assert len(marked) < len(paragraph)
    assert rows.first.locator(".hits .evidence").count() >= 1
    page.close()


def test_a_quote_is_marked_right_after_characters_outside_the_basic_plane(
    browser: Browser, tmp_path: Path
) -> None:
    article = Article("a", "A", "Emoji \U0001f600\U0001f680 first here. Zebras eat 45 lions. More.")
    questions = QuestionSet(
        (question_from_row({"question": "Zebras eat lions?", "expect": ["45"]}, "q"),), (), "jsonl"
    )
    evaluate(questions, WordAsker(Corpus((article,))), tmp_path)
    page = opened(browser, tmp_path / "report.html")
    page.locator("details.row summary").click()
    assert page.locator("blockquote mark").inner_text() == "Zebras eat 45 lions."
    page.close()


@pytest.mark.parametrize("name", ["report", "compare"])
def test_hostile_text_does_not_run(browser: Browser, tmp_path: Path, name: str) -> None:
    row = {"id": ATTACK, "question": f"zebras {ATTACK}", "type": ATTACK, "expect": ["zebras"]}
    questions = QuestionSet((question_from_row(row, "q"),), (), "jsonl")
    article = Article("a", ATTACK, f"Some zebras {ATTACK} eat lions.")
    for run, title in (("a", ATTACK), ("b", "Other")):
        corpus = Corpus((Article(run, title, article.text.replace("Some", run * 9)),))
        evaluate(questions, WordAsker(corpus), tmp_path / run, coverage=True)
    path = tmp_path / "a" / "report.html"
    if name == "compare":
        path = tmp_path / "compare.html"
        path.write_text(view(compare(tmp_path / "a", tmp_path / "b"), "html"))
    page = opened(browser, path)
    page.locator("details.row summary").first.click()
    page.locator(".body").wait_for()
    assert page.evaluate("window.hacked") is None
    assert page.locator("body").is_visible()
    assert page.locator("img, style:not(head style), a").count() == 0
    assert "<img src=http" in page.locator("body").inner_text()
    assert page.troubles == []  # type: ignore[attr-defined]  # set by opened()
    page.close()
