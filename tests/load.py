"""How the server holds under load: ``python -m tests.load``.

It starts its own server over the briefs, without a rate limit (or takes one: ``--address``), asks
one question at a time, then many at once, then more than it has places for. ``--soak`` asks a
question every second or so through all doors in turn, and looks at the server's memory. Prints
Markdown tables; the exit status is 1 when a question was lost.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
import numpy as np

from assistant.evaluate import read_questions
from tests.load_doors import DOORS, Chat, Opener, Reply, program, timed

SHIPPED = Path(__file__).parent / "cases" / "questions.jsonl"
ALONE = 10
AT_ONCE, CHATS, PAST = (50, 200), (50,), 260
RATE = 1.0  # questions a second of a soak
SAMPLES = 20  # looks at the memory in a soak
PATIENCE_S = 900.0
COLUMNS = (
    "what", "at once", "answered", "refused", "lost", "p50, s", "p95, s", "p95 against p50 alone",
    "time against one after the other",
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints Markdown tables; 1 when a question was lost, else 0."""
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("--address", help="of a server that runs; its ASSISTANT_RATE must be 0")
    parser.add_argument("--at-once", type=int, nargs="*", default=AT_ONCE, metavar="N")
    parser.add_argument("--chats", type=int, nargs="*", default=CHATS, metavar="N")
    parser.add_argument("--past", type=int, default=PAST, metavar="N", help="0: not past the limit")
    parser.add_argument("--soak", type=float, default=0, metavar="MINUTES")
    parser.add_argument("--rate", type=float, default=RATE, help="questions a second of the soak")
    args = parser.parse_args(arguments)
    own = contextlib.nullcontext((args.address, None)) if args.address else serving()
    with own as (address, process):
        return asyncio.run(_measured(args, address, process))


async def _measured(args: argparse.Namespace, address: str, process: int | None) -> int:
    # No limits of the client's own: what waits shall wait in the server.
    # Each request has a new connection: an old one may be closed just when it is used again, which
    # a browser mends by asking once more.
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
    async with httpx.AsyncClient(base_url=address, limits=limits, timeout=PATIENCE_S) as client:
        for door in DOORS.values():
            await timed(door, client, QUESTIONS[0])  # warm
        lost = await _crowds(client, args)
        if args.soak:
            lost += await _soak(client, 60 * args.soak, args.rate, process)
    return 1 if lost else 0


@contextlib.contextmanager
def serving() -> Iterator[tuple[str, int]]:
    """Address and process id of ``python -m assistant serve`` on a free port; ended after."""
    command = [sys.executable, "-u", "-m", "assistant", "serve", "--port", "0"]
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            "ASSISTANT_FEEDBACK": f"{folder}/feedback.jsonl",
            **os.environ,
            "ASSISTANT_RATE": "0",
        }
        log = Path(folder, "log")
        with (
            log.open("wb") as errors,
            subprocess.Popen(
                command, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True
            ) as server,
        ):
            try:
                assert server.stdout
                said = next((line for line in server.stdout if "http://" in line), "")
                found = re.search(r"http://\S+", said)
                assert found, f"the server did not start: {log.read_text()[-2000:]}"
                yield found[0], server.pid
            finally:
                server.terminate()
                _, *last = log.read_text(encoding="utf-8").rpartition("Traceback")
                if last[0]:
                    print("\nThe server's log, its last failure:\n", *last, file=sys.stderr)


def _questions() -> list[str]:
    """Shipped questions that need no earlier one, in an order that mixes their kinds."""
    alone = [q.question for q in read_questions(SHIPPED).questions if not q.history]
    return alone[::3] + alone[1::3] + alone[2::3]


QUESTIONS = _questions()


@dataclass(frozen=True, slots=True)
class Crowd:
    """So many questions at once, what came of each, and seconds until the last one was done."""

    count: int
    replies: Sequence[Reply]
    wall: float


async def _crowds(client: httpx.AsyncClient, args: argparse.Namespace) -> int:
    """Prints the table of the crowds; the number of lost questions."""
    print(f"| {' | '.join(COLUMNS)} |\n|{' --- |' * len(COLUMNS)}")
    found: list[Crowd] = []
    rounds = (("`/api/ask`", program, args.at_once), ("the chat", Chat.opened, args.chats))
    for name, opener, counts in rounds:
        if counts:
            found += await _of_door(client, name, opener, [*counts, *filter(None, [args.past])])
    replies = [reply for crowd in found for reply in crowd.replies]
    words = Counter(f"{r.came}: {r.said}" for r in replies if r.came != "answered")
    for said, count in words.most_common(20):
        print(f"\n{count} {said}")
    return sum(reply.came == "lost" for reply in replies)


