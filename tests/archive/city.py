"""A little city to archive: a folder that is served, and a run over it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Event
from pathlib import Path

from pipeline.archive.collect import Collector
from pipeline.archive.run import ArchiveRun, begin
from pipeline.archive.store import Archive
from pipeline.fetch.fetcher import Fetcher, user_agent
from pipeline.fetch.model import Want
from pipeline.profiles.model import Politeness, Site
from pipeline.serve import Served, serve_folder
from schemas.records import Capture
from tests.fetch.world import CONTACT, PAGE, World

HOST = "city.localhost"
FIRST = datetime(2025, 4, 1, tzinfo=UTC)
MONTH = timedelta(days=30)
AGENT = user_agent("0", CONTACT)


def paper(text: str, size: int = 2000) -> bytes:
    """A PDF of about ``size`` bytes that do not compress, the same for the same text."""
    noise = b"".join(
        hashlib.sha256(f"{text}{n}".encode()).digest() for n in range(max(1, size // 32))
    )
    return b"%PDF-1.7\n" + noise + b"\n%%EOF\n"


def write_site(folder: Path, files: dict[str, bytes]) -> Path:
    """The files of one edition, as a folder to serve."""
    for name, content in {"index.html": PAGE, **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def url(name: str) -> str:
    return f"http://{HOST}/{name}"


def fetcher_at(when: datetime, served: Served) -> Fetcher:
    return Fetcher(
        Site(index_url=url(""), allowed_hosts=(HOST,), contact=CONTACT, local=True),
        Politeness(delay=0.0, timeout=5.0, attempts=1),
        World().surroundings(lambda: when),
        version="0",
        reroute=served.reroute(HOST),
    )


def collect(run: ArchiveRun, when: datetime, served: Served, names: Iterable[str]) -> list[Capture]:
    collector = Collector(fetcher_at(when, served), run, when)
    index = [collector.collect(url(""), Want.PAGE)]
    return index + [collector.collect(url(name)) for name in names]


def run_edition(archive: Archive, folder: Path, when: datetime, names: Sequence[str]) -> None:
    """One whole run over an edition."""
    with serve_folder(folder, when) as served, begin(archive, "city", when, AGENT) as run:
        collect(run, when, served, names)
        run.finish()


def run_to_the_end(folder: Path, port: int, names: Sequence[str]) -> None:
    """What a process does that the tests kill: begin or go on, collect, finish."""
    with begin(Archive(folder), "city", FIRST, AGENT) as run:
        collect(run, FIRST, Served(port), names)
        run.finish()


def run_when_ready(ready: Event, folder: Path, port: int, names: Sequence[str]) -> None:
    """As :func:`run_to_the_end`, saying first that all is loaded."""
    ready.set()
    run_to_the_end(folder, port, names)
