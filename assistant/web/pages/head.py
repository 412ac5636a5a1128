"""The top of every page: its name, and the way to the others."""

from __future__ import annotations

import gradio as gr

from assistant.web.labels import Labels

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
