"""Bringing a site into the archive: the index page, then every paper it links."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.archive.collect import Collector
from pipeline.archive.run import begin
from pipeline.archive.store import Archive
from pipeline.discover.expecting import papers
from pipeline.fetch.fetcher import Fetcher, user_agent
from pipeline.fetch.model import Want
from pipeline.fetch.surroundings import real_surroundings
from pipeline.profiles import Profile
from pipeline.profiles.model import Edition
from pipeline.run.reporter import Reporter
from pipeline.serve.folder import serve_folder
from schemas.errors import RunError
from schemas.parsed import ParsedDocument
from schemas.records import Capture

_LATER = timedelta(days=1)
ReadPage = Callable[[Capture], ParsedDocument]
"""Reads the index page of a capture, so that its links are known."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One look at the site: when, and the edition's folder where the site is a local sample."""

    at: datetime | None
    edition: Edition | None


def visits(profile: Profile, archive: Archive) -> list[Visit]:
    """The looks that are still to be taken: the present, or the editions not seen yet.

    A sample whose editions were all seen is looked at once more, a day later.
    """
    if not profile.editions:
        return [Visit(None, None)]
    unfinished = archive.unfinished()
    closed = [c.requested_at for c in archive.captures() if c.archive_file not in unfinished]
    seen = max(closed, default=datetime.min.replace(tzinfo=UTC))
    unseen = [edition for edition in profile.editions if edition.published > seen]
    if unseen:
        return [Visit(edition.published, edition) for edition in unseen]
    return [Visit(seen + _LATER, profile.editions[-1])]


def visit_site(
    profile: Profile, visit: Visit, archive: Archive, read_page: ReadPage, reporter: Reporter
) -> tuple[Capture, ...]:
    """Fetch the index page and what it links; the captures of this visit.

    Raises:
        RunError: ``site.index_broken`` where the index page could not be fetched.
    """
    now = visit.at or datetime.now(UTC)
    with ExitStack() as stack:
        reroute = None
        if visit.edition:
            folder = Path(profile.folder) / visit.edition.folder
            served = stack.enter_context(serve_folder(folder, visit.edition.published))
            reroute = served.reroute(urlsplit(profile.site.index_url).hostname or "")
        surroundings = real_surroundings((lambda: now) if visit.at else None)
        code_version = version("kouyaku")
        fetcher = Fetcher(
            profile.site, profile.politeness, surroundings, version=code_version, reroute=reroute
        )
        agent = user_agent(code_version, profile.site.contact)
        run = stack.enter_context(begin(archive, profile.id, now, agent))
        collector = Collector(fetcher, run, now)
        index = collector.collect(profile.site.index_url, Want.PAGE)
        if index.document_id is None or index.error:
            run.finish()
            raise RunError(
                "site.index_broken",
                f"the index page could not be fetched ({index.error or index.result})",
                profile.site.index_url,
                "see the last release, which stands, and try again later",
            )
        addresses = papers(read_page(index).links, profile.site)
        reporter.stage("fetch", len(addresses))
        for url in addresses:
            collector.collect(url)
            reporter.step(url)
        captures = run.captures()
        run.finish()
    return captures
