"""Compound questions: several in one, each written out so that it can be asked alone."""

from __future__ import annotations

import re

from assistant.understanding.clause import parse
from assistant.understanding.followup import stand_alone
from assistant.understanding.words import content_words

MOST_PARTS = 4
_WH = (
    r"(?:(?:by|since|until|from|to|for|at|in|on) )?(?:who|whom|whose|what|which|when|where|why|how)"
)
_BETWEEN = re.compile(
    rf"\?+\s+(?:(?:and|also|but)\b[\s,]*)?(?=\w)|\s*;\s*(?={_WH}\b)"
    rf"|(?:\s*[,;]\s*|\s+)(?:and|but)\s+(?:also )?(?={_WH}\b)",
    re.I,
)
_ASKS = re.compile(
    rf"{_WH}\b|(?:is|are|was|were|do|does|did|has|have|can|will|would|should)\b", re.I
)
_LEANS = re.compile(
    r"\b(?:it|its|they|them|their|he|him|his|she|her|this|that|these|those)\b", re.I
)
_REPORTS = re.compile(
    r"\b(?:say|says|said|explain|explains|know|knows|decide|decides|describe|describes|show|shows"
    r"|about|tell|tells|on|of|depend|depends|ask|asks|whether) (?:exactly )?$",
    re.I,
)


def parts(question: str) -> tuple[str, ...]:
    """The questions that one line asks, each standing alone; the question itself when it is one.

    "When did it open and how much did it cost?" is two. A clause that hangs on a verb ("say who
    pays and who gains") is no question of its own.
    """
    pieces = _pieces(question)
    if not 1 < len(pieces) <= MOST_PARTS or not all(_whole(piece) for piece in pieces):
        return (question,)
    asked: list[str] = []
    for piece in pieces:
        text = piece[:1].upper() + piece[1:].rstrip("? .") + "?"
        full = stand_alone(text, asked)
        if asked and full == text and _LEANS.search(text) and not _LEANS.search(asked[-1]):
            full = f"{text[:-1]} ({asked[-1]})"
        asked.append(full)
    return tuple(asked)


def _pieces(question: str) -> list[str]:
    pieces = [""]
    position = 0
    for joint in _BETWEEN.finditer(question):
        before = question[position : joint.start()]
        hangs = _REPORTS.search(before[: _last_wh(before)]) is not None
        pieces[-1] += before
        if hangs and "?" not in joint[0]:
            pieces[-1] += joint[0]
        else:
            pieces.append("")
        position = joint.end()
    pieces[-1] += question[position:]
    return [piece.strip() for piece in pieces if piece.strip(" ?")]


def _last_wh(text: str) -> int:
    """Where the last question word of the text begins; 0 when only the first word is one."""
    found = [m.start() for m in re.finditer(rf"\b{_WH}\b", text, re.I)]
    return found[-1] if found else 0


def _whole(piece: str) -> bool:
    """Whether it asks something by itself: a question word, and a verb or a subject."""
    asked = parse(piece.rstrip("?") + "?")
    said = asked.aux or asked.subject or asked.rest
    return bool(_ASKS.match(piece) and said and (content_words(piece) or asked.subject))
