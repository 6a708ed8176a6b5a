"""One run of one site, from its page to a release. Plain Python, no Prefect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from pipeline.archive.store import Archive, write_whole
from pipeline.overrides import load_ledger
from pipeline.profiles import Profile
from pipeline.release.model import Input, Inputs, Published
from pipeline.release.publish import publish
from pipeline.release.store import open_store
from pipeline.resolve.addresses import with_addresses
from pipeline.resolve.tables import Rows
from pipeline.run.assembling import assemble, headline
from pipeline.run.collecting import Visit, visit_site, visits
from pipeline.run.reading import ReadingCache, Readings, read_documents
from pipeline.run.report import RunReport, counted
from pipeline.run.reporter import Reporter
from pipeline.run.workspace import Workspace
from schemas.enums import CaptureResult
from schemas.errors import RefusedError, RunError
from schemas.parsed import ParsedDocument
from schemas.records import Capture, Document, Issue, PledgeChange


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How a site is run. ``offline`` rebuilds everything from the archive alone."""

    out: Path
    offline: bool = False
    workers: int = 2


def run_site(profile: Profile, options: RunOptions, reporter: Reporter) -> list[RunReport]:
    """Run a site; one report for each look at it, the newest last.

    Raises:
        BusyError: another run holds the folder.
        RunError, RefusedError: nothing was published; the last good release stands.
    """
    workspace = Workspace(options.out)
    with workspace.locked():
        run = SiteRun(profile, options, reporter)
        if options.offline:
            return run.rebuild()
        reports = run.catch_up()
        return [*reports, *(run.look(visit) for visit in run.visits())]


class SiteRun:
    """The steps of a run of one site, each of which may be called by itself.

    The caller holds the workspace's lock.
    """

    def __init__(self, profile: Profile, options: RunOptions, reporter: Reporter) -> None:
        self.profile = profile
        self.options = options
        workspace = Workspace(options.out)
        self.runs = workspace.runs
        self.reporter = reporter
        self.archive = Archive(workspace.archive)
        self.cache = ReadingCache(workspace.readings, profile.vocabulary)

    def visits(self) -> list[Visit]:
        """The looks at the site that are still to be taken."""
        return visits(self.profile, self.archive)

    def catch_up(self) -> list[RunReport]:
        """Make the releases of runs that were cut off after fetching and before publishing.

        A state that is refused now was or would have been refused then, and is left out.
        """
        captures = papers(self.archive.captures())
        latest = open_store(str(self.options.out)).latest()
        reports = []
        for brought, end in _finished_runs(captures, self.archive.unfinished()):
            if latest is None or f"{brought:%Y%m%dT%H%M%SZ}" > latest.version[:16]:
                try:
                    reports.append(self.conclude(end, (), end))
                except RefusedError as refusal:
                    self.reporter.step(str(refusal))
        return reports

    def look(self, visit: Visit) -> RunReport:
        """Fetch, then make a release of everything the archive holds by then."""
        started_at = visit.at or datetime.now(UTC)
        return self.conclude(started_at, papers(self.collect(visit)))

    def collect(self, visit: Visit) -> tuple[Capture, ...]:
        """Bring the site into the archive; the captures of this visit."""
        return visit_site(self.profile, visit, self.archive, self.read_page, self.reporter)

    def rebuild(self) -> list[RunReport]:
        """Make the releases anew from the archive alone: all of them where none is left.

        Raises:
            RunError: ``archive.empty``.
        """
        captures = papers(self.archive.captures())
        if not captures:
            raise RunError(
                "archive.empty",
                "there is nothing in the archive",
                str(self.archive.folder),
                "run once without --offline, or import WARC files",
            )
        finished = _finished_runs(captures, set())
        ends = sorted({*(end for _, end in finished), captures[-1].requested_at})
        if open_store(str(self.options.out)).latest() is not None:
            ends = ends[-1:]
        return [self.conclude(end, (), end) for end in ends]

    def read_page(self, capture: Capture) -> ParsedDocument:
        """What the index page of a capture says."""
        document_id = capture.document_id or ""
        self.read([capture])
        kept = self.cache.get(document_id)
        if kept is None or not kept.links:
            raise RunError(
                "site.index_unreadable",
                "the index page has no links to papers",
                capture.url,
                "look at the page; the last release stands",
            )
        return with_addresses(kept, capture)

    def read(self, captures: Sequence[Capture]) -> Readings:
        """Read the documents of the captures that were not read yet."""
        return read_documents(
            self.archive,
            captures,
            self.profile.vocabulary,
            self.cache,
            self.reporter,
            self.options.workers,
        )

    def add_site(self, release: Path) -> None:
        """Write the pages for people into the folder of a release."""
        from pipeline.site.build import build_site

        build_site(release, self.profile, self.archive.payload)

    def conclude(
        self, started_at: datetime, visited: Sequence[Capture], until: datetime | None = None
    ) -> RunReport:
        """Read, assemble, publish, and say what was done; of captures up to a time, if given."""
        captures = papers(self.archive.captures())
        captures = [c for c in captures if until is None or c.requested_at <= until]
        readings = self.read(captures)
        self.reporter.stage("resolve", None)
        rows = assemble(captures, readings.parsed, self.profile, load_ledger(self.profile))
        self.reporter.stage("publish", None)
        published = publish(
            rows, self.profile, str(self.options.out), inputs_of(captures, rows), self.add_site
        )
        report = _report(self, started_at, visited, readings, rows, published)
        log = self.runs / f"{started_at:%Y%m%dT%H%M%S%fZ}.json"
        write_whole(log, msgspec.json.format(msgspec.json.encode(report), indent=2))
        return report


