"""English verbs as far as questions need them: which word is one, and "did vote" as "voted"."""

from __future__ import annotations

import re

# Base, past, participle of the irregular verbs that questions about policy use.
_IRREGULAR = """
be was been|become became become|begin began begun|break broke broken|bring brought brought
|build built built|buy bought bought|choose chose chosen|come came come|cost cost cost
|cut cut cut|deal dealt dealt|do did done|draw drew drawn|drive drove driven|fall fell fallen
|feel felt felt|fight fought fought|find found found|get got got|give gave given|go went gone
|grow grew grown|have had had|hear heard heard|hit hit hit|hold held held|keep kept kept
|know knew known|lead led led|leave left left|lend lent lent|lie lay lain|lose lost lost
|make made made|mean meant meant|meet met met|pay paid paid|put put put|rise rose risen
|run ran run|say said said|see saw seen|seek sought sought|sell sold sold|send sent sent
|set set set|show showed shown|shut shut shut|speak spoke spoken|spend spent spent
|stand stood stood|strike struck struck|take took taken|teach taught taught|tell told told
|think thought thought|understand understood understood|win won won|withdraw withdrew withdrawn
|write wrote written
"""
_FORMS = [entry.split() for entry in _IRREGULAR.replace("\n", "").split("|")]
_PAST = {base: past for base, past, _ in _FORMS}
# Regular verbs that open the predicate of many questions.
_REGULAR = (
    "use need want work call ask seem help start happen include believe allow add offer consider "
    "appear expect require report plan propose suggest support receive reach produce announce "
    "approve cover charge raise collect export import own own provide employ earn claim live "
    "apply belong remain contain last look like end change cause end increase decrease affect"
).split()
BASES = frozenset(_PAST) | frozenset(_REGULAR)
# Past forms that are not bases or nouns as well.
_PASTS = frozenset(_PAST.values()) - BASES - {"saw", "felt", "lay"}
PARTICIPLES = frozenset(participle for *_, participle in _FORMS) - {"cost"}
# Left out as finite forms: after a noun they are rather nouns ("energy costs", "a work permit").
_ALSO_NOUNS = frozenset(
    "set cut hit deal lead report plan support last like use need want work call help start offer "
    "change cause end increase decrease claim look charge cover cost run hold keep draw".split()
)
_OPENS_PHRASE = frozenset("the a an at in on for from to with their its".split())
_VERBS = BASES - _ALSO_NOUNS - {"be", "have", "do"}
_VOWEL = "aeiou"


def past_of(word: str) -> str:
    """The base that a word is the irregular past of: "get" of "got"; "" when it is none."""
    return next((base for base, past in _PAST.items() if past == word and base != word), "")


def is_participle(word: str) -> bool:
    """A lower-case word such as "planned" or "spent"."""
    regular = word.endswith("ed") and not word.endswith("eed")
    return word.islower() and (regular or word in PARTICIPLES)


def is_finite(word: str, before: str, after: str) -> bool:
    """Whether a word can be the verb of a clause, by its form and the words on either side."""
    past = word.endswith("ed") and not word.endswith("eed")
    if past or word in _PASTS or (word.endswith("s") and word[:-1] in _VERBS) or word == "goes":
        return word.islower()
    opens = not after or after in _OPENS_PHRASE
    if word.endswith("s") and word[:-1] in BASES and opens:
        return True
    plural = before.endswith(("s", "people", "men", "children"))
    return plural and (word in _VERBS or (word in BASES and opens))


def with_auxiliary(auxiliary: str, base: str) -> str:
    """One word for "did vote" ("voted") and "does pay" ("pays")."""
    if auxiliary == "do":
        return base
    ending_y = re.search(rf"[^{_VOWEL}]y$", base)
    if auxiliary == "does":
        if ending_y:
            return f"{base[:-1]}ies"
        hisses = base.endswith(("s", "x", "z", "ch", "sh", "o"))
        return "has" if base == "have" else f"{base}{'es' if hisses else 's'}"
    if base in _PAST or ending_y or base.endswith("e"):
        return _PAST.get(base) or (f"{base[:-1]}ied" if ending_y else f"{base}d")
    # "plan" doubles its consonant, "offer" and "need" do not.
    if re.fullmatch(rf"[^{_VOWEL}]*[{_VOWEL}][^{_VOWEL}wxy]", base):
        return f"{base}{base[-1]}ed"
    return f"{base}ed"
