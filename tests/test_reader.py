"""The reader that ships: exact offsets, stable readings, sound answers on texts it never saw."""

from __future__ import annotations

import itertools
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.reader.errors import ReaderError
from assistant.reader.onnx_reader import FILES, WEIGHTS, OnnxReader
from corpus.article import Article
from corpus.passage import Passage, split

TEXT = (
    "The city of Marrowby will spend 62 million crowns on night buses, deputy mayor Ines Falk said"
    " on Thursday. The money comes from a levy on hotel stays that brought in 80 million crowns"
    " last year.\n\n"
    "Falk expects 14 lines to run until 4 a.m. from March 2027. “Nurses should not have to walk"
    " home,” she said. The drivers' union, led by Tobias Renck, fears that 90 drivers will be"
    " missing.\n\n"
    "Taxi owners object because they would lose a third of their night trips. A study by the"
    " Institute for Mobility puts the yearly loss at 9 million crowns."
)


@pytest.fixture(scope="module")
def reader() -> OnnxReader:
    return OnnxReader()


@pytest.fixture(scope="module")
def passages() -> list[Passage]:
    return list(split(Article("night-buses", "Night buses for Marrowby", TEXT)))


def best(reader: OnnxReader, passages: list[Passage], question: str) -> tuple[str, float]:
    """The best span of the passage that most surely answers, and that passage's log-odds."""
    reading = max(reader.read(question, passages), key=lambda reading: reading.answers)
    span = reading.spans[0]
    return TEXT[span.start : span.end], reading.answers


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How much will Marrowby spend on night buses?", "62 million"),
        ("Who leads the drivers' union?", "Tobias Renck"),
        ("How many lines will run until 4 a.m.?", "14"),
        ("From when will the lines run?", "March 2027"),
        ("Why do taxi owners object?", "a third of their night trips"),
    ],
)
def test_easy_questions(
    reader: OnnxReader, passages: list[Passage], question: str, answer: str
) -> None:
    found, log_odds = best(reader, passages, question)
    assert answer in found
    assert log_odds > 0


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Who is the deputy mayor?", "Ines Falk"),
        ("Which institute made the study of the losses?", "Institute for Mobility"),
    ],
)
def test_the_span_is_right_where_it_hesitates(
    reader: OnnxReader, passages: list[Passage], question: str, answer: str
) -> None:
    """The article says so in passing only, so the reader is not sure; the span is right."""
    found, _ = best(reader, passages, question)
    assert answer in found


def test_span_for_keywords(reader: OnnxReader, passages: list[Passage]) -> None:
    assert "80 million" in best(reader, passages, "hotel levy revenue last year")[0]


@pytest.mark.parametrize(
    "question",
    [
        "What is the capital of Portugal?",
        "How many doctors does the hospital employ?",
        "When was the airport opened?",
    ],
)
def test_no_answer(reader: OnnxReader, passages: list[Passage], question: str) -> None:
    assert best(reader, passages, question)[1] < 0


def test_offsets_lie_within_the_passage(reader: OnnxReader, passages: list[Passage]) -> None:
    for reading in reader.read("How many drivers will be missing?", passages):
        assert reading.spans
        ordered = sorted(reading.spans, key=lambda span: span.start)
        assert all(a.end <= b.start for a, b in itertools.pairwise(ordered))
        for span in reading.spans:
            assert reading.passage.start <= span.start < span.end <= reading.passage.end
            assert TEXT[span.start : span.end].strip() == TEXT[span.start : span.end]


def test_offsets_hold_for_any_characters(reader: OnnxReader) -> None:
    text = "Çağrı Ünal’s  team — naïve — got 조 3,000 🙂. It paid €1.2 million to Zoë Müller."
    article = Article("odd", "Odd", text)
    (reading,) = reader.read("Who got €1.2 million?", list(split(article)))
    span = reading.spans[0]
    assert text[span.start : span.end] == "Zoë Müller"


def test_same_reading_alone_and_among_others(reader: OnnxReader, passages: list[Passage]) -> None:
    question = "How much will Marrowby spend on night buses?"
    together = reader.read(question, passages)
    assert together == reader.read(question, passages)
    assert together == [reader.read(question, [passage])[0] for passage in passages]


def test_nothing_to_read(reader: OnnxReader) -> None:
    assert reader.read("Who?", []) == []
    assert reader.read_text("Who?", "") == []


def test_empty_and_endless_questions(reader: OnnxReader, passages: list[Passage]) -> None:
    assert len(reader.read("", passages)) == len(passages)
    long = "How much will Marrowby spend on night buses? " * 200
    assert len(reader.read(long, passages)) == len(passages)


def test_long_text_is_read_to_its_end(reader: OnnxReader) -> None:
    filler = "The committee met again and spoke about the weather and about lunch. " * 90
    context = f"{filler}The new bridge was designed by Amara Lindqvist. {filler}"
    span = reader.read_text("Who designed the new bridge?", context)[0]
    assert context[span.start : span.end] == "Amara Lindqvist"


def test_starts_without_torch() -> None:
    code = (
        "import sys; from assistant.reader.onnx_reader import OnnxReader;"
        "reader = OnnxReader(); reader.read_text('Who came?', 'Ada came.');"
        "print({'torch', 'transformers'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path.cwd()
    )
    assert done.stdout == "set()\n"


def test_a_folder_that_is_no_reader(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match=r"model\.onnx"):
        OnnxReader(tmp_path)
    for name in FILES:
        (tmp_path / name).write_bytes((WEIGHTS / name).read_bytes())
    (tmp_path / "reader.json").write_text('{"name": "x"}')
    with pytest.raises(ReaderError, match="calibration"):
        OnnxReader(tmp_path)
