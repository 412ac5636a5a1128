"""Finds every piece of a text that says a number, in order, in time linear in the text."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.currencies import before
from assistant.numbers import fractions, words
from assistant.numbers.amount import amount
from assistant.numbers.atom import DASHES, LETTER, Atom
from assistant.numbers.korean import HANGUL, VAGUE, korean_at
from assistant.numbers.marks import SPACES, is_labelled, number_of
from assistant.numbers.scales import FACTORS

_SCAN = re.compile(
    rf"(?P<name>[{LETTER}]++[-‐‑]?\d[{LETTER}\d]*+(?:[-‐‑./,]\d[{LETTER}\d]*+)*+)"
    rf"|(?P<code>\d++(?:[{DASHES}]\d++){{2,}}+|(?:1[5-9]|20|21)\d\d[{DASHES}/]\d\d(?!\d))"
    rf"|(?P<digits>(?<![\w.,])[.]\d++|\d++(?:[.,'’ʼ·٫:/^]\d++)*+)"
    rf"|(?P<vulgar>[{fractions.VULGAR}])|(?P<vague>{VAGUE})|(?P<hangul>{HANGUL})"
    rf"|(?P<word>[{LETTER}]++)"
)
_SPACED = re.compile(rf"[1-9]\d{{0,2}}(?:[{SPACES}]\d{{3}}){{1,7}}+(?:[.,]\d++)?(?![.,]?\d|\s\d)")
_ROW = re.compile(r"\d\s$")
_SLASHED = re.compile(r"([1-9])/([1-9]\d?)")
_OF = re.compile(r"\s+of\b", re.I)
_MANY = re.compile(
    r"(?:tens|dozens|scores|hundreds|thousands|millions|billions|trillions)"
    r"(?:\s+of\s+(?:hundreds|thousands|millions|billions|trillions))?\b",
    re.I,
)
_PREFIX = re.compile(r"(?:mid|pre|post|early|late|non|sub)-$|FY$|CY$", re.I)
_TO = re.compile(r"(?<!\w)to-$", re.I)
_FOLD = re.compile(r"-?fold\b", re.I)
_COMPOUND = re.compile(rf"-[{LETTER}]")

_BARE_SCALES = frozenset(word for word in FACTORS if len(word) > 3)
_VAGUE_WORDS = frozenset("tens dozens scores hundreds thousands".split())
_SAYING = _BARE_SCALES | _VAGUE_WORDS | words.STARTS | {"half"} | fractions.MULTIPLES.keys()


def atoms(text: str) -> list[Atom]:
    """Every number of the text, every multiple, and everything with a digit that can't be read."""
    found: list[Atom] = []
    while read := _next(text, found[-1].end if found else 0):
        found.append(read)
    return found


def _next(text: str, floor: int) -> Atom | None:
    """The next piece from ``floor`` on, where the last one ended; nothing before belongs to it."""
    for piece in _SCAN.finditer(text, floor):
        word = piece["word"]
        if word and word.lower() not in _SAYING:
            continue
        if read := _read(text, piece, floor):
            fold = _FOLD.match(text, read.end) if read.is_bare else None
            return Atom(read.start, fold.end(), means=f"×{read.value:f}") if fold else read
    return None


def _read(text: str, piece: re.Match[str], floor: int) -> Atom | None:
    start, end = piece.span()
    if piece["digits"]:
        return _digits(text, start, end, floor)
    if piece["word"]:
        return _word(text, piece["word"].lower(), start, end, floor)
    if piece["name"]:
        return _name(text, piece, floor)
    if piece["hangul"]:
        return _korean(text, start, floor)
    if piece["vulgar"]:
        value = fractions.vulgar_value(piece["vulgar"])
        if _OF.match(text, end):
            return Atom(start, end, 100 * value, "%")
        return amount(text, start, end, floor, lambda _: value)
    code = piece["code"]
    return Atom(start, end, means=re.sub(rf"[{DASHES}/]", "-", code) if code else "")


def _digits(text: str, start: int, end: int, floor: int) -> Atom:
    if korean := _korean(text, start, floor):
        return korean
    spaced = _SPACED.match(text, start)
    if spaced and not (_ROW.search(text[max(0, start - 2) : start]) or is_labelled(text, start)):
        end = spaced.end()
    written = text[start:end]
    slashed = _SLASHED.fullmatch(written)
    if slashed and int(slashed[1]) < int(slashed[2]) and _OF.match(text, end):
        return Atom(start, end, 100 * Decimal(slashed[1]) / Decimal(slashed[2]), "%")
    return amount(text, start, end, floor, lambda scaled: number_of(written, text, scaled=scaled))


def _korean(text: str, start: int, floor: int) -> Atom | None:
    found = korean_at(text, start)
    if not found:
        return None
    return amount(text, start, found.end, floor, lambda _: found.value, found.factor)


def _name(text: str, piece: re.Match[str], floor: int) -> Atom | None:
    """ "H100", "GPT-4"; but "EUR5" is an amount and "mid-2024" a year."""
    start, end = piece.span()
    first = next(at for at in range(start, end) if text[at].isdecimal())
    inside = _SCAN.match(text, first)
    if inside and inside["digits"]:
        sign = before(text, first)
        if sign and sign.start == start:
            read = _digits(text, first, inside.end(), floor)
            if read.start <= start:
                return read
        year = _PREFIX.search(text[start:first]) and inside.end() == end > first + 3
        if year or _TO.fullmatch(text, start, first):
            return _digits(text, first, inside.end(), floor)
    plural = text[end - 1] == "s" and text[end - 2].isdecimal()  # "H100s"
    return Atom(start, end - plural)


def _word(text: str, word: str, start: int, end: int, floor: int) -> Atom | None:
    if word in fractions.MULTIPLES:
        return Atom(start, end, means=fractions.MULTIPLES[word])
    if word == "half":
        return _half(text, start, end, floor)
    hyphened = text[start - 1 : start] == "-" and not _TO.search(text[max(0, start - 4) : start])
    if word in words.STARTS and not hyphened:
        return _in_words(text, word, start, floor)
    if many := _MANY.match(text, start):
        return Atom(start, many.end(), means=many[0].lower().removesuffix("s"))
    return Atom(start, end, means=word) if word in _BARE_SCALES else None


def _half(text: str, start: int, end: int, floor: int) -> Atom | None:
    if fractions.one_of_two(text, start):
        return None
    part = fractions.half_at(text, start)
    if part:
        return _part(text, start, part, floor)
    return None if _COMPOUND.match(text, end) else Atom(start, end)


def _part(text: str, start: int, part: fractions.Part, floor: int) -> Atom | None:
    if part.share:
        return Atom(start, part.end, part.value, "%")
    return amount(text, start, part.end, floor, lambda _: part.value)


def _in_words(text: str, word: str, start: int, floor: int) -> Atom | None:
    if part := fractions.part_at(text, start):
        return _part(text, start, part, floor)
    said = words.number_at(text, start)
    if not said or words.is_ordinal(text, said.end):
        return None
    if said.value <= 1 and _COMPOUND.match(text, said.end):
        return None  # "one-sided"
    return amount(text, start, said.end, floor, lambda _: said.value, said.factor)
