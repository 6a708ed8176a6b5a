"""Readers at work while a publisher publishes and is killed: no torn and no missing read.

The number of publishes is small here; KOUYAKU_PUBLISHES=200 runs it in full, in some minutes.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.release.store import open_store
from pipeline.release.verify import verify

ROOT = Path(__file__).parents[2]
READERS = 4


def _count(default: int) -> int:
    return int(os.environ.get("KOUYAKU_PUBLISHES", default))


def _start(module: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [
            sys.executable,
            "-W",
            "error::ResourceWarning",
            "-m",
            f"tests.release.{module}",
            *arguments,
        ],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _publish_until(out: str, wanted: int, rng: random.Random, patience: float) -> int:
    """Publish ``wanted`` editions with a writer that is killed again and again."""
    edition, kills = 1, 0
    while edition <= wanted:
        writer = _start("publishing", out, str(edition), str(wanted - edition + 1))
        assert writer.stdout is not None
        first = writer.stdout.readline()
        assert first, "the publisher said nothing before it ended"
        edition = int(first) + 1
        time.sleep(rng.uniform(0, patience))
        if writer.poll() is None:
            writer.send_signal(signal.SIGKILL)
            kills += 1
        for line in writer.stdout:
            edition = int(line) + 1
        writer.wait()
        writer.communicate()
    return kills


def _watch_while(out: str, work: Callable[[], int]) -> tuple[int, list[dict[str, list[str]]]]:
    readers = [_start("watching", out) for _ in range(READERS)]
    try:
        kills = work()
    finally:
        said = [reader.communicate("\n")[0] for reader in readers]
    return kills, [json.loads(line) for line in said]


@pytest.mark.parametrize("place", ["folder", "bucket"])
def test_no_reader_ever_sees_a_torn_or_missing_file(
    place: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    out = str(tmp_path / "out") if place == "folder" else request.getfixturevalue("bucket")
    wanted = _count(25 if place == "folder" else 8)
    rng = random.Random(11)
    kills, reports = _watch_while(out, lambda: _publish_until(out, wanted, rng, 6.0))
    assert kills >= 1
    assert [report["wrong"] for report in reports] == [[]] * READERS
    assert all(report["reads"] for report in reports)
    store = open_store(out)
    pointer = store.latest()
    assert pointer is not None
    assert len(store.versions()) >= wanted
    assert verify(store, pointer.version) == []
    if place == "folder":
        assert not (Path(out) / "releases" / pointer.version).is_symlink()
