"""Articles, passages and vectors as files of a build, read lazily: quotes refer to these."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from corpus.article import Article, Corpus, Problem
from corpus.cell import Cell, Part
from corpus.dropped import Dropped
from corpus.passage import Passage, Sentence
from index.encoder import Vectors

KEY_BYTES = 16

_Parts = Sequence[tuple[str, int, int]]
_Pairs = Sequence[tuple[int, int]]


def write_articles(folder: Path, corpus: Corpus) -> None:
    """articles.jsonl, one article a line, and problems.json, the files that were not read."""
    with (folder / "articles.jsonl").open("w", encoding="utf-8") as file:
        for article in corpus:
            file.write(json.dumps(dataclasses.asdict(article), ensure_ascii=False) + "\n")
    problems = [dataclasses.asdict(problem) for problem in corpus.problems]
    (folder / "problems.json").write_text(json.dumps(problems), encoding="utf-8")


def read_articles_of(folder: Path) -> Corpus:
    """The corpus that :func:`write_articles` wrote."""
    problems = json.loads((folder / "problems.json").read_text(encoding="utf-8"))
    with (folder / "articles.jsonl").open(encoding="utf-8") as file:
        articles = tuple(_article(json.loads(line)) for line in file)
    return Corpus(articles, tuple(Problem(**problem) for problem in problems))


def _article(fields: dict[str, Any]) -> Article:
    parts = tuple(Dropped(*part) for part in fields.pop("dropped"))
    return Article(**fields, dropped=parts)


def write_passages(folder: Path, passages: Iterable[Passage]) -> None:
    """passages.jsonl, the byte offset of each line, and the rows of each article."""
    offsets = [0]
    rows: dict[str, list[int]] = {}
    with (folder / "passages.jsonl").open("wb") as file:
        for row, passage in enumerate(passages):
            line = json.dumps(_to_json(passage), ensure_ascii=False).encode() + b"\n"
            file.write(line)
            offsets.append(offsets[-1] + len(line))
            rows.setdefault(passage.article_id, [row, row])[1] = row + 1
    np.save(folder / "passages.offsets.npy", np.array(offsets, np.int64))
    (folder / "rows.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")


class StoredPassages(Sequence[Passage]):
    """The passages of a build by row number; each is read from disk when it is asked for."""

    def __init__(self, folder: Path) -> None:
        self._offsets: NDArray[np.int64] = np.load(folder / "passages.offsets.npy")
        self._file = (folder / "passages.jsonl").open("rb")
        rows = json.loads((folder / "rows.json").read_text(encoding="utf-8"))
        self.rows: dict[str, range] = {name: range(*pair) for name, pair in rows.items()}

    def __len__(self) -> int:
        return len(self._offsets) - 1

    @overload
    def __getitem__(self, row: int) -> Passage: ...
    @overload
    def __getitem__(self, row: slice) -> list[Passage]: ...
    def __getitem__(self, row: int | slice) -> Passage | list[Passage]:
        if isinstance(row, slice):
            return [self[one] for one in range(*row.indices(len(self)))]
        if row < 0:
            row += len(self)
        if not 0 <= row < len(self):
            raise IndexError(row)
        start, end = int(self._offsets[row]), int(self._offsets[row + 1])
        # pread, because threads share the file and it has one position
        return _from_json(json.loads(os.pread(self._file.fileno(), end - start, start)))

    def close(self) -> None:
        """Closes the file."""
        self._file.close()


def _to_json(passage: Passage) -> dict[str, Any]:
    return {
        "a": passage.article_id,
        "i": passage.index,
        "t": passage.title,
        "h": passage.heading,
        "s": [_sentence(s) for s in passage.sentences],
        "l": passage.lead and _sentence(passage.lead),
        "e": passage.tail and _sentence(passage.tail),
    }


def _sentence(sentence: Sentence) -> list[Any]:
    plain = [getattr(sentence, field) for field in Sentence.__slots__[:-1]]
    return [*plain, sentence.cell and dataclasses.astuple(sentence.cell)]


def _sentence_of(values: Sequence[Any]) -> Sentence:
    *plain, cell = values
    return dataclasses.replace(Sentence(*plain), cell=cell and _cell(*cell))


def _cell(start: int, end: int, row: _Parts, column: _Parts, value: _Parts, places: _Pairs) -> Cell:
    return Cell(
        start,
        end,
        tuple(Part(*part) for part in row),
        tuple(Part(*part) for part in column),
        tuple(Part(*part) for part in value),
        tuple((low, high) for low, high in places),
    )


def _from_json(fields: dict[str, Any]) -> Passage:
    return Passage(
        article_id=fields["a"],
        index=fields["i"],
        sentences=tuple(map(_sentence_of, fields["s"])),
        title=fields["t"],
        heading=fields["h"],
        lead=fields["l"] and _sentence_of(fields["l"]),
        tail=fields["e"] and _sentence_of(fields["e"]),
    )


def text_key(text: str) -> bytes:
    """What a vector is carried over by: a hash of exactly the text that was embedded."""
    return hashlib.blake2b(text.encode(), digest_size=KEY_BYTES).digest()


class VectorWriter:
    """Appends (key, vector) pairs to keys.bin and vectors.f32, in the order of the rows.

    A reader takes as many pairs as both files hold whole, so that the vectors of a build that
    was killed are not lost.
    """

    def __init__(self, folder: Path) -> None:
        self._keys = (folder / "keys.bin").open("wb")
        self._vectors = (folder / "vectors.f32").open("wb")

    def add(self, keys: Sequence[bytes], vectors: Vectors) -> None:
        """Writes the vectors first: a key without its vector must not exist."""
        self._vectors.write(np.ascontiguousarray(vectors, np.float32).tobytes())
        self._vectors.flush()
        self._keys.write(b"".join(keys))
        self._keys.flush()

    def close(self) -> None:
        """Closes both files, the second one even where the first can't be written."""
        with self._vectors, self._keys:
            pass


def read_vectors(folder: Path, dimension: int) -> Vectors:
    """The vectors of a build, mapped into memory: shape (whole rows on disk, dimension)."""
    path = folder / "vectors.f32"
    rows = path.stat().st_size // (4 * dimension) if path.is_file() else 0
    if rows == 0:
        return np.zeros((0, dimension), np.float32)
    return np.memmap(path, np.float32, "r", shape=(rows, dimension))


def read_keys(folder: Path) -> list[bytes]:
    """The keys of a build's vectors, in order of rows."""
    path = folder / "keys.bin"
    data = path.read_bytes() if path.is_file() else b""
    whole = len(data) // KEY_BYTES * KEY_BYTES
    return [data[at : at + KEY_BYTES] for at in range(0, whole, KEY_BYTES)]
