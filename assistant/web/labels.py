"""Every word of ours on the chat's page, in English and Korean.

Answers, quotes and titles stay in the language of the articles.
"""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Labels:
    """The words of one language; ``{n}`` and the like are filled in where they are used."""

    # Top, box and empty page
    new: str
    save: str
    as_markdown: str
    as_json: str
    ask: str
    stop: str
    question: str
    placeholder: str
    conversation: str
    hello: str
    from_one: str
    from_many: str
    promise: str
    # Answers
    looking: str
    searched_for: str
    edit: str
    source_n: str
    one_source: str
    many_sources: str
    differ: str
    not_in_sources: str
    unclear: str
    related: str
    no_answer: str
    stopped: str
    nothing: str
    kept: str
    wrong_on_our_side: str
    # Below an answer
    actions: str
    copy: str
    copy_plain: str
    copied: str
    link: str
    link_copied: str
    again: str
    good: str
    bad: str
    what_was_wrong: str
    wrong_figure: str
    wrong_source: str
    should_have_refused: str
    should_have_answered: str
    thanks: str
    not_noted: str
    next: str
    instead: str
    # Articles in use
    only_some: str
    only_some_then: str
    use_all: str
    choose: str
    # Sources
    sources: str
    earlier: str
    of: str
    close: str
    verbatim: str
    all_verbatim: str
    what_verbatim: str
    changed: str
    read_whole: str
    at_publisher: str
    back: str
    worded_by: str
    no_publisher: str
    no_date: str
    by: str
    brief: str
    articles: str
    more: str
    unread: str


ENGLISH = Labels(
    new="New chat",
    save="Save",
    as_markdown="as Markdown",
    as_json="as JSON",
    ask="Ask",
    stop="Stop",
    question="Your question",
    placeholder="Ask about the articles",
    conversation="Conversation",
    hello="What do you want to know?",
    from_one="1 article",
    from_many="{n:,} articles",
    promise="Answers come from {articles} and nothing else, and quote the sentences they rest on "
    "word for word. When the articles do not say, you are told so.",
    looking="Looking in the articles",
    searched_for="searched for:",
    edit="Change it and ask again",
    source_n="Source {n}: {title}",
    one_source="1 source",
    many_sources="{n} sources",
    differ="The articles give different values.",
    not_in_sources="Not in the sources",
    unclear="Not understood",
    related="Related, not an answer",
    no_answer="No answer",
    stopped="Stopped",
    nothing="There is no answer.",
    kept="The question is back in the box.",
    wrong_on_our_side="Something went wrong on our side, and there is no answer. Please try again; "
    "the reason stands in the terminal that runs the chat.",
    actions="What to do with this answer",
    copy="Copy",
    copy_plain="Copy as text",
    copied="Copied, with references",
    link="Link",
    link_copied="Address of the question copied",
    again="Ask again",
    good="Good",
    bad="Bad",
    what_was_wrong="What was wrong?",
    wrong_figure="wrong figure",
    wrong_source="wrong source",
    should_have_refused="should have refused",
    should_have_answered="should have answered",
    thanks="Noted: {verdict}",
    not_noted="Not noted yet: {why} Press again to try once more.",
    next="Ask next",
    instead="You could ask instead",
    only_some="Only {n} of {all} articles are used.",
    only_some_then="Only {n} of {all} articles were used.",
    use_all="Use all",
    choose="Choose",
    sources="Sources",
    earlier="Earlier in this conversation",
    of="of “{question}”",
    close="Close sources",
    verbatim="verbatim",
    all_verbatim="{n} quotes, verbatim",
    what_verbatim="Checked by code: the article holds these words exactly so.",
    changed="the article has changed since this answer",
    read_whole="read in the article",
    at_publisher="at the publisher",
    back="back to the answer",
    worded_by="Worded by {engine}; quotes looked up by code.",
    no_publisher="publisher not stated",
    no_date="date not stated",
    by="by {author}",
    brief="a brief in our words",
    articles="Articles",
    more="and {n:,} more",
    unread="Could not be read: {names}",
)

