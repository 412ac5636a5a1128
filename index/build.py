"""Builds an index beside the one that serves, and swaps it in."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.article import Corpus
from corpus.errors import CorpusError
from corpus.passage import Passage, split
from index import folder as folders
from index import opened, probe
from index.embed import embed
from index.encoder import Encoder, SentenceTransformersEncoder, locate
from index.errors import IndexUnwritable
from index.export import ExportFailed, exported
from index.lexical import write_lexical
from index.onnx_encoder import OnnxEncoder
from index.progress import Progress
from index.records import read_vectors, write_articles, write_passages
from index.store import write_store

WAIT_S = 600.0


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. ``note`` says why the encoder that serves is not the exported one."""

    built: bool  # False: the index was fresh and nothing was done
    articles: int
    passages: int
    encoded: int  # passages whose vectors were computed
    carried: int  # passages whose vectors came from an earlier build
    seconds: float
    runtime: str
    note: str = ""


def build(
    corpus: Corpus,
    folder: Path,
    model: str | Encoder | None = None,
    *,
    progress: Callable[[Progress], None] | None = None,
    wait_s: float = WAIT_S,
    say: Callable[[str], None] | None = None,
) -> BuildReport:
    """Brings the index in ``folder`` up to date with ``corpus``; does nothing when it is.

    ``model`` is a folder or a hub name (None: the embedded default), or an Encoder. Texts that
    were embedded before, even by a build that was killed, are not embedded again. While another
    process builds, waits up to ``wait_s`` seconds; ``say`` (default: stderr) is told who it is.
    Raises CorpusError, EncoderMissing, IndexBusy, IndexDamaged, IndexUnwritable; after each, the
    old index serves.
    """
    began = time.perf_counter()
    with folders.lock(folder, wait_s, say or _to_stderr):
        if opened.status(folder, corpus, model).state == "fresh":
            encoded, built = 0, False
        else:
            try:
                encoded, built = _build(corpus, folder, model, progress or _ignore), True
            except OSError as error:
                unwritable = IndexUnwritable(folder, str(error))
                folders.remove_builds(folder, {folders.current(folder)})  # they may fill the disk
                raise unwritable from error
        manifest = folders.read_manifest(folders.serving(folder))
    return BuildReport(
        built=built,
        articles=manifest["articles"],
        passages=manifest["passages"],
        encoded=encoded,
        carried=manifest["passages"] - encoded,
        seconds=time.perf_counter() - began,
        runtime=manifest["encoder"]["runtime"],
        note=manifest["encoder"]["note"],
    )


def _to_stderr(line: str) -> None:
    print(line, file=sys.stderr)


def _ignore(_: Progress) -> None:
    pass


def _build(
    corpus: Corpus,
    folder: Path,
    model: str | Encoder | None,
    progress: Callable[[Progress], None],
) -> int:
    """A new build, published; returns how many passages were encoded."""
    passages = [passage for article in corpus for passage in split(article)]
    if not passages:
        raise CorpusError(
            "The articles hold no sentence, so there is nothing to index.",
            "Put articles into the folder: .md, .txt or .html files.",
        )
    encoder, runtime, note = _encoder(model, folder)
    place = folders.new_build(folder)
    write_articles(place, corpus)
    write_passages(place, passages)
    encoded = embed(place, passages, encoder, folder, progress)
    progress(Progress.start(passages).end())
    folders.remove_builds(folder, {place, folders.current(folder)})  # their vectors are carried
    manifest = {
        "format": opened.FORMAT,
        "chunking": opened.chunking(),
        "corpus": corpus.fingerprint,
        "articles": len(corpus),
        "passages": len(passages),
        "encoder": {
            "name": encoder.name,
            "fingerprint": encoder.fingerprint,
            "dimension": encoder.dimension,
            "runtime": runtime,
            "note": note,
        },
    }
    _finish(place, passages, manifest)
    probe.check(place)
    folders.publish(folder, place)
    folders.remove_builds(folder, {place})
    folders.remove_exports(folder, encoder.fingerprint)
    return encoded


def _encoder(model: str | Encoder | None, folder: Path) -> tuple[Encoder, str, str]:
    """The encoder that embeds, how it will be run, and why not as an export."""
    if not (model is None or isinstance(model, str)):
        return model, opened.GIVEN, ""
    name, place = locate(model, download=True)
    try:
        export = exported(place, name, folder / "models")
    except ExportFailed as error:
        note = f"{name} can't be exported ({error}), so sentence-transformers serves it: slower"
        return SentenceTransformersEncoder(place, name), opened.PLAIN, note
    return OnnxEncoder(export, threads=_cores()), opened.ONNX, ""


def _cores() -> int:
    """Processor cores that this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _finish(place: Path, passages: Sequence[Passage], manifest: dict[str, Any]) -> None:
    """The two search indexes, and the manifest last: a build that has one is whole."""
    write_lexical(place / "lexical", passages)
    encoder = manifest["encoder"]
    facts = {key: value for key, value in manifest.items() if key != "encoder"}
    facts |= {f"encoder_{key}": value for key, value in encoder.items()}
    write_store(place / "chroma", read_vectors(place, encoder["dimension"]), facts)
    manifest["files"] = folders.parts(place)
    (place / folders.MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
