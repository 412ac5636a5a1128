"""What page furniture looks like, a line at a time: buttons, menus, counters, notices.

Every pattern is bounded, so that a line of a megabyte costs no more than its length.
"""

from __future__ import annotations

import re

from corpus.words import BUTTONS

# No button, counter or notice is longer; what is longer is judged as text.
LONGEST_NOTICE = 300
# A "word" of this many characters is data (an encoded image, a token), not language.
LONGEST_WORD = 400
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
_VALUE = re.compile(r"[-+−~≈]?[€$£¥₩]?\s?\d[\d.,\s]*(?:[.,]\d|%|‰|[€$£¥₩])")
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
    r"(?:(?:estimated )?reading time|lesezeit|lesedauer|temps de lecture|読了時間|읽는 시간)?\W{0,3}"
    r"(?:about |ca\. |약 )?\d{1,3}\s?"
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
_RIGHTS = re.compile(
    r"all rights reserved|tous droits r[ée]serv|alle rechte vorbehalten|todos los derechos reserv"
    r"|tutti i diritti riserv|todos os direitos reserv|alle rechten voorbehouden|版权所有|版權所有"
    r"|무단\s?전재.{0,12}(?:재배포|복사|금지)|저작권자\s?[ⓒ©(]|無断(?:転載|複製).{0,8}(?:禁|を)|禁無断",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"[-–*<\s]{0,4}(?:copyright\s*(?:©|ⓒ|\(c\)|:|by\b|(?:19|20)\d\d|notice\b)|[©ⓒ]"
    r"|\(c\)\s?(?:19|20)\d\d|(?:19|20)\d\d\s?[©ⓒ])",
    re.IGNORECASE,
)
_MACHINE = r"AI|A\.I\.|KI|IA|machine|automat\w{0,8}|maschinell\w{0,3}|ChatGPT|DeepL|Papago|Google Translate"
_TRANSLATED = re.compile(
    rf"\b(?:translat|übersetz|tradu)\w{{0,8}}\b.{{0,60}}\b(?:{_MACHINE})\b"
    rf"|\b(?:{_MACHINE})\b[ -].{{0,30}}\b(?:translat|übersetz|tradu)\w{{0,8}}\b"
    r"|(?:AI|인공지능|기계|자동|파파고).{0,12}번역|번역.{0,12}(?:AI|인공지능|파파고)"
    r"|(?:AI|機械|自動)翻訳|(?:AI|机器|人工智能)翻译",
    re.IGNORECASE,
)
_THIS = re.compile(
    r"[※*(\[]|(?:this|the)\s+(?:\w+\s+)?(?:article|story|text|page|content|post|document|version)\b"
    r"|(?:machine|AI)[- ]translat|translated|dieser|diese|dieses|cet|cette|este|esta|questo|questa"
    r"|(?:이|본)\s?(?:기사|글|문서|콘텐츠)|この(?:記事|文|ページ)|本(?:記事|文)|本文",
    re.IGNORECASE,
)
# Calls to the reader; each names the page's own channel, so that plain advice is no call.
_CALL = re.compile(
    r"(?:please\s+)?(?:subscribe|sign up|register|join|follow|like|find|support|download|get|visit"
    r"|share|send|tell|read|see|watch|listen|click|tap|enable|turn on|log in|sign in|leave|stay)\b"
    r".{0,60}?\b(?:newsletters?|our (?:free )?(?:app|channel|page|podcast|mailing list|stories"
    r"|journalism|socials?|telegram|whatsapp)|us on \w+|on social(?: media)?|(?:your|our) inbox"
    r"|your (?:feedback|comments?|thoughts)|this (?:article|story|page|post)|javascript"
    r"|to (?:continue reading|read (?:more|the full|this)|comment)|unlimited access|free trial"
    r"|breaking news alerts?)\b"
    r"|(?:read|see|watch|more|also|related|recommended|don't miss|in case you missed it)"
    r"(?: more| also| next| on)?\s?[:|›»>]\s"
    r"|(?:abonnieren sie|folgen sie uns|melden sie sich .{0,30}newsletter|lesen sie (?:auch|mehr)"
    r"|jetzt (?:abonnieren|anmelden|registrieren)|mehr zum thema:|abonnez-vous|suivez-nous"
    r"|inscrivez-vous|lire aussi|à lire aussi|suscríbete|suscríbase|síguenos|lea también"
    r"|iscriviti|seguici|leggi anche|siga-nos|inscreva-se|lees ook)"
    r"|.{0,40}(?:구독(?:하세요|해\s?주세요|과 좋아요)|팔로우\s?하세요|제보(?:하세요|를 기다립니다|해\s?주세요)"
    r"|フォローしてください|登録はこちら|関连|关注我们|点击订阅|扫码关注|下载(?:我们的)?(?:app|客户端))",
    re.IGNORECASE,
)
_COOKIES = re.compile(
    r"\b(?:cookies?|쿠키|クッキー)\b.{0,200}\b(?:website|site|experience|browser|continu|accept|consent|"
    r"webseite|erlebnis|zustimm|expérience|navigation|experiencia)",
    re.IGNORECASE | re.DOTALL,
)


