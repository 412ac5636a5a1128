"""How long and how often to wait for a server that is slow, busy or broken."""

from __future__ import annotations

import contextvars
import queue
import random
import threading
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

from assistant.model.errors import Again, Trouble

FIRST_PAUSE_S = 0.4  # doubled for each further attempt, less up to half of it by chance
LONGEST_PAUSE_S = 20.0  # also for a server that asks to wait longer

T = TypeVar("T")


class Patience:
    """The time and the attempts left for one request: a deadline of ``timeout_s`` over all."""

    def __init__(self, timeout_s: float, retries: int) -> None:
        self._deadline = time.monotonic() + timeout_s
        self._left: dict[Again, int] = {"never": 0, "once": 1, "patiently": retries}
        self._next_s = FIRST_PAUSE_S

    @property
    def left_s(self) -> float:
        """Seconds until the deadline, never negative."""
        return max(0.0, self._deadline - time.monotonic())

    def pause_s(self, trouble: Trouble) -> float | None:
        """Seconds to wait before the next attempt, or None when there should be none."""
        if self._left[trouble.again] == 0:
            return None
        self._left[trouble.again] -= 1
        pause = self._next_s * random.uniform(0.5, 1.0)
        self._next_s *= 2
        pause = min(max(pause, trouble.wait_s or 0.0), LONGEST_PAUSE_S)
        return pause if pause < self.left_s else None


class Late(Exception):
    """The deadline has passed."""


def in_time(call: Callable[[], Iterator[T]], patience: Patience) -> Iterator[T | Exception]:
    """What ``call`` yields, and as the last item the exception that ended it, if one did.

    The exception is Late at the deadline. The call runs in a thread of its own: a vendor's timeout
    is for each read, and a server that drips a byte now and then would hold us for ever. A thread
    that is left behind ends with its next item or when the server goes quiet.
    """
    arrived: queue.SimpleQueue[T | Exception | None] = queue.SimpleQueue()
    left = threading.Event()

    def work() -> None:
        try:
            for item in call():
                if left.is_set():
                    return
                arrived.put(item)
            arrived.put(None)
        except Exception as error:  # of any vendor and any kind; told apart by the reader
            arrived.put(error)

    context = contextvars.copy_context()  # LangChain keeps its callbacks there
    threading.Thread(target=context.run, args=(work,), name="chat-model", daemon=True).start()
    try:
        while (item := arrived.get(timeout=patience.left_s)) is not None:
            yield item
            if isinstance(item, Exception):
                return
    except queue.Empty:
        yield Late()
    finally:
        left.set()
