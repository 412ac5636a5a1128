"""Runs: rows, figures, resuming, and sets in the published formats from end to end."""

from __future__ import annotations

import csv
import io
import json
import math
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

import pytest
from evaluation import WordAsker
from test_evaluate_scores import official, official_f1

from assistant.answer import Answer, Turn
from assistant.evaluate import QuestionSet, Run, evaluate, read_questions
from assistant.evaluate.coverage import FACTS
from assistant.evaluate.questions import Question, QuestionError, question_from_row
from assistant.evaluate.screen import summary_lines
from assistant.understanding.question import Kind
from corpus.article import Article, Corpus, read_articles
from corpus.passage import split

CASES = Path(__file__).parent / "cases" / "questions.jsonl"
BRIEFS = Path(__file__).parent.parent / "corpus" / "articles"


@pytest.fixture(scope="module")
def briefs() -> Corpus:
    return read_articles(BRIEFS)


@pytest.fixture(scope="module")
def shipped() -> QuestionSet:
    return read_questions(CASES)


def untimed(folder: Path) -> list[dict[str, Any]]:
    rows = [json.loads(line) for line in (folder / "results.jsonl").read_text().splitlines()]
    for row in rows:
        del row["ms"]
        if row["answer"]:
            del row["answer"]["latency_ms"]
    return rows


def small(*rows: dict[str, Any]) -> QuestionSet:
    questions = [question_from_row(row, f"q{n}") for n, row in enumerate(rows)]
    return QuestionSet(tuple(questions), (), "jsonl")


def test_a_run_leaves_everything_it_says(
    tmp_path: Path, briefs: Corpus, shipped: QuestionSet
) -> None:
    run = evaluate(shipped, WordAsker(briefs), tmp_path)
    rows = untimed(tmp_path)
    assert [row["id"] for row in rows] == [question.id for question in shipped.questions]
    assert Answer.from_dict(rows[0]["answer"] | {"latency_ms": 0.0}).citations
    summary = json.loads((tmp_path / "summary.json").read_text())
    assert summary["questions"] == len(rows)
    right = [row["right"] for row in rows if row["expected"] == "answer"]
    figure = summary["figures"]["right"]
    assert figure["n"] == len(right)
    assert figure["value"] == pytest.approx(sum(right) / len(right))
    assert figure["low"] <= figure["value"] <= figure["high"]
    assert summary["figures"]["quotes"]["value"] == 1.0
    assert set(summary["by_type"]) == {question.type for question in shipped.questions}
    saved = json.loads((tmp_path / "run.json").read_text())
    assert saved["finished"]
    assert saved["identity"]["corpus"] == briefs.fingerprint
    assert saved["versions"]["python"]
    assert "quotes verbatim" in "\n".join(summary_lines(run.summary))


def test_two_runs_and_any_number_of_workers_give_the_same_rows(
    tmp_path: Path, briefs: Corpus, shipped: QuestionSet
) -> None:
    for name, workers in (("one", 1), ("again", 1), ("four", 4)):
        evaluate(shipped, WordAsker(briefs), tmp_path / name, workers=workers)
    assert untimed(tmp_path / "one") == untimed(tmp_path / "again") == untimed(tmp_path / "four")


