"""Whether an answer is right by its key, and what kind of failure it is when it isn't."""

from __future__ import annotations

import re
from typing import Literal

from assistant.answer import Answer
from assistant.evaluate.questions import Question, compiled
from assistant.evaluate.text_scores import contains_answer, without_markers

_FIGURE = re.compile(r"\d(?:[\d.,]*\d)?")

Outcome = Literal[
    "right", "wrong", "refused rightly", "false refusal", "should have refused", "error", "no key"
]
Step = Literal[
    "not retrieved", "retrieved but not read", "read but refused", "wrong span", "false conflict",
    "should have refused", "error",
]  # fmt: skip


def declined(answer: Answer) -> bool:
    """True when the answer claims nothing: it abstains, or it is small talk."""
    return answer.abstained or answer.status == "smalltalk"


def is_right(question: Question, answer: Answer) -> bool | None:
    """Right by key, or None without a key.

    A refusal is right for a question that is not answerable. Any other answer must match every
    ``expect`` and no ``forbid``, hold one of ``answers`` and cite one article of each group in
    ``sources``, each where given. Where the key names one value, the answer's ``short`` must be
    that value, since the quotes beside it may hold others; and the answer must not show it as
    contested. ``status`` replaces the question of refusing or not.
    """
    if not question.has_key:
        return None
    if question.status and answer.status not in question.status:
        return False
    if question.answerable is False:
        return bool(question.status) or declined(answer)
    if declined(answer) and not question.status:
        return False
    return (
        _text_is_right(question, answer)
        and _short_is_right(question, answer)
        and not is_false_conflict(question, answer)
        and _sources_are_cited(question, answer)
    )


def is_false_conflict(question: Question, answer: Answer) -> bool:
    """True when the key names one value, and the answer shows another one beside it."""
    claims = answer.disagreement or ()
    return _names_one_value(question) and not all(_is_value(question, c.value) for c in claims)


def outcome(question: Question, answer: Answer | None, right: bool | None) -> Outcome:
    """What happened, in the words of the report."""
    if answer is None:
        return "error"
    if right is None:
        return "false refusal" if question.answerable and declined(answer) else "no key"
    if question.answerable is False:
        return "refused rightly" if right else "should have refused"
    if right:
        return "right"
    return "false refusal" if declined(answer) else "wrong"


def failed_step(result: Outcome, evidence_rank: int | None, passages_read: int) -> Step | None:
    """The first step that went wrong; None where nothing did.

    ``evidence_rank`` counts from 1, None when retrieval found no evidence.
    """
    if result in ("right", "refused rightly", "no key"):
        return None
    if result == "error":
        return "error"
    if result == "should have refused":
        return "should have refused"
    if evidence_rank is None:
        return "not retrieved"
    if evidence_rank > passages_read:
        return "retrieved but not read"
    return "read but refused" if result == "false refusal" else "wrong span"


def _text_is_right(question: Question, answer: Answer) -> bool:
    text = without_markers(answer.answer)
    if any(not compiled(pattern).search(text) for pattern in question.expect):
        return False
    if any(compiled(pattern).search(text) for pattern in question.forbid):
        return False
    return not question.answers or contains_answer(text, question.answers)


def _names_one_value(question: Question) -> bool:
    """One pattern, or spans of which any will do; several patterns are a list or a conflict."""
    return len(question.expect) == 1 or bool(question.answers and not question.expect)


def _short_is_right(question: Question, answer: Answer) -> bool:
    if not answer.short or answer.disagreement or not _names_one_value(question):
        return True
    return _is_value(question, answer.short)


def _is_value(question: Question, value: str) -> bool:
    """``value`` is what the key names; of a span also a part that has all of its figures."""
    if question.expect and not compiled(question.expect[0]).search(value):
        return False
    return not question.answers or any(
        contains_answer(value, [span])
        or (contains_answer(span, [value]) and _FIGURE.findall(span) == _FIGURE.findall(value))
        for span in question.answers
    )


def _sources_are_cited(question: Question, answer: Answer) -> bool:
    cited = {citation.article_id for citation in answer.citations}
    return all(cited & set(group) for group in question.sources)
