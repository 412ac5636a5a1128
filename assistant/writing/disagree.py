"""Different values for the same thing: told apart from the same value reported twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Claim
from assistant.finding.evidence import Candidate, fits_figure, window
from assistant.guard import on_one_line
from assistant.quantities import Quantity, quantities
from assistant.understanding.words import holds_name, names, stem, stems
from assistant.writing.contested import contested

# Values are compared when they are at least this probable, and near to the best one.
_LEAST = 0.35
_NEAR = 0.6
# The reader's score of a span from which another value is a rival: of 466 figures that one value
# answers in the lessons 2% get a false rival, 9% at -4, and none of 96 true ones is lost above -1.
_RIVAL = 1.0
# "Of the 18,000 chips, 10,000 go to …": the first figure is what the second is a part of.
OF_TOTAL = re.compile(r"\b(?:of|from) (?:the|this|these|that|its|a total of)(?: \w+)? $", re.I)
# "45 million euros of the harbour budget": an amount, then the whole that it is taken from.
_SHARE_OF = re.compile(
    r"(?:\S+ ){0,2}?\S*\d\S*(?: \w+){1,3}? (?:out )?of (?:the|this|that|these|those|its|their) ",
    re.I,
)
_WORDS = 8  # "about 300 trillion won (200 billion euros)"
_SCOPE = re.compile(
    r"\b(?:as of|by|in|since|until|during|before|after|at the end of|within|over|for)\s+(?:the\s+)?"
    r"(?:(?:end|start|first half|second half|beginning|middle) of\s+)?(?:the\s+)?"
    r"(?:\d{4}|this year|last year|next year|(?:next |last |this )?(?:January|February|March|April"
    r"|May|June|July|August|September|October|November|December)|\w+ years?)\b(?:\s\d{4})?",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Reported:
    """One value with every candidate that reports it, best first."""

    value: str
    candidates: tuple[Candidate, ...]

    def claim(self, citations: tuple[int, ...]) -> Claim:
        """Its scope is what the sentence says of time; without that, the article."""
        best = self.candidates[0]
        scope = _SCOPE.search(best.said)
        return Claim(self.value, citations, scope[0] if scope else best.passage.title)


def reported_values(question: str, found: Sequence[Candidate]) -> list[Reported]:
    """The values that rival each other for what was asked; empty when there is no rival.

    Rivals have the same unit and a different value, and stand in different sentences; a sentence
    that gives both values itself (a total and its part) is no rival. The reader has to say that a
    rival answers, the search alone is not enough; and a name that is asked for and stands in the
    first one's passage has to stand in the rival's. A report that leans on the best sentence
    ("The union says 23.") is a rival by its form.
    """
    groups = _values(question, found)
    if len(groups) > 1:
        return [Reported(figure_of(members[0]), tuple(members)) for _, members in groups]
    other = contested(question, found[0])
    return [Reported(figure_of(c), (c,)) for c in (found[0], other) if c] if other else []


def _values(question: str, found: Sequence[Candidate]) -> list[tuple[Quantity, list[Candidate]]]:
    """The best candidate's value and its rivals, each with the candidates that report it."""
    groups: list[tuple[Quantity, list[Candidate]]] = []
    asked = {(q.value, q.unit) for q in quantities(question)}
    for candidate in probable(found):
        quantity = _value(candidate)
        if quantity is None or (quantity.value, quantity.unit) in asked:
            if not groups:
                break  # the best answer is no figure: nothing rivals it
            continue
        group = next((g for g in groups if g[0].same_value(quantity)), None)
        if group:
            group[1].append(candidate)
        elif not groups or (
            candidate.span.score > _RIVAL
            and _rivals(groups[0], (quantity, candidate))
            and _of_the_same(question, groups[0][1][0], candidate)
        ):
            groups.append((quantity, [candidate]))
    return groups


def _of_the_same(question: str, best: Candidate, other: Candidate) -> bool:
    """Whether both speak of what is asked for, as far as their names and their form say it.

    Names of the question that the best one's passage mentions stand in the other's passage; in
    its own sentence too, where that names something else. Of a whole and what a sentence takes
    from it ("45 million of the budget") neither contests the other.
    """
    if _is_share_of(best) != _is_share_of(other):
        return False
    if not _named(question, window(best.passage)) <= _named(question, window(other.passage)):
        return False
    asked = {stem(name) for name in names(question)}
    elsewhere = any(not holds_name(stem(name), frozenset(asked)) for name in names(other.said))
    return not elsewhere or _named(question, best.said) <= _named(question, other.said)


def _named(question: str, text: str) -> frozenset[str]:
    """The names of the question that the text mentions."""
    said = stems(text)
    return frozenset(name for name in names(question) if holds_name(stem(name), said))


def _is_share_of(candidate: Candidate) -> bool:
    """Whether the figure is one of something larger that the sentence names right after it."""
    return _SHARE_OF.match(candidate.said[candidate.inside[0] :]) is not None


def of_asked_unit(question: str, found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates of the unit asked for, where a probable one is: no share for an amount."""
    fitting = [c for c in found if fits_figure(c.value, question) == 1.0]
    return fitting if any(c in fitting for c in probable(found)) else list(found)


def figure_of(candidate: Candidate) -> str:
    """The figure of a span: "45 billion won" of "only 45 billion won".

    What is counted stays ("350,000 units"); of a long clause only the figure is taken.
    """
    value = on_one_line(candidate.value).strip(" ,;:")
    found = quantities(value)
    if not found:
        return value
    if len(found) > 1 and _leads_with_total(candidate):
        found = found[1:]
    first = next((q for q in found if q.is_amount), found[0])
    return value[first.start : first.end if len(value.split()) > _WORDS else None]


def _leads_with_total(candidate: Candidate) -> bool:
    """Whether the first figure of the span is the total that the next one is a part of."""
    first = quantities(candidate.value)[0]
    before = candidate.said[: candidate.inside[0] + first.start]
    return OF_TOTAL.search(before) is not None


def probable(found: Sequence[Candidate]) -> list[Candidate]:
    """Those that are nearly as probable as the best."""
    floor = max(_LEAST, _NEAR * found[0].probability)
    return [candidate for candidate in found if candidate.probability >= floor]


def _rivals(first: tuple[Quantity, list[Candidate]], other: tuple[Quantity, Candidate]) -> bool:
    quantity, members = first
    same_sentence = any(other[1].place == member.place for member in members)
    same_noun = _counted(members[0], quantity) & _counted(other[1], other[0])
    comparable = quantity.unit == other[0].unit and (quantity.is_amount or bool(same_noun))
    same_table = any(_table(other[1]) and _table(other[1]) == _table(m) for m in members)
    return comparable and not same_sentence and not same_table


def _table(candidate: Candidate) -> tuple[str, int] | None:
    """The table that it is a cell of: other cells of it are of other things."""
    sentence = candidate.sentences[0]
    return (candidate.passage.article_id, sentence.paragraph) if sentence.cell else None


def _value(candidate: Candidate) -> Quantity | None:
    """The figure that the span is, give or take a few words; None for a clause that holds one."""
    found = quantities(candidate.value)
    if not found or len(candidate.value.split()) > _WORDS:
        return None
    return found[1] if len(found) > 1 and _leads_with_total(candidate) else found[0]


def _counted(candidate: Candidate, quantity: Quantity) -> frozenset[str]:
    """Stems of the words right after a plain number, and of a cell's labels: what is counted."""
    after = candidate.inside[0] + quantity.end
    labels = stems(candidate.cell.labels) if candidate.cell else frozenset()
    return labels | stems(" ".join(candidate.said[after : after + 40].split()[:3]))
