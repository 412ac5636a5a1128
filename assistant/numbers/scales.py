"""Scales: the words and letters that multiply the number before them."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.numbers.atom import LETTER

_POWERS = {
    "hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "quadrillion": 15,
    "lakh": 5, "lac": 5, "crore": 7, "cr": 7, "tsd": 3,
    "mn": 6, "mln": 6, "mio": 6, "bn": 9, "bln": 9, "mrd": 9, "mld": 9, "tn": 12, "trn": 12,
    "mia": 9, "tys": 3, "тыс": 3, "млн": 6, "млрд": 9, "трлн": 12,
    "millionen": 6, "milliarde": 9, "milliarden": 9, "billionen": 12, "milliard": 9,
    "milliards": 9, "milliarder": 9, "millones": 6, "milhões": 6, "bilhões": 9, "milioni": 6,
    "miliardi": 9, "miljoen": 6,
    "miljard": 9, "miljoner": 6, "miljarder": 9,
}  # fmt: skip
ENGLISH = frozenset("hundred thousand million billion trillion quadrillion".split())
FACTORS = {word: Decimal(10) ** power for word, power in _POWERS.items()}
FACTORS |= {f"{word}s": FACTORS[word] for word in (*ENGLISH, "lakh", "lac", "crore")}
FACTORS["dozen"] = Decimal(12)
# Letters that scale digits they touch; all but the k only where a currency stands beside them:
# "45m" may be metres, "7b" a label.
LETTERS = {"k": 3, "K": 3, "m": 6, "M": 6, "MM": 6, "b": 9, "B": 9, "T": 12, "Md": 9, "Mds": 9}
# What may be meant for a scale and is no word for one: the number is not read.
UNCLEAR = frozenset("mil mill bil tril quintillion zillion".split())
_LARGEST = Decimal(10) ** 12
_DIGITS = re.compile(r"\d[\w.,]*+")
_WORD = re.compile(rf"(?:\s{{1,8}}|-)?([{LETTER}]++)")
_STOP = re.compile(rf"\.(?=\s?[{LETTER}€$£])")  # the full stop of "Mio. Euro"


def scale_at(text: str, at: int) -> tuple[int, Decimal | None]:
    """Where the scale that starts at ``at`` ends, and its factor; (at, 1) where there is none.

    Scales multiply: "hundred thousand", "lakh crore". The factor is None for a word that may be a
    scale and is not known, or has digits at its end ("billion12").
    """
    factor = Decimal(1)
    while word := _WORD.match(text, at):
        said = word[1].lower()
        glued = _DIGITS.match(text, word.end())
        unclear = said in UNCLEAR and factor == 1
        if unclear or (said in FACTORS and (glued or factor > _LARGEST)):
            return (glued or word).end(), None
        if said not in FACTORS:
            break
        factor *= FACTORS[said]
        at = word.end()
        if said not in ENGLISH and (stop := _STOP.match(text, at)):
            at = stop.end()
    return at, factor
