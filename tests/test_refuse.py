"""Why the articles give no answer: what a refusal says has to be true."""

from __future__ import annotations

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
        ("Why was rain scarce in Vietnam?", "premise", "No article says this of “Vietnam”"),
        ("What do opera singers earn?", "off_topic", "say nothing about this"),
    ],
)
def test_a_refusal_says_what_holds(question: str, reason: str, said: str) -> None:
    written = refuse(question, [_near(CORPUS.articles[0])], CORPUS, VOCABULARY)
    assert written.reason == reason
    assert said in written.text
