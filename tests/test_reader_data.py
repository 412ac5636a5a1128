"""How the reader's training examples are made: spans stay true, negatives don't answer."""

from __future__ import annotations

import random
import re
from pathlib import Path

import numpy as np
import pytest

from assistant.reader import lessons, platt
from assistant.reader.documents import Asked, Document, cut, document
from assistant.reader.examples import Maker, Recipe
from assistant.reader.metrics import auroc, exact, f1, normalized, refused
from assistant.reader.noise import keywords, typo
from assistant.reader.public_data import join_tokens
from assistant.reader.swaps import Pools, replace, swap
from assistant.reader.windows import sentence_bounds

LESSONS = Path(lessons.__file__).with_name("lessons.jsonl.gz")


@pytest.fixture(scope="module")
def docs() -> list[Document]:
    return lessons.read_lessons(LESSONS)


def test_lessons_are_whole(docs: list[Document]) -> None:
    assert len(docs) == 618
    for doc in docs:
        for asked in doc.questions:
            assert asked.spans or asked.near is not None
            assert all(doc.holding(start, end) for start, end in asked.spans)


def test_held_out_lessons_are_apart(docs: list[Document]) -> None:
    parts = {doc.id: lessons.split_of(doc) for doc in docs}
    assert {"train", "calibration", "test"} == set(parts.values())
    assert list(parts.values()).count("test") >= 10
    assert list(parts.values()).count("calibration") >= 10


def test_examples_hold_their_answers_and_negatives_do_not(docs: list[Document]) -> None:
    chosen = docs[:4]
    examples = list(Maker(chosen, Recipe(careless=False), chosen).all(random.Random(1)))
    gold = {
        asked.text: {doc.text[s:e] for s, e in asked.spans}
        for doc in chosen
        for asked in doc.questions
    }
    kinds = {example.kind for example in examples}
    assert kinds >= {"answer", "same", "near", "swapped", "unanswerable"}
    for example in examples:
        found = {example.window.body[start:end] for start, end in example.spans}
        if example.kind == "answer" and example.question in gold:
            assert found
            assert found <= gold[example.question]
        if example.kind in ("same", "near"):
            whole = "|".join(rf"(?<!\w){re.escape(a)}(?!\w)" for a in gold[example.question])
            assert not re.search(whole, example.window.body)


def test_examples_are_the_same_for_the_same_seed(docs: list[Document]) -> None:
    first, second = (
        list(Maker(docs[:2], Recipe(), docs[:2]).all(random.Random(7))) for _ in range(2)
    )
    assert first == second


def test_cut_moves_spans_into_the_body() -> None:
    doc = document("x", "x", "Title", ["One came.  Two left.\nThree stayed on."])
    start = doc.text.index("left")
    part = cut(doc, 1, 2, [(start, start + 4)], lead=True)
    assert [part.window.body[s:e] for s, e in part.spans] == ["left"]
    assert part.window.before == "Title | One came."


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Dr. Lee left. She ran.", ["Dr. Lee left.", "She ran."]),
        ("It cost $3.5 million. “Why?” he asked.", ["It cost $3.5 million.", "“Why?” he asked."]),
        ("  One line\nanother  ", ["One line", "another"]),
        ("", []),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in sentence_bounds(text)] == sentences


def test_swap_takes_what_the_context_holds() -> None:
    context = "Norway spent 40 million on ferries in 2019."
    pools = Pools(["Kenya spent 75 million in 2021 on roads."])
    seen = set()
    for seed in range(40):
        pair = swap(
            "How much did Norway spend in 2019?", context, pools, pools, random.Random(seed)
        )
        assert pair is not None
        assert pair[0] in context
        assert pair[1] not in context
        seen.add(pair[0])
    assert {"Norway", "2019"} <= seen


def test_replace_moves_spans_and_spares_answers() -> None:
    text = "In 2019 Norway spent 40 million, more than in 2018."
    start = text.index("40")
    changed = replace(text, [(start, start + 10)], "Norway", "Argentina")
    assert changed is not None
    assert changed[0][slice(*changed[1][0])] == "40 million"
    assert replace(text, [(start, start + 10)], "40", "50") is None


def test_treebank_tokens_become_plain_text() -> None:
    tokens = "He said `` no '' to it -LRB- twice -RRB- , did n't he ?".split()
    text, offsets = join_tokens(tokens)
    assert text == 'He said "no" to it (twice), didn\'t he?'
    assert text[slice(*offsets[3])] == "no"


def test_careless_questions() -> None:
    assert keywords("How much will the city spend on night buses?") == "city spend night buses"
    assert keywords("Who is it?") == ""
    slip = typo("How much does Ankara spend on ferries?", random.Random(3))
    assert slip != "How much does Ankara spend on ferries?"
    assert "Ankara" in slip


def test_scores() -> None:
    assert normalized("The 40, million!") == "40 million"
    assert exact("the ferry", ["A ferry."]) == 1
    assert f1("40 million crowns", ["40 million"]) == pytest.approx(0.8)
    assert auroc([3, 2], [1, 2]) == pytest.approx(0.875)
    assert refused([1, 2, 3, 4], [0, 0, 5, 5], 0.0) == 0.5


def test_calibration_recovers_known_odds() -> None:
    rng = random.Random(0)
    scores = [rng.uniform(-4, 4) for _ in range(4000)]
    truth = [int(rng.random() < platt.probability(np.array(2 * s - 1))) for s in scores]
    weights = platt.fit(np.array(scores)[:, None], np.array(truth))
    assert weights == pytest.approx([2, -1], abs=0.25)
    likely = platt.probability(np.array(scores) * weights[0] + weights[1]).tolist()
    assert platt.expected_error(platt.reliability(likely, truth)) < 0.03


def test_unanswerable_questions_never_get_spans() -> None:
    doc = document("x", "x", "", ["The ferry sails at noon. It is blue."])
    doc.questions.append(Asked("How old is the captain?", (), 0))
    examples = list(Maker([doc], Recipe(), [doc]).all(random.Random(0)))
    assert examples
    assert all(not example.spans for example in examples)
