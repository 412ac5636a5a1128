"""The command line as a person and a script meet it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.citations import broken_promises
from assistant.settings import DEFAULT_CORPUS
from corpus.article import read_articles

QUESTION = "How much of the supplementary budget is for securing AI talent?"


def run(
    *arguments: str | Path, stdin: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "assistant", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, **environment},
        check=False,
    )


def test_ask_prints_the_answer_its_sentence_and_its_source(briefs_index: Path) -> None:
    done = run("ask", QUESTION, "--index", briefs_index)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("45 billion won")
    assert "[1]" in done.stdout
    assert "supplementary-budget, characters" in done.stdout


def test_ask_as_json_is_the_contract(briefs_index: Path) -> None:
    done = run("ask", "--json", QUESTION, "--index", briefs_index)
    fields = json.loads(done.stdout)
    assert fields["status"] == "answered"
    assert fields["abstained"] is False
    answer = Answer.from_dict(fields)
    assert broken_promises(answer, read_articles(DEFAULT_CORPUS)) == []


def test_the_question_may_come_on_standard_input(briefs_index: Path) -> None:
    done = run("ask", "--index", briefs_index, stdin=f"{QUESTION}\n")
    assert done.stdout.startswith("45 billion won")


def test_a_refusal_has_an_exit_code_of_its_own(briefs_index: Path) -> None:
    done = run("ask", "What is the weather in Lisbon tomorrow?", "--index", briefs_index)
    assert done.returncode == 3
    assert "The sources do not say" in done.stdout
    assert "Related, not an answer" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("ask", "…"), "The question is empty."),
        (("articles", "nowhere"), "There is no article 'nowhere'."),
        (("index", "--corpus", "no-such-folder"), "no-such-folder"),
        (("evaluate", "no-such-file.jsonl", "--out", "unused"), "no-such-file.jsonl"),
    ],
)
def test_a_mistake_is_told_without_a_traceback(arguments: tuple[str, ...], says: str) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_bad_setting_is_told_without_a_traceback() -> None:
    done = run("settings", ASSISTANT_THRESHOLD="many")
    assert done.returncode == 2
    assert "ASSISTANT_THRESHOLD='many'" in done.stderr
    assert "Traceback" not in done.stderr


def test_index_twice_does_nothing_the_second_time(tmp_path: Path) -> None:
    corpus = tmp_path / "articles"
    corpus.mkdir()
    (corpus / "ferry.txt").write_text("The ferry costs 3 million euros. It sails in May.", "utf-8")
    first = run("index", "--corpus", corpus, "--index", tmp_path / "index")
    second = run("index", "--corpus", corpus, "--index", tmp_path / "index")
    assert "Indexed 1 articles" in first.stdout
    assert "Up to date" in second.stdout


def test_a_skipped_file_fails_only_a_strict_run(tmp_path: Path) -> None:
    (tmp_path / "ferry.txt").write_text("The ferry costs 3 million euros.", "utf-8")
    (tmp_path / "empty.txt").write_text("", "utf-8")
    arguments = ("index", "--corpus", tmp_path, "--index", tmp_path / ".index")
    lenient, strict = run(*arguments), run(*arguments, "--strict")
    assert lenient.returncode == 0
    assert "1 of 2 files were read." in lenient.stdout
    assert "Skipped empty.txt" in lenient.stderr
    assert "1 file was skipped." in lenient.stderr
    assert strict.returncode == 1


def test_articles_lists_them_and_prints_one_as_stored() -> None:
    listed = run("articles")
    assert "supplementary-budget" in listed.stdout
    printed = run("articles", "supplementary-budget")
    article = read_articles(DEFAULT_CORPUS).get("supplementary-budget")
    assert article is not None
    assert printed.stdout == article.text + "\n"


def test_what_was_taken_out_is_shown_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "ferry.txt").write_text(
        "Share\nThe ferry costs 3 million euros a year.\n7", "utf-8"
    )
    (tmp_path / "fares.csv").write_text("adult;4", "utf-8")
    shown = run("articles", "ferry", "--dropped", "--corpus", tmp_path)
    assert shown.stdout == "a button or a counter:\n    Share\n\na page number:\n    7\n"
    listed = run("articles", "--corpus", tmp_path)
    assert "1 of 2 files were read, 1 of them without parts" in listed.stderr
    assert "Skipped fares.csv: .csv files are not read." in listed.stderr
    whole = run("articles", "supplementary-budget", "--dropped")
    assert whole.stdout == "Nothing was taken out of supplementary-budget.\n"
    assert run("articles", "--dropped").returncode == 2


def test_search_shows_passages_with_their_scores(briefs_index: Path) -> None:
    done = run("search", "AI talent budget", "-k", "3", "--index", briefs_index)
    assert done.returncode == 0
    assert done.stdout.count("dense") == 3


def test_settings_name_their_source() -> None:
    done = run("settings", ASSISTANT_THRESHOLD="0.7")
    assert "ASSISTANT_THRESHOLD = 0.7  (environment)" in done.stdout
