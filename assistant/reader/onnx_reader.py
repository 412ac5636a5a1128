"""The reader as it is served: onnxruntime and tokenizers, no torch."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.reader.encode import Encoded, encode_all, pad, plain_tokenizer
from assistant.reader.errors import ReaderError
from assistant.reader.reading import Reading, Span
from assistant.reader.spans import CROSSING, Scored, best_spans, merged
from assistant.reader.windows import Window, body_starts, window_of
from corpus.passage import Passage

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

WEIGHTS = Path(__file__).with_name("weights")
FILES = ("model.onnx", "tokenizer.json", "reader.json")
# onnxruntime would fuse at loading what the export left apart because it is faster so.
_SLOW_FUSIONS = ["SkipLayerNormFusion", "BiasSkipLayerNormFusion"]
SPANS = 5  # candidates a passage


@dataclass(frozen=True, slots=True)
class Calibration:
    """Log-odds that a window answers: a logistic regression on held-out lessons."""

    answer: float  # weight of the answer logit
    span: float  # weight of the best span's score
    bias: float

    def log_odds(self, answer: float, span: float) -> float:
        return self.answer * answer + self.span * span + self.bias


class OnnxReader:
    """A folder of ``FILES`` as a Reader. Windows are run one by one, on ``threads`` threads.

    One window a run keeps a reading independent of the passages beside it: with 8-bit
    activations a batch would share one scale.
    """

    def __init__(self, folder: Path = WEIGHTS, threads: int = 2) -> None:
        missing = [name for name in FILES if not (folder / name).is_file()]
        if missing:
            raise ReaderError(
                f"The reader's folder {folder} lacks {', '.join(missing)}.",
                "Point the setting to a folder that `python -m assistant.reader.finish` wrote.",
            )
        try:
            described = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
            self.name: str = described["name"]
            self.calibration = Calibration(**described["calibration"])
        except (ValueError, KeyError, TypeError) as error:
            raise ReaderError(
                f"{folder / 'reader.json'} is not a reader's description: {error}.",
                "Write it again with `python -m assistant.reader.finish`.",
            ) from error
        self._tokenizer = plain_tokenizer(str(folder / "tokenizer.json"))
        self._session = _session(folder / "model.onnx")
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="reader")

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """One Reading a passage, in their order, each with up to five spans, best first;
        of a table's with one more for each cell."""
        windows = [window_of(passage) for passage in passages]
        scored = self.score([(question, window) for window in windows])
        return [self._reading(p, parts) for p, parts in zip(passages, scored, strict=True)]

    def read_text(self, question: str, context: str, top: int = SPANS) -> list[Span]:
        """Spans of a plain text of any length, with offsets into it; for published benchmarks."""
        (parts,) = self.score([(question, Window("", context))])
        spans = [span for part in parts for span in best_spans(part, top)]
        return [Span(*span) for span in merged(spans, top)]

    def score(self, pairs: Sequence[tuple[str, Window]]) -> list[list[Scored]]:
        """The network's logits for each question and window (several where it is overlong)."""
        coded = encode_all(self._tokenizer, pairs)
        flat = [item for slices in coded for item in slices]
        results = iter(self._threads.map(self._run, flat))
        return [[next(results) for _ in slices] for slices in coded]

    def _run(self, item: Encoded) -> Scored:
        ids, types, mask = pad([item])
        feed = {"input_ids": ids, "token_type_ids": types, "attention_mask": mask}
        starts, ends, answers = (np.asarray(part) for part in self._session.run(None, feed))
        return Scored(item, starts[0], ends[0], float(answers[0]))

    def _reading(self, passage: Passage, parts: Sequence[Scored]) -> Reading:
        starts = body_starts([sentence.said for sentence in passage.sentences])
        cells = sum(sentence.cell is not None for sentence in passage.sentences)
        most, crossing = (cells + SPANS, math.inf) if cells else (SPANS, CROSSING)
        found = [span for part in parts for span in best_spans(part, most, starts, crossing)]
        best = merged(found, most)
        if not best:
            return Reading(passage, (), self.calibration.bias - 10.0)
        answer = max(part.answer for part in parts)
        spans = tuple(in_article(passage, starts, span) for span in best)
        return Reading(passage, spans, self.calibration.log_odds(answer, best[0][2]))


def in_article(passage: Passage, starts: Sequence[int], span: tuple[int, int, float]) -> Span:
    """A span of the body as a span of the article; its ends may lie in different sentences."""
    first, last = (
        max(i for i, start in enumerate(starts) if start <= offset)
        for offset in (span[0], span[1] - 1)
    )
    sentence = passage.sentences[first]
    if sentence.cell:
        place = sentence.cell.place(span[0] - starts[first], span[1] - starts[first])
        return Span(*place, span[2], sentence)
    start = passage.sentences[first].start + span[0] - starts[first]
    end = passage.sentences[last].start + span[1] - starts[last]
    return Span(start, end, span[2])


def _session(path: Path) -> InferenceSession:
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    options: Any = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        str(path),
        options,
        providers=["CPUExecutionProvider"],
        disabled_optimizers=_SLOW_FUSIONS,
    )
