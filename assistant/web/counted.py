"""What a plain number counts, and which numbers count nothing: years, dates, labels. Pure.

No parser is needed for the noun that follows a number: it ends at a preposition, a verb, or a
punctuation mark, and is a plural or an abbreviation.
"""

from __future__ import annotations

import re

from assistant.quantities import Quantity
from assistant.understanding.clause import AUXILIARIES, DETERMINERS, PREPOSITIONS, PRONOUNS
from assistant.understanding.verbs import is_finite

_MOST_WORDS = 6  # of a noun phrase
_WORD = re.compile(r"[\s-]?(?P<word>[^\s,;:()\[\]\"“”.!?—–]+(?:\.(?=\w)[^\s,;:()\[\]\"“”.!?—–]+)*)")
_ENDS = (
    PREPOSITIONS | DETERMINERS | AUXILIARIES | PRONOUNS
    | frozenset(
        "and or but nor so if when while whereas because than as which who whom whose where why "
        "how not be been being then too also only just alone respectively each ago later earlier "
        "more less percent per".split()
    )
)  # fmt: skip
_PLURALS = frozenset("people men women children data staff police personnel media".split())
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b"
)
_YEAR = re.compile(r"(?:1[5-9]|20|21)\d\d(?:(?:\s?[–-]\s?| to )(?:(?:1[5-9]|20|21)\d\d|\d\d))?")
_APPROXIMATE = re.compile(
    r"\b(?:about|around|over|nearly|almost|some|than|least|most|to|approximately|roughly)\s$", re.I
)
_EARLY_YEAR = re.compile(r"1[0-4]\d\d")
_DATE_AFTER = re.compile(
    rf"\s?(?:{_MONTH}|of {_MONTH}|[년월일]|:\d|/\d|['’′]\d|\s?[ap]\.?m\b|BCE?\b|AD\b|CE\b|BP\b)"
)
_DATE_BEFORE = re.compile(rf"(?:\b{_MONTH}\.?\s|\d[:/'’′])$")
_LABEL_BEFORE = re.compile(
    r"\b(?:[Nn]os?\.|numbers?|chapters?|sections?|pages?|paragraphs?|figures?|tables?|phases?"
    r"|levels?|steps?|stages?|versions?|items?|lines?|parts?|articles?|annex|tiers?|types?)\s$",
    re.I,
)
_NAME_BEFORE = re.compile(r"(?:\b[A-Z][\w&’'.-]*\s|[A-Za-z]\w*-|[#§'‘’])$")
# Capitalised at the start of a sentence, and no name of anything.
_OPENERS = re.compile(
    r"(?:^|[.!?:;“\"]\s?)(?:About|Around|Only|Nearly|Almost|Over|Some|Another|Of|In|By|From|To"
    r"|At|For|With|The|These|Those|All|Between|Just|Roughly|Approximately|Under|Within|After"
    r"|Before|Since|Until|And|But|Also|Currently|Today|Now|Up)\s$"
)
_ENUMERATED = re.compile(r"\s?(?:,|and|or|to|–|-|&|,\s?and)\s?")
_SHARED = re.compile(r"\s(?:or|and|to)\s(?:(?:by )?(?:about|around|at least|as much as)\s)?")
_HYPHENED = re.compile(r"-([a-z]{3,})\b")  # the year of "a 5-year plan"
_SYMBOL = re.compile(
    r"[kMGT]?Wh?|[kcmnµ]?m[²³]?|km/h|[km]?g|[Mk]?t|ha|ft|mi|lb|oz|[KMGTP]B|[kMG]?Hz|°[CF]|[kM]?l"
)  # fmt: skip
_NUMBER_OF = re.compile(r"\bnumber of(?=[^,;:.]*$)", re.I)
_COUNTER = re.compile(
    r"\s?(명|개월|개국|개사|개|곳|대|년|배|건|가지|장|회|종|팀|시간|주|석|호|층|위)"
)


def counted(text: str, quantity: Quantity, following: Quantity | None = None) -> str:
    """The noun phrase right after a plain number ("graphics processing units"), or "".

    ``following``: the next quantity; in "5 or 10 years" the two share their noun.
    """
    if counter := _COUNTER.match(text, quantity.end):
        return counter[1]
    if hyphened := _HYPHENED.match(text, quantity.end):
        return hyphened[1]
    noun = _plural_at(text, quantity.end)
    if not noun and (number := _NUMBER_OF.search(text[: quantity.start])):
        noun = _plural_at(text, number.end())
    if noun or following is None or following.unit:
        return noun
    shared = _SHARED.fullmatch(text, quantity.end, following.start)
    return counted(text, following) if shared else ""


def _plural_at(text: str, at: int) -> str:
    """The noun phrase that starts here, where it ends in a plural or the symbol of a unit."""
    words: list[str] = []
    if (first := _WORD.match(text, at)) and _SYMBOL.fullmatch(first["word"]):
        return first["word"]
    while len(words) < _MOST_WORDS and (found := _WORD.match(text, at)):
        word, after = found["word"], _WORD.match(text, found.end())
        if _ends(word, words, after["word"] if after else ""):
            break
        words.append(word.strip("'‘’"))
        at = found.end()
    while words and not is_plural(words[-1]) and not _SYMBOL.fullmatch(" ".join(words)):
        words.pop()
    return " ".join(words)


def is_plural(word: str) -> bool:
    """A plural noun, by its ending."""
    plain = word.strip("'‘’")
    if plain.endswith(("’s", "'s")):
        return False
    return plain in _PLURALS or (
        len(plain) > 2 and plain.endswith("s") and not plain.endswith(("ss", "us", "is"))
    )


def _ends(word: str, before: list[str], after: str) -> bool:
    """Whether the noun phrase is over before this word."""
    plain = word.strip("'‘’")
    if plain.lower() in _ENDS or not plain:
        return True
    if not is_finite(plain, "units" if not before else before[-1], after):
        return False
    if not before:  # "45 agreed to", but "155 numbered streets"
        return not plain.endswith("ed") or not after or after.lower() in _ENDS
    return is_plural(before[-1])


def is_label(text: str, quantity: Quantity, noun: str, before: Quantity | None) -> bool:
    """Whether a plain number names something (a year, a date, "No. 6", "Articles 32 and 34").

    ``noun``: what :func:`counted` found; ``before``: the label or year before it, if any.
    """
    said = text[quantity.start : quantity.end]
    if quantity.unit or re.search(r"[,조억만천]|[A-Za-z]{4}", said):
        return not quantity.unit and not noun and said.isalpha()
    head = text[: quantity.start]
    if _YEAR.fullmatch(said) and not (noun and (said < "19" or _APPROXIMATE.search(head))):
        return True
    if not noun and _EARLY_YEAR.fullmatch(said):
        return True
    if _DATE_AFTER.match(text, quantity.end) and not noun:
        return True
    if _DATE_BEFORE.search(head):
        return True
    if said.isalpha():
        return not noun or said.lower() == "one"
    if _LABEL_BEFORE.search(head):
        return True
    if noun:
        return False
    listed = before is not None and _ENUMERATED.fullmatch(text, before.end, quantity.start)
    return bool(listed or (_NAME_BEFORE.search(head) and not _OPENERS.search(head)))
