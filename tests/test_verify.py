"""verify: every quote of saved answers against the articles, with neither model nor index."""

from __future__ import annotations

import argparse
import dataclasses
import json
import subprocess
import sys
from pathlib import Path

import pytest
from evaluation import WordAsker

from assistant.answer import Answer
from assistant.evaluate import QuestionSet, compare, evaluate, read_questions
from assistant.evaluate.commands import run_verify
from assistant.evaluate.questions import QuestionError, question_from_row
from assistant.evaluate.verify import report_lines, verify_file
from corpus.article import Article, Corpus, read_articles
from corpus.table import render

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def briefs() -> Corpus:
    return read_articles(ROOT / "corpus" / "articles")


@pytest.fixture(scope="module")
def answer(briefs: Corpus) -> Answer:
    return WordAsker(briefs).ask("How much of the budget goes to securing talent?", ())


def saved(path: Path, *answers: Answer) -> Path:
    content = [answer.to_dict() for answer in answers]
    path.write_text(json.dumps(content if len(content) > 1 else content[0]), encoding="utf-8")
    return path


def code(path: Path, corpus: Corpus) -> int:
    return run_verify(argparse.Namespace(file=path), lambda args: corpus)


def test_a_results_file_an_answer_and_a_list_of_answers(
    tmp_path: Path, briefs: Corpus, answer: Answer, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = read_questions(ROOT / "tests" / "cases" / "questions.jsonl")
    evaluate(questions, WordAsker(briefs), tmp_path / "run")
    count = len(verify_file(tmp_path / "run" / "results.jsonl", briefs))
    assert count == len(questions.questions)  # this asker quotes once: as answer or as related
    assert code(tmp_path / "run" / "results.jsonl", briefs) == 0
    assert f"{count} of {count} quotes are exact." in capsys.readouterr().out
    assert code(saved(tmp_path / "one.json", answer), briefs) == 0
    assert code(saved(tmp_path / "two.json", answer, answer), briefs) == 0
    assert "2 of 2 quotes are exact." in capsys.readouterr().out


def test_each_way_to_be_wrong_is_named(tmp_path: Path, briefs: Corpus, answer: Answer) -> None:
    (cited,) = answer.citations
    other = next(article.id for article in briefs if cited.quote not in article.text)
    broken = [
        dataclasses.replace(cited, start=cited.start + 1, end=cited.end + 1),
        dataclasses.replace(cited, article_id=other),
        dataclasses.replace(cited, quote=cited.quote.replace("won", "dollars")),
        dataclasses.replace(cited, article_id="gone"),
        dataclasses.replace(cited, quote="", end=cited.start),
        dataclasses.replace(cited, start=cited.start - len(briefs.articles[0].text) * 9),
    ]
    forged = dataclasses.replace(answer, citations=tuple(broken), related=(cited,))
    quotes = verify_file(saved(tmp_path / "forged.json", forged), briefs)
    assert [quote.verdict for quote in quotes] == [
        "elsewhere in the article",
        "in another article",
        "not found",
        "in another article",
        "not found",
        "elsewhere in the article",
        "exact",
    ]
    assert cited.article_id in quotes[1].found_in
    assert report_lines(quotes)[-1] == "1 of 7 quotes are exact."
    assert code(tmp_path / "forged.json", briefs) == 1


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"answer": 3}', "not json", "[]", None])
def test_a_file_that_holds_no_answer(tmp_path: Path, briefs: Corpus, content: str | None) -> None:
    path = tmp_path / "x.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(QuestionError):
        verify_file(path, briefs)


def test_it_needs_neither_model_nor_index(tmp_path: Path, answer: Answer) -> None:
    path = saved(tmp_path / "one.json", answer)
    code = (
        "import sys, argparse; from pathlib import Path\n"
        "from assistant.evaluate.commands import run_verify\n"
        "from corpus.article import read_articles\n"
        f"args = argparse.Namespace(file=Path({str(path)!r}))\n"
        "code = run_verify(args, lambda args: read_articles(Path('corpus/articles')))\n"
        "heavy = {'torch', 'chromadb', 'onnxruntime', 'tantivy', 'sklearn', 'langchain_core'}\n"
        "sys.exit(9 if heavy & set(sys.modules) else code)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "1 of 1 quotes are exact.\n")


def test_rows_of_a_table_are_quotes_like_others(tmp_path: Path) -> None:
    table = render([["Zone", "Adult", "Child"]], [["Harbour", "23", "11"], ["Hill", "31", "-4"]])
    corpus = Corpus((Article("fares", "Fares", f"What a ticket costs by zone.\n\n{table}\n"),))
    for run in ("a", "b"):
        asked = {"question": "What of Hill?", "expect": ["31"]}
        question = question_from_row(asked, "q")
        evaluate(QuestionSet((question,), (), "jsonl"), WordAsker(corpus), tmp_path / run)
    quotes = verify_file(tmp_path / "a" / "results.jsonl", corpus)
    assert [quote.verdict for quote in quotes] == ["exact"]
    assert "Hill" in quotes[0].citation.quote
    assert compare(tmp_path / "a", tmp_path / "b").changed == ()
    moved = Corpus((Article("fares", "Fares", corpus.get("fares").text.replace("31", "32")),))  # type: ignore[union-attr]  # it is there
    assert [quote.verdict for quote in verify_file(tmp_path / "a" / "results.jsonl", moved)] != [
        "exact"
    ]
