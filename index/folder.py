"""The folder of an index: builds beside each other, a pointer to the one that serves, a lock.

<index>/current            name of the build that serves; replaced atomically
<index>/builds/<name>/     one build: records, vectors, Chroma store, tantivy index, manifest
<index>/models/<print>/    exports of encoders
<index>/lock               held (flock) by the process that builds; names it
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import socket
import tempfile
import time
import uuid
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from index.errors import IndexBusy, IndexDamaged, IndexForbidden, IndexMissing, IndexUnwritable

MANIFEST = "manifest.json"
_IN_USE = "in-use"
_POLL_S = 0.1
_OWN_FOLDER, _OWN_FILE = 0o700, 0o600  # articles may be confidential: for their owner alone
_SPARE = 65_536  # bytes; Chroma needs 16 KiB to open (chromadb 1.5.9)


def builds(folder: Path) -> list[Path]:
    """Every build on disk, finished or not, oldest first."""
    place = folder / "builds"
    return sorted(path for path in place.iterdir() if path.is_dir()) if place.is_dir() else []


def new_build(folder: Path) -> Path:
    """An empty folder for a build, with a name that sorts by time."""
    path = folder / "builds" / f"{time.strftime('%Y%m%dT%H%M%S')}-{uuid.uuid4().hex[:8]}"
    path.parent.mkdir(mode=_OWN_FOLDER, exist_ok=True)
    path.mkdir(mode=_OWN_FOLDER)
    (path / _IN_USE).touch()
    return path


def current(folder: Path) -> Path | None:
    """The build that serves, or None. Raises IndexForbidden."""
    try:
        name = (folder / "current").read_text(encoding="utf-8").strip()
        build = folder / "builds" / name
        return build if name and (build / MANIFEST).is_file() else None
    except PermissionError as error:
        raise IndexForbidden(folder, str(error)) from error
    except OSError:
        return None


def serving(folder: Path) -> Path:
    """The build that serves. Raises IndexMissing."""
    build = current(folder)
    if build is None:
        raise IndexMissing(folder)
    return build


def read_manifest(build: Path) -> dict[str, Any]:
    """What the build was made from. Raises IndexDamaged."""
    try:
        manifest: dict[str, Any] = json.loads((build / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise IndexDamaged(build, str(error)) from error
    return manifest


def parts(build: Path) -> list[str]:
    """The files of a build, by their paths within it; not locks and journals, which come and go."""
    files = (path for path in build.rglob("*") if path.is_file())
    lasting = (f for f in files if not f.name.startswith(".") and ".sqlite3-" not in f.name)
    return sorted(file.relative_to(build).as_posix() for file in lasting)


def publish(folder: Path, build: Path) -> None:
    """Makes ``build`` the one that serves: everything reaches the disk, then the pointer moves."""
    written = folder / "current.new"
    written.write_text(build.name + "\n", encoding="utf-8")
    for path in [written, *build.rglob("*")]:
        path.chmod(_OWN_FOLDER if path.is_dir() else _OWN_FILE)
        _sync(path)
    _sync(build)
    _sync(build.parent)
    os.replace(written, folder / "current")
    _sync(folder)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove_builds(folder: Path, kept: Collection[Path | None]) -> None:
    """Deletes every build but those kept and those that a process has open."""
    for build in builds(folder):
        if build in kept:
            continue
        with contextlib.suppress(OSError), (build / _IN_USE).open("a") as mark:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)  # BlockingIOError: still in use
            shutil.rmtree(build)


def remove_exports(folder: Path, kept: str) -> None:
    """Deletes exported encoders, and what a killed export left, but for that fingerprint."""
    for export in (folder / "models").glob("*"):
        if export.name != kept:
            shutil.rmtree(export, ignore_errors=True)


def hold(folder: Path) -> tuple[Path, BinaryIO]:
    """The build that serves, and an open file that keeps it from being deleted until closed.

    Raises IndexMissing.
    """
    while True:
        build = serving(folder)
        try:
            mark = (build / _IN_USE).open("rb")
        except FileNotFoundError:
            if current(folder) == build:
                raise IndexDamaged(build, f"{_IN_USE} is missing") from None
            continue  # deleted since the pointer was read: read it again
        fcntl.flock(mark, fcntl.LOCK_SH)
        if current(folder) == build:
            return build, mark
        mark.close()


def writable(build: Path) -> tuple[Path, TemporaryDirectory[str] | None]:
    """Where Chroma and tantivy may open their parts: both write a little when they open.

    The build itself, or else, where it may only be read or the disk is full, copies of the two in
    a temporary folder, which is returned too. Raises IndexUnwritable where those find no room.
    """
    if has_room(build):
        return build, None
    copy = TemporaryDirectory(prefix="index-")
    try:
        for path in sorted([*build.glob("chroma/**/*"), *build.glob("lexical/*")]):
            target = Path(copy.name) / path.relative_to(build)
            target.parent.mkdir(parents=True, exist_ok=True)
            if path.is_file():
                shutil.copyfile(path, target)
    except OSError as error:
        copy.cleanup()
        raise IndexUnwritable(Path(tempfile.gettempdir()), str(error)) from error
    return Path(copy.name), copy


def has_room(build: Path) -> bool:
    """Whether a build can be opened where it is. Asked first: Chroma opens nothing at a place
    where it has failed once."""
    try:
        with tempfile.TemporaryFile(dir=build) as trial:
            trial.write(bytes(_SPARE))
            trial.flush()
    except OSError:
        return False
    return True


@contextlib.contextmanager
def lock(folder: Path, wait_s: float, say: Callable[[str], None]) -> Iterator[None]:
    """Holds the right to build. While another process has it, waits and says who it is.

    The kernel releases it when the holder dies. Raises IndexBusy after ``wait_s`` seconds, and
    IndexUnwritable.
    """
    try:
        folder.mkdir(mode=_OWN_FOLDER, parents=True, exist_ok=True)
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND
        mark = os.fdopen(os.open(folder / "lock", flags, _OWN_FILE), "a+", encoding="utf-8")
    except OSError as error:
        raise IndexUnwritable(folder, str(error)) from error
    with mark as file:
        end = time.monotonic() + wait_s
        told = False
        while not _try(file):
            who = _holder(file)
            if time.monotonic() >= end:
                raise IndexBusy(folder, who)
            if not told:
                say(f"The index in {folder} is being built by {who}: waiting for it to end.")
                told = True
            time.sleep(_POLL_S)
        _sign(file)
        yield


def _try(file: Any) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _sign(file: Any) -> None:
    who = {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "since": time.strftime("%Y-%m-%d %H:%M:%S"),
    }
    os.ftruncate(file.fileno(), 0)
    with contextlib.suppress(OSError):  # a full disk: then whoever waits is told no name
        os.write(file.fileno(), json.dumps(who).encode())


def _holder(file: Any) -> str:
    file.seek(0)
    try:
        who = json.loads(file.read())
    except ValueError:  # it has the lock and has not written its name yet
        return "another process"
    return f"process {who['pid']} on {who['host']} since {who['since']}"
