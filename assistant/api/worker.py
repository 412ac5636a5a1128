"""A process of its own that answers questions: opens the assistant, takes a connection a question.

The front process is :mod:`assistant.api.pool`. Both speak pickles over a local socket, opened with
the key that the front process handed down.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import threading
from multiprocessing import current_process, parent_process
from multiprocessing.connection import Connection, Listener, wait
from typing import TYPE_CHECKING

from assistant.quiet import quiet
from assistant.settings import Settings
from assistant.understanding.question import QuestionError
from corpus.errors import AssistantError

if TYPE_CHECKING:
    from assistant.ask import Assistant

_WAITING = 64  # connections that wait to be taken


class WorkerError(AssistantError):
    """The worker can't be started, or is gone."""


def main(settings: Settings, fingerprint: str, report: Connection) -> None:
    """Reports ("ready", address, engine) or ("failed", message, remedy), and answers until its end.

    ``fingerprint``: of the articles that the front process shows.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the front process says when it is over
    threading.Thread(target=_end_with_parent, daemon=True).start()
    quiet()
    try:
        assistant = _opened(settings, fingerprint)
    except AssistantError as error:
        report.send(("failed", error.message, error.remedy))
        return
    with Listener(backlog=_WAITING, authkey=current_process().authkey) as listener:
        report.send(("ready", listener.address, assistant.engine))
        while True:
            # A front that went away in the middle of a greeting is no reason to end.
            with contextlib.suppress(OSError, EOFError):
                taken = listener.accept()
                threading.Thread(target=_answer, args=(assistant, taken), daemon=True).start()


def _opened(settings: Settings, fingerprint: str) -> Assistant:
    from assistant.wiring import open_assistant

    assistant = open_assistant(settings)
    if assistant.corpus.fingerprint != fingerprint:
        raise WorkerError("The articles were changed.", "Restart the server to answer from them.")
    return assistant


def _end_with_parent() -> None:
    parent = parent_process()
    assert parent is not None, "a worker is started by the front process"
    wait([parent.sentinel])
    os._exit(0)


def _answer(assistant: Assistant, taken: Connection) -> None:
    """Sends ("piece", text or Answer)…, or what went wrong; stops when the front hangs up."""
    # A closed connection ends the loop, and with it the generator.
    with taken, contextlib.suppress(OSError, EOFError):
        question, history, articles = taken.recv()
        try:
            for piece in assistant.stream(question, history, articles):
                taken.send(("piece", piece))
        except QuestionError as error:
            taken.send(("question", (error.message, error.remedy)))
        except AssistantError as error:
            taken.send(("error", (error.message, error.remedy)))
        except OSError:
            raise
        except Exception:  # told to the log here, where the traceback is, and to the front
            logging.getLogger(__name__).exception("A question could not be answered")
            taken.send(("unexpected", None))
