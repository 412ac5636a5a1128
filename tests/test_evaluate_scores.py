"""Scores against independent formulas and libraries."""

from __future__ import annotations

import collections
import dataclasses
import math
import random
import re
import string
from pathlib import Path

import numpy as np
import pytest
from evaluation import WordAsker, WordSearcher
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import f1_score, roc_auc_score

from assistant.answer import Answer, Citation, Claim
from assistant.evaluate import statistics
from assistant.evaluate.evidence import (
    gold_sentences,
    sentence_precision,
    sentence_recall,
    source_precision,
    source_recall,
    units,
)
from assistant.evaluate.intervals import estimate
from assistant.evaluate.judging import failed_step, is_right, outcome
from assistant.evaluate.questions import Question, question_from_row
from assistant.evaluate.retrieval import score_retrieval
from assistant.evaluate.rows import answered_row
from assistant.evaluate.selective import risk_coverage, threshold_for
from assistant.evaluate.text_scores import contains_answer, exact_match, rouge_l, token_f1
from corpus.article import Article, Corpus, read_articles
from corpus.passage import split
from index.search import Match

WORDS = [
    "the",
    "a",
    "Seoul",
    "seoul",
    "45",
    "billion",
    "won.",
    "(won)",
    "an",
    "AI-budget",
    "theory",
]
sentences = st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join)


def official(text: str) -> list[str]:
    """SQuAD's normalisation, written from its description: four steps in this order."""
    lowered = text.lower()
    bare = "".join(c for c in lowered if c not in set(string.punctuation))
    without = re.sub(r"\b(a|an|the)\b", " ", bare)
    return " ".join(without.split()).split()


def official_f1(prediction: str, gold: str) -> float:
    predicted, true = official(prediction), official(gold)
    if not predicted or not true:
        return float(predicted == true)
    common = collections.Counter(predicted) & collections.Counter(true)
    same = sum(common.values())
    if same == 0:
        return 0.0
    precision, recall = same / len(predicted), same / len(true)
    return 2 * precision * recall / (precision + recall)


@settings(max_examples=200, deadline=None)
@given(sentences, st.lists(sentences.filter(lambda s: bool(official(s))), min_size=1, max_size=3))
def test_em_and_f1_are_squads(prediction: str, golds: list[str]) -> None:
    assert exact_match(prediction, golds) == max(official(prediction) == official(g) for g in golds)
    best = max(official_f1(prediction, gold) for gold in golds)
    assert token_f1(prediction, golds) == pytest.approx(best)


def test_no_answer_is_the_empty_prediction() -> None:
    assert (exact_match("", []), token_f1("", [])) == (1.0, 1.0)
    assert (exact_match("Seoul", []), token_f1("Seoul", [])) == (0.0, 0.0)
    assert token_f1("", ["Seoul"]) == 0.0


def test_containment_is_of_whole_tokens() -> None:
    assert contains_answer("It is the 45 billion won.", ["45 billion"])
    assert not contains_answer("It is 145 billion won.", ["45 billion"])
    assert not contains_answer("anything", [""])


def test_rouge_l_of_a_subsequence() -> None:
    # Longest common subsequence 3 ("korea buy gpu" after stemming) of 3 and 4 tokens.
    assert rouge_l("Korea buys GPUs", "Korea soon buys GPUs") == pytest.approx(2 * 3 / (3 + 4))


labelled = st.lists(
    st.tuples(st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0]), st.sampled_from([0.0, 1.0])),
    min_size=2,
    max_size=60,
)


@settings(max_examples=150, deadline=None)
@given(labelled)
def test_auroc_is_sklearns(rows: list[tuple[float, float]]) -> None:
    value, low, high = estimate(rows, statistics.auroc)
    labels = [label for _, label in rows]
    if len(set(labels)) < 2:
        assert math.isnan(value)
        return
    assert value == pytest.approx(roc_auc_score(labels, [score for score, _ in rows]))
    assert low <= high


