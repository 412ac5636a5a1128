"""Evaluation: question sets, scores, reports, and the comparison of two runs.

A script needs three functions (docs/evaluation.md has the whole session)::

    from assistant.evaluate import compare, evaluate, read_questions

    run = evaluate(read_questions("questions.jsonl"), assistant, "runs/today")
    print(run.summary.figures["right"].value)
    print(compare("runs/yesterday", "runs/today").p_value)
"""

from __future__ import annotations

from assistant.evaluate.compare import Comparison, compare
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