def _finished_runs(
    captures: Sequence[Capture], unfinished: set[str]
) -> list[tuple[datetime, datetime]]:
    """For each finished run that brought something: when its last news came, and its end."""
    news: dict[str, datetime] = {}
    ends: dict[str, datetime] = {}
    for capture in captures:  # in the order of their times
        file = capture.archive_file
        if file is None or file in unfinished:
            continue
        ends[file] = capture.requested_at
        if capture.result is CaptureResult.NEW:
            news[file] = capture.requested_at
    return sorted((moment, ends[file]) for file, moment in news.items())


def papers(captures: Sequence[Capture]) -> list[Capture]:
    """The captures of what the city publishes; robots.txt is none of it."""
    return [c for c in captures if urlsplit(c.url).path != "/robots.txt"]


def inputs_of(captures: Sequence[Capture], rows: Rows) -> Inputs:
    """The captures that brought the documents of the release."""
    held = {row.document_id for row in rows["documents"] if isinstance(row, Document)}
    inputs = tuple(
        Input(
            capture_id=capture.capture_id,
            document_id=capture.document_id,
            captured_at=capture.requested_at,
        )
        for capture in captures
        if capture.result is CaptureResult.NEW and capture.document_id in held
    )
    return Inputs(captures=inputs, code_version=version("kouyaku"))


def _report(
    run: SiteRun,
    started_at: datetime,
    visited: Sequence[Capture],
    readings: Readings,
    rows: Rows,
    published: Published,
) -> RunReport:
    failed = (CaptureResult.BROKEN, CaptureResult.REFUSED, CaptureResult.NOT_PUBLISHED)
    changes = [r for r in rows["changes"] if isinstance(r, PledgeChange)]
    return RunReport(
        site=run.profile.id,
        started_at=started_at,
        captures={
            result: sum(c.result is result for c in visited)
            for result in CaptureResult
            if any(c.result is result for c in visited)
        },
        documents_read=len(readings.fresh),
        documents=len(rows["documents"]),
        issues=counted([r.severity.value for r in rows["issues"] if isinstance(r, Issue)]),
        changes=counted([change.change.value for change in changes]),
        version=published.version,
        changed=published.changed,
        path=str(run.options.out / "releases" / published.version),
        failures=tuple(f"{c.url}: {c.error}" for c in visited if c.result in failed),
        **headline(rows),
    )
