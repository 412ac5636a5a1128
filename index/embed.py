"""Vectors for the passages of a build: computed, or carried over from an earlier build."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from corpus.passage import Passage
from index import folder as folders
from index.context import embedding_text
from index.encoder import Encoder, Vectors
from index.progress import Progress
from index.records import VectorWriter, read_keys, read_vectors, text_key

# Passages encoded between two writes: what a killed build loses at most.
CHUNK = 512
_BEGUN = "begun.json"  # says whose vectors lie in a build, finished or not


def embed(
    place: Path,
    passages: Sequence[Passage],
    encoder: Encoder,
    folder: Path,
    progress: Callable[[Progress], None],
) -> int:
    """Writes the vectors of all passages into the build ``place``; how many had to be computed."""
    earlier = _Earlier(folder, encoder)
    (place / _BEGUN).write_text(json.dumps(_owner(encoder)))
    encoded = 0
    progress(Progress.start(passages))
    with contextlib.closing(VectorWriter(place)) as writer:
        for chunk, state in _chunks(passages):
            texts = [embedding_text(passage) for passage in chunk]
            keys = [text_key(text) for text in texts]
            new = [at for at, key in enumerate(keys) if key not in earlier]
            vectors = np.empty((len(chunk), encoder.dimension), np.float32)
            vectors[new] = encoder.encode([texts[at] for at in new])
            for at in set(range(len(chunk))).difference(new):
                vectors[at] = earlier[keys[at]]
            writer.add(keys, vectors)
            encoded += len(new)
            progress(state)
    return encoded


def _owner(encoder: Encoder) -> dict[str, str | int]:
    return {"encoder": encoder.fingerprint, "dimension": encoder.dimension}


def _chunks(passages: Sequence[Passage]) -> Iterator[tuple[Sequence[Passage], Progress]]:
    """Passages to embed together, with how far the build is when they are done."""
    start = Progress.start(passages)
    begun: set[str] = set()
    done = 0
    for first in range(0, len(passages), CHUNK):
        chunk = passages[first : first + CHUNK]
        begun.update(passage.article_id for passage in chunk)
        done += sum(len(passage.sentences) for passage in chunk)
        last = first + CHUNK >= len(passages)
        finished = len(begun) if last else len(begun) - 1
        yield chunk, replace(start, articles_done=finished, sentences_done=done)


class _Earlier:
    """Vectors of earlier builds of the same encoder, finished or killed, by text key."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        self._vectors: list[Vectors] = []
        self._places: dict[bytes, tuple[int, int]] = {}
        for build in folders.builds(folder):
            try:
                owner = json.loads((build / _BEGUN).read_text())
            except (OSError, ValueError):
                continue
            if owner != _owner(encoder):
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
