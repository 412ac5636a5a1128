"""Who wrote an article and when, as far as a line of it says so."""

from __future__ import annotations

import re

_NAME = r"(?:[A-ZÀ-ÖØ-ÞŁŚŽ][\w'’.-]*|(?:de|van|von|der|den|la|le|bin|al|el|da|di|del|dos|zu)\b)"
_PERSON = rf"[A-ZÀ-ÖØ-ÞŁŚŽ][\w'’.-]*(?:[ \u00a0]{_NAME}){{1,4}}"
_PEOPLE = rf"{_PERSON}(?:(?:, (?:and )?| and | & | und | et | y | e ){_PERSON}){{0,4}}"
_LABEL = (
    r"(?:(?:written |posted |published |story |text |words |reported )?by|author|authors|reporter"
    r"|von|autor|autorin|text|par|auteur|por|di|autore|door|글|작성자|글쓴이|기자명|文|著者|執筆|作者|记者|記者)"
)
_BY = re.compile(
    rf"(?i:{_LABEL})\s?[:：=|]?\s(?P<who>{_PEOPLE})(?=$|\s?[,|·•(<\[—–-]|\s\d|\s(?:on|for|in|at|am)\s)"
)
_LABELLED_CJK = re.compile(
    r"(?:글|작성자|글쓴이|기자명|文|著者|執筆|作者|记者|記者)\s?[:：=|]\s?(?P<who>[가-힣\u3040-\u30ff\u4e00-\u9fff·\s]{2,12})\Z"
)
_ROLE = (
    r"commentator|columnist|reporter|correspondent|editor|writer|professor|researcher|analyst|fellow"
    r"|director|economist|journalist|contributor|lecturer|scholar|strategist|chair|president|ceo"
    r"|redakteur\w*|korrespondent\w*|autor\w*|journalist\w*|professeur\w*|rédact\w*|chercheu\w*"
    r"|profesor\w*|redactor\w*|economista|giornalista"
)
_SIGNED = re.compile(
    rf"(?P<who>{_PERSON})(?:,| [|·–—-])\s(?:[\w&’'.-]+\s){{0,6}}(?i:{_ROLE})\b[^.!?]{{0,60}}\Z"
)
_KOREAN = re.compile(
    r"(?:[\[(【]?[가-힣A-Za-z0-9\s=·]{0,12}(?:[=/]\s?|[\])】]\s))?"
    r"(?P<who>(?!선임|전문|수습|객원|인턴)[가-힣]{2,4})\s?"
    r"(?:선임|전문|수습|객원|인턴|논설)?(?:기자|특파원|논설위원|칼럼니스트|앵커|평론가)[\])】]?"
    r"(?:\s?[|(]?\s?[\w.+-]{1,64}@[\w.-]{1,80}\)?)?\Z"
)
_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|januar|februar|märz|mai|juni|juli|okt|dez"
    r"|janv|févr|mars|avr|juin|juil|août|déc|ene|abr|ago|dic)[a-zéû]{0,7}\.?"
)
_DATE = re.compile(
    r"(?P<date>(?:19|20)\d\d\s?[-./]\s?\d{1,2}\s?[-./]\s?\d{1,2}\.?"
    r"|(?:19|20)\d\d\s?[년年]\s?\d{1,2}\s?[월月]\s?\d{1,2}\s?[일日]"
    rf"|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s(?:19|20)\d\d"
    rf"|\d{{1,2}}(?:st|nd|rd|th|\.|er|º)?\s(?:de\s)?{_MONTH},?\s(?:de\s)?(?:19|20)\d\d"
    r"|\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d)",
    re.IGNORECASE,
)
_DATE_WORDS = re.compile(
    r"(?:published|posted|updated|last|modified|created|on|at|date|first|issued|release|released|press"
    r"|veröffentlicht|aktualisiert|stand|vom|am|um|datum|uhr|publié|le|mis|à|jour|publicado|el|fecha"
    r"|pubblicato|il|입력|등록|수정|작성일|등록일|게시일|승인|기사입력|기사원문|최종수정|발행|公開日|更新日|掲載日|投稿日|公開|更新|発表"
    r"|发布时间|发布|时间|发表于|mon|tue|wed|thu|fri|sat|sun|\w*day|montag|dienstag|mittwoch|donnerstag"
    r"|freitag|samstag|sonntag|am|pm|a\.m|p\.m|gmt|utc|kst|jst|est|edt|pst|pdt|cet|cest|bst|et"
    r"|오전|오후|[월화수목금토일月火水木金土]|min|read|minutes?)(?!\w)",
    re.IGNORECASE,
)
_TIME = re.compile(r"\d{1,2}[:：]\d\d(?::\d\d)?")
_SYMBOLS = " *_|·-–—,"
_LONGEST = 160


def author_of(line: str) -> str | None:
    """The author that the line names: "By X", "X, Economic Commentator", "홍길동 기자"."""
    if len(line) > _LONGEST or "\n" in line:
        return None
    line = _DATE.sub("", line).strip(_SYMBOLS)
    for pattern in (_BY, _LABELLED_CJK, _KOREAN):
        found = pattern.match(line)
        if found:
            return found["who"].strip(" .")
    return None


def signer_of(line: str) -> str | None:
    """The author who signs a line of name and role: "Kim Sang-cheol, Economic Commentator"."""
    if len(line) > _LONGEST or "\n" in line:
        return None
    found = _SIGNED.match(line.strip(_SYMBOLS))
    return found["who"].strip(" .") if found else None


def names_author(line: str) -> bool:
    """Whether the line is there to say who wrote the article."""
    return bool(author_of(line) or signer_of(line))


def date_of(line: str) -> str | None:
    """The date of a line that is nothing but a date, a time, and words such as "Published"."""
    if len(line) > _LONGEST or "\n" in line:
        return None
    found = _DATE.search(line)
    if not found:
        return None
    rest = _TIME.sub("", _DATE.sub("", line)).strip(_SYMBOLS)
    if author := _BY.match(rest):
        rest = rest[author.end() :]
    return None if re.search(r"[^\W\d_]", _DATE_WORDS.sub("", rest)) else found["date"].strip()
