"""What a fresh clone needs: declared and pinned packages, a wheel with its data, a Makefile."""

from __future__ import annotations

import ast
import importlib.metadata
import os
import shutil
import socket
import subprocess
import sys
import time
import tomllib
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("assistant", "corpus", "index")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
RANGES = [Requirement(r) for r in PROJECT["dependencies"]]
EXTRAS = {
    extra: [Requirement(r) for r in requirements]
    for extra, requirements in PROJECT["optional-dependencies"].items()
}
PINS = {
    canonicalize_name(pin.name): pin
    for line in (ROOT / "constraints.txt").read_text().splitlines()
    if line and not line.startswith("#")
    for pin in [Requirement(line)]
}


def _version(pin: Requirement) -> str:
    (only,) = pin.specifier
    assert only.operator == "=="
    return only.version


def test_every_version_is_pinned_within_its_range() -> None:
    for wanted in [*RANGES, *(r for extra in EXTRAS.values() for r in extra)]:
        pinned = _version(PINS[canonicalize_name(wanted.name)])
        assert wanted.specifier.contains(pinned, prereleases=True), wanted.name


def test_what_they_need_is_pinned_too_and_nothing_of_cuda() -> None:
    needed = _closure([*RANGES, *EXTRAS["test"]])
    cuda = {
        name for name in needed | PINS.keys() if name.startswith(("nvidia-", "cuda-", "triton"))
    }
    assert needed - cuda <= PINS.keys()
    assert not cuda & PINS.keys()


def _closure(requirements: list[Requirement]) -> set[str]:
    """The names of all installed packages that these need, directly or through others."""
    waiting = [(requirement, "") for requirement in requirements]
    seen: set[tuple[str, str]] = set()
    while waiting:
        wanted, of_extra = waiting.pop()
        if wanted.marker and not wanted.marker.evaluate({"extra": of_extra}):
            continue
        name = canonicalize_name(wanted.name)
        for extra in {(name, ""), *((name, e) for e in wanted.extras)} - seen:
            seen.add(extra)
            requires = importlib.metadata.requires(name) or []
            waiting += [(Requirement(line), extra[1]) for line in requires]
    return {name for name, _ in seen}


def test_every_package_that_is_imported_is_declared() -> None:
    declared = {canonicalize_name(r.name) for r in [*RANGES, *EXTRAS["test"]]}
    providers = importlib.metadata.packages_distributions()
    paths = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    undeclared = {}
    for path in [*paths, ROOT / "ui.py"]:
        for module in _third_parties(ast.parse(path.read_text(encoding="utf-8"))):
            if not {canonicalize_name(name) for name in providers[module]} & declared:
                undeclared[path.name] = module
    assert undeclared == {}


def _third_parties(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [str(node.module)]
        for name in {name.split(".")[0] for name in names}:
            if name not in {*sys.stdlib_module_names, *PACKAGES, "ui"}:
                yield name


def test_the_wheel_holds_every_file(tmp_path: Path) -> None:
    ignore = shutil.ignore_patterns("__pycache__")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=ignore)
    for name in ("ui.py", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path)
    files = {
        str(path.relative_to(tmp_path))
        for package in PACKAGES
        for path in (tmp_path / package).rglob("*")
        if path.is_file()
    }
    command = "-m pip --quiet wheel . --no-deps --no-build-isolation --wheel-dir out"
    subprocess.run([sys.executable, *command.split()], cwd=tmp_path, check=True)
    (wheel,) = (tmp_path / "out").glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        assert files | {"ui.py"} <= set(packed.namelist())


# A stand-in for .venv/bin/python that writes down what it is asked; the Makefile is the real one.
_RECORDER = """#!/bin/sh
printf '%s\\n' "$ASSISTANT_CORPUS|$ASSISTANT_INDEX|$PORT|$*" >> log
[ "$1" != -c ] || exit ${ANSWER:-1}
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder with the Makefile and an environment that records instead of installing."""
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, tmp_path)
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(_RECORDER)
    python.chmod(0o755)
    return tmp_path


def _make(folder: Path, *arguments: str, **environment: str) -> list[str]:
    """Runs make and returns the calls of python that were recorded since the last time."""
    kept = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME")}
    done = subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=folder,
        env=kept | environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    log = folder / "log"
    lines = log.read_text().splitlines() if log.exists() else []
    log.unlink(missing_ok=True)
    return lines


def test_a_second_run_installs_nothing(clone: Path) -> None:
    first = _make(clone, "install")
    assert any("-c constraints.txt -e ." in line for line in first)
    assert _make(clone, "install") == []
    os.utime(clone / "constraints.txt", (time.time() + 2, time.time() + 2))
    assert _make(clone, "install") != []


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere torch is always pip's own")
@pytest.mark.skipif(Path("/proc/driver/nvidia").exists(), reason="there torch comes with CUDA")
@pytest.mark.parametrize(("exit_code", "asked"), [("0", True), ("1", False)])
def test_torch_for_cpus_where_its_index_answers(clone: Path, exit_code: str, asked: bool) -> None:
    calls = _make(clone, "install", "TORCH_INDEX=http://x", ANSWER=exit_code)
    assert any("--index-url http://x torch" in line for line in calls) == asked
    assert any("-e ." in line for line in calls)


def test_overrides_reach_the_assistant(clone: Path) -> None:
    _make(clone, "install")
    calls = _make(clone, "chat", "PORT=8001", "CORPUS=a", "INDEX=b")
    assert calls == ["a|b|8001|-m assistant index", "a|b|8001|-m assistant serve"]
    calls = _make(clone, "chat", CORPUS="a", PORT="8002")
    assert calls == ["a||8002|-m assistant index", "a||8002|-m assistant serve"]
    assert _make(clone, "chat", "INDEX=b") == ["|b||-m assistant serve"]


def test_no_python_is_said_plainly(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    command = ["make", ".venv/bin/python", "PYTHON=no-such-python"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode != 0
    assert "No Python 3.11 or newer" in done.stderr


class _Answering(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def _answers(folder: Path, port: int) -> bool:
    """Whether the Makefile's probe finds an index at that port."""
    probe = f'probe: ; @{sys.executable} -c "$$ANSWERS" http://127.0.0.1:{port}/ 2>/dev/null'
    (folder / "probe.mk").write_text(f"include {ROOT / 'Makefile'}\n{probe}\n")
    command = ["make", "-s", "-f", "probe.mk", "probe"]
    return subprocess.run(command, cwd=folder, capture_output=True).returncode == 0


def test_the_probe_waits_for_no_index_that_is_silent(tmp_path: Path) -> None:
    with HTTPServer(("127.0.0.1", 0), _Answering) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        assert _answers(tmp_path, server.server_port)
        server.shutdown()
    with socket.create_server(("127.0.0.1", 0)) as silent:  # accepts, and never says a word
        assert not _answers(tmp_path, silent.getsockname()[1])
