"""What can go wrong with an index, each with what to do about it."""

from __future__ import annotations

import shutil
from pathlib import Path

from corpus.errors import AssistantError


class IndexFault(AssistantError):
    """Root of the errors of this room."""


class IndexMissing(IndexFault):
    """There is no finished index in the folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"There is no index in {folder}.", rebuild(folder))


class IndexStale(IndexFault):
    """The index was made from other articles, or cut by other rules, than those at hand."""

    def __init__(self, folder: Path, why: str) -> None:
        super().__init__(f"The index in {folder} is out of date: {why}.", rebuild(folder))


class IndexMismatch(IndexFault):
    """The index was made with another encoder than the one asked for."""

    def __init__(self, folder: Path, made_with: str, asked_for: str) -> None:
        super().__init__(
            f"The index in {folder} was made with the encoder {made_with}, not {asked_for}.",
            f"Set the encoder back, or embed the articles again: {rebuild(folder)}",
        )


class IndexDamaged(IndexFault):
    """Files of a build or of an exported encoder are missing or unreadable."""

    def __init__(self, place: Path, why: str) -> None:
        folder = next((p.parent for p in place.parents if p.name in ("builds", "models")), place)
        part = next((p for p in (place, *place.parents) if p.parent.parent == folder), place)
        super().__init__(
            f"The index in {folder} can't be read ({why}).", f"Delete {part}. {rebuild(folder)}"
        )


class IndexForbidden(IndexFault):
    """The index belongs to another user."""

    def __init__(self, folder: Path, why: str) -> None:
        super().__init__(
            f"The index in {folder} may not be read: {why}.",
            "Run this as the user who built it, give yourself the right to read it, or name "
            "another folder: `python -m assistant index --index FOLDER`.",
        )


class IndexUnwritable(IndexFault):
    """The folder of the index can't be written to, or a full disk leaves no room to open it."""

    def __init__(self, folder: Path, why: str) -> None:
        super().__init__(
            f"The index in {folder} can't be written: {why}{_room(folder)}.",
            "Make room or give yourself the right to write there, or name another folder: "
            "`python -m assistant index --index FOLDER`.",
        )


def _room(folder: Path) -> str:
    """How much room is left, where it is little: libraries say less than that, if anything."""
    there = next(place for place in (folder, *folder.absolute().parents) if place.is_dir())
    free = shutil.disk_usage(there).free // 1_000_000
    return f" ({free} MB are free)" if free < 1000 else ""


class IndexBusy(IndexFault):
    """Another process is building the index."""

    def __init__(self, folder: Path, who: str) -> None:
        super().__init__(
            f"The index in {folder} is being built by {who}.",
            "Wait for it to end, or stop that process, and try again.",
        )


class EncoderMissing(IndexFault):
    """The encoder's files can't be found or loaded."""


def rebuild(folder: Path) -> str:
    """The sentence that names the command that builds the index in ``folder``."""
    return f"Run `python -m assistant index --index {folder}`."
