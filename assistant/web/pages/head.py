"""The top of every page: its name, and the way to the others."""

from __future__ import annotations

import gradio as gr

PAGES = (("./", "Chat"), ("sources", "Sources"), ("figures", "Figures"))


def navigation(current: str) -> gr.Markdown:
    """Links to the pages; ``current`` is the address of this one in PAGES."""
    links = "".join(
        f'<a href="{address}" class="{"here" if address == current else "there"}">{name}</a>'
        for address, name in PAGES
    )
    return gr.Markdown(f"<nav>{links}</nav>", elem_id="pages", latex_delimiters=[])


def heading(title: str, current: str) -> None:
    """The page's heading beside the links."""
    with gr.Row(elem_id="top"):
        gr.Markdown(f"# {title}", elem_id="title")
        navigation(current)
