"""Builds an index beside the one that serves, and swaps it in."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from corpus.article import Corpus
from corpus.errors import CorpusError
from corpus.passage import Passage, split
from index import folder as folders
from index import opened, probe
from index.context import embedding_text
from index.encoder import Encoder, SentenceTransformersEncoder, Vectors, locate
from index.export import ExportFailed, exported
from index.lexical import write_lexical
from index.onnx_encoder import OnnxEncoder
from index.progress import Progress
from index.records import (
    VectorWriter,
    read_keys,
    read_vectors,
    text_key,
    write_articles,
    write_passages,
)
from index.store import write_store

# Passages encoded between two writes: what a killed build loses at most.
CHUNK = 512
WAIT_S = 600.0
_BEGUN = "begun.json"  # whose vectors are in an unfinished build


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
    Raises CorpusError, EncoderMissing, IndexBusy, IndexDamaged.
    """
    began = time.perf_counter()
    with folders.lock(folder, wait_s, say or _to_stderr):
        if opened.status(folder, corpus, model).state == "fresh":
            return _nothing_to_do(folder, began)
        passages = [passage for article in corpus for passage in split(article)]
        if not passages:
            raise CorpusError(
                "The articles hold no sentence, so there is nothing to index.",
                "Put articles into the folder: .md, .txt or .html files.",
            )
        encoder, note = _serving_encoder(model, folder)
        place = folders.new_build(folder)
        encoded = _fill(place, corpus, passages, encoder, folder, progress or _ignore)
        _finish(place, corpus, passages, encoder, note)
        probe.check(place)
        folders.publish(folder, place)
        folders.remove_others(folder)
        return BuildReport(
            built=True,
            articles=len(corpus),
            passages=len(passages),
            encoded=encoded,
            carried=len(passages) - encoded,
            seconds=time.perf_counter() - began,
            runtime=_runtime(encoder),
            note=note,
        )


def _to_stderr(line: str) -> None:
    print(line, file=sys.stderr)


def _ignore(_: Progress) -> None:
    pass


def _nothing_to_do(folder: Path, began: float) -> BuildReport:
    serving = folders.current(folder)
    assert serving is not None, "a fresh index has a build"
    manifest = folders.read_manifest(serving)
    return BuildReport(
        built=False,
        articles=manifest["articles"],
        passages=manifest["passages"],
        encoded=0,
        carried=manifest["passages"],
        seconds=time.perf_counter() - began,
        runtime=manifest["encoder"]["runtime"],
        note=manifest["encoder"]["note"],
    )


def _serving_encoder(model: str | Encoder | None, folder: Path) -> tuple[Encoder, str]:
    """The encoder that embeds and will serve, and why it is not the exported one."""
    if not (model is None or isinstance(model, str)):
        return model, ""
    name, place = locate(model, download=True)
    try:
        return OnnxEncoder(exported(place, name, folder / "models")), ""
    except ExportFailed as error:
        note = f"{name} can't be exported ({error}), so sentence-transformers serves it: slower"
        return SentenceTransformersEncoder(place, name), note


def _runtime(encoder: Encoder) -> str:
    return opened.ONNX if isinstance(encoder, OnnxEncoder) else opened.PLAIN


def _fill(
    place: Path,
    corpus: Corpus,
    passages: Sequence[Passage],
    encoder: Encoder,
    folder: Path,
    progress: Callable[[Progress], None],
) -> int:
    """Writes records and vectors; returns how many passages were encoded."""
    earlier = _Earlier(folder, encoder)
    begun = {"encoder": encoder.fingerprint, "dimension": encoder.dimension}
    (place / _BEGUN).write_text(json.dumps(begun))
    write_articles(place, corpus)
    write_passages(place, passages)
    writer = VectorWriter(place)
    encoded = done = 0
    total = sum(len(passage.sentences) for passage in passages)
    for chunk in _chunks(passages):
        texts = [embedding_text(passage) for passage in chunk]
        keys = [text_key(text) for text in texts]
        new = [at for at, key in enumerate(keys) if key not in earlier]
        vectors = np.empty((len(chunk), encoder.dimension), np.float32)
        vectors[new] = encoder.encode([texts[at] for at in new])
        for at in set(range(len(chunk))).difference(new):
            vectors[at] = earlier[keys[at]]
        writer.add(keys, vectors)
        encoded += len(new)
        done += sum(len(passage.sentences) for passage in chunk)
        finished = len({passage.article_id for passage in passages[: writer.rows]})
        progress(Progress(finished, len(corpus), done, total))
    writer.close()
    return encoded


def _chunks(passages: Sequence[Passage]) -> Iterator[Sequence[Passage]]:
    for first in range(0, len(passages), CHUNK):
        yield passages[first : first + CHUNK]


class _Earlier:
    """Vectors of earlier builds of the same encoder, finished or killed, by text key."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        self._vectors: list[Vectors] = []
        self._places: dict[bytes, tuple[int, int]] = {}
        for build in folders.builds(folder):
            try:
                begun = json.loads((build / _BEGUN).read_text())
            except (OSError, ValueError):
                continue
            if begun != {"encoder": encoder.fingerprint, "dimension": encoder.dimension}:
                continue
            vectors = read_vectors(build, encoder.dimension)
            keys = read_keys(build)[: len(vectors)]
            self._places |= {key: (len(self._vectors), row) for row, key in enumerate(keys)}
            self._vectors.append(vectors)

    def __contains__(self, key: bytes) -> bool:
        return key in self._places

    def __getitem__(self, key: bytes) -> Vectors:
        build, row = self._places[key]
        vector: Vectors = self._vectors[build][row]
        return vector


def _finish(
    place: Path, corpus: Corpus, passages: Sequence[Passage], encoder: Encoder, note: str
) -> None:
    """The two search indexes from what :func:`_fill` wrote, and the manifest last."""
    write_lexical(place / "lexical", passages)
    manifest: dict[str, Any] = {
        "format": opened.FORMAT,
        "split": opened.split_version(),
        "corpus": corpus.fingerprint,
        "articles": len(corpus),
        "passages": len(passages),
        "encoder": {
            "name": encoder.name,
            "fingerprint": encoder.fingerprint,
            "dimension": encoder.dimension,
            "runtime": _runtime(encoder),
            "note": note,
        },
    }
    metadata = {key: value for key, value in manifest.items() if key != "encoder"}
    metadata |= {f"encoder_{key}": value for key, value in manifest["encoder"].items()}
    write_store(place / "chroma", read_vectors(place, encoder.dimension), metadata)
    (place / folders.MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
