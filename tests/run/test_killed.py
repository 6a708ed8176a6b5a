"""A run killed at random moments goes on where it was, and ends as if nothing had happened."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

from pipeline.archive.store import Archive
from pipeline.run import RunReport
from tests.run.test_sample import tree

KILLS = 50
PROGRAM = "from pipeline.command import main; main()"


def start(out: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "run", "sample", "--out", str(out)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def killed(out: Path, after: float) -> bool:
    """Whether the run was still going on ``after`` seconds later, and so was killed."""
    run = start(out)
    try:
        run.wait(after)
    except subprocess.TimeoutExpired:
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
        return True
    assert run.returncode == 0
    return False


def test_fifty_kills_leave_no_trace(
    first_run: tuple[Path, list[RunReport]], tmp_path: Path
) -> None:
    chance = random.Random(20260401)
    folders = [tmp_path / "0"]
    kills = 0
    while kills < KILLS:
        kills += killed(folders[-1], chance.uniform(0.2, 3.0))
        if len(list(folders[-1].glob("releases/2*"))) > 1:
            folders.append(tmp_path / str(len(folders)))
    for out in folders:
        assert start(out).wait(timeout=300) == 0
        assert_undisturbed(out, first_run[0])


def assert_undisturbed(out: Path, undisturbed: Path) -> None:
    assert tree(out / "releases") == tree(undisturbed / "releases")
    captures = Archive(out / "archive").captures()
    asked = Counter((capture.url, capture.requested_at) for capture in captures)
    assert {place: n for place, n in asked.items() if n > 1} == {}
    leftovers = [path for path in out.rglob("*") if path.name.endswith((".open", ".tmp"))]
    staged = [path for path in (out / ".staging").glob("*") if path.name != "lock"]
    assert [*leftovers, *staged] == []
