"""One run of one site, from its page to a release. Plain Python, no Prefect."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from pipeline.archive.store import Archive
from pipeline.language import Language, enrich
from pipeline.overrides import load_ledger
from pipeline.profiles import Profile
from pipeline.release.model import Input, Inputs, Published
from pipeline.release.publish import publish
from pipeline.release.store import open_store
from pipeline.resolve.addresses import with_addresses
from pipeline.resolve.tables import Rows
from pipeline.run.assembling import assemble, headline
from pipeline.run.collecting import Visit, visit_site, visits
from pipeline.run.metrics import as_table, export, require_exporter
from pipeline.run.reading import (
    Paper,
    ReadingCache,
    addresses,
    read_documents,
    unread,
)
from pipeline.run.report import RunReport, counted
from pipeline.run.reporter import Reporter
from pipeline.run.workspace import Workspace
from schemas.enums import CaptureResult, Method
from schemas.errors import RefusedError, RunError
from schemas.parsed import ParsedDocument
from schemas.records import Capture, Document, Issue, PledgeChange


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How a site is run. ``offline`` rebuilds everything from the archive alone.

    ``out`` is a local folder; ``releases`` is where releases go if not there
    (``s3://bucket/prefix``).
    """

    out: Path
    offline: bool = False
    workers: int = 2
    releases: str | None = None

    @property
    def store(self) -> str:
        """Where the releases are."""
        return self.releases or str(self.out)


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
        require_exporter()
        self.profile = profile
        self.options = options
        workspace = Workspace(options.out)
        self.language = workspace.language
        self.store = open_store(options.store)
        self.reporter = reporter
        self.archive = Archive(workspace.archive)
        self.cache = ReadingCache(workspace.readings, profile.vocabulary)
        self._fresh: set[str] = set()
        self._begun = time.monotonic()

    def visits(self) -> list[Visit]:
        """The looks at the site that are still to be taken."""
        return visits(self.profile, self.archive)

    def pending(self) -> list[datetime]:
        """The ends of runs that fetched news and were cut off before publishing it."""
        latest = self.store.latest()
        finished = _finished_runs(papers(self.archive.captures()), self.archive.unfinished())
        return [
            end
            for brought, end in finished
            if latest is None or f"{brought:%Y%m%dT%H%M%SZ}" > latest.version[:16]
        ]

    def catch_up(self) -> list[RunReport]:
        """Make the releases of runs that were cut off after fetching and before publishing.

        A state that is refused now was or would have been refused then, and is left out.
        """
        reports = []
        for end in self.pending():
            try:
                reports.append(self.conclude(end, (), end))
            except RefusedError as refusal:
                self.reporter.step(str(refusal))
        return reports

    def look(self, visit: Visit) -> RunReport:
        """Fetch, then make a release of everything the archive holds by then."""
        started_at = visit.at or datetime.now(UTC)
        return self.conclude(started_at, self.collect(visit))

    def collect(self, visit: Visit) -> list[Capture]:
        """Bring the site into the archive; the captures of papers on this visit."""
        site, archive = self.profile, self.archive
        return papers(visit_site(site, visit, archive, self.read_page, self.reporter))

    def rebuild(self) -> list[RunReport]:
        """Make the releases anew from the archive alone: all of them where none is left.

        Raises:
            RunError: ``archive.empty``.
        """
        return [self.conclude(end, (), end) for end in self.to_rebuild()]

    def to_rebuild(self) -> list[datetime]:
        """The ends of the runs whose releases a rebuild makes. Raises ``archive.empty``."""
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
        return ends if self.store.latest() is None else ends[-1:]

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

    def captures(self, until: datetime | None = None) -> list[Capture]:
        """The captures of papers, up to a time, if given."""
        captures = papers(self.archive.captures())
        return [c for c in captures if until is None or c.requested_at <= until]

    def unread(self, until: datetime | None = None) -> list[str]:
        """Ids of the documents captured by then that are still to be read."""
        return unread(addresses(self.captures(until)), self.cache)

    def papers(self, ids: Iterable[str], until: datetime | None = None) -> Iterator[Paper]:
        """Documents with their bytes, for a reader elsewhere."""
        names = addresses(self.captures(until))
        return (Paper(id_, names[id_], self.archive.payload(id_)) for id_ in ids)

    def keep(self, parsed: Iterable[ParsedDocument]) -> None:
        """Take in what a reader elsewhere made of such documents."""
        for each in parsed:
            self.cache.put(each)
            self._fresh.add(each.document.document_id)

    def read(self, captures: Sequence[Capture]) -> dict[str, ParsedDocument]:
        """Read the documents of the captures that were not read yet; all of them, by id."""
        readings = read_documents(
            self.archive,
            captures,
            self.profile.vocabulary,
            self.cache,
            self.reporter,
            self.options.workers,
        )
        self._fresh |= readings.fresh
        return dict(readings.parsed)

    def add_site(self, release: Path) -> None:
        """Write the pages for people into the folder of a release."""
        from pipeline.site.build import build_site

        build_site(release, self.profile, self.archive.payload)

    def conclude(
        self, started_at: datetime, visited: Sequence[Capture], until: datetime | None = None
    ) -> RunReport:
        """Read, assemble, publish, and say what was done; of captures up to a time, if given."""
        captures = self.captures(until)
        parsed = self.read(captures)
        self.reporter.stage("resolve", None)
        rows = assemble(captures, parsed, self.profile, load_ledger(self.profile))
        language = Language.of(self.profile, self.language)
        rows = enrich(rows, language, self.profile.municipality.code)
        self.reporter.stage("publish", None)
        inputs = inputs_of(captures, rows)
        published = publish(rows, self.profile, self.options.store, inputs, self.add_site)
        fresh = [parsed[id_] for id_ in self._fresh if id_ in parsed]
        report = _report(self, started_at, visited, fresh, rows, published)
        self._fresh.clear()
        self._begun = time.monotonic()
        self.record(report)
        return report

    def seconds(self) -> float:
        """How long the run has been at work since its last report."""
        return round(time.monotonic() - self._begun, 3)

    def record(self, report: RunReport) -> None:
        """Keep the report and its figures beside the releases, and send them on if asked to."""
        name = f"runs/{report.started_at:%Y%m%dT%H%M%S%fZ}"
        self.store.put(f"{name}.json", msgspec.json.format(msgspec.json.encode(report), indent=2))
        self.store.put(f"{name}.csv", as_table(report))
        export(report)


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
    fresh: Sequence[ParsedDocument],
    rows: Rows,
    published: Published,
) -> RunReport:
    failed = (CaptureResult.BROKEN, CaptureResult.REFUSED, CaptureResult.NOT_PUBLISHED)
    changes = [r for r in rows["changes"] if isinstance(r, PledgeChange)]
    pages = [page for each in fresh for page in each.pages]
    return RunReport(
        site=run.profile.id,
        started_at=started_at,
        seconds=run.seconds(),
        captures={
            result: sum(c.result is result for c in visited)
            for result in CaptureResult
            if any(c.result is result for c in visited)
        },
        bytes_fetched=sum(c.bytes or 0 for c in visited if c.result is CaptureResult.NEW),
        documents_read=len(fresh),
        pages_read=len(pages),
        pages_ocr=sum(page.method is Method.OCR for page in pages),
        documents=len(rows["documents"]),
        issues=counted([r.severity.value for r in rows["issues"] if isinstance(r, Issue)]),
        changes=counted([change.change.value for change in changes]),
        version=published.version,
        changed=published.changed,
        path=f"{run.options.store}/releases/{published.version}",
        failures=tuple(f"{c.url}: {c.error}" for c in visited if c.result in failed),
        **headline(rows),
    )
