"""Furniture at the margins of a page: menus above, loose ends below, what is printed again."""

from __future__ import annotations

from collections import Counter

from corpus.furniture import bare, extent, letters
from corpus.piece import COLONS, Piece, mark, prose_bounds, runs
from corpus.wrapping import ends_sentence

# Entries of a menu say less than this; fewer of them in a row are no menu.
MENU_WORDS = 4
MENU_LINES = 3
# Behind the last paragraph a line of no more words than this says nothing.
LOOSE_WORDS = 2
# A line that stands in the text so often is printed on each page.
HEADER_TIMES = 3
# Paragraphs in which the title is looked for.
BODY_PIECES = 20
# A shorter line may stand twice for a reason, such as a heading or an entry of a table.
REPEATED_WORDS = 4


def mark_margins(pieces: list[Piece]) -> None:
    """Marks running headers, menus above the article and loose ends below it."""
    _mark_headers(pieces)
    first, last = prose_bounds(pieces)
    _mark_menus(pieces, first)
    if last >= 0:
        _mark_loose_ends(pieces[last + 1 :])


def _mark_headers(pieces: list[Piece]) -> None:
    """Lines that a paginated document prints on each page: twice at least below the first."""
    first, _ = prose_bounds(pieces)
    keys = [letters(piece.text) if _may_be_header(piece) else "" for piece in pieces]
    everywhere, below = Counter(keys), Counter(keys[first:])
    for piece, key in zip(pieces, keys, strict=True):
        if key and everywhere[key] >= HEADER_TIMES and below[key] >= HEADER_TIMES - 1:
            piece.furniture = True


def _may_be_header(piece: Piece) -> bool:
    return not (piece.furniture or piece.prose or piece.marked_heading or piece.kind == "item")


def _mark_menus(pieces: list[Piece], first: int) -> None:
    """Runs of a word or two above the first paragraph."""
    head = pieces[:first]
    body = opening(pieces, first)
    for start, stop in runs(head, lambda piece: not piece.prose):
        listed = {letters(p.text) for p in head[start:stop] if p.furniture}
        run = [p for p in head[start:stop] if _is_entry(p) and not is_named(p, body)]
        if letters(head[stop - 1].text) in listed and not head[stop - 1].furniture:
            run = [p for p in run if p is not head[stop - 1]]  # the contents name it
        if len(run) >= MENU_LINES:
            mark(run)


def _mark_loose_ends(tail: list[Piece]) -> None:
    """What is no sentence below the last paragraph, once furniture has begun there."""
    seen = listed = False
    for piece in tail:
        seen = seen or piece.furniture or _is_tag_label(piece)
        listed = piece.kind == "item" and (listed or not seen)
        if not (piece.signed or piece.marked_heading or listed):
            piece.furniture = piece.furniture or seen or extent(piece.text) <= LOOSE_WORDS


def _is_tag_label(piece: Piece) -> bool:
    """ "Filed under:", "Tags:"."""
    return piece.text.endswith(COLONS) and extent(piece.text) < MENU_WORDS


def opening(pieces: list[Piece], first: int) -> str:
    """The first paragraphs in lower case: where the title is looked for."""
    return " ".join(p.text for p in pieces[first : first + BODY_PIECES] if p.prose).lower()


def is_named(piece: Piece, body: str) -> bool:
    """Whether the article speaks of it in the same two words or more: a title, not a menu."""
    said = bare(piece.text)
    return extent(said) >= 2 and said in body


def _is_entry(piece: Piece) -> bool:
    if piece.marked_heading or piece.signed:
        return False
    return extent(piece.text) < MENU_WORDS and not ends_sentence(piece.text)


def mark_repeated(pieces: list[Piece], title: str | None) -> None:
    """A title, a pull quote or a paragraph that stands in the page again."""
    seen: set[str] = set()
    stated = letters(title or "")
    keys = [piece.text if piece.prose else letters(piece.text) for piece in pieces]
    for piece, key in zip(pieces, keys, strict=True):
        if piece.furniture:
            continue
        told_apart = piece.kind != "item" and extent(piece.text) >= REPEATED_WORDS
        piece.furniture = key in seen and (piece.prose or key == stated or told_apart)
        seen.add(key)
