"""Search over a real store and a real lexical index; the encoder is a plain one."""

from __future__ import annotations

import re
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from indexing import WordEncoder, built

from corpus.passage import Passage, Sentence
from index import search
from index.context import embedding_text
from index.lexical import LexicalIndex, write_lexical
from index.opened import Index, open_index
from index.records import StoredPassages, write_passages
from index.search import Searcher
from index.store import VectorStore, write_store
from index.tokens import words


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    opened = open_index(built(tmp_path_factory.mktemp("search")), WordEncoder())
    yield opened
    opened.close()


def best(index: Index, question: str, **options) -> str:
    return index.searcher.search(question, **options)[0].passage.text


def test_the_passage_that_shares_the_words_comes_first(index):
    assert "45 billion won" in best(index, "How much is spent on talent?")
    assert "hospital" in best(index, "When does the hospital open?")


def test_every_match_carries_both_scores(index):
    matches = index.searcher.search("nurses talent", k=100)
    assert len(matches) == len(index.passages)
    vector = index.searcher.vector("nurses talent")
    for match in matches:
        assert index.passages[match.row] == match.passage
        own = WordEncoder().encode([embedding_text(match.passage)])[0]
        assert match.dense == pytest.approx(float(own @ vector), abs=1e-5)
        assert (match.lexical > 0) == bool(
            {"nurses", "talent"} & set(words(embedding_text(match.passage)))
        )
    assert [m.score for m in matches] == sorted((m.score for m in matches), reverse=True)


def test_quotes_are_verbatim_parts_of_the_stored_articles(index):
    for match in index.searcher.search("talent", k=100):
        article = index.article(match.passage.article_id)
        for sentence in match.passage.sentences:
            assert article.text[sentence.start : sentence.end] == sentence.text


@pytest.mark.parametrize("question", ["", "   ", "\n\t"])
def test_a_blank_question_finds_nothing(index, question):
    assert index.searcher.search(question) == []


def test_a_very_long_question_is_searched_by_its_beginning(index):
    question = "hospital Busan " + "and so on " * 200_000
    began = time.process_time()
    assert "hospital" in best(index, question)
    assert time.process_time() - began < 20  # a second; to search it all takes minutes


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=80))
@example("\ud800 talent")
def test_no_character_of_a_question_means_anything(index, question):
    matches = index.searcher.search(question, k=3)
    assert len(matches) == (3 if re.sub("[\ud800-\udfff]", "", question).strip() else 0)


@pytest.mark.parametrize(
    "question",
    ['text:talent AND NOT "won"', "title:(", "talent^1000", "*:*", "-hospital", "[a TO z]", "'\\"],
)
def test_query_syntax_is_searched_as_words(index, question):
    rows, scores = index.searcher._lexical.search(question, 50)
    plain, same = index.searcher._lexical.search(" ".join(words(question)), 50)
    assert rows.tolist() == plain.tolist()
    np.testing.assert_allclose(scores, same)


def test_korean_words_find_korean_passages_whatever_their_particles(index):
    rows, _ = index.searcher._lexical.search("예산은", 5)
    assert index.passages[int(rows[0])].article_id == "korean"


def test_only_the_chosen_articles_are_searched(index):
    matches = index.searcher.search("talent hospital", k=50, articles={"health", "unknown"})
    assert {m.passage.article_id for m in matches} == {"health"}
    assert len(matches) == len(index.rows_of("health"))
    assert index.searcher.search("talent", articles=[]) == []
    assert index.searcher.search("talent", articles=["unknown"]) == []


def test_k_is_obeyed(index):
    assert len(index.searcher.search("talent", k=2)) == 2
    assert index.searcher.search("talent", k=0) == []


def test_the_same_question_gives_the_same_ranking_from_many_threads(index):
    expected = [m.row for m in index.searcher.search("talent fund Korea", k=20)]
    got: list[list[int]] = []

    def ask() -> None:
        for _ in range(20):
            got.append([m.row for m in index.searcher.search("talent fund Korea", k=20)])

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [expected] * 160


