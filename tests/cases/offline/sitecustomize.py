"""On PYTHONPATH, Python imports this at its start: it stops what leaves the machine.

Sees what Python's own sockets do, on every system; what native code does is seen by offline_guard.
"""

import errno
import os
import sys
from ipaddress import ip_address

_LOOKS_UP = {"socket.getaddrinfo", "socket.gethostbyname"}
_SENDS = {"socket.connect", "socket.sendto", "socket.sendmsg"}


def _stop(event: str, arguments: tuple) -> None:
    if event in _LOOKS_UP:
        host = arguments[0]
    elif event in _SENDS and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    name = host.decode() if isinstance(host, bytes) else host
    if name and not _loopback(name):
        with open(os.environ["OFFLINE_LOG"], "a", encoding="utf-8") as log:
            log.write(f"{name}\n")
        raise OSError(errno.ENETUNREACH, f"{name} is not on this machine")


def _loopback(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return host == "localhost"
    return address.is_loopback or address.is_unspecified


sys.addaudithook(_stop)
