"""The folder of a run: results appended line by line, and what a later run may take over."""

from __future__ import annotations

import dataclasses
import datetime
import fcntl
import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from assistant.evaluate.asker import Asker, usage
from assistant.evaluate.identity import differences, versions
from assistant.evaluate.questions import Question, QuestionError
from assistant.evaluate.rows import Row, row_from_json

RESULTS, RUN, PREVIOUS = "results.jsonl", "run.json", "previous"
OUTPUTS = (RESULTS, RUN, "results.csv", "summary.json", "report.html", "coverage.md")
SYNC_SECONDS = 1.0  # rows of at most this long are lost when the machine (not the process) dies
Price = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Totals:
    """What a run took, over all its sessions: wall time, and what a chat model used."""

    seconds: float = 0.0
    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0

    def cost(self, price: Price) -> float:
        """In the currency of the price, which is of a million tokens of (input, output)."""
        return (self.input_tokens * price[0] + self.output_tokens * price[1]) / 1e6


@dataclass(frozen=True, slots=True)
class Start:
    """Where a run begins: the rows that are done, what they took, and a line for the person."""

    done: tuple[Row, ...]
    message: str
    session: Totals
    finished: bool = False


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Makes the folder and keeps other runs out of it. Raises QuestionError when one is in it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise QuestionError(
                f"Another run is writing to {folder}.", "Wait for it, or name another folder."
            ) from error
        yield


def open_run(folder: Path, identity: Mapping[str, Any], questions: Sequence[Question]) -> Start:
    """Prepares the folder: resumes a run of the same identity, sets any other one aside.

    What an earlier run left moves to ``previous/`` (replacing what was there).
    """
    earlier = _run_json(folder)
    reasons = differences(earlier.get("identity", {}), identity)
    if not earlier:
        foreign = (folder / RESULTS).exists()
        reasons = ["no run.json says what the results there are of"] if foreign else []
    if earlier and not reasons:
        rows = _kept_rows(folder / RESULTS, questions)
        totals = _totals(earlier, rows)
        if len(rows) == len(questions) and earlier.get("finished"):
            return Start(rows, "This run is finished: nothing to do.", totals, finished=True)
        if rows:
            message = f"Resuming: {len(rows)} of {len(questions)} questions are done."
            return Start(rows, message, totals)
    if reasons:
        _set_aside(folder)
    _write_run(folder, identity, Totals(), finished=False, workers=1)
    (folder / RESULTS).write_bytes(b"")
    if not reasons:
        return Start((), "", Totals())
    because = "; ".join(reasons)
    message = f"Starting afresh: {because}. Earlier results: {folder / PREVIOUS}."
    return Start((), message, Totals())


class Session:
    """Measures one sitting of a run, on top of what earlier ones took; ``totals`` is the sum."""

    def __init__(
        self, folder: Path, identity: Mapping[str, Any], workers: int, earlier: Totals
    ) -> None:
        self._folder, self._identity, self._workers = folder, identity, workers
        self.totals = earlier

    @contextmanager
    def measured(self, asker: Asker) -> Iterator[None]:
        """Adds the time inside, and what the chat model used meanwhile, also after Ctrl-C."""
        earlier, begun, before = self.totals, time.perf_counter(), usage(asker)
        try:
            yield
        finally:
            after = usage(asker)
            self.totals = Totals(
                earlier.seconds + time.perf_counter() - begun,
                earlier.calls + after.calls - before.calls,
                earlier.input_tokens + after.input_tokens - before.input_tokens,
                earlier.output_tokens + after.output_tokens - before.output_tokens,
            )
            self._write(finished=False)

    def finish(self) -> None:
        """Marks the run as finished: the same command does nothing from now on."""
        self._write(finished=True)

    def _write(self, *, finished: bool) -> None:
        _write_run(
            self._folder, self._identity, self.totals, finished=finished, workers=self._workers
        )


def _write_run(
    folder: Path, identity: Mapping[str, Any], totals: Totals, *, finished: bool, workers: int
) -> None:
    """run.json: what was run, with which versions, when, and what it took."""
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    earlier = _run_json(folder)
    same = earlier.get("identity") == identity
    run = {
        "identity": identity,
        "finished": finished,
        "started": earlier.get("started", now) if same else now,
        "ended": now if finished else None,
        "took": dataclasses.asdict(totals),
        "workers": workers,
        "versions": versions(),
    }
    write_whole(folder / RUN, json.dumps(run, indent=2, ensure_ascii=False) + "\n")


def _totals(run: Mapping[str, Any], rows: Sequence[Row]) -> Totals:
    """What a run took so far. A killed one has not said: then its questions' time counts."""
    totals = Totals(**run.get("took", {}))
    if totals.seconds:
        return totals
    return Totals(sum(row.ms for row in rows) / 1000)


class ResultsFile:
    """Appends rows; each is a whole line as soon as it is written."""

    def __init__(self, folder: Path) -> None:
        self._file = (folder / RESULTS).open("ab")
        self._synced = time.monotonic()

    def add(self, row: Row) -> None:
        self._file.write(row.to_json().encode() + b"\n")
        self._file.flush()
        if time.monotonic() - self._synced > SYNC_SECONDS:
            self._sync()

    def _sync(self) -> None:
        os.fsync(self._file.fileno())
        self._synced = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._sync()
        self._file.close()


def write_whole(path: Path, text: str) -> None:
    """Writes a file so that a reader sees the old or the new one, never half of one."""
    beside = path.with_name(path.name + ".part")
    beside.write_text(text, encoding="utf-8", newline="")
    os.replace(beside, path)


def _kept_rows(path: Path, questions: Sequence[Question]) -> tuple[Row, ...]:
    """The rows that are whole and in order; the file is cut behind them."""
    rows: list[Row] = []
    end = 0
    content = path.read_bytes() if path.exists() else b""
    for line, question in zip(content.split(b"\n")[:-1], questions, strict=False):
        try:
            row = row_from_json(line.decode())
        except (ValueError, KeyError, TypeError):
            break
        if row.id != question.id:
            break
        rows.append(row)
        end += len(line) + 1
    if end < len(content):
        with path.open("r+b") as file:
            file.truncate(end)
    return tuple(rows)


def _run_json(folder: Path) -> dict[str, Any]:
    try:
        run = json.loads((folder / RUN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return run if isinstance(run, dict) else {}


def _set_aside(folder: Path) -> None:
    previous = folder / PREVIOUS
    previous.mkdir(exist_ok=True)
    for name in OUTPUTS:
        (previous / name).unlink(missing_ok=True)
        if (folder / name).exists():
            os.replace(folder / name, previous / name)
