"""What a quantity measures, in the words of its own clause. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.quantities import Quantity
from assistant.understanding.clause import AUXILIARIES, DETERMINERS, PREPOSITIONS
from assistant.understanding.verbs import is_finite
from assistant.web.counted import counted
from assistant.web.speaker import SAY

GAP = "…"  # stands where the quantity does
_ENOUGH = 7  # words of a clause, from which it says something by itself
_LONG = 24  # words of a clause, beyond which it does not reach back further
_MOST = 18  # words after the figure
_LIMITS = (
    r"(?:about|around|approximately|roughly|nearly|almost|over|under|below|above|more than"
    r"|less than|fewer than|at least|at most|up to|as much as|as many as|no more than|no less than"
    r"|well over|close to|exceeding|an? estimated|estimated|slightly (?:more|less) than|minus)\s"
    r"|(?<![\w%])[~≈<>±+−-]\s?"
)
_EMPHASIS = (
    r"(?:some|only|just|a further|another|an additional|an extra|a total of|a combined|a mere"
    r"|the other|the)\s"
)
_LIMITED = re.compile(rf"\b(?:{_LIMITS})+$|(?<![\w%])[~≈<>±+−-]\s?$", re.I)
_STRESSED = re.compile(rf"\b(?:{_EMPHASIS}|{_LIMITS})+$|(?<![\w%])[~≈<>±+−-]\s?$", re.I)
_DURATION = re.compile(r"(?:\w+ )?(?:years?|months?|weeks?|days?|decades?|hours?)$")
_HARD = re.compile(
    rf"[;:—“”\"()\[\]]|(?<!\d)–|–(?!\d)|\b(?:{SAY}|noting|adding|saying|stating|stressing|warning|arguing),?\sthat\s"
)
_SOFT = re.compile(
    r",['’]?\s|\s(?=(?:while|whereas|because|although|though|but|so that|as(?=\s\w+\s\w+ed))\s)"
)
_SPACE_BEFORE = re.compile(r"\s+,")
_DETERMINED = re.compile(r"\b(?:an?|the|its|their|his|her|this|that)\s$", re.I)
_NP_START = re.compile(r"\b(?:an?|the|its|their|his|her|this|these|those)\s", re.I)
_PAREN = re.compile(r"\s?\([^()]*\)")
_BE = r"(?:is|are|was|were|be|been|being)"
_STATES = (
    rf"(?:(?:will|would|could|can|may|should|has|have|had|is expected to|was expected to)\s)*"
    rf"(?:{_BE}(?:\sat)?|stands? at|stood at|amounts? to|amounted to|comes? to|came to"
    r"|totals|totall?ed"
    r"|reach(?:es|ed)?|remains?|remained|exceeds?|exceeded|equals?|rose to|fell to|grew to"
    r"|increased to|decreased to|dropped to|climbed to|hit|averaged?|averages)"
    r"(?:\s(?:already|now|currently|still))?"
)
_OF = re.compile(r"^(?P<np>.{3,}?)\s(?:of|worth|totall?ing)$")
_STATED = re.compile(rf"^(?P<np>.{{3,}}?)\s{_STATES}$")
_LEADING = re.compile(
    r"^(?:(?:and|or|but|while|whereas|that|so that)(?:\s+|$)|(?:so|then|also|in fact|specifically"
    r"|in detail|additionally|for this|because|although|though|including|with|too)\s+)+",
    re.I,
)
_GERUND = re.compile(r"\w{3,}ing$")
_IS = re.compile(rf"^(?:has |have |had |will |would |can |could |should |may |must )?(?:{_BE})\s")
_OPENED = re.compile(r"[^,;:()]{0,20}\((?:or |i\.e\. )?")
_CLOSED = re.compile(r"\s?[^\s()]{0,12}\)")
_THERE = re.compile(r"there (?:are|were|is|was|have been|will be)", re.I)
_SCALED = re.compile(r"^(?:[-\s]?scale |worth of |-)")
_NO_NOUN = PREPOSITIONS | AUXILIARIES | frozenset("and or but that which who to".split())
_RELATIVE = re.compile(r"^(?:\w+ )?(?:which|who|whom|whose|where)\b", re.I)


@dataclass(frozen=True, slots=True)
class Measured:
    """``phrase``: what is measured; when not ``clear``, the clause with … for the quantity."""

    phrase: str
    clear: bool


def limited_start(text: str, quantity: Quantity, noun: str = "") -> int:
    """Where the figure starts with what limits it: the "more" of "more than 1 trillion won".

    ``noun``: what a plain number counts; "over four years" is a time, not more than four.
    """
    if _DURATION.match(noun) and re.search(r"\b(?:over|under|within)\s$", text[: quantity.start]):
        return quantity.start
    before = _LIMITED.search(text[: quantity.start], max(0, quantity.start - 40))
    return before.start() if before else quantity.start


def measured(text: str, quantity: Quantity, others: Sequence[Quantity]) -> Measured:
    """What the quantity measures. ``others``: the quantities of the same text before it."""
    stressed = _STRESSED.search(text[: quantity.start], max(0, quantity.start - 60))
    start = stressed.start() if stressed else quantity.start
    before = others[-1] if others else None
    if before and _is_conversion(text, before.end, start, quantity.end):
        return measured(text, before, others[:-1])
    if in_brackets := _bracketed(text, start, quantity.end):
        return in_brackets
    noun = "" if quantity.unit else counted(text, quantity)
    clause = _Clause(text, limited_start(text, quantity, noun), quantity.end)
    phrase = None
    if quantity.unit:
        phrase = _modified(text, quantity.start, clause.tail)
    if phrase is None and (quantity.unit or noun):
        phrase = _phrase(_Clause(text, start, quantity.end), before, noun)
    return phrase or clause.with_gap()


def _is_conversion(text: str, end: int, start: int, after: int) -> bool:
    """Whether the figure only repeats the one before it: "$500 billion (730 trillion won)"."""
    return bool(_OPENED.fullmatch(text, end, start) and _CLOSED.match(text, after))


def _bracketed(text: str, start: int, end: int) -> Measured | None:
    """A figure alone in brackets measures the noun before them: "the United States (18%)"."""
    if text[start - 1 : start] != "(" or text[end : end + 1] != ")":
        return None
    named: list[str] = []
    for word in reversed(text[: start - 1].split()):
        stops = word.lower() in PREPOSITIONS | AUXILIARIES | {"and", "or"}
        if stops or word.endswith((",", ";", ":")) or len(named) >= 5:
            break
        named.append(word)
    return Measured(" ".join(reversed(named)), True) if named else None


class _Clause:
    """The clause around a figure: what stands before it, what after, and earlier parts."""

    def __init__(self, text: str, start: int, end: int) -> None:
        plain = _PAREN.sub(lambda m: " " * len(m[0]), text[:start])
        floor = max((m.end() for m in _HARD.finditer(plain)), default=0)
        soft = [m.end() for m in _SOFT.finditer(plain, floor)]
        self._starts = [floor, *soft]
        self._plain = plain
        self.head = self._from(-1)
        self.tail = _tail(text[end:])

    def _from(self, part: int) -> str:
        return _tidy(self._plain[self._starts[part] :])

    def before(self) -> str:
        """The part before this one, without the comma; "" when this is the first."""
        if len(self._starts) < 2:
            return ""
        return _tidy(self._plain[self._starts[-2] : self._starts[-1]])

    def with_gap(self) -> Measured:
        """The clause with a gap, reaching back for a subject, and until it says something."""
        part = -1
        while -part < len(self._starts):
            words = self._from(part).split()
            if len(words) > _LONG or not (
                len(words) + len(self.tail.split()) < _ENOUGH
                or _leans(words)
                or _opens_with_verb(self.head.split())
            ):
                break
            part -= 1
        return Measured(f"{self._from(part)} {GAP} {self.tail}".strip(), False)


def _tidy(part: str, *, leading: bool = False) -> str:
    """The part without what its cutting left at the ends; a ``leading`` conjunction may stay."""
    words = _SPACE_BEFORE.sub(",", " ".join(part.split())).strip(" ,")
    words = words if leading else _LEADING.sub("", words).strip()
    return words.strip("'‘’") if len(re.findall(r"(?<!\w)['‘]|['’](?!\w)", words)) % 2 else words


def _leans(words: Sequence[str]) -> bool:
    """Whether a clause leans on what stands before it: "in which", "Meta, already", "known as"."""
    if not words:
        return False
    relative = bool(_RELATIVE.match(" ".join(words)))
    return relative or words[0].endswith(("ing", "ed", ",")) or _opens_with_verb(words)


def _opens_with_verb(words: Sequence[str]) -> bool:
    first, second, third = [*words[:3], "", "", ""][:3]
    adverb = first in ("already", "now", "still", "also", "thus") or first.endswith("ly")
    return _is_verb(first, second) or (adverb and _is_verb(second, third))


def _is_verb(word: str, after: str) -> bool:
    present = word.islower() and word.endswith("s") and after.lower() in DETERMINERS
    return word in AUXILIARIES or present or is_finite(word, "units", after)


def _tail(rest: str) -> str:
    rest = _PAREN.sub("", rest).removeprefix("-")  # a 3-trillion-won fund
    hard = _HARD.search(rest)
    rest = rest[: hard.start()] if hard else rest
    parts = _SOFT.split(rest)
    kept = parts[0]
    for part in parts[1:]:
        if not kept.strip() or kept.split()[-1] not in PREPOSITIONS:
            break
        kept += f", {part}"
    words = _tidy(kept.strip(" .,?!"), leading=True).split()
    return " ".join(words if len(words) <= _MOST else [*words[:_MOST], "[...]"])


def _phrase(clause: _Clause, before: Quantity | None, noun: str) -> Measured | None:
    """The noun phrase that governs the figure, where the order of words shows it."""
    head, tail = clause.head, clause.tail
    if not head and not tail:
        return Measured(clause.before(), True) if clause.before() else None
    if not head or _THERE.fullmatch(head):
        opening = None if noun else _IS.match(tail)
        said = tail[opening.end() :] if opening else tail
        return Measured(said, True) if len(said.split()) > 1 + bool(opening) else None
    if before and re.search(r"\d", head):  # of the figures in one clause, the last
        head = re.split(r"\band\s(?=\w)", head)[-1]
        head = head[max((m.start() for m in _NP_START.finditer(head)), default=0) :]
    for pattern in (_STATED,) if noun else (_OF, _STATED):
        found = pattern.match(head)
        np = _noun_phrase(found["np"]) if found else ""
        if np and not np.endswith(" to"):
            return Measured(np if noun else _with_tail(np, tail), True)
    return None


def _modified(text: str, start: int, tail: str) -> Measured | None:
    """What a figure in front of a noun measures: "a 3 trillion won fund by 2027"."""
    follows = _SCALED.sub("", tail)
    first = follows.split(" ")[0].lower()
    if not _DETERMINED.search(text[:start]) or not first or first in _NO_NOUN:
        return None
    return Measured(follows, True)


def _with_tail(np: str, tail: str) -> str:
    """The noun phrase with what the tail says of it: "policy financing allocated this year"."""
    opening = _IS.match(tail)
    rest = tail[opening.end() :] if opening else tail
    follows = rest.split(" ")[0].lower()
    return f"{np} {rest}" if rest and (opening or follows in PREPOSITIONS) else np


def _noun_phrase(head: str) -> str:
    """The noun phrase at the end of a clause, where it is the subject, or long enough; else ""."""
    words = head.split()
    for at in range(len(words) - 1, -1, -1):
        word, before = words[at], words[at - 1] if at else ""
        after = words[at + 1] if at + 1 < len(words) else ""
        gerund = word.endswith("ing") and before in ("to", "for", "by")
        infinitive = before == "to" and word.islower() and not word.endswith(("s", "ing"))
        finite = at > 0 and is_finite(word, before, after) and after not in ("by", "in", "for")
        if (
            word in AUXILIARIES
            or gerund
            or finite
            or infinitive
            or (not at and _GERUND.match(word))
        ):
            rest = words[at + 1 :]
            return " ".join(rest) if len(rest) > 3 else ""
    few = len(words) < 2 or (len(words) == 2 and words[0].lower() in DETERMINERS)
    return "" if few else head
