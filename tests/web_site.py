"""What the tests of the page share: a served site, an assistant that can go wrong."""

from __future__ import annotations

import contextlib
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Collection, Iterator, Sequence

from assistant.answer import Answer, Turn
from assistant.web.app import Mount, Site
from assistant.web.conversation import Asker
from assistant.web.examples import example_questions
from corpus.errors import AssistantError


@contextlib.contextmanager
def serving(opener: Callable[[], Asker], mount: Mount, *, ready: bool = True) -> Iterator[Site]:
    """The site on a free port of 127.0.0.1, in a thread; ended on the way out."""
    site = Site(opener, mount, example_questions, announce=lambda _: None)
    with running(site, 200 if ready else None):
        yield site


@contextlib.contextmanager
def running(site: Site, status: int | None = 200) -> Iterator[str]:
    """Runs a site in a thread to the end of the block: its address, once /health has the status."""
    thread = threading.Thread(target=site.run)
    thread.start()
    try:
        deadline = time.monotonic() + 300  # a busy machine takes its time to import Gradio
        while status and health(site.address)[0] != status:
            assert thread.is_alive(), "the site ended before it was ready"
            assert time.monotonic() < deadline, "the site did not get ready"
            time.sleep(0.02)
        yield site.address
    finally:
        site.stop()
        thread.join(60)
        assert not thread.is_alive()


def health(address: str) -> tuple[int, str]:
    """Status and body of /health; (0, "") while nothing listens."""
    try:
        with urllib.request.urlopen(f"{address}/health", timeout=5) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""


class Staged:
    """The assistant itself, but for a few questions that go wrong, or wait in the middle.

    ``mended``: nothing goes wrong any more; ``gate``: opened, nobody waits any more.
    """

    def __init__(self, asker: Asker) -> None:
        self._asker = asker
        self.corpus = asker.corpus
        self.engine = asker.engine
        self.mended = False
        self.gate = threading.Event()

    def stream(
        self, question: str, history: Sequence[Turn] = (), articles: Collection[str] | None = None
    ) -> Iterator[str | Answer]:
        if question == "Break a promise?" and not self.mended:
            raise AssistantError("The answer was withheld: <b>[7]</b> is missing.", "Report it.")
        if question == "Fall over?" and not self.mended:
            raise ZeroDivisionError
        if question == "Take your time?":
            yield "one two "
            self.gate.wait(60)
            yield "three "
        yield from self._asker.stream(question, history, articles)
