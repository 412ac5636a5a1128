"""Comparisons taken apart: a question that weighs two things becomes a question about each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.understanding.clause import is_plural
from assistant.understanding.verbs import BASES, is_participle, past_of

# The plain form of a comparative, to ask "how large is …".
_PLAIN = {
    "larger": "large", "bigger": "large", "greater": "large", "higher": "high", "lower": "high",
    "smaller": "large", "older": "old", "younger": "old", "longer": "long", "shorter": "long",
    "cheaper": "expensive", "dearer": "expensive", "costlier": "expensive", "faster": "fast",
    "slower": "fast", "heavier": "heavy", "taller": "tall", "wider": "wide", "deeper": "deep",
}  # fmt: skip
_ADJ = rf"(?P<adj>{'|'.join(_PLAIN)}|more expensive)"
_MORE = r"(?:more|less|fewer|the most|the least|the fewest)"
_PREPOSITION = re.compile(r"(?:on|to|for|in|by|from|into|at) ")
_OR = r"(?P<a>.+?),? or (?P<b>.+)"
_IN = r"(?: (?:in(?: terms of)?|on|by|as to|regarding) (?P<noun>.+))?"
_FORMS = tuple(
    re.compile(f"^{pattern}$", re.I)
    for pattern in (
        # Which gets more, X or Y? Who has more ships, X or Y?
        rf"(?:which|what|who)(?: \w+)? (?P<verb>\w+) {_MORE}(?: (?P<noun>[^,:]+?))?[,:] {_OR}",
        # Which is larger, X or Y? Whose budget is larger, X's or Y's?
        rf"(?:which|what|who)(?: \w+)? (?P<aux>is|are|was|were) {_ADJ}[,:] {_OR}",
        rf"whose (?P<owned>.+?) (?P<aux>is|are|was|were) {_ADJ}[,:] {_OR}",
        # Does X or Y build more ships? Does X build more ships than Y?
        rf"(?P<aux>do|does|did) {_OR} (?P<base>\w+) {_MORE}(?: (?P<noun>.+?))?",
        rf"(?P<aux>do|does|did) (?P<a>.+?) (?P<base>\w+) {_MORE} (?:(?P<noun>.+?) )?"
        r"than (?P<b>\D.*)",
        # Is X or Y larger? Is X larger than Y?
        rf"(?P<aux>is|are|was|were) {_OR} {_ADJ}",
        rf"(?P<aux>is|are|was|were) (?P<a>.+?) {_ADJ} than (?P<b>\D.*)",
        # Is more money spent on X or on Y? Are more farmers using X or using Y?
        rf"(?P<aux>is|are|was|were) {_MORE} (?P<what>.+?) (?P<doing>\w+(?:ed|en|nt|id|de|ing))"
        rf" {_OR}",
        # How do X and Y compare in Z? How does X compare with Y?
        rf"how (?:do|does|did) (?P<a>.+?) and (?P<b>.+?) (?:compare|differ){_IN}",
        rf"how (?:do|does|did) (?P<a>.+?) (?:compare (?:with|to|against)|differ from)"
        rf" (?P<b>.+?){_IN}",
        rf"compare (?P<a>.+?) (?:and|with|to) (?P<b>.+?){_IN}",
    )
)


@dataclass(frozen=True, slots=True)
class Sides:
    """A comparison taken apart: how the question names each side, and the question for each."""

    names: tuple[str, str]
    asked: tuple[str, str]


def sides(question: str) -> Sides | None:
    """The two sides of a comparison; None where the wording does not give them."""
    text = question.rstrip("?!. ")
    for form in _FORMS:
        match = form.match(text)
        if match:
            part = {name: value or "" for name, value in match.groupdict().items()}
            part["aux"] = part.get("aux", "").lower()
            break
    else:
        return None
    first, second = (re.sub(r"^(?:the )?(?:one|side) ", "", part[n]) for n in "ab")
    if (
        not any(part.get(n) for n in ("noun", "aux", "verb"))
        and " " not in first
        and first.islower()
    ):
        return None  # "overseas and Korean salaries": the sides share what follows
    owner = re.match(r"[^'’]+['’]s? (?P<head>.+)$", first)
    if owner and re.fullmatch(r"[^'’]+['’]s?", second):
        second = f"{second} {owner['head']}"
    preposition = _PREPOSITION.match(first)
    if preposition and not _PREPOSITION.match(second):
        second = preposition[0] + second
    names = _PREPOSITION.sub("", first), _PREPOSITION.sub("", second)
    return Sides(names, (_about(first, part), _about(second, part)))


def _about(side: str, part: dict[str, str]) -> str:
    """The question for one side of what was matched."""
    aux, noun = part["aux"], part.get("noun", "")
    counted, after = ("", f" {noun}") if _PREPOSITION.match(noun) else (noun, "")
    much = f"How {'many' if is_plural(counted.split(' ')[-1]) else 'much'} {counted}".rstrip()
    if part.get("verb"):
        auxiliary, base = _base(part["verb"].lower())
        return f"{much} {auxiliary} {side} {base}{after}?"
    if part.get("base"):
        return f"{much} {aux} {side} {part['base']}{after}?"
    if part.get("owned"):
        bare = re.sub(r"['’]s?$", "", side)
        owner = f"{bare}’" if bare.endswith("s") else f"{bare}’s"
        return f"How {_plain(part['adj'])} {aux} {owner} {part['owned']}?"
    if part.get("adj"):
        return f"How {_plain(part['adj'])} {aux} {side}?"
    if part.get("what"):
        many = "many" if aux in ("are", "were") else "much"
        doing = (
            part["doing"] if is_participle(part["doing"]) or part["doing"].endswith("ing") else ""
        )
        leads = "" if re.match(r"\w+ing ", side) else f"{doing} "
        return f"How {many} {part['what']} {aux} {leads}{side}?"
    return _in_terms_of(side, noun)


def _in_terms_of(side: str, noun: str) -> str:
    if not noun:
        return f"How large is {side}?"
    counted = re.match(r"(?:the |their )?number of (.+)", noun, re.I)
    if counted:
        return f"How many {counted[1]} does {side} have?"
    bare = re.sub(r"^(?:the|their|its) ", "", noun)
    return f"How much {bare} is {side}?" if bare == "money" else f"What is the {bare} of {side}?"


def _plain(comparative: str) -> str:
    return _PLAIN.get(comparative.lower(), comparative.split()[-1])


def _base(verb: str) -> tuple[str, str]:
    """ "gets" as ("does", "get"), "got" as ("did", "get")."""
    if past_of(verb):
        return "did", past_of(verb)
    if verb in ("has", "does", "goes"):
        return "does", {"has": "have", "does": "do", "goes": "go"}[verb]
    if verb.endswith("s"):
        stem = verb[:-3] + "y" if verb.endswith("ies") else verb[:-1]
        hissing = verb[:-2]
        return "does", hissing if hissing in BASES or verb.endswith(("ches", "shes")) else stem
    if verb.endswith("ed"):
        return "did", verb[:-1] if verb[:-1] in BASES else verb[:-2]
    return "do", verb
