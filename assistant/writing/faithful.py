"""Whether a sentence that a chat model wrote stays with the sentences it cites. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.guard import unsupported_numbers
from assistant.understanding.words import content_words, names, stem, stems

# A paraphrase keeps at least this share of the content words of what it cites or answers;
# a sentence that keeps fewer says something else.
_SHARED_WORDS = 0.5
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.I)


def unfaithful(statement: str, quotes: Sequence[str], question: str) -> str | None:
    """Why the statement does not hold to its quotes, or None when it does.

    Numbers, names and addresses have to stand in a quote (names may come from the question), and
    half of the content words too.
    """
    if numbers := unsupported_numbers(statement, quotes):
        return f"no cited sentence says {numbers[0]}"
    said = stems("\n".join(quotes))
    known = said | stems(question)
    if unknown := [name for name in names(statement) if not _parts(name) <= known]:
        return f"no cited sentence names {unknown[0]}"
    if any(address not in "\n".join(quotes) for address in _ADDRESS.findall(statement)):
        return "no cited sentence holds the address"
    words = {stem(word) for word in content_words(statement)}
    if words and len(words & known) < _SHARED_WORDS * len(words):
        return "the cited sentences say something else"
    return None


def _parts(name: str) -> frozenset[str]:
    return frozenset(stem(part) for part in name.split("-") if part)
