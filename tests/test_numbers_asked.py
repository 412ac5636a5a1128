"""The whole way from a question to its answer, over figures in the spellings of many publishers."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from indexing import with_export
from test_spellings import ROWS

from assistant.ask import Assistant
from assistant.citations import broken_promises
from assistant.finding.decision import ANSWERED, PICK, Decision
from assistant.finding.finder import Finder
from assistant.guard import on_one_line
from assistant.reader.reading import Reading, Span
from assistant.settings import Settings
from assistant.wiring import ready_index
from corpus.article import Article, Corpus
from corpus.passage import Passage

BEFORE, BEHIND = "stands at ", " by a vote of its council"
A_PAGE = 12  # facts of an article


def _towns() -> Iterator[str]:
    for first in "Bor Cal Dren Fal Gar Hel Jor Kes Lum Mar Nor Ost Pel Quen Ras Sel Tor Ul".split():
        for last in "avik enburg itz omund undsea arholm ilford obrück".split():
            for middle in ("", "la", "ne"):
                yield f"{first}{middle}{last}"


def _published(chance: random.Random) -> str:
    """A figure as some publisher writes it."""
    n = chance.randrange(1_000, 99_999_999)
    small = chance.randrange(11, 999)
    tenth = chance.randrange(1, 9)
    dotted = f"{n:,}".replace(",", ".")
    unit = chance.choice(["", " euros", " Swiss francs", " won", " percent", " households"])
    return chance.choice(
        [
            f"{n:,}{unit}", f"{dotted}{unit}", f"{dotted},{tenth}{unit}",
            f"{n:_}{unit}".replace("_", "\u202f"), f"{n:_}{unit}".replace("_", "\u00a0"),
            f"{n:_}{unit}".replace("_", "’"), f"{small},{tenth}{unit}", f"{small} 억 원",
            f"{small}.{tenth} Mio. Euro", f"€{small},{tenth} Mrd", f"£{small}.{tenth}bn",
            f"Rs {small} crore", f"{small}억 {tenth}천만 원", f"minus {small}.{tenth} percent",
            f"{small}–{small + tenth}%", f"({small}.{tenth}) million", f"{small}⁹ units",
            f"{small} thousand out of {n:,}", f"{tenth} and a half million{unit}",
            f"{small} billion{tenth} won", f"{tenth}.{small}.{tenth}", f"0{tenth}.0{tenth}.2031",
            f"2031-0{tenth}-{small % 28 + 1:02}", f"20{small % 60 + 30}/31",
        ]
    )  # fmt: skip


CHANCE = random.Random(20310417)
SPELLINGS = [spelling for spelling, _ in ROWS] + [_published(CHANCE) for _ in range(120)]
FACTS = dict(zip(_towns(), SPELLINGS, strict=False))


def _articles() -> tuple[Article, ...]:
    said = [f"The levy of {town} {BEFORE}{said}{BEHIND}." for town, said in FACTS.items()]
    pages = [said[at : at + A_PAGE] for at in range(0, len(said), A_PAGE)]
    return tuple(
        Article(id=f"page-{n}", title=f"Levies, page {n}", text="\n\n".join(page))
        for n, page in enumerate(pages)
    )


class FactReader:
    """Finds the sentence of the town that is asked for; its answer is the figure."""

    name = "facts"

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        return [self._read(question, passage) for passage in passages]

    def _read(self, question: str, passage: Passage) -> Reading:
        for sentence in passage.sentences:
            town = sentence.text.split()[3]
            start = sentence.text.find(BEFORE) + len(BEFORE)
            stop = sentence.text.find(BEHIND)
            if f"{town} " in question and stop > start:
                place = sentence.start + start, sentence.start + stop
                return Reading(passage, (Span(*place, 5.0),), 5.0)
        first = passage.sentences[0]
        return Reading(passage, (Span(first.start, first.end, -5.0),), -5.0)


@pytest.fixture(scope="module")
def levies(settings: Settings, tmp_path_factory: pytest.TempPathFactory, export: Path) -> Assistant:
    folder = with_export(tmp_path_factory.mktemp("levies"), export)
    corpus = Corpus(_articles())
    index = ready_index(dataclasses.replace(settings, corpus=Path("none"), index=folder), corpus)
    pick, answered = ([float(name == "span") for name in names] for names in (PICK, ANSWERED))
    decision = Decision(tuple(pick), tuple(answered), intercept=0.0)
    finder = Finder(index.searcher, index.corpus, FactReader(), decision)
    return Assistant(index, finder, threshold=0.5)


def test_what_a_source_says_in_numbers_is_answered_and_never_withheld(levies: Assistant) -> None:
    assert len(FACTS) > 300
    for town, spelling in FACTS.items():
        answer = levies.ask(f"What does the levy of {town} stand at?")
        assert answer.status == "answered", answer
        assert on_one_line(spelling) in answer.answer
        assert on_one_line(answer.short or "") in on_one_line(spelling)
        assert town in answer.citations[0].quote
        assert broken_promises(answer, levies.corpus) == []
        assert answer.notes == ()
