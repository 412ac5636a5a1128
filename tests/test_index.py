"""An index as a process meets it: cold, read-only, on a terminal."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from indexing import WordEncoder, built, corpus, with_export

from index import folder as folders
from index.build import build
from index.opened import open_index

TESTS = Path(__file__).parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS.parent), str(TESTS)])}


@pytest.fixture(scope="module")
def real(tmp_path_factory, export):
    """An index with the embedded encoder."""
    folder = with_export(tmp_path_factory.mktemp("real"), export)
    report = build(corpus(), folder)
    assert report.runtime == "onnx"
    assert report.note == ""
    return folder


def test_serving_imports_no_torch(real):
    code = (
        "import sys; from pathlib import Path; from index.opened import open_index\n"
        "found = open_index(Path(sys.argv[1])).searcher.search('How much is spent on talent?')\n"
        "assert '45 billion' in found[0].passage.text, found\n"
        "heavy = {'torch', 'sentence_transformers', 'transformers', 'langchain_core', 'gradio'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(real)], env=ENVIRONMENT, check=True)


def test_meaning_is_found_without_shared_words(real):
    index = open_index(real)
    match = index.searcher.search("Where can ill people be treated?", k=1)[0]
    assert "hospital" in match.passage.text
    index.close()


OPEN = """
import sys
from pathlib import Path
from indexing import WordEncoder
from index.opened import open_index
folder = Path(sys.argv[1])
try:
    (folder / "current").write_text("written")
except OSError:
    index = open_index(folder, WordEncoder())
    assert "talent" in index.searcher.search("talent", k=1)[0].passage.text
    index.close()
    print("served")
"""


def test_an_index_that_may_only_be_read_serves(tmp_path):
    built(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    for path in [tmp_path, *before]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    # root may write whatever the mode says, until it lays that right down
    lay_down = ["setpriv", "--bounding-set=-dac_override"] if os.geteuid() == 0 else []
    if lay_down and not shutil.which("setpriv"):
        pytest.skip("setpriv is not installed")
    command = [*lay_down, sys.executable, "-c", OPEN, str(tmp_path)]
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    for path in [tmp_path, *before]:
        path.chmod(0o755)
    assert (done.stdout, done.stderr) == ("served\n", "")
    assert before == {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}


def test_the_probe_refuses_a_build_whose_parts_differ(tmp_path):
    from index import probe
    from index.errors import IndexDamaged

    built(tmp_path)
    place = folders.serving(tmp_path)
    probe.check(place)
    vectors = place / "vectors.f32"
    vectors.write_bytes(vectors.read_bytes()[: -4 * WordEncoder.dimension])
    with pytest.raises(IndexDamaged, match="different sizes"):
        probe.check(place)


BUILD = """
import sys
from pathlib import Path
from indexing import WordEncoder, corpus
from index import progress
from index.build import build
progress._DELAY_S = 0
with progress.ProgressBar() as bar:
    build(corpus(), Path(sys.argv[1]), WordEncoder(), progress=bar)
"""


def test_a_bar_is_drawn_on_a_terminal_and_nowhere_else(tmp_path):
    command = [sys.executable, "-c", BUILD]
    quiet = subprocess.run(
        [*command, str(tmp_path / "a")], env=ENVIRONMENT, capture_output=True, text=True, check=True
    )
    assert (quiet.stdout, quiet.stderr) == ("", "")
    reader, terminal = pty.openpty()
    termios.tcsetwinsize(terminal, (24, 120))
    subprocess.run([*command, str(tmp_path / "b")], env=ENVIRONMENT, stderr=terminal, check=True)
    os.close(terminal)
    drawn = os.read(reader, 100_000).decode()
    os.close(reader)
    assert "4 of 4 articles" in drawn
    assert "sentences/s" in drawn
