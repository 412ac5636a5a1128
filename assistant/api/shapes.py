"""What goes over the wire, as types with examples: the OpenAPI page is made of them."""

from __future__ import annotations

import dataclasses
from typing import Annotated, Any, Literal, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, create_model

from assistant.answer import Answer
from assistant.understanding.question import MAX_CHARACTERS
from corpus.article import Article
from index.search import Match

MOST_TURNS = 40  # as many as the chat keeps
MOST_ARTICLES = 1000
_LONGEST_ANSWER = 20_000  # characters of an earlier answer

ArticleIds = Annotated[list[str], Field(min_length=1, max_length=MOST_ARTICLES)]


class TurnIn(BaseModel):
    """An earlier question of the conversation, with its answer."""

    model_config = ConfigDict(extra="forbid", title="Turn")

    question: str = Field(max_length=MAX_CHARACTERS)
    answer: str = Field(default="", max_length=_LONGEST_ANSWER)


class QuestionIn(BaseModel):
    """A question, what was said before it, and the articles that may answer."""

    model_config = ConfigDict(
        extra="forbid",
        title="Question",
    )

    question: str = Field(
        description="A question in words.", json_schema_extra={"maxLength": MAX_CHARACTERS}
    )
    history: list[TurnIn] = Field(default=[], max_length=MOST_TURNS, description="Oldest first.")
    articles: ArticleIds | None = Field(
        default=None, description="Ids of the articles that may answer; absent or null: all."
    )


_ABOUT_ANSWER = {
    "id": "A receipt: the same for the same question, articles, engine and settings.",
    "question": "As it was asked.",
    "searched_for": "As it was searched: a follow-up is completed from the history.",
    "status": "What became of it; `not_in_sources` and `unclear` are refusals.",
    "reason": "Why there is no full answer, for programs.",
    "answer": "Text with markers [n]; each stands for the citation with that number.",
    "short": "The span itself, when there is one.",
    "citations": "Quotes: the article's text from `start` to `end`, character for character.",
    "related": "The nearest sentences of a refusal: related, not an answer.",
    "disagreement": "Values that differ between the sources.",
    "engine": "`extractive`, or the chat model's name.",
    "corpus": "Fingerprint of the articles.",
    "latency_ms": "Wall time in milliseconds.",
    "confidence": "Probability from 0 to 1 that the sources answer the question.",
    "notes": "What a person should know.",
    "abstained": "True for a refusal.",
}
_QUOTE = {
    "n": 1,
    "article_id": "budget-2025",
    "title": "The supplementary budget",
    "publisher": "Ministry of Finance",
    "published": "2025-05-01",
    "url": None,
    "quote": "Only 45 billion won goes to talent.",
    "start": 2210,
    "end": 2245,
}
_ANSWER: dict[str, Any] = {
    "id": "r-2ef68b840330",
    "question": "How much goes to talent?",
    "searched_for": "How much goes to talent?",
    "status": "answered",
    "abstained": False,
    "reason": None,
    "answer": "45 billion won: Only 45 billion won goes to talent. [1]",
    "short": "45 billion won",
    "citations": [_QUOTE],
    "related": [],
    "disagreement": None,
    "engine": "extractive",
    "corpus": "8719202a85bbd781",
    "latency_ms": 14.2,
    "confidence": 0.91,
    "notes": [],
}


def _answer_shape() -> type[BaseModel]:
    """The Answer with its ``abstained``, made of the contract itself, so that both stay one."""
    hints = {**get_type_hints(Answer), "abstained": bool}
    fields: dict[str, Any] = {
        name: (hints[name], Field(description=_ABOUT_ANSWER.get(name)))
        for name in [f.name for f in dataclasses.fields(Answer)] + ["abstained"]
    }
    return create_model("Answer", __doc__="What every door returns.", **fields)


AnswerOut = _answer_shape()
# Put into the description after FastAPI has made it, since it leaves every null out.
EXAMPLES = {
    "Answer": _ANSWER,
    "QuestionIn": {
        "question": "and how much of it goes to talent?",
        "history": [{"question": "How large is the AI budget?", "answer": ""}],
        "articles": None,
    },
}


class Health(BaseModel):
    """Whether questions can be asked. Sent with 503 unless the status is ``ready``."""

    status: Literal["ready", "warming", "failing"] = Field(examples=["ready"])
    corpus: str | None = Field(
        default=None, description="Fingerprint.", examples=["8719202a85bbd781"]
    )
    articles: int | None = Field(default=None, examples=[5])
    in_part: int | None = Field(
        default=None, description="Articles of whose files parts were left out.", examples=[1]
    )
    not_read: int | None = Field(
        default=None, description="Files of the folder that are no article.", examples=[0]
    )
    passages: int | None = Field(default=None, examples=[104])
    problem: str | None = Field(default=None, description="What fails, and what to do.")


