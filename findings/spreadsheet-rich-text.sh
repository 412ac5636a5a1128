#!/usr/bin/env bash
# openpyxl 3.1.5, python-calamine 0.9.1 and pandas 3.1.1, Python 3.11. A workbook whose cells are
# partly formatted: an old fee struck out before the new one, a raised note mark after a figure.
#
# Guess:  at least one of the three readers marks or drops what is struck out, and none of them makes
#         a note mark a digit of the figure, as office programs show them apart.
# Found:  all three give the same plain text: '40 55 crowns' for a fee of 55, and '1,2003' for 1,200
#         with note 3. openpyxl keeps the formatting only with rich_text=True, where the cell is a
#         CellRichText whose runs say strike and vertAlign. An error cell (#N/A) is '#N/A' in
#         openpyxl, an empty string in calamine, as if nothing stood there.
# Output: openpyxl ['40 55 crowns', '1,2003', '#N/A']; calamine ['40 55 crowns', '1,2003', ''];
#         pandas ['40 55 crowns', '1,2003', nan]
#
# Exits with 1 when the behaviour has changed.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" --disable-pip-version-check install --quiet \
    openpyxl==3.1.5 python-calamine==0.9.1 pandas==3.1.1
cat >"$work/check.py" <<'PYTHON'
import sys

import openpyxl
import pandas
import python_calamine
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

path = f"{sys.argv[1]}/fees.xlsx"
book = openpyxl.Workbook()
sheet = book.active
sheet["A1"] = CellRichText(TextBlock(InlineFont(strike=True), "40 "), "55 crowns")
sheet["B1"] = CellRichText("1,200", TextBlock(InlineFont(vertAlign="superscript"), "3"))
sheet["C1"] = "#N/A"
sheet["C1"].data_type = "e"
book.save(path)

by_openpyxl = [cell.value for cell in openpyxl.load_workbook(path).active[1]]
by_calamine = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[0]
by_pandas = pandas.read_excel(path, header=None).values.tolist()[0]
print("openpyxl", by_openpyxl)
print("calamine", by_calamine)
print("pandas", by_pandas)
for values in (by_openpyxl, by_calamine, by_pandas):
    assert values[0] == "40 55 crowns", "what is struck out is now told apart"
    assert values[1] == "1,2003", "a note mark is now told from the figure"
assert by_openpyxl[2] == "#N/A"
assert by_calamine[2] == "", "an error is now told from an empty cell"
rich = openpyxl.load_workbook(path, rich_text=True).active["A1"].value
assert rich[0].font.strike is True, "rich_text=True no longer says what is struck out"
PYTHON
"$work/venv/bin/python" "$work/check.py" "$work"
