"""Questions to start from: good English by construction, and answered from their own sentence."""

from __future__ import annotations

import pytest

from assistant.ask import Assistant
from assistant.web.examples import WANTED, candidates, example_questions
from corpus.article import Article, Corpus


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        (
            "In detail, 3.2 million euros of the grant is meant for 1,500 school kitchens by May.",
            "How much of the grant is meant for 1,500 school kitchens by May?",
        ),
        (
            "A sum of 40 billion yen is reserved for the repair of bridges.",
            "How much is reserved for the repair of bridges?",
        ),
        (
            "About 62% of the farms were inspected by the agency, a record.",
            "What share of the farms were inspected by the agency?",
        ),
        (
            "Twelve coastal towns will receive new pumping stations in spring.",
            "How many coastal towns will receive new pumping stations in spring?",
        ),
        (
            "Maria Lind, who heads the Institute for Water, warned of delays.",
            "Who heads the Institute for Water?",
        ),
        ("Jon Aas, director of the port of Narvik, resigned.", "Who is the director of the port"),
        ("Maria Lind said that the rivers were low.", "What did Maria Lind say?"),
        (
            "The new bridge over the fjord was opened in June 2019.",
            "When was the new bridge over the fjord opened?",
        ),
        (
            "Ferries are cancelled in winter because the bay freezes.",
            "Why are ferries cancelled in winter?",
        ),
        (
            "The city will spend about 12 million euros on new parks by 2030, they say.",
            "How much will the city spend on new parks by 2030?",
        ),
        (
            "The ministry plans to buy 10,000 buses before the end of the year.",
            "How many buses does the ministry plan to buy before the end of the year?",
        ),
    ],
)
def test_a_sentence_becomes_the_question_it_answers(sentence: str, question: str) -> None:
    filler = (
        "The kitchens, bridges, farms, ferries, the city and the ministry are old, and nobody "
        "knows what to do."
    )
    article = Article("a", "Title", f"{filler}\n\n{sentence}\n\nWhat of ferries and new towns?")
    found = [example.question for example in candidates(Corpus((article,)))]
    assert any(made.startswith(question) for made in found), found


def test_a_sentence_that_leans_on_another_makes_no_question() -> None:
    text = "Some 40 million euros of this is meant for their kitchens. He said that it rained."
    assert candidates(Corpus((Article("a", "Title", text),))) == []


def test_every_example_is_answered_from_its_sentence(assistant: Assistant) -> None:
    made = {example.question: example for example in candidates(assistant.corpus)}
    offered = example_questions(assistant)
    assert 1 < len(offered) <= WANTED
    assert len({made[question].article_id for question in offered}) > 1
    for question in offered:
        answer = assistant.ask(question)
        assert answer.status == "answered"
        assert any(c.article_id == made[question].article_id for c in answer.citations)


def test_a_corpus_that_gives_none_gets_none(assistant: Assistant) -> None:
    assert candidates(Corpus((Article("k", "제목", "정부는 예산을 발표했다. 끝났다."),))) == []
