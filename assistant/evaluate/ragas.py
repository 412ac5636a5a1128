"""RAGAS rows: ``user_input``, ``reference``, ``reference_contexts`` (RAGAS 0.2 and later)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.answer import Turn
from assistant.evaluate.questions import Question, RowError


def is_ragas(row: Mapping[str, Any]) -> bool:
    """True for a row that has a ``user_input`` and no ``question``."""
    return "user_input" in row and "question" not in row


def question_from_ragas(row: Mapping[str, Any], default_id: str) -> Question:
    """A Question of a RAGAS row; a conversation's earlier human turns become its history.

    The reference scores ROUGE-L, the contexts are gold evidence for citations and retrieval.
    Raises RowError where a field has the wrong shape.
    """
    *history, text = _turns(row.get("user_input"))
    reference = row.get("reference")
    if reference is not None and not isinstance(reference, str):
        raise RowError("'reference' is not a string")
    return Question(
        id=str(row.get("id") or default_id),
        question=text,
        history=tuple(Turn(turn) for turn in history),
        type=str(row.get("synthesizer_name") or row.get("type") or "question"),
        answerable=True if reference else None,
        reference=reference or None,
        evidence=_contexts(row.get("reference_contexts")),
    )


def _turns(value: Any) -> list[str]:
    if isinstance(value, str) and value.strip():
        return [value.strip()]
    if isinstance(value, list):
        turns = [turn for turn in value if isinstance(turn, dict)]
        human = [turn.get("content") for turn in turns if turn.get("type") == "human"]
        if human and all(isinstance(turn, str) and turn.strip() for turn in human):
            return [str(turn).strip() for turn in human]
    raise RowError("'user_input' is missing or empty")


def _contexts(value: Any) -> tuple[str, ...]:
    if value is None or value == "":
        return ()
    contexts = [value] if isinstance(value, str) else value
    if not isinstance(contexts, list) or not all(isinstance(c, str) for c in contexts):
        raise RowError("'reference_contexts' is not a list of strings")
    return tuple(context for context in contexts if context.strip())
