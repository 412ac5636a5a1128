"""The page's words in two languages, its addresses, and text to take along. Pure."""

from __future__ import annotations

import argparse
import dataclasses
import json
import re
import string
from pathlib import Path
from urllib.parse import unquote

import pytest

from assistant.answer import Answer, Citation
from assistant.citations import cite
from assistant.evaluate.commands import run_verify
from assistant.web.conversation import Exchange
from assistant.web.labels import ENGLISH, KOREAN, labels_for, texts
from assistant.web.links import at_publisher, at_quote, web_address
from assistant.web.references import (
    conversation_json,
    conversation_markdown,
    escaped,
    markdown,
    plain,
)
from corpus.article import Article, Corpus

TEXT = "The fund holds *5* million euros, see https://evil.example/x <b>now</b>. It grows."
ARTICLE = Article("a fund", "Fund [news]", TEXT, publisher="The Paper", url="https://p.example/a")
CITED = cite(1, ARTICLE, 0, TEXT.index(" It"))


def _answer(text: str = f"{CITED.quote} [1]", **fields: object) -> Answer:
    values: dict[str, object] = {
        "id": "r-1", "question": "How much?", "searched_for": "How much?", "status": "answered",
        "reason": None, "answer": text, "short": None, "citations": (CITED,), "related": (),
        "disagreement": None, "engine": "extractive", "corpus": "c", "latency_ms": 1.0,
    }  # fmt: skip
    return Answer(**{**values, **fields})  # type: ignore[arg-type]  # checked where it is read


@pytest.mark.parametrize(
    ("header", "korean"),
    [
        ("ko-KR,ko;q=0.9,en-US;q=0.8", True),
        ("de, ko;q=0.5", True),
        ("en;q=0.5, KO;q=0.8", True),
        ("en-GB,en;q=0.9,ko;q=0.8", False),
        ("ko;q=0, en;q=0.1", False),
        ("ko;q=high", False),
        ("de-DE", False),
        ("", False),
        (None, False),
    ],
)
def test_the_browsers_language_chooses_the_words(header: str | None, korean: bool) -> None:
    assert labels_for(header) is (KOREAN if korean else ENGLISH)


