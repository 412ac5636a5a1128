"""Boxes of a page, told by what heads them: contents, cookies, comments, teasers, the imprint.

Each rule looks at the whole page and marks pieces. None of them takes a paragraph out of the middle
of an article: between its first and its last paragraph only labels, notices, repetitions and lists
of other headlines go.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from corpus.furniture import LONGEST_LABEL, bare, extent, letters
from corpus.language import SAMPLE, detect_language, scripts
from corpus.notices import is_cookie_notice, is_rights
from corpus.piece import Piece, is_page, mark, prose_bounds, runs, weights
from corpus.words import COMMENT_MARKS, COMMENTS, CONTENTS, TEASERS

# So many lines that stand again below are a table of contents.
CONTENTS_LINES = 3
# Behind these shares of the article's paragraphs stand comments (told by their buttons, or by no
# more than their number), teasers and the imprint.
COMMENTS_AFTER = 0.6
COUNTED_AFTER = 0.85
TEASERS_AFTER = 0.75
# A comment has its buttons within so many lines; so many turns from text to headline are teasers.
COMMENT_LINES = 16
TEASER_TURNS = 3
IMPRINT_AFTER = 0.8
# Letters of another script or language, as a share of all, up to which they are comments.
FOREIGN_SHARE = 0.2
# A line in another language above the article is a label if it says no more than this, in words.
FOREIGN_LABEL = 4
# A line shorter than this, in words, does not tell its language.
TELLING_WORDS = 12

FOREIGN = "beside the article, in another language"
TEASED = "headlines of other articles"

_COMMENTS_COUNT = re.compile(
    r"^\(?\d[\d,.]*\)?\s?(?:件の|个|개의)?|\s?[-–:]?\s?\(?\d[\d,.]*\)?개?(?=\Z)"
)
_ON_TITLE = re.compile(r"\d+ (?:thoughts?|responses?|comments?|replies) (?:on|to)\b")
_ACCEPT = re.compile(
    r"cookie|accept|agree|reject|akzept|ablehn|zustimm|refuser|acept|rechaz|동의|同意",
    re.IGNORECASE,
)
_NUMBERING = re.compile(r"^[\W_]*(?:\d{1,2}[.)]\s*)+|[\s.…]{2,}\d{1,4}$")


def mark_boxes(pieces: list[Piece]) -> None:
    """Marks the boxes of a page; what only pages have is not looked for in other documents."""
    for rule in (_contents, _cookies, _comments):
        rule(pieces)
    if is_page(pieces):
        for rule in (_foreign, _teasers, _imprint):
            rule(pieces)


def _contents(pieces: list[Piece]) -> None:
    """A table of contents: lines that stand again below as headings.

    Where no heading says so it stands above the text: an agenda in the middle names headings too.
    """
    keys = [
        "" if len(piece.text) > LONGEST_LABEL else letters(_NUMBERING.sub("", piece.text))
        for piece in pieces
    ]
    last_place = {key: n for n, key in enumerate(keys) if key and _heads(pieces, n)}
    first, _ = prose_bounds(pieces)
    for start, stop in runs(pieces, lambda piece: not piece.prose and not piece.furniture):
        again = [n for n in range(start, stop) if last_place.get(keys[n], 0) > n]
        if len(again) < CONTENTS_LINES or len(again) < (stop - start) / 2:
            continue
        heads = [p for p in pieces[start : again[0]] if bare(p.text) in CONTENTS]
        if heads or start < first:
            mark([*heads, *(pieces[number] for number in again)], "a table of contents")


def _heads(pieces: list[Piece], n: int) -> bool:
    """Whether it is a heading, or stands as one above a paragraph."""
    below = pieces[n + 1 : n + 2]
    return pieces[n].kind == "heading" or bool(below and below[0].prose)


def _cookies(pieces: list[Piece]) -> None:
    """The words of a cookie banner, told by the buttons beside them."""
    for number, piece in enumerate(pieces):
        if not piece.furniture and is_cookie_notice(piece.text):
            near = pieces[max(0, number - 3) : number + 4]
            if any(p.furniture and _ACCEPT.search(p.text) for p in near):
                mark([piece], "a cookie banner")


def _comments(pieces: list[Piece]) -> None:
    """Everything below the head of the readers' comments."""
    shares = weights(pieces)
    for number, piece in enumerate(pieces):
        if piece.prose or shares[number] < COMMENTS_AFTER:
            continue
        said = bare(piece.text)
        label = _COMMENTS_COUNT.sub("", said).strip()
        if label not in COMMENTS and not _ON_TITLE.match(said):
            continue
        near = pieces[number + 1 : number + 1 + COMMENT_LINES]
        marked = any(bare(p.text) in COMMENT_MARKS for p in near)
        if marked or (label != said and shares[number] >= COUNTED_AFTER):
            return mark(pieces[number:], "readers' comments")


def _foreign(pieces: list[Piece]) -> None:
    """Comments below, and labels above, in another language than the article."""
    body = "\n".join(piece.text for piece in pieces if piece.prose)
    if not body:
        return
    main = _language(body)
    below = _foreign_margin(reversed(pieces), main)
    if sum(extent(piece.text) for piece in below) <= FOREIGN_SHARE * extent(body):
        mark(below, FOREIGN)
    above = _foreign_margin(iter(pieces), main)
    mark((piece for piece in above if extent(piece.text) <= FOREIGN_LABEL), FOREIGN)


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
    shares = scripts(text[:SAMPLE])
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
    if extent(text) < TELLING_WORDS:
        return False
    language = detect_language(text)
    return "und" not in (language, main[1]) and language != main[1]


def _teasers(pieces: list[Piece]) -> None:
    """Headlines of other articles below "Related articles" and the like."""
    shares = weights(pieces)
    turned = [
        not (a.headline or a.furniture) and not b.prose for a, b in itertools.pairwise(pieces)
    ]
    turns_below = [*itertools.accumulate(reversed(turned), initial=0)][::-1]
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        at += 1
        if bare(piece.text) not in TEASERS or piece.prose or piece.marked_heading:
            continue
        if shares[at - 1] >= TEASERS_AFTER and turns_below[at - 1] >= TEASER_TURNS:
            return mark(pieces[at:], TEASED)
        while at < len(pieces) and (pieces[at].headline or pieces[at].furniture):
            mark([pieces[at]], TEASED)
            at += 1


def _imprint(pieces: list[Piece]) -> None:
    """What follows the copyright line of the article."""
    shares = weights(pieces)
    for number, piece in enumerate(pieces):
        if piece.furniture and is_rights(piece.text) and shares[number] >= IMPRINT_AFTER:
            return mark((p for p in pieces[number:] if not p.signed), "below the copyright line")
