"""Questions in a language that the encoder does not read are noticed; English ones never."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.language import unread_language

FOREIGN = {
    "French": ["Combien d'argent va aux talents ?", "Pourquoi ?", "Qui dirige l'agence ?"],
    "German": ["Wie viel kostet die Brücke?", "Warum?", "Was sagt der Minister?"],
    "Spanish": ["¿Por qué?", "que dice el ministro sobre la ley", "Cuanto cuesta el puente"],
    "Italian": ["Quanto costa il ponte?", "Chi ha scritto la legge?", "Quando?"],
    "Portuguese": ["Quem anunciou o projeto?", "Quanto custa a ponte?"],
    "Dutch": ["Hoeveel geld gaat naar talent?", "Waarom?"],
    "Swedish": ["Hur mycket pengar går till skolan?", "Varför?"],
    "Polish": ["Ile kosztuje most?", "Dlaczego?"],
    "Turkish": ["Bütçe ne kadar?", "Neden?"],
    "Indonesian": ["Berapa biaya jembatan itu?", "Mengapa?"],
    "Vietnamese": ["Ngân sách là bao nhiêu?", "Tại sao?"],
    "Korean": ["인재에 얼마가 배정되나요?", "왜?", "AI 예산은?"],
    "Japanese": ["予算はいくらですか？"],
    "Chinese": ["多少钱用于人才？"],
    "Cyrillic script": ["Сколько денег?"],
}


@pytest.mark.parametrize(("name", "question"), [(k, q) for k, qs in FOREIGN.items() for q in qs])
def test_another_language_is_named(name: str, question: str) -> None:
    assert unread_language(question) == name


def test_a_language_of_the_articles_is_read() -> None:
    assert unread_language("인재에 얼마가 배정되나요?", {"en", "ko"}) is None
    assert unread_language("Combien coûte le pont ?", {"en", "ko"}) == "French"


@pytest.mark.parametrize(
    "question",
    [
        "What did Die Zeit say about the Los Angeles plan?",
        "How much did El País pay for La Liga?",
        "What does 인재 mean?",
        "Who is Péter Vadász?",
        "café in Łódź",
        "de facto standard",
        "H100 GPUs",
        "Who was Ana von der Leyen's adviser?",
        "12,5 %",
    ],
)
def test_english_with_foreign_names_is_english(question: str) -> None:
    assert unread_language(question) is None


def test_every_english_question_of_the_shipped_set_is_english() -> None:
    lines = (Path(__file__).parent / "cases" / "questions.jsonl").read_text().splitlines()
    questions = [json.loads(line)["question"] for line in lines]
    taken = {q for q in questions if unread_language(q)}
    assert all(not q.isascii() or q.startswith(("Wie ", "Combien ")) for q in taken)
    assert len(taken) < len(questions) / 20


@given(st.text())
def test_any_text_is_survived(text: str) -> None:
    assert unread_language(text) is None or unread_language(text)
