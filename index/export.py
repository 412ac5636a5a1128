"""A sentence-transformers model written as ONNX, once, when an index is built.

Run as ``python -m index.export FOLDER NAME INTO`` by :mod:`index.build`, in a process of its
own, so that torch's memory is given back before anything is served.

The export stays fp32. Dynamic int8 (per channel, VNNI) halves the time of an indexing and gives
the same fused nDCG@10 (0.866 and 0.866 on 400 questions of SQuADShifts new_wiki, 0.771 and 0.772
on 197 about the shipped briefs), but it changes one in ten of the first ten by cosine (overlap
0.89 to 0.92), costs 0.013 of nDCG@10 by cosine alone on the briefs, and its rounding differs
between processors: not equal in ranking to the reference.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import numpy as np

from index.encoder import SentenceTransformersEncoder, fingerprint
from index.onnx_encoder import OnnxEncoder

OPSET = 17
# Largest difference of a value from the reference's that counts as equal; fp32 stays below 1e-6.
TOLERANCE = 1e-3
_SAMPLE = [
    "short",
    "The ministry will spend 1.46 trillion won on 10,000 GPUs by the end of the year.",
    "예산은 얼마입니까?",
    "A longer sentence, so that the batch holds padding: " + "talent, budgets and startups; " * 30,
]


class ExportFailed(Exception):
    """The model can't be exported; its text says why."""


def exported(folder: Path, name: str, cache: Path) -> Path:
    """The export of the model in ``folder``, made in ``cache`` unless it is there already.

    Raises ExportFailed with the last line that the exporting process wrote, and OSError when it
    could not write the export.
    """
    into = cache / fingerprint(folder)
    if (into / "export.json").is_file():
        return into
    root = str(Path(__file__).resolve().parent.parent)
    paths = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
    done = subprocess.run(
        [sys.executable, "-m", "index.export", str(folder), name, str(into)],
        env={**os.environ, "PYTHONPATH": paths, "HF_HUB_OFFLINE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines()
        reason = lines[-1] if lines else f"exit code {done.returncode}"
        raise OSError(reason) if done.returncode == os.EX_IOERR else ExportFailed(reason)
    return into


def export(folder: Path, name: str, into: Path) -> None:
    """Writes model.onnx, tokenizer.json and export.json into the new folder ``into``.

    The graph holds pooling and normalisation, so any architecture that sentence-transformers
    loads works the same. The result is checked against the reference before it gets its name.
    """
    reference = SentenceTransformersEncoder(folder, name)
    work = into.with_name(f"{into.name}.{os.getpid()}")
    work.mkdir(parents=True)
    try:
        _write(reference, work)
        _compare(reference, OnnxEncoder(work))
        if into.exists():
            shutil.rmtree(into)
        work.replace(into)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _write(reference: SentenceTransformersEncoder, work: Path) -> None:
    import torch

    model = reference.model.eval()
    features = model.preprocess(_SAMPLE[:2])
    inputs = [n for n in ("input_ids", "attention_mask", "token_type_ids") if n in features]

    class Graph(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model  # as a submodule, so that its weights are the graph's own

        def forward(self, *tensors: torch.Tensor) -> Any:
            vectors = self.model(dict(zip(inputs, tensors, strict=True)))["sentence_embedding"]
            return torch.nn.functional.normalize(vectors)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tracer warns of branches that no input takes
        torch.onnx.export(
            Graph(),
            tuple(features[name] for name in inputs),
            str(work / "model.onnx"),
            input_names=inputs,
            output_names=["embedding"],
            dynamic_axes={name: {0: "batch", 1: "length"} for name in inputs}
            | {"embedding": {0: "batch"}},
            opset_version=OPSET,
            dynamo=False,  # the newer exporter needs onnxscript and fixes the batch size
        )
    tokenizer = model.tokenizer
    # not by its own save(), whose errors are bare Exceptions
    text = tokenizer.backend_tokenizer.to_str(pretty=True)
    (work / "tokenizer.json").write_text(text, encoding="utf-8")
    facts = {
        "name": reference.name,
        "fingerprint": reference.fingerprint,
        "dimension": reference.dimension,
        "inputs": inputs,
        "pad_id": tokenizer.pad_token_id or 0,
        "max_tokens": model.max_seq_length or tokenizer.model_max_length,
        "prompts": {
            "question": model.prompts.get("query", ""),
            "passage": model.prompts.get("document", ""),
        },
    }
    (work / "export.json").write_text(json.dumps(facts, indent=1))


def _compare(reference: SentenceTransformersEncoder, made: OnnxEncoder) -> None:
    for role in ("passage", "question"):
        ours, theirs = made.encode(_SAMPLE, role=role), reference.encode(_SAMPLE, role=role)
        difference = float(np.abs(ours - theirs).max())
        if not difference < TOLERANCE:  # NaN fails too
            raise ExportFailed(f"its vectors differ from the model's by up to {difference:.2g}")


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    os.umask(0o077)
    try:
        export(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
    except OSError as error:
        print(error, file=sys.stderr)
        sys.exit(os.EX_IOERR)
    except Exception as error:  # any model may fail to export in its own way; the parent says so
        reason = str(error).strip().splitlines() or [""]
        sys.exit(f"{type(error).__name__}: {reason[0][:300]}")
