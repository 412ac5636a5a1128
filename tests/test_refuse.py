"""Why the articles give no answer: what a refusal says has to be true."""

from __future__ import annotations

import dataclasses

import pytest

from assistant.finding.evidence import Candidate
from assistant.reader.reading import Span
from assistant.understanding.words import stem
from assistant.writing.refuse import refuse
from corpus.article import Article, Corpus
from corpus.dropped import Dropped
from corpus.passage import split
from index.tokens import words

CORPUS = Corpus(
    (
        Article(
            "wheat", "HB-9 wheat", "The variety HB-9 was made by Lucía Ferro. Rain was scarce."
        ),
        Article("rice", "Rice", "In Vietnam the harvest fell.", dropped=(Dropped("By Linh", ""),)),
    )
)
VOCABULARY = frozenset(stem(w) for a in CORPUS for w in words(f"{a.title} {a.text}"))


def _near(article: Article) -> Candidate:
    passage = split(article)[0]
    return Candidate(passage, Span(0, 3, 0.0), passage.sentences[-1:], 0.1, 0.0)


@pytest.mark.parametrize(
    ("question", "reason", "said"),
    [
        ("Who sells the wheat HB-9?", "not_stated", "do not say what you ask"),
        ("Who sells the wheat HB-7?", "not_mentioned", "No article mentions “HB-7”"),
        ("What does Linh say of Minh?", "not_mentioned", "“Linh” stands only in what was left out"),
        ("What does Minh say?", "not_mentioned", "No article mentions “Minh”"),
        ("Where does Lucía Ferro sell rain?", "not_stated", "do not say what you ask"),
        ("Who sells the wheat HB9?", "not_stated", "do not say what you ask"),
        ("Who sells HB-7 and Minh Corp?", "not_mentioned", "mentions “HB-7” or “Minh Corp”"),
        ("What do opera singers earn?", "off_topic", "say nothing about this"),
    ],
)
def test_a_refusal_says_what_holds(question: str, reason: str, said: str) -> None:
    written = refuse(question, [_near(CORPUS.articles[0])], CORPUS.articles, VOCABULARY)
    assert written.reason == reason
    assert said in written.text


def test_a_refusal_names_what_the_nearest_sentence_is_not_about() -> None:
    near = dataclasses.replace(_near(CORPUS.articles[0]), unmet=("Vietnam",))
    written = refuse("Why was rain scarce in Vietnam?", [near], CORPUS.articles, VOCABULARY)
    assert written.reason == "premise"
    assert "I found no sentence that says this of “Vietnam”" in written.text


def test_of_chosen_articles_a_refusal_speaks_only_of_those() -> None:
    wheat = CORPUS.articles[:1]
    written = refuse("What fell in Vietnam?", [_near(wheat[0])], wheat, VOCABULARY, chosen=True)
    assert "None of the chosen articles mentions “Vietnam”" in written.text
