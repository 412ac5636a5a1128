"""Which language and script a text is written in, told from its letters and small words.

Enough to tell an article from a comment in another language and to know that "3. Quartal" is an
ordinal; a language that is not listed is "und".
"""

from __future__ import annotations

import re
from collections import Counter

_SCRIPTS = {
    "hangul": re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]"),
    "kana": re.compile(r"[\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9f]"),
    "han": re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"),
    "latin": re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"),
    "cyrillic": re.compile(r"[\u0400-\u052f]"),
    "greek": re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]"),
    "arabic": re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]"),
    "hebrew": re.compile(r"[\u0590-\u05ff]"),
    "devanagari": re.compile(r"[\u0900-\u097f]"),
    "thai": re.compile(r"[\u0e00-\u0e7f]"),
}
_LANGUAGE_OF_SCRIPT = {
    "hangul": "ko", "kana": "ja", "han": "zh", "greek": "el", "arabic": "ar", "hebrew": "he",
    "devanagari": "hi", "thai": "th", "cyrillic": "ru",
}  # fmt: skip
# A Han or kana character says about as much as this many Latin letters.
_WEIGHT = {"hangul": 2.5, "kana": 2.0, "han": 3.0}
_SMALL_WORDS = {
    "en": "the of and to in that is for with are was by from have has not this which will be",
    "de": "der die das und nicht ist den von mit sich auf für dem des ein eine werden wird im zu",
    "fr": "le la les des et est une dans pour que qui du sur par avec pas sont au ce aux",
    "es": "el la los las de y que en un una por con para es del se no su al como",
    "it": "il lo la gli di che e per una con del della non sono è nel dei alla un le",
    "pt": "o os as de e que em um uma por com para é do da não no na dos ao",
    "nl": "de het een en van dat die niet is op te zijn voor met aan er ook naar bij om",
    "sv": "och att det som en på är av för med den till inte har om ett var de",
    "da": "og at det som en på er af for med den til ikke har om et var de",
    "pl": "i w na z że się nie do jest to o jak po za od przez dla są",
}
_WORDS = {language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()}
_WORD = re.compile(r"[^\W\d_]+")
# Enough to tell a language; a long text costs no more than a short one.
SAMPLE = 8_000


def scripts(text: str) -> dict[str, float]:
    """Share of each script among the letters of the text, weighted by what a letter says."""
    counts = {
        name: len(pattern.findall(text)) * _WEIGHT.get(name, 1.0)
        for name, pattern in _SCRIPTS.items()
    }
    total = sum(counts.values())
    return {name: count / total for name, count in counts.items() if count} if total else {}


def detect_language(text: str) -> str:
    """The ISO 639-1 code of the text's main language, or "und"."""
    sample = text[:SAMPLE]
    shares = scripts(sample)
    if not shares:
        return "und"
    if shares.get("kana", 0) > 0.1:
        return "ja"
    script = max(shares, key=lambda name: shares[name])
    if script != "latin":
        return _LANGUAGE_OF_SCRIPT[script]
    words = Counter(word.lower() for word in _WORD.findall(sample))
    scores = {language: sum(words[word] for word in small) for language, small in _WORDS.items()}
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] >= 0.05 * sum(words.values()) else "und"
