"""One whole run of the sample city, shared by the tests that look at it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.profiles import load_profile
from pipeline.run import RunOptions, RunReport, Silent, run_site

Run = tuple[Path, list[RunReport]]


@pytest.fixture(scope="session")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Both editions of the sample, fetched, read and published."""
    out = tmp_path_factory.mktemp("sample")
    return out, run_site(load_profile("sample"), RunOptions(out), Silent())


@pytest.fixture
def copied_run(first_run: Run, tmp_path: Path) -> Path:
    """A copy of the run's folder that a test may change."""
    return Path(shutil.copytree(first_run[0], tmp_path / "out", symlinks=True))
