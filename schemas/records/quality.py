"""Records of where values come from and what is doubtful."""

from __future__ import annotations

from schemas.enums import EntityLabel, Method, Severity
from schemas.records.base import Record


class Entity(Record, frozen=True, kw_only=True):
    """A named thing in a text, with character positions in that text."""

    source_table: str
    source_id: str
    source_field: str
    start: int
    end: int
    text: str
    label: EntityLabel
    normalised: str | None = None


class Evidence(Record, frozen=True, kw_only=True):
    """Where a value came from. The box is in points of the upright page."""

    table: str
    row_id: str
    field: str
    order: int = 1
    document_id: str
    page: int | None = None
    x0: float | None = None
    top: float | None = None
    x1: float | None = None
    bottom: float | None = None
    text_raw: str | None = None
    method: Method
    confidence: float
    note: str | None = None


class Issue(Record, frozen=True, kw_only=True):
    """What is wrong or doubtful, in the source or in the reading.

    ``calculation`` holds the figures that make it up, so that a reader can redo the sum.
    """

    issue_id: str = ""
    rule: str
    severity: Severity
    table: str | None = None
    row_id: str | None = None
    field: str | None = None
    document_id: str | None = None
    page: int | None = None
    message_ja: str
    message_en: str
    text_raw: str | None = None
    calculation: str | None = None
