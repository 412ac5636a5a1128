"""The project's own lessons: policy articles written for training, with questions of all kinds."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.reader.documents import Asked, Document, document, share


def split_of(doc: Document) -> str:
    """ "test", "calibration" (a sixth each) or "train", by a hash of the article's name."""
    place = share(f"lesson:{doc.id}")
    return "test" if place < 1 / 6 else "calibration" if place < 1 / 3 else "train"


def read_lessons(path: Path) -> list[Document]:
    """Lessons of a .jsonl.gz file, or of a folder of .json files."""
    return [_lesson(name, raw) for name, raw in _raw(path)]


def _raw(path: Path) -> Iterator[tuple[str, Any]]:
    if path.is_dir():
        for file in sorted(path.rglob("*.json")):
            yield file.stem, json.loads(file.read_text(encoding="utf-8"))
        return
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            raw = json.loads(line)
            yield raw["id"], raw


def _lesson(name: str, raw: Any) -> Document:
    paragraphs = [p.strip() for p in raw["text"].split("\n") if p.strip()]
    doc = document("lessons", name, raw["title"], paragraphs)
    for item in raw["questions"]:
        near = _place(doc, item["near"]) if item.get("near") else None
        spans = tuple(_spans(doc, item["answers"], item["evidence"]))
        if item["answerable"] and not spans:
            continue
        text = item.get("standalone") or item["question"]
        doc.questions.append(Asked(text, spans, near, item["type"]))
    return doc


def _place(doc: Document, sentence: str) -> int | None:
    at = doc.text.find(sentence)
    held = doc.holding(at, at + len(sentence)) if at >= 0 else None
    return held[0] if held else None


def _spans(doc: Document, answers: list[str], evidence: list[str]) -> Iterator[tuple[int, int]]:
    """Every place of an answer within the evidence sentences."""
    for sentence in evidence:
        base = doc.text.find(sentence)
        for answer in answers:
            at = sentence.find(answer)
            if base >= 0 and at >= 0:
                yield base + at, base + at + len(answer)
