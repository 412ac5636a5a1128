"""Digits as a number: which marks set groups apart and which one is the decimal mark.

"1.234" is one number to one author and a thousand times as much to another. What tells them apart
is taken in this order: the number's own form ("1.234.567", "0.125"), the other numbers of its text
("3,7 percent" beside it), the language of the text. A comma before three digits sets a group apart
unless something speaks against it; a dot there stays open unless something speaks for one reading.
What stays open is not read.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

MOST_DIGITS = 24  # so that each value, scaled, stays exact in the 28 places of Decimal
SPACES = " \u00a0\u2009\u202f"
_DOTS = ".·٫"  # a raised dot is the decimal mark of some journals, the last one that of Arabic
_QUOTES = "'’ʼ"
# The forms of a number, the marks of its groups, and the decimal mark that it shows its text uses.
_FORMS = tuple(
    (re.compile(pattern), groups, shows)
    for pattern, groups, shows in (
        (r"\d+", "", ""),
        (rf"\d*[{_DOTS}]\d+", "", "."),
        (r"\d+,\d+", "", ","),
        (rf"\d{{1,3}}(?:,\d{{3}})+(?:[{_DOTS}]\d+)?", ",", "."),
        (r"\d{1,2}(?:,\d\d)+,\d{3}(?:\.\d+)?", ",", "."),  # Indian: 2,50,000
        (r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", ".", ","),
        (rf"\d{{1,3}}(?:[{SPACES}{_QUOTES}]\d{{3}})+(?:\.\d+)?", SPACES + _QUOTES, "."),
        (rf"\d{{1,3}}(?:[{SPACES}{_QUOTES}]\d{{3}})+,\d+", SPACES + _QUOTES, ","),
    )
)
_OPEN = re.compile(r"[1-9]\d{0,2}([.,])\d{3}")
_LONG_FRACTION = re.compile(r"\d+,\d{4,}")
_MARKED = re.compile(rf"(?<![\w.,/:-])\d++(?:[.,{_QUOTES}]\d++)++(?![\w/:-])")
_CONTINENTAL = re.compile(r"\d\s?(?:Mio|Mrd|Mld|Millionen|Milliarden)\b")
# Small words of the languages that write a decimal comma, and of the one that does not; words that
# both have ("die", "per", "la") tell nothing.
_COMMA_WORDS = frozenset(
    "der und das nicht ist den von mit für ein eine werden wird im auf les des et est dans pour "
    "que qui du sur avec aux sont el los las del una por con il lo gli di della nel dei não uma "
    "na dos het een dat niet zijn och att det som är av til ikke jest nie się przez".split()
)
_POINT_WORDS = frozenset("the of and to in is for with that are by from".split())
_LABELLED = re.compile(
    r"(?:\b(?:articles?|arts?|chapters?|sections?|secs?|parts?|paragraphs?|paras?|pages?|pp?|tables?"
    r"|figures?|figs?|annex|appendix|schedule|rules?|clauses?|items?|lines?|rooms?|nos?|numbers?"
    r"|phases?|stages?|steps?|levels?|tiers?|types?|class|grades?|groups?|zones?|rounds?|volumes?"
    r"|vols?|versions?|titles?|points?|windows?|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?"
    r"|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
    r"|[§#])\s?$",
    re.I,
)
_LONGEST_LABEL = 14  # characters of "paragraphs" and what may stand around it


def number_of(digits: str, text: str, *, scaled: bool = False) -> Decimal | None:
    """The value of digits with their marks, or None where they can't be read.

    ``text``: what they stand in; ``scaled``: an English scale or a percent sign follows.
    """
    if sum(c.isdigit() for c in digits) > MOST_DIGITS:
        return None
    if open_mark := _OPEN.fullmatch(digits):
        return _open_number(digits, open_mark[1], text, scaled)
    if _LONG_FRACTION.fullmatch(digits) and decimal_marks(text) != ",":
        return None  # "1,2503" may be 1,250 with the mark of a note
    for form, groups, shows in _FORMS:
        if form.fullmatch(digits):
            plain = "".join(c for c in digits if c not in groups)
            decimal = "," if shows == "," else _DOTS
            return Decimal("".join("." if c in decimal else c for c in plain))
    return None


def _open_number(digits: str, mark: str, text: str, scaled: bool) -> Decimal | None:
    """The value of one to three digits, a mark, and three more."""
    shown = decimal_marks(text)
    grouped, fraction = Decimal(digits.replace(mark, "")), Decimal(digits.replace(",", "."))
    if mark == ",":
        return None if "," in shown else grouped
    if shown in (".", ","):
        return fraction if shown == "." else grouped
    return fraction if scaled and not shown else None


@lru_cache(maxsize=256)
def decimal_marks(text: str) -> str:
    """The decimal marks that a text shows it uses: ".", ",", both, or "" when nothing tells."""
    found = set()
    for marked in _MARKED.finditer(text):
        said = not (_OPEN.fullmatch(marked[0]) or _LONG_FRACTION.fullmatch(marked[0]))
        if said and not is_labelled(text, marked.start()):
            found |= {shows for form, _, shows in _FORMS if form.fullmatch(marked[0])}
    if not found and (_CONTINENTAL.search(text) or _has_comma_language(text)):
        return ","
    return "".join(sorted(found))


def _has_comma_language(text: str) -> bool:
    words = text.lower().split()
    commas = sum(word in _COMMA_WORDS for word in words)
    return commas > 1 and commas > sum(word in _POINT_WORDS for word in words)


def is_labelled(text: str, at: int) -> bool:
    """Whether the number at ``at`` counts nothing: "Article 5", "phase 2", "May 12"."""
    return bool(_LABELLED.search(text[max(0, at - _LONGEST_LABEL) : at]))
