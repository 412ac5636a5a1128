"""Any question-answering model or cross-encoder of the Hugging Face layout as a Reader.

Slower to load and to run than the reader that ships, since torch and transformers serve it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.reader.encode import Encoded
from assistant.reader.errors import ReaderError
from assistant.reader.onnx_reader import SPANS, in_article
from assistant.reader.reading import Reading, Span
from assistant.reader.spans import Scored, best_spans
from assistant.reader.windows import body_starts
from corpus.passage import Passage

_LONGEST = 512


class AnyReader:
    """A folder with config.json, weights and a fast tokenizer; never reached over the network.

    An extractive model (``…ForQuestionAnswering``) gives spans against its first token's score,
    which is the null answer of models trained on SQuAD 2. A cross-encoder with one output
    (``…ForSequenceClassification``) scores each sentence, and the sentence is the span.
    """

    def __init__(self, folder: Path) -> None:
        from transformers import (
            AutoConfig,
            AutoModelForQuestionAnswering,
            AutoModelForSequenceClassification,
            AutoTokenizer,
        )

        try:
            config = AutoConfig.from_pretrained(str(folder), local_files_only=True)
            kinds: list[str] = config.architectures or []
            self._extracts = any(kind.endswith("ForQuestionAnswering") for kind in kinds)
            scores = any(kind.endswith("ForSequenceClassification") for kind in kinds)
            if not self._extracts and not (scores and config.num_labels == 1):
                raise ReaderError(
                    f"The model in {folder} is {', '.join(kinds) or 'of no stated kind'}.",
                    "Use a question-answering model, or a cross-encoder with one output.",
                )
            kind: Any = (
                AutoModelForQuestionAnswering
                if self._extracts
                else AutoModelForSequenceClassification
            )
            self._model = kind.from_pretrained(str(folder), local_files_only=True).eval()
            self._tokenizer: Any = AutoTokenizer.from_pretrained(
                str(folder), local_files_only=True, use_fast=True
            )
        except (OSError, ValueError) as error:
            raise ReaderError(
                f"The reader's folder {folder} can't be loaded: {error}.",
                "It needs config.json, the weights and tokenizer.json.",
            ) from error
        self.name = folder.name

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """One Reading a passage, in their order."""
        one = self._extract if self._extracts else self._sentences
        return [one(question, passage) for passage in passages]

    def _extract(self, question: str, passage: Passage) -> Reading:
        coded, (starts, ends) = self._run(
            [question], [passage.text], ("start_logits", "end_logits")
        )
        inside = [i for i, part in enumerate(coded.sequence_ids(0)) if part == 1]
        offsets = [tuple(coded["offset_mapping"][0][i].tolist()) for i in inside]
        first = inside[0] if inside else 0
        scored = Scored(Encoded([], first, offsets), starts[0].numpy(), ends[0].numpy(), 0.0)
        bounds = body_starts([sentence.said for sentence in passage.sentences])
        found = best_spans(scored, SPANS, bounds)
        spans = tuple(in_article(passage, bounds, span) for span in found)
        return Reading(passage, spans, spans[0].score if spans else -10.0)

    def _sentences(self, question: str, passage: Passage) -> Reading:
        texts = [sentence.said for sentence in passage.sentences]
        _, (logits,) = self._run([question] * len(texts), texts, ("logits",))
        spans = [
            Span(sentence.start, sentence.end, float(score), sentence if sentence.cell else None)
            for sentence, score in zip(passage.sentences, logits[:, 0], strict=True)
        ]
        best = sorted(spans, key=lambda span: -span.score)[:SPANS]
        return Reading(passage, tuple(best), best[0].score)

    def _run(
        self, questions: list[str], texts: list[str], outputs: tuple[str, ...]
    ) -> tuple[Any, list[Any]]:
        import torch

        coded = self._tokenizer(
            questions,
            texts,
            truncation="only_second",
            max_length=_LONGEST,
            padding=True,
            return_offsets_mapping=True,
            return_tensors="pt",
        )
        inputs = {name: value for name, value in coded.items() if name != "offset_mapping"}
        with torch.no_grad():
            result = self._model(**inputs)
        return coded, [getattr(result, name) for name in outputs]
