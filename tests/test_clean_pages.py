"""Cleaning, measured: pages of several kinds and languages, each line marked by hand.

In ``cases/pages/*.page`` a line begins with "+" (article), "-" (furniture) or "=" (either may be
right); ⟦…⟧ encloses furniture that sticks to an article's line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.clean import clean

PAGES = sorted((Path(__file__).parent / "cases" / "pages").glob("*.page"))
# Of all marked lines together; lowering a floor is a decision to be seen in a review.
RECALL_FLOOR = 0.99
PRECISION_FLOOR = 0.95


@dataclass(frozen=True)
class Page:
    raw: str
    article: tuple[str, ...]
    furniture: tuple[str, ...]
    either: tuple[str, ...]


def read_page(path: Path) -> Page:
    raw: list[str] = []
    article: list[str] = []
    furniture: list[str] = []
    either: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        mark, text = line[:1], line[2:]
        raw.append(text.replace("⟦", "").replace("⟧", ""))
        if not text.strip():
            continue
        if mark == "+":
            article.append(re.sub("⟦.*?⟧", "", text).strip())
        (furniture if mark == "-" else either).append(text.strip())
    return Page("\n".join(raw), tuple(article), tuple(furniture), tuple(either))


def scores(page: Page) -> tuple[list[str], list[str], int]:
    """Article lines that are missing, furniture lines that are left, and lines that were kept."""
    kept = [line.strip() for line in clean(page.raw).text.splitlines() if line.strip()]
    missing = [line for line in page.article if line not in kept]
    left = [line for line in kept if line in page.furniture and line not in page.either]
    return missing, left, len(kept)


def test_articles_stay_and_furniture_goes() -> None:
    pages = [read_page(path) for path in PAGES]
    missing, left, kept = [], [], 0
    for page in pages:
        lost, waste, count = scores(page)
        missing += lost
        left += waste
        kept += count
    total = sum(len(page.article) for page in pages)
    recall, precision = 1 - len(missing) / total, 1 - len(left) / kept
    print(f"{total} article lines: recall {recall:.3f}, precision {precision:.3f}")
    print("missing:", *missing, "left:", *left, sep="\n  ")
    assert recall >= RECALL_FLOOR, missing
    assert precision >= PRECISION_FLOOR, left


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_what_is_kept_stands_in_the_source(path: Path) -> None:
    page = read_page(path)
    assert all(line.strip() in page.raw for line in clean(page.raw).text.splitlines())


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_cleaning_again_takes_nothing_from_the_article(path: Path) -> None:
    page = read_page(path)
    again = clean(clean(page.raw).text).text.splitlines()
    assert [line for line in page.article if line not in map(str.strip, again)] == []
