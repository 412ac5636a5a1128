"""Who says what a sentence says, in the words of the sentence. Pure."""

from __future__ import annotations

import re

_LONGEST = 20  # words of a name with its title
SAY = (
    r"(?:said|says|say|told|tells|added|adds|noted|notes|stated|states|explained|explains|stressed"
    r"|stresses|emphasi[sz]ed|emphasi[sz]es|warned|warns|warn|argued|argues|argue|claimed|claims"
    r"|claim|remarked|remarks|pointed out|points out|predicted|predicts|predict|forecasts?"
    r"|projected|projects|estimated|estimates|estimate|calculated|calculates|reported|reports"
    r"|announced|announces|declared|pledged|promised|found|finds|find|shows?|showed|revealed"
    r"|reveals|disclosed|confirmed|confirms|concluded|concludes|believes|believe|went on to say"
    r"|suggested|suggests|objected|objects|object|thinks|thought|writes|wrote)"
)
# After these a statement or a quotation follows; a noun ("reports", "estimates") has neither.
_STATEMENT = r"(?=,?\s(?:that\b|how\b)|[,:]?\s[\"“'‘]|(?:(?<=pledged)|(?<=promised))\sto\b)"
_NOUNS = r"(?:view|opinion|words|eyes|judg(?:e)?ment|account|estimate|calculation|estimation)"
_NP = r"(?P<who>[^,;:()“”]{2,120}?)"
_APPOSITION = r"(?:,\s[^;“”]{3,160}?,)?"
_ACCORDING = re.compile(
    rf"\baccording to {_NP}(?=,|;|\.?$|\s(?:the|an?|about|over|only)\s\d[\d,.]*(?:%|\s))", re.I
)
_IN_VIEW = re.compile(
    rf"\b(?:in|by) (?:the {_NOUNS} of {_NP}|(?P<whose>[^,;]{{2,80}}?)['’]s? {_NOUNS})"
    r"(?: on [^,]{2,20})?,",
    re.I,
)
_SAID = re.compile(
    rf"^(?:[^,]{{2,60}}, )??{_NP}{_APPOSITION},?\s(?:has |have |also |had |too, )*{SAY}{_STATEMENT}"
)
_PARENTHETIC = re.compile(
    rf",\s(?P<who>(?!which|who|that|as\b|it\b)[^,;:()“”]{{2,80}}?)\s{SAY}(?=[,.;]|$)"
)
_AFTER_QUOTE = re.compile(
    rf"(?:[,.?!][\"”'’]|[\"”'’],)\s(?:{SAY}\s(?P<who>[^,;:()“”.]{{2,80}})|(?P<who2>[^,;:()“”.]{{2,80}}?)\s{SAY}\b)"
)
_PRONOUN = re.compile(
    r"(?:he|she|it|they|we|i|you|who|which|that|and|but|also)\b|(?:this|these|those)$", re.I
)
_OPENING = re.compile(r"^(?:and|but|also|however|meanwhile|while|as|in fact)\b,?\s+", re.I)
_TIME = re.compile(
    r"\s(?:(?:on|in) (?:the )?(?:\d\S*|[A-Z][a-z]+day|(?:January|February|March|April|May|June|July"
    r"|August|September|October|November|December).*)|also|too|recently|today|yesterday)$"
)
_NAMES = re.compile(
    r"[A-Z“\"'‘]|(?:the|an?|one|this|some|many|several|other|most|critics|experts|analysts"
    r"|economists|researchers|observers|industry|officials|people)\b"
)


def speaker(sentence: str) -> str | None:
    """The one who says it, as the sentence names them; None for a pronoun or nobody.

    Reads "X said that …", "…, X said", "according to X", "in X's view", and "“…,” said X".
    """
    text = " ".join(sentence.split())
    for pattern in (_ACCORDING, _IN_VIEW, _AFTER_QUOTE, _SAID, _PARENTHETIC):
        for match in pattern.finditer(text):
            named = _named(next(filter(None, match.groupdict().values()), ""))
            if named:
                return named
    return None


def _named(words: str) -> str | None:
    name = _OPENING.sub("", words.strip())
    while shorter := _TIME.search(name):
        name = name[: shorter.start()]
    fits = 0 < len(name.split()) <= _LONGEST and not _PRONOUN.match(name)
    return name if fits and _NAMES.match(name) else None
