"""What the tests of the doors share: the whole server over the briefs, on a port of its own."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Any

from fastapi import FastAPI
from web_site import running

from assistant.api.doors import Asker
from assistant.settings import Settings
from assistant.web.app import Site


def _no_page(app: FastAPI, asker: object, examples: Future[list[str]]) -> None:
    """In place of Gradio's page, which takes seconds to import."""


@contextlib.contextmanager
def served(
    opener: Callable[[], Asker], settings: Settings, *, ready: bool = True, **changed: Any
) -> Iterator[str]:
    """The address of a server with the settings changed; ended on the way out."""
    settings = dataclasses.replace(settings, **changed)
    site = Site(opener, _no_page, lambda _: [], announce=lambda _: None, settings=settings)
    with running(site, 200 if ready else 503) as address:
        yield address
