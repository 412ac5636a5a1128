"""What was taken out of a file on its way to a stored text, and why."""

from __future__ import annotations

from typing import NamedTuple


class Dropped(NamedTuple):
    """A part that was taken out: its text as the file has it, and the reason in plain words."""

    text: str
    reason: str
