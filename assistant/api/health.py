"""Whether the server can answer: ready, still warming, or what fails."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from assistant.api.doors import Asker
from assistant.api.errors import NotReady
from assistant.api.shapes import Health
from index import folder as folders
from index.errors import IndexFault

_GONE = "The index is gone from the disk. Restart the server: it builds a new one."
_NEWER = "The index on the disk is of other articles. Restart the server to answer from them."


def state(asker: Callable[[], Asker], index: Path | None) -> Health:
    """Looks at the assistant, and at the folder of its index where one is given."""
    try:
        corpus = asker().corpus
    except NotReady:
        return Health(status="warming")
    about = Health(
        status="ready",
        corpus=corpus.fingerprint,
        articles=len(corpus),
        in_part=sum(bool(article.dropped) for article in corpus),
        not_read=len(corpus.problems),
    )
    if index is None:
        return about
    try:
        build = folders.serving(index)
        manifest = folders.read_manifest(build)
    except IndexFault:
        return about.model_copy(update={"status": "failing", "problem": _GONE})
    if any(not (build / name).is_file() for name in manifest["files"]):
        return about.model_copy(update={"status": "failing", "problem": _GONE})
    if manifest["corpus"] != corpus.fingerprint:
        return about.model_copy(update={"problem": _NEWER})
    return about.model_copy(update={"passages": manifest["passages"]})
