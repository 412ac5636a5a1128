"""Furniture that is told by where it stands: menus, teasers, comments, repetition.

Each rule looks at the whole page and marks pieces. None of them takes a paragraph out of the middle
of an article: between its first and its last paragraph only labels, notices, repetitions and lists
of other headlines go.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from corpus.byline import date_of, names_author
from corpus.edges import trimmed
from corpus.furniture import (
    bare,
    extent,
    is_button,
    is_call,
    is_contents_entry,
    is_cookie_notice,
    is_menu,
    is_rights,
    is_translation_note,
    is_value,
    is_wordless,
    letters,
)
from corpus.language import detect_language, scripts
from corpus.layout import Kind, ends_sentence, kinds, units
from corpus.words import COMMENT_MARKS, COMMENTS, CONTENTS, TEASERS, TOPICS

# A piece that says this much and ends as a sentence, or is this long, is a paragraph.
SENTENCE_WORDS = 5
PARAGRAPH_CHARS = 200
# Entries of a menu say no more than this; fewer of them in a row are no menu.
MENU_WORDS = 4
MENU_LINES = 3
# A box of teasers or comments stands behind this share of the article's paragraphs.
LATE = 0.6
# Letters of another script or language, as a share of all, up to which they are comments.
FOREIGN_SHARE = 0.2

_COMMENTS_COUNT = re.compile(r"\(?\d[\d,.]*\)?\s?|\s?\(?\d[\d,.]*\)?(?=\Z)")
_ACCEPT = re.compile(
    r"cookie|accept|agree|reject|akzept|ablehn|zustimm|refuser|acept|rechaz|동의|同意",
    re.IGNORECASE,
)
_NUMBERING = re.compile(r"^[\W_]*(?:\d{1,2}[.)]\s*)+|[\s.…]{2,}\d{1,4}$")


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
            or (ends_sentence(self.text) and extent(self.text) >= SENTENCE_WORDS)
        )

    @property
    def prose(self) -> bool:
        """Whether it is a paragraph of the article: a whole sentence at least."""
        return self.sentence and not self.furniture

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
    texts = [trimmed(raw[unit.start : unit.end]) for unit in found]
    waste = [not text or _is_furniture(text) for text in texts]
    # What a line is depends on its neighbours, so furniture is taken out before that is asked.
    kind = iter(kinds([text for text, wasted in zip(texts, waste, strict=True) if not wasted]))
    return [
        Piece(text, unit.start, unit.end, "text" if wasted else next(kind), wasted)
        for unit, text, wasted in zip(found, texts, waste, strict=True)
    ]


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


def mark_furniture(pieces: list[Piece]) -> None:
    """Marks what is furniture by its place in the page."""
    rules = (_restore, _contents, _cookies, _comments, _foreign, _teasers, _endings, _menus)
    for rule in (*rules, _leftovers):
        rule(pieces)


def _prose_bounds(pieces: list[Piece]) -> tuple[int, int]:
    """The first and the last paragraph; (len, -1) when there is none."""
    found = [number for number, piece in enumerate(pieces) if piece.prose]
    return (found[0], found[-1]) if found else (len(pieces), -1)


def _restore(pieces: list[Piece]) -> None:
    """Takes back what is a heading or a figure between paragraphs: "Jobs", "2.4%"."""
    first, last = _prose_bounds(pieces)
    for number in range(first + 1, last):
        piece = pieces[number]
        if not piece.furniture or not piece.text:
            continue
        before, after = pieces[number - 1], pieces[number + 1]
        alone = not before.furniture and not after.furniture
        if (alone and bare(piece.text) in TOPICS and (before.prose and after.prose)) or (
            is_value(piece.text) and not before.prose and alone
        ):
            piece.furniture = False


def _contents(pieces: list[Piece]) -> None:
    """A table of contents: lines that stand again below, as headings."""
    keys = [letters(_NUMBERING.sub("", piece.text)) for piece in pieces]
    last_place = {key: number for number, key in enumerate(keys) if key}
    for start, stop in _runs(pieces, lambda piece: not piece.prose and not piece.furniture):
        again = [number for number in range(start, stop) if last_place.get(keys[number], 0) >= stop]
        if len(again) >= MENU_LINES and len(again) >= (stop - start) / 2:
            for number in again:
                pieces[number].furniture = True
            for number in range(start, again[0]):
                if bare(pieces[number].text) in CONTENTS:
                    pieces[number].furniture = True


def _cookies(pieces: list[Piece]) -> None:
    """The words of a cookie banner, told by the buttons beside them."""
    for number, piece in enumerate(pieces):
        if not piece.furniture and is_cookie_notice(piece.text):
            near = pieces[max(0, number - 3) : number + 4]
            piece.furniture = any(p.furniture and _ACCEPT.search(p.text) for p in near)


def _comments(pieces: list[Piece]) -> None:
    """Everything below the head of the readers' comments."""
    weight = _weights(pieces)
    for number, piece in enumerate(pieces):
        if piece.prose or piece.marked_heading or weight[number] < LATE:
            continue
        said = bare(piece.text)
        label = _COMMENTS_COUNT.sub("", said).strip()
        if label not in COMMENTS:
            continue
        below = pieces[number + 1 :]
        marked = any(bare(p.text) in COMMENT_MARKS for p in below[:16])
        if marked or label != said:
            for other in pieces[number:]:
                other.furniture = True
            return