@settings(max_examples=150, deadline=None)
@given(labelled)
def test_f1_is_sklearns(rows: list[tuple[float, float]]) -> None:
    pairs = [(float(score >= 0.5), label) for score, label in rows]
    value, _, _ = estimate(pairs, statistics.f1)
    if not any(map(any, pairs)):
        assert math.isnan(value)
        return
    expected = f1_score([t for _, t in pairs], [p for p, _ in pairs], zero_division=0)
    assert value == pytest.approx(expected)


@settings(max_examples=150, deadline=None)
@given(labelled)
def test_aurc_is_the_mean_risk_over_thresholds(rows: list[tuple[float, float]]) -> None:
    value, _, _ = estimate(rows, statistics.aurc)
    risks = []
    for confidence, _ in rows:
        answered = [wrong for other, wrong in rows if other >= confidence]
        risks.append(sum(answered) / len(answered))
    assert value == pytest.approx(sum(risks) / len(risks))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.floats(0.1, 1e5), min_size=1, max_size=80), st.sampled_from([0.1, 0.5, 0.95, 1.0])
)
def test_quantiles_are_numpys(values: list[float], q: float) -> None:
    value, _, _ = estimate([(v,) for v in values], statistics.quantile(q))
    assert value == pytest.approx(np.quantile(values, q, method="inverted_cdf"))


def test_the_interval_is_that_of_resampling_rows() -> None:
    rng = np.random.default_rng(3)
    values = rng.choice([0.0, 1.0, 0.4], size=120, p=[0.3, 0.5, 0.2])
    value, low, high = estimate([(float(v),) for v in values], statistics.mean)
    means = rng.choice(values, size=(20_000, len(values))).mean(axis=1)
    assert value == pytest.approx(values.mean())
    assert (low, high) == pytest.approx(tuple(np.quantile(means, [0.025, 0.975])), abs=0.01)


def test_a_ratio_is_of_sums_and_an_interval_covers_what_it_should() -> None:
    value, low, high = estimate([(1.0, 2.0), (4.0, 4.0), (0.0, 1.0)], statistics.ratio)
    assert value == pytest.approx(5 / 7)
    assert 0 <= low < value < high <= 1
    covered = 0
    for seed in range(200):
        throws = np.random.default_rng(seed).binomial(1, 0.7, size=80)
        _, low, high = estimate([(float(t),) for t in throws], statistics.mean)
        covered += low <= 0.7 <= high
    assert 180 <= covered <= 199  # 95% of 200, give or take the bootstrap's own error


def answer_with(text: str = "", status: str = "answered", *quotes: tuple[str, str]) -> Answer:
    cited = tuple(
        Citation(n, article, article, None, None, None, quote, 0, len(quote))
        for n, (article, quote) in enumerate(quotes, 1)
    )
    return Answer(
        "r-1", "q", "q", status, None, text, None, cited, (), None, "test", "c", 1.0,  # type: ignore[arg-type]  # a literal by construction
    )  # fmt: skip


def key(**fields: object) -> Question:
    return question_from_row({"question": "How much?", **fields}, "q")


B, C = ("b", "a quote"), ("c", "a quote")


@pytest.mark.parametrize(
    ("question", "given", "right"),
    [
        (key(expect=["45 ?billion"]), answer_with("45 Billion won [1]"), True),
        (key(expect=["45", "50"]), answer_with("45 billion"), False),
        (key(expect=["\\b1\\b"]), answer_with("It is two [1]"), False),  # a marker is no figure
        (key(expect=["45"], forbid=["50"]), answer_with("45, not 50"), False),
        (key(expect=["45"], sources=[["a", "b"], ["c"]]), answer_with("45", "answered", B), False),
        (key(expect=["45"], sources=[["a", "b"], ["c"]]), answer_with("45", "partial", B, C), True),
        (key(expect=["say"]), answer_with("The sources do not say.", "not_in_sources"), False),
        (key(answerable=False), answer_with("", "not_in_sources"), True),
        (key(answerable=False), answer_with("", "unclear"), True),
        (key(answerable=False), answer_with("Hello!", "smalltalk"), True),
        (key(answerable=False), answer_with("45", "answered"), False),
        (key(status="smalltalk"), answer_with("Hello!", "smalltalk"), True),
        (key(status="smalltalk"), answer_with("", "unclear"), False),
        (key(answerable=False, status=["unclear"]), answer_with("", "not_in_sources"), False),
        (key(answers=["45 billion"]), answer_with("About 45 billion won. [1]"), True),
        (key(), answer_with("anything"), None),
    ],
)  # fmt: skip
def test_right_by_key(question: Question, given: Answer, right: bool | None) -> None:
    assert is_right(question, given) is right


