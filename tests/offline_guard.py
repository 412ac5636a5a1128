"""Runs a command where the whole internet is a recorder, and says whom it tried to reach.

In a network namespace of its own every address there is belongs to the loopback device, so that a
program finds a network, and each packet that is not for 127.0.0.0/8 is seen, by whichever library
it was sent. Writes a list of the names and addresses that were asked for to OUT, as JSON:

    unshare --user --map-root-user --net --mount python -I offline_guard.py OUT COMMAND…
"""

from __future__ import annotations

import fcntl
import json
import socket
import struct
import subprocess
import sys
import time
from ipaddress import IPv4Address
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

_SIOCSIFADDR, _SIOCSIFNETMASK, _SIOCGIFFLAGS, _SIOCSIFFLAGS = 0x8916, 0x891C, 0x8913, 0x8914
_IFF_UP = 1
_ETH_P_ALL, _IPV4 = 0x0003, 0x0800
# These cover all addresses from 1.0.0.0 on; the kernel makes what is on loopback local.
_BLOCKS = [(1, 8), (2, 7), (4, 6), (8, 5), (16, 4), (32, 3), (64, 2), (128, 1)]
_NAME_SERVER = "192.0.2.53"
_OURS = {_NAME_SERVER, *(str(IPv4Address((first << 24) + 1)) for first, _ in _BLOCKS)}


def _own_every_address() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:

        def ioctl(request: int, name: str, payload: bytes) -> bytes:
            return fcntl.ioctl(control, request, struct.pack("16s24s", name.encode(), payload))

        def address(value: int) -> bytes:
            return struct.pack("=HH4s", socket.AF_INET, 0, value.to_bytes(4, "big"))

        ioctl(_SIOCSIFFLAGS, "lo", struct.pack("h", _IFF_UP))
        for number, (first, bits) in enumerate(_BLOCKS):
            ioctl(_SIOCSIFADDR, f"lo:{number}", address((first << 24) + 1))
            ioctl(
                _SIOCSIFNETMASK, f"lo:{number}", address((0xFFFFFFFF << (32 - bits)) & 0xFFFFFFFF)
            )


def _name_server(folder: Path) -> socket.socket:
    """Puts a name server of ours in place of the machine's, in this mount namespace only."""
    for name, text in {
        "resolv.conf": f"nameserver {_NAME_SERVER}\n",
        "nsswitch.conf": "hosts: files dns\n",
    }.items():
        (folder / name).write_text(text)
        subprocess.run(["mount", "--bind", folder / name, f"/etc/{name}"], check=True)
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind((_NAME_SERVER, 53))
    return server


def _serve_names(server: socket.socket, hosts: set[str]) -> None:
    """Every name exists, at 192.0.2.80, so that what asks for it goes on and tries to connect."""
    while True:
        query, sender = server.recvfrom(1500)
        labels, at = [], 12
        while size := query[at]:
            labels.append(query[at + 1 : at + 1 + size].decode("ascii", "replace"))
            at += 1 + size
        hosts.add(".".join(labels))
        question = query[12 : at + 5]
        wants_ipv4 = question[-4:-2] == b"\0\1"
        header = query[:2] + struct.pack("!HHHHH", 0x8180, 1, int(wants_ipv4), 0, 0)
        answer = b"\xc0\x0c\0\1\0\1\0\0\0\x3c\0\4" + bytes([192, 0, 2, 80])
        server.sendto(header + question + (answer if wants_ipv4 else b""), sender)


def _packets() -> socket.socket:
    """Every packet that passes the loopback device, from now on."""
    packets = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(_ETH_P_ALL))
    packets.bind(("lo", _ETH_P_ALL))
    return packets


def _watch(packets: socket.socket, hosts: set[str]) -> None:
    while True:
        packet, (_, kind, *_) = packets.recvfrom(65535)
        if kind == _IPV4:
            to = IPv4Address(packet[16:20])
            if not to.is_loopback:
                hosts.add(str(to))


def main(out: str, *command: str) -> int:
    """Runs the command, writes down the hosts it tried to reach, and returns its exit code."""
    hosts: set[str] = set()
    with TemporaryDirectory() as folder:
        _own_every_address()
        server = _name_server(Path(folder))
        Thread(target=_serve_names, args=(server, hosts), daemon=True).start()
        Thread(target=_watch, args=(_packets(), hosts), daemon=True).start()
        code = subprocess.run(command).returncode
        time.sleep(0.2)  # the last packets are on their way to the watcher
        Path(out).write_text(json.dumps(sorted(hosts - _OURS)))
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
