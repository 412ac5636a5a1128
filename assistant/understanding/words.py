"""Words of a question: tokens, stems, and which of them carry its meaning."""

from __future__ import annotations

import re
from functools import lru_cache

_TOKEN = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*", re.UNICODE)
_TITLE = 0.7  # share of a title's words with a capital: small words may be without

# Words that shape an English question without saying what it is about.
FUNCTION_WORDS = frozenset(
    "a about above according after again against all also am among an and another any are as ask "
    "at be because been before being below between both but by can could describe did do does "
    "doing done down during each either else ever explain find for from further get gets give "
    "given go goes going got had has have having he her here hers him his how i if in into is it "
    "its itself just know let like list long made make makes many may me mean meant mention "
    "mentioned might more most much must my name no nor not now of off often on once one only or "
    "other our out over own per please put said same say says shall she should show so some such "
    "tell than that the their them then there these they this those through to together too under "
    "until up upon us use used using very was we were what whatever when where whether which "
    "while who whom whose why will with within without would you your article articles source "
    "sources text there's what's who's it's does't don't didn't isn't aren't wasn't".split()
)


def tokens(text: str) -> list[str]:
    """Words as written, hyphens and inner points kept together ("Ph.D", "World-Best")."""
    return [token.removesuffix("'s").removesuffix("’s") for token in _TOKEN.findall(text)]


@lru_cache(maxsize=1)
def _stemmer() -> object:
    import snowballstemmer

    return snowballstemmer.stemmer("english")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The word's Porter2 stem in lower case, dots and hyphens removed ("U.S." is "us")."""
    plain = re.sub(r"[.'’-]", "", word.lower())
    stemmed: str = _stemmer().stemWord(plain)  # type: ignore[attr-defined]  # untyped package
    return stemmed


def content_words(text: str) -> list[str]:
    """The tokens that are no function words, in order, as written; "US" is not "us"."""
    shouted = text.isupper()
    return [t for t in tokens(text) if not _is_function_word(t, shouted)]


def _is_function_word(token: str, shouted: bool) -> bool:
    acronym = len(token) > 1 and token.isupper() and not shouted
    return token.lower() in FUNCTION_WORDS and not acronym


def stems(text: str) -> frozenset[str]:
    """Stems of every token, the parts of hyphenated ones included."""
    found = set()
    for token in tokens(text):
        found.add(stem(token))
        found.update(stem(part) for part in token.split("-") if part)
    return frozenset(found)


def names(text: str) -> list[str]:
    """Tokens that read as names: capitalised, or a capital in them, not opening the sentence.

    A first word counts when it is all capitals or followed by another name and is no function
    word ("OpenAI", "Kim Yong-seok"). Where everything is capitalised, capitals say nothing, and
    only those inside a word ("OpenAI") and beside digits ("H100") count.
    """
    words = tokens(text)
    shouted, titled = text.isupper(), _is_title_case(words)
    found = []
    for place, token in enumerate(words):
        if _is_function_word(token, shouted) or token.isdigit():
            continue
        inner = any(c.isupper() for c in token[1:])
        if shouted or titled:
            named = any(c.isdigit() for c in token) if token.isupper() else inner
        else:
            named = inner or (token[0].isupper() and (place > 0 or _named_after(words[1:2])))
        if named and any(c.isupper() for c in token):
            found.append(token)
    return found


def _is_title_case(words: list[str]) -> bool:
    """Whether function words inside the sentence have capitals too: "How Much Goes To Talent"."""
    raised = [word for word in words[1:] if word[0].isupper() and not word.isupper()]
    shaping = any(word.lower() in FUNCTION_WORDS for word in raised)
    return shaping and len(raised) >= _TITLE * len(words[1:])


def _named_after(following: list[str]) -> bool:
    return bool(following) and following[0][0].isupper()


def holds_name(name: str, found: frozenset[str]) -> bool:
    """Whether a name (a stem) is among stems, as it is or with another ending.

    GPU and GPUs, Korea and Korean differ by their ending only.
    """
    return name in found or (
        len(name) > 2
        and any(
            abs(len(word) - len(name)) <= 2 and (word.startswith(name) or name.startswith(word))
            for word in found
            if len(word) > 2
        )
    )