class ArticleOut(BaseModel):
    """What an article says of itself, and how long it is."""

    model_config = ConfigDict(title="Article")

    id: str = Field(examples=["budget-2025"])
    title: str = Field(examples=["The supplementary budget"])
    publisher: str | None = Field(examples=["Ministry of Finance"])
    author: str | None = Field(examples=[None])
    published: str | None = Field(description="As the article states it.", examples=["2025-05-01"])
    url: str | None = Field(examples=[None])
    language: str = Field(examples=["en"])
    kind: str = Field(description='"article", or "brief" for a summary.', examples=["article"])
    characters: int = Field(examples=[8120])
    words: int = Field(examples=[1324])
    left_out: int = Field(
        description="Parts of the file that are not in the text: menus, struck out words.",
        examples=[0],
    )

    @classmethod
    def of(cls, article: Article) -> ArticleOut:
        """The article without its text."""
        return cls(**_facts(article))


class PartOut(BaseModel):
    """What was left out of an article, and why."""

    model_config = ConfigDict(title="Part")

    text: str = Field(examples=["Home | News | About"])
    reason: str = Field(examples=["a menu"])


class WholeArticle(ArticleOut):
    """An article with its text as stored: offsets of citations count its characters."""

    text: str = Field(examples=["Only 45 billion won goes to talent."])
    dropped: list[PartOut] = Field(description="What was left out, in the order of the file.")

    @classmethod
    def of(cls, article: Article) -> WholeArticle:
        """The article with its text."""
        parts = [PartOut(text=part.text, reason=part.reason) for part in article.dropped]
        return cls(**_facts(article), text=article.text, dropped=parts)


def _facts(article: Article) -> dict[str, Any]:
    named = {n: getattr(article, n) for n in ArticleOut.model_fields if n in article.__slots__}
    words, left_out = len(article.text.split()), len(article.dropped)
    return {**named, "characters": len(article.text), "words": words, "left_out": left_out}


class NotRead(BaseModel):
    """A file of the folder that is no article: why, and what to do."""

    path: str = Field(examples=["fares.xlsx"])
    what: str = Field(examples=[".xlsx files are not read."])
    remedy: str = Field(examples=["Save the text as .txt, .md or .html in UTF-8."])


class ArticlePage(BaseModel):
    """A page of the articles, in order of their ids, and all files that were not read."""

    total: int = Field(examples=[5])
    next_offset: int | None = Field(description="Null on the last page.", examples=[None])
    articles: list[ArticleOut]
    not_read: list[NotRead]


class MatchOut(BaseModel):
    """A passage that may answer: the article's text from `start` to `end`."""

    model_config = ConfigDict(title="Match")

    article_id: str = Field(examples=["budget-2025"])
    title: str = Field(examples=["The supplementary budget"])
    start: int = Field(examples=[2210])
    end: int = Field(examples=[2245])
    text: str = Field(examples=["Only 45 billion won goes to talent."])
    score: float = Field(description="The ranking is by it.", examples=[0.93])
    dense: float = Field(description="Cosine of question and passage.", examples=[0.61])
    lexical: float = Field(description="BM25; 0: no word is shared.", examples=[10.2])

    @classmethod
    def of(cls, match: Match, article: Article) -> MatchOut:
        """The match with the article's own words."""
        start, end = match.passage.start, match.passage.end
        return cls(
            article_id=article.id,
            title=article.title,
            start=start,
            end=end,
            text=article.text[start:end],
            score=match.score,
            dense=match.dense,
            lexical=match.lexical,
        )


class Matches(BaseModel):
    """Passages, best first."""

    question: str = Field(examples=["talent"])
    matches: list[MatchOut]


class Fault(BaseModel):
    """What was wrong, and what to do."""

    code: str = Field(description="For programs.", examples=["bad_question"])
    message: str = Field(examples=["The question is empty."])
    remedy: str = Field(examples=["Type a question in words."])
    field: str | None = Field(description="The field that is wrong.", examples=["question"])
    request_id: str = Field(description="As in X-Request-ID.", examples=["5f0c1e9a7b3d4c21"])


class ErrorOut(BaseModel):
    """Every error has this shape."""

    model_config = ConfigDict(title="Error")

    error: Fault
