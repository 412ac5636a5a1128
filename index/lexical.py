"""The lexical half: BM25 over title, heading and passage, by tantivy."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus.passage import Passage
from index.errors import IndexDamaged
from index.tokens import words

if TYPE_CHECKING:
    import tantivy

# Field -> weight of a word found in it; "exact" is the text unstemmed. nDCG@10 of the fused
# ranking (mean of three sets, see search.py): these 0.847, without exact 0.840, without title
# and heading 0.845; other weights between 0.25 and 1 lie within 0.001.
WEIGHTS = {"text": 1.0, "exact": 0.5, "heading": 0.5, "title": 0.5}
# Words of a question that say how it asks and not what about. Left out, BM25's first passage is
# right in 0.75 instead of 0.69 of the briefs' questions (new_wiki 0.75 instead of 0.74).
QUESTION_WORDS = frozenset(
    "a an and are as at be by did do does for from had has have how i in is it its many much of on "
    "or that the their there these they this to was we were what when where which who whom whose "
    "why will with would".split()
)
# Distinct words of a question that are searched: the rarest ones, of a very long one.
MAX_WORDS = 48
_STEMMED = "stemmed"


class LexicalIndex:
    """Opens what :func:`write_lexical` wrote. Rows are numbers of passages."""

    def __init__(self, folder: Path) -> None:
        import tantivy

        try:
            self._index = tantivy.Index.open(str(folder))
        except ValueError as error:
            raise IndexDamaged(folder, str(error)) from error
        self._analyzer = _analyzer()
        self._schema = self._index.schema
        self._searcher = self._index.searcher()

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def search(
        self, question: str, limit: int, articles: Collection[str] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """(rows, BM25 scores) of the best ``limit`` passages that share a word, best first."""
        return self._run(question, limit, "article", None if articles is None else list(articles))

    def scores(self, question: str, rows: Sequence[int]) -> dict[int, float]:
        """BM25 of the given rows; rows that share no word with the question are left out."""
        found, scores = self._run(question, len(rows), "row", list(rows))
        return dict(zip(found.tolist(), scores.tolist(), strict=True))

    def _run(
        self, question: str, limit: int, field: str, among: list[str] | list[int] | None
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        import tantivy

        query = self._query(question)
        if query is None or limit < 1 or (among is not None and not among):
            return np.zeros(0, np.int64), np.zeros(0)
        if among is not None:
            chosen = tantivy.Query.term_set_query(self._schema, field, among)
            must = tantivy.Occur.Must
            query = tantivy.Query.boolean_query(
                [(must, query), (must, tantivy.Query.const_score_query(chosen, 0.0))]
            )
        hits = self._searcher.search(query, limit, count=False).hits
        rows = self._searcher.fast_field_values("row", [address for _, address in hits])
        return np.array(rows, np.int64), np.array([score for score, _ in hits], float)

    def _query(self, question: str) -> tantivy.Query | None:
        """A query made of terms, never parsed: no character of a question means anything."""
        import tantivy

        asked = self._rarest(words(question))
        terms = []
        for field, weight in WEIGHTS.items():
            for word in asked:
                for term in [word] if field == "exact" else self._analyzer.analyze(word):
                    one = tantivy.Query.term_query(self._schema, field, term, "freq")
                    terms.append((tantivy.Occur.Should, tantivy.Query.boost_query(one, weight)))
        return tantivy.Query.boolean_query(terms) if terms else None

    def _rarest(self, asked: list[str]) -> list[str]:
        distinct = list(dict.fromkeys(asked))
        # a question of nothing but such words ("what is it?") is searched as it stands
        distinct = [w for w in distinct if w not in QUESTION_WORDS] or distinct
        if len(distinct) <= MAX_WORDS:
            return distinct
        return sorted(distinct, key=lambda w: (self.frequency(w) or math.inf, w))[:MAX_WORDS]

    def frequency(self, word: str) -> int:
        """Number of passages whose text holds the word as it is written (lower-case)."""
        return int(self._searcher.doc_freq("exact", word))

    def idf(self, word: str) -> float:
        """BM25's inverse document frequency; highest for a word that no passage holds."""
        n, df = len(self), self.frequency(word)
        return math.log(1 + (n - df + 0.5) / (df + 0.5))

    @cached_property
    def vocabulary(self) -> Mapping[str, int]:
        """Every word of the passages with the number of passages that hold it."""
        return dict(self._searcher.terms_with_prefix("exact", ""))


def write_lexical(folder: Path, passages: Iterable[Passage]) -> None:
    """Indexes the passages in their order in a new folder: one segment, row numbers from 0.

    Raises OSError where the disk doesn't take them.
    """
    folder.mkdir()
    try:
        _write(folder, passages)
    except ValueError as error:  # tantivy's only kind of error
        raise OSError(str(error)) from error


def _write(folder: Path, passages: Iterable[Passage]) -> None:
    import tantivy

    builder = tantivy.SchemaBuilder()
    for field in WEIGHTS:
        tokenizer = "whitespace" if field == "exact" else _STEMMED
        builder.add_text_field(field, tokenizer_name=tokenizer, index_option="freq")
    builder.add_text_field("article", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("row", indexed=True, fast=True)
    schema = builder.build()
    index = tantivy.Index(schema, path=str(folder))
    index.register_tokenizer(_STEMMED, _analyzer())
    writer = index.writer(heap_size=256_000_000, num_threads=1)
    for document in _documents(passages):
        writer.add_document(tantivy.Document.from_dict(document, schema))
    writer.commit()
    writer.wait_merging_threads()


def _documents(passages: Iterable[Passage]) -> Iterator[dict[str, str | int]]:
    for row, passage in enumerate(passages):
        text = " ".join(words(passage.text))
        yield {
            "text": text,
            "exact": text,
            "heading": " ".join(words(passage.heading or "")),
            "title": " ".join(words(passage.title)),
            "article": passage.article_id,
            "row": row,
        }


def _analyzer() -> tantivy.TextAnalyzer:
    """English stems of words that stand between spaces; accents are folded."""
    import tantivy

    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stemmer("English"))
        .build()
    )
