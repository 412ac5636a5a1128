"""Reading a folder: each file an article, or a problem with its remedy."""

from __future__ import annotations

import re
from pathlib import Path

from corpus.article import Article, Corpus, Problem
from corpus.clean import clean
from corpus.errors import CorpusError
from corpus.frontmatter import split_front_matter
from corpus.language import detect_language
from corpus.markdown import read_markdown
from corpus.mending import mend_lines, mend_words
from corpus.page import read_page
from corpus.source import find_files, normalise, read_text

_WHITESPACE = re.compile(r"\s+")


def read_folder(folder: Path, *, follow_links: bool) -> Corpus:
    """What :func:`corpus.article.read_articles` promises."""
    if not folder.is_dir():
        raise CorpusError(
            f"There is no folder of articles at {folder}.",
            "Give the folder that holds the .md, .txt or .html files.",
        )
    articles: dict[str, tuple[Article, str]] = {}
    problems: list[Problem] = []
    for path, error in find_files(folder, follow_links=follow_links):
        name = _shown(path.relative_to(folder))
        try:
            if error is not None:
                raise error
            article = _read(path)
            if article.id in articles:
                raise CorpusError(
                    f'The name "{article.id}" is taken by {articles[article.id][1]}.',
                    "Rename one of the two files.",
                )
            articles[article.id] = (article, name)
        except CorpusError as problem:
            problems.append(Problem(name, problem.message, problem.remedy))
    if not articles:
        raise _nothing_usable(folder, problems)
    return Corpus(tuple(articles[key][0] for key in sorted(articles)), tuple(problems))


def _nothing_usable(folder: Path, problems: list[Problem]) -> CorpusError:
    if not problems:
        return CorpusError(
            f"There is no article in {folder}.", "Put .md, .txt or .html files into it."
        )
    first = problems[0]
    return CorpusError(
        f"None of the {len(problems)} files in {folder} can be used. {first.path}: {first.what}",
        first.remedy,
    )


def _shown(path: Path) -> str:
    return str(path).encode("utf-8", "replace").decode()


def _read(path: Path) -> Article:
    """One file as an article. Raises CorpusError when it can't be used."""
    identifier = _WHITESPACE.sub("-", normalise(path.stem).strip())
    if not identifier or not _is_encodable(path.stem):
        raise CorpusError("The file's name can't be used.", "Rename it with plain letters.")
    raw = read_text(path)
    if _is_page(path, raw):
        page = read_page(normalise(raw))
        stated, text, beside = page.facts, page.text, page.dropped
    else:
        raw, beside = mend_lines(raw)
        stated, text = split_front_matter(normalise(raw))
        if path.suffix.lower() in {".md", ".markdown"}:
            page = read_markdown(text)
            text, beside = page.text, (*beside, *page.dropped)
    cleaned = clean(mend_words(text), stated.get("title"))
    if not any(c.isalnum() for c in cleaned.text):
        raise CorpusError(
            "No sentence is left after cleaning.",
            "Check that the file holds the article and not only the page around it.",
        )
    fallback = identifier.replace("-", " ").replace("_", " ").strip()
    return Article(
        id=identifier,
        title=stated.get("title") or cleaned.title or fallback or identifier,
        text=cleaned.text,
        publisher=stated.get("publisher"),
        author=stated.get("author") or cleaned.author,
        published=stated.get("published") or cleaned.published,
        url=stated.get("url"),
        language=stated.get("language") or detect_language(cleaned.text),
        kind=stated.get("kind") or "article",
        dropped=(*beside, *cleaned.dropped),
    )


def _is_page(path: Path, raw: str) -> bool:
    """Whether the text is HTML, by the file's name or because somebody saved the source as .txt."""
    if path.suffix.lower() in {".html", ".htm"}:
        return True
    return raw[:200].lstrip().lower().startswith(("<!doctype html", "<html"))


def _is_encodable(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
