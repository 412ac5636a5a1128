"""The embedded writer: puts the span in front and quotes the sentences it stands in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.finding.evidence import Candidate
from assistant.finding.quotation import Quotation
from assistant.guard import on_one_line
from assistant.understanding.question import Kind
from assistant.understanding.words import names, stem, stems
from assistant.writing.disagree import (
    Reported,
    figure_of,
    of_asked_unit,
    reported_values,
)
from assistant.writing.parts import notes_on_parts, without_parts
from assistant.writing.written import Quotes, Written
from corpus.article import Corpus

MOST_QUOTES = 4  # an analyst reads no more than that at a glance
MOST_REPORTS = 2  # of the same value: a second source corroborates, a third adds nothing
# A further sentence joins a list or a comparison when it is at least half as probable as the best.
_JOINS = 0.5
MOST_LEADS = 2  # sentences quoted before the one that answers
# Sentences that lean on the one before: quoted without it, nobody knows who or what is meant.
_LEANS = re.compile(
    r"^[\"'“‘(]*(?:he|she|they|it|this|these|those|that|such|his|her|their|its|both|the (?:latter"
    r"|former|two|three|same)|of (?:this|these|that|those|it|them)|in (?:this|that|other words)"
    r"|(?:only|about|another|some|the) (?:\d[\d.,]*%?|one|two|three|half|others?|rest|remaining"
    r"|remainder)|others?|one|additionally|moreover|furthermore|also|however|instead|therefore|thus"
    r"|consequently|as a result|for (?:this|that|example|instance)|to this end|in (?:addition"
    r"|contrast|turn)|by (?:contrast|comparison)|similarly|likewise|then|there|but|and|so|yet)\b",
    re.I,
)

_SPEAKS_ON = re.compile(
    r"^[\"'“‘(]*(?:he|she|they|the (?:same )?(?:source|official|professor|author|spokes\w+|expert"
    r"|analyst|report|survey|study)) (?:also |then |further |in turn )?(?:\w+ed|said|says|\w+s)\b",
    re.I,
)


def compose(question: str, kind: Kind, found: Sequence[Candidate], corpus: Corpus) -> Written:
    """The answer written from the candidates, most probable first. ``found`` is not empty."""
    quotes = Quotes(corpus)
    if kind == "figure":
        found = without_parts(question, of_asked_unit(question, found))
    if kind in ("figure", "date", "entity") and (rivals := reported_values(question, found)):
        return _side_by_side(rivals, quotes)
    chosen = _chosen(question, kind, found)
    short = _short(kind, chosen)
    parts = []
    for number, quote in enumerate(_quoted(kind, chosen)):
        text = quotes.text(quote)
        front = f"{short} — " if number == 0 and short and _adds(short, text) else ""
        parts.append(f"{front}{text} {quotes.marks(quote)}")
    short = short or _span(chosen[0])
    notes = tuple(note for c in chosen for note in notes_on_parts(question, kind, c))
    return Written("answered", "\n\n".join(parts), short, quotes.citations, notes=notes)


def _side_by_side(rivals: Sequence[Reported], quotes: Quotes) -> Written:
    """Every value with its own source; none is picked."""
    claims, lines = [], []
    for rival in rivals:
        numbers: list[int] = []
        for candidate in rival.candidates[:MOST_REPORTS]:
            numbers += quotes.numbers(_with_lead(candidate))
        marks = "".join(f"[{n}]" for n in dict.fromkeys(numbers))
        text = quotes.text(_with_lead(rival.candidates[0]))
        claims.append(rival.claim(tuple(dict.fromkeys(numbers))))
        lines.append(f"{rival.value} — {text} {marks}")
    several = len({citation.article_id for citation in quotes.citations}) > 1
    who = "The articles give" if several else "The article gives"
    text = f"{who} different values.\n\n" + "\n\n".join(lines)
    short = "; ".join(claim.value for claim in claims)
    return Written("answered", text, short, quotes.citations, tuple(claims))


def _chosen(question: str, kind: Kind, found: Sequence[Candidate]) -> list[Candidate]:
    best = found[0]
    if kind == "list":
        return _together(best, found)
    if kind == "compare":
        return _both_sides(question, best, found)
    return [best]


def _together(best: Candidate, found: Sequence[Candidate]) -> list[Candidate]:
    """The sentences of the best one's article that answer nearly as probably, in their order."""
    chosen: list[Candidate] = []
    for candidate in found:
        near = candidate.passage.article_id == best.passage.article_id
        new = all(candidate.place != other.place for other in chosen)
        if near and new and candidate.probability >= _JOINS * best.probability:
            chosen.append(candidate)
    return sorted(chosen[:MOST_QUOTES], key=lambda c: c.start)


