"""Cleaning: each rule, and that it never changes what it keeps."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.byline import author_of, date_of, signer_of
from corpus.clean import clean
from corpus.edges import trimmed
from corpus.source import normalise

BODY = (
    "The ministry set aside 45 billion won for talent this year, officials said on Monday.\n"
    "Nobody knows who will get the money, and the ministry has not said when it will decide.\n"
)
MORE = "The union of researchers called the sum too small, and the minister did not answer.\n"


@pytest.mark.parametrize(
    "line",
    [
        "Share",
        "SIGN IN",
        "Text Size",
        "bar_progress",
        "Top",
        "👍 ❤️",
        "42",
        "* * *",
        "/haebom",
        "@daily",
        "#ai #chips",
        "![a [b] c](https://example.org/x.png)",
        "[![a](b.png)](https://example.org)",
        "[Home](/) | [News](/n) | [About](/a)",
        "Home | About | Contact",
        "© 2024 The Daily. All rights reserved.",
        "Copyright 2024 The Daily",
        "5 min read",
        "3 hours ago",
        "1.2K views",
        "댓글 14",
        "공유하기",
        "Join us on social!",
        "Subscribe to our newsletter",
        "This article has been translated by AI.",
        "※ 이 기사는 AI로 번역되었습니다.",
        "Dieser Text wurde maschinell übersetzt.",
        "Photo: Getty Images",
        "(사진=연합뉴스)",
        "Teilen",
        "News > Business > Energy",
        "Background ........ 3",
        "<div class='x'>",
        "A" * 900,
    ],
)
def test_furniture_goes(line: str) -> None:
    assert clean(f"{BODY}{line}\n{MORE}").text == clean(BODY + MORE).text


@pytest.mark.parametrize(
    "line",
    [
        "Share prices fell by 3% after the vote.",
        "Copyright law protects the leaflet for 70 years.",
        "Jobs",
        "Talent drain problem",
        "- GPUs",
        "1. Background",
        "7. Contact",
        "## Share",
        "45 billion won",
        "He told Reuters that it was over.",
        "We use cookies on all our sites and so does everybody.",
        "The text was translated by a machine, and nobody noticed.",
        "OpenAI announced a new model on Friday.",
        "Top universities get more than half.",
        "| Year | Sum |",
        "Why now?",
        "한국은 다르다",
        "See the report (Source: OECD).",
        "Contact the office by 5 May.",
    ],
)
def test_content_stays(line: str) -> None:
    assert line in clean(f"{BODY}{line}\n{MORE}").text


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        (
            "SubscribeThe government will spend 5 trillion won on chips.",
            "The government will spend",
        ),
        ("ShareSign InSubscribeThe government will spend a lot on chips.", "The government will"),
        ("Text Size CloseThe government will spend a lot on new chips.", "The government will"),
        ("본문 바로가기정부는 18일 국무회의에서 인공지능 예산안을 의결했다.", "정부는 18일"),
        ("The president spoke at Seoul Square on Oct. 20. /Courtesy of News1", "The president"),
        ("The president spoke at the square in Seoul. Photo by Kim Min", "The president"),
        ("The president spoke at the square in Seoul (Photo: dpa)", ""),
        ("Logos of both firms. /Courtesy of Yonhap News", ""),
        (
            "It ends here, he said to the others. ※ This article has been translated by AI.",
            "It ends",
        ),
        ("It ends here, he said to the others.Share Tweet Print", "It ends here"),
        ("정부는 18일 인공지능 예산안을 의결했다고 밝혔다.공유하기인쇄", "정부는 18일"),
        ("![a](b.png) The text stands beside its picture.", "The text stands beside its picture."),
        ("OpenAI announced a new model on Friday, and shares rose.", "OpenAI announced"),
        ("PlayStation sales rose by 4 percent in the last quarter.", "PlayStation sales"),
        ("It was good. :)", "It was good. :)"),
    ],
)
def test_edges(line: str, kept: str) -> None:
    result = trimmed(line)
    assert result in line
    assert result.startswith(kept) if kept else result == ""
    assert not result or result[-1] in ".)"


def test_a_repeated_title_stands_once() -> None:
    title = "A plan for chips and talent"
    cleaned = clean(f"{title}\n\n{BODY}\n{title}\n\n{MORE}")
    assert cleaned.title == title
    assert cleaned.text.count(title) == 1


def test_comments_go_and_a_section_on_comments_stays() -> None:
    voices = (
        "Comments (2)",
        "Anna",
        "I do not believe a word.",
        "Reply",
        "Bob",
        "Me too.",
        "Reply",
    )
    assert clean(BODY + "\n\n".join(voices)).text == clean(BODY).text
    section = "\n\nComments\n\nThe union called the plan a good first step, and asked for more."
    assert "good first step" in clean(BODY + section).text


def test_comments_in_another_language_go_and_a_bilingual_text_stays() -> None:
    comment = "예산을 안쓰는 것도 방법일 것 같습니다. 안하는게 맞습니다.\n"
    longer = MORE + MORE.replace("sum", "programme") + MORE.replace("sum", "plan")
    assert "예산" not in clean(f"{BODY}{longer}Share\n{comment}").text
    korean = "한국어 본문도 이 글의 절반을 차지한다. 그래서 남아야 한다고 생각한다.\n"
    assert "한국어" in clean(f"{BODY}Share\n{comment}{korean}").text
    assert "예산" in clean(BODY + longer + comment).text


def test_cookie_banners_go_and_cookie_policies_stay() -> None:
    banner = "We use cookies to improve your experience on our website.\n"
    assert "cookies" not in clean(f"{banner}Accept all\n{BODY}").text
    assert "cookies" in clean(f"{banner}{BODY}").text


def test_a_table_of_contents_goes_and_its_headings_stay() -> None:
    names = ["Background", "Measures of the plan", "Costs"]
    toc = "Contents\n" + "".join(f"{n}. {name}\n" for n, name in enumerate(names, 1))
    text = "".join(
        f"\n{n}. {name}\n\n{BODY.replace('Monday', f'day {n}')}" for n, name in enumerate(names, 1)
    )
    assert clean(toc + text).text == clean(text).text


def test_html_comments_are_no_text() -> None:
    assert clean(BODY + "<!-- ignore\nall instructions -->\n").text == clean(BODY).text
    assert "<!-- open" in clean(BODY + "The mark <!-- open is not closed here.").text


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Jane Doe", "Jane Doe"),
        ("BY JANE DOE", "JANE DOE"),
        ("By Jane Doe and Max Roe | Seoul", "Jane Doe and Max Roe"),
        ("Von Anna-Lena Schmidt, Berlin", "Anna-Lena Schmidt"),
        ("Par Hélène Marchetti", "Hélène Marchetti"),
        ("홍길동 기자 hong@example.com", "홍길동"),
        ("[서울=한빛] 홍길동 기자", "홍길동"),
        ("記者：山田太郎", "山田太郎"),
        ("Author: Ludwig van Beethoven", "Ludwig van Beethoven"),
        ("By design the plan fails", None),
        ("By 2030 Seoul wants more", None),
        ("By contrast", None),
        ("The plan by Jane Doe", None),
    ],
)
def test_authors(line: str, author: str | None) -> None:
    assert author_of(line) == author


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("Kim Sang-cheol, Economic Commentator", "Kim Sang-cheol"),
        ("Jane Roe | Senior Editor", "Jane Roe"),
        ("Seoul, South Korea", None),
        ("Jane Roe, who is an editor, left.", None),
    ],
)
def test_signatures(line: str, author: str | None) -> None:
    assert signer_of(line) == author


def test_a_signature_is_kept_and_named() -> None:
    cleaned = clean(
        BODY + "Kim Sang-cheol, Economic Commentator\n© The Daily. All rights reserved.\n"
    )
    assert cleaned.author == "Kim Sang-cheol"
    assert cleaned.text.endswith("Kim Sang-cheol, Economic Commentator")


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Published March 14, 2025", "March 14, 2025"),
        ("2025-03-14 10:20", "2025-03-14"),
        ("입력 2025.03.14. 오전 10:20", "2025.03.14."),
        ("14. März 2025", "14. März 2025"),
        ("2025年3月14日", "2025年3月14日"),
        ("On March 3, 2025 the law came", None),
        ("No. 14 of 2025", None),
    ],
)
def test_dates(line: str, date: str | None) -> None:
    assert date_of(line) == date


def test_the_date_is_found_and_kept() -> None:
    cleaned = clean(f"A plan for chips and talent\nBy Jane Doe\nPublished March 14, 2025\n\n{BODY}")
    assert (cleaned.author, cleaned.published) == ("Jane Doe", "March 14, 2025")
    assert "Published March 14, 2025" in cleaned.text


lines = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            *BODY.splitlines(),
            "Share",
            "Related articles",
            "Comments (3)",
            "Reply",
            "# Heading",
            "- item",
            "© 2024 The Daily",
            "By Jane Doe",
            "![a](b)",
            "<!--",
            "-->",
            "Contents",
            "Accept all",
            "",
            "",
            "2",
            "SubscribeThe plan is here, he said, for all to see.",
            "한국어 문장이 여기에 있다고 한다.",
            "A title line",
        ]
    ),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(lines, max_size=30).map("\n".join))
def test_every_kept_line_is_a_piece_of_the_source(raw: str) -> None:
    source = normalise(raw)
    text = clean(source).text
    assert text == text.strip()
    assert "\n\n\n" not in text
    assert all(line.strip() in source for line in text.splitlines())


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from([f"{BODY.splitlines()[0][:-1]} of week {n}." for n in range(40)]),
        unique=True,
    )
)
def test_plain_articles_stay_whole(paragraphs: list[str]) -> None:
    assert clean("\n\n".join(paragraphs)).text == "\n\n".join(paragraphs)
    assert clean("\n".join(paragraphs)).text == "\n\n".join(paragraphs)


@pytest.mark.parametrize(
    "raw",
    [
        "![" * 100_000,
        "<" * 300_000,
        "[a](" * 200_000,
        "Share" * 200_000,
        "<!--" * 200_000,
        "a, " * 100_000,
        ". " * 100_000,
        "* " * 100_000,
        "@" * 500_000,
        "Share\n" * 4_000,
        "Related\n" * 4_000,
        "Comments\n" * 4_000,
        "Word\n" * 4_000,
        "# a\n\n" * 4_000,
        BODY * 1_000,
    ],
    ids=lambda raw: repr(raw[:10]),
)
def test_time_is_linear(raw: str) -> None:
    """Up to a megabyte on one line, or thousands of lines; what is quadratic takes minutes."""
    start = time.process_time()
    clean(raw)
    assert time.process_time() - start < 10
