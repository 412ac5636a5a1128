"""Building: once, again, after changes, after kills, and by two at a time."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
import pytest
from indexing import WordEncoder, built, corpus

from corpus.article import Corpus
from corpus.errors import CorpusError
from index import folder as folders
from index import probe
from index.build import build
from index.errors import (
    IndexBusy,
    IndexDamaged,
    IndexMismatch,
    IndexMissing,
    IndexStale,
    IndexUnwritable,
)
from index.opened import open_index, status
from index.progress import Progress
from index.records import read_vectors

TESTS = Path(__file__).parent
PATHS = {**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS.parent), str(TESTS)])}
KILLS = 20


def files(folder: Path) -> dict[str, int]:
    """Every file with its time of change: what a build that does nothing leaves alone."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != "lock")
    return {str(path): path.stat().st_mtime_ns for path in found}


def test_a_second_build_does_nothing(tmp_path):
    first = build(corpus(), tmp_path, WordEncoder())
    before, encoder = files(tmp_path), WordEncoder()
    second = build(corpus(), tmp_path, encoder)
    assert (first.built, second.built) == (True, False)
    assert (first.articles, first.passages, first.encoded) == (4, first.passages, first.passages)
    assert (second.articles, second.passages, second.encoded) == (4, first.passages, 0)
    assert files(tmp_path) == before
    assert encoder.encoded == []


def test_only_what_changed_is_embedded_again(tmp_path):
    built(tmp_path)
    encoder = WordEncoder()
    report = build(corpus(health="Nurses strike in Daegu."), tmp_path, encoder)
    assert [text for text in encoder.encoded if "Nurses strike" in text] == encoder.encoded
    assert (report.encoded, report.carried) == (1, report.passages - 1)
    index = open_index(tmp_path, WordEncoder())
    assert "Daegu" in index.searcher.search("nurses strike", k=1)[0].passage.text
    assert not any("hospital" in passage.text for passage in index.passages)
    index.close()


def test_carried_vectors_are_those_that_would_be_computed(tmp_path):
    built(tmp_path / "grown")
    build(corpus(zoo="Pandas eat bamboo."), tmp_path / "grown", WordEncoder())
    build(corpus(zoo="Pandas eat bamboo."), tmp_path / "fresh", WordEncoder())
    grown, fresh = (
        read_vectors(folders.serving(tmp_path / name), WordEncoder.dimension)
        for name in ("grown", "fresh")
    )
    np.testing.assert_array_equal(grown, fresh)


def test_a_removed_article_leaves(tmp_path):
    built(tmp_path)
    kept = Corpus(tuple(article for article in corpus() if article.id != "budget"))
    encoder = WordEncoder()
    assert build(kept, tmp_path, encoder).articles == 3
    assert encoder.encoded == []
    index = open_index(tmp_path, WordEncoder())
    assert index.article("budget") is None
    assert list(index.rows_of("budget")) == []
    assert {m.passage.article_id for m in index.searcher.search("talent", k=99)} == {
        "health",
        "korean",
        "transport",
    }
    index.close()


def test_an_index_holds_the_articles_to_the_letter(tmp_path):
    articles = corpus(odd="Tabs\tand \u2028 signs “quoted” \U0001f600 stay. Even \x85 this.")
    build(articles, tmp_path, WordEncoder())
    index = open_index(tmp_path, WordEncoder())
    assert index.corpus.articles == articles.articles
    assert index.corpus_fingerprint == articles.fingerprint
    for row, passage in enumerate(index.passages):
        assert row in index.rows_of(passage.article_id)
        text = index.article(passage.article_id).text
        assert all(text[s.start : s.end] == s.text for s in passage.sentences)
    assert index.passages[-1] == index.passages[len(index.passages) - 1]
    assert index.passages[1:3] == [index.passages[1], index.passages[2]]
    with pytest.raises(IndexError):
        index.passages[len(index.passages)]
    index.close()


