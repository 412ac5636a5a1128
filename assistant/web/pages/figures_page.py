"""The Figures page: every quantity of the articles, to filter, to sort, to plot and to save."""

from __future__ import annotations

from typing import Any

import gradio as gr
from gradio.components.plot import PlotData

from assistant.web.figure_plot import plot
from assistant.web.figure_store import figures_for
from assistant.web.figure_table import PAGE, summary, table
from assistant.web.figure_view import ANY, View, choose, units
from assistant.web.labels import Labels, labels_of
from assistant.web.pages.head import heading
from corpus.article import Corpus

_QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
MOST_ARTICLES = 3000  # in the list to choose from


class FiguresPage:
    """What is asked for stands in the page's own fields; the server keeps nothing of it."""

    def __init__(self, blocks: gr.Blocks, corpus: Corpus, words: gr.I18n) -> None:
        self._corpus = corpus
        heading("figures", words)
        gr.Markdown(words("about_figures"), elem_id="about")
        with gr.Row(elem_id="ask-for"):
            self._text = gr.Textbox(label=words("filter_figures"), elem_id="words", max_lines=1)
            self._unit = gr.Dropdown(
                [(words("all_units"), ANY)], value=ANY, label=words("unit"), elem_id="unit"
            )
            self._article = gr.Dropdown(
                self._articles(words), value=ANY, label=words("article"), elem_id="of-article"
            )
        self._plot = gr.Plot(elem_id="plot", show_label=False, container=False, visible=False)
        with gr.Row(elem_id="turn"):
            self._back = gr.Button(words("page_back"), size="sm")
            self._summary = gr.Markdown(
                f'<p role="status">{words("reading")}</p>', elem_id="range", latex_delimiters=[]
            )
            self._next = gr.Button(words("page_on"), size="sm")
        self._table = gr.Markdown(elem_id="figures", latex_delimiters=[])
        # pages.js writes the order into it when the head of a column is pressed.
        self._order = gr.Textbox(
            "text", elem_id="order", label="", visible="hidden", interactive=True
        )
        self._page = gr.Number(0, visible=False, precision=0)
        self._wire(blocks)

    def _articles(self, words: gr.I18n) -> list[tuple[Any, str]]:
        titles = [(article.title or article.id, article.id) for article in self._corpus]
        return [(words("all_articles"), ANY), *sorted(titles[:MOST_ARTICLES])]

    def _wire(self, blocks: gr.Blocks) -> None:
        fields = [self._text, self._unit, self._article, self._order]
        turned = [self._table, self._summary, self._back, self._next, self._page]
        whole: dict[str, Any] = {"inputs": fields, "outputs": [*turned, self._plot], **_QUIET}
        blocks.load(self._units, None, self._unit, **_QUIET)
        blocks.load(self._show, **whole)
        self._text.change(self._show, trigger_mode="always_last", **whole)
        self._unit.change(self._show, trigger_mode="always_last", **whole)
        self._article.change(self._show, trigger_mode="always_last", **whole)
        turning: dict[str, Any] = {"inputs": [*fields, self._page], "outputs": turned, **_QUIET}
        self._order.change(self._sort, fields, turned, trigger_mode="always_last", **_QUIET)
        self._back.click(self._turn_back, **turning)
        self._next.click(self._turn_on, **turning)

    def _units(self, request: gr.Request) -> gr.Dropdown:
        return gr.Dropdown(units(figures_for(self._corpus), labels_of(request.headers)), value=ANY)

    def _show(
        self, text: str, unit: str, article: str, order: str, request: gr.Request
    ) -> tuple[Any, ...]:
        view, labels = _view(text, unit, article, order), labels_of(request.headers)
        found = choose(figures_for(self._corpus), view)
        drawn = plot(found, view, labels)
        shown = PlotData(type="altair", plot=drawn) if drawn else None
        return (*self._rows(view, 0, labels), gr.Plot(shown, visible=drawn is not None))

    def _sort(
        self, text: str, unit: str, article: str, order: str, request: gr.Request
    ) -> tuple[Any, ...]:
        return self._rows(_view(text, unit, article, order), 0, labels_of(request.headers))

    def _turn_back(
        self, text: str, unit: str, article: str, order: str, page: int, request: gr.Request
    ) -> tuple[Any, ...]:
        return self._rows(_view(text, unit, article, order), page - 1, labels_of(request.headers))

    def _turn_on(
        self, text: str, unit: str, article: str, order: str, page: int, request: gr.Request
    ) -> tuple[Any, ...]:
        return self._rows(_view(text, unit, article, order), page + 1, labels_of(request.headers))

    def _rows(self, view: View, page: int, labels: Labels) -> tuple[Any, ...]:
        found = choose(figures_for(self._corpus), view)
        last = max(0, (len(found) - 1) // PAGE)
        page = min(max(int(page), 0), last)
        return (
            table(found, page, view.order, labels),
            summary(found, page, view, labels),
            gr.Button(interactive=page > 0),
            gr.Button(interactive=page < last),
            page,
        )


def _view(text: str, unit: str, article: str, order: str) -> View:
    return View(text or "", unit or ANY, article or ANY, order or "text")
