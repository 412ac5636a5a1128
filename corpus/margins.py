"""Furniture at the margins of a page: menus above, loose ends below, what is printed again."""

from __future__ import annotations

from corpus.furniture import bare, extent, letters
from corpus.piece import COLONS, Piece, is_page, mark, marks_of_page, prose_bounds, runs
from corpus.printed import header_key, header_keys
from corpus.wrapping import ends_sentence

# Entries of a menu say less than this; fewer of them in a row are no menu.
MENU_WORDS = 4
MENU_LINES = 3
# A letter's head is no menu: above a page's article stand so many known labels at least.
MENU_MARKS = 2
# Paragraphs in which the title is looked for.
BODY_PIECES = 20
# A shorter line may stand twice for a reason, such as a heading or an entry of a table.
REPEATED_WORDS = 4


def mark_margins(pieces: list[Piece]) -> None:
    """Marks running headers and, of a page, menus above the article and loose ends below it."""
    _mark_headers(pieces)
    first, last = prose_bounds(pieces)
    if marks_of_page(pieces[:first]) >= MENU_MARKS:
        _mark_menus(pieces, first)
    if is_page(pieces) and last >= 0:
        _mark_loose_ends(pieces[last + 1 :])


def _mark_headers(pieces: list[Piece]) -> None:
    """Lines that a paginated document prints on each page."""
    headers = header_keys([piece.text for piece in pieces])
    for piece in pieces:
        listed = piece.prose or piece.marked_heading or piece.kind == "item"
        if not listed and header_key(piece.text) in headers:
            mark([piece], "printed on each page")


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
            mark(run, "a menu above the article")


def _mark_loose_ends(tail: list[Piece]) -> None:
    """What is no sentence below the last paragraph, once furniture has begun there."""
    seen = listed = False
    for piece in tail:
        seen = seen or piece.furniture or _is_tag_label(piece)
        listed = piece.kind == "item" and (listed or not seen)
        if not (piece.signed or piece.marked_heading or listed):
            mark([piece] if seen else [], "below the article")


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
    """A title and, on a page, a pull quote or a paragraph that stands there again."""
    page = is_page(pieces)
    seen: set[str] = set()
    stated = letters(title or "")
    keys = [piece.text if piece.prose else letters(piece.text) for piece in pieces]
    for piece, key in zip(pieces, keys, strict=True):
        if piece.furniture:
            continue
        told_apart = piece.kind != "item" and extent(piece.text) >= REPEATED_WORDS
        if key in seen and (key == stated or (page and (piece.prose or told_apart))):
            mark([piece], "stands in the text already")
        seen.add(key)
