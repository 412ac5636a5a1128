"""The names that question files give to their columns, and the project's own fields for them.

Names are those of ragas, deepeval, promptfoo, LangSmith, LlamaIndex, Azure AI evaluation, MLflow
and OpenAI evals, and of published sheets; case, spaces, dots and underscores do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from assistant.answer import Status
from assistant.evaluate.formats.assertions import asserted, is_asserted

QUESTIONS = (
    "question", "user_input", "user_query", "user_question", "query", "question_text",
    "test_question", "questions", "input", "inputs", "user_prompt", "prompt", "q",
)  # fmt: skip
ANSWERS = (
    "ground_truth", "ground_truths", "ground_truth_answer", "truth", "gold", "gold_answer",
    "golden_answer", "true_answer", "real_answer", "correct_answer", "right_answer",
    "expected_answer", "expected_output", "expected_response", "expected_result", "expected",
    "ideal", "ideal_answer", "ideal_response", "reference_answer", "reference_output",
    "target_output", "answer", "a",
)  # fmt: skip
# Of several names the first counts that the row has.
_NAMES: dict[str, tuple[str, ...]] = {
    "id": ("id", "_id", "question_id", "query_id", "qid", "case_id", "test_id", "example_id"),
    "question": QUESTIONS,
    "type": (
        "type", "question_type", "query_type", "category", "synthesizer_name", "evolution_type",
    ),
    "history": ("history", "chat_history", "conversation_history"),
    "answerable": ("answerable", "is_answerable"),
    "not answerable": (
        "is_impossible", "unanswerable", "expected_refusal", "expect_refusal", "should_refuse",
    ),
    "expect": ("expect",),
    "forbid": ("forbid",),
    "sources": ("sources",),
    "answers": ("answers",),
    "reference": ("reference",),
    "expected answer": ANSWERS,
    "evidence": (
        "evidence", "reference_contexts", "reference_context", "ground_truth_context",
        "ground_truth_contexts", "gold_context", "context", "contexts",
    ),
    "status": ("status",),
    "articles": ("articles",),
}  # fmt: skip
_INPUTS = ("inputs", "input", "vars", "item")
_OUTPUTS = ("outputs", "referenceoutputs", "expected", "expectations")
_MEANT_AS_TEXT = ("text", "evidence_text", "content", "page_content", "quote", "value")
_SPAN_WORDS = 6  # an answer of so many words at most, without a full stop, is a span


@dataclass(frozen=True, slots=True)
class Recognised:
    """A row in the project's own fields; ``read`` says from which name each was taken."""

    fields: dict[str, Any]
    read: dict[str, str]
    unread: tuple[str, ...]


def has_question(names: Iterable[object]) -> bool:
    """Whether one of the names is that of a column of questions."""
    return any(_plain(_inner(str(name))) in _PLAIN_QUESTIONS for name in names)


def recognised(row: Mapping[str, Any]) -> Recognised:
    """The row's values under the project's own names.

    An expected answer of a few words is a span to be found (``answers``), a longer one a
    ``reference``. An ``answer`` beside another expected answer, and the ``contexts`` and
    ``sources`` beside it, are what some assistant said and found: they are no key. A question
    that is not answerable has no expected answer, whatever stands there.
    """
    flat = _flat(_key_of_a_result(row))
    plain = {_plain(name): name for name in reversed(flat) if not is_asserted(name)}
    read = {}
    for field, names in _NAMES.items():
        name = next((plain[p] for p in map(_plain, names) if p in plain), None)
        if name is not None:
            read[field] = name
    for field in list(_of_something_else(flat, plain, read)):
        read.pop(field, None)
    values = {field: _cleaned(flat[name]) for field, name in read.items()}
    fields = _own({**values, **asserted(flat)})
    used = {*read.values(), *filter(is_asserted, flat)}
    return Recognised(fields, read, tuple(name for name in flat if name and name not in used))


def _of_something_else(
    flat: Mapping[str, Any], plain: Mapping[str, str], read: dict[str, str]
) -> Iterator[str]:
    """The fields whose names mean something else here: what an assistant said, a sheet's own."""
    expected = read.get("expected answer")
    if expected and (
        isinstance(flat[expected], Mapping)  # a whole answer of ours, as a thumb keeps it
        or (expected.lower() == "answer" and {"answers", "reference"} & read.keys())
    ):
        expected = None
        yield "expected answer"
    if any(isinstance(flat.get(plain.get(name, "")), str) for name in ("answer", "response")):
        if _plain(read.get("evidence", "")) == "contexts":
            yield "evidence"
        if (expected or "").lower() != "answer":
            yield "sources"
    foreign = expected or _plain(read.get("question", "")) != "question"
    if foreign and flat.get(read.get("status", "")) not in get_args(Status):
        yield "status"


