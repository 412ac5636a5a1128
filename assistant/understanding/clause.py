"""A question taken apart by the order of its words: "How much | money | does | it | cost now"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.understanding.verbs import BASES, is_finite, is_participle, with_auxiliary

PREPOSITIONS = frozenset(
    "for in of to from by on at with about against among between under over until since after "
    "before during within without through across into per than as like near behind despite "
    "towards toward outside inside above below around via upon off up out down".split()
)
BE = frozenset("is are was were".split())
HAVE = frozenset("has have had".split())
_DO = frozenset("do does did".split())
_MODAL = frozenset("will would can could shall should may might must".split())
AUXILIARIES = BE | HAVE | _DO | _MODAL
PRONOUNS = frozenset("it they them he him she this that these those".split())
_ALONE = frozenset("it they he she".split())
DETERMINERS = frozenset(
    "the a an this that these those its their his her our my your each every all both some any no "
    "another many most several".split()
)
# Other words that end a run of nouns.
_BOUNDARIES = PREPOSITIONS | DETERMINERS | AUXILIARIES | frozenset(
    "and or but to that who which it they he she them him be been being not now so too also still "
    "only just if when while because more less again today then there yet ever".split()
)  # fmt: skip
_NO_BASE = re.compile(
    r"(?:[^s]s|al|ive|ous|ic|ful|less|ary|ing|ed|ion|ness|ity|ship|ism|ly)$|^\W?\d"
)
_POSSESSIVE = ("'s", "’s", "s'", "s’")
_VERBS = rf"(?:{'|'.join(sorted(AUXILIARIES))})\b"
_ASKS = (
    rf"(?:(?:{'|'.join(sorted(PREPOSITIONS))}) )?(?:how (?!{_VERBS})\w+|how|what|which|who|whom"
    r"|whose|where|when|why)\b"
)
_WH = re.compile(_ASKS, re.I)
# "According to the bank, " before the question proper.
_LEAD = re.compile(rf"(?!{_ASKS}|{_VERBS})[^,?]+,\s+(?={_ASKS}|{_VERBS})", re.I)
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
)
TIME = re.compile(
    r"\b(?:(?:in|by|since|until|from|before|after|during|for|at) )?(?:the )?"
    r"(?:(?:end|start|beginning|first half|second half|middle) of )?(?:the )?(?:"
    rf"(?:{_MONTH} )?(?:19|20)\d\d|{_MONTH}\b(?! \d)|(?:last|this|next|previous|past|same|coming) "
    r"(?:year|month|week|quarter|decade|spring|summer|autumn|winter)"
    r"|(?:year|month|week) (?:before|after)(?: last)?|(?:\w+ )?(?:years?|months?|weeks?) "
    r"(?:earlier|later|ago|before)|now|today|currently|at present|then|before|earlier)$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Clause:
    """Parts in their order, each "" when absent; ``time`` is the date or moment at the end."""

    lead: str
    wh: str
    noun: str
    aux: str
    subject: str
    rest: str
    time: str

    def __str__(self) -> str:
        parts = (self.wh, self.noun, self.aux, self.subject, self.rest, self.time)
        return self.lead + " ".join(part for part in parts if part) + "?"

    def with_(self, **parts: str) -> str:
        """The question with some parts exchanged, its verb agreeing with a new subject."""
        changed = replace(self, **parts)
        if "subject" in parts:
            changed = replace(changed, aux=_agreeing(self.aux, is_plural(parts["subject"])))
        return str(changed)

    @property
    def predicate(self) -> str:
        """Auxiliary, rest and time as a statement has them: "did vote for it" is "voted for it"."""
        verb, _, rest = self.rest.partition(" ")
        aux = self.aux.lower()
        if aux in _DO and verb.isalpha():
            parts = [with_auxiliary(aux, verb), rest, self.time]
        else:
            parts = ["" if aux in BE and not self.rest else aux, self.rest, self.time]
        return " ".join(part for part in parts if part)

    @property
    def statement(self) -> str:
        """What is asked about, in the order of a statement: "who led it", "what it found"."""
        if self.noun:
            that = "that" if self.subject else ""
            return " ".join(filter(None, (self.noun, that, self.subject, self.predicate)))
        asks = "" if self.aux.lower() in BE and self.subject and not self.rest else self.wh.lower()
        asks = "" if asks.startswith("how") else asks
        return " ".join(filter(None, (asks, self.subject, self.predicate)))

    @property
    def described(self) -> str:
        """The things asked about: "the vessels that are licensed" of "How many vessels are …?"."""
        noun = re.sub(r"^.*\bof (?:the )?|^the ", "", self.noun)
        relative = f"{self.subject} {self.predicate}".strip()
        there = relative in ("", "are there", "is there", "were there")
        return f"the {noun}" if there else f"the {noun} that {relative}"


def is_plural(phrase: str) -> bool:
    """Whether the noun that leads a phrase ends like a plural."""
    head = re.split(rf" (?:{'|'.join(PREPOSITIONS | {'that', 'who'})}) ", phrase)[0].split()
    return bool(head) and head[-1].endswith("s") and not head[-1].endswith(("ss", "'s", "’s", "us"))


def _agreeing(aux: str, plural: bool) -> str:
    pairs = (("does", "do"), ("is", "are"), ("was", "were"), ("has", "have"))
    for one, many in pairs:
        if aux.lower() in (one, many):
            return many if plural else one
    return aux


def parse(question: str) -> Clause:
    """The question's parts; what is not recognised stays whole in ``rest``."""
    text = question.strip().rstrip("?!. ")
    lead = _LEAD.match(text)
    opening = lead[0] if lead else ""
    text = text[len(opening) :]
    text = re.sub(r"^(what|who|where|when|how)['’]s\b", r"\1 is", text, flags=re.I)
    wh = _WH.match(text)
    body = text[wh.end() :] if wh else text
    moment = TIME.search(body)
    time = moment[0] if moment and moment.start() else ""
    words = body[: len(body) - len(time)].split()
    at = _verb_at(words, wh[0] if wh else "")
    noun, verb = words[:at], words[at:]
    aux = verb[0] if verb and auxiliary(verb[0]) else ""
    after = verb[1:] if aux else verb
    cut = _subject_end(after, auxiliary(aux), " ".join(noun), wh[0] if wh else "") if aux else 0
    return Clause(
        lead=opening,
        wh=wh[0] if wh else "",
        noun=" ".join(noun),
        aux=aux,
        subject=" ".join(after[:cut]),
        rest=" ".join(after[cut:]),
        time=time.strip(),
    )


