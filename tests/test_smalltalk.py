"""Small talk gets a reply; a question about the articles never does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.understanding.smalltalk import small_talk
from corpus.article import Article, Corpus

CORPUS = Corpus((Article("a", "A title", "Some text."),))


@pytest.mark.parametrize(
    ("said", "start"),
    [
        ("Hi!", "Hello"),
        ("hello there, how are you?", "Hello"),
        ("안녕하세요", "Hello"),
        ("Great, thank you very much!", "You're welcome"),
        ("thanks, that was helpful", "You're welcome"),
        ("bye", "Goodbye"),
        ("Hello, what can you do for me?", "I look answers up"),
        ("What kind of questions can I ask?", "I look answers up"),
        ("Which articles do you have?", "I look answers up"),
        ("ok", "Ask about"),
    ],
)
def test_small_talk_is_answered(said: str, start: str) -> None:
    reply = small_talk(said, CORPUS)
    assert reply is not None
    assert reply.startswith(start)
    assert start == "Goodbye" or "“A title”" in reply


@pytest.mark.parametrize(
    "question",
    [
        "Hi, how much goes to talent?",
        "thanks, and for Korea?",
        "What are you going to spend on GPUs?",
        "Who helped the farmers?",
        "How does this law work?",
        "What is this for?",
        "Is it great?",
        "no money",
        "Which articles of the treaty do states know?",
        "help for farmers",
    ],
)
def test_a_question_is_no_small_talk(question: str) -> None:
    assert small_talk(question, CORPUS) is None


def test_of_the_shipped_set_only_small_talk_is_small_talk() -> None:
    lines = (Path(__file__).parent / "cases" / "questions.jsonl").read_text().splitlines()
    for row in map(json.loads, lines):
        taken = small_talk(row["question"], CORPUS) is not None
        assert taken == (row["type"] == "smalltalk"), row["question"]
