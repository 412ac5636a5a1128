"""The chat's page: its components, and what happens on each event. Renders, holds no logic."""

from __future__ import annotations

import asyncio
import dataclasses
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Any

import gradio as gr

from assistant.web.actions import command_of, in_use, saved, suggestions
from assistant.web.conversation import (
    Asker,
    Exchange,
    chosen,
    converse,
    load,
    recent,
    stop,
    store,
    well_formed,
)
from assistant.web.feedback import FeedbackError, Thumbs
from assistant.web.labels import Labels, labels_of
from assistant.web.pages.head import Count, admit, client, navigation
from assistant.web.references import conversation_json, conversation_markdown
from assistant.web.render import messages
from assistant.web.sources import sources, welcome
from assistant.web.suggest import Suggester

EXAMPLES_WITHIN_S = 10.0
# Values that come in one burst may overtake each other in the page, so the box is emptied with each
# of them; what comes later leaves it alone, since the next question may be typed in it by then.
EMPTIED_FOR_S = 0.5
TITLE = "Policy Assistant"
STORE = "policy-assistant"  # key and secret in the browser's storage
ARTICLES = "policy-assistant-articles"  # ids of the articles that the next questions use


class ChatPage:
    """The conversation lives in the browser's storage; every handler renders it anew.

    ``thumbs``: where those are written; ``trial``: opens the assistant that suggested questions
    are tried with; ``count``: counts a question of a client.
    """

    def __init__(
        self,
        asker: Asker,
        examples: Future[list[str]],
        thumbs: Thumbs,
        trial: Callable[[], Asker],
        words: gr.I18n,
        count: Count,
    ) -> None:
        self._asker = asker
        self._examples = examples
        self._thumbs = thumbs
        self._count = count
        self._suggester = Suggester(trial)
        self._words = words
        ask, halt = words("ask"), words("stop")
        self._ready: dict[str, Any] = {"submit_btn": ask, "stop_btn": False}
        self._busy: dict[str, Any] = {"submit_btn": False, "stop_btn": halt}
        self.blocks = gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True)
        with self.blocks:
            self._build()
            self._wire()

    def _build(self) -> None:
        words = self._words
        self._kept = gr.BrowserState([], storage_key=STORE, secret=STORE)
        self._chosen = gr.BrowserState([], storage_key=ARTICLES, secret=STORE)
        with gr.Row(elem_id="top"):
            gr.Markdown(f"# {TITLE}", elem_id="title")
            navigation("chat", words)
            gr.Markdown(words("menu"), elem_id="menu", latex_delimiters=[])
            self._clear = gr.Button(words("new"), size="sm", elem_id="clear", scale=0)
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="talk", scale=3):
                self._chat = _chat(words)
                self._next = gr.Markdown(elem_id="next", latex_delimiters=[])
                self._in_use = gr.Markdown(elem_id="in-use", latex_delimiters=[])
                self._box = _box(words, self._ready)
            with gr.Column(elem_id="side", scale=2):
                self._panel = gr.Markdown(elem_id="sources", latex_delimiters=[])
        # What page.js asks for: it fills the first, presses the second, and saves the third.
        hidden: dict[str, Any] = {"visible": "hidden"}
        self._command = gr.Textbox(elem_id="command", interactive=True, label="", **hidden)
        self._do = gr.Button("", elem_id="do", **hidden)
        self._file = gr.Markdown(elem_id="file", latex_delimiters=[], **hidden)

    def _wire(self) -> None:
        shown = [self._chat, self._panel, self._kept, self._box]
        states = [self._kept, self._chosen]
        queued: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        # What only renders does not wait in the queue, nor is it turned away where that is full.
        quietly: dict[str, Any] = {**queued, "queue": False}
        asking: dict[str, Any] = {
            "inputs": [self._box, *states],
            "outputs": [*shown, self._next],
            "concurrency_id": "ask",
            **queued,
            "show_progress": "minimal",  # who waits in the queue sees their place in it
            "show_progress_on": self._box,
        }
        rendering: dict[str, Any] = {"inputs": [self._kept], "outputs": shown, **quietly}
        typed = self._box.submit(self._ask, **asking)
        picked = self._chat.example_select(self._pick, None, self._box, **quietly)
        running = [typed, picked.then(self._ask, **asking)]
        self._box.stop(self._interrupt, cancels=running, **rendering)
        for event in running:
            event.failure(self._interrupt, **rendering)
            event.success(self._suggest_next, states, self._next, **quietly)
        emptied = [*shown, self._next]
        self._clear.click(self._empty, None, emptied, cancels=running, **quietly)
        doing = [self._chat, self._kept, self._chosen, self._in_use, self._file]
        self._do.click(self._act, [self._command, *states], doing, **quietly)
        opening = self.blocks.load(self._open, states, [*shown, self._in_use], **quietly)
        opening.success(self._suggest_next, states, self._next, **quietly)
        self.blocks.load(self._welcome, None, self._chat, **quietly)
        self.blocks.load(self._suggest, None, self._chat, **quietly)

    def _ask(
        self, question: str, kept: object, wanted: object, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        question = well_formed(question or "")
        if not question.strip():
            return
        before, since, labels = load(kept), time.monotonic(), labels_of(request.headers)
        admit(self._count, request, labels)
        articles = chosen(wanted, self._asker.corpus)
        start = Exchange(question, "asking", articles=articles)
        box = gr.Textbox("", **self._busy)
        yield *self._show((*before, start), box, labels), ""
        for exchange in converse(self._asker, question, before, articles, labels):
            at_once = time.monotonic() - since < EMPTIED_FOR_S
            text: dict[str, Any] = {"value": ""} if at_once else {}
            if exchange.state == "failed":
                text = {"value": question}
            if exchange.state == "answered":
                exchange = self._thumbs.sealed(exchange)
            button = self._busy if exchange.state == "asking" else self._ready
            box = gr.Textbox(**text, **button)
            yield *self._show((*before, exchange), box, labels), ""

    def _interrupt(self, kept: object, request: gr.Request) -> tuple[Any, ...]:
        exchanges, question = stop(load(kept))
        text: dict[str, Any] = {"value": question} if question else {}
        return self._show(exchanges, gr.Textbox(**text, **self._ready), labels_of(request.headers))

    def _open(self, kept: object, wanted: object, request: gr.Request) -> tuple[Any, ...]:
        corpus = self._asker.corpus
        banner = in_use(chosen(wanted, corpus), len(corpus), labels_of(request.headers))
        return *self._interrupt(kept, request), banner

    def _empty(self, request: gr.Request) -> tuple[Any, ...]:
        return *self._show((), gr.Textbox("", **self._ready), labels_of(request.headers)), ""

    def _show(
        self, exchanges: tuple[Exchange, ...], box: gr.Textbox, labels: Labels
    ) -> tuple[Any, ...]:
        """Values of the chat, the panel, the storage and the box, in the order of ``shown``."""
        exchanges = recent(exchanges)
        waiting = bool(exchanges) and exchanges[-1].state == "asking"
        corpus = self._asker.corpus
        panel = gr.skip() if waiting else sources(exchanges, corpus, labels)
        return messages(exchanges, labels, len(corpus)), panel, store(exchanges), box

    def _act(
        self, command: str, kept: object, wanted: object, request: gr.Request
    ) -> tuple[Any, ...]:
        """What page.js asks for: a thumb, the conversation as a file, all articles again."""
        exchanges, labels = load(kept), labels_of(request.headers)
        unchanged = (gr.skip(),) * 5
        match command_of(command):
            case {"do": "thumb", "turn": int(turn), "verdict": str(verdict)}:
                try:
                    exchanges = self._noted(exchanges, turn, verdict, client(request))
                except ValueError:  # of an answer that is not there any more
                    return unchanged
                said = messages(exchanges, labels, len(self._asker.corpus))
                return said, store(exchanges), gr.skip(), gr.skip(), gr.skip()
            case {"do": "save", "form": "md"}:
                file = saved("conversation.md", conversation_markdown(exchanges, labels))
            case {"do": "save"}:
                file = saved("conversation.json", conversation_json(exchanges))
            case {"do": "lift"}:
                return *unchanged[:2], [], "", gr.skip()
            case _:
                return unchanged
        return *unchanged[:4], file

    def _noted(
        self, exchanges: tuple[Exchange, ...], turn: int, verdict: str, who: str
    ) -> tuple[Exchange, ...]:
        """The conversation with the thumb in it, written down, or with why that failed."""
        unsaved = ""
        try:
            self._thumbs.note(who, exchanges, turn, verdict)
        except FeedbackError as error:
            unsaved = str(error)
        said: Any = verdict  # one of them: nothing else is noted
        marked = dataclasses.replace(exchanges[turn - 1], thumb=said, unsaved=unsaved)
        return (*exchanges[: turn - 1], marked, *exchanges[turn:])

    async def _suggest_next(self, kept: object, wanted: object, request: gr.Request) -> str:
        exchanges = load(kept)
        articles = chosen(wanted, self._asker.corpus)
        found = await self._suggester.next_soon(exchanges, articles)
        answer = exchanges[-1].answer if exchanges else None
        return suggestions(
            found, labels_of(request.headers), refused=answer is None or answer.abstained
        )

    def _welcome(self, request: gr.Request) -> gr.Chatbot:
        return gr.Chatbot(placeholder=welcome(self._asker.corpus, labels_of(request.headers)))

    async def _suggest(self) -> gr.Chatbot:
        waiting = asyncio.wrap_future(self._examples)
        done, _ = await asyncio.wait([waiting], timeout=EXAMPLES_WITHIN_S)
        found = waiting.result() if done else []
        return gr.Chatbot(examples=[{"text": question} for question in found])

    def _pick(self, event: gr.SelectData) -> str:
        return str(event.value["text"])


def _chat(words: gr.I18n) -> gr.Chatbot:
    return gr.Chatbot(
        elem_id="chat",
        label=words("conversation"),
        show_label=False,
        container=False,
        buttons=[],
        latex_delimiters=[],
        height="100%",
        layout="bubble",
        feedback_options=None,
        group_consecutive_messages=False,
    )


def _box(words: gr.I18n, ready: dict[str, Any]) -> gr.Textbox:
    return gr.Textbox(
        elem_id="box",
        label=words("question"),
        show_label=False,
        container=False,
        placeholder=words("placeholder"),
        lines=1,
        max_lines=6,
        autofocus=True,
        **ready,
    )
