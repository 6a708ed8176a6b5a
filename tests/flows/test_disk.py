"""A full disk: one line, the last release stands, and the next run finishes the work."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from pipeline.profiles import load_profile
from pipeline.run import RunOptions, Silent, run_site
from pipeline.run.reading import ReadingCache
from pipeline.run.workspace import Workspace
from schemas.errors import RunError
from tests.run.test_sample import tree


def full(*_: Any) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize(
    "writer",
    ["pipeline.run.reading.write_whole", "pipeline.release.folder_store._sync", "os.fsync"],
)
def test_a_full_disk_stops_the_run_and_the_next_one_finishes(
    copied_run: Path, monkeypatch: pytest.MonkeyPatch, writer: str
) -> None:
    site, options = load_profile("sample"), RunOptions(copied_run)
    before = tree(copied_run / "releases")
    kept = ReadingCache(Workspace(copied_run).readings, site.vocabulary).folder
    smallest = min(kept.iterdir(), key=lambda p: p.stat().st_size)
    smallest.unlink()
    with monkeypatch.context() as fault:
        fault.setattr(writer, full)
        with pytest.raises(RunError, match=r"run\.disk|archive\.unwritable") as error:
            run_site(site, options, Silent())
    assert "\n" not in str(error.value)
    assert tree(copied_run / "releases") == before
    reports = run_site(site, options, Silent())
    assert not reports[-1].changed
    assert tree(copied_run / "releases") == before
