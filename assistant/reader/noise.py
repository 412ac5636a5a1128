"""Questions as people type them: keywords only, typos, no question mark, no capitals."""

from __future__ import annotations

import random
import re

STOP_WORDS = frozenset(
    "a an the of in on at to for from by with and or is are was were be been being do does did has"
    " have had will would can could should may might what which who whom whose when where why how"
    " it its this that these those there their they he she his her as than any into about i you we"
    " my your our many much long often far old".split()
)
_WORD = re.compile(r"[^\W\d_]{5,}")


def noisy(question: str, rng: random.Random) -> str:
    """The question, in two of five cases written more carelessly."""
    draw = rng.random()
    if draw < 0.10:
        return keywords(question) or question
    if draw < 0.17:
        question = typo(question, rng)
    if rng.random() < 0.15:
        question = question.rstrip("?").rstrip()
    if rng.random() < 0.10:
        question = question.lower()
    return question


def keywords(question: str) -> str:
    """The words of the question that carry meaning; empty if fewer than two remain."""
    words = [word for word in question.rstrip("?").split() if word.lower() not in STOP_WORDS]
    return " ".join(words) if len(words) >= 2 else ""


def typo(question: str, rng: random.Random) -> str:
    """One slip in a longer word, in a lower-case one if there is any (names mostly survive)."""
    words = list(_WORD.finditer(question))
    plain = [word for word in words if word.group().islower()] or words
    if not plain:
        return question
    word = rng.choice(plain)
    at = word.start() + rng.randint(1, len(word.group()) - 2)
    before, here, after = question[:at], question[at], question[at + 1 :]
    slips = (before + after, before + here + here + after, before + after[:1] + here + after[1:])
    return rng.choice(slips)
