"""The comparison of two runs: intervals, McNemar, what changed, and the gate on it."""

from __future__ import annotations

import argparse
import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
from evaluation import WordAsker
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from assistant.answer import Answer
from assistant.evaluate import QuestionSet, compare, evaluate
from assistant.evaluate.commands import run_compare
from assistant.evaluate.comparison import mcnemar, regressions
from assistant.evaluate.comparison_views import view
from assistant.evaluate.questions import QuestionError, question_from_row
from assistant.evaluate.rows import row_from_json
from corpus.article import Article, Corpus

HOSTILE = "<img src=x onerror=alert(1)> | `code` [link](http://evil.example) @team"


@given(st.integers(0, 60), st.integers(0, 60))
def test_mcnemar_is_the_exact_binomial_test(fixed: int, broken: int) -> None:
    throws = fixed + broken
    expected = binomtest(fixed, throws, 0.5).pvalue if throws else 1.0
    assert mcnemar(fixed, broken) == pytest.approx(expected)


def question_set(count: int) -> QuestionSet:
    """Questions on numbered towns, half of them in the articles; two types."""
    rows = [
        {
            "question": f"How many bridges{n} are in town{n}?",
            "type": "even" if n % 2 == 0 else "odd",
            "expect": [f"town{n} has {n + 10} "],
            "sources": [["towns", f"town{n}"]],
        }
        for n in range(count)
    ]
    questions = [question_from_row(row, f"q{n}") for n, row in enumerate(rows)]
    return QuestionSet(tuple(questions), (), "jsonl")


