"""The figures of a corpus, found once and kept: some milliseconds for each article."""

from __future__ import annotations

import threading
from collections import OrderedDict

from assistant.web.figures import Figure, figures_of
from corpus.article import Corpus

_KEPT = 2  # corpora: the one served, and the one before it
_found: OrderedDict[str, tuple[Figure, ...]] = OrderedDict()
_finding = threading.Lock()


def figures_for(corpus: Corpus) -> tuple[Figure, ...]:
    """Every figure of the corpus; who comes while they are being found waits. Thread-safe."""
    key = corpus.fingerprint
    with _finding:
        if key not in _found:
            _found[key] = figures_of(corpus)
            while len(_found) > _KEPT:
                _found.popitem(last=False)
        return _found[key]


def find_ahead(corpus: Corpus) -> None:
    """Finds the figures in the background, so that the first who asks for them does not wait."""
    threading.Thread(target=figures_for, args=(corpus,), daemon=True).start()
