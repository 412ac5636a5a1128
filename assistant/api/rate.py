"""How many questions a client may ask: a moving window, in this process's memory."""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable
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
    """At most ``limit`` questions of a client in any WINDOW_S seconds. Not for several threads.

    Forgets a client once its questions are older than that.
    """

    def __init__(self, limit: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._clock = clock
        self._asked: OrderedDict[str, deque[float]] = OrderedDict()  # last asked, last in order

    def hit(self, client: str) -> Standing:
        """Counts one question, unless the client has none left."""
        now = self._clock()
        self._forget(now - WINDOW_S)
        times = self._asked.setdefault(client, deque())
        while times and times[0] <= now - WINDOW_S:
            times.popleft()
        allowed = len(times) < self._limit
        if allowed:
            times.append(now)
            self._asked.move_to_end(client)
        reset = max(1, math.ceil(times[0] + WINDOW_S - now))
        return Standing(allowed, self._limit, self._limit - len(times), reset)

    def _forget(self, before: float) -> None:
        while self._asked:
            client, times = next(iter(self._asked.items()))
            if times[-1] > before:
                return
            del self._asked[client]


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
