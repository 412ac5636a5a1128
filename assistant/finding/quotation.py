"""What is quoted for a candidate, and how it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.passage import Sentence

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Quotation:
    """Stretches of an article, (start, end) each, that say something together.

    Sentences are quoted as they stand. A table's cell, at ``cell``, is quoted with its row and
    head; ``shown`` is how it reads, since its row alone says little.
    """

    article_id: str
    places: tuple[Place, ...]
    cell: Place | None = None
    shown: str = ""

    def cell_in(self, place: Place) -> Place | None:
        """The cell, where it stands in that stretch."""
        cell = self.cell
        return cell if cell and place[0] <= cell[0] and cell[1] <= place[1] else None


def quotation(
    article_id: str, sentences: Sequence[Sentence], cell: Place | None = None
) -> Quotation:
    """The quotation of sentences that follow each other, or of one cell.

    ``cell``: the place in the table that answers, by default the cell itself.
    """
    found = sentences[0].cell
    if found is None:
        return Quotation(article_id, ((sentences[0].start, sentences[-1].end),))
    return Quotation(article_id, found.places, cell or (found.start, found.end), found.said)
