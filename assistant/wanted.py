"""Between the steps of an answer: whether anybody still waits for it."""

from __future__ import annotations

from anyio import from_thread


def check_wanted() -> None:
    """Ends the work where its client has left: raises what cancels the task that waits for it.

    Does nothing outside the threads that a server works in.
    """
    try:
        from_thread.check_cancelled()
    except RuntimeError:  # no server is waiting, as on the command line
        return
