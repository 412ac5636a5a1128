"""What is trained on, in which order, and what is held out."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.reader import lessons, public_data
from assistant.reader.documents import Document, share
from assistant.reader.examples import Example, Maker, Recipe

SEED = 20240607
# PolicyQA's questions fit many passages: only sentences of the same passage can be negatives.
# A lesson's questions are asked of the whole article: most negatives come from it.
RECIPES = {
    "policyqa": Recipe(same=0.4, near=0.0, swapped=0.2, beside=0.0),
    "qamr": Recipe(whole=0.0),
    "lessons": Recipe(same=0.8, near=0.3, swapped=0.45, beside=0.1, whole=0.08),
}


@dataclass(frozen=True, slots=True)
class Stage:
    """``parts``: for each set the share of its questions that a round uses."""

    name: str
    rounds: int
    parts: dict[str, float]
    rate: float  # learning rate at the start (of the first stage: after warm-up)
    last_rate: float


STAGES = (
    Stage(
        "public",
        3,
        {
            "new_wiki": 1.0,
            "reddit": 0.9,
            "amazon": 0.8,
            "policyqa": 0.2,
            "selqa": 1.0,
            "qamr": 0.35,
            "tatqa": 1.0,
        },
        2e-4,
        8e-5,
    ),
    Stage(
        "lessons",
        3,
        {
            "new_wiki": 0.35,
            "reddit": 0.2,
            "amazon": 0.15,
            "policyqa": 0.08,
            "selqa": 0.3,
            "qamr": 0.08,
            "tatqa": 0.5,
            "lessons": 1.0,
        },
        8e-5,
        2e-6,
    ),
)


@dataclass(frozen=True, slots=True)
class Material:
    """All documents by set name, with the split of each."""

    docs: dict[str, list[Document]]

    def part(self, name: str, split: str) -> list[Document]:
        """Documents of a set in "train", "dev", "test" or (lessons) "calibration"."""
        of = lessons.split_of if name == "lessons" else public_data.split_of
        return [doc for doc in self.docs[name] if of(doc) == split]


def read_material(data: Path, lesson_file: Path | None) -> Material:
    """The public sets of the folder, and the lessons if they are given."""
    docs = {name: public_data.read_public(data, name) for name in public_data.SETS}
    if lesson_file:
        docs["lessons"] = lessons.read_lessons(lesson_file)
    return Material(docs)


def round_of(material: Material, stage: Stage, number: int) -> list[Example]:
    """The examples of one round in random order; the same for the same number."""
    examples: list[Example] = []
    for name, part in stage.parts.items():
        if name not in material.docs:
            continue
        train = material.part(name, "train")
        chosen = [_thinned(doc, part, f"{stage.name}{number}") for doc in train]
        maker = Maker(chosen, RECIPES.get(name, Recipe()), train)
        examples += maker.all(random.Random(f"{SEED} {stage.name} {number} {name}"))
    random.Random(f"{SEED} {stage.name} {number}").shuffle(examples)
    return examples


def _thinned(doc: Document, part: float, salt: str) -> Document:
    if part >= 1:
        return doc
    kept = [q for q in doc.questions if share(f"{salt}:{doc.id}:{q.text}") < part]
    return replace(doc, questions=kept)


def held_out(
    material: Material, split: str, limit: int = 800
) -> Iterator[tuple[str, list[Example]]]:
    """For each set the examples of a held-out split, at most ``limit`` of them with an answer."""
    for name in material.docs:
        docs = material.part(name, split)
        recipe = replace(RECIPES.get(name, Recipe()), careless=False)
        maker = Maker(docs, recipe, docs)
        yield name, _first(list(maker.all(random.Random(f"{SEED} {split} {name}"))), limit)


def _first(examples: Sequence[Example], limit: int) -> list[Example]:
    """Everything up to the answer that would exceed the limit, after a fixed shuffle of runs."""
    answers = 0
    kept: list[Example] = []
    for example in examples:
        answers += bool(example.spans)
        if answers > limit:
            break
        kept.append(example)
    return kept