def corpus_of(known: range) -> Corpus:
    articles = [
        Article(f"town{n}", f"Town {n}", f"Today town{n} has {n + 10} of its bridges{n}.")
        for n in known
    ]
    return Corpus(tuple(sorted(articles, key=lambda article: article.id)))


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Run A knows towns 0 to 59, run B towns 24 to 59: 24 questions got worse."""
    folder = tmp_path_factory.mktemp("runs")
    questions = question_set(60)
    evaluate(questions, WordAsker(corpus_of(range(60))), folder / "a")
    evaluate(questions, WordAsker(corpus_of(range(24, 60))), folder / "b")
    return folder / "a", folder / "b"


def rights(folder: Path) -> np.ndarray:
    lines = (folder / "results.jsonl").read_text().splitlines()
    return np.array([float(json.loads(line)["right"]) for line in lines])


def test_differences_are_paired_and_their_interval_is_the_bootstraps(
    runs: tuple[Path, Path],
) -> None:
    comparison = compare(*runs)
    found = {(d.metric, d.type): d for d in comparison.differences}
    change = rights(runs[1]) - rights(runs[0])
    right = found["right", None]
    assert (right.n, right.change) == (60, pytest.approx(change.mean()))
    drawn = np.random.default_rng(5).choice(change, size=(20_000, 60)).mean(axis=1)
    assert (right.low, right.high) == pytest.approx(
        tuple(np.quantile(drawn, [0.025, 0.975])), abs=0.02
    )
    assert found["right", "odd"].n == 30
    assert (comparison.fixed, comparison.broken) == (0, int(-change.sum()))
    assert comparison.p_value == pytest.approx(binomtest(0, comparison.broken).pvalue)


def test_what_changed_is_named(runs: tuple[Path, Path]) -> None:
    comparison = compare(*runs)
    assert [reason.split(" (")[0] for reason in comparison.reasons] == ["the corpus changed"]
    assert {c.after.id for c in comparison.changed} == {f"q{n}" for n in range(24)}
    assert all(
        c.changes == ("became wrong", "lost its source", "other figure") for c in comparison.changed
    )
    text = view(comparison, "text")
    assert "24 of 60 changed, 24 lost their source" in text
    assert "became wrong, lost its source, other figure: q7 " in text


def test_a_run_against_itself_has_no_change(runs: tuple[Path, Path]) -> None:
    comparison = compare(runs[0], runs[0])
    assert comparison.changed == ()
    assert comparison.p_value == 1.0
    assert all(d.change == d.low == d.high == 0 for d in comparison.differences)
    assert regressions(comparison, by_type=True) == []


def arguments(runs: tuple[Path, Path], **given: object) -> argparse.Namespace:
    usual = {
        "view": "text",
        "out": None,
        "fail_on_regression": True,
        "metric": "overall",
        "by": None,
    }
    return argparse.Namespace(before=runs[0], after=runs[1], **(usual | given))


def test_the_gate_fails_on_a_regression_only(
    runs: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_compare(arguments(runs)) == 1
    assert "Regression: overall got worse" in capsys.readouterr().err
    assert run_compare(arguments(runs, fail_on_regression=False)) == 0
    assert run_compare(arguments((runs[1], runs[0]))) == 0  # it got better
    assert run_compare(arguments(runs, metric="quotes")) == 0
    assert run_compare(arguments(runs, metric="false_refusals", by="type")) == 1
    assert "of odd" in capsys.readouterr().err
    with pytest.raises(QuestionError, match="No figure"):
        run_compare(arguments(runs, metric="rightness"))


def test_one_question_less_is_no_regression(tmp_path: Path) -> None:
    questions = question_set(60)
    evaluate(questions, WordAsker(corpus_of(range(60))), tmp_path / "a")
    evaluate(questions, WordAsker(corpus_of(range(1, 60))), tmp_path / "b")
    comparison = compare(tmp_path / "a", tmp_path / "b")
    assert comparison.broken == 1
    assert regressions(comparison) == []


def hostile_runs(folder: Path) -> tuple[Path, Path]:
    question = question_from_row({"question": f"Who is {HOSTILE}?", "expect": ["bridges"]}, "x")
    questions = QuestionSet((question,), (), "jsonl")
    text = f"Code link team img evil example src onerror alert http {HOSTILE} bridges 1."
    evaluate(questions, WordAsker(Corpus((Article("a", HOSTILE, text),))), folder / "a")
    evaluate(questions, WordAsker(Corpus((Article("b", "B", text + " 22"),))), folder / "b")
    return folder / "a", folder / "b"


def test_document_text_stays_text_in_every_view(tmp_path: Path) -> None:
    comparison = compare(*hostile_runs(tmp_path))
    assert comparison.changed
    page = view(comparison, "html")
    assert "<img" not in page
    assert "&lt;img src=x" in page
    markdown = view(comparison, "markdown")
    assert "<img" not in markdown
    assert "](http" not in markdown
    assert "@team" not in markdown
    rows = [line for line in markdown.splitlines() if line.startswith("| x |")]
    assert [line.count("|") for line in rows] == [6]


def test_other_figures_are_seen_where_the_source_is_the_same(tmp_path: Path) -> None:
    questions = question_set(2)
    evaluate(questions, WordAsker(corpus_of(range(2))), tmp_path / "a")
    evaluate(questions, WordAsker(corpus_of(range(2))), tmp_path / "b")
    results = tmp_path / "b" / "results.jsonl"
    rows = [row_from_json(line) for line in results.read_text().splitlines()]
    assert rows[0].answer is not None
    other = Answer.from_dict(rows[0].answer.to_dict() | {"answer": "Today town0 has 99. [1]"})
    lines = [dataclasses.replace(rows[0], answer=other).to_json(), rows[1].to_json()]
    results.write_text("\n".join(lines) + "\n")
    (changed,) = compare(tmp_path / "a", tmp_path / "b").changed
    assert changed.changes == ("other figure",)


def test_runs_without_a_question_in_common_and_missing_runs(
    tmp_path: Path, runs: tuple[Path, Path]
) -> None:
    with pytest.raises(QuestionError, match="There is no"):
        compare(runs[0], tmp_path / "none")
    lonely = QuestionSet((question_from_row({"question": "Who?"}, "z"),), (), "jsonl")
    evaluate(lonely, WordAsker(corpus_of(range(2))), tmp_path / "c")
    with pytest.raises(QuestionError, match="no question in common"):
        compare(runs[0], tmp_path / "c")