def _both_sides(question: str, best: Candidate, found: Sequence[Candidate]) -> list[Candidate]:
    """The best sentence, and the best for each name of the question that it does not mention."""
    chosen = [best]
    for name in names(question):
        if any(stem(name) in stems(c.said) for c in chosen):
            continue
        other = next((c for c in found if stem(name) in stems(c.said)), None)
        if other and other.probability >= _JOINS * best.probability:
            chosen.append(other)
    return chosen[:MOST_QUOTES]


def _quoted(kind: Kind, chosen: Sequence[Candidate]) -> list[Quotation]:
    """What is quoted: whole sentences, with what they lean on; overlapping ones become one."""
    quotes: list[Quotation] = []
    for candidate in chosen:
        quote = _with_items(candidate) if kind == "list" else _with_lead(candidate)
        for other in [q for q in quotes if q.article_id == quote.article_id]:
            if _overlap(other, quote):
                quotes.remove(other)
                places = (*other.places, *quote.places)
                place = min(start for start, _ in places), max(end for _, end in places)
                quote = Quotation(quote.article_id, (place,))
        quotes.append(quote)
    return quotes


def _overlap(one: Quotation, other: Quotation) -> bool:
    """Whether two quotations of sentences do; cells of one table are told apart."""
    (low, high), (start, end) = one.places[0], other.places[0]
    return not (one.cell or other.cell) and low < end and start < high


def _with_lead(candidate: Candidate) -> Quotation:
    """From the sentence that names who or what is meant to the end of the candidate."""
    if candidate.cell:
        return candidate.quotation
    inside = candidate.passage.sentences
    before = [s for s in (candidate.passage.lead, *inside) if s and s.start < candidate.start]
    first = candidate.sentences[0]
    for earlier in reversed(before[-MOST_LEADS:]):
        leans = _LEANS.match(first.text) and earlier.paragraph == first.paragraph
        # News gives each sentence a paragraph of its own: "They added" goes on across it.
        if not leans and not _SPEAKS_ON.match(first.text):
            break
        first = earlier
    return Quotation(candidate.passage.article_id, ((first.start, candidate.end),))


def _with_items(candidate: Candidate) -> Quotation:
    """The whole list that the candidate introduces or is a part of, as far as its passage goes."""
    quote, sentences = _with_lead(candidate), candidate.passage.sentences
    if candidate.cell:
        return quote
    ((first, end),) = quote.places
    start = first
    for sentence in sentences:
        if sentence.item and sentence.start >= end:
            end = sentence.end
        elif sentence.start >= end:
            break
    if candidate.sentences[0].item:
        for sentence in reversed([s for s in sentences if s.end <= candidate.start]):
            start = sentence.start
            if not sentence.item:
                break
    return Quotation(quote.article_id, ((min(start, first), end),))


def _short(kind: Kind, chosen: Sequence[Candidate]) -> str | None:
    if kind in ("reason", "definition", "compare", "yesno") or len(chosen) > 1:
        return None
    return figure_of(chosen[0]) if kind == "figure" else _span(chosen[0])


def _span(candidate: Candidate) -> str:
    return on_one_line(candidate.value).strip(" ,;:")


def _adds(short: str, quote: str) -> bool:
    """Whether the span in front helps: not when it is most of the sentence anyway."""
    return len(short) <= 0.6 * len(quote)