def bare(line: str) -> str:
    """The line in lower case without symbols at its edges: what it says as a button."""
    return _SPACES.sub(" ", _EDGES.sub("", line)).lower()


def is_button(line: str) -> bool:
    """Whether the whole line is the label of a button, a menu, a counter or a box."""
    if len(line) > LONGEST_NOTICE:
        return False
    said = bare(line)
    return said in BUTTONS or bool(_COUNT.match(said) or _READING.match(said) or _AGO.match(said))


def is_wordless(line: str) -> bool:
    """Emoji, rules, bare numbers, images, tags, handles, addresses: nothing that is said."""
    if len(line) > LONGEST_NOTICE:
        line = IMAGE.sub("", line)
        longest = max(map(len, line.split()), default=0)
        return longest > LONGEST_WORD and longest > 0.9 * len(line) and line.isascii()
    rest = _ADDRESS.sub("", _TAG.sub("", IMAGE.sub("", line))).strip()
    if _HANDLE.match(rest):
        return True
    return not _LETTER.search(rest)


def is_value(line: str) -> bool:
    """A number that says something alone, as in a table that lost its lines: 2.4%, 1,946, $5."""
    return bool(_VALUE.match(line))


def is_contents_entry(line: str) -> bool:
    """ "Background ........ 3"."""
    return len(line) <= LONGEST_NOTICE and bool(_LEADER.search(line))


def is_menu(line: str) -> bool:
    """A line that is nothing but links, or mostly labels side by side."""
    if len(line) > LONGEST_NOTICE * 4:
        return False
    links = _LINK.findall(line)
    if links and not _LETTER.search(_LINK.sub("", line)):
        return len(links) > 1 or is_button(links[0][0])
    if len(line) > LONGEST_NOTICE:
        return False
    parts = [part for part in re.split(r"\s*[|·•/>»›]\s*|\s{2,}|\t", line) if part.strip()]
    labels = sum(is_button(part) for part in parts)
    if len(parts) > 1 and labels > len(parts) / 2:
        return True
    return labels_end(line, 0) == len(line)


def labels_end(line: str, at: int) -> int:
    """How far button labels side by side reach from ``at``: "ShareSign InSubscribe" and the like.

    A label ends at a space, a symbol, a capital or a change of script. Returns ``at`` if none
    begins there.
    """
    end = at
    while True:
        while at < len(line) and not line[at].isalnum() and line[at] not in "([“\"'‘":
            at += 1
        size = _label_at(line, at)
        if not size:
            return len(line) if at == len(line) else end
        at = end = at + size


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


def is_rights(line: str) -> bool:
    """A line of copyright: the end of an article, or of a page."""
    return len(line) < LONGEST_NOTICE and bool(
        _COPYRIGHT.match(line) or (len(line) < 200 and _RIGHTS.search(line))
    )


def is_translation_note(line: str) -> bool:
    """ "※ This article has been translated by AI." """
    return len(line) < 220 and bool(_THIS.match(line) and _TRANSLATED.search(line))


def is_call(line: str) -> bool:
    """A call to subscribe, share, follow or read something else."""
    return len(line) < 140 and bool(_CALL.match(line.lstrip("▶►>※*-–☞👉→● ")))


def is_cookie_notice(line: str) -> bool:
    """Words about the page's own cookies; they count only beside the buttons of a banner."""
    return len(line) < 600 and bool(_COOKIES.search(line))


def letters(line: str) -> str:
    """Its letters and digits in lower case: for telling that two lines say the same."""
    return _SYMBOLS.sub("", line.lower())


def extent(line: str) -> float:
    """How much a line says, in words; three Chinese, Japanese or Korean characters are one more."""
    return len(line.split()) + len(_WIDE.findall(line)) / 3
