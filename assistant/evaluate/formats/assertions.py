"""promptfoo's assertions as keys: ``__expected`` columns, and ``assert`` lists.

Format: promptfoo.dev, "Test case configuration". Those that need a model or a program, such as
``llm-rubric`` and ``javascript``, are left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_PREFIX = re.compile(r"\s*(not-)?([a-z][a-z-]*[a-z])(?:\([\d.]+\))?\s*:\s*", re.IGNORECASE)
_CONTAINS = re.compile(r"i?contains(-all|-any)?")
_REFERENCE = ("similar", "factuality", "model-graded-factuality", "rouge-n", "bleu", "levenshtein")
_OTHERS = (
    "answer-relevance", "classifier", "context-faithfulness", "context-recall", "cost", "file",
    "fn", "g-eval", "grade", "html", "is-json", "is-sql", "javascript", "latency", "llm-rubric",
    "model-graded-closedqa", "moderation", "perplexity", "python", "select-best", "sql", "webhook",
)  # fmt: skip


def asserted(row: Mapping[str, Any]) -> dict[str, Any]:
    """The key that a row's assertions come to; empty where it has none that can be scored."""
    key: dict[str, Any] = {}
    for negated, kind, value in _assertions(row):
        _add(key, negated, kind, value)
    return key


def is_asserted(name: str) -> bool:
    """Whether a column holds assertions."""
    return bool(re.fullmatch(r"__expected\d*|assert", name.strip().lower()))


def _assertions(row: Mapping[str, Any]) -> Iterator[tuple[bool, str, Any]]:
    for name, value in row.items():
        if is_asserted(name) and isinstance(value, str):
            said = _PREFIX.match(value)
            kind = said[2].lower() if said else "equals"
            if said and (kind in ("equals", "regex", "starts-with") or _known(kind)):
                yield bool(said[1]), kind, value[said.end() :].strip()
            elif value.strip():
                yield False, "equals", value.strip()  # a colon of the text itself
    listed = row.get("assert")
    for item in listed if isinstance(listed, list) else []:
        if isinstance(item, dict) and isinstance(item.get("type"), str):
            kind = item["type"].lower()
            yield kind.startswith("not-"), kind.removeprefix("not-"), item.get("value")


def _known(kind: str) -> bool:
    return bool(_CONTAINS.fullmatch(kind)) or kind in _REFERENCE or kind in _OTHERS


def _add(key: dict[str, Any], negated: bool, kind: str, value: Any) -> None:
    contains = _CONTAINS.fullmatch(kind)
    if contains:
        texts = _listed(value) if contains[1] else [str(value)]
        patterns = [re.escape(text) for text in texts if text]
        if contains[1] == "-any":
            patterns = ["|".join(patterns)] if patterns else []
        key.setdefault("forbid" if negated else "expect", []).extend(patterns)
    elif kind in ("regex", "starts-with") and isinstance(value, str):
        pattern = value if kind == "regex" else rf"^\s*{re.escape(value)}"
        key.setdefault("forbid" if negated else "expect", []).append(pattern)
    elif kind in ("equals", *_REFERENCE) and not negated and isinstance(value, str | int | float):
        key["expected answer"] = value


def _listed(value: Any) -> list[str]:
    """A list, or its words with commas between them as a CSV file has them."""
    if isinstance(value, list):
        return [str(item) for item in value]
    text = str(value)
    if text.startswith("["):
        try:
            return [str(item) for item in json.loads(text)]
        except ValueError:
            pass
    return [part.strip().strip('"') for part in text.split(",")]
