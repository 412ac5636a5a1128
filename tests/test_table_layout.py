"""A table is one unit of a text, with its caption, and cleaning keeps each row of it."""

from __future__ import annotations

import pytest

from corpus.clean import clean
from corpus.layout import units
from corpus.table import blocks, render

FARES = render(
    [("Zone", "Adult")], [("Harbour", "23"), ("2026", "1,140")], "Fares by zone, in crowns"
)
BEFORE = "The council set the fares on Monday, and they are the same for every line and every day."
AFTER = "Children under six travel free with an adult, the council said in its decision."


def _tables(text: str) -> list[str]:
    return [text[start:end] for start, end in blocks(text)]


@pytest.mark.parametrize(
    ("text", "tables"),
    [
        (f"{BEFORE}\n\n{FARES}\n\n{AFTER}", [FARES]),
        (FARES, [FARES]),
        (f"\n{FARES}\n", [FARES]),
        (f"{FARES}\n\n{FARES}", [FARES, FARES]),
        ("## Fares\n| a | b |\n| 1 | 2 |", ["| a | b |\n| 1 | 2 |"]),
        ("- an item\n| a | b |", ["| a | b |"]),
        ("one\ntwo\n| a | b |", ["| a | b |"]),
        (f"{'far ' * 99}\n| a | b |", ["| a | b |"]),
        ("  | a | b |  \n\t|c|d|\nend", ["| a | b |  \n\t|c|d|"]),
        ("Home | About | Contact", []),
        ("|", []),
        ("", []),
    ],
)
def test_blocks(text: str, tables: list[str]) -> None:
    assert _tables(text) == tables


def test_a_table_is_one_unit_with_its_caption() -> None:
    text = f"# Fares\n\n{BEFORE}\n\n{FARES}\n\n{AFTER}"
    found = [(unit.kind, text[unit.start : unit.end]) for unit in units(text)]
    assert found == [("heading", "# Fares"), ("text", BEFORE), ("table", FARES), ("text", AFTER)]


def test_cleaning_keeps_rows_that_hold_no_letter() -> None:
    assert clean(f"{BEFORE}\n\n{FARES}\n\n{AFTER}\n").text == f"{BEFORE}\n\n{FARES}\n\n{AFTER}"
