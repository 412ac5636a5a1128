"""Notices of a page, told by their words: copyright, translation, calls to the reader, cookies.

Every pattern is bounded, so that a line of a megabyte costs no more than its length.
"""

from __future__ import annotations

import re

# No notice is longer; what is longer is judged as text.
LONGEST_NOTICE = 300
LONGEST_CALL = 160

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
_MACHINE = (
    r"AI|A\.I\.|KI|IA|machine|automat\w{0,8}|maschinell\w{0,3}"
    r"|ChatGPT|DeepL|Papago|Google Translate"
)
_TRANSLATED = re.compile(
    rf"\b(?:translat|übersetz|tradu)\w{{0,8}}\b.{{0,60}}\b(?:{_MACHINE})\b"
    rf"|\b(?:{_MACHINE})\b[ -].{{0,30}}\b(?:translat|übersetz|tradu)\w{{0,8}}\b"
    r"|(?:AI|인공지능|기계|자동|파파고).{0,12}번역|번역.{0,12}(?:AI|인공지능|파파고)"
    r"|(?:AI|機械|自動)翻訳|(?:AI|机器|人工智能)翻译",
    re.IGNORECASE,
)
_THIS = re.compile(
    r"[※*(\[]|this\s+(?:\w+\s+)?(?:article|story|text|page|content|post|document|version)\b"
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
    r"|follow .{2,40} on (?:twitter|x|facebook|instagram|linkedin|mastodon|bluesky|youtube)\b"
    r"|to unsubscribe\b"
    r"|(?:read|see|watch|more|also|related|recommended|don't miss|in case you missed it)"
    r"(?: more| also| next| on)?\s?[:|›»>]\s"
    r"|(?:abonnieren sie|folgen sie uns|melden sie sich .{0,30}newsletter|lesen sie (?:auch|mehr)"
    r"|jetzt (?:abonnieren|anmelden|registrieren)|mehr zum thema:|abonnez-vous|suivez-nous"
    r"|inscrivez-vous|lire aussi|à lire aussi|suscríbete|suscríbase|síguenos|lea también"
    r"|iscriviti|seguici|leggi anche|siga-nos|inscreva-se|lees ook)"
    r"|.{0,40}(?:구독(?:하세요|해\s?주세요|과 좋아요)|팔로우\s?하세요|제보(?:하세요|를 기다립니다"
    r"|해\s?주세요)"
    r"|フォローしてください|登録はこちら|关注我们|点击订阅|扫码关注|下载(?:我们的)?(?:app|客户端))",
    re.IGNORECASE,
)
_COOKIES = re.compile(
    r"\b(?:cookies?|쿠키|クッキー)\b.{0,200}\b(?:website|site|experience|browser|continu|accept|consent|"
    r"webseite|erlebnis|zustimm|expérience|navigation|experiencia)",
    re.IGNORECASE | re.DOTALL,
)


_NEWSLETTER = re.compile(
    r"\b(?:newsletter|infolettre|bolet[ií]n|rundbrief|new posts)|뉴스레터|ニュースレター|メルマガ",
    re.IGNORECASE,
)
_SUBSCRIBE = re.compile(
    r"\b(?:subscri\w+|sign(?:ing)? up|suscr\w+|apunt\w+|abonn\w+|inscri\w+|anmeld\w+|receive|get)\b"
    r"|구독|신청|登録|購読",
    re.IGNORECASE,
)
_ABOUT_PAGE = re.compile(
    r"(?:this page was last (?:edited|modified|updated)|text is available under|thanks? (?:you )?"
    r"for reading|diese seite wurde zuletzt|cette page a été|esta página se editó|마지막으로 편집)",
    re.IGNORECASE,
)


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
    if len(line) > LONGEST_CALL:
        return False
    start = line.lstrip("▶►>※*-–☞👉→● ")
    if _CALL.match(start) or _ABOUT_PAGE.match(start):
        return True
    return bool(_NEWSLETTER.search(line) and _SUBSCRIBE.search(line))


def is_cookie_notice(line: str) -> bool:
    """Words about the page's own cookies; they count only beside the buttons of a banner."""
    return len(line) < 600 and bool(_COOKIES.search(line))
