"""The encoder that serves: an exported model run by onnxruntime, without torch."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from index.encoder import Role, Vectors
from index.errors import IndexDamaged

# Tokens (with padding) in one batch; longer texts go alone.
TOKENS_A_BATCH = 4096
# Threads of one question's encoding; a build takes every core.
THREADS = 2


class OnnxEncoder:
    """Equal in ranking to the sentence-transformers model it was exported from.

    ``folder`` is what :func:`index.export.export` wrote. Safe to use from several threads.
    """

    def __init__(self, folder: Path, threads: int = THREADS) -> None:
        # read when onnxruntime is imported: since 1.29 it would report to its makers
        os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
        import onnxruntime
        from tokenizers import Tokenizer

        try:
            facts = json.loads((folder / "export.json").read_text())
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = threads
            options.log_severity_level = 3
            self._session = onnxruntime.InferenceSession(
                str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as error:  # onnxruntime and tokenizers raise bare Exceptions of their own
            raise IndexDamaged(folder, str(error)) from error
        self.name: str = facts["name"]
        self.fingerprint: str = facts["fingerprint"]
        self.dimension: int = facts["dimension"]
        self._prompts: dict[str, str] = facts["prompts"]
        self._inputs: list[str] = facts["inputs"]
        self._pad: int = facts["pad_id"]
        self._tokenizer.enable_truncation(facts["max_tokens"])
        self._tokenizer.no_padding()

    def encode(self, texts: Sequence[str], *, role: Role = "passage") -> Vectors:
        """See :class:`index.encoder.Encoder`."""
        prompt = self._prompts.get(role, "")
        tokens = [e.ids for e in self._tokenizer.encode_batch_fast([prompt + t for t in texts])]
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for rows in _batches([len(ids) for ids in tokens]):
            vectors[rows] = self._run([tokens[row] for row in rows])
        return vectors

    def _run(self, tokens: list[list[int]]) -> Vectors:
        shape = (len(tokens), max(map(len, tokens)))
        feed = {
            "input_ids": np.full(shape, self._pad, np.int64),
            "attention_mask": np.zeros(shape, np.int64),
            "token_type_ids": np.zeros(shape, np.int64),
        }
        for row, ids in enumerate(tokens):
            feed["input_ids"][row, : len(ids)] = ids
            feed["attention_mask"][row, : len(ids)] = 1
        result = self._session.run(None, {name: feed[name] for name in self._inputs})[0]
        return np.asarray(result, np.float32)


def _batches(lengths: list[int]) -> Iterator[list[int]]:
    """Row numbers in batches of like length (padding is work done for nothing)."""
    batch: list[int] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and lengths[row] * (len(batch) + 1) > TOKENS_A_BATCH:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch
