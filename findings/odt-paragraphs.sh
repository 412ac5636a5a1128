#!/usr/bin/env bash
# odfpy 1.4.1 and odfdo 3.27.3, Python 3.11. An OpenDocument text with one tracked change, a footnote
# and a comment.
#
# Guess:  the paragraphs of the document are those that a reader of the page sees; a deletion, a
#         footnote and a comment are told apart from them.
# Found:  the deleted words come first, as a paragraph of their own, since the format keeps deletions
#         at the head of the text; the footnote stands twice, inside its sentence ('Cases1Counted in
#         May.') and as a paragraph; the comment and its writer are in the sentence as well. odfdo's
#         paragraphs are no better, and a comment without a date ends in the word 'None'.
#         odfdo's get_formatted_text leaves the deletion out and the notes apart, but counts a run of
#         spaces (text:s with text:c) as no space when nothing else stands between the words:
#         'Paid inJune'.
# Output: odfpy ['40', 'The levy is 55 crowns a tonne.',
#                'Cases1Counted in May. roseClerkcheck this to 900.', 'Counted in May.',
#                'check this', 'Paid in  June']
#
# Exits with 1 when the behaviour has changed.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" --disable-pip-version-check install --quiet odfpy==1.4.1 odfdo==3.27.3
cat >"$work/check.py" <<'PYTHON'
import sys
import zipfile

from odf import teletype
from odf.opendocument import load
from odf.text import P
from odfdo import Document

URN = "urn:oasis:names:tc:opendocument:xmlns:"
MIME = "application/vnd.oasis.opendocument.text"
NAMES = f'xmlns:office="{URN}office:1.0" xmlns:text="{URN}text:1.0" xmlns:style="{URN}style:1.0"'
NAMES += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
WHO = "<office:change-info><dc:creator>Clerk</dc:creator><dc:date>2026-03-02T10:00:00</dc:date>"
WHO += "</office:change-info>"
CONTENT = f"""<office:document-content {NAMES} office:version="1.2"><office:body><office:text>
<text:tracked-changes>
<text:changed-region text:id="c1"><text:deletion>{WHO}<text:p>40</text:p></text:deletion></text:changed-region>
<text:changed-region text:id="c2"><text:insertion>{WHO}</text:insertion></text:changed-region>
</text:tracked-changes>
<text:p>The levy is <text:change text:change-id="c1"/><text:change-start text:change-id="c2"/>55<text:change-end text:change-id="c2"/> crowns a tonne.</text:p>
<text:p>Cases<text:note text:id="n1" text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>Counted in May.</text:p></text:note-body></text:note> rose<office:annotation><dc:creator>Clerk</dc:creator><text:p>check this</text:p></office:annotation> to 900.</text:p>
<text:p>Paid in<text:s text:c="2"/>June</text:p>
</office:text></office:body></office:document-content>"""
STYLES = f"""<office:document-styles {NAMES} office:version="1.2"><office:styles/>
<office:automatic-styles/><office:master-styles/></office:document-styles>"""
MANIFEST = f"""<manifest:manifest xmlns:manifest="{URN}manifest:1.0" manifest:version="1.2">
<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""

path = f"{sys.argv[1]}/levy.odt"
with zipfile.ZipFile(path, "w") as file:
    file.writestr("mimetype", MIME)
    file.writestr("content.xml", CONTENT)
    file.writestr("styles.xml", STYLES)
    file.writestr("META-INF/manifest.xml", MANIFEST)

by_odfpy = [teletype.extractText(p) for p in load(path).getElementsByType(P)]
document = Document(path)
by_odfdo = [str(p) for p in document.body.paragraphs]
formatted = document.get_formatted_text()
print("odfpy", by_odfpy)
print("odfdo", by_odfdo)
print("odfdo, formatted", repr(formatted))
for paragraphs in (by_odfpy, by_odfdo):
    assert paragraphs[0].strip() == "40", "deletions are now told from the text"
    assert "Counted in May." in paragraphs[2], "footnotes are now kept out of the sentence"
    assert "check this" in paragraphs[2], "comments are now kept out of the sentence"
assert by_odfpy[2] == "Cases1Counted in May. roseClerkcheck this to 900."
assert "None" in by_odfdo[2], "a comment without a date no longer says None"
assert "40" not in formatted
assert "Paid inJune" in formatted, "a run of spaces now counts as space"
PYTHON
"$work/venv/bin/python" "$work/check.py" "$work"
