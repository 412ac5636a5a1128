"""Every word of ours in the reader view, in English and Korean."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.web.labels import ENGLISH, LANGUAGES, Labels, labels_for


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language; ``{id}`` and ``{author}`` are filled in where they are used."""

    language: str
    pages: str
    chat: str
    sources: str
    figures: str
    skip_quote: str
    skip_text: str
    at_publisher: str
    no_publisher: str
    no_date: str
    by: str
    brief: str
    article: str
    not_there: str
    no_article: str
    no_such: str
    all_articles: str
    starting: str
    wait: str


def _shared(labels: Labels) -> dict[str, str]:
    """The words that the chat uses for the same thing."""
    names = ("sources", "at_publisher", "no_publisher", "no_date", "by", "brief")
    return {name: getattr(labels, name) for name in names}


_WORDS = {
    "en": Words(
        language="en",
        pages="Pages",
        chat="Chat",
        figures="Figures",
        skip_quote="To the quoted sentence",
        skip_text="To the text",
        article="an article, word for word",
        not_there="This address names a place that the article does not have, so nothing is "
        "highlighted. The article may have changed since the address was made.",
        no_article="There is no such article",
        no_such="None of the articles has the id “{id}”. It may have been removed or renamed.",
        all_articles="See all articles",
        starting="Policy Assistant is starting",
        wait="It is reading the articles. This page goes on by itself.",
        **_shared(ENGLISH),
    ),
    "ko": Words(
        language="ko",
        pages="페이지",
        chat="대화",
        figures="수치",
        skip_quote="인용된 문장으로",
        skip_text="본문으로",
        article="기사 원문",
        not_there="이 주소가 가리키는 위치가 기사에 없어 강조 표시를 하지 않았습니다. "
        "주소가 만들어진 뒤 기사가 바뀌었을 수 있습니다.",
        no_article="그런 기사가 없습니다",
        no_such="“{id}”라는 기사가 없습니다. 삭제되었거나 이름이 바뀌었을 수 있습니다.",
        all_articles="모든 기사 보기",
        starting="Policy Assistant를 시작하는 중입니다",
        wait="기사를 읽고 있습니다. 이 페이지는 저절로 넘어갑니다.",
        **_shared(LANGUAGES["ko"]),
    ),
}


def words_for(accept_language: str | None) -> Words:
    """The words of the first language in an Accept-Language header that there are words in."""
    labels = labels_for(accept_language)
    return next(_WORDS[name] for name, known in LANGUAGES.items() if known is labels)
