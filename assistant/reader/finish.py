"""From a checkpoint to the folder that is served: export, calibrate, measure.

``python -m assistant.reader.finish --checkpoint FILE --data DIR --lessons FILE --out DIR`` writes
model.onnx (int8), tokenizer.json, reader.json, figures.json and reliability.svg. The model card is
written by hand from figures.json.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assistant.reader import platt
from assistant.reader.article_level import Judged, judge
from assistant.reader.documents import Document
from assistant.reader.lessons import read_lessons
from assistant.reader.measure import figures
from assistant.reader.metrics import auroc, exact, f1, refused
from assistant.reader.onnx_reader import OnnxReader
from assistant.reader.public_data import SETS, read_public
from assistant.reader.public_data import split_of as public_split
from assistant.reader.stages import Material, held_out

NAME = "MiniLM-L6 span reader"
_WHOLE = ("new_wiki", "reddit", "amazon", "policyqa")  # published with a paragraph as context


def describe(folder: Path, calibration: dict[str, float]) -> None:
    """Write reader.json."""
    described = {"name": NAME, "calibration": calibration}
    (folder / "reader.json").write_text(json.dumps(described, indent=1) + "\n", encoding="utf-8")


def calibrate(judged: Sequence[Judged]) -> dict[str, float]:
    """Weights of answer logit and span score for "this passage answers"."""
    scores = np.array([(item.answer, item.span) for item in judged])
    weights = platt.fit(scores, np.array([float(item.right) for item in judged]))
    return dict(zip(("answer", "span", "bias"), map(float, weights.round(4)), strict=True))


def of_articles(reader: OnnxReader, judged: Sequence[Judged]) -> dict[str, Any]:
    """Figures of questions against all passages of their article."""
    odds = [reader.calibration.log_odds(item.answer, item.span) for item in judged]
    best: dict[int, int] = {}
    for at, item in enumerate(judged):
        if item.question not in best or odds[at] > odds[best[item.question]]:
            best[item.question] = at
    answerable = [at for at in best.values() if judged[at].answerable]
    others = [at for at in best.values() if not judged[at].answerable]
    bins = platt.reliability(
        platt.probability(np.array(odds)).tolist(), [int(item.right) for item in judged]
    )
    yes, no = [odds[at] for at in answerable], [odds[at] for at in others]
    return {
        "questions": len(best),
        "answerable": len(answerable),
        "passages": len(judged),
        "right passage first": _mean([float(judged[at].right) for at in answerable]),
        "F1 of the best span": _mean([judged[at].overlap for at in answerable]),
        "AUROC of passages": auroc(
            [o for o, item in zip(odds, judged, strict=True) if item.right],
            [o for o, item in zip(odds, judged, strict=True) if not item.right],
        ),
        "AUROC of questions": auroc(yes, no),
        "refused at 5% false refusals": refused(yes, no, 0.05),
        "refused at 10% false refusals": refused(yes, no, 0.10),
        "calibration error": platt.expected_error(bins),
        "bins": [(part.count, part.confidence, part.right) for part in bins],
    }


def whole_context(reader: OnnxReader, docs: Sequence[Document], limit: int = 800) -> dict[str, Any]:
    """SQuAD-style: the best span in the whole gold context, answer always there."""
    ems: list[float] = []
    f1s: list[float] = []
    for doc in docs:
        for asked in doc.questions:
            if len(ems) == limit:
                break
            spans = reader.read_text(asked.text, doc.text, top=1)
            found = doc.text[spans[0].start : spans[0].end] if spans else ""
            gold = [doc.text[start:end] for start, end in asked.spans]
            ems.append(exact(found, gold))
            f1s.append(f1(found, gold))
    return {"questions": len(ems), "EM": _mean(ems), "F1": _mean(f1s)}


def measured(reader: OnnxReader, data: Path, material: Material) -> dict[str, Any]:
    """All figures on the parts that training never saw."""
    report: dict[str, Any] = {"windows": {}, "whole context": {}}
    for name, examples in held_out(material, "test"):
        scored = reader.score([(e.question, e.window) for e in examples])
        report["windows"][name] = figures(examples, [parts[0] for parts in scored])
    for name in _WHOLE:
        docs = [doc for doc in read_public(data, name) if public_split(doc) == "test"]
        report["whole context"][name] = whole_context(reader, docs)
    return report


def main(arguments: Sequence[str] | None = None) -> None:
    """Export, calibrate and measure."""
    from assistant.reader.export import export, load_trained

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--checkpoint", type=Path, nargs="+", required=True, help="several: their mean"
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--lessons", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    docs = {name: read_public(options.data, name) for name in SETS}
    material = Material(docs | {"lessons": read_lessons(options.lessons)})
    model = load_trained(*options.checkpoint)
    report: dict[str, Any] = {}
    uncalibrated = {"answer": 1.0, "span": 0.0, "bias": 0.0}
    with tempfile.TemporaryDirectory() as scratch:
        export(model, Path(scratch), quantized=False)
        describe(Path(scratch), uncalibrated)
        report["float32"] = measured(OnnxReader(Path(scratch)), options.data, material)
    export(model, options.out)
    describe(options.out, uncalibrated)
    judged = judge(OnnxReader(options.out), material.part("lessons", "calibration"))
    describe(options.out, calibrate(judged))
    reader = OnnxReader(options.out)
    report["int8"] = measured(reader, options.data, material)
    judged = judge(reader, material.part("lessons", "test"))
    report["int8"]["lessons, whole articles"] = of_articles(reader, judged)
    (options.out / "figures.json").write_text(json.dumps(report, indent=1) + "\n")
    parts = report["int8"]["lessons, whole articles"]["bins"]
    drawing = platt.plot([platt.Bin(*part) for part in parts], "Does the passage answer?")
    (options.out / "reliability.svg").write_text(drawing, encoding="utf-8")
    print(json.dumps(report, indent=1))


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if values else float("nan")


if __name__ == "__main__":
    main()