def test_a_finished_run_does_nothing(tmp_path: Path, briefs: Corpus, shipped: QuestionSet) -> None:
    first = evaluate(shipped, WordAsker(briefs), tmp_path)
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    asker = WordAsker(briefs)
    second = evaluate(shipped, asker, tmp_path)
    assert asker.asked == []
    assert "finished" in second.message
    assert second.summary == first.summary
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("corpus", "the corpus changed"),
        ("setting", "passages_read 4 → 5"),
        ("set", "the questions"),
    ],
)
def test_a_change_starts_afresh_says_why_and_keeps_the_old(
    tmp_path: Path, briefs: Corpus, change: str, says: str
) -> None:
    questions = small({"question": "How much goes to talent?", "expect": ["45"]})
    evaluate(questions, WordAsker(briefs), tmp_path)
    old = (tmp_path / "results.jsonl").read_bytes()
    asker = WordAsker(briefs)
    if change == "corpus":
        asker = WordAsker(Corpus(briefs.articles[1:]))
    elif change == "setting":
        asker = WordAsker(briefs, passages_read=5)
    else:
        questions = small({"question": "How much goes to chips?", "expect": ["45"]})
    run = evaluate(questions, asker, tmp_path)
    assert says in run.message
    assert len(asker.asked) == 1
    assert (tmp_path / "previous" / "results.jsonl").read_bytes() == old


def test_a_half_last_line_is_asked_again(
    tmp_path: Path, briefs: Corpus, shipped: QuestionSet
) -> None:
    whole = evaluate(shipped, WordAsker(briefs), tmp_path / "whole")
    assert whole.rows
    interrupted = tmp_path / "cut"
    with pytest.raises(KeyboardInterrupt):
        evaluate(shipped, _Interrupted(briefs, after=40), interrupted)
    with (interrupted / "results.jsonl").open("ab") as results:
        results.write(b'{"id": "q041", "question": "half')
    asker = WordAsker(briefs)
    run = evaluate(shipped, asker, interrupted)
    assert run.message == f"Resuming: 40 of {len(shipped.questions)} questions are done."
    assert len(asker.asked) == len(shipped.questions) - 40
    assert untimed(interrupted) == untimed(tmp_path / "whole")


class _Interrupted(WordAsker):
    """A person presses Ctrl-C during a question."""

    def __init__(self, corpus: Corpus, after: int) -> None:
        super().__init__(corpus)
        self._after = after

    def ask(self, question: str, history: Sequence[Turn] = (), articles: Any = None) -> Answer:
        if len(self.asked) == self._after:
            raise KeyboardInterrupt
        return super().ask(question, history, articles)


_CHILD = """
import itertools, signal, sys, threading
sys.path.insert(0, {tests!r})
from pathlib import Path
from evaluation import WordAsker
from assistant.evaluate import evaluate, read_questions
from corpus.article import read_articles

interrupted, asked = threading.Event(), itertools.count()

def interrupt(number, frame):
    interrupted.set()
    signal.default_int_handler(number, frame)

signal.signal(signal.SIGINT, interrupt)  # a job in the background ignores it

class Stops(WordAsker):
    def ask(self, question, history=(), articles=None):
        if next(asked) >= {stops}:
            interrupted.wait()
        return super().ask(question, history, articles)

evaluate(read_questions({cases!r}), Stops(read_articles(Path({briefs!r}))), {out!r}, workers=2)
"""


@pytest.mark.parametrize("signal_", [signal.SIGKILL, signal.SIGINT])
def test_stopped_in_the_middle_and_resumed_is_the_same_run(
    tmp_path: Path, briefs: Corpus, shipped: QuestionSet, signal_: signal.Signals
) -> None:
    tests, root = Path(__file__).parent, Path(__file__).parent.parent
    out = tmp_path / "killed"
    code = _CHILD.format(
        tests=str(tests), cases=str(CASES), briefs=str(BRIEFS), out=str(out), stops=40
    )
    command = [sys.executable, "-c", code]
    child = subprocess.Popen(command, cwd=root, stderr=subprocess.DEVNULL)
    results = out / "results.jsonl"
    while not results.exists() or results.read_bytes().count(b"\n") < 30:
        assert child.poll() is None
        time.sleep(0.01)
    os.kill(child.pid, signal_)
    assert child.wait() == -signal_
    done = results.read_bytes().count(b"\n")
    assert 0 < done < len(shipped.questions)
    asker = WordAsker(briefs)
    run = evaluate(shipped, asker, out)
    assert run.message.startswith(f"Resuming: {done} of")
    assert len(asker.asked) == len(shipped.questions) - done
    evaluate(shipped, WordAsker(briefs), tmp_path / "whole")
    assert untimed(out) == untimed(tmp_path / "whole")


