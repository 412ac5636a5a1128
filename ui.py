"""The chat in the browser: renders Answers, holds no logic. The only file that imports gradio."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import Future
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from assistant.web.conversation import Asker, Exchange, converse, load, stop, store
from assistant.web.render import messages
from assistant.web.sources import sources, welcome

if TYPE_CHECKING:
    import gradio as gr
    from fastapi import FastAPI

AT_ONCE = 20  # questions answered at the same time; Gradio's own default is one
MOST_WAITING = 200  # above that a person is told that the server is busy
EXAMPLES_WITHIN_S = 10.0
# Values that come in one burst may overtake each other in the page, so the box is emptied with each
# of them; what comes later leaves it alone, since the next question may be typed in it by then.
EMPTIED_FOR_S = 0.5
TITLE = "Policy Assistant"
_STORE = "policy-assistant"  # key in the browser's storage
_READY: dict[str, Any] = {"submit_btn": "Ask", "stop_btn": False}
_BUSY: dict[str, Any] = {"submit_btn": False, "stop_btn": "Stop"}


def mount(app: FastAPI, asker: Asker, examples: Future[list[str]]) -> None:
    """Puts the chat's page at the root of the application."""
    # Imported when the port already answers, since it takes seconds; for the whole file, since
    # Gradio looks the handlers' annotations up in it.
    global gr
    import gradio as gr

    page = _Page(asker, examples).blocks
    page.queue(default_concurrency_limit=AT_ONCE, max_size=MOST_WAITING, api_open=False)
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        theme=_theme(),
        css=files("assistant.web").joinpath("page.css").read_text(encoding="utf-8"),
        head='<script src="page.js" defer></script>',
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size="1kb",  # nothing is uploaded, and the guard shuts that door too
        enable_monitoring=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
    )


def _theme() -> gr.Theme:
    """Fonts that are there already, and greys that can be read on their backgrounds."""
    theme = gr.themes.Base(
        primary_hue="teal",
        neutral_hue="slate",
        font=("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"),
        font_mono=("ui-monospace", "monospace"),
    )
    return theme.set(
        body_text_color_subdued="*neutral_600",
        body_text_color_subdued_dark="*neutral_400",
        input_placeholder_color="*neutral_500",
        input_placeholder_color_dark="*neutral_400",
    )


class _Page:
    """The page's components, and what happens on each event.

    The conversation lives in the browser's storage; every handler renders it anew.
    """

    def __init__(self, asker: Asker, examples: Future[list[str]]) -> None:
        self._asker = asker
        self._examples = examples
        self.blocks = gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True)
        with self.blocks:
            self._kept = gr.BrowserState([], storage_key=_STORE, secret=_STORE)
            with gr.Row(elem_id="top"):
                gr.Markdown(f"# {TITLE}", elem_id="title")
                self._clear = gr.Button("New conversation", size="sm", elem_id="clear", scale=0)
            with gr.Row(elem_id="desk"):
                with gr.Column(elem_id="talk", scale=3):
                    self._chat = _chat()
                    self._box = _box()
                with gr.Column(elem_id="side", scale=2):
                    self._panel = gr.Markdown(elem_id="sources", latex_delimiters=[])
            self._wire()

    def _wire(self) -> None:
        shown = [self._chat, self._panel, self._kept, self._box]
        quietly: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        asking: dict[str, Any] = {
            "inputs": [self._box, self._kept],
            "outputs": shown,
            "concurrency_id": "ask",
            **quietly,
        }
        rendering: dict[str, Any] = {"inputs": [self._kept], "outputs": shown, **quietly}
        typed = self._box.submit(self._ask, **asking)
        picked = self._chat.example_select(self._pick, None, self._box, **quietly)
        running = [typed, picked.then(self._ask, **asking)]
        self._box.stop(self._interrupt, cancels=running, **rendering)
        for event in running:
            event.failure(self._interrupt, **rendering)
        self._clear.click(self._empty, None, shown, cancels=running, **quietly)
        self.blocks.load(self._interrupt, **rendering)
        self.blocks.load(self._welcome, None, self._chat, **quietly)
        self.blocks.load(self._suggest, None, self._chat, **quietly)

    def _ask(self, question: str, kept: object) -> Iterator[tuple[Any, ...]]:
        if not question.strip():
            return
        before, since = load(kept), time.monotonic()
        yield self._show((*before, Exchange(question, "asking")), gr.Textbox("", **_BUSY))
        for exchange in converse(self._asker, question, before):
            at_once = time.monotonic() - since < EMPTIED_FOR_S
            text: dict[str, Any] = {"value": ""} if at_once else {}
            if exchange.state == "failed":
                text = {"value": question}
            button = _BUSY if exchange.state == "asking" else _READY
            yield self._show((*before, exchange), gr.Textbox(**text, **button))

    def _interrupt(self, kept: object) -> tuple[Any, ...]:
        exchanges, question = stop(load(kept))
        text: dict[str, Any] = {"value": question} if question else {}
        return self._show(exchanges, gr.Textbox(**text, **_READY))

    def _empty(self) -> tuple[Any, ...]:
        return self._show((), gr.Textbox("", **_READY))

    def _show(self, exchanges: tuple[Exchange, ...], box: gr.Textbox) -> tuple[Any, ...]:
        """Values of the chat, the panel, the storage and the box, in the order of ``shown``."""
        waiting = bool(exchanges) and exchanges[-1].state == "asking"
        panel = gr.skip() if waiting else sources(exchanges, self._asker.corpus)
        return messages(exchanges), panel, store(exchanges), box

    def _welcome(self) -> gr.Chatbot:
        return gr.Chatbot(placeholder=welcome(self._asker.corpus))

    async def _suggest(self) -> gr.Chatbot:
        waiting = asyncio.wrap_future(self._examples)
        done, _ = await asyncio.wait([waiting], timeout=EXAMPLES_WITHIN_S)
        found = waiting.result() if done else []
        return gr.Chatbot(examples=[{"text": question} for question in found])

    def _pick(self, event: gr.SelectData) -> str:
        return str(event.value["text"])


def _chat() -> gr.Chatbot:
    return gr.Chatbot(
        elem_id="chat",
        label="Conversation",
        show_label=False,
        container=False,
        buttons=[],
        latex_delimiters=[],
        height="100%",
        layout="bubble",
        feedback_options=None,
        group_consecutive_messages=False,
    )


def _box() -> gr.Textbox:
    return gr.Textbox(
        elem_id="box",
        label="Your question",
        show_label=False,
        container=False,
        placeholder="Ask about the articles",
        lines=1,
        max_lines=6,
        autofocus=True,
        **_READY,
    )