def test_status_says_what_is_out_of_date(tmp_path):
    encoder = WordEncoder()
    assert status(tmp_path, corpus(), encoder).state == "missing"
    built(tmp_path)
    assert status(tmp_path, corpus(), encoder).state == "fresh"
    changed = status(tmp_path, corpus(new="A new text."), encoder)
    assert (changed.state, "articles" in changed.reason) == ("stale", True)
    other = WordEncoder()
    other.fingerprint, other.name = "other", "other words"
    assert "other words" in status(tmp_path, corpus(), other).reason
    assert encoder.encoded == []
    manifest = folders.serving(tmp_path) / folders.MANIFEST
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"chunking": "older"}))
    assert "another version" in status(tmp_path, corpus(), encoder).reason


def test_opening_names_what_is_wrong_and_what_to_do(tmp_path):
    with pytest.raises(IndexMissing) as missing:
        open_index(tmp_path / "nowhere", WordEncoder())
    built(tmp_path)
    other = WordEncoder()
    other.fingerprint, other.name = "other", "other words"
    with pytest.raises(IndexMismatch) as mismatch:
        open_index(tmp_path, other)
    assert "other words" in mismatch.value.message
    manifest = folders.serving(tmp_path) / folders.MANIFEST
    facts = json.loads(manifest.read_text())
    manifest.write_text(json.dumps(facts | {"format": 0}))
    with pytest.raises(IndexStale) as stale:
        open_index(tmp_path, WordEncoder())
    manifest.write_text("{")
    with pytest.raises(IndexDamaged) as damaged:
        open_index(tmp_path, WordEncoder())
    for raised in (missing, mismatch, stale, damaged):
        assert "python -m assistant index" in raised.value.remedy


@pytest.mark.parametrize("part", ["chroma", "lexical", "passages.jsonl", "rows.json", "in-use"])
def test_a_missing_part_is_damage_and_is_built_again(tmp_path, part):
    built(tmp_path)
    serving = folders.serving(tmp_path)
    (serving / part).rename(tmp_path / "taken")
    with pytest.raises(IndexDamaged) as raised:
        open_index(tmp_path, WordEncoder())
    assert str(serving) in raised.value.remedy
    assert f"python -m assistant index --index {tmp_path}`" in raised.value.remedy
    encoder = WordEncoder()
    assert build(corpus(), tmp_path, encoder).built
    assert encoder.encoded == []
    open_index(tmp_path, WordEncoder()).close()


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(IndexUnwritable) as raised:
        build(corpus(), tmp_path / "file" / "index", WordEncoder())
    assert "--index" in raised.value.remedy


def test_a_corpus_without_sentences_is_refused_and_the_old_index_serves(tmp_path):
    built(tmp_path)
    with pytest.raises(CorpusError):
        build(Corpus(()), tmp_path, WordEncoder())
    open_index(tmp_path, WordEncoder()).close()


def test_a_failing_encoder_leaves_the_old_index(tmp_path):
    class Failing(WordEncoder):
        def encode(self, texts, *, role="passage"):
            raise RuntimeError("out of memory")

    built(tmp_path)
    with pytest.raises(RuntimeError):
        build(corpus(zoo="Pandas eat bamboo."), tmp_path, Failing())
    index = open_index(tmp_path, WordEncoder())
    assert index.corpus_fingerprint == corpus().fingerprint
    index.close()


def test_progress_reaches_the_end(tmp_path):
    seen: list[Progress] = []
    build(corpus(), tmp_path, WordEncoder(), progress=seen.append)
    last = seen[-1]
    assert last.articles_done == last.articles == 4
    assert last.sentences_done == last.sentences > 0
    assert [state.storing for state in seen] == [False] * (len(seen) - 1) + [True]


