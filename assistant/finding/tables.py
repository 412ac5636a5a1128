"""Which cells of the tables that were read may answer: those that no other cell fits better.

A table holds many figures of one kind, and all but one of them are wrong. The question names the
row, the column or what else stands in the row; a cell whose row or column bears fewer of the
question's words than another one of the same table is a neighbour of the answer, not the answer.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from assistant.reader.reading import Span
from assistant.understanding.words import content_words, stem, stems, tokens
from corpus.cell import Cell, Part
from corpus.passage import Passage, Sentence

_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20|21)\d\d(?!\d)")

Labels = tuple[Part, ...]
Table = tuple[str, int]  # the article's id, and the number of the table in it


class Tables:
    """What the question names of each table in the passages that were read."""

    def __init__(self, question: str, passages: Sequence[Passage]) -> None:
        letters = [t for t in tokens(question)[1:] if len(t) == 1 and t.isupper()]  # "Zone A"
        self._asked = frozenset(map(stem, (*content_words(question), *letters)))
        self._years = frozenset(_YEAR.findall(question))
        self._rows: dict[Table, dict[Labels, frozenset[str]]] = defaultdict(dict)
        self._columns: dict[Table, dict[Labels, frozenset[str]]] = defaultdict(dict)
        self._lines: dict[tuple[Table, Labels], list[Cell]] = defaultdict(list)
        for passage in passages:
            for sentence in passage.sentences:
                if sentence.cell:
                    self._add((passage.article_id, sentence.paragraph), sentence.cell)

    def _add(self, table: Table, cell: Cell) -> None:
        rows, columns = self._rows[table], self._columns[table]
        rows[cell.row] = rows.get(cell.row, self._named(cell.row)) | self._named(cell.value)
        columns.setdefault(cell.column, self._named(cell.column))
        self._lines[table, cell.row].append(cell)

    def _named(self, parts: Iterable[Part]) -> frozenset[str]:
        return self._asked & stems(_text(parts))

    def allow(self, passage: Passage, sentence: Sentence, span: Span) -> bool:
        """Whether the span of the cell may be what is asked for; an empty cell is no answer."""
        cell = sentence.cell
        assert cell is not None
        table = passage.article_id, sentence.paragraph
        rows, columns = self._rows[table], self._columns[table]
        own = self._named((*cell.column, *cell.value))
        fellows = (self._named((*c.column, *c.value)) for c in self._lines[table, cell.row])
        return bool(cell.value) and not (
            any(other > rows[cell.row] for other in rows.values())
            or any(other > columns[cell.column] for other in columns.values())
            or any(other > own for other in fellows)
            or stems(cell.said[slice(*cell.find(span.start, span.end))]) <= self._asked
            or (self._years and not self._of_the_years(passage, sentence))
        )

    def _of_the_years(self, passage: Passage, sentence: Sentence) -> bool:
        """Whether the cell is of a year that is asked for, or nothing says of which it is."""
        said = frozenset(_YEAR.findall(self.around(passage, sentence)))
        return not said or bool(said & self._years)

    def around(self, passage: Passage, sentence: Sentence) -> str:
        """What the cell is read with: title, caption, the sentence before, its row and column."""
        cell = sentence.cell
        assert cell is not None
        fellows = self._lines[(passage.article_id, sentence.paragraph), cell.row]
        line = " ".join(_text(fellow.value) for fellow in fellows)
        lead = passage.lead.text if passage.lead else ""
        return "\n".join((passage.title, passage.heading or "", lead, line, cell.said))


def _text(parts: Iterable[Part]) -> str:
    return " ".join(part.text for part in parts)
