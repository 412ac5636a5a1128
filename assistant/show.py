"""An Answer as lines for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from assistant.answer import Answer, Citation
from corpus.article import Article, Corpus
from corpus.table import RULE

_WIDTH = 96  # columns; lines longer than a page are hard to read
_NAMED = 5  # articles named in one line
_CONTROL = {code: None for code in (*range(32), *range(127, 160))}


def lines(answer: Answer) -> list[str]:
    """The answer, then its sources; for a refusal the nearest passages."""
    shown = [_wrapped(paragraph) for paragraph in answer.answer.split("\n\n")]
    if answer.searched_for != answer.question:
        shown.append(f"Searched for: {plain(answer.searched_for)}")
    shown += [f"Note: {plain(note)}" for note in answer.notes]
    if answer.citations:
        shown += ["", "Sources"] + [_source(citation) for citation in answer.citations]
    if answer.related:
        shown += ["", "Related, not an answer"] + [_quote(citation) for citation in answer.related]
    return shown


def accounted(corpus: Corpus) -> str:
    """How many files of the folder were read, and which of them in part."""
    whole = f"{len(corpus)} of {len(corpus) + len(corpus.problems)} files were read"
    partly = [article.id for article in corpus if article.dropped]
    if not partly:
        return f"{whole}."
    more = f" and {len(partly) - _NAMED} more" if len(partly) > _NAMED else ""
    return (
        f"{whole}, {len(partly)} of them without parts that are not the article's: "
        f"{plain(', '.join(partly[:_NAMED]))}{more} ('articles ID --dropped' shows them)."
    )


def dropped(article: Article) -> Iterator[str]:
    """What was taken out of the article, a part a block with its reason; a line if nothing was."""
    if not article.dropped:
        yield f"Nothing was taken out of {article.id}."
    for part in article.dropped:
        yield f"{part.reason}:\n{textwrap.indent(part.text, '    ')}"


def plain(text: str) -> str:
    """Text on one line, without control characters: an article can't steer the terminal.

    The rows of a table are told apart by "/", its cells by a bar.
    """
    rows = [line.strip() for line in text.splitlines()]
    said = [row.strip("| ") if row.startswith("|") else row for row in rows if not RULE.match(row)]
    table = any(row.startswith("|") for row in rows)
    return " ".join((" / " if table else " ").join(said).split()).translate(_CONTROL)


def _wrapped(paragraph: str) -> str:
    return textwrap.fill(plain(paragraph), _WIDTH)


def _source(citation: Citation) -> str:
    facts = [citation.title, citation.publisher, citation.published]
    named = ", ".join(plain(fact) for fact in facts if fact)
    place = f"{citation.article_id}, characters {citation.start} to {citation.end}"
    return f"[{citation.n}] {named} ({place})"


def _quote(citation: Citation) -> str:
    quote = textwrap.shorten(plain(citation.quote), 3 * _WIDTH, placeholder=" …")
    return textwrap.fill(f"- {quote} ({citation.article_id})", _WIDTH, subsequent_indent="  ")
