"""What makes two runs the same run, and in which words they differ."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from platform import platform, python_version
from typing import Any

LIBRARIES = (
    "chromadb", "ir-measures", "langchain-core", "numpy", "onnxruntime", "rouge-score",
    "sentence-transformers", "tantivy",
)  # fmt: skip
WHAT_CHANGED = {
    "questions": "the questions changed",
    "corpus": "the corpus changed",
    "engine": "another answerer",
    "settings": "a setting changed",
    "mode": "another kind of run",
    "program": "the program changed",
}


def differences(earlier: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Why results of ``earlier`` are not results of ``now``, in words; empty when they are."""
    reasons = []
    for name, words in WHAT_CHANGED.items():
        before, after = earlier.get(name), now.get(name)
        if before == after:
            continue
        if isinstance(before, dict) and isinstance(after, dict):
            names = [n for n in {**before, **after} if before.get(n) != after.get(n)]
            shown = ", ".join(f"{n} {before.get(n)!r} → {after.get(n)!r}" for n in names)
            reasons.append(f"{words} ({shown})")
        else:
            reasons.append(f"{words} ({before} → {after})")
    return reasons


def versions() -> dict[str, str]:
    """Versions of Python, the platform, and the libraries that may change a figure."""
    found = {"python": python_version(), "platform": platform()}
    for name in LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def program_fingerprint() -> str:
    """16 hex digits over the project's own source: edited code does not resume old results."""
    root = Path(__file__).resolve().parents[2]
    digest = hashlib.sha256()
    for package in ("corpus", "index", "assistant"):
        for path in sorted((root / package).rglob("*.py")):
            digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]
