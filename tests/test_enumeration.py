"""Sentences that say the same of several things: a row for each, with its label and values."""

from __future__ import annotations

import pytest

from assistant.finding.enumeration import rows


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        (
            "Alvik handled 512,000 passengers in 2024, Stenby 301,000 and Horne 87,000.",
            "512,000",
            {"Alvik": "512,000", "Stenby": "301,000", "Horne": "87,000"},
        ),
        (
            "Rents rose by 4% in Kelmar, 3% in Dorrit and 6% in Pahlen during 2024.",
            "4%",
            {"Kelmar": "4%", "Dorrit": "3%", "Pahlen": "6%"},
        ),
        (
            "The scheme pays 3,000 euros for a heat pump, 1,200 for a boiler and 750 for a roof.",
            "1,200",
            {"heat pump": "3,000 euros", "boiler": "1,200", "roof": "750"},
        ),
        (
            "Quist and Ebbe won 41,200 and 38,900 votes respectively.",
            "41,200 and 38,900 votes",
            {"Quist": "41,200", "Ebbe": "38,900"},
        ),
        (
            "Costs were $8.6 million, $8.0 million, and $8.4 million in 2019, 2018 and 2017.",
            "$8.6 million",
            {"2019": "$8.6 million", "2018": "$8.0 million", "2017": "$8.4 million"},
        ),
        (
            "Turnout rose from 52% in 2019 to 61% in 2023.",
            "52%",
            {"2019": "52%", "2023": "61%"},
        ),
        (
            "Owners can apply from 3 March, tenants from 1 June.",
            "3 March",
            {"Owners": "3 March", "tenants": "1 June"},
        ),
        (
            "The harbour office is led by Runa Dahl and the parks office by Tove Ried.",
            "Runa Dahl",
            {"harbour office": "Runa Dahl", "parks office": "Tove Ried"},
        ),
    ],
)
def test_each_thing_has_its_own_value(text: str, value: str, expected: dict[str, str]) -> None:
    start = text.index(value)
    found = rows(text, (start, start + len(value)))
    labelled = {text[slice(*row.label)]: text[slice(*row.values[0])] for row in found if row.label}
    assert labelled == expected


def test_a_row_may_have_several_values() -> None:
    text = "Berga school has 22 teachers for 310 pupils, Lunde school 31 for 460."
    start = text.index("31")
    found = rows(text, (start, start + 2))
    assert [[text[slice(*v)] for v in row.values] for row in found] == [
        ["22", "310"],
        ["31", "460"],
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The tunnel is 7.4 kilometres long and cost 450 million euros.", "450 million euros"),
        ("Tannberg, Veldhof and Issum gathered 4,000 tonnes of glass together.", "4,000"),
        ("The bridge opened in 1979.", "1979"),
        ("Costs were 3, 4 and 5 euros.", "4"),
    ],
)
def test_one_value_of_its_kind_or_none_with_a_label_makes_no_rows(text: str, value: str) -> None:
    start = text.index(value)
    assert rows(text, (start, start + len(value))) == ()
