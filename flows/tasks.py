"""The tasks: each calls one function of the pipeline. None caches; skipping is the pipeline's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE

from pipeline.archive.importing import Imported, import_warc
from pipeline.archive.mirror import Mirror
from pipeline.archive.store import Archive
from pipeline.discover.expecting import Difference
from pipeline.discover.looking import look_at
from pipeline.profiles import Profile
from pipeline.run import RunReport, SiteRun
from pipeline.run.collecting import Visit
from pipeline.run.completeness import require_complete
from pipeline.run.reading import read_batch
from schemas.records import Capture

_ours: dict[str, Any] = {"cache_policy": NO_CACHE, "persist_result": False}


@task(name="pull", **_ours)
def pull(mirror: Mirror, folder: Path) -> int:
    """Bring what the mirror has and this machine has not."""
    return mirror.pull(folder)


@task(name="push", **_ours)
def push(mirror: Mirror, folder: Path) -> int:
    """Send what this machine has and the mirror has not."""
    return mirror.push(folder)


@task(name="collect", **_ours)
def collect(run: SiteRun, visit: Visit) -> list[Capture]:
    """Bring the site into the archive."""
    return run.collect(visit)


@task(name="read", **_ours)
def read(papers: bytes, vocabulary: bytes, processes: int) -> bytes:
    """Read a batch of documents, here or on another machine."""
    return read_batch(papers, vocabulary, processes)


@task(name="conclude", **_ours)
def conclude(
    run: SiteRun, started_at: datetime, visited: Sequence[Capture], until: datetime | None = None
) -> RunReport:
    """Assemble, check and publish what was read."""
    return run.conclude(started_at, visited, until)


@task(name="verify", **_ours)
def verify(run: SiteRun, planned: int, reports: Sequence[RunReport]) -> None:
    """Compare planned with produced."""
    require_complete(run, planned, reports)


@task(name="import", **_ours)
def take_in(archive: Archive, file: Path) -> Imported:
    """Take a WARC file into the archive."""
    return import_warc(archive, file)


@task(name="look", **_ours)
def look(site: Profile) -> tuple[Difference, ...]:
    """Fetch the index page alone and compare it with the profile."""
    return look_at(site)
