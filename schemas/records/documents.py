"""Records of what was fetched: documents, captures, pages, links, absences."""

from __future__ import annotations

from datetime import date, datetime

from schemas.enums import CaptureResult, DocumentKind, DocumentState, LinkRole, Method
from schemas.records.base import Record


class Document(Record, frozen=True, kw_only=True):
    """A retrieved version of a published document."""

    document_id: str
    source_url: str | None = None
    kind: DocumentKind
    title: str | None = None
    pillar_number: int | None = None
    label_raw: str | None = None
    declared_bytes: int | None = None
    bytes: int
    media_type: str
    page_count: int | None = None
    fetched_at: datetime | None = None
    last_modified: datetime | None = None
    etag: str | None = None
    reflected_until: date | None = None
    archive_file: str | None = None
    archive_offset: int | None = None
    parser_version: str
    state: DocumentState = DocumentState.READ
    content_hash: str | None = None


class Capture(Record, frozen=True, kw_only=True):
    """One request made, whatever came of it. Kept beside the releases, not inside them."""

    capture_id: str
    url: str
    final_url: str | None = None
    requested_at: datetime
    status: int | None = None
    result: CaptureResult
    etag: str | None = None
    last_modified: datetime | None = None
    document_id: str | None = None
    bytes: int | None = None
    media_type_declared: str | None = None
    media_type_detected: str | None = None
    archive_file: str | None = None
    archive_offset: int | None = None
    archive_length: int | None = None
    revisit_of: str | None = None
    robots: str | None = None
    error: str | None = None


class PageReading(Record, frozen=True, kw_only=True):
    """How one page of a document was read."""

    document_id: str
    page: int
    method: Method | None = None
    health: float | None = None
    reason: str | None = None
    sheets: int = 0
    coverage: float | None = None
    leftover_text: str | None = None


class Link(Record, frozen=True, kw_only=True):
    """A link of the index page to a document."""

    document_id: str = ""
    order: int
    label_raw: str
    url: str | None = None
    role: LinkRole
    pillar_number: int | None = None
    declared_bytes: int | None = None


class Absence(Record, frozen=True, kw_only=True):
    """Something the site is expected to publish and does not: absence is data."""

    role: LinkRole
    pillar_number: int | None = None
    expected: str
    since: datetime
    checked_at: datetime
    document_id: str
