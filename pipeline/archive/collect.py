"""One URL at a time: fetched unless this run has it already, archived before anything else."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from pipeline.archive.history import previous_of
from pipeline.archive.run import ArchiveRun
from pipeline.fetch.fetcher import Fetcher
from pipeline.fetch.model import Want
from schemas.records import Capture


class Collector:
    """Brings a site's URLs into the archive. ``now`` bounds what counts as fetched before."""

    def __init__(self, fetcher: Fetcher, run: ArchiveRun, now: datetime) -> None:
        self._fetcher = fetcher
        self._run = run
        self._now = now
        for capture in run.captures():
            if urlsplit(capture.url).path == "/robots.txt":
                held = capture.document_id
                content = run.archive.payload(held) if held else None
                fetcher.know_robots(capture.url, capture.status, content)

    def collect(self, url: str, want: Want = Want.DOCUMENT) -> Capture:
        """The capture of a URL in this run; asks the site only if the run has none yet."""
        done = self._run.captured(url)
        if done is not None:
            return done
        previous = previous_of(self._run.before, url, self._now)
        return self._run.append(self._fetcher.fetch(url, want, previous))
