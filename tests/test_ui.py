"""The chat in a real browser: ask, answer, source, and what happens when it goes wrong."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from web_site import Staged, serving

import ui
from assistant.answer import Answer
from assistant.ask import Assistant
from assistant.citations import cite
from assistant.web.chat import EMPTIED_FOR_S
from corpus.article import Article, Corpus

TALENT = "How much of the supplementary budget for AI is related to securing AI talent?"
HOSTILE = (
    "The harbour fund holds 37 million euros <script>window.owned = 1</script>"
    "<img src=x onerror='window.owned = 1'> ![pixel](https://evil.example/p.png) "
    "[click](https://evil.example) https://evil.example/auto ${window.owned = 1} "
    "{{window.owned}} <b style='position:fixed'>&lt;i&gt;</b>."
)


@pytest.fixture(scope="module")
def staged(assistant: Assistant) -> Staged:
    return Staged(assistant)


@pytest.fixture(autouse=True)
def _reset(staged: Staged) -> Iterator[None]:
    staged.mended = False
    staged.gate.clear()
    yield
    staged.gate.set()


@pytest.fixture(scope="module")
def address(staged: Staged) -> Iterator[str]:
    with serving(lambda: staged, ui.mount) as site:
        yield site.address


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    yield from _visit(browser, address, width=1280)


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Page]:
    yield from _visit(browser, address, width=390)


def _visit(browser: Browser, address: str, width: int) -> Iterator[Page]:
    """The page, watched: no error in the console, no request to anywhere else."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda m: troubles.append(m.text) if m.type == "error" else None)
    page.on(
        "request",
        lambda r: None if r.url.startswith((address, "data:")) else troubles.append(r.url),
    )
    page.goto(address)
    expect(page.get_by_role("heading", name="What do you want to know?")).to_be_visible()
    yield page
    context.close()
    assert troubles == []


def _ask(page: Page, question: str) -> None:
    page.get_by_label("Your question").fill(question)
    page.get_by_label("Your question").press("Enter")


def _focused(page: Page) -> str:
    found: str = page.evaluate("document.activeElement.id")
    return found


def test_a_marker_leads_to_the_highlighted_sentence_and_back(page: Page) -> None:
    _ask(page, TALENT)
    answer = page.locator("#chat .bot.message").last
    expect(answer).to_contain_text("45 billion won")
    title = "Source 1: Korea's extra AI money buys chips and leaves little for people"
    expect(answer.locator("a.mark").first).to_have_attribute("title", title)
    answer.locator("a.mark").first.click()
    quote = page.locator("#sources mark").first
    expect(quote).to_be_focused()
    expect(quote).to_contain_text("45 billion won")
    assert quote.evaluate("e => e.closest('.paragraph').innerText.length > e.innerText.length")
    expect(page.locator("#sources")).to_contain_text("Korea's extra AI money")
    expect(page.locator("#sources .seal").first).to_contain_text("verbatim")
    page.get_by_text("back to the answer").first.click()
    expect(answer.locator("a.mark").first).to_be_focused()
    expect(page.get_by_label("Your question")).to_have_value("")


def test_a_follow_up_shows_what_was_searched_for(page: Page) -> None:
    _ask(page, TALENT)
    expect(page.locator("#chat a.mark").first).to_be_visible()
    _ask(page, "and to the AI innovation startup fund?")
    expect(page.locator("#chat .note")).to_contain_text("searched for: How much")
    expect(page.locator("#sources summary")).to_have_text(TALENT)


def test_a_refusal_looks_like_one_and_shows_what_is_related(page: Page) -> None:
    _ask(page, "How many GPUs will Brazil buy?")
    refusal = page.locator("#chat .box.refusal")
    expect(refusal).to_contain_text("Not in the sources")
    expect(page.locator("#chat a.mark")).to_have_count(0)
    expect(page.locator("#chat .related-head")).to_have_text("Related, not an answer")
    page.locator("#chat ul.related a").first.click()
    assert _focused(page) == "rel-1-1"
    expect(page.locator("#sources h2").first).to_have_text("Related, not an answer")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Break a promise?", "The answer was withheld: <b>[7]</b> is missing. Report it."),
        ("Fall over?", "Something went wrong on our side"),
        ("?!", "The question is empty."),
    ],
)
def test_an_error_says_so_keeps_the_question_and_the_box_works_again(
    page: Page, staged: Staged, question: str, said: str
) -> None:
    _ask(page, question)
    expect(page.locator("#chat .box.failed")).to_contain_text(said)
    expect(page.get_by_label("Your question")).to_have_value(question)
    staged.mended = True
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator("#chat .user.message")).to_have_count(2)
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    _ask(page, TALENT)
    expect(page.locator("#chat .bot.message").last).to_contain_text("45 billion won")


def test_stop_gives_the_question_back(page: Page) -> None:
    _ask(page, "Take your time?")
    expect(page.locator("#chat .bot.message")).to_contain_text("one two")
    page.get_by_label("Your question").fill("")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#chat .box.stopped")).to_be_visible()
    expect(page.get_by_label("Your question")).to_have_value("Take your time?")


