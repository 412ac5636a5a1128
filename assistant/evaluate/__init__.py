"""Evaluation: question sets, scores, reports, and the comparison of two runs.

>>> from assistant.evaluate import evaluate, read_questions      # doctest: +SKIP
>>> questions = read_questions("questions.jsonl")                # doctest: +SKIP
>>> run = evaluate(questions, asker, "runs/today")               # doctest: +SKIP
>>> run.summary.figures["right"].value                           # doctest: +SKIP
0.92
"""

from __future__ import annotations

from assistant.evaluate.formats import read_questions
from assistant.evaluate.questions import Question, QuestionSet
from assistant.evaluate.rows import Row
from assistant.evaluate.run import Run, evaluate
from assistant.evaluate.summary import Summary

__all__ = ["Question", "QuestionSet", "Row", "Run", "Summary", "evaluate", "read_questions"]