def test_an_open_index_survives_a_build_and_is_deleted_after(tmp_path):
    built(tmp_path)
    old = open_index(tmp_path, WordEncoder())
    build(corpus(zoo="Pandas eat bamboo."), tmp_path, WordEncoder())
    assert len(folders.builds(tmp_path)) == 2
    assert len(old.searcher.search("talent", k=99)) == len(old.passages)
    old.close()
    build(corpus(zoo="Pandas eat leaves."), tmp_path, WordEncoder())
    assert folders.builds(tmp_path) == [folders.serving(tmp_path)]


def test_the_collection_says_what_it_was_made_from(tmp_path):
    built(tmp_path)
    index = open_index(tmp_path, WordEncoder())
    facts = index._store.metadata
    assert facts["encoder_name"] == "words"
    assert facts["encoder_fingerprint"] == WordEncoder.fingerprint
    assert (facts["dimension"], facts["corpus"]) == (64, corpus().fingerprint)
    assert (facts["articles"], facts["passages"]) == (4, len(index.passages))
    assert {"chunking", "format"} <= set(facts)
    index.close()


def child(code: str, *arguments: object) -> subprocess.Popen[str]:
    """A Python process that has this folder's helpers at hand."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        env=PATHS,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


LIMITED = """
import resource, sys
from pathlib import Path
from indexing import WordEncoder, corpus
from index.build import build
from index.errors import IndexUnwritable
folder, most = Path(sys.argv[1]), resource.getrlimit(resource.RLIMIT_FSIZE)[1]
for size in map(int, sys.argv[2:]):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, most))
    try:
        build(corpus(zoo="Pandas eat bamboo."), folder, WordEncoder())
    except IndexUnwritable as error:
        print(error.message)
"""


def test_a_build_that_cannot_be_written_says_so_and_the_old_index_serves(tmp_path):
    """No file may grow beyond so many bytes: each size stops another of those who write."""
    built(tmp_path)
    old = folders.serving(tmp_path)
    sizes = [0, 500, 2_000, 3_000, 30_000, 100_000]
    said, noise = child(LIMITED, tmp_path, *sizes).communicate()
    assert noise == ""
    assert len(said.splitlines()) == len(sizes)
    assert all(f"The index in {tmp_path} can't be written" in line for line in said.splitlines())
    assert folders.builds(tmp_path) == [old]
    open_index(tmp_path, WordEncoder()).close()


FULL = """
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from indexing import WordEncoder, built, corpus
from index.build import build
from index.errors import IndexUnwritable
from index.opened import open_index
folder = built(Path(sys.argv[1]))
filler = (folder / "filler").open("wb", buffering=0)
while filler.write(bytes(100_000)) == 100_000:
    pass
try:
    build(corpus(zoo="Pandas eat bamboo."), folder, WordEncoder())
except IndexUnwritable:
    index = open_index(folder, WordEncoder())
    print(index.searcher.search("talent", k=1)[0].passage.key)
"""


def test_an_index_on_a_full_disk_serves(tmp_path):
    mount = 'mount -t tmpfs -o size=1m tmpfs "$0" && exec "$@"'
    there = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mount, str(tmp_path)]
    if not shutil.which("unshare") or subprocess.run([*there, "true"]).returncode:
        pytest.skip("no small disk can be made here")
    command = [*there, sys.executable, "-c", FULL, str(tmp_path)]
    done = subprocess.run(command, env=PATHS, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("budget#0\n", "")


def test_an_index_is_for_its_owner_alone(tmp_path):
    """Whatever the process's own umask says."""
    before = os.umask(0o022)
    try:
        build(corpus(), tmp_path / "index", WordEncoder())
    finally:
        os.umask(before)
    everything = [tmp_path / "index", *(tmp_path / "index").rglob("*")]
    open_to_others = [path for path in everything if path.stat().st_mode & 0o077]
    assert [path.name for path in open_to_others] == []


