"""What the articles do not say: refused questions by topic, with the kind of fact they want."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.evaluate.asker import Retriever
from assistant.evaluate.rows import Row
from assistant.understanding.question import Kind, kind_of
from assistant.understanding.words import content_words

# Mean cosine distance up to which groups of questions are one topic: tuned by reading the topics
# of the shipped set's refused questions, with the embedded encoder.
SAME_TOPIC = 0.55
FACTS: dict[Kind, str] = {
    "figure": "a figure",
    "date": "a date",
    "entity": "a name",
    "attribution": "what somebody said",
    "reason": "a reason",
    "definition": "a definition",
    "list": "a list",
    "compare": "a comparison",
    "yesno": "a yes or a no",
    "other": "an account",
}


@dataclass(frozen=True, slots=True)
class Topic:
    """Refused questions about the same thing; ``missing`` counts the kinds of fact they want.

    ``near`` names the article that comes closest, by its id; None when none came near.
    """

    name: str
    missing: tuple[tuple[str, int], ...]
    near: str | None
    questions: tuple[str, ...]


def uncovered(rows: Sequence[Row], retriever: Retriever) -> list[Topic]:
    """The refused questions by topic, largest first.

    Left out are questions whose key says that the articles answer them (the assistant failed, not
    the articles) and those that it did not understand. Topics are average-linkage clusters of the
    questions' embeddings.
    """
    refused = [row for row in rows if _is_missing(row)]
    groups: dict[int, list[Row]] = {}
    for row, label in zip(refused, _labels(refused, retriever), strict=True):
        groups.setdefault(label, []).append(row)
    topics = [_topic(group) for group in groups.values()]
    return sorted(topics, key=lambda topic: (-len(topic.questions), topic.name))


def coverage_markdown(rows: Sequence[Row], topics: Sequence[Topic]) -> str:
    """The topics as Markdown for an editor."""
    count = sum(len(topic.questions) for topic in topics)
    answered = sum(row.outcome == "false refusal" for row in rows)
    lines = ["# What the articles do not say", ""]
    lines += [f"{count} of {len(rows)} questions have no answer here, on {len(topics)} topics."]
    if answered:
        lines += [f"Left out: {answered} refused questions that the articles do answer by key."]
    lines += [""]
    for topic in topics:
        missing = ", ".join(f"{fact} ({n})" for fact, n in topic.missing)
        near = f" Nearest article: {topic.near}." if topic.near else ""
        lines += [f"## {topic.name}", "", f"Missing: {missing}.{near}", ""]
        lines += [f"- {question}" for question in topic.questions] + [""]
    return "\n".join(lines)


def _is_missing(row: Row) -> bool:
    if row.answer is None or row.answer.status != "not_in_sources":
        return False
    return row.outcome != "false refusal"


def _labels(rows: Sequence[Row], retriever: Retriever) -> list[int]:
    if len(rows) < 2:
        return [0] * len(rows)
    from scipy.cluster.hierarchy import fcluster, linkage

    vectors = np.stack([retriever.vector(_asked(row)) for row in rows])
    tree = linkage(vectors, method="average", metric="cosine")
    return [int(label) for label in fcluster(tree, SAME_TOPIC, criterion="distance")]


def _topic(rows: Sequence[Row]) -> Topic:
    words = Counter(word for row in rows for word in dict.fromkeys(content_words(_asked(row))))
    name = ", ".join(word for word, _ in words.most_common(3)) or rows[0].question
    facts = Counter(FACTS[kind_of(_asked(row))] for row in rows)
    near = Counter(
        row.answer.related[0].article_id for row in rows if row.answer and row.answer.related
    )
    nearest = near.most_common(1)
    return Topic(
        name,
        tuple(facts.most_common()),
        nearest[0][0] if nearest else None,
        tuple(_shown(row) for row in rows),
    )


def _shown(row: Row) -> str:
    asked = _asked(row)
    return row.question if asked == row.question else f"{row.question} ({asked})"


def _asked(row: Row) -> str:
    """With what a follow-up refers to, as it was searched."""
    return row.answer.searched_for or row.question if row.answer else row.question
