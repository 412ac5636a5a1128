"""Opens a finished build in a process of its own and asks it something.

``python -m index.probe BUILD`` exits with 0 when vectors, words and passages answer. A store
that crashes whoever opens it then crashes this process, and the old index goes on serving.
"""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

from index.errors import IndexDamaged
from index.folder import has_room, read_manifest
from index.lexical import LexicalIndex
from index.records import StoredPassages, read_articles_of, read_vectors
from index.store import VectorStore


def check(build: Path) -> None:
    """Raises IndexDamaged when a child process can't open and query the build, and OSError when a
    full disk is why it can't."""
    if not has_room(build):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    root = str(Path(__file__).resolve().parent.parent)
    paths = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
    done = subprocess.run(
        [sys.executable, "-m", "index.probe", str(build)],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        raise IndexDamaged(build, lines[-1])


def probe(build: Path) -> None:
    """Raises when a part of the build doesn't answer, or parts differ in size."""
    manifest = read_manifest(build)
    vectors = read_vectors(build, manifest["encoder"]["dimension"])
    passages = StoredPassages(build)
    store = VectorStore(build / "chroma")
    lexical = LexicalIndex(build / "lexical")
    sizes = {manifest["passages"], len(vectors), len(passages), store.count(), len(lexical)}
    if len(sizes) != 1:
        raise SystemExit(f"parts of different sizes: {sorted(sizes)}")
    if len(read_articles_of(build)) != manifest["articles"]:
        raise SystemExit("articles are missing")
    last = len(passages) - 1
    if not len(store.search(vectors[last], 1)):
        raise SystemExit("the vector store finds nothing")
    lexical.search(passages[last].text, 1)


if __name__ == "__main__":
    probe(Path(sys.argv[1]))