SLOW_BUILD = """
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from indexing import WordEncoder, corpus
from index import embed
from index.build import build
class Slow(WordEncoder):
    def encode(self, texts, *, role="passage"):
        if len(self.encoded) >= int(sys.argv[2]):
            print("building", flush=True)
            sys.stdin.readline()
        return super().encode(texts, role=role)
embed.CHUNK = 4
build(corpus(), Path(sys.argv[1]), Slow())
"""


def test_the_second_of_two_builders_waits_and_finds_the_work_done(tmp_path):
    first = child(SLOW_BUILD, tmp_path, 0)
    assert first.stdout.readline() == "building\n"
    said: list[str] = []

    def say(line: str) -> None:
        said.append(line)
        first.stdin.write("go on\n" * 9)
        first.stdin.flush()

    report = build(corpus(), tmp_path, WordEncoder(), say=say)
    assert not report.built
    assert len(said) == 1
    assert f"process {first.pid} on " in said[0]
    assert first.communicate()[1] == ""
    assert first.returncode == 0


def test_a_builder_that_may_not_wait_says_who_is_building(tmp_path):
    first = child(SLOW_BUILD, tmp_path, 0)
    assert first.stdout.readline() == "building\n"
    with pytest.raises(IndexBusy) as raised:
        build(corpus(), tmp_path, WordEncoder(), wait_s=0.3, say=lambda _: None)
    assert f"process {first.pid} " in raised.value.message
    first.kill()
    first.communicate()
    assert build(corpus(), tmp_path, WordEncoder()).built  # its lock died with it


def test_vectors_of_a_killed_build_are_not_computed_again(tmp_path):
    first = child(SLOW_BUILD, tmp_path, 4)
    assert first.stdout.readline() == "building\n"
    first.kill()
    first.communicate()
    report = build(corpus(), tmp_path, WordEncoder())
    assert report.carried == 4
    assert len(folders.builds(tmp_path)) == 1


TOUCHES = {"os.mkdir", "os.rename", "os.chmod", "os.remove", "os.rmdir"}


def build_edition(folder: Path, edition: int, last: int, told: Connection) -> None:
    """Builds; kills itself when it touches the disk for the ``last`` time, 0: never."""
    moments = 0

    def count(event: str, given: tuple[object, ...]) -> None:
        nonlocal moments
        if event in TOUCHES or (event == "open" and str(folder) in str(given[0])):
            moments += 1
            if moments == last:
                os.kill(os.getpid(), signal.SIGKILL)

    probe.check = lambda place: None  # a process of its own, which would outlive this one
    sys.addaudithook(count)
    build(corpus(news=f"Edition {edition} is out."), folder, WordEncoder())
    told.send(moments)


def test_sigkill_at_any_moment_leaves_the_old_or_the_new_index(tmp_path):
    """Kills at moments spread evenly over what a build does to the disk."""
    context = multiprocessing.get_context("forkserver")  # from a process that has the imports
    context.set_forkserver_preload(["test_build", "chromadb", "tantivy"])
    hears, told = context.Pipe(duplex=False)

    def built_until(edition: int, last: int) -> int | None:
        process = context.Process(target=build_edition, args=(tmp_path, edition, last, told))
        process.start()
        process.join()
        return process.exitcode

    build(corpus(news="Edition 0 is out."), tmp_path, WordEncoder())
    assert built_until(1, 0) == 0
    serving, moments = "Edition 1 is out.", hears.recv()
    assert moments > 2 * KILLS
    outcomes = set()
    for number in range(1, KILLS + 1):
        assert built_until(number + 1, moments * number // KILLS) == -signal.SIGKILL
        index = open_index(tmp_path, WordEncoder())
        found = index.searcher.search("Which edition is out?", k=1)[0].passage.text
        index.close()
        assert found in (serving, f"Edition {number + 1} is out.")
        outcomes.add("old" if found == serving else "new")
        serving = found
    assert "old" in outcomes  # a late kill may or may not come after the swap
    assert build(corpus(news="The last edition."), tmp_path, WordEncoder()).built
    assert folders.builds(tmp_path) == [folders.serving(tmp_path)]
