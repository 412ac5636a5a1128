"""Text and stated facts (title, author, date, address) out of an HTML page."""

from __future__ import annotations


def read_page(markup: str) -> tuple[dict[str, str], str]:
    """The facts that the page states about itself, and its text, a block a paragraph."""
    return {}, markup
