"""Question files as spreadsheet programs and pandas save them."""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pandas
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.evaluate import QuestionSet, read_questions
from assistant.evaluate.questions import QuestionError

HEAD = ["Id", "Question", "Answers", "Answerable"]
ROWS = [
    ["f1", "How wide, roughly, is the ferry ramp?", "3,7 metres", "TRUE"],
    ["f2", "Which piers close; and when?", "", "FALSE"],
    ["f3", 'What is meant by "slack\nwater"?', "The turn of the tide", "yes"],
    ["f4", "Fare – in £ – for a café terrace?", "£2;50|day", "1"],
]


def sheet(separator: str = ",", end: str = "\r\n", **dialect: Any) -> str:
    """The rows as Python's csv module writes them, blank lines of a spreadsheet included."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator=end, **dialect)
    writer.writerows([HEAD, *ROWS[:2], [""] * 4, *ROWS[2:], [""] * 4])
    return out.getvalue()


def read(path: Path, content: bytes) -> QuestionSet:
    path.write_bytes(content)
    return read_questions(path)


def assert_rows(found: QuestionSet) -> None:
    assert found.bad_rows == ()
    assert [(q.id, q.question.replace("\r\n", "\n")) for q in found.questions] == [
        (row[0], row[1]) for row in ROWS
    ]
    assert [q.answers for q in found.questions] == [tuple(filter(None, [r[2]])) for r in ROWS]
    assert [q.answerable for q in found.questions] == [True, False, True, True]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_any_separator(tmp_path: Path, separator: str, quoting: Any, end: str) -> None:
    text = sheet(separator, end, quoting=quoting)
    assert_rows(read(tmp_path / "q.csv", text.encode()))
    assert_rows(read(tmp_path / "q.tsv", text.encode("utf-8-sig")))
    assert_rows(read(tmp_path / "set", text.encode()))


def test_a_sep_line_decides(tmp_path: Path) -> None:
    for separator in ",;^":
        text = f"sep={separator}\r\n{sheet(separator)}"
        assert_rows(read(tmp_path / "q.csv", text.encode()))
    broken = "sep=,\nid,question\nx,A?,b,c\ny,\n"
    found = read_bad(tmp_path, broken)
    assert [line for line, _ in found] == [3, 4]


def read_bad(folder: Path, text: str) -> list[tuple[int, str]]:
    text += "z,Which pier?\n"
    return [(b.line, b.reason) for b in read(folder / "bad.csv", text.encode()).bad_rows]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
@pytest.mark.parametrize("name", ["q.csv", "q.txt", "q"])
def test_excels_unicode_text(tmp_path: Path, encoding: str, name: str) -> None:
    assert_rows(read(tmp_path / name, sheet("\t").encode(encoding)))


def test_what_windows_saves_without_saying_so(tmp_path: Path) -> None:
    found = read(tmp_path / "west.csv", sheet(";").encode("cp1252"))
    assert_rows(found)
    assert "cp1252" in found.notes[0]
    short = read(tmp_path / "short.csv", "question\nWhat’s the ramp’s width?\n".encode("cp1252"))
    assert short.questions[0].question == "What’s the ramp’s width?"
    korean = "question,answers\n여객선 요금은 얼마인가?,2만 원\nHow long is 부두 3?,40 m\n"
    found = read(tmp_path / "korea.csv", korean.encode("cp949"))
    assert found.questions[0].question == "여객선 요금은 얼마인가?"
    assert "cp949" in found.notes[0]


def test_a_list_of_questions_has_no_separator(tmp_path: Path) -> None:
    text = "question\nFerries, piers and ramps?\nWhen; where?\n\"Who said 'slack'?\"\n"
    found = read(tmp_path / "q.csv", text.encode())
    assert [q.question for q in found.questions] == [
        "Ferries, piers and ramps?", "When; where?", "Who said 'slack'?",
    ]  # fmt: skip


def test_quotation_marks_behind_backslashes(tmp_path: Path) -> None:
    text = sheet(quoting=csv.QUOTE_ALL, doublequote=False, escapechar="\\")
    assert_rows(read(tmp_path / "q.csv", text.encode()))


def test_an_unclosed_quotation_mark_is_named(tmp_path: Path) -> None:
    text = 'id,question\na,How wide?\nb,"How long?\nc,How deep?\n'
    found = read(tmp_path / "q.csv", text.encode())
    assert [q.id for q in found.questions] == ["a"]
    assert [(b.line, "never closed" in b.reason) for b in found.bad_rows] == [(3, True)]


def test_a_title_above_the_header_and_a_column_without_a_name(tmp_path: Path) -> None:
    text = "Ferry set 2024,,,\n,,,\n,No.,QUESTION ,Expected Answer\nx,1,How wide?,4 m\n"
    found = read(tmp_path / "q.csv", text.encode())
    assert [(q.question, q.answers) for q in found.questions] == [("How wide?", ("4 m",))]


def test_a_number_of_cells_that_does_not_fit_is_named(tmp_path: Path) -> None:
    found = read_bad(tmp_path, "id,question\na,How wide?,4\nb\nc,How deep?,\n")
    assert found == [
        (2, "the row has more cells than the header"),
        (3, "'question' is missing or empty"),
    ]


def test_without_a_column_of_questions_it_says_what_is_there(tmp_path: Path) -> None:
    with pytest.raises(QuestionError) as caught:
        read(tmp_path / "q.csv", b"Frage;Antwort\nWie breit?;4 m\n")
    assert "Found: Frage, Antwort (cells separated by semicolons)" in caught.value.message
    assert "Expected one of: question, user_input" in caught.value.message


def test_ids_that_stand_twice_lose_no_question(tmp_path: Path) -> None:
    text = "id,question\na,How wide?\na,How long?\na,How wide?\na-2,How deep?\n"
    found = read(tmp_path / "q.csv", text.encode())
    assert [(q.id, q.question) for q in found.questions] == [
        ("a", "How wide?"), ("a-2", "How long?"), ("a-2-2", "How deep?"),
    ]  # fmt: skip
    assert [b.line for b in found.bad_rows] == [4]
    assert "a-2, a-2-2" in found.notes[-1]


def test_very_long_cells(tmp_path: Path) -> None:
    text = f'question,context,answers\nHow wide?,"{"x " * 200_000}",4 m\n'
    assert read(tmp_path / "q.csv", text.encode()).questions[0].answers == ("4 m",)


def test_what_is_no_text_is_named(tmp_path: Path) -> None:
    for content, kind in ((b"%PDF-1.7 ..", "PDF"), (b"\xd0\xcf\x11\xe0\0\0", r"\.xls"),
                          (b"PAR1\0\0", "Parquet"), (b"\x81\x8d\xff", "no known encoding"),
                          (b"\0\1\2\3\4\xd8\0\xd8\0", "not in utf-16")):  # fmt: skip
        with pytest.raises(QuestionError, match=kind):
            read(tmp_path / "q.csv", content)


cells = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=5), st.sampled_from(",;\t|"))
def test_what_csv_writes_is_read(pairs: list[tuple[str, str]], separator: str) -> None:
    from assistant.evaluate.formats.separated import read_table

    out = io.StringIO()
    rows = [("Question", "Note"), *pairs]
    csv.writer(out, delimiter=separator).writerows(rows)
    table = read_table(out.getvalue())
    assert table.header == 0
    # A file in which more rows fit another separator is not told from that other file.
    if table.separator == separator:
        assert [tuple(row) for _, row in table.lines] == rows


# --- workbooks ---


def book(path: Path, *sheets: list[list[object]]) -> Path:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)  # type: ignore[arg-type]  # a new one has an active sheet
    for number, rows in enumerate(sheets, 1):
        page = workbook.create_sheet(f"Sheet {number}")
        for row in rows:
            page.append(row)
    workbook.save(path)
    return path


def test_a_workbook(tmp_path: Path) -> None:
    notes: list[list[object]] = [["Read me"], ["Ask only about ferries."]]
    table: list[list[object]] = [["Ferry set"], [], HEAD, *ROWS, [None, None]]
    table[3] = ["f1", ROWS[0][1], "3,7 metres", True]
    table[4] = ["f2", ROWS[1][1], None, False]
    found = read_questions(book(tmp_path / "q.xlsx", notes, table))
    assert_rows(found)
    assert found.format == "xlsx"
    found = read_questions(book(tmp_path / "odd.csv", table))  # the content tells, not the name
    assert_rows(found)


def test_cells_read_as_a_person_sees_them(tmp_path: Path) -> None:
    path = book(
        tmp_path / "q.xlsx",
        [["question", "answers"]]
        + [[f"Question {n}?", value] for n, value in enumerate((
            0.024, 0.5, 4100, 2.5, datetime.datetime(2024, 5, 2), True, "'04"))],
    )  # fmt: skip
    workbook = openpyxl.load_workbook(path)
    for cell, shown_as in (("B2", "0.0%"), ("B3", "0%"), ("B4", "#,##0")):
        workbook.active[cell].number_format = shown_as  # type: ignore[index]
    workbook.save(path)
    answers = [q.answers for q in read_questions(path).questions]
    assert answers == [
        ("2.4%",), ("50%",), ("4100",), ("2.5",), ("2024-05-02",), ("True",), ("'04",),
    ]  # fmt: skip


def test_formulas_count_as_their_values(tmp_path: Path) -> None:
    path = book(tmp_path / "q.xlsx", [["question", "answers"], ["How wide?", "=1+3"], ["Who?", 1]])
    found = read_questions(path)  # openpyxl computes nothing, so no value is stored
    assert [q.question for q in found.questions] == ["Who?"]
    assert [(b.line, "B2 is a formula" in b.reason) for b in found.bad_rows] == [(2, True)]
    stored = path.with_name("stored.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(stored, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"<v></v>", b"<v>4</v>")
                                             .replace(b"<v />", b"<v>4</v>"))  # fmt: skip
    assert read_questions(stored).questions[0].answers == ("4",)


def test_an_error_in_a_cell_is_named(tmp_path: Path) -> None:
    path = book(tmp_path / "q.xlsx", [["question"], ["#REF!"], ["Who?"]])
    assert [(b.line, b.reason) for b in read_questions(path).bad_rows] == [
        (2, "cell A2 shows #REF!")
    ]


def test_a_workbook_without_questions_says_what_is_there(tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match=r"Found: Frage, Antwort \(sheet 'Sheet 1'\)"):
        read_questions(book(tmp_path / "q.xlsx", [["Frage", "Antwort"]]))
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(QuestionError, match="not an Excel workbook"):
        read_questions(tmp_path / "broken.xlsx")
    with zipfile.ZipFile(tmp_path / "other.xlsx", "w") as other:
        other.writestr("word/document.xml", "<x/>")
    with pytest.raises(QuestionError, match="not an Excel workbook"):
        read_questions(tmp_path / "other.xlsx")


# --- pandas ---


@pytest.mark.parametrize("suffix", ["csv", "tsv", "xlsx", "jsonl", "json", "columns.json"])
def test_what_pandas_saves(tmp_path: Path, suffix: str) -> None:
    frame = pandas.DataFrame(
        {
            "user_input": ["How wide is it?", "Who steers, and where?"],
            "reference": ["Four metres.", None],
            "reference_contexts": [["The ramp is 4 m.", "It's new."], []],
        }
    )
    path = tmp_path / f"q.{suffix}"
    if suffix in ("csv", "tsv"):
        frame.to_csv(path, sep="\t" if suffix == "tsv" else ",")
    elif suffix == "xlsx":
        frame.to_excel(path)
    elif suffix == "columns.json":
        frame.to_json(path)
    else:
        frame.to_json(path, orient="records", lines=suffix == "jsonl")
    found = read_questions(path)
    assert found.bad_rows == ()
    assert [(q.question, q.reference, q.evidence) for q in found.questions] == [
        ("How wide is it?", "Four metres.", ("The ramp is 4 m.", "It's new.")),
        ("Who steers, and where?", None, ()),
    ]
