"""Pronouns of a question that mean something of the question before, and what they mean."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.understanding.clause import (
    BE,
    DETERMINERS,
    PREPOSITIONS,
    Clause,
    auxiliary,
    is_plural,
)
from assistant.understanding.words import FUNCTION_WORDS, content_words, stem, stems

_PERSON = frozenset("he him his she her hers".split())
_OWNERS = frozenset("its their his her".split())
_PLURAL = frozenset("they them their these those".split())
_DEMONSTRATIVE = frozenset("this that these those".split())
_PRONOUNS = _PERSON | _PLURAL | _DEMONSTRATIVE | {"it", "its"}
# What follows "that" or "those" when it opens a clause or is qualified: "those in work".
_QUALIFIES = frozenset("who that which with under over in at of from".split())
_SUBORDINATE = frozenset("that who which when if because after before while where how what".split())
_TIMES = frozenset("year month week day time point quarter decade century stage".split())
_MEASURED = 2  # words before the pronoun in "share of its water"
_POINTS_BACK = re.compile(
    r"\b(?:instead$|then$|each one|in the meantime|meanwhile|the (?:last|first|old|new|other|second"
    r"|third) ones?(?! or)|the (?:latter|former|others|rest)(?=$| (?:is|are|was|were|do|does|did"
    r"|will|has|have)\b))(?!\w)",
    re.I,
)


def referred(asked: Clause, earlier: Clause, answer: str) -> str | None:
    """The question with what its pronouns mean; None when nothing in it points back."""
    changed = asked
    points = bool(_POINTS_BACK.search(str(asked).rstrip("?")))
    for part in ("noun", "subject", "rest"):
        words = getattr(asked, part).split()
        place = next((i for i in range(len(words)) if _points_back(words, i, part, asked)), None)
        if place is not None:
            points = True
            meant = _meant_at(words, place, earlier, answer)
            if meant and meant[0] not in str(changed):
                changed = replace(changed, **{part: " ".join([*words[:place], *meant])})
    return bracketed(changed, earlier, answer) if points else None


def bracketed(asked: Clause, earlier: Clause, answer: str = "") -> str:
    """The question with what was asked before in brackets, where it does not hold it already."""
    held = stems(str(asked))
    left = [word for word in content_words(earlier.statement) if stem(word) not in held]
    if len(left) <= 1 or (answer and answer in str(asked)):
        return str(asked)
    found = f": {answer}" if answer else ""
    return f"{str(asked).rstrip('?')} ({earlier.statement}{found})?"


def _points_back(words: list[str], place: int, part: str, asked: Clause) -> bool:
    """Whether the word is a pronoun whose noun the question itself does not hold."""
    word = words[place].lower()
    if word not in _PRONOUNS or (part == "subject" and place) or content_words(asked.lead):
        return False
    if word in _DEMONSTRATIVE:
        return _demonstrates(words, place, part)
    if part == "subject":
        return word != "it" or not _is_empty(asked)
    if part == "noun":
        return word not in _OWNERS or (place <= _MEASURED and not content_words(asked.subject))
    return _is_free_object(words, place, asked)


def _is_free_object(words: list[str], place: int, asked: Clause) -> bool:
    """A pronoun of the predicate that nothing before it in the question can be."""
    nouns = content_words(f"{asked.noun} {asked.subject}")
    following = words[place + 1].lower() if place + 1 < len(words) else ""
    if words[place].lower() in _OWNERS and following:
        return not nouns and asked.wh.lower() != "who" and not _nouns(words[:place], asked)
    joins = _SUBORDINATE.intersection(word.lower() for word in words[:place])
    ends = not following or following in PREPOSITIONS | {"and", "or", "now", "then"}
    return not joins and not _nouns(words[:place], asked) and (ends or not nouns)


def _nouns(words: list[str], asked: Clause) -> list[str]:
    """Content words that are no verb: not the first of a predicate, and not after "to"."""
    opening = "to" if asked.wh or asked.aux else ""
    pairs = zip(words, [opening, *words], strict=False)
    return [word for word, before in pairs if before != "to" and content_words(word)]


def _demonstrates(words: list[str], place: int, part: str) -> bool:
    """Whether "that" or "those" means something said before, and does not join two clauses."""
    word, last = words[place].lower(), place + 1 == len(words)
    following = "" if last else words[place + 1].lower()
    after_of = place > 0 and words[place - 1].lower() == "of"
    if following in _TIMES | _QUALIFIES:
        return False
    if word == "those":
        return last or (after_of and bool(auxiliary(following)))
    if word == "that" and not (last and part == "rest"):
        clause = any(auxiliary(later) for later in words[place + 1 :])
        return not clause and (part == "subject" or (part == "noun" and (place == 0 or after_of)))
    return True


def _is_empty(asked: Clause) -> bool:
    """ "It" that stands for what follows: "how long does it take to …", "is it true that …"."""
    rest = asked.rest.lower().split()
    joins = any(word in ("to", "that", "when", "if") for word in rest[:-1])
    return joins or bool(rest and stem(rest[0]) == "take")


def _meant_at(words: list[str], place: int, earlier: Clause, answer: str) -> list[str]:
    """What the pronoun at that place means, and the words after it; empty when that is unclear."""
    word = words[place].lower()
    before = words[place - 1].lower() if place else ""
    following = words[place + 1].lower() if place + 1 < len(words) else ""
    rest = words[place + 1 :]
    if word in _DEMONSTRATIVE and following and following not in FUNCTION_WORDS:
        meant, rest = _holding(following, earlier), rest[1:]
    elif word in _DEMONSTRATIVE and before not in PREPOSITIONS:
        return []  # "is that more?", "who said this?": the whole of what was said before
    elif before == "of" and earlier.wh.lower() == "how much" and earlier.aux not in BE:
        meant = f"what {earlier.statement}"
    else:
        meant = _meant(word, earlier, answer)
    if meant and following and word in _OWNERS:
        meant += "'" if meant.endswith("s") else "'s"
    return [meant, *rest] if meant else []


def _holding(noun: str, earlier: Clause) -> str:
    """The phrase of the earlier question that names the noun: "that fund"."""
    if stem(noun) in stems(earlier.noun):
        return earlier.described
    phrases = (earlier.subject, _object(earlier))
    return next((p for p in phrases if stem(noun) in stems(p)), "")


def _meant(pronoun: str, earlier: Clause, answer: str) -> str:
    """The one phrase that a pronoun can mean; "" when there is none or more than one."""
    wh = earlier.wh.lower()
    if pronoun in _PERSON:
        return answer if wh == "who" and answer else _person(earlier)
    plural = pronoun in _PLURAL
    phrases = [earlier.subject, _object(earlier)]
    if earlier.noun and earlier.noun not in _TIMES and wh.endswith(("many", "which", "what")):
        if plural == (wh.endswith("many") or is_plural(earlier.noun)):
            return answer if answer and not plural else earlier.described
        phrases.append(earlier.described)
    phrases = [phrase for phrase in phrases if content_words(phrase)]
    agreeing = [phrase for phrase in phrases if is_plural(phrase) == plural]
    candidates = phrases if len(phrases) == 1 else agreeing
    return candidates[0] if len(candidates) == 1 else ""


def _person(earlier: Clause) -> str:
    if earlier.wh.lower() in ("who", "whom") and not earlier.subject:
        return f"the person {earlier.statement}"
    named = re.search(r"[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)+", f"{earlier.subject}, {earlier.rest}")
    return named[0] if named else earlier.subject


def _object(earlier: Clause) -> str:
    """The last noun phrase of the predicate."""
    words = earlier.rest.split()
    for place in range(len(words) - 1, 0, -1):
        before = words[place - 1].lower()
        if words[place].lower() in DETERMINERS or before in PREPOSITIONS - {"of"}:
            return " ".join(words[place:])
    return " ".join(words[1:])