def test_two_runs_do_not_write_to_one_folder(tmp_path: Path, briefs: Corpus) -> None:
    questions = small({"question": "How much goes to talent?"})

    class Nested(WordAsker):
        def ask(self, question: str, history: Sequence[Turn] = (), articles: Any = None) -> Answer:
            evaluate(questions, WordAsker(briefs), tmp_path)
            raise AssertionError("the second run was let in")

    run = evaluate(questions, Nested(briefs), tmp_path)
    assert "Another run is writing" in str(run.rows[0].error)


def test_results_of_unknown_origin_are_not_written_over(tmp_path: Path, briefs: Corpus) -> None:
    (tmp_path / "results.jsonl").write_text("mine\n")
    run = evaluate(small({"question": "Talent?"}), WordAsker(briefs), tmp_path)
    assert "no run.json" in run.message
    assert (tmp_path / "previous" / "results.jsonl").read_text() == "mine\n"


class _Failing(WordAsker):
    """Fails on questions about chips."""

    def ask(self, question: str, history: Sequence[Turn] = (), articles: Any = None) -> Answer:
        if "chips" in question:
            raise ValueError("no chips today")
        return super().ask(question, history, articles)


@pytest.mark.parametrize("workers", [1, 3])
def test_a_failing_question_is_a_row(tmp_path: Path, briefs: Corpus, workers: int) -> None:
    questions = small(
        {"question": "How much goes to talent?", "expect": ["45"]},
        {"question": "How much goes to chips?", "expect": ["45"]},
        {"question": "How much goes to weather?", "answerable": False},
    )
    run = evaluate(questions, _Failing(briefs), tmp_path, workers=workers)
    assert [row.outcome for row in run.rows][1] == "error"
    assert run.rows[1].error == "ValueError: no chips today"
    assert run.summary.errors == 1
    assert run.summary.figures["right"].n == 2  # a failure is not right
    assert "ValueError" in (tmp_path / "results.csv").read_text()


def test_a_spreadsheet_gets_no_formula(tmp_path: Path) -> None:
    corpus = Corpus((Article("a", "A", "=HYPERLINK(1) is a talent formula of note."),))
    questions = small({"question": "talent formula note", "expect": ["x"]}, {"question": "-1+2?"})
    evaluate(questions, WordAsker(corpus), tmp_path)
    text = (tmp_path / "results.csv").read_text(encoding="utf-8")
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows[0]["quoted"].startswith("'=HYPERLINK")
    assert rows[1]["question"] == "'-1+2?"


@pytest.mark.parametrize("split_at", [",", ";", "\t"])
def test_nor_does_one_that_splits_at_other_characters(tmp_path: Path, split_at: str) -> None:
    nasty = [
        "Talent; =1+1", 'Talent;"=1+1"', "Talent\n@SUM(1)", "Talent\t+cmd|' /C calc'!A0",
        "Talent;\uff1d1+1", "Talent\r\n - 7", '"=1+1',
    ]  # fmt: skip
    text = "Talent; =HYPERLINK(2) is what\n;;-1 is called talent."
    questions = small(*({"question": question} for question in nasty))
    evaluate(questions, WordAsker(Corpus((Article("a", "A", text),))), tmp_path)
    file = io.StringIO((tmp_path / "results.csv").read_text("utf-8-sig"), newline="")
    cells = [cell for row in csv.reader(file, delimiter=split_at) for cell in row]
    if split_at != ",":  # a spreadsheet may also end the row at each end of a line
        cells += [cell for line in "\n".join(cells).splitlines() for cell in line.split(split_at)]
    assert [c for c in cells if re.match(r"[\s\"]*[=+@＝-]", c)] == []