def test_vocabulary_counts_passages(index):
    vocabulary = index.searcher.vocabulary
    holding = sum("talent" in words(p.text) for p in index.passages)
    assert vocabulary["talent"] == holding > 0
    assert "Talent" not in vocabulary
    assert index.searcher.idf("talent") > index.searcher.idf("the")
    assert index.searcher.idf("unheard") == max(
        index.searcher.idf(w) for w in ["unheard", *vocabulary]
    )


def test_as_a_langchain_retriever(index):
    retriever = index.searcher.as_retriever(k=2, articles=["health"])
    found = retriever.invoke("When does the hospital open?")
    assert len(found) == 2
    facts = found[0].metadata
    text = index.article(facts["article_id"]).text
    assert "hospital" in text[facts["start"] : facts["end"]]
    assert facts["score"] >= found[1].metadata["score"]
    assert retriever.batch(["When does the hospital open?"])[0][0].id == found[0].id


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The U.S.'s 10,000 GPUs", ["the", "us", "10000", "gpus"]),
        ("1.46 trillion, in 2025.", ["1.46", "trillion", "in", "2025"]),
        ("Korea\u2019s A.I. plan", ["korea", "ai", "plan"]),
        ("GPT-4o (H100)", ["gpt", "4o", "h100"]),
        ("예산이 AI예산", ["예산", "산이", "ai", "예산"]),
        ("Ｆｕｌｌ ＷＩＤＴＨ", ["full", "width"]),
        ("e.g. i.e. No. 6", ["eg", "ie", "no", "6"]),
    ],
)
def test_words(text, expected):
    assert words(text) == expected


class _Plain:
    """An encoder for the stub vectors below: any question is one fixed direction."""

    name, fingerprint, dimension = "plain", "0", 16

    def encode(self, texts, *, role="passage"):
        vectors = np.random.default_rng(len(texts[0])).normal(size=(1, self.dimension))
        return (vectors / np.linalg.norm(vectors)).astype(np.float32)


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """36,000 passages with stub vectors in 21 articles; the first holds 32,000."""
    folder: Path = tmp_path_factory.mktemp("large")
    sizes = [32_000] + [200] * 20
    count = sum(sizes)
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(count, _Plain.dimension)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    passages = []
    for number, size in enumerate(sizes):
        for at in range(size):
            text = f"word{at % 700} term{at % 31} number {at}"
            sentence = Sentence(start=0, end=len(text), text=text, paragraph=0)
            passages.append(Passage(f"a{number:02d}", at, (sentence,), "Title"))
    write_passages(folder, passages)
    write_lexical(folder / "lexical", passages)
    write_store(folder / "chroma", vectors, {})
    return Searcher(
        StoredPassages(folder),
        vectors,
        VectorStore(folder / "chroma"),
        LexicalIndex(folder / "lexical"),
        _Plain(),
    )


def _milliseconds(searcher: Searcher, articles: list[str] | None) -> float:
    times = []
    for number in range(15):
        began = time.process_time()
        searcher.search(f"word{number} term{number}", articles=articles)
        times.append(time.process_time() - began)
    return 1000 * float(np.median(times))


def test_a_filter_costs_little(large):
    everything = _milliseconds(large, None)
    one = _milliseconds(large, ["a07"])
    large_one = _milliseconds(large, ["a00"])
    nearly_all = _milliseconds(large, [f"a{n:02d}" for n in range(20)])
    assert max(one, large_one, nearly_all) < 10 * everything


@pytest.mark.parametrize("articles", [["a07"], ["a00"], ["a00", "a03"], ["a18", "a19"]])
def test_a_filter_finds_the_nearest_of_its_articles(large, articles):
    vector = large.vector("a question")
    rows = np.concatenate([np.array(large._passages.rows[a]) for a in articles])
    nearest = rows[np.argsort(-(large._vectors[rows] @ vector))[: search.CANDIDATES]]
    found = large._dense(vector, search.CANDIDATES, articles)
    assert len(found) == search.CANDIDATES
    assert len(set(found.tolist()) & set(nearest.tolist())) >= 0.9 * search.CANDIDATES
