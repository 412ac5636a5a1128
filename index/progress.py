"""What a build tells about itself while it runs, and the bar that shows it."""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

_DELAY_S = 1.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the embedding is. ``sentences`` counts those whose vectors are there."""

    articles_done: int
    articles: int
    sentences_done: int
    sentences: int


class ProgressBar:
    """A tqdm bar on stderr: only on a terminal, and only when it takes over a second."""

    def __init__(self) -> None:
        self._bar: Any = None

    def __enter__(self) -> Self:
        return self

    def __call__(self, progress: Progress) -> None:
        if self._bar is None:
            from tqdm import tqdm

            self._bar = tqdm(
                total=progress.sentences, unit=" sentences", delay=_DELAY_S, disable=None
            )
        self._bar.set_description(
            f"{progress.articles_done} of {progress.articles} articles", refresh=False
        )
        self._bar.update(progress.sentences_done - self._bar.n)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.close()
