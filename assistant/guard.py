"""Guards the numbers of a statement: each has to stand in a quote. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from assistant.numbers.atom import LETTER, as_written
from assistant.numbers.units import unit_at
from assistant.quantities import Quantity, Unread, numbers
from assistant.writing.arithmetic import recomputed

_MARKED = re.compile(r"\s*\[\d+\]")
_MARKER = re.compile(r"\[(\d+)\]")
# Sentences that stand apart are read apart: no number reaches from one into the next.
_APART = re.compile(r"\s*\[\d+\]|\n[^\S\n]*\n")
# What stands in front of a quote, or between the values of several sides.
_BETWEEN_PIECES = re.compile(r" — |[:;] ")
_WORD_START = re.compile(r"(?<!\w)(?=\S)")


def unsupported_numbers(statement: str, quotes: Iterable[str]) -> list[str]:
    """The numbers of ``statement`` that stand in none of ``quotes``, as they are written.

    A quantity is supported by one of equal value and unit ("1.46 trillion won" by "1,460 billion
    won"), and by the same words in a quote; what can't be read, by the same words alone. The
    result of a calculation is supported when its operands are and it is right. "One" alone is a
    pronoun more often than a number and is let pass. A quote supports itself, whatever it says.
    """
    known = _Known(quotes)
    missing = []
    for part in _parts(_without_results(statement, known)):
        quoted = [(s, e) for s, e in _pieces(part) if known.has(part[s:e])]
        for number in numbers(part):
            written = part[number.start : number.end]
            in_quoted = any(s <= number.start and number.end <= e for s, e in quoted)
            if not (in_quoted or known.supports(number, written) or written.lower() == "one"):
                missing.append(written)
    return missing


class _Known:
    """Everything that the quotes say in numbers."""

    def __init__(self, quotes: Iterable[str]) -> None:
        self._quotes = [part for quote in quotes for part in (on_one_line(quote), *_parts(quote))]
        self._quantities: list[Quantity] = []
        self._written: set[str] = set()
        for quote in self._quotes:
            for number in numbers(quote):
                if isinstance(number, Unread):
                    self._written.add(number.means)
                else:
                    self._quantities.append(number)
                    self._written.add(as_written(quote[number.start : number.end]))

    def supports(self, number: Quantity | Unread, written: str) -> bool:
        """``written``: how the number is written in the statement."""
        if isinstance(number, Unread):
            return number.means in self._written
        if as_written(written) in self._written or self.states(number):
            return True
        ends = {number.value, number.high} - {None}
        return number.high is not None and ends <= {
            known.value for known in self._quantities if self._agree(number.unit, known.unit)
        }

    def has(self, written: str) -> bool:
        """Whether the same words stand in a quote and are no part of a number there."""
        return any(
            not any(
                number.start < end and start < number.end
                for number in numbers(quote)
                if not (start <= number.start and number.end <= end)
            )
            for quote in self._quotes
            for start, end in _places(written, quote)
        )

    def states(self, quantity: Quantity) -> bool:
        """Whether a quote gives the same value in the same unit."""
        return any(
            quantity.same_value(known) and self._agree(quantity.unit, known.unit)
            for known in self._quantities
        )

    def _agree(self, unit: str, known: str) -> bool:
        """A plain number is one of the unit only where a quote names the unit at all."""
        return unit in ("", known) or (known == "" and self._names(unit))

    def _names(self, unit: str) -> bool:
        return any(
            found[1] == unit
            for quote in self._quotes
            for place in _WORD_START.finditer(quote)
            if (found := unit_at(quote, place.start()))
        )


def _pieces(part: str) -> Iterator[tuple[int, int]]:
    """Where the pieces of a line stand that may each be a quote's own words."""
    start = 0
    for found in _BETWEEN_PIECES.finditer(part):
        yield start, found.start()
        start = found.end()
    yield start, len(part)


def _places(words: str, text: str) -> Iterator[tuple[int, int]]:
    """Where the words stand in the text, with no Latin letter or digit touching them."""
    for found in re.finditer(rf"(?<![{LETTER}\d]){re.escape(words)}(?![{LETTER}\d])", text):
        yield found.span()


def _parts(text: str) -> Iterator[str]:
    return (on_one_line(part) for part in _APART.split(text))


def on_one_line(text: str) -> str:
    """An article's words on one line, its own "[9]" as "(9)": only ours are markers."""
    return " ".join(_MARKER.sub(r"(\1)", text).split())


def _without_results(statement: str, known: _Known) -> str:
    """The statement less the results of calculations that are right and of known figures."""
    lines = []
    for line in statement.split("\n"):
        operands = recomputed(_MARKED.sub("", line))
        right = operands and all(known.states(operand) for operand in operands)
        lines.append(line.rpartition(" = ")[0] if right else line)
    return "\n".join(lines)
