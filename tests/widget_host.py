"""What the tests of the widget share: somebody else's page on another origin, and a visitor."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from playwright.sync_api import Browser, FrameLocator, Page, expect
from web_site import Staged

from assistant.answer import Answer, Claim, Turn
from assistant.ask import Assistant
from assistant.citations import cite
from corpus.article import Article
from corpus.table import render

TALENT = "How much of the supplementary budget for AI is related to securing AI talent?"
TABLE = "What does the ferry cost?"
FARES = Article(
    "fares",
    "Fares",
    render(
        [("Zone 🚢", *(f"Adults in the year {year}" for year in range(2020, 2030)))],
        [("Harbour", *map(str, range(20, 30))), ("Hill <b>", *("7",) * 10)],
        "Fares by zone and year as the council of the county set them, in crowns a crossing",
    ),
)
BRAZIL = "How many GPUs will Brazil buy?"  # refused
DIFFERENT = "Which values differ?"
HOSTILE = "What does the hostile article say?"
HOSTILE_TEXT = (
    "The fund holds 37 million <script>parent.owned = 1</script><img src=x onerror='owned = 1'>"
    "[9] [click](https://evil.example) <style>* { display: none }</style> https://evil.example/a"
)
STRICT = "default-src 'none'; script-src {0}; frame-src {0}; require-trusted-types-for 'script'"


class Scripted(Staged):
    """The assistant itself, but for questions that go wrong and those whose answers are given."""

    def __init__(self, assistant: Assistant) -> None:
        super().__init__(assistant)
        self.searcher = assistant.searcher

    def stream(
        self, question: str, history: Sequence[Turn] = (), articles: Collection[str] | None = None
    ) -> Iterator[str | Answer]:
        if question == DIFFERENT:
            first, second, *_ = self.corpus.articles
            quotes = cite(1, first, 0, 90), cite(2, second, 0, 80)
            claims = Claim("40 million", (1,), "in 2030"), Claim("55 million", (2,), "by 2031")
            text = "The articles give different values.\n\n40 million [1]\n\n55 million [2]"
            yield Answer(
                "r-1", question, question, "answered", None, text, None, quotes, (), claims,
                self.engine, self.corpus.fingerprint, 1.0,
            )  # fmt: skip
        elif question == TABLE:
            at = FARES.text.index("| 29 |") + 2
            reads = "Harbour, Adults in the year 2029: 29 crowns."
            quote = cite(1, FARES, 0, len(FARES.text), (at, at + 2), reads)
            yield Answer(
                "r-1", question, question, "answered", None, f"29 crowns — {reads} [1]",
                "29 crowns", (quote,), (), None, self.engine, "", 1.0,
            )  # fmt: skip
        elif question == HOSTILE:
            article = Article("../x?<b>", HOSTILE_TEXT, HOSTILE_TEXT, publisher=HOSTILE_TEXT)
            quote = cite(1, article, 0, len(HOSTILE_TEXT))
            text = f"<b>37 million</b> — {HOSTILE_TEXT} [1]"
            yield text
            yield Answer(
                "r-1", question, HOSTILE_TEXT, "answered", None, text, "<b>37 million</b>",
                (quote,), (), None, self.engine, "", 1.0, notes=(HOSTILE_TEXT,),
            )  # fmt: skip
        else:
            yield from super().stream(question, history, articles)


@dataclass
class Host:
    """A site of one page, which a test writes; ``port`` is another origin than the server's."""

    port: int
    html: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def origin(self, name: str = "127.0.0.1") -> str:
        """127.0.0.1 is the server's own site, though another origin; localhost is another site."""
        return f"http://{name}:{self.port}"

    def write(self, server: str, attributes: str = "", *, head: str = "", body: str = "") -> None:
        """A page with the script in its head, as on a page that knows nothing of it otherwise."""
        self.headers = {}
        self.html = (
            '<!doctype html><html lang="en"><head><title>A site</title>'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f'{head}<script src="{server}/widget.js" {attributes} async></script></head>'
            f"<body><main><h1>A site</h1>{body}</main></body></html>"
        )


@contextlib.contextmanager
def hosted() -> Iterator[Host]:
    """The site on a free port, ended on the way out."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path.split("?")[0] == "/"
            body = host.html.encode() if found else b""
            self.send_response(200 if found else 404)
            self.send_header("content-type", "text/html; charset=utf-8")
            for name, value in host.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    host = Host(server.server_port)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()


@dataclass
class Visit:
    """A visitor on the host's page: what was requested, and what the console said."""

    page: Page
    requests: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)

    @property
    def button(self) -> Any:
        return self.page.locator("policy-assistant .launch")

    @property
    def panel(self) -> Any:
        return self.page.locator("policy-assistant dialog")

    @property
    def chat(self) -> FrameLocator:
        return self.page.frame_locator("policy-assistant iframe")

    def ask(self, question: str) -> Any:
        """Asks in the panel; the reply, which is complete once it is not busy."""
        box = self.chat.get_by_role("textbox")
        box.fill(question)
        box.press("Enter")
        reply = self.chat.locator("section").last.locator(".reply")
        expect(reply).to_have_attribute("aria-busy", "false")
        return reply


@contextlib.contextmanager
def visiting(browser: Browser, address: str, width: int = 1280, **options: Any) -> Iterator[Visit]:
    """The host's page in a context of its own. Any uncaught error of a script fails the test."""
    context = browser.new_context(viewport={"width": width, "height": 800}, **options)
    page = context.new_page()
    visit = Visit(page)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: visit.requests.append(request.url))
    page.on("console", lambda message: visit.console.append(message.text))
    try:
        page.goto(address)
        yield visit
        assert context.cookies() == []
        assert errors == []
    finally:
        context.close()
