"""How much of the article, and how much beside it, reading an HTML page keeps.

    python -m tests.extraction CHECKOUT

CHECKOUT is one of two repositories on GitHub. adbar/trafilatura has 990 pages, each with snippets
that must and must not be in the text: precision and recall over all snippets, found as they stand
but for white space, as its tests/evaluate.py counts. scrapinghub/article-extraction-benchmark has
181 pages with the article's whole text: the mean precision and recall of the pages' runs of four
words, as its evaluate.py counts.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from charset_normalizer import from_bytes

from corpus.clean import clean
from corpus.page import read_page
from corpus.source import normalise

RUN = 4  # words

# Right, wrong and missing, in snippets or in runs of words.
Counts = tuple[int, int, int]
Case = tuple[bytes, Callable[[str], Counts]]


def main(checkout: Path) -> None:
    whole = (checkout / "ground-truth.json").exists()
    read: list[Counts] = []
    cleaned: list[Counts] = []
    for data, count in whole_texts(checkout) if whole else snippets(checkout / "tests"):
        page = read_page(_decoded(data))
        read.append(count(page.text))
        cleaned.append(count(clean(page.text, page.facts.get("title")).text))
    for name, rows in (("read", read), ("read and cleaned", cleaned)):
        precision, recall = means(rows) if whole else totals(rows)
        f1 = 2 * precision * recall / (precision + recall)
        print(f"{name}: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")


def snippets(tests: Path) -> Iterator[Case]:
    pages = json.loads((tests / "evaldata.json").read_text(encoding="utf-8"))
    for page in pages.values():
        found = (tests / folder / page["file"] for folder in ("cache", "eval"))

        def count(text: str, page: dict[str, list[str]] = page) -> Counts:
            text = " ".join(text.split())
            right = sum(" ".join(part.split()) in text for part in page["with"])
            wrong = sum(" ".join(part.split()) in text for part in page["without"])
            return right, wrong, len(page["with"]) - right

        yield next(path for path in found if path.is_file()).read_bytes(), count


def whole_texts(checkout: Path) -> Iterator[Case]:
    pages = json.loads((checkout / "ground-truth.json").read_text(encoding="utf-8"))
    for name, page in pages.items():
        article = _runs(page.get("articleBody", ""))

        def count(text: str, article: Counter[tuple[str, ...]] = article) -> Counts:
            own = _runs(text)
            return (own & article).total(), (own - article).total(), (article - own).total()

        with gzip.open(checkout / "html" / f"{name}.html.gz") as file:
            yield file.read(), count


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    found = (tuple(words[at : at + RUN]) for at in range(max(1, len(words) - RUN + 1)))
    return Counter(run for run in found if run)


def totals(rows: list[Counts]) -> tuple[float, float]:
    right, wrong, missing = (sum(column) for column in zip(*rows, strict=True))
    return right / (right + wrong), right / (right + missing)


def means(rows: list[Counts]) -> tuple[float, float]:
    precise = [right / (right + wrong) for right, wrong, _ in rows if right + wrong]
    complete = [right / (right + missing) for right, _, missing in rows if right + missing]
    return sum(precise) / len(precise), sum(complete) / len(complete)


def _decoded(data: bytes) -> str:
    try:
        return normalise(data.decode())
    except UnicodeDecodeError:
        return normalise(str(from_bytes(data).best() or ""))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
