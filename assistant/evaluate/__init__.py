"""Evaluation: question sets, scores, reports, and the comparison of two runs.

A script needs three functions (docs/evaluation.md has the whole session)::

    from assistant.evaluate import compare, evaluate, read_questions

    run = evaluate(read_questions("questions.jsonl"), assistant, "runs/today")
    print(run.summary.figures["right"].value)
    print(compare("runs/yesterday", "runs/today").p_value)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.evaluate.comparison import Comparison, compare
    from assistant.evaluate.formats import read_questions
    from assistant.evaluate.questions import Question, QuestionSet
    from assistant.evaluate.rows import Row
    from assistant.evaluate.run import Run, evaluate
    from assistant.evaluate.summary import Summary

__all__ = [
    "Comparison",
    "Question",
    "QuestionSet",
    "Row",
    "Run",
    "Summary",
    "compare",
    "evaluate",
    "read_questions",
]
_HOMES = {
    "Comparison": "comparison",
    "Question": "questions",
    "QuestionSet": "questions",
    "Row": "rows",
    "Run": "run",
    "Summary": "summary",
    "compare": "comparison",
    "evaluate": "run",
    "read_questions": "formats",
}


def __getattr__(name: str) -> Any:
    """Imports what is asked for: every command of the program passes through this package."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