SENTENCE = "Of 45 billion won, 30 billion go to Busan. [1]"


@pytest.mark.parametrize(
    ("question", "short", "right"),
    [
        (key(expect=["30 billion"]), "30 billion", True),
        (key(expect=["30 billion"]), "45 billion won", False),  # though the quote has it as well
        (key(expect=["30 billion"]), None, True),
        (key(expect=["30 billion", "45 billion"]), "45 billion won", True),  # a list has one
        (key(answers=["30 billion"]), "45 billion won", False),
        (key(answers=["30 billion"]), "some 30 billion", True),
        (key(answers=["30 billion go to Busan"]), "Busan", False),  # its figure is missing
        (key(answers=["30 billion go to Busan"]), "30 billion", True),
        (key(answers=["go to Busan"]), "Busan", True),
        (key(answers=["45 billion", "30 billion"]), "30 billion", True),
        (key(expect=["Busan"], status=["answered"]), "30 billion", False),
    ],
)
def test_one_value_must_be_the_short_answer(
    question: Question, short: str | None, right: bool
) -> None:
    given = dataclasses.replace(answer_with(SENTENCE), short=short)
    assert is_right(question, given) is right


@pytest.mark.parametrize(
    ("question", "values", "right"),
    [
        (key(expect=["30 billion"]), ["30 billion", "45 billion"], False),
        (key(answers=["30 billion"]), ["30 billion", "45 billion"], False),
        (key(expect=["30 billion|45 billion"]), ["30 billion", "45 billion"], True),
        (key(expect=["30 billion", "45 billion"]), ["30 billion", "45 billion"], True),
    ],
)
def test_a_conflict_over_one_value_is_wrong(
    question: Question, values: list[str], right: bool
) -> None:
    claims = tuple(Claim(value, (1,), "A title") for value in values)
    given = dataclasses.replace(answer_with(SENTENCE), disagreement=claims, short="; ".join(values))
    assert is_right(question, given) is right
    row = answered_row(question, given, 1.0, Corpus(()), None)
    assert row.step == (None if right else "false conflict")


def test_outcomes_and_failed_steps() -> None:
    answerable, other = key(expect=["45"]), key(answerable=False)
    assert outcome(answerable, answer_with("", "not_in_sources"), False) == "false refusal"
    assert outcome(other, answer_with("45"), False) == "should have refused"
    unkeyed = key(answerable=True)
    assert is_right(unkeyed, answer_with("", "not_in_sources")) is None
    assert outcome(unkeyed, answer_with("", "not_in_sources"), None) == "false refusal"
    assert outcome(unkeyed, answer_with("45"), None) == "no key"
    assert outcome(answerable, None, None) == "error"
    assert failed_step("false refusal", None, 8) == "not retrieved"
    assert failed_step("wrong", 9, 8) == "retrieved but not read"
    assert failed_step("false refusal", 8, 8) == "read but refused"
    assert failed_step("wrong", 1, 8) == "wrong span"
    assert failed_step("right", None, 8) is None


def test_citation_scores_by_hand() -> None:
    question = key(sources=[["a", "b"], ["c"]])
    cited = answer_with("", "answered", ("a", "One."), ("d", "Two."), ("a", "Three.")).citations
    assert source_precision(question, cited) == pytest.approx(2 / 3)
    assert source_recall(question, cited) == 0.5
    assert source_precision(question, ()) is None
    assert source_recall(question, ()) == 0.0
    corpus = Corpus((Article("a", "A", "One.\n\nThree,\nor  more. Four."),))
    known = key(evidence=["Three, or more.", "one.", "Stands nowhere."])
    golds = gold_sentences(known, corpus)
    assert golds == ["three, or more.", "one."]
    assert sentence_precision(golds, cited) == pytest.approx(1 / 3)
    assert sentence_recall(golds, cited) == 0.5