def _weights(pieces: list[Piece]) -> list[float]:
    """For each piece the share of the page's paragraphs, in characters, that stand before it."""
    total = sum(len(piece.text) for piece in pieces if piece.prose) or 1
    passed, shares = 0, []
    for piece in pieces:
        shares.append(passed / total)
        passed += len(piece.text) if piece.prose else 0
    return shares


def _foreign(pieces: list[Piece]) -> None:
    """Comments below, and labels above, in another language than the article."""
    body = "\n".join(piece.text for piece in pieces if piece.prose)
    if not body:
        return
    main = _language(body)
    below = _foreign_margin(reversed(pieces), main)
    if sum(extent(piece.text) for piece in below) <= FOREIGN_SHARE * extent(body):
        _mark(below)
    above = _foreign_margin(iter(pieces), main)
    _mark(piece for piece in above if extent(piece.text) <= MENU_WORDS)


def _foreign_margin(pieces: Iterator[Piece], main: tuple[str, str]) -> list[Piece]:
    """The pieces in another language before the first paragraph in the article's own."""
    found: list[Piece] = []
    for piece in pieces:
        foreign = not piece.furniture and _is_foreign(piece.text, main)
        if piece.prose and not foreign:
            return found
        if foreign:
            found.append(piece)
    return []


def _language(text: str) -> tuple[str, str]:
    shares = scripts(text[:20_000])
    script = max(shares, key=lambda name: shares[name]) if shares else ""
    return script, detect_language(text)


def _is_foreign(text: str, main: tuple[str, str]) -> bool:
    shares = scripts(text)
    if not shares:
        return False
    if main[1] == "ja":
        return shares.get("kana", 0) + shares.get("han", 0) < 0.3
    if shares.get(main[0], 0) < 0.3:
        return True
    if extent(text) < 12:
        return False
    language = detect_language(text)
    return "und" not in (language, main[1]) and language != main[1]


def _teasers(pieces: list[Piece]) -> None:
    """Headlines of other articles below "Related articles" and the like."""
    weight = _weights(pieces)
    for number, piece in enumerate(pieces):
        if bare(piece.text) not in TEASERS or piece.prose or piece.marked_heading:
            continue
        below = pieces[number + 1 :]
        turns = sum(a.prose and not b.prose for a, b in itertools.pairwise(below))
        if weight[number] >= LATE + 0.15 and turns >= 2:
            _mark(below)
        for other in below:
            if other.prose or other.marked_heading:
                break
            other.furniture = True


def _endings(pieces: list[Piece]) -> None:
    """What follows the copyright line of the article."""
    weight = _weights(pieces)
    for number, piece in enumerate(pieces):
        if piece.furniture and is_rights(piece.text) and weight[number] >= 0.8:
            _mark(p for p in pieces[number:] if not p.signed)
            return


def _menus(pieces: list[Piece]) -> None:
    """Runs of a word or two above the first paragraph, and loose ends below the last."""
    first, last = _prose_bounds(pieces)
    head = pieces[:first]
    for start, stop in _runs(head, lambda piece: not piece.prose):
        run = [piece for piece in head[start:stop] if _is_entry(piece)]
        if len(run) >= MENU_LINES:
            _mark(run)
    seen = False
    for piece in pieces[last + 1 :] if last >= 0 else ():
        seen = seen or piece.furniture
        if piece.signed or piece.marked_heading:
            continue
        if seen or (piece.kind != "item" and extent(piece.text) <= 2):
            piece.furniture = True


def _is_entry(piece: Piece) -> bool:
    if piece.marked_heading or piece.signed:
        return False
    return extent(piece.text) < MENU_WORDS and not ends_sentence(piece.text)


def mark_repeated(pieces: list[Piece], title: str | None) -> None:
    """A title, a pull quote or a paragraph that stands in the page again."""
    seen: set[str] = set()
    stated = letters(title or "")
    for piece in pieces:
        if piece.furniture:
            continue
        key = piece.text if piece.prose else letters(piece.text)
        known = piece.prose or key == stated or (piece.kind != "item" and extent(piece.text) >= 4)
        piece.furniture = key in seen and known
        seen.add(key)


def _leftovers(pieces: list[Piece]) -> None:
    """Contents headings whose entries are gone."""
    kept = [piece for piece in pieces if not piece.furniture]
    for piece, following in zip(kept, [*kept[1:], None], strict=True):
        if bare(piece.text) in CONTENTS and (following is None or not following.kind == "item"):
            piece.furniture = True


def _runs(pieces: list[Piece], belongs: Callable[[Piece], bool]) -> Iterator[tuple[int, int]]:
    """Where neighbouring pieces all belong: start and stop of each run."""
    at = 0
    for inside, group in itertools.groupby(pieces, key=belongs):
        size = len(list(group))
        if inside:
            yield at, at + size
        at += size


def _mark(pieces: Iterable[Piece]) -> None:
    for piece in pieces:
        piece.furniture = True
