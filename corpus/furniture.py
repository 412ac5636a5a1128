"""What page furniture looks like, a line at a time: buttons, menus, counters.

Every pattern is bounded, so that a line of a megabyte costs no more than its length.
"""

from __future__ import annotations

import re

from corpus.words import BUTTONS

# No menu or counter is longer; what is longer is judged as text.
LONGEST_LABEL = 300
# A "word" of this many characters is data (an encoded image, a token), not language.
LONGEST_WORD = 400
# A step of "News > Business > Energy" says no more than this.
CRUMB_WORDS = 4
LONGEST_BUTTON = max(map(len, BUTTONS))

_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_SPACES = re.compile(r"\s+")
_LETTER = re.compile(r"[^\W\d_]")
_SYMBOLS = re.compile(r"[\W_]+")
_WIDE = re.compile(r"[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af]")
IMAGE = re.compile(
    r"\[!\[[^\n]{0,400}?\]\([^\n)]{0,2000}\)\]\([^\n)]{0,2000}\)|!\[[^\n]{0,400}?\]\([^\n)]{0,2000}\)"
)
_LINK = re.compile(r"\[([^\]\n]{0,300})\]\(([^)\s]{0,2000})[^)\n]{0,300}\)")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,1000}>")
_HANDLE = re.compile(r"(?:[@#/][^\s/]+(?:[\s,]+[@#][^\s/]+)*|[a-z]+(?:_[a-z]+)+)\Z")
_PAGE_NUMBER = re.compile(
    r"(?P<dash>[-–—] ?)?\|? ?(?:(?:page|pg?\.?|seite|página|pagina|페이지|s\.) ?)?\d{1,4}"
    r"(?: ?(?:/|of|von|de|sur|di) ?\d{1,4})? ?(?:쪽|页|頁|ページ)? ?\|?(?(dash) ?[-–—])\Z",
    re.IGNORECASE,
)
# A header or a footer with the page's number at its edge.
_HEADER = re.compile(
    r"\S.*?(?:\s{3,}|\s[|·•–—]\s)(?:page |p\. ?)?\d{1,4}(?: ?(?:/|of) ?\d{1,4})?\Z"
    r"|\d{1,4}(?:\s{3,}|\s[|·•–—]\s)\S"
    r"|(?:\S.{0,60}?(?:\s{2,}|\s[|·•–—-]\s))?page \d{1,4}(?: of \d{1,4})?\Z",
    re.IGNORECASE,
)
_LEADER = re.compile(r"(?:\.\s?){4,}\s*\d{1,4}\Z|…{2,}\s*\d{1,4}\Z")
_NUMBER = r"\d[\d.,]*\s?[kKmM만천]?"
_COUNTED = (
    r"views?|comments?|shares?|likes?|repl(?:y|ies)|reads|votes?|followers|subscribers|responses|"
    r"kommentare?|commentaires?|comentarios?|commenti|aufrufe|vues|件のコメント|个评论|人浏览"
)
_COUNTER = r"조회수?|댓글수?|추천수?|좋아요|閲覧数|コメント数?|浏览量?|阅读量?|评论数?"
_COUNT = re.compile(
    rf"(?:{_NUMBER}\s?(?:{_COUNTED})|(?:{_COUNTED}|{_COUNTER})\s?[:：(]?\s?{_NUMBER}\)?)\Z",
    re.IGNORECASE,
)
_READING = re.compile(
    r"(?:(?:estimated )?reading time|lesezeit|lesedauer|(?:temps de )?lecture|読了時間|この記事は"
    r"|읽는 시간)?\W{0,3}"
    r"(?:about |ca\. |약 |約)?\d{1,3}\s?"
    r"(?:min(?:ute)?s?\.?\s?(?:read|to read)?|minuten(?: lesezeit)?|min\. lesezeit|"
    r"min de lecture|分で読めます|分钟阅读|분 소요)\Z",
    re.IGNORECASE,
)
_AGO = re.compile(
    r"(?:about |posted |updated )?(?:\d{1,3}|an?)\s?"
    r"(?:seconds?|min(?:ute)?s?|hours?|days?|weeks?|months?|years?|[smhdwy]) ago\Z"
    r"|(?:vor|il y a|hace) \d{1,3} \w+\Z|\d{1,3}\s?(?:초|분|시간|일|주|개월|년)\s?전\Z"
    r"|\d{1,3}\s?(?:分|時間|小时|天|日)前\Z",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"(?:share|post|tweet|pin|send|email|print|compartir|partager|teilen|condividi|compartilhar)"
    r"(?: (?:this|it))?(?: (?:on|via|by|to|with|en|sur|par|auf|per|su|no|por))?"
    r" [\w-]+(?: [\w-]+)?\Z"
)


