"""Furniture that sticks to the edge of a paragraph, cut off without touching the rest.

What is left is always a piece of the line as it was. A cut is made only at a seam that a writer
does not leave: after the full stop of the last sentence, or where a label runs into a capital.
"""

from __future__ import annotations

import re

from corpus.furniture import (
    IMAGE,
    extent,
    labels_end,
)
from corpus.notices import is_rights, is_translation_note
from corpus.wrapping import NUMBER, ends_sentence

# A caption that says this much and ends as a sentence may be the only place of a fact.
CAPTION_WORDS = 8
# A single label is cut from the text that it runs into only if no brand is written like it.
SAFE_LABEL = 9
MENU_LABELS = 3
# Credits and notes at the end of a paragraph are no longer than this.
LONGEST_TAIL = 220

_SEAM = re.compile(r"[.!?。！？…][\"'”’»」』)\]）]*\s*|(?<=[가-힣]다)\s+")
_AGENCY = (
    r"AP|AFP|REUTERS|Reuters|Getty(?: Images)?|dpa|EPA|Bloomberg|Shutterstock|iStock|Unsplash"
    r"|Yonhap(?: News)?|YONHAP|EFE|Xinhua|Kyodo|Newsis|NEWSIS|News1|연합뉴스|뉴시스|뉴스1"
    r"|共同|新华社"
)
_PHOTO = (
    r"[Pp]hotos?|PHOTO|[Pp]hotograph|[Ii]mages?|[Pp]ictures?|[Ii]llustration|[Cc]redits?|CREDIT|[Ff]otos?"
    r"|[Bb]ild(?:quelle)?|[Cc]rédits?(?: photo)?|사진|사진제공|이미지|그래픽|写真|画像|撮影|图片|图"
)
_CREDIT = re.compile(
    rf"(?:[(\[][A-Z가-힣][^()\[\]\n/]{{1,40}}"
    rf"/[A-Z가-힣][^()\[\]\n/]{{1,40}}[)\]]"
    rf"|[(\[（]\s?(?:{_PHOTO}|[Cc]ourtesy of|{_AGENCY})(?:\W[^()\[\]（）\n]{{0,80}})?[)\]）]"
    rf"|(?:{_PHOTO})\s?(?:source,|by|[Cc]redit|[Cc]ourtesy of|[Cc]ourtesy|[:：=/|©]|제공)"
    r"\s?[^\n]{0,80}|/?\s?[Cc]ourtesy of [^\n]{1,60}|©\s?[^\n]{1,60}"
    rf"|/?\s?(?:{_AGENCY})(?:\s?[/=|]\s?[^\n]{{1,40}})?"
    r"|/\s?[A-Z][\w.&-]*(?: [A-Z0-9][\w.&-]*){0,4}"
    r"|/\s?[가-힣]{2,8}(?:\s?(?:제공|기자|뉴스|일보|신문))?|[가-힣A-Za-z]{2,12}\s?제공)\.?\Z"
)
_MARKED_CREDIT = re.compile(
    rf"\s(?:/\s?[Cc]ourtesy of [^\n]{{1,60}}|/\s?(?:{_AGENCY})"
    rf"|[(\[（]\s?(?:{_PHOTO}|[Cc]ourtesy of)\W[^()\[\]（）\n]{{0,80}}[)\]）]"
    r"|[▲△]?\s?[/=|]\s?사진[^\n]{0,40})\.?\Z"
)


def trimmed(line: str) -> str:
    """The line without furniture at its edges; "" when nothing else is left."""
    line = _without_labels_before(_without_images(line))
    line = _without_tail(line)
    return _without_credit(line)


def _without_images(line: str) -> str:
    while (found := IMAGE.match(line)) is not None:
        line = line[found.end() :].lstrip()
    at = max(line.rfind("!["), line.rfind("[![", 0, line.rfind("![") + 2))
    if at >= 0 and (found := IMAGE.match(line, at)) and found.end() == len(line):
        return _without_images(line[:at].rstrip())
    return line


def _without_labels_before(line: str) -> str:
    """Cuts "ShareSign InSubscribe" from "ShareSign InSubscribeThe government …"."""
    end, labels = labels_end(line, 0)
    if not labels or end >= len(line) or extent(line[end:]) < CAPTION_WORDS:
        return line
    said, rest = line[:end], line[end:]
    if rest[0].isspace():
        # "Home Search Data show …" may be a sentence; three labels in a row are a menu.
        return rest.lstrip() if labels >= MENU_LABELS and rest.lstrip()[0].isupper() else line
    # "OpenAI", "PlayStation": short labels are cut only where several stand in a row.
    known = labels > 1 or len(said) >= SAFE_LABEL or " " in said
    return rest if (known and rest[0].isupper()) or said.endswith("바로가기") else line


def _without_tail(line: str) -> str:
    """Cuts labels, copyright and translation notes that follow the last sentence."""
    while True:
        low = max(0, len(line) - LONGEST_TAIL)
        for seam in _SEAM.finditer(line, low):
            at = seam.end()
            if 0 < at < len(line) and _is_tail(line[at:]) and not _is_number(line[:at]):
                line = line[:at].rstrip()
                break
        else:
            return line


def _is_number(text: str) -> bool:
    """Whether it only numbers what follows: "7. Contact" is a heading."""
    return bool(NUMBER.fullmatch(text.strip()))


def _is_tail(tail: str) -> bool:
    if is_rights(tail) or (tail[0] in "※*(" and is_translation_note(tail)):
        return True
    end, labels = labels_end(tail, 0)
    leads_on = tail.endswith((":", "："))
    return bool(labels) and end == len(tail) and not (ends_sentence(tail) or leads_on)


def _without_credit(line: str) -> str:
    """Cuts a photo credit; "" when what is left is a caption that says no sentence."""
    low = max(0, len(line) - LONGEST_TAIL)
    if _CREDIT.fullmatch(line):
        return "" if len(line) < LONGEST_TAIL and not line.startswith("/") else line
    for seam in _SEAM.finditer(line, low):
        if seam.end() < len(line) and _CREDIT.match(line, seam.end()):
            return _caption(line[: seam.end()].rstrip())
    marked = _MARKED_CREDIT.search(line, low)
    return _caption(line[: marked.start()]) if marked else line


def _caption(line: str) -> str:
    return line if ends_sentence(line) and extent(line) >= CAPTION_WORDS else ""
