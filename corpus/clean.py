"""Page furniture out, article text in.

People drop in pages as they copied them. Cleaning judges each paragraph by what it looks like
(furniture.py, edges.py) and by where it stands (regions.py), and never changes a character of a
sentence that it keeps.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from corpus.byline import author_of, date_of, signer_of
from corpus.furniture import extent, letters
from corpus.margins import mark_margins, mark_repeated
from corpus.piece import Piece, pieces_of
from corpus.regions import mark_boxes
from corpus.wrapping import ends_sentence

# Longer, and it is a paragraph and not a title.
LONGEST_TITLE = 220
SHORTEST_TITLE = 3  # words
FULL_TITLE = 4  # words; what is shorter is a title only if nothing longer stands beside it


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The text to store, and what it says of itself; None where it does not say."""

    text: str
    title: str | None = None
    author: str | None = None
    published: str | None = None


def clean(raw: str, title: str | None = None) -> Cleaned:
    """The article in a page as it was copied.

    ``raw`` is normalised text, ``title`` the title if it is known already. Paragraphs of the result
    stand apart by a blank line; each is a piece of ``raw``.
    """
    pieces = pieces_of(without_comments(raw))
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
    )


def without_comments(raw: str) -> str:
    """The text without HTML comments, which no reader of the page ever saw."""
    parts: list[str] = []
    at = 0
    while (start := raw.find("<!--", at)) >= 0 and (end := raw.find("-->", start)) >= 0:
        parts.append(raw[at:start])
        at = end + 3
    return "".join([*parts, raw[at:]])


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
    """The first heading, or else the line before the first paragraph that reads as a title.

    Of several such lines the one that stands in the page twice is the title, since pages repeat it.
    """
    for piece in pieces:
        if piece.marked_heading and not piece.furniture:
            return piece.text.strip("#*_ \t")
    head: list[Piece] = []
    for piece in pieces:
        if piece.prose and not _is_question(piece):
            break
        if not piece.furniture and _reads_as_title(piece):
            head.append(piece)
    times = Counter(letters(piece.text) for piece in pieces if len(piece.text) <= LONGEST_TITLE)
    head.sort(key=lambda piece: (-times[letters(piece.text)], extent(piece.text) < FULL_TITLE))
    return head[0].text if head else None


def _is_question(piece: Piece) -> bool:
    return piece.text.endswith(("?", "？")) and extent(piece.text) <= 16


def _reads_as_title(piece: Piece) -> bool:
    text = piece.text
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
