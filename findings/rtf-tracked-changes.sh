#!/usr/bin/env bash
# striprtf 0.0.35, Python 3.11. An RTF file with tracked changes, as word processors save it.
#
# Guess:  the text is the current one: what somebody deleted ({\deleted ...}) is left out, as hidden
#         and optional groups are.
# Found:  deleted text stays and runs into the inserted text beside it: a levy that was changed from
#         40 to 55 crowns reads as one number, 4055. A raised note mark joins the figure too: 12 with
#         note 3 reads as 123. The footnote's own text is gone.
# Output: 'The levy is 4055 crowns a tonne.\nThe fleet has 123 boats.\nCases rose to 900.\n'
#
# Exits with 1 when the behaviour has changed.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" --disable-pip-version-check install --quiet striprtf==0.0.35
cat >"$work/check.py" <<'PYTHON'
from striprtf.striprtf import rtf_to_text

RTF = r"""{\rtf1\ansi\deff0{\fonttbl{\f0 Arial;}}{\*\revtbl{Unknown;}{Clerk;}}
\pard The levy is {\deleted\revauthdel1 40}{\revised\revauth1 55} crowns a tonne.\par
\pard The fleet has 12{\super 3} boats.\par
\pard Cases{\footnote\pard\plain {\super\chftn} Counted in May.} rose to 900.\par
}"""
text = rtf_to_text(RTF)
print(repr(text))
assert "The levy is 4055 crowns" in text, "deleted text is now told from the current one"
assert "123 boats" in text, "a raised note mark is now told from the figure"
assert "Counted in May" not in text, "footnotes are now read"
PYTHON
"$work/venv/bin/python" "$work/check.py"
