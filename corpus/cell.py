"""A cell of a table as it reads alone, and where the article has each word of it."""

from __future__ import annotations

from dataclasses import dataclass

NOTHING = "–"  # how an empty cell reads


@dataclass(frozen=True, slots=True)
class Part:
    """Words that a cell says: ``text`` stands for ``Article.text[start:end]``."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: "Harbour, Household, 2027: 23 crowns." It is at ``Article.text[start:end]``.

    ``row`` and ``column`` are its labels, the outer ones first; ``value`` is what it holds, its
    unit included, and empty where it holds nothing. ``places`` are the lines of the article that
    say all this, (start, end) each, for quoting.
    """

    start: int
    end: int
    row: tuple[Part, ...]
    column: tuple[Part, ...]
    value: tuple[Part, ...]
    places: tuple[tuple[int, int], ...]

    @property
    def labels(self) -> str:
        """ "Harbour, Household, 2027"."""
        return ", ".join(part.text for part in (*self.row, *self.column))

    @property
    def said(self) -> str:
        """All it says, as a sentence."""
        return "".join(text for text, _ in self._pieces())

    def find(self, start: int, end: int) -> tuple[int, int]:
        """Where ``said`` has the words that the article has at ``start`` to ``end``.

        The whole value has its unit with it. The inverse of :meth:`place`.
        """
        own = self._own()
        whole = own and start <= own[0].start and own[-1].end <= end
        wanted = self.value if whole else (*self.row, *self.column, *own)
        found: list[int] = []
        at = 0
        for text, part in self._pieces():
            if part in wanted and part and (whole or (part.start < end and start < part.end)):
                low = 0 if whole else max(0, start - part.start)
                high = len(text) if whole else min(len(text), end - part.start)
                found += [at + low, at + high]
            at += len(text)
        return (found[0], found[-1]) if found else (at, at)

    def place(self, low: int, high: int) -> tuple[int, int]:
        """Where the article has what ``said`` has from ``low`` to ``high``.

        Words of the cell itself come before those of a label, and a unit alone is the whole cell.
        """
        own, named = [], []
        at = 0
        for text, part in self._pieces():
            if part and at < high and low < at + len(text):
                start = part.start + max(0, low - at)
                place = start, min(part.end, part.start + high - at)
                if part in self._own():
                    own.append(place)
                elif part not in self.value:
                    named.append(place)
            at += len(text)
        if own:
            return own[0][0], own[-1][1]
        return named[0] if named else (self.start, self.end)

    def _own(self) -> tuple[Part, ...]:
        """The parts of the value that stand in the cell: not its unit."""
        return tuple(p for p in self.value if self.start <= p.start and p.end <= self.end)

    def _pieces(self) -> list[tuple[str, Part | None]]:
        """Its parts in order, and the words between them, which stand nowhere."""
        labels = (*self.row, *self.column)
        value: list[tuple[str, Part | None]] = [(part.text, part) for part in self.value]
        value = value or [(NOTHING, None)]
        pieces = [piece for part in labels for piece in ((", ", None), (part.text, part))][1:]
        stop = "" if value[-1][0].endswith((".", "!", "?")) else "."
        return [*pieces, (": " if labels else "", None), *value, (stop, None)]
