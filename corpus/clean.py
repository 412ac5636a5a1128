"""Page furniture out, article text in.

People drop in pages as they copied them. Cleaning judges each paragraph by what it looks like
(furniture.py, edges.py) and by where it stands (regions.py), and never changes a character of a
sentence that it keeps.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter

from corpus.body import restore
from corpus.byline import author_of, date_of, signer_of
from corpus.dropped import Dropped, without_comments
from corpus.furniture import extent, letters
from corpus.margins import is_named, mark_margins, mark_repeated, opening
from corpus.notices import is_rights
from corpus.piece import EDGE, Piece, pieces_of
from corpus.regions import mark_boxes
from corpus.wrapping import ends_sentence

# Longer, and it is a paragraph and not a title.
LONGEST_TITLE = 220
SHORTEST_TITLE = 3  # words
# A page repeats its title no further below the first paragraph than this.
TITLE_NEAR = 4
FULL_TITLE = 4  # words; what is shorter is a title only if nothing longer stands beside it


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The text to store, and what it says of itself; None where it does not say."""

    text: str
    title: str | None = None
    author: str | None = None
    published: str | None = None
    dropped: tuple[Dropped, ...] = ()


def clean(raw: str, title: str | None = None) -> Cleaned:
    """The article in a page as it was copied.

    ``raw`` is normalised text, ``title`` the title if it is known already. Paragraphs of the result
    stand apart by a blank line; each is a piece of ``raw``. Every letter and figure that is not in
    the text is in ``dropped``, with the reason.
    """
    visible, comments = without_comments(raw)
    pieces = pieces_of(visible)
    restore(pieces)
    mark_boxes(pieces)
    mark_margins(pieces)
    found = title or _title(pieces)
    mark_repeated(pieces, found)
    kept = [piece for piece in pieces if not piece.furniture]
    return Cleaned(
        text=_joined(kept),
        title=found,
        author=_author(kept),
        published=next((date for piece in _margins(kept) if (date := date_of(piece.text))), None),
        dropped=(*comments, *_dropped(pieces)),
    )


def _dropped(pieces: list[Piece]) -> Iterator[Dropped]:
    """What was taken out and says anything, in order; neighbours with one reason are one part."""
    parts = ((piece.why, part) for piece in pieces for part in _taken(piece))
    said = ((why, part.strip()) for why, part in parts if any(map(str.isalnum, part)))
    for why, run in itertools.groupby(said, key=itemgetter(0)):
        yield Dropped("\n".join(part for _, part in run), why or EDGE)


def _taken(piece: Piece) -> tuple[str, ...]:
    if not piece.why:
        return piece.cut
    before, after = piece.cut or ("", "")
    return (f"{before}{piece.text}{after}",)


def _joined(kept: list[Piece]) -> str:
    parts: list[str] = []
    for number, piece in enumerate(kept):
        if number:
            before = kept[number - 1]
            listed = piece.kind == before.kind == "item" and piece.follows(before)
            parts.append("\n" if listed else "\n\n")
        parts.append(piece.text)
    return "".join(parts)


def _title(pieces: list[Piece]) -> str | None:
    """The heading above the article, or the line above it that reads as a title, or any heading.

    Of several lines the one that stands there twice is preferred, since pages repeat their title,
    and then the first. The name in the copyright line is that of the site.
    """
    first = next((n for n, p in enumerate(pieces) if p.prose and not _is_question(p)), len(pieces))
    marked = [n for n, piece in enumerate(pieces) if piece.marked_heading and not piece.furniture]
    if marked and marked[0] < first:
        return _unmarked(pieces[marked[0]])
    site = " ".join(piece.text for piece in pieces if is_rights(piece.text)).lower()
    head = [piece for piece in pieces[:first] if _reads_as_title(piece)]
    head = [piece for piece in head if piece.text.lower() not in site]
    times = Counter(letters(piece.text) for piece in pieces[: first + TITLE_NEAR])
    if head:
        body = opening(pieces, first)
        full = [p for p in head if extent(p.text) >= FULL_TITLE or is_named(p, body)] or head
        return max(full, key=lambda piece: times[letters(piece.text)]).text
    return _unmarked(pieces[marked[0]]) if marked else None


def _unmarked(piece: Piece) -> str:
    return piece.text.strip("#*_ \t")


def _is_question(piece: Piece) -> bool:
    return piece.text.endswith(("?", "？")) and extent(piece.text) <= 16


def _reads_as_title(piece: Piece) -> bool:
    text = piece.text
    if piece.furniture or not text or text[0].islower():
        return False
    if len(text) > LONGEST_TITLE or "\n" in text or text.endswith((",", ":", ";")):
        return False
    if author_of(text) or date_of(text) or extent(text) < SHORTEST_TITLE:
        return False
    return _is_question(piece) or not ends_sentence(text) or text.endswith(("'", '"', "’", "”"))


def _margins(kept: list[Piece]) -> list[Piece]:
    """The lines before the first paragraph, and the last lines: where bylines and dates stand."""
    first = next((number for number, piece in enumerate(kept) if piece.prose), len(kept))
    head, tail = kept[: first + 2], kept[first + 2 :][-3:]
    return [piece for piece in (*head, *tail) if not piece.prose]


def _author(kept: list[Piece]) -> str | None:
    margins = _margins(kept)
    for piece in margins:
        if author := author_of(piece.text):
            return author
    for piece in reversed(margins):
        if author := signer_of(piece.text):
            return author
    return None
