"""What can be wrong with a reader's folder."""

from __future__ import annotations

from corpus.errors import AssistantError


class ReaderError(AssistantError):
    """A reader's folder can't be used: a file is missing or not what it should be."""
