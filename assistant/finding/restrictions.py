"""What the words of a question restrict, and whether the clause of a span satisfies it.

A question's names, numbers and years, and the way its verb says a figure went ("rise"), have to be
those of the clause that the span stands in; of a sentence that says the same of several things the
row asked for is taken (:mod:`assistant.finding.rows`). What is not satisfied is kept with the
candidate, for the refusal to name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.finding.evidence import Candidate
from assistant.finding.mentions import mentions
from assistant.finding.values import YEAR
from assistant.understanding.clause import PREPOSITIONS
from assistant.understanding.question import Kind
from assistant.understanding.sets import extreme, together
from assistant.understanding.spelling import one_slip
from assistant.understanding.verbs import past_of
from assistant.understanding.words import content_words, holds_name, names, stem, tokens
from corpus.article import Article

_HEAVY = 2.0  # a name, number or year of the question; its other words count 1
_ACRONYM = 3  # letters of one that names a topic ("AI", "GPU") more often than a thing
_LIKELY = 0.5  # probability from which another passage rather answers
_AS_GOOD = 2.0  # log-odds by which another span of the passage may be less likely
_MONTH = re.compile(r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?")
_FISCAL = re.compile(r"\b([A-Z]{2})((?:19|20)\d\d)\b")  # FY2019
NUMBER = re.compile(r"\d[\d.,]*\d|\d")
_BRACKETED = re.compile(r" \([^()]*\)\?$")
_TITLES = frozenset(
    stem(word)
    for word in "president minister mayor professor dr mr mrs ms sir king queen senator chancellor "
    "prime secretary governor judge general captain director chair chairman chairwoman".split()
)
# Verbs and nouns that say which way a figure went, and other words by which it moves.
_UP, _MORE = "rise increase grow growth climb gain", "add up higher more jump surge expand raise"
_DOWN, _LESS = "fall decrease decline drop shrink lose", "reduce reduction cut lower down less"
_CHANGE = re.compile(r"^(?:by|to) (?:how much|what)\b", re.I)
_A_YEAR = r"((?:1[89]|20)\d\d)"
_PERIOD = re.compile(rf"\b{_A_YEAR}\s*(?:[-–]|to|and|until)\s*{_A_YEAR}\b")
_SINCE = re.compile(rf"\b(?:since|from|after)\s+(?:[A-Z]\w+\s+)?{_A_YEAR}\b", re.I)
_UNTIL = re.compile(rf"\b(?:until|till|by|before)\s+(?:[A-Z]\w+\s+)?{_A_YEAR}\b", re.I)


def base(word: str) -> str:
    """The word's stem, that of "sell" for "sold"."""
    return stem(past_of(word.lower()) or word)


_DIRECTION = {base(w): 1 for w in _UP.split()} | {base(w): -1 for w in _DOWN.split()}
_CHANGED = _DIRECTION.keys() | {base(w) for w in f"{_MORE} {_LESS}".split()}


def bases(text: str) -> frozenset[str]:
    """The :func:`base` of all words and of their parts, and the numbers."""
    found = set(NUMBER.findall(text))
    for token in tokens(text):
        found.update(base(part) for part in (token, *token.split("-")) if part)
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Restrictions:
    """The words of a question that a clause has to satisfy.

    ``weights``: every content word and number by its stem; ``names``: those that are names, as
    written; ``numbers`` and ``years``: as written; ``direction``: 1 for "rise", -1 for "fall", 0
    where neither or both are asked for; ``of_several``: several things are compared or added up.
    """

    question: str
    kind: Kind
    weights: dict[str, float]
    names: tuple[str, ...]
    numbers: frozenset[str]
    years: frozenset[str]
    direction: int
    of_several: bool

    @classmethod
    def of(cls, question: str, kind: Kind) -> Restrictions:
        """Those of a question; what a follow-up keeps in brackets does not restrict."""
        asked = _BRACKETED.sub("?", question)
        named = restricting_names(asked)
        years = frozenset(YEAR.findall(_FISCAL.sub(r"\1 \2", asked)))
        numbers = frozenset(NUMBER.findall(asked)) - years
        telling = [n for n in named if not (n.isupper() and len(n) <= _ACRONYM)]
        heavy = _parts(telling) | numbers | years
        words = content_words(asked.replace("-", " "))
        light = {base(w): 1.0 for w in words} | dict.fromkeys(_parts(named), 1.0)
        weights = light | dict.fromkeys(heavy, _HEAVY)
        several = bool(extreme(asked) or together(asked))
        return cls(asked, kind, weights, named, numbers, years, _direction(bases(asked)), several)

    @property
    def name_stems(self) -> frozenset[str]:
        """The names as they stand in ``weights``."""
        return _parts(self.names)

    def matched(self, said: frozenset[str]) -> frozenset[str]:
        """The stems of the question that are among those said."""
        return frozenset(s for s in self.weights if s in said or holds_name(s, said))

    def weight(self, matched: frozenset[str]) -> float:
        """How much of the question the matched stems are."""
        return sum(self.weights[s] for s in matched)

    def written(self, stems: frozenset[str]) -> tuple[str, ...]:
        """The words of the question that have these stems, as written and in order."""
        words = dict.fromkeys(tokens(self.question))
        return tuple(w for w in words if any(base(part) in stems for part in w.split("-")))

    def after(self, preposition: str) -> frozenset[str]:
        """Stems of the words that follow a preposition of the question, up to the next one."""
        found, inside = set(), False
        for token in tokens(self.question):
            if token.lower() in PREPOSITIONS:
                inside = token.lower() == preposition.lower()
            elif inside:
                found.add(base(token))
        return frozenset(found)

    def turned(self, clause: str, opening: str = "") -> tuple[str, ...]:
        """The word of the question that says which way a figure went, where the clause says the
        other way, or none although the question is how far it went.

        ``opening``: what a clause without its own verb takes over.
        """
        if self.kind != "figure" or not self.direction:
            return ()
        went = _direction(bases(clause)) or _direction(bases(opening))
        moved = went or _CHANGED & bases(f"{clause} {opening}")
        if went == self.direction or (not went and (moved or not _CHANGE.match(self.question))):
            return ()
        return self.written(frozenset(_DIRECTION))[:1]