def test_a_key_that_names_an_unknown_article_is_warned_about(
    tmp_path: Path, briefs: Corpus
) -> None:
    questions = small({"question": "Talent?", "expect": ["45"], "sources": [["budgte"]]})
    run = evaluate(questions, WordAsker(briefs), tmp_path)
    assert any("'budgte'" in warning for warning in run.summary.warnings)


def test_only_the_articles_of_a_question_are_asked_and_searched(
    tmp_path: Path, briefs: Corpus
) -> None:
    asked = {"question": "How much goes to talent?", "expect": ["45"]}
    questions = small(asked, {**asked, "articles": ["new-president"]}, {**asked, "articles": ["x"]})
    run = evaluate(questions, WordAsker(briefs), tmp_path)
    found = [{hit["article_id"] for hit in row.retrieved} for row in run.rows]
    assert len(found[0]) > 1
    assert found[1] == {"new-president"}
    assert any("'x'" in warning for warning in run.summary.warnings)


def squad_file(path: Path, briefs: Corpus) -> int:
    """A SQuAD 2.0 file of the briefs: one question a sentence, every fifth without an answer."""
    paragraphs, count = [], 0
    for article in briefs:
        for passage in split(article):
            context = article.text[passage.start : passage.end]
            asked: list[dict[str, Any]] = []
            for sentence in passage.sentences:
                words = sentence.text.split()
                if sentence.heading or len(words) < 8:
                    continue
                count += 1
                if count % 5 == 0:
                    row: dict[str, Any] = {"is_impossible": True, "answers": []}
                    text = "Who painted the ceiling of the chapel?"
                else:
                    span = sentence.text if count % 2 else " ".join(words[-3:])
                    at = context.index(span)
                    row = {"is_impossible": False, "answers": [{"text": span, "answer_start": at}]}
                    text = " ".join(words[:6]) + "?"
                asked.append({"id": f"s{count}", "question": text, **row})
            paragraphs.append({"context": context, "qas": asked})
    path.write_text(
        json.dumps({"version": "v2.0", "data": [{"title": "B", "paragraphs": paragraphs}]})
    )
    return count


def by_hand(run: Run, questions: QuestionSet) -> tuple[float, float]:
    """Mean EM and F1 after the official script: a refusal predicts the empty string."""
    golds = {question.id: question.answers or ("",) for question in questions.questions}
    em = f1 = 0.0
    for row in run.rows:
        assert row.answer is not None
        text = "" if row.answer.abstained else row.answer.short or row.answer.answer
        text = text.removesuffix(" [1]")
        em += max(official(text) == official(gold) for gold in golds[row.id])
        f1 += max(official_f1(text, gold) for gold in golds[row.id])
    return em / len(run.rows), f1 / len(run.rows)


@pytest.mark.parametrize("given_context", [False, True])
def test_a_squad_file_scores_as_the_official_script_would(
    tmp_path: Path, briefs: Corpus, given_context: bool
) -> None:
    count = squad_file(tmp_path / "squad.json", briefs)
    assert count >= 50
    questions = read_questions(tmp_path / "squad.json")
    assert questions.format == "squad"
    assert questions.corpus is not None
    asker = WordAsker(questions.corpus)
    run = evaluate(questions, asker, tmp_path / "out", given_context=given_context)
    em, f1 = by_hand(run, questions)
    assert (run.summary.figures["em"].n, run.summary.figures["f1"].n) == (count, count)
    assert run.summary.figures["em"].value == pytest.approx(em)
    assert run.summary.figures["f1"].value == pytest.approx(f1)
    assert 0.1 < em < f1 < 1
    if given_context:
        assert asker.asked == []
        contexts = {question.id: question.context for question in questions.questions}
        for row in run.rows:
            assert row.answer is not None
            assert {c.article_id for c in row.answer.citations} <= {contexts[row.id]}
    else:
        assert run.summary.figures["recall@20"].value > 0.9
    assert run.summary.figures["quotes"].value == 1.0


