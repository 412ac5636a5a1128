"""The pieces of a page: its paragraphs, headings and list items, and which are furniture."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from corpus.byline import date_of, names_author
from corpus.edges import trimmed
from corpus.furniture import extent, is_button, is_contents_entry, is_menu, is_wordless
from corpus.layout import HEADING_CHARS, Kind, Unit, kinds, units
from corpus.notices import is_call, is_rights, is_translation_note
from corpus.wrapping import ends_sentence

# A piece that says this much and ends as a sentence, or is this long, is a paragraph.
SENTENCE_WORDS = 5
PARAGRAPH_CHARS = 200

COLONS = (":", "：")


@dataclass(slots=True)
class Piece:
    """One paragraph, heading or list item of a page, and what is thought of it."""

    text: str
    start: int
    end: int
    kind: Kind
    furniture: bool = False
    sentence: bool = field(init=False)

    def __post_init__(self) -> None:
        self.sentence = self.kind != "heading" and (
            len(self.text) > PARAGRAPH_CHARS
            or (
                (self.text.endswith(COLONS) or ends_sentence(self.text))
                and extent(self.text) >= SENTENCE_WORDS
            )
        )

    @property
    def prose(self) -> bool:
        """Whether it is a paragraph of the article: a whole sentence at least."""
        return self.sentence and not self.furniture

    @property
    def headline(self) -> bool:
        """Whether it may be the headline of another article: no sentence, or a lone question."""
        if self.marked_heading:
            return False
        question = len(self.text) <= HEADING_CHARS and self.text.endswith(("?", "!", "？", "！"))
        return not self.sentence or question

    @property
    def marked_heading(self) -> bool:
        return self.kind == "heading" and self.text.startswith("#")

    def follows(self, other: Piece) -> bool:
        """Whether it stands on the very next line."""
        return self.start - other.end <= 2

    @property
    def signed(self) -> bool:
        return names_author(self.text) or date_of(self.text) is not None


def pieces_of(raw: str) -> list[Piece]:
    """The pieces of a page, trimmed at the edges; what is furniture by itself is marked."""
    found = units(raw)
    texts = [_text_of(unit, raw) for unit in found]
    waste = [
        not text or (unit.kind != "table" and _is_furniture(text))
        for unit, text in zip(found, texts, strict=True)
    ]
    # What a line is depends on its neighbours, so furniture is taken out before that is asked.
    kind = iter(kinds([text for text, wasted in zip(texts, waste, strict=True) if not wasted]))
    return [
        Piece(text, unit.start, unit.end, _kind(unit, "text" if wasted else next(kind)), wasted)
        for unit, text, wasted in zip(found, texts, waste, strict=True)
    ]


def _text_of(unit: Unit, raw: str) -> str:
    """The unit's text; a table stays as it stands, each line of it."""
    text = raw[unit.start : unit.end]
    return text if unit.kind == "table" else trimmed(text)


def _kind(unit: Unit, by_its_text: Kind) -> Kind:
    return "table" if unit.kind == "table" else by_its_text


def _is_furniture(text: str) -> bool:
    if text.startswith("#") and not is_wordless(text):
        return False  # a heading that somebody marked as one
    return (
        is_button(text)
        or is_wordless(text)
        or is_menu(text)
        or is_rights(text)
        or is_translation_note(text)
        or is_call(text)
        or is_contents_entry(text)
    )


def prose_bounds(pieces: list[Piece]) -> tuple[int, int]:
    """The first and the last paragraph; (len, -1) when there is none."""
    found = [n for n, piece in enumerate(pieces) if piece.prose and not piece.headline]
    return (found[0], found[-1]) if found else (len(pieces), -1)


def weights(pieces: list[Piece]) -> list[float]:
    """For each piece the share of the page's paragraphs, in characters, that stand before it."""
    total = sum(len(piece.text) for piece in pieces if piece.prose) or 1
    passed, shares = 0, []
    for piece in pieces:
        shares.append(passed / total)
        passed += len(piece.text) if piece.prose else 0
    return shares


def runs(pieces: list[Piece], belongs: Callable[[Piece], bool]) -> Iterator[tuple[int, int]]:
    """Where neighbouring pieces all belong: start and stop of each run."""
    at = 0
    for inside, group in itertools.groupby(pieces, key=belongs):
        size = len(list(group))
        if inside:
            yield at, at + size
        at += size


def mark(pieces: Iterable[Piece]) -> None:
    for piece in pieces:
        piece.furniture = True