def test_both_languages_say_everything_with_the_same_places_to_fill() -> None:
    english, korean = texts(ENGLISH), texts(KOREAN)

    def places(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for name, text in english.items():
        assert text
        assert places(text) == places(korean[name]), name
        hangul = re.search("[가-힣]", korean[name])
        assert hangul or name in ("language", "low_to_high"), name
        assert not re.search("[가-힣]", text), name


@pytest.mark.parametrize(
    "url",
    [
        None, "", "javascript:alert(1)", "data:text/html,x", "//p.example/a", "https:///a", "ftp://p.example",
        "https://user:secret@p.example/", "https://p.example/a b", "https://p.example\\@evil.example",
        " https://p.example", "https://p.exa\tmple/", "https://[::1", "https://p.example:port/",
    ],
)  # fmt: skip
def test_an_address_that_is_none_of_the_web_is_no_link(url: str | None) -> None:
    assert web_address(url) is None
    assert at_publisher(dataclasses.replace(CITED, url=url)) is None


def test_an_address_is_encoded_and_keeps_its_place() -> None:
    assert web_address("HTTPS://p.example/기사?q=\"<1>&r=%20#top") == (
        "https://p.example/%EA%B8%B0%EC%82%AC?q=%22%3C1%3E&r=%20#top"
    )  # fmt: skip


def _directive(citation: Citation) -> list[str]:
    address = at_publisher(citation)
    assert address is not None
    assert address.startswith("https://p.example/a#:~:text=")
    directive = address.partition(":~:text=")[2]
    assert "&" not in directive
    assert "-" not in directive  # it would start a prefix or a suffix
    return [unquote(part) for part in directive.split(",")]


def test_a_text_fragment_names_the_quote() -> None:
    short = dataclasses.replace(CITED, quote='A well-known, "odd" & short one')
    assert _directive(short) == [short.quote]
    long = dataclasses.replace(CITED, quote=" ".join(f"word-{n}" for n in range(40)))
    start, end = _directive(long)
    assert long.quote.startswith(start)
    assert long.quote.endswith(end)
    placed = dataclasses.replace(CITED, url="https://p.example/a#part:~:text=old")
    assert str(at_publisher(placed)).startswith("https://p.example/a#part:~:text=The%20fund")


def test_the_reader_view_is_named_by_a_relative_address() -> None:
    assert at_quote(CITED) == f"read/a%20fund?start=0&end={CITED.end}"


def test_an_answer_is_copied_with_its_references() -> None:
    copied = plain(_answer(), ENGLISH)
    assert copied == (
        f"{CITED.quote} [1]\n\nSources:\n\n"
        f"- [1] “{CITED.quote}” Fund [news], The Paper, date not stated, https://p.example/a"
    )
    refused = _answer("No.", status="not_in_sources", citations=(), related=(CITED,))
    assert "Related, not an answer:\n\n- [1] “The fund" in plain(refused, ENGLISH)


def test_markdown_leaves_nothing_of_an_article_to_act_as_markdown() -> None:
    copied = markdown(_answer(f"{CITED.quote} [1] and [2]"), ENGLISH)
    first = copied.split("\n\n")[0]
    assert first == (
        r"The fund holds \*5\* million euros, see https\://evil.example/x \<b\>now\</b\>. "
        r"[1] and \[2\]"
    )
    assert r"Fund \[news\], The Paper" in copied
    assert copied.endswith(", https://p.example/a")


@pytest.mark.parametrize("start", ["- a", "+ a", "1. a", "12) a", "---", "===", "# a", "> a"])
def test_a_line_does_not_become_a_list_or_a_heading(start: str) -> None:
    assert "\\" in escaped(f"Text\n{start}")


@pytest.mark.parametrize("text", ["1.8 trillion won", "2.4%", "a-b", "-5 degrees", "x = y"])
def test_figures_stay_as_they_are(text: str) -> None:
    assert escaped(text) == text


def test_the_conversation_as_markdown_holds_every_question() -> None:
    talk = [
        Exchange("How much?", "answered", answer=_answer()),
        Exchange("Why *now*?", "failed", "The model is away."),
        Exchange("And?", "stopped"),
    ]
    saved = conversation_markdown(talk, ENGLISH)
    assert re.findall(r"^## (.*)$", saved, re.M) == ["How much?", r"Why \*now\*?", "And?"]
    assert "*No answer* The model is away." in saved


def _verified(path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = run_verify(argparse.Namespace(file=path), lambda _: Corpus((ARTICLE,)))
    return code, capsys.readouterr().out


def test_verify_reads_the_saved_conversation_and_finds_a_tampered_quote(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    refused = _answer("No.", status="not_in_sources", citations=(), related=(CITED,))
    talk = [
        Exchange("How much?", "answered", answer=_answer()),
        Exchange("Why?", "failed", "The model is away."),
        Exchange("And?", "answered", answer=refused),
    ]
    path = tmp_path / "conversation.json"
    path.write_text(conversation_json(talk), encoding="utf-8")
    assert Answer.from_dict(json.loads(path.read_text("utf-8"))[0]) == talk[0].answer
    assert _verified(path, capsys) == (0, "2 of 2 quotes are exact.\n")
    tampered = path.read_text("utf-8").replace("*5* million", "*6* million", 1)
    tampered = tampered.replace('"quote": "The fund holds *5*', '"quote": "The fund holds *6*', 1)
    path.write_text(tampered, encoding="utf-8")
    code, said = _verified(path, capsys)
    assert code == 1
    assert "not found" in said
    assert "1 of 2 quotes are exact." in said
