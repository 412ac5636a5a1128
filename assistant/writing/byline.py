"""Who wrote an article: its author, where the text itself names them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.finding.evidence import Candidate
from assistant.finding.quotation import quotation
from assistant.writing.written import Quotes, Written
from corpus.article import Article, Corpus
from corpus.passage import Sentence, split

_TEXT = r"(?:article|column|blog|post|piece|commentary|editorial|essay|op-ed|opinion|story|text)"
_ASKS = re.compile(
    rf"^(?:who (?:wrote|penned|authored)\b.*\b{_TEXT}s?\b|who (?:is|was) the (?:author|writer"
    rf"|columnist|blogger)\b|(?:what|which) (?:author|writer|columnist|blogger) wrote\b)",
    re.I,
)


def byline(question: str, found: Sequence[Candidate], corpus: Corpus) -> Written | None:
    """The author of the article that fits the question best; None where that is not asked for,
    or where no sentence of the article gives its author.
    """
    article = corpus.get(found[0].passage.article_id) if found else None
    if not article or not article.author or not _ASKS.match(question):
        return None
    named = _naming(article, article.author)
    if not named:
        return None
    quotes = Quotes(corpus)
    quoted = quotation(article.id, [named])
    text = quotes.text(quoted)
    front = f"{article.author} — " if len(text) > 2 * len(article.author) else ""
    return Written(
        "answered", f"{front}{text} {quotes.marks(quoted)}", article.author, quotes.citations
    )


def _naming(article: Article, author: str) -> Sentence | None:
    """The sentence that names the author: the byline, which is the shortest of them."""
    sentences = [s for passage in split(article) for s in passage.sentences if author in s.text]
    return min(sentences, key=lambda s: len(s.text), default=None)