def _key_of_a_result(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """A row of results.jsonl as the question that it came from."""
    if {"outcome", "scores", "key"} <= row.keys() and isinstance(row["key"], Mapping):
        return {name: row.get(name) for name in ("id", "question", "type")} | dict(row["key"])
    return row


def _own(values: dict[str, Any]) -> dict[str, Any]:
    question, history = _turns(values.get("question"))
    values["question"] = question
    values.setdefault("history", history)
    if (refused := values.pop("not answerable", None)) is not None and "answerable" not in values:
        values["answerable"] = _opposite(refused)
    for field in ("evidence", "answers"):
        values[field] = _texts(values.get(field)) or values.get(field)
    spans = values["answers"]
    if isinstance(spans, Mapping) and spans.get("text") == []:  # SQuAD 2.0 on Hugging Face's hub
        values["answers"], values["answerable"] = None, False
    _expect(values, values.pop("expected answer", None))
    return {name: value for name, value in values.items() if value not in (None, "")}


def _expect(values: dict[str, Any], expected: Any) -> None:
    """Files the expected answer as spans or as reference, and a short reference as span too."""
    if str(values.get("answerable")).strip().lower() in ("false", "no", "n", "0"):
        return
    texts = _texts(expected)
    if texts and not values.get("answers"):
        if all(map(_is_span, texts)):
            values["answers"] = texts
        else:
            values["reference"] = values.get("reference") or " ".join(texts)
    reference = values.get("reference")
    keyed = any(values.get(name) for name in ("expect", "answers"))
    if isinstance(reference, str) and _is_span(reference) and not keyed:
        values["answers"] = [reference.strip()]
    if values.get("answers") or values.get("reference"):
        values.setdefault("answerable", True)


def _is_span(text: str) -> bool:
    return 0 < len(text.split()) <= _SPAN_WORDS and not text.rstrip().endswith(
        (".", "!", "?", "。")
    )


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with what stands in ``inputs``, ``outputs`` and the like beside the rest.

    The only input is the question, and the only output the answer, whatever they are called.
    """
    flat: dict[str, Any] = {}
    inner: dict[str, Any] = {}
    for name, value in row.items():
        plain = _plain(name)
        if isinstance(value, Mapping) and plain in (*_INPUTS, *_OUTPUTS):
            only = next(iter(value.values())) if len(value) == 1 else None
            meant = {"inputs": "question", "outputs": "expected_output"}.get(plain)
            inner |= {meant: only} if meant and isinstance(only, str) else dict(value)
        elif _inner(name) != name:
            inner[_inner(name)] = value
        else:
            flat[name] = value
    return inner | flat


def _inner(name: str) -> str:
    """``question`` of ``inputs.question``."""
    outer, _, rest = name.partition(".")
    return rest if rest and _plain(outer) in (*_INPUTS, *_OUTPUTS) else name


def _turns(value: Any) -> tuple[Any, list[str] | None]:
    """The last thing that the person said, and what they said before."""
    if not isinstance(value, list):
        return value, None
    said = [
        turn.get("content")
        for turn in value
        if isinstance(turn, dict) and (turn.get("type") or turn.get("role")) in ("human", "user")
    ]
    texts = [text for text in said if isinstance(text, str) and text.strip()]
    return (texts[-1], texts[:-1]) if texts else (None, None)


def _texts(value: Any) -> list[str]:
    """What may be a text, or a list of texts or of objects that hold one."""
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    if isinstance(value, int | float):
        return [str(int(value) if value == int(value) else value)]
    if isinstance(value, str):
        return [value.strip()] if value.strip() else []
    if isinstance(value, Mapping):
        return _texts(next((value[name] for name in _MEANT_AS_TEXT if name in value), None))
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return []


def _opposite(flag: Any) -> Any:
    word = str(flag).strip().lower()
    return {"true": False, "yes": False, "1": False}.get(word, True) if word else None


def _cleaned(value: Any) -> Any:
    """pandas writes a missing value as NaN."""
    return None if isinstance(value, float) and value != value else value


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()


_PLAIN_QUESTIONS = frozenset(map(_plain, QUESTIONS))
