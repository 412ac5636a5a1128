"""How much a client may ask: in a moving window, and at once. In this process's memory."""

from __future__ import annotations

import ipaddress
import math
import threading
import time
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

WINDOW_S = 60.0
_IPV6_NETWORK = 64  # bits; one household or one server is given as many addresses as it likes


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a client stands: ``reset_s`` whole seconds until a question more is free."""

    allowed: bool
    limit: int
    remaining: int
    reset_s: int

    def headers(self) -> dict[str, str]:
        """The usual headers (draft-ietf-httpapi-ratelimit-headers-03)."""
        found = {
            "ratelimit-limit": str(self.limit),
            "ratelimit-remaining": str(self.remaining),
            "ratelimit-reset": str(self.reset_s),
        }
        return found if self.allowed else {**found, "retry-after": str(self.reset_s)}


class Window:
    """At most ``limit`` questions of a client in any ``seconds``.

    Forgets a client once its questions are older than that.
    """

    def __init__(
        self,
        limit: int,
        clock: Callable[[], float] = time.monotonic,
        seconds: float = WINDOW_S,
    ) -> None:
        self._limit = limit
        self._clock = clock
        self._seconds = seconds
        self._lock = threading.Lock()
        self._asked: OrderedDict[str, deque[float]] = OrderedDict()  # last asked, last in order

    def hit(self, client: str) -> Standing:
        """Counts one question, unless the client has none left."""
        with self._lock:
            now = self._clock()
            self._forget(now - self._seconds)
            times = self._asked.setdefault(client, deque())
            while times and times[0] <= now - self._seconds:
                times.popleft()
            allowed = len(times) < self._limit
            if allowed:
                times.append(now)
                self._asked.move_to_end(client)
            reset = max(1, math.ceil(times[0] + self._seconds - now))
            return Standing(allowed, self._limit, self._limit - len(times), reset)

    def _forget(self, before: float) -> None:
        while self._asked:
            client, times = next(iter(self._asked.items()))
            if times[-1] > before:
                return
            del self._asked[client]


class AtOnce:
    """At most ``limit`` requests of a client that are being answered."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._now: Counter[str] = Counter()

    @contextmanager
    def one(self, client: str) -> Iterator[bool]:
        """Whether there is a place for one more, which it then has."""
        if self._now[client] >= self._limit:
            yield False
            return
        self._now[client] += 1
        try:
            yield True
        finally:
            self._now[client] -= 1
            if not self._now[client]:
                del self._now[client]


def client_of(address: str) -> str:
    """What is counted as one client: an address, or the network of one of IPv6."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return address
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, _IPV6_NETWORK), strict=False))