def _parts(named: Iterable[str]) -> frozenset[str]:
    """The stems of names, "HB-9" in its parts."""
    return frozenset(base(part) for name in named for part in name.split("-") if part)


def restricting_names(question: str) -> tuple[str, ...]:
    """The capitalised words that are names which an article can lack: no titles, no months."""
    opening = "".join(tokens(question)[:1])
    return tuple(
        name
        for name in dict.fromkeys(names(question))
        if (name != opening or any(c.isupper() for c in name[1:]))
        and not (stem(name) in _TITLES or _MONTH.fullmatch(name) or _FISCAL.fullmatch(name))
    )


def _direction(said: frozenset[str]) -> int:
    signs = {_DIRECTION[s] for s in said if s in _DIRECTION}
    return signs.pop() if len(signs) == 1 else 0


def unmet(asked: Restrictions, candidate: Candidate, article: Article) -> tuple[str, ...]:
    """The names of the question that the article does not mention, and its years where neither
    the article nor the sentence is about one of them."""
    missing = tuple(
        n for n in asked.names if not (mentions(article, n) or _in_part(asked, n, article))
    )
    if asked.years and not any(_in_time(year, candidate, article) for year in asked.years):
        missing += tuple(sorted(asked.years))
    return missing


def _in_part(asked: Restrictions, name: str, article: Article) -> bool:
    """Whether the article has the name of several words that this is a part of, with a letter
    wrong ("the Basc Law") or without its first words ("Chaikov")."""
    words = tokens(asked.question)
    place = words.index(name)
    before, after = words[place - 1 : place], words[place + 1 : place + 2]
    last = bool(after) and after[0] in asked.names
    beside = list(_beside(article.text, r"(\w+)\W+{}", after[0])) if last else []
    if last and mentions(article, after[0]) and not any(word[0].isupper() for word in beside):
        return True
    if before and before[0] in asked.names:
        beside += _beside(article.text, r"{}\W+(\w+)", before[0])
    return any(one_slip(name, word) for word in beside)


def _beside(text: str, pattern: str, word: str) -> Iterator[str]:
    yield from re.findall(rf"\b{pattern.format(re.escape(word))}\b", text)


def _in_time(year: str, candidate: Candidate, article: Article) -> bool:
    """Whether the article speaks of the year, and the sentence of no other one alone."""
    if not _covers(f"{article.title} {article.published} {article.text}", year):
        return False
    context = (candidate.said, candidate.passage.heading or "", article.title)
    nearest = next((text for text in context if YEAR.search(text)), "")
    return not nearest or _covers(nearest, year)


def _covers(text: str, year: str) -> bool:
    """Whether a text names the year, or a time that it lies in."""
    if year in text:
        return True
    spans = [(int(low), int(high)) for low, high in _PERIOD.findall(text)]
    spans += [(int(low), 9999) for low in _SINCE.findall(text)]
    spans += [(0, int(high)) for high in _UNTIL.findall(text)]
    return any(low <= int(year) <= high for low, high in spans)


def settled(found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that may answer first.

    Where the first fails, what is near it is suspect: another span of its passage counts only if
    the reader says of the span itself that it answers, or nearly as much as of the first; another
    passage if it rather answers.
    """
    if not found or not found[0].unmet:
        return sorted(found, key=lambda candidate: bool(candidate.unmet))
    first = found[0]
    kept = []
    for candidate in found:
        near = candidate.passage.key == first.passage.key
        good = candidate.span.score > min(0.0, first.span.score - _AS_GOOD)
        sure = good if near else candidate.probability >= _LIKELY
        kept.append(candidate if sure else replace(candidate, probability=0.0))
    return sorted(kept, key=lambda candidate: not candidate.probability)
