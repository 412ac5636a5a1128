"""Questions to start from, made from the articles at hand and asked before they are offered.

A sentence is turned into the question it answers by a few shapes that keep English grammar whole:
a subject that is an amount becomes "how much", "X, who heads Y," becomes "who heads Y", and so on.
Only questions that the assistant answers from that very sentence are kept.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.answer import Answer
from assistant.quantities import Quantity, quantities
from assistant.web.conversation import Asker
from corpus.article import Article, Corpus
from corpus.passage import Sentence, split

WANTED = 4
MOST_ASKED = 24  # questions tried, about a second of work
MOST_ARTICLES = 12
MOST_SENTENCES = 200  # of each article
_FEWEST_WORDS = 4  # besides the question word and the verb: fewer say too little of what is meant
_SHORTEST, _LONGEST = 18, 88  # characters; a longer question is no invitation

_BE = r"(?:is|are|was|were|will|would|can|could|should|must|may|might|has|have|had)"
_NAME = r"[A-Z][\w’'-]+(?: [A-Z][\w’'.-]+){1,3}"
_PLACE = r"[A-Z][^,;:.()]{2,58}?"
_ROLE = (
    r"(?:head|director|president|chair(?:man|woman|person)?|minister|professor|chief|CEO|founder"
    r"|secretary|governor|mayor|commissioner|spokes(?:man|woman|person)|researcher|author)"
)
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_DATE = rf"(?:(?:late |early |mid-)?(?:\d{{1,2}} )?{_MONTH}|(?:19|20)\d\d|next year|the end of)\b"
_SAID = {
    "said": "say", "says": "say", "warned": "warn of", "warns": "warn of", "argued": "argue",
    "argues": "argue", "stressed": "stress", "stresses": "stress", "explained": "explain",
    "predicted": "predict", "advised": "advise", "suggested": "suggest", "noted": "note",
}  # fmt: skip
_BEFORE_AMOUNT = re.compile(
    r"(?:(?:[A-Z][^,]{1,30}, )?(?:about|around|only|over|nearly|almost|more than|at least|up to"
    r"|as much as|as many as|some)?\s?|(?:an?|the) [a-z]+ of )$",
    re.I,
)
_VERB = re.compile(rf"^(?:(?: (?!{_BE}\b)[\w’'-]+){{0,9}}) {_BE} \w+")
_WHO = re.compile(rf"\b{_NAME}, who (?P<rest>[a-z]+s [^,;:.()]+),")
_OFFICE = re.compile(
    rf"\b{_NAME}, (?P<rest>(?:an? |the )?(?:[\w-]+ ){{0,3}}{_ROLE} (?:of|at|for|in) [^,;:.()]+),"
)
_SAYS = re.compile(rf"^(?P<name>{_NAME})(?:, [^,]{{3,110}},)? (?P<verb>{'|'.join(_SAID)}) that\b")
_WHEN = re.compile(
    rf"^(?P<np>{_PLACE}) (?P<aux>(?:is|are|was|were)(?= \w+(?:ed|en|held|made|set|built) )|will) "
    rf"(?P<vp>[a-z][^,;:.()]{{3,60}}?) (?:on|in|by|until|at) (?:the )?{_DATE}"
)
_WHY = re.compile(rf"^(?P<np>{_PLACE}) (?P<aux>{_BE}) (?P<vp>[a-z][^,;:.()]{{3,60}}?),? because\b")
_PLANS = re.compile(
    rf"^(?P<np>{_PLACE}) (?P<aux>will|would|can|could|must|should"
    r"|plans? to|aims? to|intends? to|hopes? to|expects? to|wants? to|promises? to)"
    r" (?P<verb>[a-z]{3,}) (?:about |around |over |nearly |almost |more than |at least |up to )?$"
)
_MEANS = re.compile(r"^(?P<np>[A-Z][\w’'-]+(?: [\w’'-]+){1,3}) (?:means|refers to|is defined as)\b")
# Words that lean on another sentence: the question would not stand alone.
_LEANS = re.compile(
    r"\b(?:this|that|these|those|it|its|they|them|their|he|she|his|her|here|there|such|same"
    r"|other|another|also|further|former|latter|first|second|I|we|our|you|your)\b",
    re.I,
)
_ARTICLE_WORD = re.compile(r"^(?:The|A|An|In|Some|All|Most|Many)\b")
_CLAUSE_END = re.compile(r"[;:()]|[,.](?!\d)")
_PLURAL = re.compile(rf"^ (?:(?!{_BE}\b)[\w’'-]+ ){{0,3}}?(?:[\w-]+[^s\W]s|people|women|men) ")
_YEAR = re.compile(r"^(?:19|20)\d\d$")


@dataclass(frozen=True, slots=True)
class Example:
    """A question and the sentence it was made from."""

    question: str
    shape: str
    article_id: str
    start: int
    end: int


def example_questions(asker: Asker, wanted: int = WANTED) -> list[str]:
    """Up to ``wanted`` questions that the assistant answers, of different shapes and articles."""
    chosen: list[Example] = []
    for example in candidates(asker.corpus)[:MOST_ASKED]:
        if len(chosen) < wanted and answered(asker, example):
            chosen.append(example)
    return [example.question for example in chosen]


def answered(asker: Asker, example: Example, articles: Collection[str] | None = None) -> bool:
    """Whether the assistant answers the question, and from its own sentence."""
    *_, answer = asker.stream(example.question, (), articles)
    return (
        isinstance(answer, Answer)
        and answer.status == "answered"
        and answer.disagreement is None
        and any(
            c.article_id == example.article_id and c.start < example.end and example.start < c.end
            for c in answer.citations
        )
    )


def candidates(corpus: Corpus) -> list[Example]:
    """Every question that the articles' grammar gives, in the order they are tried."""
    return _in_turns(_all(corpus))


