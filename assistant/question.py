"""What the person asks: the question cleaned, and the kind of answer that is wanted."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from corpus.errors import AssistantError

Kind = Literal[
    "figure", "date", "entity", "attribution", "reason", "definition", "list", "compare", "other"
]

MAX_CHARACTERS = 2000  # a page of text; a question is a line or two
# Invisible characters that can carry or hide text: controls, bidi marks, tags, zero-width.
_HIDDEN = {"Cc", "Cf", "Co", "Cs", "Cn"}

_PLURAL_NOUN = r"(?:\w+s|people|criteria|countries)"
_RULES: tuple[tuple[Kind, str], ...] = (
    ("reason", r"^(?:so |and |but )?why\b|\b(?:for what|what(?: is| was| are| were)?(?: the)?) "
               r"(?:main )?reasons?\b|\bhow come\b|\bwhat (?:caused|causes|led to|explains)\b"
               r"|\b(?:reason|cause)s? (?:for|of|behind)\b"),
    ("compare", r"\bcompare[sd]?\b|\bcomparison\b|\bversus\b|\bvs\b|\bdifference between\b"
                r"|\b(?:more|less|fewer|larger|smaller|higher|lower|bigger|better|worse|greater)\b"
                r".*\b(?:than|or)\b|\b(?:than|or)\b.*\bmore\b"),
    ("date", r"\bwhen\b|\b(?:what|which|by what|in what) (?:year|date|month|day|time|deadline)\b"
             r"|\bsince what\b|\bhow soon\b|\bdeadline\b"),
    ("list", r"\bhow (?:is|are|was|were|will|does|do)\b.*\b(?:split|divided|broken down|allocated"
             r"|distributed|break down|shared out|made up)\b|\bbreakdown\b|\bwhat are\b"
             rf"|\b(?:list|name|enumerate)\b|\b(?:which|what)(?: \w+)? {_PLURAL_NOUN} "
             r"(?:are|were|do|did|does|have|has|will|would|could|should|make|list)\b"
             r"|\bwhere do\b|\b(?:which|what) (?:two|three|four|five|six|seven|several)\b"),
    ("figure", r"\bhow (?:much|many|large|big|high|long|old|often|far|fast|expensive|costly|tall)\b"
               r"|\b(?:what|which) (?:(?:is|was|are|were|will be|would be) the )?"
               r"(?:[\w.-]+ ){0,5}(?:percentage|percent|proportion|share|fraction|rate|ratio|number"
               r"|amount|total|size|cost|price|budget|figure|salary|salaries|value|sum|pay|fee|fine"
               r"|target|scale|funding|spending|investment|population|wage|quota|level)\b"
               r"|^(?:number|amount|cost|budget|size|total|price|share|percentage) of\b"),
    ("attribution", r"\bwhat (?:did|does|do|has|have)\b.*\b(?:say|said|think|argue|claim|advise"
                    r"|warn|recommend|suggest|propose|demand|want|believe|note|stress|call|add"
                    r"|explain|criticis|criticiz|need)\w*\b|\baccording to\b|\bhow (?:did|does)\b.*"
                    r"\b(?:react|respond|describe|view|see)\b|\bwhat is \w+(?:'s|s') (?:view"
                    r"|opinion|position|criticism|advice|proposal)\b"),
    ("definition", r"^what(?:'s| is| are| was| does)(?: an?| the)? [^?]*\bmean\b"
                   r"|^what(?:'s| is| are| was)(?: an?| the| meant by)? (?:[\w'’.-]+ ?){1,5}\??$"
                   r"|^define\b|^meaning of\b|\bstands? for\b"),
    ("entity", r"\b(?:who|whom|whose|which|where)\b|\bwhat (?:company|country|law|agency|ministry"
               r"|institution|organi[sz]ation|person|city|name|programme|program|product)\b"),
)  # fmt: skip
_COMPILED = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _RULES)


class QuestionError(AssistantError):
    """The question can't be asked as it is."""


def clean(question: str) -> str:
    """The question on one line, NFC, without control, bidi, tag and zero-width characters.

    Raises QuestionError when nothing is left or it is longer than MAX_CHARACTERS.
    """
    spaced = re.sub(r"\s+", " ", question)
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
    """The kind of answer the question asks for; "other" when nothing in its wording says."""
    for kind, pattern in _COMPILED:
        if pattern.search(question):
            return kind
    return "other"
