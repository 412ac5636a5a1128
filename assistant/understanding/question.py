"""What the person asks: the question cleaned, and the kind of answer that is wanted."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from assistant.understanding.clause import BE, Clause, parse
from corpus.errors import AssistantError

Kind = Literal[
    "figure", "date", "entity", "attribution", "reason", "definition", "list", "compare", "yesno",
    "other",
]  # fmt: skip

MAX_CHARACTERS = 2000  # a page of text; a question is a line or two
# Invisible characters can carry or hide text: controls, bidi marks, tags, zero-width and unassigned
# ones by their category; joiners, fillers, blanks and variation selectors have those of letters.
_HIDDEN = {"Cc", "Cf", "Co", "Cs", "Cn"}
_BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]"
)

# Polite beginnings; the question proper follows.
_PREAMBLE = re.compile(
    r"^(?:(?:hi|hello|hey|please|so|ok(?:ay)?|and|but|well|also)[\s,]+)*(?:(?:can|could|would|will)"
    r" (?:you|anyone|somebody|someone) (?:please |kindly )?(?:tell|explain|say|show|help)(?: to)?"
    r"(?: me| us)?|do you (?:know|happen to know)|i(?:'d| would) like to know|i want to know"
    r"|i(?:'m| am) (?:wondering|curious)|i wonder|please (?:tell|explain)(?: to)?(?: me| us)?"
    r"|tell me|any idea|is it (?:known|clear|stated|mentioned))\s+(?=\w)(?:about\s+)?",
    re.I,
)
_MEASURES = (
    "percentage|percent|proportion|share|fraction|rate|ratio|number|amount|total|size|costs?"
    "|prices?|budget|figure|salary|salaries|value|sum|pay|fees?|fines?|target|scale|funding"
    "|spending|expenditure|investment|population|wages?|quota|level|income|revenues?|profits?"
    "|loss|losses|debt|deficit|surplus|grant|allowance|subsidy|stake|turnover|balance|penalty"
    "|surcharge|bonus|compensation|rent|age|limit|capacity|length|height|weight|distance|speed"
    "|area|volume|duration|output|margin|majority|threshold|score|ceiling|average|median|mean"
    "|turnout|bill|arrears|savings?|growth|increase|decrease|decline|drop|rise|reduction"
)
_MEASURED = r"highest|lowest|average|total|median|maximum|minimum|overall|yearly|annual|monthly"
_REPORTS = (
    "say|said|think|argue|claim|advise|warn|recommend|suggest|propose|demand|want|believe|note"
    "|stress|call|add|explain|criticise|criticize|tell|ask|point|promise|concede|deny|admit"
    "|expect|prefer|describe|complain|predict|urge|object|reply|respond|insist|regret|fear|hope"
    "|plan|intend|conclude|find|see"
)
_STANCES = (
    "view|opinion|position|criticism|advice|proposal|objection|reply|response|stance|reaction"
    "|concern|complaint|warning|argument|demand|verdict|suggestion|recommendation"
)
_COMPARATIVES = (
    "more|less|fewer|larger|smaller|higher|lower|bigger|better|worse|greater|older|younger|longer"
    "|shorter|cheaper|dearer|quicker|faster|slower|earlier|later|stronger|weaker|richer|poorer"
)
_COMPARES = re.compile(
    r"\bcompare\b|\bcompared (?:to|with)\b|\bcomparison\b|\bversus\b|\bvs\b"
    r"|\bdiffer(?:ence|ent|s)?\b|\bhow (?:has|have|did) .*\bchanged?\b|\bbefore and after\b"
    r"|\babove or below\b"
    rf"|\b(?:{_COMPARATIVES})\b.* than (?!\d)|\b(?:{_COMPARATIVES})\b.* or |\bthan\b.* or \b"
    r"|\bor\b.*\b(?:more|fewer)\b"
    r"|\b(?:then|in \d{4}|before)\b.* and .*\bnow\b",
    re.I,
)
_ALL_PARTS = re.compile(
    r"\bhow (?:is|are|was|were|will|would|does|do) .*\b(?:split|divided|broken down|allocated|spent"
    r"|used|distributed|break down|shared|made up|composed)\b|\bbreakdown\b|^(?:list|enumerate)\b"
    r"|^name (?:the|all|every|two|three|four|five|some)\b|\bhow (?:much|many) (?:each|of each)\b"
    r"|\b(?:in|of|for) each\b|\b(?:what|which) (?:two|three|four|five|six|seven|several)\b",
    re.I,
)
_REASONS = re.compile(
    r"\bwhy\b|\bhow come\b"
    r"|\b(?:what|which)(?: [\w'’]+){0,4} (?:reasons?|causes?|grounds?|motives?)\b"
    r"|^(?:the )?(?:main )?(?:reasons?|causes?|motives?) (?:for|of|behind)\b"
    r"|\bwhat (?:caused?|causes|led|leads|explain(?:s|ed)|makes?|made|drives|drove|prompted"
    r"|prevent(?:s|ed)|stops)\b",
    re.I,
)
_DATES = re.compile(
    r"\b(?:when|how soon)\b|\b(?:what|which|from what|since what) (?:\w+ )?(?:year|date|month|day"
    r"|time|deadline|week|season|quarter|decade)s?\b|^(?:date|deadline|start|year) (?:of|for)\b",
    re.I,
)
_MEANS = re.compile(
    r"\bwhat do(?:es)? .*\bmean\b|\bmeant by\b|\bwhat does \S+ do$|\bmeaning\b"
    r"|^(?:explain|describe)\b|\bdefin(?:e|ed|ition)\b|\bcounts? as\b|\bstands? for\b"
    r"|\bwhen (?:is|are) .*\b(?:considered|regarded|deemed|counted)\b",
    re.I,
)
_FIGURES = re.compile(
    r"\bhow (?:much|many|large|big|high|long|old|often|far|fast|expensive|costly|tall|wide|deep"
    r"|heavy|low|small|strong)\b",
    re.I,
)
_EARNS = re.compile(r"(?:cost|earn|weigh|pay|spend|charge|measure|owe|lose|save|amount)s?\b", re.I)
_HEAD = re.compile(r" (?:of|for|in|on|at|to|by|from|with) ")  # the noun stands before
_PLURAL = re.compile(r"(?:[^s'’]s|people|criteria|men|women|children)$")
_SOURCE = re.compile(r"\baccording to\b(?![^,]*,)", re.I)


_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("compare", _COMPARES),
    ("definition", _MEANS),
    ("list", _ALL_PARTS),
    ("figure", _FIGURES),
    ("date", _DATES),
)


class QuestionError(AssistantError):
    """The question can't be asked as it is."""


