"""Follow-ups: a question that leans on the one before is written out in full, by grammar alone.

Three shapes are told apart: ellipsis ("and for Korea?", "how many does China have?"), reference
("who announced it?") and a bare question word ("why?"). A question that leans on nothing is left
as it is, so that a change of topic is no follow-up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.words import FUNCTION_WORDS, names, tokens

_AUX = (
    r"(?:do|does|did|is|are|was|were|will|would|can|could|has|have|had|should|goes?|went|gets?|got)"
)
_PREP = r"(?:for|in|of|to|from|by|on|at|with|about|against|among|under|until|since|after|before)"
_OPENER = re.compile(
    r"^(?:and|but|so|or|ok(?:ay)?|then|also|now|well|what about|how about|and what about)\b[\s,]*",
    re.I,
)
_ABOUT = re.compile(r"^(?:and |but |so )?(?:what|how) about\b", re.I)
# "that"/"this" only where they stand for something, not as in "who said that …".
_PRONOUN = re.compile(
    r"\b(?:it|its|they|them|their|theirs|he|him|she|these|those|this|the (?:former|latter|same)"
    r"|(?:his|her)(?= \w)"
    r"|that(?=\s*(?:\?|$|,|is\b|was\b|will\b|mean|happen|cost|goes|go\b|be\b|work))"
    r"|(?<=of )that|(?<=about )that|(?<=for )that|(?<=did )that|(?<=by )that|(?<=with )that)"
    r"(?! (?:is|are|was|were) (?:a|an|the) \w+ that)(?!\w)",
    re.I,
)
_DETERMINED = re.compile(r"\b(?:this|these|those|its|their|his|her)\s+(?=[a-z])", re.I)
_EMPTY_IT = re.compile(
    r"\bit (?:is|was|be|true|possible|likely|clear|legal|safe|take|takes|cost)\b.*\b(?:that|to)\b",
    re.I,
)
_COUNTED = re.compile(rf"\b(how many|how much|which|what)\s+(?!{_AUX}\b)(.+?)\s+{_AUX}\b", re.I)
_ELLIPSIS = re.compile(rf"^(how many|which)\s+(?={_AUX}\b)", re.I)
_LEADING = re.compile(
    rf"^(?:(?:how (?:much|many)|what|who|when|where|why)\s+)?(?:{_PREP}\s+)?", re.I
)
_FINAL_PREP = re.compile(rf"\b({_PREP})\s+((?:(?!\b{_PREP}\b).)+?)\s*\?*$", re.I)
_BARE = re.compile(
    rf"^(?:{_PREP} )?(?:why|when|where|who|how|how (?:much|many|so|come|long|often)|what|which"
    rf"|whom|since when|until when|by when|by whom|says who|what for)(?: (?:not|exactly|else|then"
    rf"|so|again|one|ones|is that|was that|is it|was it|for))?\s*\?*$",
    re.I,
)


def stand_alone(question: str, history: Sequence[str]) -> str:
    """The question as it would be asked without its history; itself when it leans on nothing.

    ``history``: earlier questions of the conversation, oldest first.
    """
    before = ""
    for earlier in history:
        before = _resolved(earlier, before)
    return _resolved(question, before)


def _resolved(question: str, before: str) -> str:
    if not before:
        return question
    core = _OPENER.sub("", question).strip() or question
    if _BARE.match(core):
        return _with_topic(core, before)
    if _ELLIPSIS.match(core):
        core = _counted(core, before)
    if _fragment(core) and (core != question or _ABOUT.match(question) or _prepositional(core)):
        return _substituted(core, before)
    return _referred(core, before)


def _fragment(core: str) -> bool:
    """No verb of its own: a phrase such as "for Korea" or "the postdocs"."""
    words = [w.lower() for w in tokens(core)]
    has_verb = any(re.fullmatch(_AUX, w) for w in words)
    return not has_verb and len(words) <= 8


def _prepositional(core: str) -> bool:
    return re.match(rf"{_PREP}\b", core, re.I) is not None


def _with_topic(bare: str, before: str) -> str:
    """ "Why?" after "Is the rate low?": the question word before what was asked about."""
    word = re.sub(r"\s*(?:\b(?:is|was) (?:that|it)|\bso|\bexactly|\bthen)?\s*\?*$", "", bare)
    rest = re.sub(
        rf"^(?:(?:{_PREP}) )?(?:how (?:much|many|large|big|high|low)|what|who|when|where|which|why"
        r"|how)\b(?:'s)?\s*",
        "",
        before,
        flags=re.I,
    ).rstrip("? ")
    return f"{word} {rest}?"


def _counted(core: str, before: str) -> str:
    noun = _COUNTED.search(before)
    if not noun:
        return core
    return _ELLIPSIS.sub(lambda m: f"{m[1]} {noun[2]} ", core)


def _substituted(core: str, before: str) -> str:
    """The earlier question with the part that the fragment replaces."""
    phrase = core.rstrip("? ")
    bare = _LEADING.sub("", phrase)
    old_names, new_names = names(f"x {before}"), names(f"x {bare}")
    if new_names and old_names:
        place = before.rfind(old_names[-1])
        start = _name_start(before, place)
        return f"{before[:start]}{bare}{before[place + len(old_names[-1]) :]}"
    final = _FINAL_PREP.search(before)
    if final:
        preposition = re.match(rf"{_PREP}\b", phrase, re.I)
        return f"{before[: final.start()]}{preposition[0] if preposition else final[1]} {bare}?"
    return f"{before.rstrip('? ')} {phrase}?"


def _name_start(text: str, place: int) -> int:
    """Where the run of capitalised words begins that holds ``place``."""
    while (previous := re.search(r"(\b[A-Z][\w.-]*\s)$", text[:place])) and (
        previous[1].strip().lower() not in FUNCTION_WORDS
    ):
        place = previous.start()
    return place


def _referred(core: str, before: str) -> str:
    pronoun = _PRONOUN.search(core)
    if not pronoun or _EMPTY_IT.search(core) or _antecedent(core[: pronoun.start()]):
        return core
    topic = topic_of(before)
    if not topic:
        return core
    if pronoun[0].lower() in ("its", "their", "theirs", "his", "her"):
        return f"{core[: pronoun.start()]}{topic}'s{core[pronoun.end() :]}"
    if _DETERMINED.match(core, pronoun.start()) and pronoun[0].lower() in (
        "this",
        "these",
        "those",
    ):
        return f"{core.rstrip('? ')} ({topic})?"
    return f"{core[: pronoun.start()]}{topic}{core[pronoun.end() :]}"


def _antecedent(before_pronoun: str) -> bool:
    """A name or noun phrase inside the question that the pronoun can stand for."""
    return bool(names(f"x {before_pronoun}"))


def topic_of(question: str) -> str:
    """What a question is about: its last run of names, else its last noun phrase, roughly."""
    shaped = set(names(f"x {question}"))
    named = _runs(question, lambda word: word in shaped)
    if named:
        return max(named, key=len)
    phrases = _runs(question, lambda w: w.lower() not in FUNCTION_WORDS)
    return phrases[-1] if phrases else ""


def _runs(question: str, belongs: Callable[[str], bool]) -> list[str]:
    runs: list[list[str]] = [[]]
    for word in tokens(question):
        if belongs(word):
            runs[-1].append(word)
        elif runs[-1]:
            runs.append([])
    return [" ".join(run) for run in runs if run]
