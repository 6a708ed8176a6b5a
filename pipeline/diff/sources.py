"""The two sides of a comparison: a release, the state at the end of a day, or a document."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

import msgspec

from pipeline.archive.store import Archive
from pipeline.overrides import apply_ledger, load_ledger
from pipeline.profiles import Profile
from pipeline.release.json_lines import read_json_lines
from pipeline.release.layout import table_path
from pipeline.release.store import Store, open_store
from pipeline.resolve import resolve
from pipeline.resolve.tracks import japanese_day
from pipeline.run.reading import ReadingCache, read_documents
from pipeline.run.reporter import Silent
from pipeline.run.site import papers
from pipeline.run.workspace import Workspace
from schemas.errors import UsageError
from schemas.parsed import ParsedDocument, ParsedSheet
from schemas.records import Capture, Evidence, Metric, Pledge, Record, Sheet, SheetAction
from schemas.tables import tables

RowT = TypeVar("RowT", bound=Record)


@dataclass(frozen=True, slots=True)
class Side:
    """The sheets in force on one side. ``by_pledge``: they can be told apart by pledge id."""

    name: str
    sheets: tuple[ParsedSheet, ...]
    by_pledge: bool


def open_side(name: str, out: Path, profile: Profile) -> Side:
    """Find out what a name stands for: a day, a release (or ``latest``), a document.

    Raises:
        UsageError: ``diff.unknown``.
    """
    try:
        return _on_day(date.fromisoformat(name), out, profile)
    except ValueError:
        pass
    if name.startswith("sha256:"):
        return _document(name, out, profile)
    store = open_store(str(out))
    latest = store.latest()
    version = latest.version if name == "latest" and latest else name
    if version not in store.versions():
        known = ", ".join(store.versions()[-3:]) or "none"
        raise UsageError(
            "diff.unknown",
            "is no day, no document of the archive and no release",
            name,
            f"use YYYY-MM-DD, sha256:… or a release ({known})",
        )
    return _release(store, version)


def _release(store: Store, version: str) -> Side:
    pledges = _rows(store, version, Pledge, "pledges")
    present = {pledge.sheet_id for pledge in pledges if pledge.removed_on is None}
    actions = _by_sheet(_rows(store, version, SheetAction, "sheet_actions"))
    metrics = _by_sheet(_rows(store, version, Metric, "metrics"))
    evidence: defaultdict[str, list[Evidence]] = defaultdict(list)
    for row in _rows(store, version, Evidence, "evidence"):
        evidence[row.row_id].append(row)
    sheets = [
        ParsedSheet(
            sheet=sheet,
            actions=tuple(actions[sheet.sheet_id]),
            metrics=tuple(metrics[sheet.sheet_id]),
            evidence=tuple(evidence[sheet.sheet_id]),
        )
        for sheet in _rows(store, version, Sheet, "sheets")
        if sheet.sheet_id in present
    ]
    return Side(version, tuple(sheets), by_pledge=True)


def _rows(store: Store, version: str, record: type[RowT], name: str) -> list[RowT]:
    table = tables()[name]
    payload = store.read(f"releases/{version}/{table_path(table, 'json')}")
    return [row for row in read_json_lines(table, payload) if isinstance(row, record)]


def _by_sheet(rows: list[RowT]) -> defaultdict[str, list[RowT]]:
    grouped: defaultdict[str, list[RowT]] = defaultdict(list)
    for row in rows:
        grouped[row.sheet_id].append(row)  # type: ignore[attr-defined]
    return grouped


def _readings(
    archive: Archive, captures: list[Capture], out: Path, profile: Profile
) -> dict[str, ParsedDocument]:
    cache = ReadingCache(Workspace(out).readings, profile.vocabulary)
    readings = read_documents(archive, captures, profile.vocabulary, cache, Silent())
    newest = max(capture.requested_at for capture in captures)
    return apply_ledger(readings.parsed, load_ledger(profile), newest)


def _on_day(day: date, out: Path, profile: Profile) -> Side:
    archive = Archive(Workspace(out).archive)
    captures = [c for c in papers(archive.captures()) if japanese_day(c.requested_at) <= day]
    if not captures:
        raise UsageError(
            "diff.unknown", "nothing had been fetched by then", str(day), "use a later day"
        )
    parsed = _readings(archive, captures, out, profile)
    held = load_ledger(profile).held_documents()
    tracks = resolve(captures, parsed, profile, held).history.tracks.values()
    sheets = tuple(_named(t.sheet, t.pledge_id) for t in tracks if t.is_published)
    return Side(str(day), sheets, by_pledge=True)


def _named(parsed: ParsedSheet, pledge_id: str) -> ParsedSheet:
    sheet = msgspec.structs.replace(parsed.sheet, pledge_id=pledge_id)
    return msgspec.structs.replace(parsed, sheet=sheet)


def _document(document_id: str, out: Path, profile: Profile) -> Side:
    archive = Archive(Workspace(out).archive)
    captures = [c for c in archive.captures() if c.document_id == document_id]
    if not captures:
        raise UsageError("diff.unknown", "the archive does not hold it", document_id, "see archive")
    parsed = _readings(archive, captures, out, profile)
    return Side(document_id, parsed[document_id].sheets, by_pledge=False)