def auxiliary(word: str) -> str:
    """ "does" of "doesn't"; "" for a word that is no auxiliary verb."""
    plain = re.sub(r"n['’]t$", "", word.strip(","))
    plain = {"wo": "will", "ca": "can"}.get(plain.lower(), plain)
    return plain.lower() if plain.lower() in AUXILIARIES and plain != "May" else ""


def _verb_at(words: list[str], wh: str) -> int:
    """The place of the auxiliary or of the verb that follows the words asked about."""
    if not wh:
        return 0
    for place, word in enumerate(words):
        plain = word.strip(",")
        if auxiliary(word):
            return place
        before = words[place - 1].lower() if place else ""
        if before in ("one", "ones") and place == 1:
            return place
        of_them = before in PRONOUNS and words[place - 2].lower() == "of"
        if of_them and not (before == "those" and is_participle(plain)):
            return len(words) if plain in PREPOSITIONS else place
        opens = wh.lower() in ("who", "what", "how much") and len(words) > 1
        follows = place or (opens and not _DO.intersection(words))
        after = "".join(words[place + 1 : place + 2])
        ends_noun = before not in _BOUNDARIES and not before.endswith("ly")
        if follows and ends_noun and is_finite(plain, before, after):
            return place
    return len(words) if wh.lower() != "who" else 0


def _subject_end(words: list[str], aux: str, noun: str, wh: str) -> int:
    """How many words after the auxiliary are the subject; 0 when the question word is it."""
    if not words:
        return 0
    if words[0].lower() in PRONOUNS and (len(words) == 1 or words[0].lower() in _ALONE):
        return 1
    direct = words[0].lower() in {"be", "been", "not", "also", "have"}
    owned = noun and words[0].lower() in ("its", "their", "his", "her")  # "had their fees cut"
    direct = direct or (aux in HAVE and (bool(owned) or is_participle(words[0])))
    direct = direct or (aux in _MODAL and words[0] in BASES)
    counts = noun or wh.lower() in ("how many", "which")
    if direct or (counts and aux in BE and words[0].lower() not in DETERMINERS):
        return 0
    if aux in BE | HAVE:
        for place in range(1, len(words)):
            ends = place + 1 == len(words) or words[place + 1].lower() in _BOUNDARIES
            if is_participle(words[place]) and words[place - 1].lower() not in _BOUNDARIES and ends:
                return place
            named = words[place - 1][0].isupper() and not words[place - 1].endswith(_POSSESSIVE)
            if not wh and named and words[place].islower() and words[place] != "of":
                return place
        return len(words) if aux in BE else 1
    return _base_verb_at(words)


def _base_verb_at(words: list[str]) -> int:
    """Where the verb stands that "do" or a modal leaves in its base form."""
    if "be" in words:
        return words.index("be")
    known = next((i for i, w in enumerate(words) if i and w in BASES and _after_noun(words, i)), 0)
    found = 0
    for place, word in enumerate(words):
        if found and word.lower() in _BOUNDARIES:
            break
        if place and word.islower() and word not in _BOUNDARIES and not _NO_BASE.search(word):
            found = place if _after_noun(words, place) else found
            if words[place - 1][:1].isupper() and not words[place - 1].endswith(_POSSESSIVE):
                break
    if known and found and not (known == found + 1 and words[found] not in BASES):
        return min(known, found)
    return known or found or len(words)


def _after_noun(words: list[str], place: int) -> bool:
    return words[place - 1].lower() not in _BOUNDARIES - {"it", "they", "he", "she", "that"}
