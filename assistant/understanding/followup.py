"""Follow-ups: a question that leans on the one before is written out in full, by grammar alone.

Five shapes are told apart: a bare question word ("why?"), a condition ("and if it fails?"), a
fragment ("and for Korea?"), ellipsis ("how many does China have?") and reference ("who announced
it?"). A question that leans on nothing is left as it is, so that a change of topic is no
follow-up. What was asked before and fits nowhere is kept in brackets: a search that lacks it finds
another topic.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.understanding.clause import BE, PREPOSITIONS, Clause, is_plural, parse
from assistant.understanding.fragment import substituted
from assistant.understanding.reference import bracketed, referred
from assistant.understanding.words import content_words, names

_OPENER = re.compile(
    r"(?:(?:and|but|so|or|ok(?:ay)?|then|also|now|well|what about|how about)\b[\s,]*)+", re.I
)
_PREPOSITION = rf"(?:{'|'.join(sorted(PREPOSITIONS))})"
_BARE = re.compile(
    rf"(?:{_PREPOSITION} )?(?:why|when|where|whom?|how|what|which|how (?:come|long|often|much|many"
    r"|many \w+)|what for|what else|says who|(?:which|what) \w+)(?: (?:not|exactly|then|so|ones?"
    r"|is that|was that))*\s*\?*",
    re.I,
)
_CONDITION = re.compile(r"(?:if|unless|once|(?:before|after|until) (?:it|they|he|she|that)) ", re.I)
_MEASURES = frozenset({"what", "how much", "how many", "how high", "how large", "how big"})
_QUESTION_WORDS = frozenset("who what which when where why how".split())
_LONGEST = 8  # words of a fragment
_THIN = 3  # content words of "how many people signed?", which one in eight follow-ups is like


def stand_alone(question: str, history: Sequence[str], answers: Sequence[str] = ()) -> str:
    """The question as it would be asked without its history; itself when it leans on nothing.

    ``history``: earlier questions of the conversation, oldest first; ``answers``: the short answer
    to each ("" where unknown), so that "its" can mean the company that was asked for.
    """
    given = [*answers, *[""] * (len(history) - len(answers))]
    before, answer = "", ""
    for earlier, its_answer in zip(history, given, strict=True):
        before, answer = _resolved(earlier, before, answer), its_answer
    return _resolved(question, before, answer)


def in_context(question: str, history: Sequence[str]) -> str:
    """A thin question with the one before in brackets, to be tried beside the question itself.

    Such a question may lean on the one before without a word that shows it ("How many people
    signed?"). "" when there is no history or the question says enough.
    """
    if not history or not is_thin(question):
        return ""
    return f"{question.rstrip('? ')} ({stand_alone(history[-1], history[:-1])})"


def _resolved(question: str, before: str, answer: str) -> str:
    if not before:
        return question
    opener = _OPENER.match(question)
    core = question[opener.end() :].strip() if opener else question
    if not core:
        return question
    earlier = parse(before)
    if _BARE.fullmatch(core):
        return _capital(_with_topic(core, earlier))
    if opener and _CONDITION.match(core):
        return earlier.with_(time=f"{earlier.time} {core.rstrip('? ')}".strip())
    full = _completed(parse(core), earlier, answer, opened=opener is not None)
    if full is None and opener and is_thin(core):
        full = bracketed(parse(core), earlier)
    return _capital(full) if full else question


def is_thin(question: str) -> bool:
    """So few words of its own, and no name, that it may lean on the question before unseen."""
    return len(content_words(question)) <= _THIN and not names(question)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _completed(asked: Clause, earlier: Clause, answer: str, *, opened: bool) -> str | None:
    if _is_fragment(asked, opened):
        return substituted(asked, earlier)
    wh = asked.wh.lower()
    if asked.noun in ("one", "ones"):
        asked, wh = replace(asked, noun=""), "which"
    if wh in ("how many", "which") and not asked.noun and (asked.aux or asked.rest):
        return _counted(asked, earlier)
    pronoun = asked.subject.lower() in ("it", "this", "that") and asked.aux.lower() in BE
    if pronoun and asked.time and not asked.rest and wh in _MEASURES:  # "what is it now?"
        return earlier.with_(time=asked.time)
    return referred(asked, earlier, answer)


def _is_fragment(asked: Clause, opened: bool) -> bool:
    """No verb of its own: "and the postdocs", "for Korea", "how far from the volcano"."""
    words = f"{asked.noun} {asked.rest} {asked.time}".lower().split()
    if asked.aux or not 0 < len(words) <= _LONGEST or _QUESTION_WORDS.intersection(words):
        return False
    prepositional = words[0] in PREPOSITIONS
    if not asked.wh:
        return opened or prepositional
    of_them = words[0] == "of" and words[1:2] == ["them"]
    return of_them or len(words) == 1 or (prepositional and words[0] not in ("of", "to"))


def _with_topic(bare: str, earlier: Clause) -> str:
    """ "Why?" after "Is the rate low?": the question word before what was asked about."""
    word = re.sub(r"\s*(?:\b(?:is|was) that|\bso|\bexactly|\bthen)?\s*\?*$", "", bare)
    aux = earlier.aux.lower()
    if word.lower().endswith(" not") and aux:
        word, aux = word[:-4], {"can": "can't", "will": "won't"}.get(aux, f"{aux}n't")
    if not (earlier.subject and aux):
        return f"{word} ({earlier.statement})?"
    noun = "" if word.lower().endswith(f" {earlier.noun.lower()}") else earlier.noun
    parts = (word, aux, earlier.subject, earlier.rest, noun, earlier.time)
    return " ".join(part for part in parts if part) + "?"


def _counted(asked: Clause, earlier: Clause) -> str | None:
    """ "How many does China have?", "how many are women?": of what was counted before."""
    wh = earlier.wh.lower()
    if len(content_words(asked.subject)) > 1 and asked.aux in BE:
        return None  # "which is the largest port?" names what it counts
    if earlier.noun and wh.endswith(("many", "which", "what")):
        if asked.subject and asked.aux.lower() not in BE:
            return asked.with_(noun=earlier.noun)
        if not earlier.subject and (wh == "how many" or is_plural(earlier.noun)):
            return asked.with_(noun=f"of {earlier.described}")
    if earlier.subject and earlier.aux == "are":
        return asked.with_(noun=f"of {earlier.subject}")
    return bracketed(asked, earlier) if asked.wh.lower() == "how many" else None
