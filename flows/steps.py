"""What the flows have in common: a site's run with its mirror, its readers and its telling."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice

import msgspec
from prefect.futures import PrefectFuture
from prefect.runtime import flow_run
from prefect.task_runners import TaskRunner

from flows import tasks
from flows.places import Places, Readers
from flows.telling import Progress, refusals_told, tell_release
from pipeline.archive.mirror import Mirror
from pipeline.profiles import Profile
from pipeline.run import RunOptions, RunReport, SiteRun
from pipeline.run.logs import Logged, write_log
from pipeline.run.reading import Paper
from pipeline.run.workspace import Workspace
from schemas.parsed import ParsedDocument
from schemas.records import Capture


class Steps:
    """A run of one site whose documents are read by ``readers``, told to Prefect as it goes."""

    def __init__(self, run: SiteRun, places: Places, readers: Readers) -> None:
        self.run = run
        self._readers = readers
        self._folder = places.folder(run.profile.id)
        self._mirror = Mirror(places.archive) if places.archive else None

    def conclude(
        self, started_at: datetime, visited: Sequence[Capture], until: datetime | None = None
    ) -> RunReport:
        """Read what is unread, publish, tell."""
        self.save()
        self._read(until)
        report = tasks.conclude(self.run, started_at, visited, until)
        self.save()
        tell_release(self.run.profile, report, self.run.store)
        return report

    def save(self) -> None:
        """Send what is finished to the mirror, if there is one."""
        if self._mirror:
            tasks.push(self._mirror, self._folder)

    def _read(self, until: datetime | None) -> None:
        ids = self.run.unread(until)
        if not ids:
            return
        self.run.reporter.stage("read", len(ids))
        vocabulary = msgspec.msgpack.encode(self.run.profile.vocabulary)
        with self._readers.runner() as runner:
            for urls, parsed in self._spread(runner, self.run.papers(ids, until), vocabulary):
                self.run.keep(parsed)
                for url in urls:
                    self.run.reporter.step(url)

    def _spread(
        self, runner: TaskRunner, papers: Iterable[Paper], vocabulary: bytes
    ) -> Iterator[tuple[list[str], list[ParsedDocument]]]:
        """A task a batch, few at a time; every future is resolved, in order. With addresses."""
        under_way: deque[tuple[list[str], PrefectFuture[bytes]]] = deque()
        waiting = iter(papers)
        while batch := list(islice(waiting, self._readers.batch)):
            parameters = {
                "papers": msgspec.msgpack.encode(batch),
                "vocabulary": vocabulary,
                "processes": self._readers.processes,
            }
            future = runner.submit(tasks.read, parameters)
            under_way.append(([paper.url for paper in batch], future))
            if len(under_way) >= self._readers.at_once:
                yield _resolved(*under_way.popleft())
        while under_way:
            yield _resolved(*under_way.popleft())


def _resolved(
    urls: list[str], future: PrefectFuture[bytes]
) -> tuple[list[str], list[ParsedDocument]]:
    return urls, msgspec.json.decode(future.result(), type=list[ParsedDocument])


@contextmanager
def site_steps(site: Profile, places: Places, readers: Readers) -> Iterator[Steps]:
    """Hold a site's folder for one run, brought up to date from its mirror.

    Raises:
        BusyError: another run holds it.
    """
    write_log()
    folder = places.folder(site.id)
    with refusals_told(site), Workspace(folder).locked():
        if places.archive:
            tasks.pull(Mirror(places.archive), folder)
        reporter = Logged(Progress(site.id), site.id, str(flow_run.id))
        options = RunOptions(folder, workers=readers.workers, releases=places.releases)
        yield Steps(SiteRun(site, options, reporter), places, readers)
