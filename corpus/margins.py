"""Furniture at the margins of a page: menus above, loose ends below, what is printed again."""

from __future__ import annotations

import re
from collections import Counter

from corpus.furniture import bare, extent, is_header, letters
from corpus.piece import COLONS, PAGE_NUMBER, Piece, mark, marks_of_page, prose_bounds, runs
from corpus.wrapping import ends_sentence

# Entries of a menu say less than this; fewer of them in a row are no menu.
MENU_WORDS = 4
MENU_LINES = 3
# A letter's head is no menu: above a page's article stand so many known labels at least.
MENU_MARKS = 2
# A line that stands in the text so often is printed on each page.
HEADER_TIMES = 3
# Paragraphs in which the title is looked for.
BODY_PIECES = 20
# A shorter line may stand twice for a reason, such as a heading or an entry of a table.
REPEATED_WORDS = 4

_NUMBER = re.compile(r"\d+")


def mark_margins(pieces: list[Piece]) -> None:
    """Marks running headers and, of a page, menus above the article and loose ends below it."""
    _mark_headers(pieces)
    first, last = prose_bounds(pieces)
    if marks_of_page(pieces[:first]) >= MENU_MARKS:
        _mark_menus(pieces, first)
    if marks_of_page(pieces) and last >= 0:
        _mark_loose_ends(pieces[last + 1 :])


def _mark_headers(pieces: list[Piece]) -> None:
    """Lines that a paginated document prints on each page: twice at least below the first.

    Minutes and laws repeat lines too, so a header stands beside a page's number or has it at its
    edge, unless it is a page of the web.
    """
    first, _ = prose_bounds(pieces)
    keys = [_header_key(piece) for piece in pieces]
    paged = Counter(
        key
        for n, (piece, key) in enumerate(zip(pieces, keys, strict=True))
        if is_header(piece.text) or any(p.why == PAGE_NUMBER for p in pieces[max(0, n - 1) : n + 2])
    )
    web = marks_of_page(pieces) > 0
    everywhere, below = Counter(keys), Counter(keys[first:])
    for piece, key in zip(pieces, keys, strict=True):
        often = everywhere[key] >= HEADER_TIMES and below[key] >= HEADER_TIMES - 1
        if key and often and (web or paged[key] > 1):
            mark([piece], "printed on each page")


def _header_key(piece: Piece) -> str:
    """What a header says on every page; "" if it can't be one."""
    if piece.furniture or piece.prose or piece.marked_heading or piece.kind == "item":
        return ""
    return letters(_NUMBER.sub("", piece.text) if is_header(piece.text) else piece.text)


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
    page = bool(marks_of_page(pieces))
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
