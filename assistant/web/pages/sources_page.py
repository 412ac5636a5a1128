"""The Sources page: search over passages, and the articles that the next questions use."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.web.chat import ARTICLES, STORE
from assistant.web.conversation import chosen
from assistant.web.labels import labels_of
from assistant.web.pages.head import Count, admit, heading
from assistant.web.pages.shelf import Shelf
from assistant.web.passages import HITS, MOST_HITS, choice, hits, in_use, listed, range_shown

_QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}


class SourcesPage:
    """The choice of articles lives in the browser's storage, where the chat reads it too.

    It is a list of ids; an empty one stands for all articles.
    """

    def __init__(self, blocks: gr.Blocks, shelf: Shelf, words: gr.I18n, count: Count) -> None:
        self._shelf = shelf
        self._count = count
        self._words = words
        self._kept = gr.BrowserState([], storage_key=ARTICLES, secret=STORE)
        heading("sources", words)
        with gr.Row(elem_id="shelf"):
            with gr.Column(elem_id="found", scale=3):
                self._build_search()
            with gr.Column(elem_id="use", scale=2):
                self._build_list()
        self._wire(blocks)

    def _build_search(self) -> None:
        words = self._words
        gr.Markdown(f"## {words('search_passages')}")
        self._box = gr.Textbox(
            elem_id="find",
            label=words("words_or_question"),
            placeholder=words("looking_for"),
            submit_btn=str(words("search")),
            max_lines=1,
        )
        self._hits = gr.Markdown(elem_id="hits", latex_delimiters=[])
        self._more = gr.Button(words("more_passages"), elem_id="more", visible=False)

    def _build_list(self) -> None:
        words, several = self._words, len(self._shelf.corpus) > 1
        gr.Markdown(f"## {words('articles_to_use')}")
        self._in_use = gr.Markdown(elem_id="used", latex_delimiters=[])
        self._filter = gr.Textbox(
            elem_id="fits",
            label=words("filter_articles"),
            visible=several,
            max_lines=1,
        )
        with gr.Row(elem_id="using", visible=several):
            self._fitting = gr.Button(words("tick_fitting"), size="sm")
            self._all = gr.Button(words("use_all"), size="sm")
        self._list = gr.CheckboxGroup(
            [], elem_id="articles", label=words("articles"), show_label=False, container=False
        )
        with gr.Row(elem_id="turn") as self._turn:
            self._back = gr.Button(words("page_back"), size="sm")
            self._range = gr.Markdown(elem_id="range", latex_delimiters=[])
            self._next = gr.Button(words("page_on"), size="sm")
        self._page = gr.Number(0, visible=False, precision=0)

    def _wire(self, blocks: gr.Blocks) -> None:
        found: dict[str, Any] = {"inputs": self._box, "outputs": [self._hits, self._more], **_QUIET}
        self._box.submit(self._search, **found)
        self._more.click(self._search_more, **found)
        view = [self._filter, self._page, self._kept]
        listing: dict[str, Any] = {
            "inputs": view,
            "outputs": [
                self._list, self._turn, self._range, self._back, self._next, self._page,
                self._in_use, self._kept,
            ],
            # One after the other: the opening does not undo what is pressed meanwhile.
            "concurrency_id": "list",
            "concurrency_limit": 1,
            **_QUIET,
        }  # fmt: skip
        blocks.load(self._show, **listing)
        self._filter.change(self._show_first, trigger_mode="always_last", **listing)
        self._back.click(self._show_back, **listing)
        self._next.click(self._show_next, **listing)
        self._all.click(self._use_all, **listing)
        self._fitting.click(self._use_fitting, **listing)
        self._list.input(
            self._tick, [self._list, *view], [self._in_use, self._kept],
            trigger_mode="always_last", concurrency_id="list", concurrency_limit=1, **_QUIET,
        )  # fmt: skip

    def _search(self, question: str, request: gr.Request, k: int = HITS) -> tuple[str, Any]:
        if not question.strip():
            return "", gr.Button(visible=False)
        labels = labels_of(request.headers)
        admit(self._count, request, labels)
        found = self._shelf.searcher.search(question, k)
        shown = hits(question, found, self._shelf.corpus, labels, more=len(found) == k)
        return shown, gr.Button(visible=len(found) == k < MOST_HITS)

    def _search_more(self, question: str, request: gr.Request) -> tuple[str, Any]:
        return self._search(question, request, MOST_HITS)

    def _show(self, text: str, page: int, kept: object, request: gr.Request) -> tuple[Any, ...]:
        corpus, labels = self._shelf.corpus, labels_of(request.headers)
        used = chosen(kept, corpus)
        shown = listed(corpus, text or "", int(page or 0))
        ids = [article.id for article in shown.articles]
        return (
            gr.CheckboxGroup(
                [choice(article, labels) for article in shown.articles],
                value=[i for i in ids if i in used],
            ),
            gr.Row(visible=shown.pages > 1 or not ids),
            range_shown(shown, labels),
            gr.Button(interactive=shown.at > 0),
            gr.Button(interactive=shown.at + 1 < shown.pages),
            shown.at,
            in_use(len(used), corpus, labels),
            list(used),
        )

    def _show_first(
        self, text: str, page: int, kept: object, request: gr.Request
    ) -> tuple[Any, ...]:
        return self._show(text, 0, kept, request)

    def _show_back(
        self, text: str, page: int, kept: object, request: gr.Request
    ) -> tuple[Any, ...]:
        return self._show(text, page - 1, kept, request)

    def _show_next(
        self, text: str, page: int, kept: object, request: gr.Request
    ) -> tuple[Any, ...]:
        return self._show(text, page + 1, kept, request)

    def _use_all(self, text: str, page: int, kept: object, request: gr.Request) -> tuple[Any, ...]:
        return self._show(text, page, [], request)

    def _use_fitting(
        self, text: str, page: int, kept: object, request: gr.Request
    ) -> tuple[Any, ...]:
        corpus = self._shelf.corpus
        fitting = listed(corpus, text or "", 0).fitting
        return self._show(text, page, [*chosen(kept, corpus), *fitting], request)

    def _tick(
        self, ticked: list[str], text: str, page: int, kept: object, request: gr.Request
    ) -> tuple[str, list[str]]:
        corpus = self._shelf.corpus
        here = {article.id for article in listed(corpus, text or "", int(page or 0)).articles}
        others = [i for i in chosen(kept, corpus) if i not in here]
        used = chosen([*others, *(i for i in ticked if i in here)], corpus)
        return in_use(len(used), corpus, labels_of(request.headers)), list(used)
