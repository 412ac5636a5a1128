"""What stands in a table, a list or a letter stays, and what cleaning takes out is named."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.clean import clean
from corpus.source import normalise

FIRST = "The council of Tarnholm published its yearly report on water and roads last week."
LAST = "The report will be discussed in the hall on the second floor, the mayor added."

TABLE = """| Year | Rainfall, mm |
| --- | --- |
| 2021 | 812 |
| 2022 | 7,904 |
| | |
| 2023 | 812 |"""
LETTER = """Ministry of Harbours
Quay Street 5
1020 Vellmar

14 May 2024
2024-05-14
Ref. 12/334

To the Board

Re: Dredging

Dear Ms Ottavi,

the channel at Vellmar is 9 metres deep, and the ferries of the new class need eleven.

The motion was carried by all members.

The motion was carried by all members.

Please reply to:

harbours@vellmar.example

Yours sincerely,

Ingrid Holm
Secretary
Encl."""
MINUTES = """MINUTES
Board of Trustees
Hall 3
Present
Ana
Bo Lind
Cem Öz

1. The chair opened the meeting at 18:00 and thanked the members for coming.
2. Ana asked for 400 crowns for paint.

Next meeting
3 June
Bo"""


@pytest.mark.parametrize("text", [LETTER, MINUTES], ids=["letter", "minutes"])
def test_a_document_without_marks_of_a_page_is_stored_whole(text: str) -> None:
    cleaned = clean(text)
    assert cleaned.text.split() == text.split()
    assert cleaned.dropped == ()


def test_every_row_of_a_table_stays_in_its_place() -> None:
    text = f"{FIRST}\n\nRainfall by year\n{TABLE}\n\n{LAST}"
    assert clean(text).text == text


@pytest.mark.parametrize("around", ["Share\n{}\nSign in\n", "{}"])
@pytest.mark.parametrize(
    "lines",
    [
        "- 2021: 412\n- 2022: 398\n- 2023: 405",
        "1. 12.5 %\n2. 14 %",
        "It covers:\n- Privacy\n- Jobs\n- Accessibility",
        "2021\t412\n2022\t398",
        "2021: 412\n2022: 398",
        "Year\nRainfall\n2021\n812\n2022\n904",
        "14.05.2024",
        "Write to:\n\nwater@tarnholm.example",
        "[DRAFT]",
        "[the Minister]",
    ],
)
def test_figures_lists_and_dates_of_a_body_stay(lines: str, around: str) -> None:
    cleaned = clean(around.format(f"{FIRST}\n\n{lines}\n\n{LAST}"))
    assert [line for line in lines.splitlines() if line not in cleaned.text.splitlines()] == []


def test_an_address_beside_buttons_goes() -> None:
    page = f"Share\n{FIRST}\nhttps://example.org/a/b\n{LAST}"
    assert "example.org" not in clean(page).text


def test_a_signature_above_the_buttons_of_a_page_stays() -> None:
    page = f"Menu\nLog in\nAn open letter on water\n{FIRST}\n{LAST}\nYours,\nIngrid\nShare\nTweet"
    assert clean(page).text.splitlines()[-1] == "Ingrid"


def test_what_is_taken_out_is_named_with_its_reason() -> None:
    page = f"Home | News | About\nShare\n\n{FIRST}Share Tweet\n\n3\n\n{LAST}\n\n© 2024 The Courier"
    assert clean(page).text == f"{FIRST}\n\n{LAST}"
    assert [(part.text, part.reason) for part in clean(page).dropped] == [
        ("Home | News | About", "a menu"),
        ("Share", "a button or a counter"),
        ("Share Tweet", "a label or a credit at the edge of a paragraph"),
        ("3", "a page number"),
        ("© 2024 The Courier", "a copyright line"),
    ]


lines = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [FIRST, LAST, *TABLE.splitlines(), *LETTER.splitlines(), "Share", "Comments (3)", "Reply",
         "Related articles", "© 2024 The Daily", "![a](b)", "Contents", "Accept all", "7", "- 3 -",
         f"Subscribe{FIRST}", f"{LAST}Share", "Photo: dpa", "정부는 예산을 늘리기로 했다."]
    ),
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(lines, max_size=30).map("\n".join))
def test_every_letter_and_figure_is_stored_or_named(raw: str) -> None:
    source = normalise(raw)
    cleaned = clean(source)
    accounted = "".join([cleaned.text, *(part.text for part in cleaned.dropped)])
    assert sorted(filter(str.isalnum, accounted)) == sorted(filter(str.isalnum, source))


@pytest.mark.parametrize(
    "text",
    [
        # an agenda that the minutes take up again as headings
        f"{FIRST}\n\n# Agenda\n\n- Water fees\n- Roads\n- Next meeting\n\n"
        f"## Water fees\n\n{LAST}\n\n## Roads\n\n{FIRST[:-1]} too.\n\n## Next meeting\n\nIn May.",
        # a line that a form says again and again
        f"1. Languages\n\nNone available.\n\n{FIRST}\n\n2. Maps\n\nNone available.\n\n{LAST}\n\n"
        "3. Lists\n\nNone available.",
        # a number of a paragraph of a law on a line of its own
        f"{FIRST}\n\n(3)\n\n{LAST}",
        # a list of documents below the last paragraph, two of which have names like buttons
        f"{FIRST}\n\n{LAST}\n\n- Terms of Service\n- Privacy policy\n- Water rules of Tarnholm\n"
        "- Road plan of the valley\n- Fees for the harbour",
    ],
    ids=["agenda", "form", "law", "documents"],
)
def test_what_a_document_says_twice_or_in_a_list_stays(text: str) -> None:
    cleaned = clean(text)
    assert cleaned.text.split() == text.split()
    assert cleaned.dropped == ()