def clean(question: str) -> str:
    """The question on one line, NFC, without characters that nobody sees.

    Raises QuestionError when nothing is left or it is longer than MAX_CHARACTERS.
    """
    spaced = re.sub(r"\s+", " ", _BLANK.sub("", question))
    kept = "".join(c for c in spaced if unicodedata.category(c) not in _HIDDEN)
    text = re.sub(r" +", " ", unicodedata.normalize("NFC", kept)).strip()
    if not any(c.isalnum() for c in text):
        raise QuestionError("The question is empty.", "Type a question in words.")
    if len(text) > MAX_CHARACTERS:
        raise QuestionError(
            f"The question has {len(text):,} characters; {MAX_CHARACTERS:,} is the most.",
            "Shorten it, or ask its parts one by one.",
        )
    return text


def kind_of(question: str) -> Kind:
    """The kind of answer the question asks for; "other" when nothing in its wording says.

    What a follow-up keeps of the question before stands in brackets and does not count.
    """
    text = re.sub(r" \([^()]*\)\?$", "?", question)
    text = _PREAMBLE.sub("", text)
    asked = parse(text)
    text = text[len(asked.lead) :].rstrip("?! .")
    wh = asked.wh.lower().split(" ")[-1]
    if wh in ("who", "whom") or (wh == "whose" and not _COMPARES.search(text)):
        return "list" if _ALL_PARTS.search(text) else "entity"
    if wh == "why" or (_REASONS.search(text) and not _COMPARES.search(text)):
        return "reason"
    for kind, pattern in _PATTERNS:
        if pattern.search(text):
            return kind
    if wh in ("what", "which"):
        return _of_noun(asked) if asked.noun else _of_verb(asked)
    if wh == "how":
        said = re.search(rf"\b(?:{_REPORTS}|react|justify|view|put)\b", asked.rest)
        return "attribution" if said and asked.subject else "other"
    if wh == "where":
        return "entity"
    return "yesno" if asked.aux else _of_keywords(text)


def _of_noun(asked: Clause) -> Kind:
    """What "which company …" or "what share …" asks for."""
    words = _HEAD.split(asked.noun)[0].split()
    if not (asked.aux or asked.rest):
        words = words[:1]  # the verb was not made out
    noun = " ".join(words)
    if re.search(rf"\b(?:{_MEASURES})$", noun, re.I) or (
        asked.subject and _EARNS.search(asked.rest)
    ):
        return "figure"
    if _PLURAL.search(noun):
        return "list"
    said = asked.subject and re.match(rf"(?:{_REPORTS})\b", asked.rest)
    return "attribution" if said else "entity"


def _of_verb(asked: Clause) -> Kind:
    """What "what is …" or "what does … cost" asks for."""
    aux, subject = asked.aux.lower(), asked.subject
    if aux not in BE or not subject:
        if _EARNS.match(asked.rest):
            return "figure"
        return "attribution" if re.match(rf"(?:{_REPORTS})\b", asked.rest) else "other"
    if re.search(rf"['’]s? (?:\w+ )?(?:{_STANCES})\b", subject):
        return "attribution"
    head = _HEAD.split(subject)[0]
    if re.search(rf"\b(?:{_MEASURES})$|\b(?:{_MEASURED})\b", head, re.I):
        return "figure"
    if re.search(r"\bname$", head):
        return "entity"
    if re.match(r"(?:the|its|their|his|her) ", head):
        if _PLURAL.search(head):
            return "list"
        if aux == "was" or asked.time:
            return "figure"
        return "other" if re.search(r"\b(?:main|most|[a-z]+est)\b", head) else "definition"
    return "definition"


def _of_keywords(text: str) -> Kind:
    """A query without a question word: a measure, a name, or nothing that says."""
    if re.match(r"names? of\b", text, re.I):
        return "entity"
    if re.search(rf"\b(?:{_MEASURES}|{_MEASURED})\b|\bper \w+", text, re.I):
        return "figure"
    if _SOURCE.search(text):
        return "attribution"
    return "other"