KOREAN = Labels(
    new="새 대화",
    save="저장",
    as_markdown="Markdown으로",
    as_json="JSON으로",
    ask="질문하기",
    stop="중지",
    question="질문",
    placeholder="기사에 대해 물어보세요",
    conversation="대화",
    hello="무엇을 알고 싶으신가요?",
    from_one="기사 1건",
    from_many="기사 {n:,}건",
    promise="답변은 {articles}에서만 나오며, 근거가 되는 문장을 그대로 인용합니다. "
    "기사에 없는 내용은 없다고 알려 드립니다.",
    looking="기사를 살펴보는 중",
    searched_for="검색한 질문:",
    edit="고쳐서 다시 묻기",
    source_n="출처 {n}: {title}",
    one_source="출처 1개",
    many_sources="출처 {n}개",
    differ="기사마다 값이 다릅니다.",
    not_in_sources="출처에 없음",
    unclear="이해하지 못함",
    related="관련 내용이지만 답은 아님",
    no_answer="답변 없음",
    stopped="중지됨",
    nothing="답변이 없습니다.",
    kept="질문은 입력란에 다시 넣어 두었습니다.",
    wrong_on_our_side="저희 쪽에 문제가 생겨 답변하지 못했습니다. 다시 시도해 주세요. "
    "이유는 서버의 터미널에 나와 있습니다.",
    actions="이 답변으로 할 수 있는 일",
    copy="복사",
    copy_plain="텍스트로 복사",
    copied="출처와 함께 복사했습니다",
    link="링크",
    link_copied="질문의 주소를 복사했습니다",
    again="다시 묻기",
    good="좋음",
    bad="나쁨",
    what_was_wrong="무엇이 잘못되었나요?",
    wrong_figure="수치가 틀림",
    wrong_source="출처가 틀림",
    should_have_refused="답하지 말았어야 함",
    should_have_answered="답했어야 함",
    thanks="기록함: {verdict}",
    not_noted="아직 기록하지 못했습니다: {why} 다시 눌러 보세요.",
    next="이어서 물어보기",
    instead="대신 물어볼 수 있는 질문",
    only_some="기사 {all}건 중 {n}건만 사용합니다.",
    only_some_then="기사 {all}건 중 {n}건만 사용했습니다.",
    use_all="모두 사용",
    choose="선택",
    sources="출처",
    earlier="이 대화의 이전 출처",
    of="“{question}”의 출처",
    close="출처 닫기",
    verbatim="원문 그대로",
    all_verbatim="인용 {n}개, 원문 그대로",
    what_verbatim="코드로 확인함: 기사에 정확히 이렇게 적혀 있습니다.",
    changed="이 답변 이후 기사가 바뀌었습니다",
    read_whole="기사에서 읽기",
    at_publisher="발행처에서 보기",
    back="답변으로 돌아가기",
    worded_by="{engine}의 문장이며, 인용은 코드가 찾았습니다.",
    no_publisher="발행처 표시 없음",
    no_date="날짜 표시 없음",
    by="글 {author}",
    brief="저희가 쓴 요약",
    articles="기사",
    more="외 {n:,}건",
    unread="읽지 못함: {names}",
)

LANGUAGES = {"en": ENGLISH, "ko": KOREAN}


def labels_for(accept_language: str | None) -> Labels:
    """The labels of the first language in an Accept-Language header that there are labels in.

    RFC 9110, 12.5.4: the highest weight wins, and the order among equals; 0 means not at all.
    """
    wanted = []
    for place, entry in enumerate((accept_language or "").split(",")):
        tag, _, parameter = entry.strip().lower().partition(";")
        weight = _weight(parameter)
        language = tag.strip().split("-")[0]
        if weight > 0 and language in LANGUAGES:
            wanted.append((-weight, place, language))
    return LANGUAGES[min(wanted)[2]] if wanted else ENGLISH


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def texts(labels: Labels) -> dict[str, str]:
    """Every label by its name, for those that the browser puts in by itself."""
    return {field.name: getattr(labels, field.name) for field in fields(labels)}
