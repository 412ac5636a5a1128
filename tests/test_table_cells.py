"""Each cell of a table says its row, its column and its unit, and nothing that is not there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.finding.tables import Tables
from assistant.reader.reading import Span
from corpus.article import Article
from corpus.cells import read_within
from corpus.packing import LIST_CHARS
from corpus.passage import Sentence, split
from corpus.sentences import sentences
from corpus.table import blocks, read, render


def said(text: str) -> list[str]:
    return [sentence.said for sentence in sentences(text) if sentence.cell]


def cells(text: str) -> list[Sentence]:
    return [sentence for sentence in sentences(text) if sentence.cell]


def test_two_head_rows_and_a_unit_in_the_caption() -> None:
    table = render(
        [("Zone", "Household", "Household", "Firm"), ("Zone", "2026", "2027", "2027")],
        [("Harbour", "22", "23", "31")],
        "Charges by zone, in crowns per cubic metre",
    )
    assert said(table) == [
        "Harbour, Household, 2026: 22 crowns per cubic metre.",
        "Harbour, Household, 2027: 23 crowns per cubic metre.",
        "Harbour, Firm, 2027: 31 crowns per cubic metre.",
    ]


def test_a_cell_that_spans_rows_is_a_label_of_each() -> None:
    table = render(
        [("Province", "Works", "Grant (million euros)")],
        [("North", "Fibre", "14"), ("North", "Chargers", "6"), ("South", "Fibre", "5")],
    )
    assert said(table) == [
        "North, Fibre, Grant: 14 million euros.",
        "North, Chargers, Grant: 6 million euros.",
        "South, Fibre, Grant: 5 million euros.",
    ]


def test_a_row_with_fewer_cells_than_the_head_is_given_no_column() -> None:
    table = render([("Year", "Income (euros)", "Costs")], [("2022", "9", "8"), ("2023", "7")])
    assert said(table)[-1] == "2023: 7."


def test_rows_that_only_name_those_below_them() -> None:
    across = render([("", "2020", "2021")], [("Coast",) * 3, ("Lund", "4", "5"), ("Vik", "6", "7")])
    assert said(across)[::2] == ["Coast, Lund, 2020: 4.", "Coast, Vik, 2020: 6."]
    bare = render([("", "2020")], [("Coast", ""), ("Lund", "4"), ("Inland", ""), ("Berg", "6")])
    assert said(bare) == ["Coast, Lund, 2020: 4.", "Inland, Berg, 2020: 6."]


def test_a_row_without_figures_is_no_heading_where_it_stands_alone() -> None:
    table = render([("", "2020")], [("Lund", "4"), ("Vik", ""), ("Berg", "6")])
    assert said(table) == ["Lund, 2020: 4.", "Vik, 2020: –.", "Berg, 2020: 6."]


@pytest.mark.parametrize(
    ("head", "row", "read_as"),
    [
        ("Average wage, in euros", "3,315", "Average wage: 3,315 euros."),
        ("Average wage, crowns", "33 150", "Average wage: 33 150 crowns."),
        ("Budget (EUR million)", "40", "Budget: EUR 40 million."),
        ("Budget, €m", "40", "Budget: €40m."),
        ("2024 $'000", "1,204", "2024: $1,204 thousand."),
        ("Debt, % of GDP", "61.2", "Debt: 61.2% of GDP."),
        ("Change, %", "−8.0", "Change: −8.0%."),
        ("Area (km²)", "85", "Area: 85 km²."),
        ("Price (EUR/kWh)", "0.31", "Price: EUR 0.31/kWh."),
        ("People (thousands)", "412", "People: 412 thousand."),
        ("People (thousands)", "412¹", "People: 412 thousand."),
        ("People (thousands)", "412 (p)", "People: 412 thousand."),
        ("People (thousands)", "n/a", "People: –."),
        ("People (thousands)", "", "People: –."),
        ("Cost (euros)", "free", "Cost: free."),
        ("Cost (euros)", "12 crowns", "Cost: 12 crowns."),
        ("Students (primary)", "85", "Students (primary): 85."),
        ("Grant in 2025", "85", "Grant in 2025: 85."),
        ("Wages in cities", "85", "Wages in cities: 85."),
        ("Households", "85", "Households: 85."),
        ("Depth*", "3.5 m†", "Depth: 3.5 m."),
        ("Rule", r"a \| b", "Rule: a | b."),
        ("Offers", "skis; sledges", "Offers: skis; sledges."),
    ],
)
def test_the_unit_of_a_column(head: str, row: str, read_as: str) -> None:
    assert said(f"| Name | {head} |\n| --- | --- |\n| Lund | {row} |") == [f"Lund, {read_as}"]


PORT = render([("Item", "Year built", "Debt")], [("Port", "1984", "84")])


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        (render([("EUR million", "2025")], [("Health", "84")]), "EUR 84 million"),
        (render([("Item", "Debt ($)")], [("Port", "84")], "In thousands"), "$84 thousand"),
        (f"In million euros\n{PORT}", "84 million euros"),
        (f"{PORT}\n\nAll amounts in million euros.", "84 million euros"),
        (f"The table gives the sums in crowns.\n\n{PORT}", "84 crowns"),
        (f"They live in towns.\n\n{PORT}", "84"),
        (PORT.replace("Debt", "Share"), "84"),
        (render([("Item", "2025")], [("Emissions (tonnes)", "84")]), "84 tonnes"),
    ],
)
def test_the_unit_of_a_table(text: str, figure: str) -> None:
    assert said(text)[-1].rpartition(": ")[2] == f"{figure}."


@pytest.mark.parametrize(
    ("head", "value"),
    [
        ("Staff", "84"),
        ("Permanent staff (2025)", "84"),
        ("Number of grants", "84"),
        ("Year", "84"),
        ("Share (%)", "84%"),
        ("Staff costs", "84 million euros"),
        ("Aid to schools", "84 million euros"),
        ("Reserve", "84 million euros"),
    ],
)
@pytest.mark.parametrize("around", ["In million euros\n{}", "{}\n\nAll amounts in million euros."])
def test_money_of_a_whole_table_counts_no_heads(head: str, value: str, around: str) -> None:
    columns = render([("Agency", head)], [("Ports", "84")])
    rows = render([("", "2025")], [(head, "84")])
    assert said(around.format(columns))[-1] == f"Ports, {head.removesuffix(' (%)')}: {value}."
    if head != "Share (%)":
        assert said(around.format(rows))[-1] == f"{head}, 2025: {value}."


def test_a_scale_or_named_sums_reach_a_column_of_heads() -> None:
    table = render([("Town", "Population")], [("Lund", "84")])
    assert said(f"In thousands\n{table}") == ["Lund, Population: 84 thousand."]
    table = render([("Agency", "Staff")], [("Ports", "84")])
    named = said(f"Expenditure by agency, in million euros\n{table}")
    assert named == ["Ports, Staff: 84 million euros."]


@pytest.mark.parametrize("nothing", ["", "–", "..", "n/a"])
def test_an_empty_cell_does_not_answer_and_no_other_cell_does_for_it(nothing: str) -> None:
    table = render([("Town", "2020", "2021")], [("Lund, north", "4", nothing), ("Vik", "5", "6")])
    passage = split(Article("boats", "Boats", table))[0]
    tables = Tables("How many boats did Lund have in 2021?", [passage])
    for sentence in passage.sentences:
        assert sentence.cell
        span = Span(*sentence.cell.place(0, len(sentence.cell.said)), 9.0, sentence)
        assert not tables.allow(passage, sentence, span)


def test_tables_without_a_head() -> None:
    assert said("| Fee | 95 euros |\n| Court | Arlen |") == ["Fee: 95 euros.", "Court: Arlen."]
    assert said("| Year | Seats |\n| 2016 | 120 |\n| 2020 | 124 |")[1] == "2020, Seats: 124."
    assert said("| one text |") == ["one text."]


def test_numbers_that_count_the_rows_are_not_their_only_name() -> None:
    table = render([("No.", "Town", "Mayor")], [("1", "Lund", "Berg"), ("2", "Vik", "Dahl")])
    assert said(table) == ["1, Lund, Mayor: Berg.", "2, Vik, Mayor: Dahl."]


def test_a_cell_of_many_sentences_gives_each_its_labels() -> None:
    duty = "The operator keeps a log of every crossing and shows it to the inspector on demand. "
    found = said(render([("Who", "Duty")], [("Ferry", duty * 6)]))
    assert len(found) == 6
    assert all(one.startswith("Ferry, Duty: The operator keeps") for one in found)


FAR = render(
    [("Town", "People (thousands)")],
    [(f"Town number {n}", str(n)) for n in range(1, 60)],
    "Towns of the county",
)


def test_a_cell_is_quoted_with_its_row_and_head() -> None:
    near, far = cells(FAR)[0].cell, cells(FAR)[-1].cell
    assert near is not None
    assert [FAR[s:e].splitlines()[-1] for s, e in near.places] == ["| Town number 1 | 1 |"]
    assert far is not None
    head, row = (FAR[start:end] for start, end in far.places)
    assert head == "Towns of the county\n| Town | People (thousands) |\n| --- | --- |"
    assert row == "| Town number 59 | 59 |"


def test_what_is_read_stands_in_what_is_quoted() -> None:
    for sentence in cells(FAR):
        assert sentence.cell
        assert sentence.said in set(read_within(FAR, sentence.cell.places))
    far = cells(FAR)[-1]
    assert far.cell is not None
    assert far.said not in set(read_within(FAR, far.cell.places[1:]))


def test_passages_of_a_table() -> None:
    article = Article("towns", "Towns", f"The county lists them.\n\n{FAR}\n\nIt has 45 members.")
    first, *tables, last = split(article)
    assert (first.text, last.text) == ("The county lists them.", "It has 45 members.")
    assert all(len(p.text) <= LIST_CHARS for p in tables)
    assert {(p.heading, p.lead and p.lead.text, p.tail and p.tail.text) for p in tables} == {
        ("Towns of the county", "The county lists them.", "It has 45 members.")
    }
    assert "Town number 7, People: 7 thousand." in " ".join(p.text for p in tables)


def test_a_wide_row_is_shared_out_evenly() -> None:
    years = [str(year) for year in range(1980, 2025)]
    values = [f"{number}.5" for number in range(45)]
    text = render(
        [("Source", *years)], [("Wind", *values), ("Coal", *values)], "Power, in gigawatt hours"
    )
    passages = split(Article("power", "Power", f"Some words stand above it.\n\n{text}"))[1:]
    assert len(passages) > 4
    assert all(len(passage.text) <= LIST_CHARS for passage in passages)
    assert all(len({cell.said.partition(",")[0] for cell in p.sentences}) == 1 for p in passages)


_FIELD = st.text(st.sampled_from("ab|\\ 12,.–¹*%(€é"), max_size=8)
_ROWS = st.lists(st.lists(_FIELD, min_size=1, max_size=5), max_size=6)


@given(_ROWS, _ROWS, st.text(st.sampled_from("in euros(%),ab |"), max_size=20))
def test_nothing_of_a_table_is_lost(
    head: list[list[str]], rows: list[list[str]], caption: str
) -> None:
    text = f"Before it.\n\n{render(head, rows, caption)}\n\nBehind it."
    found = sentences(text)
    at = 0
    for sentence in found:
        assert not text[at : sentence.start].strip()
        assert sentence.text == sentence.text.strip() == text[sentence.start : sentence.end] != ""
        at = sentence.end
        if cell := sentence.cell:
            for part in (*cell.row, *cell.column):
                low, high = cell.find(part.start, part.end)
                assert cell.said[low:high] == part.text == text[part.start : part.end]
                assert cell.place(low, high) == (part.start, part.end)
            assert cell.start <= cell.place(*cell.find(cell.start, cell.end))[0] <= cell.end
    assert not text[at:].strip()


@given(_ROWS, _ROWS)
def test_what_is_rendered_is_read(head: list[list[str]], rows: list[list[str]]) -> None:
    text = render(head, rows)
    for start, end in blocks(text):
        table = read(text, start, end)
        found = [
            [f.text.replace("\\|", "|") for f in row.fields] for row in (*table.head, *table.rows)
        ]
        assert found == [[" ".join(c.split()) for c in row] for row in (*head, *rows)]
