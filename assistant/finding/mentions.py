"""Whether a text mentions a name: in its own form, apart, written together, or as initials."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from corpus.article import Article

_SHORTEST = 4  # letters that a name keeps when its ending is cut: "Chin" of "China"
# Endings by which a place, its people and its language differ, and "Koran" from "Koranic".
_ENDINGS = ("s", "n", "an", "ian", "ean", "ese", "ish", "ic", "a", "ia", "e", "i", "y", "ey")
_PEOPLES = {
    "danish": "denmark", "dutch": "netherlands", "finnish": "finland", "french": "france",
    "greek": "greece", "irish": "ireland", "norwegian": "norway", "polish": "poland",
    "scottish": "scotland", "spanish": "spain", "swiss": "switzerland", "thai": "thailand",
    "welsh": "wales", "british": "britain", "american": "united states", "us": "united states",
}  # fmt: skip
_PEOPLES |= {place: people for people, place in _PEOPLES.items()}


def mentions(article: Article, name: str) -> bool:
    """Whether the article's title, text, publisher or author holds the name.

    "HB-9" is also "HB 9", "GPU" "GPUs", "Korea" "Korean", and "EIB" the initials of "European
    Investment Bank".
    """
    said = _facts(article)
    return any(form.search(said) for form in _forms(_folded(name)))


@lru_cache(maxsize=256)
def _facts(article: Article) -> str:
    facts = (article.title, article.publisher, article.author, article.text)
    return _folded("\n".join(fact for fact in facts if fact))


def _folded(text: str) -> str:
    """Without accents."""
    apart = unicodedata.normalize("NFKD", text)
    return unicodedata.normalize("NFC", "".join(c for c in apart if not unicodedata.combining(c)))


@lru_cache(maxsize=1024)
def _forms(name: str) -> tuple[re.Pattern[str], ...]:
    # Only the name's own part counts in "state-funded" behind it.
    named = "-".join(part for part in name.split("-") if not part.islower()) or name
    letters = [c for c in named if c.isalnum()]
    long = len(letters) > 2
    if long and letters[-1] == "s":
        letters.pop()
    whole = r"[\W_]{0,2}".join(map(re.escape, letters)) + (r"\w{0,2}" if long else "")
    found = [re.compile(rf"(?<![^\W_]){whole}(?![^\W_])", re.I if long else 0)]
    roots = {named.removesuffix(ending) for ending in _ENDINGS} if named.isalpha() else set()
    ends = "|".join(_ENDINGS)
    for root in sorted(r for r in roots if len(r) >= _SHORTEST):
        ending = r"\w{0,4}" if len(root) > _SHORTEST else rf"(?:{ends})?"
        found.append(re.compile(rf"(?<![^\W_]){root}{ending}(?![^\W_])", re.I))
    if other := _PEOPLES.get(named.lower().replace(".", "")):
        found.append(re.compile(rf"\b{other}\b", re.I))
    if named.isupper() and long:
        found.append(re.compile(r"\b" + r"\w+\s+(?:(?:of|for|and|the|on|in)\s+)*".join(letters)))
    return tuple(found)
