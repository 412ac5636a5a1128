"""The root of every error that a person may see."""

from __future__ import annotations


class AssistantError(Exception):
    """Something a person can mend: what was wrong, and what to do about it.

    Every error of the project derives from it; the doors (command line, chat, API) show
    ``message`` and ``remedy`` and never a traceback.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(f"{message} {remedy}".strip())
        self.message = message
        self.remedy = remedy


class CorpusError(AssistantError):
    """The folder of articles can't be read, or holds nothing to read."""