def test_what_is_typed_while_an_answer_comes_is_left_alone(page: Page, staged: Staged) -> None:
    _ask(page, "Take your time?")
    expect(page.locator("#chat .bot.message")).to_contain_text("one two")
    page.wait_for_timeout(1000 * EMPTIED_FOR_S)
    page.get_by_label("Your question").fill("The next one")
    staged.gate.set()
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    expect(page.get_by_label("Your question")).to_have_value("The next one")


def test_a_reload_keeps_the_conversation_and_what_was_typed(page: Page) -> None:
    _ask(page, TALENT)
    expect(page.locator("#chat a.mark").first).to_be_visible()
    page.get_by_label("Your question").fill("half a quest")
    page.reload()
    expect(page.locator("#chat .user.message")).to_have_text(TALENT)
    expect(page.get_by_label("Your question")).to_have_value("half a quest")
    page.locator("#chat a.mark").first.click()
    assert _focused(page) == "src-1-1"
    page.get_by_role("button", name="New chat").click()
    expect(page.get_by_role("heading", name="What do you want to know?")).to_be_visible()
    expect(page.locator("#sources mark")).to_have_count(0)
    page.reload()
    expect(page.get_by_role("heading", name="What do you want to know?")).to_be_visible()


def test_a_page_that_is_left_before_it_opened_keeps_what_was_typed(page: Page) -> None:
    page.get_by_label("Your question").fill("half a quest")
    page.route("**/gradio_api/{run,queue}/**", lambda _: None)  # nothing comes: it does not open
    page.reload()
    expect(page.get_by_label("Your question")).to_be_visible()
    page.unroute("**/gradio_api/{run,queue}/**")
    page.reload()
    expect(page.get_by_label("Your question")).to_have_value("half a quest")


def test_an_example_is_answered(page: Page) -> None:
    example = page.locator("#chat .example").first
    question = example.inner_text()
    example.click()
    expect(page.locator("#chat .user.message")).to_have_text(question)
    expect(page.locator("#chat a.mark").first).to_be_visible()


def test_the_empty_page_says_what_it_answers_from(page: Page) -> None:
    expect(page.locator("#chat .welcome")).to_contain_text("5 articles")
    expect(page.locator("#chat .welcome")).to_contain_text("When the articles do not say")
    expect(page.locator("#sources li")).to_have_count(5)


def test_on_a_phone_the_sources_are_a_sheet(phone: Page) -> None:
    _ask(phone, TALENT)
    phone.locator("#chat a.mark").first.click()
    expect(phone.locator("#sources mark").first).to_be_focused()
    expect(phone.locator("#sources mark").first).to_be_in_viewport(ratio=1)
    phone.keyboard.press("Escape")
    expect(phone.locator("#side")).to_be_hidden()
    assert _focused(phone) == "ref-1-1"
    phone.locator("#chat .to-sources a").click()
    phone.get_by_role("button", name="Close sources").click()
    expect(phone.locator("#side")).to_be_hidden()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_two_people_talk_at_once_and_apart(browser: Browser, address: str, staged: Staged) -> None:
    visits = [_visit(browser, address, width=1280) for _ in range(2)]
    slow, quick = (next(visit) for visit in visits)
    _ask(slow, "Take your time?")
    _ask(quick, TALENT)
    expect(quick.locator("#chat a.mark").first).to_be_visible()
    expect(slow.get_by_role("button", name="Stop")).to_be_visible()
    expect(slow.locator("#chat")).not_to_contain_text(TALENT)
    staged.gate.set()
    expect(slow.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    for visit in visits:
        assert next(visit, None) is None


class Quoting:
    """Answers every question with the whole of its one article."""

    engine = "extractive"

    def __init__(self, article: Article) -> None:
        self.corpus = Corpus((article,))

    def stream(
        self, question: str, history: object = (), articles: object = None
    ) -> Iterator[str | Answer]:
        quote = cite(1, self.corpus.articles[0], 0, len(self.corpus.articles[0].text))
        text = f"{quote.quote} [1]"
        yield text
        yield Answer(
            "r-1", question, HOSTILE, "answered", None, text, None, (quote,), (), None,
            self.engine, self.corpus.fingerprint, 1.0, notes=(HOSTILE,),
        )  # fmt: skip


def test_the_text_of_a_document_stays_text(browser: Browser) -> None:
    title = "<img src=x onerror='window.owned = 1'> ![t](https://evil.example/t.png) ${1}"
    article = Article("harbour", title, HOSTILE, publisher=HOSTILE, author=HOSTILE)
    with serving(lambda: Quoting(article), ui.mount) as site:
        visit = _visit(browser, site.address, width=1280)
        page = next(visit)
        expect(page.locator("#sources li .title")).to_have_text(title)
        _ask(page, "How much is there? <img src=x onerror='window.owned = 1'>")
        expect(page.locator("#chat .user.message")).to_contain_text("there? <img src=x onerror")
        expect(page.locator("#sources mark")).to_have_text(HOSTILE)
        expect(page.locator("#chat .bot.message p").last).to_be_attached()
        expect(page.locator("#chat .bot.message")).to_contain_text(HOSTILE)
        assert page.locator("a[href*='evil']").count() == 0
        assert page.locator("#desk :is(img, script, iframe, form, b)").count() == 0
        assert page.evaluate("window.owned") is None
        assert next(visit, None) is None