async def _of_door(
    client: httpx.AsyncClient, name: str, opener: Opener, counts: Sequence[int]
) -> list[Crowd]:
    """Prints a door's rows. One at a time is measured before and after, as machines' loads vary."""
    before = await _row_of(client, opener)
    crowds = [await _crowd(client, opener, count) for count in counts]
    after = await _row_of(client, opener)
    alone = Crowd(1, [*before.replies, *after.replies], before.wall + after.wall)
    single, _ = _quantiles(alone.replies)
    for crowd in (alone, *crowds):
        middle, high = _quantiles(crowd.replies)
        took = crowd.wall / (max(1, len(_seconds(crowd.replies))) * single)
        cells = [*_tally(crowd.replies), f"{middle:.2f}", f"{high:.2f}", f"{high / single:.1f}"]
        line = f"| {name} | {crowd.count} | {' | '.join(map(str, cells))} | {took:.2f} |"
        print(line, flush=True)
    return [alone, *crowds]


async def _row_of(client: httpx.AsyncClient, opener: Opener) -> Crowd:
    """One question after the other."""
    async with AsyncExitStack() as stack:
        door = await opener(client, stack)
        began = time.perf_counter()
        replies = [await timed(door, client, question) for question in QUESTIONS[:ALONE]]
        return Crowd(1, replies, time.perf_counter() - began)


async def _crowd(client: httpx.AsyncClient, opener: Opener, count: int) -> Crowd:
    """All at once, each by somebody else; their pages are open already."""
    async with AsyncExitStack() as stack:
        doors = await asyncio.gather(*(opener(client, stack) for _ in range(count)))
        asked = zip(doors, itertools.cycle(QUESTIONS), strict=False)
        began = time.perf_counter()
        replies = await asyncio.gather(*(timed(door, client, q) for door, q in asked))
        return Crowd(count, replies, time.perf_counter() - began)


def _tally(replies: Sequence[Reply]) -> list[int]:
    """How many were answered, refused and lost."""
    return [sum(r.came == came for r in replies) for came in ("answered", "refused", "lost")]


def _quantiles(replies: Sequence[Reply]) -> tuple[float, float]:
    """p50 and p95 in seconds of what was answered."""
    middle, high = np.quantile(_seconds(replies) or [np.nan], (0.5, 0.95))
    return float(middle), float(high)


def _seconds(replies: Sequence[Reply]) -> list[float]:
    return [reply.seconds for reply in replies if reply.came == "answered"]


async def _soak(client: httpx.AsyncClient, seconds: float, rate: float, process: int | None) -> int:
    """A question every 1/rate seconds through the next door; the number of lost ones."""
    tasks: dict[str, list[asyncio.Task[Reply]]] = {name: [] for name in DOORS}
    memory: list[str] = []
    began = time.monotonic()
    for number in range(int(seconds * rate)):
        if number >= len(memory) * seconds * rate / SAMPLES:
            memory.append(_megabytes(process))
        await asyncio.sleep(max(0.0, began + number / rate - time.monotonic()))
        name, question = list(DOORS)[number % len(DOORS)], QUESTIONS[number % len(QUESTIONS)]
        tasks[name].append(asyncio.create_task(timed(DOORS[name], client, question)))
    replies = {name: await asyncio.gather(*found) for name, found in tasks.items()}
    memory.append(_megabytes(process))
    print(f"\n{seconds / 60:g} minutes, {rate:g} questions a second:\n")
    print("| door | answered | refused | lost | p50, s | p95, s |\n|" + " --- |" * 6)
    for name, found in replies.items():
        times = [f"{number:.2f}" for number in _quantiles(found)]
        print(f"| {name} | {' | '.join([*map(str, _tally(found)), *times])} |")
    every = [reply for found in replies.values() for reply in found]
    for said in dict.fromkeys(r.said for r in every if r.came == "lost"):
        print(f"\nlost: {said}")
    start, middle, end = memory[0], memory[len(memory) // 2], memory[-1]
    print(f"\nMemory (RSS), MB: {start} at the start, {middle} in the middle, {end} at the end")
    print(f"({', '.join(memory)}).", flush=True)
    return sum(reply.came == "lost" for reply in every)


def _megabytes(process: int | None) -> str:
    """Resident memory of a process; "unknown" for one that is not ours, or without /proc."""
    status = Path("/proc", str(process), "status")
    if process is None or not status.exists():
        return "unknown"
    found = re.search(r"VmRSS:\s+(\d+) kB", status.read_text())
    return f"{int(found[1]) / 1024:.0f}" if found else "unknown"


if __name__ == "__main__":
    sys.exit(main())
