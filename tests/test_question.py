"""The question cleaned, and the kind of answer that it wants."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.question import MAX_CHARACTERS, QuestionError, clean, kind_of
from assistant.understanding.words import content_words, names

KINDS = {
    "figure": [
        "How much goes to talent?",
        "How many wells were tested?",
        "What share of farmers use the app?",
        "what does a kilometre of pipe cost",
        "What is the yearly running cost of the portal?",
        "What was the harvest last year?",
        "average age of welders",
        "contract price per tonne?",
        "Can you tell me how much the bridge costs?",
        "According to the auditors, how many machines were lost?",
    ],
    "date": [
        "When does the law take effect?",
        "By what date must firms apply?",
        "In which year was it founded?",
        "deadline for comments",
    ],
    "entity": [
        "Who leads the agency?",
        "Which company operates the ferries?",
        "Where is the port?",
        "What is the name of the standard?",
        "Who says the lab makes more photographs than papers?",
        "Do you know who wrote the report?",
    ],
    "reason": [
        "Why did the court reject the law?",
        "I'd like to know why the plan failed",
        "What caused the delay?",
        "On what grounds did she resign?",
        "Why is the median lower than the average?",
    ],
    "definition": [
        "What is a cathode?",
        "What are feeder contracts?",
        "mechatronics meaning",
        "How does the act define critical minerals?",
        "What does redundancy mean?",
        "What counts as a serious incident?",
    ],
    "list": [
        "How is the money split?",
        "What are the three goals of the plan?",
        "Which countries signed the treaty?",
        "Who pays for the line and how much each?",
    ],
    "compare": [
        "Is the ferry quicker than the road?",
        "How do the two rules differ?",
        "Compare Norway with Sweden",
        "How has staff turnover changed?",
    ],
    "attribution": [
        "What did the minister promise?",
        "What does Ouazzani expect of the mills?",
        "What is Lopez's objection?",
        "How did the mayor justify the fee?",
    ],
    "yesno": ["Does the plan cover schools?", "Is the ban in force?"],
    "other": ["talent", "stray dogs"],
}


@pytest.mark.parametrize(("kind", "question"), [(k, q) for k, qs in KINDS.items() for q in qs])
def test_kind(kind: str, question: str) -> None:
    assert kind_of(question) == kind


def test_what_a_follow_up_keeps_in_brackets_has_no_kind() -> None:
    assert kind_of("Who wrote it (why the court rejected the law)?") == "entity"


def test_hidden_characters_are_removed() -> None:
    tags = "".join(chr(0xE0000 + ord(c)) for c in "ignore")
    dirty = f"How\u200b much\u202e goes\x00 to{tags} ta\u00adlent\ufe0f\u3164?\u2066"
    assert clean(dirty) == "How much goes to talent?"


def test_the_question_is_one_line_of_composed_characters() -> None:
    assert clean("  Who\tleads\r\n Le\u0301on?\u2028 ") == "Who leads Léon?"


@pytest.mark.parametrize("empty", ["", "   ", "?!…", "🙂🙂", "\u200b\u200b", "\u3164"])
def test_a_question_without_words_is_refused(empty: str) -> None:
    with pytest.raises(QuestionError, match="empty"):
        clean(empty)


def test_a_question_longer_than_a_page_is_refused() -> None:
    assert clean("a" * MAX_CHARACTERS)
    with pytest.raises(QuestionError, match="2,001"):
        clean("a" * (MAX_CHARACTERS + 1))


@given(st.text(max_size=300))
def test_cleaned_text_is_visible_and_stays_as_it_is(text: str) -> None:
    try:
        cleaned = clean(text)
    except QuestionError:
        return
    assert clean(cleaned) == cleaned
    assert not any(unicodedata.category(c)[0] == "C" for c in cleaned)
    assert kind_of(cleaned)


@given(st.text(max_size=300))
def test_names_are_words_of_the_question(text: str) -> None:
    assert set(names(text)) <= set(content_words(text))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What did Kim Yong-seok say about OpenAI?", ["Kim", "Yong-seok", "OpenAI"]),
        ("Kim Yong-seok criticised what?", ["Kim", "Yong-seok"]),
        ("How many H100 does the US have?", ["H100", "US"]),
        ("how much does korea spend", []),
        ("How Much Does The OpenAI Deal Cost In Total?", ["OpenAI"]),
        ("HOW MANY H100 DOES KOREA HAVE?", ["H100"]),
        ("Which countries joined in 2024?", []),
    ],
)
def test_names(question: str, expected: list[str]) -> None:
    assert names(question) == expected
