"""What one sees in Prefect: progress, artifacts, events."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import cast
from uuid import UUID

from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.events import emit_event

from pipeline.profiles import Profile
from pipeline.release.store import Store
from pipeline.run import RunReport
from pipeline.run.outcome import Row, outcome_of
from schemas.enums import CaptureResult
from schemas.errors import RefusedError, RunError
from schemas.records import Capture

_SECONDS_BETWEEN = 5.0
"""Updates of a progress artifact come no faster than this: each is a request to the server."""


class Progress:
    """A reporter that moves a progress artifact."""

    def __init__(self, site: str) -> None:
        self._key = _key(site, "progress")
        self._artifact: UUID | None = None
        self._total = 0
        self._done = 0
        self._told = 0.0

    def stage(self, name: str, total: int | None) -> None:
        """Begin anew for a stage whose steps can be counted."""
        self._total, self._done = total or 0, 0
        if self._total:
            made = create_progress_artifact(0.0, self._key, f"{name}: {total}")
            self._artifact = cast(UUID, made)  # a coroutine only where an event loop runs

    def step(self, what: str) -> None:
        """Move on; the last step is always told."""
        self._done += 1
        late = time.monotonic() - self._told >= _SECONDS_BETWEEN
        if self._artifact and self._total and (late or self._done == self._total):
            update_progress_artifact(self._artifact, min(100.0, 100 * self._done / self._total))
            self._told = time.monotonic()


def tell_source(site: Profile, visited: Sequence[Capture]) -> None:
    """The event of a source that published something new."""
    new = [capture.url for capture in visited if capture.result is CaptureResult.NEW]
    if new:
        _emit("source-changed", site, {"documents": new})


def tell_release(site: Profile, report: RunReport, store: Store) -> None:
    """The artifacts of a run and, where there is a new release, its event."""
    outcome = outcome_of(store, report.version)
    changes = outcome.changes if report.changed else []
    create_markdown_artifact(_summary(site, report), _key(site.id, "run"), "the run in short")
    for name, rows in (
        ("changes", changes),
        ("issues", outcome.issues),
        ("documents", outcome.documents),
    ):
        create_table_artifact(rows, _key(site.id, name), f"{site.municipality.name}: {name}")
    if report.changed:
        said = {"version": report.version, "path": report.path, "changes": len(changes)}
        _emit("release-published", site, said)


def tell_success(site: Profile) -> None:
    """The event whose absence is an alarm."""
    _emit("run-completed", site, {})


def tell_changed_site(site: Profile, found: Sequence[str]) -> None:
    """The event of a canary that saw another page than it knows."""
    rows: list[Row] = [{"difference": each} for each in found]
    create_table_artifact(rows, _key(site.id, "canary"), f"{site.site.index_url}: differences")
    _emit("site-changed", site, {"differences": list(found)})


@contextmanager
def refusals_told(site: Profile) -> Iterator[None]:
    """Cry when a check refuses the run, or the site is not what it was; the error goes on."""
    try:
        yield
    except RunError as error:
        if isinstance(error, RefusedError) or error.code.startswith("site."):
            _emit("run-refused", site, {"code": error.code, "error": str(error)})
        raise


def _emit(name: str, site: Profile, payload: Row) -> None:
    resource = {
        "prefect.resource.id": f"kouyaku.site.{site.id}",
        "prefect.resource.name": site.municipality.name,
        "kouyaku.index_url": site.site.index_url,
    }
    emit_event(f"kouyaku.{name}", resource, payload=payload)


def _key(site: str, what: str) -> str:
    """An artifact's key: small letters, digits and dashes only."""
    return re.sub("[^a-z0-9]+", "-", f"{site}-{what}".lower()).strip("-")


def _summary(site: Profile, report: RunReport) -> str:
    outcome = "new release" if report.changed else "nothing changed; the release stays"
    issues = ", ".join(f"{count} {name}" for name, count in report.issues.items()) or "none"
    public = site.rights.release_url
    page = f"[page]({public.rstrip('/')}/latest/site/index.html)" if public else "`site/index.html`"
    lines = [
        f"# {site.municipality.name} · {report.started_at:%Y-%m-%d}",
        f"- {outcome}: `{report.version}`",
        f"- release: `{report.path}`, its {page}",
        f"- source: [{site.rights.source_title}]({site.site.index_url})",
        f"- documents: {report.documents_new} new, {report.documents_unchanged} unchanged, "
        f"{report.documents_failed} failed, {report.documents_read} read",
        f"- pages read: {report.pages_read}, by OCR {report.pages_ocr}; {report.seconds} s",
        f"- sheets {report.sheets}, meetings {report.meetings}, pledges {report.pledges}, "
        f"achieved {report.achieved}",
        f"- issues: {issues}",
        *(f"- failed: {failure}" for failure in report.failures),
    ]
    return "\n".join(lines) + "\n"