def test_given_context_needs_contexts(tmp_path: Path, briefs: Corpus) -> None:
    questions = small({"question": "How much?"})
    with pytest.raises(QuestionError, match="context"):
        evaluate(questions, WordAsker(briefs), tmp_path, given_context=True)


def test_a_beir_folder_scores_as_the_textbook_says(tmp_path: Path, briefs: Corpus) -> None:
    documents, queries, qrels = [], [], ["query-id\tcorpus-id\tscore"]
    passages = [(a, p) for a in briefs for p in split(a)]
    for n, (article, passage) in enumerate(passages):
        documents.append({"_id": f"d{n}", "title": article.title, "text": passage.text})
    for n, (_, passage) in enumerate([*passages, *passages][:70]):
        words = passage.text.split()
        queries.append({"_id": f"q{n}", "text": " ".join(words[n % 7 : n % 7 + 5])})
        place = n % len(passages)
        qrels += [f"q{n}\td{place}\t2", f"q{n}\td{(place + 1) % len(passages)}\t1"]
    (tmp_path / "set" / "qrels").mkdir(parents=True)
    for name, rows in (("corpus", documents), ("queries", queries)):
        (tmp_path / "set" / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)))
    (tmp_path / "set" / "qrels" / "test.tsv").write_text("\n".join(qrels))
    questions = read_questions(tmp_path / "set")
    assert questions.corpus is not None
    assert len(questions.questions) == 70
    asker = WordAsker(questions.corpus)
    run = evaluate(questions, asker, tmp_path / "out")
    assert asker.searcher is not None
    ndcg = []
    for question in questions.questions:
        found = [m.passage.article_id for m in asker.searcher.search(question.question, 100)]
        gains = [question.qrels.get(d, 0) for d in dict.fromkeys(found)][:10]
        dcg = sum(gain / math.log2(rank + 2) for rank, gain in enumerate(gains))
        ndcg.append(dcg / (2 + 1 / math.log2(3)))
    assert run.summary.figures["ndcg@10"].value == pytest.approx(sum(ndcg) / len(ndcg))
    assert run.summary.figures["ndcg@10"].n == 70
    assert "right" not in run.summary.figures


def test_coverage_leaves_out_what_the_articles_do_say(tmp_path: Path, briefs: Corpus) -> None:
    questions = small(
        {"question": "Which zebra slept?", "answerable": False},
        {"question": "Which zebra ran?", "answerable": False},
        {"question": "When do volcanoes erupt?", "answerable": False},
        {"question": "Is Jupiter inhabited?", "answerable": False},
        {"question": "Quel budget pour le talent?", "expect": ["45"]},
    )
    run = evaluate(questions, WordAsker(briefs), tmp_path, coverage=True)
    assert [len(topic.questions) for topic in run.topics] == [2, 1, 1]
    assert run.topics[0].name.startswith("zebra")
    missing = {topic.questions[0].split()[0]: dict(topic.missing) for topic in run.topics[1:]}
    assert missing == {"When": {"a date": 1}, "Is": {"a yes or a no": 1}}
    text = (tmp_path / "coverage.md").read_text()
    assert "Which zebra slept?" in text
    assert "Quel budget" not in text
    assert "Left out: 1 refused" in text


def test_coverage_has_a_word_for_every_kind_of_question() -> None:
    assert set(FACTS) == set(get_args(Kind))


def test_the_key_of_a_question_is_kept_in_its_row(tmp_path: Path, briefs: Corpus) -> None:
    question = Question("x", "Talent?", answerable=True, expect=("45",), sources=(("a", "b"),))
    run = evaluate(QuestionSet((question,), (), "jsonl"), WordAsker(briefs), tmp_path)
    assert run.rows[0].key == {"answerable": True, "expect": ("45",), "sources": (("a", "b"),)}
