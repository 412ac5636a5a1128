"""An index opened for reading, and whether it is still good."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO, Literal

from corpus.article import Article, Corpus
from index import folder as folders
from index import store
from index.encoder import Encoder, SentenceTransformersEncoder, fingerprint, locate
from index.errors import (
    IndexDamaged,
    IndexFault,
    IndexForbidden,
    IndexMismatch,
    IndexStale,
)
from index.lexical import LexicalIndex
from index.onnx_encoder import OnnxEncoder
from index.records import StoredPassages, read_articles_of, read_vectors
from index.search import Searcher

# Raised by hand when the files of a build come to mean something else.
FORMAT = 2
ONNX = "onnx"
PLAIN = "sentence-transformers"
GIVEN = "given"  # by the caller, who gives it again to open the index


@dataclass(frozen=True, slots=True)
class Status:
    """``missing``, ``stale`` (with the reason) or ``fresh``."""

    state: Literal["missing", "stale", "fresh"]
    reason: str = ""


def status(folder: Path, corpus: Corpus, model: str | Encoder | None = None) -> Status:
    """Whether the index in ``folder`` fits the articles and the encoder; encodes nothing."""
    build = folders.current(folder)
    if build is None:
        return Status("missing", f"there is no index in {folder}")
    try:
        manifest = folders.read_manifest(build)
    except IndexDamaged as error:
        return Status("stale", error.message)
    name, wanted = identity(model)
    encoder = manifest["encoder"]
    if (manifest["format"], manifest.get("chunking")) != (FORMAT, chunking()):
        return Status("stale", "it was made by another version of this program")
    if encoder["fingerprint"] != wanted:
        return Status("stale", f"it was made with the encoder {encoder['name']}, not {name}")
    if manifest["corpus"] != corpus.fingerprint:
        return Status("stale", "articles were added, changed or removed")
    if any(not (build / part).is_file() for part in manifest["files"]):
        return Status("stale", "files of it are missing")
    if encoder["runtime"] == ONNX and not export_of(folder, wanted).is_dir():
        return Status("stale", "the exported encoder is missing")
    return Status("fresh")


def chunking() -> str:
    """Version of the rules by which articles become passages, words and texts to embed.

    A hash of the code that holds them, so that nobody has to remember to raise a number. Vectors
    of texts that stay the same are carried over, so a needless rebuild costs a second.
    """
    digest = hashlib.sha256()
    here = Path(__file__).parent
    rules = [here / name for name in ("context.py", "tokens.py", "lexical.py")]
    for path in sorted((here.parent / "corpus").glob("*.py")) + rules:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def identity(model: str | Encoder | None) -> tuple[str, str]:
    """(name, fingerprint) of an encoder or of a model's files; loads nothing."""
    if model is None or isinstance(model, str):
        name, place = locate(model)
        return name, fingerprint(place)
    return model.name, model.fingerprint


def export_of(folder: Path, print_: str) -> Path:
    """Where the export of a model lies."""
    return folder / "models" / print_


class Index:
    """What a build holds. Articles and passages are those that were indexed, to the letter."""

    def __init__(
        self, build: Path, manifest: dict[str, Any], encoder: Encoder, mark: BinaryIO
    ) -> None:
        self._build = build
        self._mark = mark
        self.manifest = manifest
        self.encoder = encoder
        self.corpus_fingerprint: str = manifest["corpus"]
        self.passages = StoredPassages(build)
        place, self._copy = folders.writable(build)
        self._store = store.VectorStore(place / "chroma")
        self.searcher = Searcher(
            passages=self.passages,
            vectors=read_vectors(build, manifest["encoder"]["dimension"]),
            store=self._store,
            lexical=LexicalIndex(place / "lexical"),
            encoder=encoder,
        )

    @cached_property
    def corpus(self) -> Corpus:
        """The articles as they were indexed."""
        return read_articles_of(self._build)

    @cached_property
    def _articles(self) -> dict[str, Article]:
        return {article.id: article for article in self.corpus}

    def article(self, article_id: str) -> Article | None:
        """The article of that id, or None."""
        return self._articles.get(article_id)

    def rows_of(self, article_id: str) -> range:
        """The rows of an article's passages in ``passages``, in their order."""
        return self.passages.rows.get(article_id, range(0))

    def close(self) -> None:
        """Gives files back and lets the next build delete this one."""
        self._store.close()
        self.passages.close()
        self._mark.close()
        if self._copy is not None:
            self._copy.cleanup()


def open_index(folder: Path, model: str | Encoder | None = None) -> Index:
    """The index that serves in ``folder``; ``model`` must be the one it was made with.

    Raises IndexMissing, IndexForbidden, IndexStale (another version's files), IndexMismatch,
    IndexDamaged, IndexUnwritable (it needs a little room, there or in the temporary folder).
    """
    try:
        build, mark = folders.hold(folder)
    except PermissionError as error:
        raise IndexForbidden(folder, str(error)) from error
    try:
        return _open(folder, build, model, mark)
    except IndexFault:
        mark.close()
        raise
    except (OSError, ValueError) as error:
        mark.close()
        fault = IndexForbidden if isinstance(error, PermissionError) else IndexDamaged
        raise fault(build, str(error)) from error


def _open(folder: Path, build: Path, model: str | Encoder | None, mark: BinaryIO) -> Index:
    manifest = folders.read_manifest(build)
    if manifest["format"] != FORMAT:
        raise IndexStale(folder, "it was made by another version of this program")
    name, wanted = identity(model)
    made = manifest["encoder"]
    if made["fingerprint"] != wanted:
        raise IndexMismatch(folder, made["name"], name)
    with ThreadPoolExecutor(1) as pool:  # importing chromadb and loading the encoder overlap
        importing = pool.submit(store.load)
        encoder = _encoder(folder, model, made)
        importing.result()
    return Index(build, manifest, encoder, mark)


def _encoder(folder: Path, model: str | Encoder | None, made: dict[str, Any]) -> Encoder:
    if not (model is None or isinstance(model, str)):
        return model
    if made["runtime"] == ONNX:
        return OnnxEncoder(export_of(folder, made["fingerprint"]))
    name, place = locate(model)
    return SentenceTransformersEncoder(place, name)
