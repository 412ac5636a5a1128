"""Reading a folder: what is usable is read, what is not is reported by name with a remedy."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import Corpus, Problem, read_articles
from corpus.errors import CorpusError
from corpus.frontmatter import split_front_matter
from corpus.passage import split
from corpus.source import normalise

TEXT = "The ministry set aside 45 billion won for talent. Nobody knows who will get it.\n"


def problem(corpus: Corpus, path: str) -> Problem:
    found = [problem for problem in corpus.problems if problem.path == path]
    assert len(found) == 1, corpus.problems
    assert found[0].remedy
    return found[0]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "good.md").write_text(TEXT)
    return tmp_path


def test_front_matter_is_kept_as_written(folder: Path) -> None:
    (folder / "a.md").write_text(
        "---\n# a note\ntitle: 'Chips: a plan'\npublisher: The Daily\nauthor: [Jane Roe, Max Poe]\n"
        "published: 2025-03-04\nurl: https://example.org/a\nlanguage: en\nkind: brief\ntags: [x]\n"
        "---\n\n" + TEXT
    )
    article = read_articles(folder).get("a")
    assert article is not None
    assert (article.title, article.publisher, article.author) == (
        "Chips: a plan", "The Daily", "Jane Roe, Max Poe",
    )  # fmt: skip
    assert (article.published, article.url, article.kind) == (
        "2025-03-04", "https://example.org/a", "brief",
    )  # fmt: skip
    assert article.text == TEXT.strip()


def test_nulls_are_none(folder: Path) -> None:
    (folder / "a.md").write_text("---\ntitle: T\nauthor: null\nurl: ~\npublished:\n---\n" + TEXT)
    article = read_articles(folder).get("a")
    assert article is not None
    assert (article.author, article.url, article.published) == (None, None, None)


@pytest.mark.parametrize(
    ("block", "what"),
    [
        ("---\ntitle: T\n\n" + TEXT, "not closed"),
        ("---\ntitle: a: b: c\n---\n" + TEXT, "not valid YAML"),
        ("---\ntitle: [a\n---\n" + TEXT, "not valid YAML"),
        ("---\n- a\n- b\n---\n" + TEXT, "not a list of fields"),
        ("---\ntitle: [a, b]\n---\n" + TEXT, '"title"'),
        ("---\nurl: javascript:alert(1)\n---\n" + TEXT, "not a web address"),
        ("---\nx: " + "[" * 500 + "\n---\n" + TEXT, "nested"),
    ],
)
def test_broken_front_matter_is_reported(folder: Path, block: str, what: str) -> None:
    (folder / "broken.md").write_text(block)
    corpus = read_articles(folder)
    assert what in problem(corpus, "broken.md").what
    assert [article.id for article in corpus] == ["good"]


def test_an_alias_bomb_is_harmless() -> None:
    bomb = "a: &a [x]\n" + "".join(
        f"{c}: &{c} [*{p}, *{p}]\n" for p, c in zip("abcdefg", "bcdefgh", strict=True)
    )
    assert split_front_matter(f"---\n{bomb}title: T\n---\ntext")[0] == {"title": "T"}


@pytest.mark.parametrize(
    "text", ["---\n\nA rule above, and then text.\n\n---\n\nMore.", "--- dashes"]
)
def test_a_rule_of_dashes_is_no_front_matter(text: str) -> None:
    assert split_front_matter(text) == ({}, text)


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("empty.txt", b"", "empty"),
        ("spaces.md", b" \n\n\t", "empty"),
        ("binary.txt", b"\x89PNG\r\n\x1a\n\0\0\0", "binary"),
        (
            "korean.txt",
            "정부는 예산을 늘리기로 했다. 업계는 부족하다고 말했다. ".encode("cp949") * 9,
            "cp949",
        ),
        ("furniture.txt", b"Share\nSign In\nSubscribe\n\xc2\xa9 2024 The Daily\n", "No sentence"),
        ("marks.md", b"***\n\n---\n", "No sentence"),
        ("half.txt", b"\xff\xfeabc", "UTF-16"),
        ("page.html", b"<html><body><nav>Home</nav></body></html>", "No sentence"),
        ("paper.pdf", b"%PDF-1.4", "not read"),
    ],
)
def test_unusable_files_are_reported(folder: Path, name: str, data: bytes, what: str) -> None:
    (folder / name).write_bytes(data)
    corpus = read_articles(folder)
    assert what in problem(corpus, name).what
    assert len(corpus) == 1


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks_are_understood(folder: Path, encoding: str) -> None:
    (folder / "a.txt").write_text(TEXT, encoding=encoding)
    article = read_articles(folder).get("a")
    assert article is not None
    assert article.text == TEXT.strip()


def test_a_page_that_declares_its_encoding_is_read(folder: Path) -> None:
    page = (
        '<html><head><meta charset="euc-kr"></head><p>정부는 예산을 크게 늘리기로 했다.</p></html>'
    )
    (folder / "a.html").write_bytes(page.encode("euc-kr"))
    article = read_articles(folder).get("a")
    assert article is not None
    assert article.text == "정부는 예산을 크게 늘리기로 했다."
    assert article.language == "ko"


def test_a_file_that_is_too_large_is_not_opened(folder: Path) -> None:
    with (folder / "large.txt").open("wb") as file:
        file.truncate(50 * 2**20)
    assert "50 MB" in problem(read_articles(folder), "large.txt").what


def test_the_same_name_twice(folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "good.txt").write_text("Another text stands here, with a sentence.")
    corpus = read_articles(folder)
    assert "good.md" in problem(corpus, "sub/good.txt").what
    assert len(corpus) == 1


def test_links(folder: Path) -> None:
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "self.txt").symlink_to(folder / "self.txt")
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    corpus = read_articles(folder)
    (folder / "again").symlink_to(folder / "again")
    corpus = read_articles(folder)
    assert [problem.path for problem in corpus.problems] == [
        "again",
        "gone.txt",
        "loop",
        "self.txt",
    ]
    assert len(corpus) == 1


def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")
    assert "ordinary" in problem(read_articles(folder), "pipe.txt").what


def test_hidden_files_and_those_of_the_system_are_passed_over(folder: Path) -> None:
    for name in (".hidden.md", ".DS_Store", "Thumbs.db", "~$budget.docx", "desktop.ini"):
        (folder / name).write_text(TEXT)
    (folder / "__MACOSX").mkdir()
    (folder / "__MACOSX" / "a.txt").write_text(TEXT)
    assert read_articles(folder).problems == ()


def test_every_other_file_is_named(folder: Path) -> None:
    names = ["a.XLSX", "b.eml", "c.csv", "d.json", "e.docx", "f.jpg", "g", "h.md~", "sub/i.zip"]
    (folder / "sub").mkdir()
    for name in names:
        (folder / name).write_text("{}")
    corpus = read_articles(folder)
    assert [problem.path for problem in corpus.problems] == names
    assert problem(corpus, "a.XLSX").what == ".XLSX files are not read."
    assert problem(corpus, "g").what == "A file without an ending is not read."


def test_links_out_of_the_folder_are_followed_only_if_asked(tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    (outside / "secret.txt").write_text("The gate opens with the number 4711, the guard said.")
    (inside / "good.md").write_text(TEXT)
    (inside / "same.md").symlink_to("good.md")
    (inside / "notes.md").symlink_to(outside / "secret.txt")
    (inside / "more").symlink_to(outside, target_is_directory=True)
    (inside / "beside").symlink_to(tmp_path / "inside-2")
    (tmp_path / "inside-2").mkdir()
    (tmp_path / "linked").symlink_to(inside)
    for place in (inside, tmp_path / "linked"):
        corpus = read_articles(place)
        assert [article.id for article in corpus] == ["good", "same"]
        assert [problem.path for problem in corpus.problems] == ["beside", "more", "notes.md"]
        assert "ASSISTANT_FOLLOW_LINKS" in corpus.problems[0].remedy
    asked = read_articles(inside, follow_links=True)
    assert [article.id for article in asked] == ["good", "notes", "same", "secret"]
    assert asked.problems == ()


def test_names_become_ids(folder: Path) -> None:
    (folder / "Cafe\u0301 plan 2.txt").write_text(TEXT)
    (folder / "b").mkdir()
    (folder / "b" / "0.md").write_text(TEXT)
    assert [article.id for article in read_articles(folder)] == ["0", "Caf\u00e9-plan-2", "good"]


def test_a_name_that_is_no_text(folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff.txt")).write_text(TEXT)
    corpus = read_articles(folder)
    assert len(corpus.problems) == 1
    corpus.problems[0].path.encode()


@pytest.mark.parametrize("make", [lambda path: path / "missing", lambda path: path])
def test_nothing_usable_is_an_error(tmp_path: Path, make: object) -> None:
    assert callable(make)
    with pytest.raises(CorpusError) as error:
        read_articles(make(tmp_path))
    assert error.value.remedy


def test_one_bad_file_alone_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty.md").write_text("")
    with pytest.raises(CorpusError, match=r"empty\.md"):
        read_articles(tmp_path)


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("a.md", "# The heading\n\n" + TEXT, "The heading"),
        ("a.md", "Intro sentence stands here, first of all.\n\n## Later\n\n" + TEXT, "Later"),
        ("a.txt", "Chips for all: the plan\n\n" + TEXT, "Chips for all: the plan"),
        ("a.txt", "Is the plan realistic?\n\n" + TEXT, "Is the plan realistic?"),
        ("chip-plan_2.txt", TEXT, "chip plan 2"),
        ("a.html", f"<title>Chips for all - Daily News</title><p>{TEXT}", "Chips for all"),
        ("a.html", f"<title>x</title><h1>The heading</h1><p>{TEXT}", "The heading"),
    ],
)
def test_titles(tmp_path: Path, name: str, text: str, title: str) -> None:
    (tmp_path / name).write_text(text)
    assert next(iter(read_articles(tmp_path))).title == title


def test_order_and_fingerprint_do_not_depend_on_the_disk(tmp_path: Path) -> None:
    for place, names in (("one", "cab"), ("two", "bca")):
        (tmp_path / place).mkdir()
        for name in names:
            (tmp_path / place / f"{name}.txt").write_text(f"{TEXT}This is {name} of three.\n")
    one, two = read_articles(tmp_path / "one"), read_articles(tmp_path / "two")
    assert [article.id for article in one] == ["a", "b", "c"]
    assert one.fingerprint == two.fingerprint


def test_hidden_characters_leave() -> None:
    hidden = "pay\u200b 4\u202e5\u2066 billion\U000e0041\U000e007f\u00ad\x07 won\ufeff"
    assert normalise(hidden) == "pay 45 billion won"
    assert normalise("a\r\nb\rc\u2028d\x0ce") == "a\nb\nc\nd\ne"
    persian = "می\u200cخواهم"
    assert normalise(persian) == persian


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=300), suffix=st.sampled_from([".md", ".txt", ".html"]))
def test_no_bytes_raise_anything_but_a_problem(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, suffix: str
) -> None:
    folder = tmp_path_factory.mktemp("bytes")
    (folder / "good.md").write_text(TEXT)
    (folder / f"any{suffix}").write_bytes(data)
    corpus = read_articles(folder)
    assert len(corpus) + len(corpus.problems) == 2
    for article in corpus:
        article.text.encode()
        split(article)


def test_the_shipped_briefs_are_read_whole() -> None:
    folder = Path(__file__).parent.parent / "corpus" / "articles"
    corpus = read_articles(folder)
    assert corpus.problems == ()
    for article in corpus:
        body = split_front_matter((folder / f"{article.id}.md").read_text(encoding="utf-8"))[1]
        assert article.text.split() == body.split()
        assert article.kind == "brief"
