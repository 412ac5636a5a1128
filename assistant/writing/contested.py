"""A figure that the article lets somebody else contest, right after it is given.

"9 firms have closed, the exchange says. The union says 23." The second report is elliptic: a
source, a verb of saying or counting, a figure, and nothing new beside them. No search finds it by
itself, since it does not say what it counts; it leans on the sentence before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.finding.evidence import Candidate
from assistant.quantities import Quantity, quantities
from assistant.reader.reading import Span
from assistant.understanding.words import content_words, names, stem, stems, tokens
from corpus.passage import Sentence

_SAYS = stems(
    "say said speak spoke talk put count reckon estimate give gave arrive come came get got show "
    "find found report claim calculate expect hope believe think thought cite maintain hold held "
    "suggest assume have has had is was reply insist place quote name contend see saw"
)
# Words that may stand between the verb and the figure, or after the figure, and add no topic.
_NEUTRAL = frozenset(
    "about around roughly nearly almost only just at least most up to more fewer less than over "
    "under some the a an true real actual proper correct figure figures number count share sum "
    "amount total value it its them this that is was were are be been being would will could of "
    "for with on in all like rather closer nearer not but instead perhaps maybe even itself "
    "himself herself themselves altogether by".split()
)
_STATES = frozenset("is was are were has have had be get got gets hold holds held".split())
_FIGURES = frozenset(
    "figure figures number count share sum amount total value estimate estimates tally".split()
)
_OPENERS = stems("however meanwhile instead though yet still today now contrast comparison")
_PRONOUNS = frozenset("he she they it we i you this that these those who which there".split())
_CLAUSE = re.compile(r";|\s[–—-]\s|,\s(?=(?:while|whereas|but|though|although|yet)\b)")
_ENDS = re.compile(r"[,;:.)]|\s[–—-]\s|\s(?:because|since|as|if|but|and|though|which|when|after)\b")
_LIKE = 20  # times larger or smaller: still a value of the same thing


def contested(question: str, best: Candidate) -> Candidate | None:
    """The rival report of the best candidate's figure, as a candidate; None where there is none."""
    figures = quantities(best.value)
    if not figures or best.cell:
        return None
    known = frozenset(stem(word) for word in (*content_words(question), *content_words(best.said)))
    # Another name than the one asked for makes it a figure of something else.
    known -= stems(" ".join(names(best.said))) - stems(question)
    for sentence, start, clause in _after(best):
        figure = _reported(clause, figures[0], known)
        if figure:
            at = sentence.start + start
            span = Span(at + figure.start, at + figure.end, best.span.score)
            return Candidate(best.passage, span, (sentence,), best.probability, best.answers)
    return None


def _after(best: Candidate) -> Iterator[tuple[Sentence, int, str]]:
    """The later clauses of the best sentence, then the sentences after it, with their offsets."""
    last = best.sentences[-1]
    rest = best.span.end - last.start
    for boundary in _CLAUSE.finditer(last.text, max(rest, 0)):
        yield last, boundary.end(), last.text[boundary.end() :]
    for sentence in (*best.passage.sentences, best.passage.tail):
        if sentence and sentence.start >= last.end:
            yield sentence, 0, sentence.text


def _reported(clause: str, given: Quantity, known: frozenset[str]) -> Quantity | None:
    """The clause's first figure, where the clause says that somebody gives it instead."""
    for figure in quantities(clause)[:1]:
        before, after = clause[: figure.start], clause[figure.end :]
        end = _ENDS.search(after)
        if (
            _rivals(given, figure)
            and _adds_nothing(after[: end.start()] if end else after, known)
            and _somebody_says(before, known)
        ):
            return figure
    return None


def _rivals(given: Quantity, other: Quantity) -> bool:
    if other.unit not in (given.unit, "") or given.same_value(other) or given.value == other.value:
        return False
    smaller, larger = sorted((abs(given.value), abs(other.value)))
    return smaller > 0 and larger <= _LIKE * smaller


def _somebody_says(before: str, known: frozenset[str]) -> bool:
    """Whether it reads: a source, a verb of saying, and nothing more before the figure.

    What opens the clause and ends with a comma adds nothing either ("counting guests, ...").
    """
    opening, _, before = before.rpartition(",")
    if not _adds_nothing(opening, known | _OPENERS):
        return False
    words = tokens(before)
    for place in range(len(words) - 1, 0, -1):
        if stem(words[place]) in _SAYS:
            source = words[:place]
            named = bool(content_words(" ".join(source))) and source[0].lower() not in _PRONOUNS
            # "The staff's figure was 12", but not "Norway has 12" or "the north is at 12".
            if words[place].lower() in _STATES and not _FIGURES & {w.lower() for w in source}:
                named = False
            return named and _adds_nothing(" ".join(words[place + 1 :]), known)
    return False


def _adds_nothing(text: str, known: frozenset[str]) -> bool:
    return all(w.lower() in _NEUTRAL or stem(w) in known for w in tokens(text))
