"""The contract: one Answer, whatever the door."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

Status = Literal["answered", "partial", "not_in_sources", "unclear", "smalltalk"]


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of the conversation, with its answer where the door kept it."""

    question: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """One quote, looked up by code: ``Article.text[start:end] == quote``, byte for byte.

    ``cell``: where in the article the cell begins and ends that answers, in a quote of a table;
    ``reads``: what that cell says with its labels and unit, "Harbour, Adult: 23 crowns."
    """

    n: int
    article_id: str
    title: str
    publisher: str | None
    published: str | None
    url: str | None
    quote: str
    start: int
    end: int
    cell: tuple[int, int] | None = None
    reads: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """One of several values that the sources give for the same thing.

    ``asked``: the part of a compound question that it answers; "" where the question is one.
    """

    value: str
    citations: tuple[int, ...]
    scope: str
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What every door returns. ``latency_ms`` is wall time in milliseconds."""

    id: str
    question: str
    searched_for: str
    status: Status
    reason: str | None
    answer: str
    short: str | None
    citations: tuple[Citation, ...]
    related: tuple[Citation, ...]
    disagreement: tuple[Claim, ...] | None
    engine: str
    corpus: str
    latency_ms: float
    confidence: float | None = None  # probability (0 to 1) that the sources answer the question
    notes: tuple[str, ...] = ()  # what a person should know: a model failed, a word was respelt

    @property
    def abstained(self) -> bool:
        """True when the sources do not answer, or the question could not be understood."""
        return self.status in ("not_in_sources", "unclear")

    @property
    def compound(self) -> bool:
        """True where the values that differ belong to parts of the question, not to all of it."""
        return any(claim.asked for claim in self.disagreement or ())

    def to_dict(self) -> dict[str, Any]:
        """The contract as plain JSON values; inverse: :meth:`from_dict`."""
        fields = dataclasses.asdict(self)
        fields["abstained"] = self.abstained
        return fields

    @classmethod
    def from_dict(cls, fields: dict[str, Any]) -> Answer:
        """An Answer read back from its JSON. Raises KeyError or TypeError on a foreign shape."""
        known = {f.name for f in dataclasses.fields(cls)}
        values = {name: value for name, value in fields.items() if name in known}
        for name in ("citations", "related"):
            values[name] = tuple(_citation(**citation) for citation in fields[name])
        claims = fields["disagreement"]
        values["disagreement"] = claims and tuple(
            Claim(**{**claim, "citations": tuple(claim["citations"])}) for claim in claims
        )
        values["notes"] = tuple(fields.get("notes", ()))
        return cls(**values)


def _citation(cell: Sequence[int] | None = None, **fields: Any) -> Citation:
    start, end = cell or (0, 0)
    return Citation(**fields, cell=(start, end) if cell else None)
