"""A chat model's reply read into statements and the evidence each one rests on. Pure."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.errors import AssistantError
from corpus.sentences import sentences

REFUSAL = "NOT IN SOURCES"  # what the model is told to say when the evidence does not answer
MAX_REPLY = 20_000  # characters read; four sentences are a few hundred
MAX_SHORT = 160  # characters; what is longer is no short answer
MAX_RANGE = 50  # numbers that "[3-9]" may stand for

_NUMBER = r"[#^]?\d+"
_JOIN = r"\s*(?:[,;、，&~–—-]|and|to)\s*"  # models write all of these
# "[1]", "[1, 3]", "[1-3]", "[^1]", "[evidence 2]", "【1†source】"
_MARKER = re.compile(
    rf"\s*[\[［【]\s*(?:(?:evidence|sentence|source)s?\s*)?"
    rf"({_NUMBER}(?:{_JOIN}{_NUMBER})*)\s*(?:†[^\[\]【】]{{0,40}})?[\]］】]",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"(?<=[\]］】])\s*[,;、]\s*(?=[\[［【])")
_RANGE = re.compile(r"(\d+)(?:\s*(?:[-–—~]|to)\s*[#^]?(\d+))?", re.IGNORECASE)
_LEFTOVER = re.compile(r"\[(\d+)\]")  # what a marker inside a marker leaves behind
_REFUSED = re.compile(r"not[\s_-]+in[\s_-]+(?:the[\s_-]+)?sources\b", re.IGNORECASE)
_SHORT = re.compile(r"short(?: answer)?\s*[:：]\s*", re.IGNORECASE)
_LINE_MARK = re.compile(r"^\s*(?:#{1,6}\s+|>\s*|[-*+•‣]\s+|\d{1,2}[.)]\s+)")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_EMPHASIS = re.compile(r"\*\*+|`+|(?<!\w)(?:\*|__?)(?=\S)|(?<=\S)(?:\*|__?)(?!\w)")


class DraftError(AssistantError):
    """The reply holds nothing that can be used."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of the reply, without its markers, and the evidence it names (from 1)."""

    text: str
    evidence: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """What the model said. ``answered`` is False when it said that the evidence does not answer.

    ``short`` is the few words that answer; ``unknown`` counts the numbers that name no evidence.
    A statement without evidence is the model's own and must not reach the person.
    """

    statements: tuple[Statement, ...]
    short: str | None
    answered: bool
    unknown: int = 0


def parse_draft(text: str, evidence_count: int) -> Draft:
    """The reply read, whatever its markers and markdown look like.

    A marker belongs to the sentence before it, also after the full stop; at the start of a line
    to the sentence it opens. Raises DraftError when nothing is left to read.
    """
    said = _aloud(text)
    short, lines = _split_short([line for line in map(_plain, said.splitlines()) if line])
    if any(_REFUSED.match(opening) for opening in (short, *lines[:1])):
        return Draft((), None, answered=False)
    statements, unknown = _statements(lines, evidence_count)
    if not statements:
        raise DraftError("The reply is empty.")
    kept = tuple(statement for statement in statements if REFUSAL not in statement.text)
    if len(kept) < len(statements) and not any(statement.evidence for statement in kept):
        return Draft((), None, answered=False, unknown=unknown)
    return Draft(kept, short or None, answered=True, unknown=unknown)


def settled(text: str, evidence_count: int) -> tuple[Statement, ...]:
    """The statements of a reply still coming that nothing to come can change: all but the last."""
    whole_words = text[: max(map(text.rfind, " \n")) + 1]
    if _aloud(whole_words).lstrip().startswith("<think>"):
        return ()
    try:
        return parse_draft(whole_words, evidence_count).statements[:-1]
    except DraftError:
        return ()


def visible(text: str) -> str:
    """The text on one line, without characters that nobody sees: controls, bidi marks, tags."""
    line = " ".join(text.split())
    return "".join(c for c in line if not unicodedata.category(c).startswith("C"))


def _aloud(text: str) -> str:
    """The reply without the thoughts that some models write before it."""
    return text.rpartition("</think>")[2][:MAX_REPLY]


def _plain(line: str) -> str:
    """The line without markdown; a link loses its address, markers stay."""
    unlinked = _LINK.sub(_named, _LINE_MARK.sub("", line))
    return visible(_BETWEEN.sub("", _EMPHASIS.sub("", unlinked)))


def _named(link: re.Match[str]) -> str:
    return f"[{link[1]}]" if link[1].isdigit() else link[1]


def _split_short(lines: Sequence[str]) -> tuple[str, list[str]]:
    """The short answer ("" if there is none) and the lines of the answer itself."""
    for at, line in enumerate(lines):
        label = _SHORT.match(line)
        if label:
            said = line[label.end() :]
            short = _LEFTOVER.sub(r"(\1)", _lift_markers(said)[0]).strip(" .")
            others = [*lines[:at], *lines[at + 1 :]]
            if not any(c.isalnum() for c in short):
                short = ""  # nothing but marks
            if len(short) > MAX_SHORT:
                return "", [*lines[:at], said, *lines[at + 1 :]]
            return short, others or [said]
    return "", list(lines)


def _statements(lines: Iterable[str], evidence_count: int) -> tuple[tuple[Statement, ...], int]:
    """The sentences with the evidence they name, and how many numbers name none."""
    found: list[tuple[str, list[int]]] = []
    unknown = 0
    for line in lines:
        text, markers = _lift_markers(line)
        before = len(found)
        # Without a full stop at its end, a short line would be taken for a heading, and not cut.
        cut = sentences(f"{text}." if text[-1:].isalnum() else text)
        starts = [sentence.start for sentence in cut]
        found += [(_LEFTOVER.sub(r"(\1)", text[s.start : s.end]), []) for s in cut]
        for place, numbers in markers:
            known = [n for n in numbers if 1 <= n <= evidence_count]
            unknown += len(numbers) - len(known)
            behind = max(place, starts[0] + 1) if starts else 0
            owner = before + bisect_left(starts, behind) - 1
            if owner >= 0:
                found[owner][1].extend(known)
    spoken = [(text, numbers) for text, numbers in found if any(c.isalnum() for c in text)]
    return tuple(Statement(text, tuple(dict.fromkeys(n))) for text, n in spoken), unknown


def _lift_markers(line: str) -> tuple[str, list[tuple[int, list[int]]]]:
    """The line without its markers; of each, the place in that line and its numbers."""
    text, end = "", 0
    lifted = []
    for marker in _MARKER.finditer(line):
        text += line[end : marker.start()]
        lifted.append((len(text), _numbers(marker[1])))
        end = marker.end()
    return text + line[end:], lifted


def _numbers(cited: str) -> list[int]:
    """The numbers of one marker, ranges written out; 0 stands for one that is absurdly long."""
    found: list[int] = []
    for first, last in _RANGE.findall(cited):
        low, high = (int(n) if 0 < len(n) <= 6 else 0 for n in (first, last or first))
        found += range(low, high + 1) if 0 <= high - low < MAX_RANGE else (low, high)
    return found
