"""The vector store. The only file that imports chromadb; its errors become ours here."""

from __future__ import annotations

import contextlib
import math
import os
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors
from index.errors import IndexDamaged

COLLECTION = "passages"
# Chroma takes at most 5,461 rows in one call and is fastest with large ones.
MAX_BATCH = 5000
# Candidates that the HNSW graph keeps while it searches; no fewer than are asked for.
SEARCH_WIDTH = 200

Scalar = str | int | float | bool


class VectorStore:
    """Opens what :func:`write_store` wrote. Ids are row numbers; the distance is the cosine's."""

    def __init__(self, folder: Path) -> None:
        from chromadb.errors import ChromaError

        if not folder.is_dir():  # Chroma would make an empty store of it
            raise IndexDamaged(folder, "the vector store is not there")
        try:
            self._client = _client(folder)
            self._collection = self._client.get_collection(COLLECTION, embedding_function=None)
            self.metadata: dict[str, Any] = dict(self._collection.metadata or {})
        except (ChromaError, ValueError, OSError, RuntimeError) as error:
            raise IndexDamaged(folder, str(error)) from error
        self._folder = folder

    def __len__(self) -> int:
        return int(self.metadata["passages"])

    def count(self) -> int:
        """Rows that the store really holds."""
        return int(self._collection.count())

    def search(self, vector: Vectors, limit: int) -> NDArray[np.int64]:
        """Rows of the ``limit`` nearest vectors (approximately), nearest first."""
        from chromadb.errors import ChromaError

        try:
            found = self._collection.query(
                query_embeddings=vector[None, :], n_results=min(limit, len(self)), include=[]
            )
        except (ChromaError, ValueError, RuntimeError) as error:
            raise IndexDamaged(self._folder, str(error)) from error
        return np.array(found["ids"][0], np.int64)

    def close(self) -> None:
        """Gives files and threads back."""
        self._client.close()


def write_store(folder: Path, vectors: Vectors, metadata: dict[str, Scalar]) -> None:
    """Writes the vectors (n > 0 rows) into a new collection; ``metadata`` is kept with it.

    The threshold for writing the graph to disk divides n evenly: rows beyond the last threshold
    are replayed at every opening (5,000 of them cost 1.1 s, measured with chromadb 1.5.9).
    Raises OSError where the disk doesn't take them.
    """
    load()
    from chromadb.errors import ChromaError

    try:
        with contextlib.closing(_client(folder)) as client:
            _write(client, vectors, metadata)
    except ChromaError as error:
        raise OSError(str(error)) from error


def _write(client: Any, vectors: Vectors, metadata: dict[str, Scalar]) -> None:
    batch = math.ceil(len(vectors) / math.ceil(len(vectors) / MAX_BATCH))
    collection = client.create_collection(
        COLLECTION,
        embedding_function=None,
        metadata={**metadata, "passages": len(vectors), "dimension": vectors.shape[1]},
        configuration={
            "hnsw": {
                "space": "cosine",
                "sync_threshold": max(batch, 2),
                "batch_size": max(batch, 2),
                "ef_search": SEARCH_WIDTH,
            }
        },
    )
    for first in range(0, len(vectors), batch):
        part = np.asarray(vectors[first : first + batch])
        collection.add(ids=[str(first + n) for n in range(len(part))], embeddings=part)


def load() -> None:
    """Imports chromadb (half a second), for a caller that has other things to do meanwhile."""
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    import chromadb  # noqa: F401  imported for the time it takes


def _client(folder: Path) -> Any:
    load()
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
