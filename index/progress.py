"""What a build tells about itself while it runs, and the bar that shows it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from corpus.passage import Passage

_DELAY_S = 1.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is: sentences are counted when their vectors are there.

    After the last of them comes ``storing``: the search indexes are written and probed.
    """

    articles_done: int
    articles: int
    sentences_done: int
    sentences: int
    storing: bool = False

    @classmethod
    def start(cls, passages: Sequence[Passage]) -> Progress:
        """Nothing done yet of these passages."""
        articles = len({passage.article_id for passage in passages})
        return cls(0, articles, 0, sum(len(passage.sentences) for passage in passages))

    def end(self) -> Progress:
        """Everything embedded."""
        return Progress(self.articles, self.articles, self.sentences, self.sentences, True)


class ProgressBar:
    """A tqdm bar on stderr: only on a terminal, and only when it takes over a second."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._began = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __call__(self, progress: Progress) -> None:
        if self._bar is None:
            from tqdm import tqdm

            self._bar = tqdm(
                total=progress.sentences, unit=" sentences", delay=_DELAY_S, disable=None
            )
        where = f"{progress.articles_done} of {progress.articles} articles"
        self._bar.set_description(f"{where}, storing" if progress.storing else where, refresh=False)
        self._bar.update(progress.sentences_done - self._bar.n)
        if progress.storing and time.monotonic() - self._began > _DELAY_S:
            self._bar.refresh()  # which asks nothing of the delay

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.close()
