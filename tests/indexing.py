"""What the tests of the index share: a small corpus, a plain encoder, the real export."""

from __future__ import annotations

import functools
import hashlib
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from corpus.article import Article, Corpus
from index.encoder import Role, Vectors, locate
from index.export import exported

TOPICS = {
    "budget": "The ministry spends 45 billion won on talent. It buys 10,000 GPUs for the centre. "
    "The U.S. fund is larger than Korea's fund.",
    "health": "Nurses receive a raise of four percent. The hospital in Busan opens in May. "
    "Vaccines are free for children.",
    "korean": "정부는 인공지능 예산을 늘린다. 부산에 새 병원이 문을 연다. 인재 양성이 중요하다.",
    "transport": "The railway to Gwangju costs two trillion won. Buses run every ten minutes. "
    "Tickets for students are cheaper.",
}


def corpus(**changed: str) -> Corpus:
    """Four short articles; a keyword replaces an article's text, or adds an article."""
    texts = TOPICS | changed
    return Corpus(tuple(Article(id=i, title=i.title(), text=texts[i]) for i in sorted(texts)))


class WordEncoder:
    """A plain encoder: each word adds its own random direction. Counts what it encodes."""

    name = "words"
    fingerprint = "feedfacefeedface"
    dimension = 64

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str], *, role: Role = "passage") -> Vectors:
        if role == "passage":
            self.encoded.extend(texts)
        vectors = np.array([self._vector(text) for text in texts], np.float32)
        return vectors.reshape(len(texts), self.dimension)

    def _vector(self, text: str) -> Vectors:
        total = np.ones(self.dimension, np.float32)
        for word in text.lower().split():
            seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big")
            total += np.random.default_rng(seed).normal(size=self.dimension).astype(np.float32)
        return np.asarray(total / np.linalg.norm(total), np.float32)


@functools.cache
def export() -> Path:
    """The embedded encoder's export, made once in a test run."""
    name, folder = locate(None)
    return exported(folder, name, Path(tempfile.mkdtemp(prefix="exports-")))


def with_export(folder: Path) -> Path:
    """Puts the export where a build in ``folder`` looks for it, which saves it six seconds."""
    shutil.copytree(export(), folder / "models" / export().name)
    return folder
