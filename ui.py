"""The Gradio chat: puts its page into an application. Answers come from the assistant."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.settings import Settings
from assistant.web.actions import menu
from assistant.web.labels import LANGUAGES, texts

if TYPE_CHECKING:
    import gradio as gr
    from fastapi import FastAPI

    from assistant.api.doors import Asker

AT_ONCE = 20  # Gradio's own default is one
MOST_WAITING = 200


def mount(
    app: FastAPI,
    asker: Asker,
    examples: Future[list[str]],
    *,
    feedback: Path | None = None,
    trial: Callable[[], Asker] | None = None,
    at_once: int = AT_ONCE,
    most_waiting: int = MOST_WAITING,
) -> None:
    """Puts the chat's page at the root of the application.

    ``feedback``: the file that thumbs are appended to, by default the settings' own; ``trial``:
    opens the assistant that suggested questions are tried with, by default the one that answers.
    ``at_once``: questions answered at the same time; ``most_waiting``: above that a person is told
    that the server is busy.
    """
    # Imported when the port already answers, since it takes seconds.
    import gradio as gr

    from assistant.web.chat import ChatPage
    from assistant.web.feedback import Thumbs
    from assistant.web.pages import SCRIPT, add_pages, style
    from assistant.web.pages.head import Count, ways

    said = {tag: {**texts(of), **ways(of), "menu": menu(of)} for tag, of in LANGUAGES.items()}
    words = gr.I18n(**said)
    thumbs = Thumbs(feedback or Settings().feedback_file)
    count: Count = getattr(app.state, "count", lambda _: None)  # the server's, where there is one
    page = ChatPage(asker, examples, thumbs, trial or (lambda: asker), words, count).blocks
    add_pages(app, page, asker, words, count)
    page.queue(default_concurrency_limit=at_once, max_size=most_waiting, api_open=False)
    # Gradio keeps what it sent to a page, the conversation too, until so many newer pages are open.
    page.state_session_capacity = at_once + most_waiting
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        theme=_theme(),
        css=files("assistant.web").joinpath("page.css").read_text(encoding="utf-8") + style(),
        head=f'<script src="page.js" defer></script>{SCRIPT}',
        i18n=words,
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
    import gradio as gr

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
