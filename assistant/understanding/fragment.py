"""A fragment ("and for Korea?") put in the place of the part of the earlier question it is like."""

from __future__ import annotations

import re

from assistant.understanding.clause import AUXILIARIES, BE, DETERMINERS, PREPOSITIONS, TIME, Clause
from assistant.understanding.words import FUNCTION_WORDS

_OF_THEM = re.compile(r"^of (?:it|this|that|them|these|those) ")
_RELATIVE = re.compile(r"\b(before|after|earlier|later)(?: (?:that|then))?$", re.I)
_COUNTED_FROM = {"earlier": "before", "later": "after"}
# Prepositions that name a moment, a part of a whole, or an object that another can stand for.
_TEMPORAL = frozenset({"before", "after", "until", "since"})
_PARTITIVE = frozenset({"of", "among"})
_OBJECTS = frozenset({"for", "to", "from", "of", "on", "about", "by", "with"})
_ENDS = PREPOSITIONS | AUXILIARIES | {"and", "to", "that", "who", "which"}
_ALIKE = 5  # likeness of two phrases with the same article, capital and number


def substituted(fragment: Clause, earlier: Clause) -> str:
    """The earlier question with the part that the fragment replaces; else with it added."""
    phrase = " ".join(f"{fragment.noun} {fragment.rest} {fragment.time}".split())
    words = _OF_THEM.sub("", phrase).split()
    if words and words[0].lower() in PREPOSITIONS:
        words[0] = words[0].lower()
    phrase = " ".join(words)
    wh = {"wh": fragment.wh} if fragment.wh else {}
    if TIME.fullmatch(phrase) or _RELATIVE.search(phrase):
        return earlier.with_(**wh, time=_moment(phrase, earlier.time))
    preposition = words[0] if words[0] in PREPOSITIONS and len(words) > 1 else ""
    new = _exchanged(words, preposition, earlier)
    if new is None and words[-1] in ("one", "ones"):
        new = _parallel(words[1:] if preposition else words, earlier)
    elif new is None and not (preposition or fragment.wh or phrase.endswith("ly")):
        new = _parallel(words, earlier)
    if new is None:
        time = "" if preposition in _TEMPORAL else earlier.time
        new = {"time": f"{time} {phrase}".strip()}
    return earlier.with_(**wh, **new)


def _moment(phrase: str, before: str) -> str:
    """ "The year before" counts from the moment of the earlier question, where it names one."""
    words = before.split()
    moment = " ".join(words[1:] if words and words[0].lower() in PREPOSITIONS else words)
    relative = _RELATIVE.search(phrase)
    if not relative or moment in ("", "now", "today"):
        return phrase
    word = relative[1].lower()
    return f"{phrase[: relative.start()]}{_COUNTED_FROM.get(word, word)} {moment}"


def _exchanged(words: list[str], preposition: str, earlier: Clause) -> dict[str, str] | None:
    """The part that holds the same preposition, or a name for a name, with the new words in it."""
    bare = words[1:] if preposition else words
    parts = ("rest", "subject", "noun") if preposition else ("subject", "rest", "noun")
    for exchange in (_with_preposition, _with_name, _with_alike):
        for part in parts:
            new = exchange(getattr(earlier, part).split(), preposition, bare)
            if new:
                return {part: " ".join(new)}
    return None


def _with_preposition(words: list[str], preposition: str, new: list[str]) -> list[str] | None:
    """The words with the object of their last such preposition exchanged."""
    alike = _PARTITIVE if preposition in _PARTITIVE else {preposition}
    places = [i for i, word in enumerate(words) if word.lower() in alike]
    if not places:
        return None
    start = end = places[-1] + 1
    while end < len(words) and (words[end] == "of" or not _ends(words, end)):
        end += 1
    return [*words[: start - 1], preposition, *new, *words[end:]]


def _ends(words: list[str], place: int) -> bool:
    """Whether a phrase ends before the word; not in "13- to 15-year-olds"."""
    return words[place].lower() in _ENDS and not words[place - 1][0].isdigit()


def _is_name(word: str) -> bool:
    return word[0].isupper() and word.lower() not in FUNCTION_WORDS


def _with_name(words: list[str], preposition: str, new: list[str]) -> list[str] | None:
    """The words with their last name exchanged; "Japanese owners" become "owners in Italy"."""
    last = next((i for i in range(len(words) - 1, -1, -1) if _is_name(words[i])), None)
    if last is None or not _is_name(new[-1]):
        return None
    first = last
    while first and (_is_name(words[first - 1]) or _joins(words, first - 1)):
        first -= 1
    following = words[last + 1 : last + 2]
    owner = words[last].endswith(("'s", "’s"))
    describes = following and following[0].lower() not in _ENDS and not owner
    if preposition and describes:
        return [*words[:first], *following, preposition, *new, *words[last + 2 :]]
    if first and words[first - 1].lower() == "the":
        first -= 1
    named = [*new[:-1], f"{new[-1]}'s"] if owner else new
    return [*words[:first], *named, *words[last + 1 :]]


def _joins(words: list[str], place: int) -> bool:
    """ "of", "and" and "for" inside a name."""
    return place > 0 and words[place] in ("of", "and", "for") and _is_name(words[place - 1])


def _with_alike(words: list[str], preposition: str, new: list[str]) -> list[str] | None:
    """The words with the object of a last preposition exchanged that is like the new one."""
    start = _object_at(words)
    if preposition not in _OBJECTS or start >= len(words) or words[start - 1] not in _OBJECTS:
        return None
    return [*words[:start], *new] if _likeness(new, words[start:]) == _ALIKE else None


def _parallel(new: list[str], earlier: Clause) -> dict[str, str] | None:
    """The part of the earlier question that is most like the new words, exchanged."""
    places: list[tuple[str, list[str], int]] = []
    if earlier.subject:
        places.append(("subject", earlier.subject.split(), 0))
    rest, noun = earlier.rest.split(), earlier.noun.split()
    predicative = earlier.aux in BE and not earlier.subject and not earlier.rest.endswith("ed")
    start = 0 if predicative else _object_at(rest)
    if start < len(rest) and rest[start] not in PREPOSITIONS:
        places.append(("rest", rest, start))
    counted = earlier.wh.lower().endswith("many") and "of" not in noun
    start = noun.index("of") + 1 if "of" in noun else 0
    if start < len(noun) and (counted or not earlier.subject):
        places.append(("noun", noun, start))
    if not places:
        return None
    part, words, start = max(places, key=lambda place: _likeness(new, place[1][place[2] :]))
    return {part: " ".join([*words[:start], *new])}


def _object_at(words: list[str]) -> int:
    """Where the last noun phrase of the words begins."""
    for place in range(len(words) - 1, 0, -1):
        before = words[place - 1].lower()
        if words[place].lower() in DETERMINERS or before in _ENDS - {"per"}:
            return place
    return 1


def _likeness(one: list[str], other: list[str]) -> int:
    """How like two phrases are in article and capital (2 each) and number (1)."""
    return (
        2 * ((one[0].lower() in DETERMINERS) == (other[0].lower() in DETERMINERS))
        + 2 * (_is_name(one[-1]) == _is_name(other[-1]))
        + (one[-1].endswith("s") == other[-1].endswith("s"))
    )
