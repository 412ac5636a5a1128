"""Whether an answer is right by its key, and what kind of failure it is when it isn't."""

from __future__ import annotations

from typing import Literal

from assistant.answer import Answer
from assistant.evaluate.questions import Question, compiled
from assistant.evaluate.text_scores import contains_answer, without_markers

Outcome = Literal[
    "right", "wrong", "refused rightly", "false refusal", "should have refused", "error", "no key"
]
Step = Literal[
    "not retrieved", "retrieved but not read", "read but refused", "wrong span",
    "should have refused", "error",
]  # fmt: skip


def declined(answer: Answer) -> bool:
    """True when the answer claims nothing: it abstains, or it is small talk."""
    return answer.abstained or answer.status == "smalltalk"


def is_right(question: Question, answer: Answer) -> bool | None:
    """Right by key, or None without a key.

    A refusal is right for a question that is not answerable. Any other answer must match every
    ``expect`` and no ``forbid``, hold one of ``answers`` and cite one article of each group in
    ``sources``, each where given. ``status`` replaces the question of refusing or not.
    """
    if not question.has_key:
        return None
    if question.status and answer.status not in question.status:
        return False
    if question.answerable is False:
        return bool(question.status) or declined(answer)
    if declined(answer) and not question.status:
        return False
    return _text_is_right(question, answer) and _sources_are_cited(question, answer)


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


def _sources_are_cited(question: Question, answer: Answer) -> bool:
    cited = {citation.article_id for citation in answer.citations}
    return all(cited & set(group) for group in question.sources)