def _in_turns(examples: Sequence[Example]) -> list[Example]:
    """A shape and an article that have come less often come first; short questions lead."""
    waiting = sorted(examples, key=lambda e: len(e.question))
    ordered: list[Example] = []
    seen: dict[str, int] = {}
    while waiting:
        best = min(waiting, key=lambda e: seen.get(e.shape, 0) + seen.get(e.article_id, 0))
        waiting.remove(best)
        ordered.append(best)
        for key in (best.shape, best.article_id):
            seen[key] = seen.get(key, 0) + 1
    return ordered


def _all(corpus: Corpus) -> list[Example]:
    step = max(1, len(corpus) // MOST_ARTICLES)
    found: dict[str, Example] = {}
    for article in corpus.articles[::step][:MOST_ARTICLES]:
        for example in questions_of(article):
            found.setdefault(example.question, example)
    return list(found.values())


def questions_of(article: Article) -> list[Example]:
    """Every question that one article's grammar gives, in the order of its sentences."""
    lower = frozenset(re.findall(r"\b[a-z][\w-]*", article.text))
    sentences = [s for passage in split(article) for s in passage.sentences]
    found: dict[str, Example] = {}
    for sentence in sentences[:MOST_SENTENCES]:
        for shape, question in _questions(sentence, lower):
            example = Example(question, shape, article.id, sentence.start, sentence.end)
            found.setdefault(question, example)
    return list(found.values())


def _questions(sentence: Sentence, lower: frozenset[str]) -> Iterator[tuple[str, str]]:
    """(shape, question) of every question that the sentence answers by its grammar.

    ``lower``: the words that the article also writes in lower case.
    """
    text = " ".join(sentence.said.split())
    for shape, question in _shaped(text, lower):
        stands = not _LEANS.search(question) and '"' not in question and "“" not in question
        if stands and _SHORTEST <= len(question) <= _LONGEST:
            yield shape, f"{question}?"


def _shaped(text: str, lower: frozenset[str]) -> Iterable[tuple[str, str]]:
    for quantity in quantities(text):
        if asked := _amount(text, quantity) or _planned(text, quantity, lower):
            yield asked
    if found := _WHO.search(text):
        yield "who", f"Who {found['rest']}"
    if found := _OFFICE.search(text):
        the = "" if found["rest"].startswith(("a ", "an ", "the ")) else "the "
        yield "who", f"Who is {the}{found['rest']}"
    found = _SAYS.match(text)
    if found and not _ARTICLE_WORD.match(found["name"]):
        yield "says", f"What did {found['name']} {_SAID[found['verb']]}"
    for pattern, word in ((_WHEN, "When"), (_WHY, "Why")):
        found = pattern.match(text)
        if found and len(f"{found['np']} {found['vp']}".split()) >= _FEWEST_WORDS:
            yield word.lower(), f"{word} {found['aux']} {_inside(found['np'], lower)} {found['vp']}"
    found = _MEANS.match(text)
    if found and not _ARTICLE_WORD.match(found["np"]):
        yield "means", f"What is {_inside(found['np'].strip(), lower)}"


def _amount(text: str, quantity: Quantity) -> tuple[str, str] | None:
    """A clause whose subject is the quantity, with "how much" or "how many" in its place."""
    if not _BEFORE_AMOUNT.fullmatch(text[: quantity.start]):
        return None
    rest = _CLAUSE_END.split(text[quantity.end :])[0]
    year = _YEAR.match(text[quantity.start : quantity.end])
    if not _VERB.match(rest) or year or len(rest.split()) < _FEWEST_WORDS:
        return None
    if quantity.unit == "%":
        return ("share", f"What share{rest}") if rest.startswith(" of ") else None
    if quantity.unit:
        return "amount", f"How much{rest}"
    return ("count", f"How many{rest}") if quantity.value > 1 and _PLURAL.match(rest) else None


def _planned(text: str, quantity: Quantity, lower: frozenset[str]) -> tuple[str, str] | None:
    """A clause whose object is the quantity: "how much will the city spend on parks"."""
    found = _PLANS.match(text[: quantity.start])
    rest = _CLAUSE_END.split(text[quantity.end :])[0]
    if not found or quantity.unit == "%" or _YEAR.match(text[quantity.start : quantity.end]):
        return None
    aux, _, to = found["aux"].partition(" ")
    said = f"{_inside(found['np'], lower)} {found['verb']}"
    if to:
        does, plan = ("does", aux[:-1]) if aux.endswith("s") else ("do", aux)
        aux, said = does, f"{_inside(found['np'], lower)} {plan} to {found['verb']}"
    if quantity.unit and re.match(r" (?:on|for|in|to|into|from|by) ", rest):
        return "spends", f"How much {aux} {said}{rest}"
    counted = re.match(r" (?P<noun>(?:[\w-]+ ){0,2}?[\w-]+[^s\W]s|people)\b(?P<rest>.*)", rest)
    if quantity.unit or quantity.value <= 1 or not counted:
        return None
    return "number", f"How many {counted['noun']} {aux} {said}{counted['rest']}"


def _inside(np: str, lower: frozenset[str]) -> str:
    """A noun phrase as it stands inside a sentence."""
    first, _, others = np.partition(" ")
    if first.lower().split("-")[0] in lower:
        return f"{first.lower()} {others}".strip()
    return np
