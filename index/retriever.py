"""The searcher as a LangChain retriever, for somebody else's chain."""

from __future__ import annotations

from collections.abc import Collection

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from index.search import Match, Searcher


class PassageRetriever(BaseRetriever):
    """Passages as Documents. Metadata: article_id, title, start, end, score, dense, lexical."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    searcher: Searcher
    k: int = 10
    articles: Collection[str] | None = None

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        return [_document(match) for match in self.searcher.search(query, self.k, self.articles)]


def _document(match: Match) -> Document:
    passage = match.passage
    return Document(
        id=passage.key,
        page_content=passage.text,
        metadata={
            "article_id": passage.article_id,
            "title": passage.title,
            "start": passage.start,
            "end": passage.end,
            "score": match.score,
            "dense": match.dense,
            "lexical": match.lexical,
        },
    )
