"""Text of documents and people made safe to stand in the page's Markdown and HTML."""

from __future__ import annotations

import re

_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_SPACES = re.compile(r"\s+")


def escape(text: str) -> str:
    """The text with nothing left in it that Markdown or HTML could take for its own."""
    return _referenced(_SPACES.sub(" ", text))


def escape_lines(text: str) -> str:
    """The same with its line breaks and spaces kept, for text that is copied as it stands."""
    lines = (_referenced(line.replace("\t", " ")) for line in text.splitlines())
    return "&#10;".join(line.replace("  ", "&#32;&#32;") for line in lines)


def _referenced(text: str) -> str:
    return _PUNCTUATION.sub(lambda mark: f"&#{ord(mark[0])};", text)
