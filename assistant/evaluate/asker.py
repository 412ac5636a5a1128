"""What an evaluation asks: the assistant as the runner sees it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from assistant.answer import Answer, Turn
from assistant.model.usage import Usage
from assistant.reader.reading import Reader
from corpus.article import Corpus
from index.search import Match


class Retriever(Protocol):
    """The search half, for retrieval scores."""

    def search(self, question: str, k: int, articles: Collection[str] | None = None) -> list[Match]:
        """The best ``k`` passages, best first; only of ``articles`` (ids) where given."""
        ...

    def vector(self, question: str) -> npt.NDArray[np.float32]:
        """The question's embedding, of unit length: shape (dimension,)."""
        ...


class Asker(Protocol):
    """An assistant over a corpus. ``ask`` may be called from several threads at once."""

    @property
    def corpus(self) -> Corpus: ...

    @property
    def engine(self) -> str:
        """The name of what answers."""
        ...

    @property
    def settings(self) -> Mapping[str, Any]:
        """Every setting that could change an answer, as JSON values."""
        ...

    @property
    def searcher(self) -> Retriever | None: ...

    @property
    def reader(self) -> Reader | None: ...

    def ask(
        self, question: str, history: Sequence[Turn], articles: Collection[str] | None = None
    ) -> Answer: ...


def usage(asker: Asker) -> Usage:
    """What the asker's chat model has used so far: its ``usage``, which only such askers have."""
    used: Usage | None = getattr(asker, "usage", None)
    return used or Usage()


OpenAsker = Callable[..., Asker]  # called with (args, corpus=Corpus | None)
