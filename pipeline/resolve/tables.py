"""All tables of a city from its captures and what was read: a pure function of its inputs."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from pipeline.profiles import Profile
from pipeline.resolve.announced import announcements
from pipeline.resolve.announcing import find_track, lay_beside, link_announcement
from pipeline.resolve.content import content_hash
from pipeline.resolve.editions import Version, editions
from pipeline.resolve.history import History
from schemas.parsed import ParsedDocument, ParsedMeeting
from schemas.records import Capture, Document, Evidence, Goal, Issue, Record, Sheet

Rows = dict[str, list[Record]]


@dataclass(frozen=True, slots=True)
class Resolved:
    """The tables by name, with the versions and the history they come from."""

    rows: Rows
    versions: tuple[Version, ...]
    history: History


def resolve(
    captures: Sequence[Capture],
    parsed: Mapping[str, ParsedDocument],
    profile: Profile,
    held: Collection[str] = (),
) -> Resolved:
    """Make every table but those that checks and language add to.

    ``held`` are ids of documents that stay out of the present of pledges.
    """
    versions = editions(captures, parsed, profile.site.index_url)
    words = profile.vocabulary.page.announcements.merged
    history = History(profile.municipality.code, announcements(versions, words))
    history.follow(version for version in versions if version.document_id not in held)
    lay_beside(history, versions)
    rows = _document_rows(versions, history)
    newest = _newest_meetings(versions)
    rows |= _meeting_rows(newest, history)
    rows["evidence"] += [row for parsed in newest for row in parsed.evidence]
    rows |= {
        "pledges": [track.pledge() for track in history.tracks.values()],
        "pledge_titles": [row for track in history.tracks.values() for row in track.title_rows()],
        "changes": list(history.changes),
    }
    rows["issues"] = [*rows["issues"], *history.issues]
    rows["evidence"] = _numbered(rows["evidence"])
    return Resolved(stamped(rows, profile.municipality.code), tuple(versions), history)


def stamped(rows: Mapping[str, Iterable[Record]], code: str) -> Rows:
    """Rows with the municipality's code, which makes ids of meetings unique across cities."""
    return {table: [_stamp(row, code) for row in records] for table, records in rows.items()}


def _stamp(row: Record, code: str) -> Record:
    changed: dict[str, str] = {"municipality_code": code}
    for name in ("meeting_id", "hearing_meeting_id"):
        value = getattr(row, name, None)
        if value:
            changed[name] = _with_code(value, code)
    if getattr(row, "table", None) in _MEETING_TABLES:
        row_id = getattr(row, "row_id", None)
        changed |= {"row_id": _with_code(row_id, code)} if row_id else {}
    stamped_row = msgspec.structs.replace(row, **changed)
    if isinstance(stamped_row, Issue):
        return msgspec.structs.replace(stamped_row, issue_id=issue_id(stamped_row))
    return stamped_row


_MEETING_TABLES = {"meetings", "meeting_terms", "meeting_outcomes", "meeting_pledge_changes"}


def _with_code(meeting_id: str, code: str) -> str:
    return meeting_id if meeting_id.startswith(f"{code}-") else f"{code}-{meeting_id}"


def issue_id(issue: Issue) -> str:
    """The same issue keeps its id from release to release."""
    parts = [issue.rule, issue.table, issue.row_id, issue.field, issue.document_id, issue.page]
    identity = "|".join(str(part) for part in [*parts, issue.text_raw, issue.calculation])
    digest = hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{issue.municipality_code}-{issue.rule}-{digest}"


def _numbered(evidence: Iterable[Record]) -> list[Record]:
    """Evidence of one field in the order in which it was found; a value may stand in many boxes."""
    counts: Counter[tuple[str, str, str]] = Counter()
    numbered: list[Record] = []
    for row in evidence:
        if isinstance(row, Evidence):
            key = (row.table, row.row_id, row.field)
            counts[key] += 1
            numbered.append(msgspec.structs.replace(row, order=counts[key]))
    return numbered


def _first_versions(versions: Sequence[Version]) -> dict[str, Version]:
    """Each document with the version in which it was first seen."""
    first: dict[str, Version] = {}
    for version in versions:
        first.setdefault(version.document_id, version)
    return first


def _document_rows(versions: Sequence[Version], history: History) -> Rows:
    rows: Rows = {name: [] for name in _OF_DOCUMENTS}
    for version in _first_versions(versions).values():
        parsed = version.parsed
        rows["documents"].append(_document(version))
        rows["pages"] += parsed.pages
        rows["goals"] += [_goal(goal, history) for goal in parsed.goals]
        rows["summaries"] += parsed.summaries
        rows["terms"] += parsed.terms
        rows["links"] += parsed.links
        rows["evidence"] += parsed.evidence
        rows["issues"] += parsed.issues
        for sheet in parsed.sheets:
            rows["sheets"].append(_sheet(sheet.sheet, history))
            rows["sheet_actions"] += sheet.actions
            rows["sheet_keywords"] += sheet.keywords
            rows["metrics"] += sheet.metrics
            rows["evidence"] += sheet.evidence
    return rows


_OF_DOCUMENTS = (
    "documents",
    "pages",
    "goals",
    "summaries",
    "terms",
    "links",
    "evidence",
    "issues",
    "sheets",
    "sheet_actions",
    "sheet_keywords",
    "metrics",
    "entities",
    "pledge_links",
    "absences",
)


def _document(version: Version) -> Document:
    capture, link = version.capture, version.link
    return msgspec.structs.replace(
        version.parsed.document,
        source_url=capture.url,
        pillar_number=link.pillar_number if link else version.parsed.document.pillar_number,
        label_raw=link.label_raw if link else None,
        declared_bytes=link.declared_bytes if link else None,
        fetched_at=version.seen_at,
        last_modified=capture.last_modified,
        etag=capture.etag,
        archive_file=capture.archive_file,
        archive_offset=capture.archive_offset,
        content_hash=content_hash(version.parsed),
    )


def _sheet(sheet: Sheet, history: History) -> Sheet:
    return msgspec.structs.replace(sheet, pledge_id=history.pledge_of_sheet.get(sheet.sheet_id))


def _goal(goal: Goal, history: History) -> Goal:
    track = find_track(history, goal.title, goal.pillar_number)
    return msgspec.structs.replace(goal, pledge_id=track.pledge_id if track else None)


def _newest_meetings(versions: Sequence[Version]) -> list[ParsedMeeting]:
    """Every meeting once, as the newest page that reports it does."""
    newest: dict[str, ParsedMeeting] = {}
    for version in versions:
        newest |= {parsed.meeting.meeting_id: parsed for parsed in version.parsed.meetings}
    return list(newest.values())


def _meeting_rows(meetings: Sequence[ParsedMeeting], history: History) -> Rows:
    return {
        "meetings": [parsed.meeting for parsed in meetings],
        "meeting_terms": [term for parsed in meetings for term in parsed.terms],
        "meeting_outcomes": [row for parsed in meetings for row in parsed.outcomes],
        "meeting_pledge_changes": [
            link_announcement(history, change)
            for parsed in meetings
            for change in parsed.pledge_changes
        ],
    }
