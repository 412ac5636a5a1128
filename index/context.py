"""What is embedded for a passage: its words, and the context that they lean on."""

from __future__ import annotations

from corpus.passage import Passage


def embedding_text(passage: Passage) -> str:
    """The text that the encoder reads for a passage."""
    parts = [passage.title, passage.heading, passage.text]
    return "\n".join(part for part in parts if part)