def bare(line: str) -> str:
    """What a line says as a button: in lower case, without symbols at its edges; "" if too long."""
    if len(line) > LONGEST_LABEL:
        return ""
    return _SPACES.sub(" ", _EDGES.sub("", line)).lower()


def is_button(line: str) -> bool:
    """Whether the whole line is the label of a button, a menu, a counter or a box."""
    if len(line) > LONGEST_LABEL:
        return False
    said = bare(line)
    if said in BUTTONS or _COUNT.match(said) or _READING.match(said) or _AGO.match(said):
        return True
    return bool(_SHARE.match(said)) and line[-1:] not in ".!?"


def is_wordless(line: str) -> bool:
    """Emoji, rules, images, tags, handles, addresses: nothing that is said, and no figure."""
    if len(line) > LONGEST_LABEL:
        line = IMAGE.sub("", line) if "](" in line else line
        longest = max(map(len, line.split()), default=0)
        return longest > LONGEST_WORD and longest > 0.9 * len(line) and line.isascii()
    rest = _ADDRESS.sub("", _TAG.sub("", IMAGE.sub("", line))).strip()
    if _HANDLE.match(rest):
        return True
    return not any(map(str.isalnum, rest))


def is_address(line: str) -> bool:
    """Whether the line holds an address of the web or of mail that is no picture's."""
    return bool(_ADDRESS.search(IMAGE.sub("", line)))


def is_page_number(line: str) -> bool:
    """A whole number by itself: "7", "- 7 -", "Page 7 of 12"."""
    return bool(_PAGE_NUMBER.match(line))


def is_header(line: str) -> bool:
    """A line as pages print it above or below their text, the page's number at its edge."""
    return len(line) <= LONGEST_LABEL and bool(_HEADER.match(line))


def is_contents_entry(line: str) -> bool:
    """ "Background ........ 3"."""
    return len(line) <= LONGEST_LABEL and bool(_LEADER.search(line))


def is_menu(line: str) -> bool:
    """A line that is nothing but links, or mostly labels side by side."""
    if len(line) > LONGEST_LABEL * 4:
        return False
    links = _LINK.findall(line)
    if links and not _LETTER.search(_LINK.sub("", line)):
        return len(links) > 1 or is_button(links[0][0])
    if len(line) > LONGEST_LABEL:
        return False
    if len(crumbs := re.split(r"\s[>›»]\s", line)) > 2 and max(map(extent, crumbs)) <= CRUMB_WORDS:
        return True
    parts = [part for part in re.split(r"\s*[|·•/>»›]\s*|\s{2,}|\t", line) if part.strip()]
    labels = sum(is_button(part) for part in parts)
    if len(parts) > 1 and labels > len(parts) / 2:
        return True
    end, labels = labels_end(line, 0)
    return labels > 1 and end == len(line)


def labels_end(line: str, at: int) -> tuple[int, int]:
    """How far button labels side by side reach from ``at``, and how many they are.

    "ShareSign InSubscribe": a label ends at a space, a symbol, a capital or a change of script.
    """
    end, labels = at, 0
    while True:
        while at < len(line) and not line[at].isalnum() and line[at] not in "([“\"'‘":
            at += 1
        size = _label_at(line, at)
        if not size:
            return (len(line) if at == len(line) else end), labels
        at = end = at + size
        labels += 1


def _label_at(line: str, at: int) -> int:
    """Length of the longest button label that begins there and ends as a label does."""
    window = line[at : at + LONGEST_BUTTON]
    lowered = window.lower()
    if len(lowered) != len(window):
        return 0
    for size in range(len(window), 0, -1):
        if lowered[:size] in BUTTONS and (size > 1 or not window[0].isascii()):
            after = line[at + size : at + size + 1]
            if not after or not after.isalnum() or _is_seam(window[size - 1], after):
                return size
    return 0


def _is_seam(last: str, first: str) -> bool:
    if last.isascii() and first.isascii():
        return last.islower() and first.isupper()
    return True


def letters(line: str) -> str:
    """Its letters and digits in lower case: for telling that two lines say the same."""
    return _SYMBOLS.sub("", line.lower())


def extent(line: str) -> float:
    """How much a line says, in words; three Chinese, Japanese or Korean characters are one more."""
    return len(line.split()) + len(_WIDE.findall(line)) / 3
