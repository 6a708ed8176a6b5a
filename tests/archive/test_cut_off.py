"""A run that is cut off at any moment goes on from where it was."""

from __future__ import annotations

import itertools
import multiprocessing
import random
import signal
import time
from collections import Counter
from pathlib import Path

import pytest

from pipeline.archive.run import begin
from pipeline.archive.store import OPEN, Archive
from pipeline.archive.verifying import verify
from pipeline.serve import serve_folder
from schemas.errors import RunError
from tests.archive.city import (
    AGENT,
    FIRST,
    MONTH,
    collect,
    paper,
    run_to_the_end,
    run_when_ready,
    url,
    write_site,
)

NAMES = [f"uploaded/{n}.pdf" for n in range(8)]
KILLS = 50
WARC = "city-20250401000000.warc.gz"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    papers = {name: paper(name, 40_000) for name in NAMES}
    return write_site(tmp_path / "site", papers | {"robots.txt": b"User-agent: *\nAllow: /\n"})


def whole(folder: Path, site: Path) -> dict[str, bytes]:
    """The files of a run that nothing disturbed."""
    with serve_folder(site, FIRST) as served:
        run_to_the_end(folder, served.port, NAMES)
    return content_of(folder)


def content_of(folder: Path) -> dict[str, bytes]:
    files = (p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


def test_the_same_run_gives_the_same_bytes(tmp_path: Path, site: Path) -> None:
    assert whole(tmp_path / "a", site) == whole(tmp_path / "b", site)


def test_killed_at_fifty_moments(tmp_path: Path, site: Path) -> None:
    """Each time it is readable; nothing safely archived is fetched again; the end is the same."""
    began = time.perf_counter()
    undisturbed = whole(tmp_path / "undisturbed", site)
    took = time.perf_counter() - began
    chance = random.Random(5)
    killed = 0
    rounds = itertools.count()
    while killed < KILLS:
        folder = tmp_path / f"round-{next(rounds)}"
        with serve_folder(site, FIRST) as served:
            while not (folder / "warc" / WARC).exists():
                safe = {capture.url for capture in Archive(folder).captures()}
                before = Counter(path for path, _ in served.answered)
                patience = chance.uniform(0.0, took * 1.5) if killed < KILLS else None
                killed += was_killed(folder, served.port, patience)
                after = Counter(path for path, _ in served.answered)
                assert not safe & {url(path.lstrip("/")) for path in after - before}
                assert not Archive(folder).damages()
        Archive(folder).settle()
        assert content_of(folder) == undisturbed


def was_killed(folder: Path, port: int, patience: float | None) -> bool:
    """Run in a process of its own and kill it when patience is over, if it still runs then.

    Patience begins when the process is ready to work; null is patience without end.
    """
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.archive.city"])
    ready = processes.Event()
    worker = processes.Process(target=run_when_ready, args=(ready, folder, port, NAMES))
    worker.start()
    assert ready.wait(60)
    worker.join(patience)
    worker.kill()
    worker.join()
    assert worker.exitcode in (0, -signal.SIGKILL)
    return worker.exitcode != 0


def test_cut_at_any_byte(tmp_path: Path, site: Path) -> None:
    """Whatever the disk kept of the last write, the file is completed to the same bytes."""
    undisturbed = whole(tmp_path / "undisturbed", site)
    name = f"warc/{WARC}"
    warc = undisturbed[name]
    chance = random.Random(7)
    places = {0, 1, 10, len(warc) - 1, len(warc)} | {chance.randrange(len(warc)) for _ in range(16)}
    with serve_folder(site, FIRST) as served:
        for place in sorted(places):
            folder = tmp_path / f"cut-{place}"
            (folder / "warc").mkdir(parents=True)
            rest = chance.choice([b"", b"\0" * 100, warc[:50], chance.randbytes(100)])
            (folder / (name + OPEN)).write_bytes(warc[:place] + rest)
            run_to_the_end(folder, served.port, NAMES)
            assert content_of(folder) == undisturbed


def test_a_full_disk_leaves_nothing_half_written(
    tmp_path: Path, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serve_folder(site, FIRST) as served:
        folder = tmp_path / "archive"
        with begin(Archive(folder), "city", FIRST, AGENT) as run:
            collect(run, FIRST, served, NAMES[:2])
            size = (folder / "warc" / (run.name + OPEN)).stat().st_size
            captured = run.captures()

            def no_space(_: int) -> None:
                raise OSError(28, "No space left on device")

            with monkeypatch.context() as patched:
                patched.setattr("pipeline.archive.run.os.fsync", no_space)
                with pytest.raises(RunError, match=r"No space left.*archive\.unwritable"):
                    collect(run, FIRST, served, NAMES)
            assert run.captures() == captured
            assert (folder / "warc" / (run.name + OPEN)).stat().st_size == size
            collect(run, FIRST, served, NAMES)
            run.finish()
    assert content_of(folder) == whole(tmp_path / "undisturbed", site)


def test_an_old_run_is_closed_and_a_new_one_begun(tmp_path: Path, site: Path) -> None:
    folder = tmp_path / "archive"
    with serve_folder(site, FIRST) as served:
        with begin(Archive(folder), "city", FIRST, AGENT) as run:
            collect(run, FIRST, served, NAMES[:2])
        with begin(Archive(folder), "city", FIRST + MONTH, AGENT) as run:
            assert run.captures() == ()
            collect(run, FIRST + MONTH, served, NAMES)
            run.finish()
    archive = Archive(folder)
    assert [p.name for p in archive.files()] == [
        WARC,
        "city-20250501000000.warc.gz",
    ]
    assert list(verify(archive)) == []
    assert len(archive.captures()) == 4 + 2 + len(NAMES)


def test_the_run_of_another_site_is_left_alone(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    with begin(archive, "city", FIRST, AGENT) as run, begin(archive, "town", FIRST, AGENT) as other:
        assert run.name != other.name
    with begin(archive, "city", FIRST, AGENT) as again:
        assert again.name == run.name


def test_leftovers_of_a_crash_are_cleared_away(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    (folder / "warc").mkdir(parents=True)
    (folder / "index.cdxj.tmp").write_bytes(b"half")
    with begin(Archive(folder), "city", FIRST, AGENT):
        assert not list(folder.rglob("*.tmp"))
