"""What every page has: its name, the way to the others, and who may ask."""

from __future__ import annotations

from collections.abc import Callable

import gradio as gr

from assistant.api.rate import Standing, client_of
from assistant.web.labels import Labels

Count = Callable[[str], Standing | None]  # counts a client's question; None: there is no limit

PAGES = {"chat": "./", "sources": "sources", "figures": "figures"}  # names of labels: addresses


def ways(labels: Labels) -> dict[str, str]:
    """The links to the pages as they stand on each, under "from-" and its name in PAGES."""
    names = {"chat": labels.chat, "sources": labels.sources, "figures": labels.figures}

    def links(current: str) -> str:
        return "".join(
            f'<a href="{PAGES[page]}" class="{"here" if page == current else "there"}">{name}</a>'
            for page, name in names.items()
        )

    return {f"from-{page}": f"<nav>{links(page)}</nav>" for page in PAGES}


def navigation(current: str, words: gr.I18n) -> gr.Markdown:
    """Links to the pages; ``current`` is this one's name in PAGES."""
    return gr.Markdown(words(f"from-{current}"), elem_id="pages", latex_delimiters=[])


def heading(current: str, words: gr.I18n) -> None:
    """The page's heading beside the links."""
    with gr.Row(elem_id="top"):
        gr.Markdown(f"# {words(current)}", elem_id="title")
        navigation(current, words)


def client(request: gr.Request) -> str:
    """What is counted as one client."""
    return client_of(request.client.host if request.client else "")


def admit(count: Count, request: gr.Request, labels: Labels) -> None:
    """Counts a question of the page. Raises gr.Error, which the page shows, above the rate."""
    standing = count(client(request))
    if standing and not standing.allowed:
        said = labels.too_many.format(n=standing.reset_s)
        raise gr.Error(said, title=labels.one_moment, print_exception=False)
