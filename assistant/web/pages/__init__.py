"""The Gradio pages beside the chat: the articles, and the figures in them."""

from __future__ import annotations

import warnings
from importlib.resources import files
from typing import TYPE_CHECKING

from assistant.web.figure_store import figures_for, find_ahead
from assistant.web.pages.shelf import Shelf

if TYPE_CHECKING:
    import gradio as gr
    from fastapi import FastAPI

    from assistant.web.pages.head import Count

SCRIPT = '<script src="pages.js" defer></script>'


def add_pages(app: FastAPI, blocks: gr.Blocks, shelf: Shelf, words: gr.I18n, count: Count) -> None:
    """Adds ``/sources`` and ``/figures`` to the chat's Blocks, and their files to the application.

    The chat's mount puts :data:`SCRIPT` and :func:`style` into every page. ``count``: counts what
    is searched for.
    """
    from assistant.web.pages.figures_page import FiguresPage
    from assistant.web.pages.sources_page import SourcesPage

    # Gradio says so whenever there are several pages, whether the mode was asked for or not.
    warnings.filterwarnings("ignore", "SSR mode is not supported", UserWarning)
    with blocks.route("Sources", "sources"):
        SourcesPage(blocks, shelf, words, count)
    with blocks.route("Figures", "figures"):
        FiguresPage(blocks, shelf.corpus, words)
    _add_files(app, shelf)
    find_ahead(shelf.corpus)


def style() -> str:
    """The style sheet of the pages."""
    return _asset("pages.css")


def _add_files(app: FastAPI, shelf: Shelf) -> None:
    from fastapi.responses import Response

    from assistant.web.figure_file import to_csv
    from assistant.web.figure_view import View, choose

    def script() -> Response:
        headers = {"cache-control": "no-cache"}
        return Response(_asset("pages.js"), media_type="text/javascript", headers=headers)

    def figures(text: str = "", unit: str = "", article: str = "", order: str = "text") -> Response:
        found = choose(figures_for(shelf.corpus), View(text, unit, article, order))
        name = 'attachment; filename="figures.csv"'
        headers = {"content-disposition": name, "cache-control": "no-cache"}
        return Response(to_csv(found, shelf.corpus), media_type="text/csv", headers=headers)

    app.add_api_route("/pages.js", script, methods=["GET"])
    app.add_api_route("/figures.csv", figures, methods=["GET"])


def _asset(name: str) -> str:
    return files("assistant.web.pages").joinpath(name).read_text(encoding="utf-8")