def ranking(*held: str) -> tuple[list[Match], Corpus]:
    """Matches whose passages are those one-sentence articles, in that order."""
    articles = [Article(f"a{n:02d}", "T", text) for n, text in enumerate(held)]
    return [Match(split(a)[0], 1.0, 0.0, 0.0) for a in articles], Corpus(tuple(articles))


@settings(max_examples=40, deadline=None)
@given(
    st.permutations(range(12)), st.dictionaries(st.integers(0, 11), st.integers(0, 3), min_size=1)
)
def test_document_retrieval_is_the_textbooks(order: list[int], grades: dict[int, int]) -> None:
    matches, corpus = ranking(*(f"Sentence {n}." for n in range(12)))
    if not any(grades.values()):
        return
    question = Question("q", "q", qrels={f"a{n:02d}": g for n, g in grades.items()})
    # A second passage of the same document further down must change nothing.
    found = score_retrieval(question, [matches[n] for n in order] * 2, corpus).scores
    gains = [grades.get(n, 0) for n in order]
    relevant = sum(g > 0 for g in grades.values())
    for k in (1, 3, 5, 10):
        assert found[f"recall@{k}"] == pytest.approx(sum(g > 0 for g in gains[:k]) / relevant)
    first = next(rank for rank, gain in enumerate(gains, 1) if gain > 0)
    assert found["mrr"] == pytest.approx(1 / first)
    assert found["ndcg@10"] == pytest.approx(dcg(gains) / dcg(sorted(grades.values())[::-1]))


def dcg(gains: list[int]) -> float:
    """With the gain itself (Järvelin and Kekäläinen 2002), cut at 10."""
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains[:10], 1))


def test_passage_retrieval_finds_each_piece_of_evidence() -> None:
    matches, corpus = ranking("Nothing.", "It is 45.", "It is 50.", "Again 45.")
    question = key(expect=["45", "50", "95"])  # 95 is a sum: no article states it
    assert len(units(question, corpus)) == 2
    found = score_retrieval(question, matches, corpus)
    assert found.evidence_rank == 3  # the last piece
    assert [hit.evidence for hit in found.hits] == [False, True, True, True]
    assert found.scores["mrr"] == pytest.approx((1 / 2 + 1 / 3) / 2)
    assert found.scores["recall@1"] == 0.0
    assert found.scores["recall@3"] == 1.0
    gone = score_retrieval(question, matches[:2], corpus)
    assert gone.evidence_rank is None
    assert gone.scores["recall@20"] == 0.5


def test_thresholds_and_the_curve_by_hand() -> None:
    from assistant.evaluate.rows import answered_row

    corpus = read_articles(Path("corpus/articles"))
    assert isinstance(WordAsker(corpus).searcher, WordSearcher)
    rows = []
    for n in range(20):
        answerable = n < 10
        question = Question(
            str(n), "?", answerable=answerable, expect=("yes",) if answerable else ()
        )
        text = "yes" if n % 2 else "no"
        given = answer_with(text)
        confidence = (n + 1) / 10 if answerable else (n - 9) / 20
        given = Answer.from_dict(given.to_dict() | {"confidence": confidence})
        rows.append(answered_row(question, given, 1.0, corpus, None))
    random.Random(1).shuffle(rows)
    found = threshold_for(rows, 0.2)
    assert found is not None
    assert found["threshold"] == pytest.approx(0.3)
    assert found["false_refusals"] == pytest.approx(0.2)
    assert found["refused"] == pytest.approx(0.5)  # 0.05 to 0.25 of 0.05 to 0.5
    curve = risk_coverage(rows)
    assert curve[-1]["coverage"] == 1.0
    assert curve[-1]["risk"] == pytest.approx(15 / 20)
    assert curve[0] == {"confidence": 1.0, "coverage": 1 / 20, "risk": 0.0}
