#!/usr/bin/env bash
# python-hwpx 6.9.0, Python 3.11. A Hangul document (HWPX) whose table caption counts itself
# (hp:autoNum), with a formula (hp:equation) and a word with a small word above it (hp:dutmal).
#
# Guess:  one library reads a paragraph in one way, whichever of its calls is used, and no figure that
#         stands on the page is missing without a word.
# Found:  doc.text.plain() has the caption's number and the word with its small word; paragraph.text
#         and TextExtractor, of the same library, drop both: 'Table .' and a gap in the sentence. The
#         formula is dropped by all of them, as two spaces: a rate of one half is nowhere.
# Output: plain()        'Table 3. Harbour dues\nThe rate is  of the fee.\nThe fund pays for Chips(덧말:AI) only.'
#         TextExtractor  'Table . Harbour dues\nThe rate is  of the fee.\nThe fund pays for  only.'
#
# Exits with 1 when the behaviour has changed.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" --disable-pip-version-check install --quiet python-hwpx==6.9.0
cat >"$work/check.py" <<'PYTHON'
import sys
import warnings
import zipfile

warnings.simplefilter("ignore")  # of calls that move in the next release
from hwpx import HwpxDocument, TextExtractor

NUMBER = (
    '<hp:ctrl><hp:autoNum num="3" numType="TABLE"><hp:autoNumFormat type="DIGIT" userChar=""'
    ' prefixChar="" suffixChar="" supscript="0"/></hp:autoNum></hp:ctrl>'
)
FORMULA = (
    '<hp:equation id="1" zOrder="0" numberingType="EQUATION" textWrap="TOP_AND_BOTTOM"'
    ' textFlow="BOTH_SIDES" lock="0" dropcapstyle="None" version="Equation Version 60"'
    ' baseLine="85" textColor="#000000" baseUnit="1000" lineMode="CHAR" font="HYhwpEQ">'
    '<hp:sz width="3000" widthRelTo="ABSOLUTE" height="2000" heightRelTo="ABSOLUTE" protect="0"/>'
    '<hp:pos treatAsChar="1" affectLSpacing="0" flowWithText="1" allowOverlap="0"'
    ' holdAnchorAndSO="0" vertRelTo="PARA" horzRelTo="PARA" vertAlign="TOP" horzAlign="LEFT"'
    ' vertOffset="0" horzOffset="0"/><hp:outMargin left="56" right="56" top="0" bottom="0"/>'
    "<hp:script>{1} over {2}</hp:script></hp:equation>"
)
ABOVE = (
    '<hp:dutmal posType="TOP" szRatio="0" option="0" styleIDRef="0" align="CENTER">'
    "<hp:mainText>Chips</hp:mainText><hp:subText>AI</hp:subText></hp:dutmal>"
)


def paragraph(number, inside):
    return (
        f'<hp:p id="{number}" paraPrIDRef="0" styleIDRef="0" pageBreak="0" columnBreak="0"'
        f' merged="0"><hp:run charPrIDRef="0">{inside}</hp:run></hp:p>'
    )


empty, path = f"{sys.argv[1]}/empty.hwpx", f"{sys.argv[1]}/dues.hwpx"
HwpxDocument.new().save_to_path(empty)
added = (
    paragraph(11, f"<hp:t>Table </hp:t>{NUMBER}<hp:t>. Harbour dues</hp:t>")
    + paragraph(12, f"<hp:t>The rate is </hp:t>{FORMULA}<hp:t> of the fee.</hp:t>")
    + paragraph(13, f"<hp:t>The fund pays for </hp:t>{ABOVE}<hp:t> only.</hp:t>")
)
with zipfile.ZipFile(empty) as source, zipfile.ZipFile(path, "w") as target:
    for name in source.namelist():
        data = source.read(name)
        if name == "Contents/section0.xml":
            data = data.replace(b"</hs:sec>", added.encode() + b"</hs:sec>")
        target.writestr(name, data)

document = HwpxDocument.open(path)
plain = document.text.plain()
paragraphs = [p.text for p in document.paragraphs][-3:]
with TextExtractor(path) as extractor:
    extracted = extractor.extract_text()
print("plain", repr(plain))
print("paragraphs", paragraphs)
print("TextExtractor", repr(extracted))
assert "Table 3. Harbour dues" in plain
assert "Chips" in plain
assert paragraphs[0] == "Table . Harbour dues", "paragraph.text now has the caption's number"
assert "Table . Harbour dues" in extracted, "TextExtractor now has the caption's number"
assert "Chips" not in extracted, "TextExtractor now has the word below a small one"
for text in (plain, extracted):
    assert "The rate is  of the fee." in text, "formulas are now read"
PYTHON
"$work/venv/bin/python" "$work/check.py" "$work"
