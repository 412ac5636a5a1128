"""Honest refusals: why the articles give no answer, in words and machine-readable."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.finding.evidence import Candidate
from assistant.finding.mentions import mentions
from assistant.finding.restrictions import restricting_names
from assistant.understanding.words import content_words, holds_name, names, stem, tokens
from assistant.writing.written import Written
from corpus.article import Article
from index.tokens import words

_MOST_MEANINGS = 3
_NEAR = 0.2  # confidence from which a passage is near the topic, whatever its words


def refuse(
    question: str,
    found: Sequence[Candidate],
    articles: Sequence[Article],
    vocabulary: frozenset[str],
    *,
    chosen: bool = False,
) -> Written:
    """The refusal with the most telling reason that holds.

    ``articles``: those that were asked; ``chosen``: they are not all; ``vocabulary`` holds the
    stems of every word of all articles.
    """
    rare = [
        n for n in restricting_names(question) if chosen or not _mentioned(n, vocabulary)
    ]  # spares most a search
    unknown = [n for n in rare if not any(mentions(article, n) for article in articles)]
    if unknown:
        return _refusal("not_mentioned", _nowhere(question, unknown, articles, chosen=chosen))
    content = content_words(question)
    shared = any(stem(word) in vocabulary for word in content)
    if content and not shared and (not found or found[0].probability < _NEAR):
        return _refusal("off_topic", "The articles say nothing about this.")
    missing = found[0].unmet if found else ()
    if missing:
        said = _listed(_runs(question, missing))
        return _refusal("premise", f"I found no sentence that says this of {said}.")
    return _refusal("not_stated", "The articles touch on this, but do not say what you ask.")


def _nowhere(
    question: str, unknown: Sequence[str], articles: Sequence[Article], *, chosen: bool
) -> str:
    left_out = _left_out(unknown[0], articles)
    if left_out:
        return (
            f"“{unknown[0]}” stands only in what was left out of the file of “{left_out}”: "
            "page furniture, or words that are struck out."
        )
    which = "None of the chosen articles" if chosen else "No article"
    return f"{which} mentions {_listed(_runs(question, unknown))}."


def _mentioned(name: str, vocabulary: frozenset[str]) -> bool:
    """Whether the articles hold the name, or all its parts: "HB-9" is kept as "hb" and "9"."""
    parts = words(name)
    in_parts = len(parts) > 1 and all(stem(part) in vocabulary for part in parts)
    return in_parts or holds_name(stem(name), vocabulary)


def _left_out(name: str, articles: Sequence[Article]) -> str | None:
    """The article of whose file a part with the name was left out: there it is mentioned."""
    begins = re.compile(rf"\b{re.escape(stem(name))}", re.IGNORECASE)
    for article in articles:
        if any(begins.search(part.text) for part in article.dropped):
            return article.title
    return None


def _runs(question: str, missing: Sequence[str]) -> list[str]:
    """The missing words as the question has them, those side by side as one: "AI Basic Act"."""
    either = "|".join(re.escape(word) for word in sorted(missing, key=len, reverse=True))
    runs = re.findall(rf"(?<!\w)(?:{either})(?:[\s&-]+(?:{either}))*(?!\w)", question)
    return list(dict.fromkeys(runs)) or list(missing)


def ambiguous(question: str, found: Sequence[Candidate]) -> Written | None:
    """Asks back on a single word that is no name, with what it can mean; None on anything else."""
    asked = tokens(question)
    if len(asked) != 1 or names(f"x {question}"):
        return None
    meanings = _meanings(asked[0], found)
    if len(meanings) < 2:
        return None
    text = f"“{asked[0]}” can mean several things here: {_listed(meanings)}. Which one?"
    return Written("unclear", text, reason="ambiguous")


def _refusal(reason: str, sentence: str) -> Written:
    return Written("not_in_sources", f"The sources do not say. {sentence}", reason=reason)


def _meanings(word: str, found: Sequence[Candidate]) -> list[str]:
    """The word with the one before it in the sentences found: "state budget", "city budget"."""
    said: dict[str, str] = {}
    for candidate in found:
        before = ""
        for token in tokens(candidate.said):
            if token.lower() == word.lower() and content_words(before):
                said.setdefault(f"{before} {token}".lower(), f"{before} {token}")
            before = token
    return list(said.values())[:_MOST_MEANINGS]


def _listed(words: Sequence[str]) -> str:
    quoted = [f"“{word}”" for word in words[:3]]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"
