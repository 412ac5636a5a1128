"""What the tests of the index share: a small corpus and a plain encoder."""

from __future__ import annotations

import functools
import hashlib
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from corpus.article import Article, Corpus
from index.build import build
from index.encoder import Role, Vectors
from index.tokens import words

TOPICS = {
    "budget": "## Talent\n\nThe ministry spends 45 billion won on talent.\n\n"
    "## Chips\n\nIt buys 10,000 GPUs for the centre.\n\n"
    "## Funds\n\nThe U.S. fund is larger than Korea's fund.\n",
    "health": "## Pay\n\nNurses receive a raise of four percent.\n\n"
    "## Places\n\nThe hospital in Busan opens in May.\n\n"
    "## Children\n\nVaccines are free for children.\n",
    "korean": "정부는 인공지능 예산을 늘린다. 부산에 새 병원이 문을 연다. 인재 양성이 중요하다.\n",
    "transport": "## Rail\n\nThe railway to Gwangju costs two trillion won.\n\n"
    "## Buses\n\nBuses run every ten minutes.\n\n"
    "## Fares\n\nTickets for students are cheaper.\n",
}


def corpus(**changed: str) -> Corpus:
    """Four short articles; a keyword replaces an article's text, or adds an article."""
    texts = TOPICS | changed
    return Corpus(tuple(Article(id=i, title=i.title(), text=texts[i]) for i in sorted(texts)))


class WordEncoder:
    """A plain encoder: each distinct word adds its own random direction. Counts what it encodes."""

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
        total = np.full(self.dimension, 1e-3, np.float32)
        for word in dict.fromkeys(words(text)):
            seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big")
            total += np.random.default_rng(seed).normal(size=self.dimension).astype(np.float32)
        return np.asarray(total / np.linalg.norm(total), np.float32)


@functools.cache
def _built() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="index-"))
    build(corpus(), folder, WordEncoder())
    return folder


def built(folder: Path) -> Path:
    """A copy, in ``folder``, of the index of the corpus above with the plain encoder."""
    return Path(shutil.copytree(_built(), folder, dirs_exist_ok=True))


def with_export(folder: Path, export: Path) -> Path:
    """Puts the export where a build in ``folder`` looks for it, which saves it six seconds."""
    shutil.copytree(export, folder / "models" / export.name, copy_function=os.symlink)
    return folder
