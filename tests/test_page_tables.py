"""Tables of an HTML page: the canonical form, and layouts that are no tables."""

from __future__ import annotations

import pytest

from corpus.page import read_page


def text(markup: str) -> str:
    return read_page(f"<html><body>{markup}</body></html>").text


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (
            "<caption>Tolls, in crowns</caption><tr><th>Bridge<th>Car<tr><td>North<td>12",
            "Tolls, in crowns\n| Bridge | Car |\n| --- | --- |\n| North | 12 |",
        ),
        (
            "<tr><th>Isle<th>Work<th>Sum<tr><td rowspan=2>Skarn<td>Quay<td>4<tr><td>Road<td>9",
            "| Isle | Work | Sum |\n| --- | --- | --- |\n"
            "| Skarn | Quay | 4 |\n| Skarn | Road | 9 |",
        ),
        (
            "<thead><tr><th rowspan=2>Port<th colspan=2>Ships<tr><th>2030<th>2031</thead>"
            "<tr><td>Vik<td>7<td>8",
            "| Port | Ships | Ships |\n"
            "| Port | 2030 | 2031 |\n| --- | --- | --- |\n| Vik | 7 | 8 |",
        ),
        (
            "<tr><td colspan=2>In million euros<tr><th>Year<th>Sum<tr><td>2030<td>6",
            "In million euros\n| Year | Sum |\n| --- | --- |\n| 2030 | 6 |",
        ),
        (
            "<tr><th>Year<th>A<th>B<tr><td>2030<td><td>5<tr><td>2031<td>6",
            "| Year | A | B |\n| --- | --- | --- |\n| 2030 |  | 5 |\n| 2031 | 6 |",
        ),
        (
            "<tr><th>Town<th>Rules<tr><td>Vik<td><ul><li>no cars<li>no dogs</ul>",
            "| Town | Rules |\n| --- | --- |\n| Vik | no cars; no dogs |",
        ),
        (
            "<tr><th>Town<th>Homes<br>in 2030<tr><td>Vik<sup>1</sup><td>1,204*",
            "| Town | Homes in 2030 |\n| --- | --- |\n| Vik | 1,204 |",
        ),
        (
            "<tr><td><b>Town</b><td><b>Homes</b><tr><td>Vik<td>88",
            "| Town | Homes |\n| --- | --- |\n| Vik | 88 |",
        ),
        (
            "<tr><th>Town<th>Homes<tr><td>Vik<td>88<tr><td colspan=2>Source: the town hall",
            "| Town | Homes |\n| --- | --- |\n| Vik | 88 |\n\nSource: the town hall",
        ),
        (
            "<tr><th scope=row>Mayor<td>Ada<tr><th scope=row>Homes<td>88",
            "| Mayor | Ada |\n| Homes | 88 |",
        ),
    ],
)
def test_the_canonical_form(table: str, said: str) -> None:
    assert text(f"<table>{table}</table>") == said


@pytest.mark.parametrize(
    "table",
    [
        "<tr><td>One.<tr><td>Two.",
        "<tr><td><table><tr><td>One.</table><td><table><tr><td>Two.</table>",
        "<tr role=x><td><h2>One.</h2><td>Two.",
        "<tr><td><p>One.</p><td>Two." + " And so on, at some length." * 14,
    ],
)
def test_a_layout_is_no_table(table: str) -> None:
    said = text(f"<table>{table}</table>")
    assert "|" not in said
    assert [line.strip("# ")[:4] for line in said.split("\n\n")] == ["One.", "Two."]


def test_spans_are_bounded() -> None:
    wide = "<tr><td colspan=99999>a<td rowspan=99999>b" * 50
    assert len(text(f"<table>{wide}</table>")) < 100_000
