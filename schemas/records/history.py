"""Records of a pledge through time."""

from __future__ import annotations

from datetime import date, datetime

from schemas.enums import Change, Term
from schemas.records.base import Record


class Pledge(Record, frozen=True, kw_only=True):
    """A pledge followed through time under one stable id; the columns show its present."""

    pledge_id: str
    title: str | None = None
    title_kana: str | None = None
    pillar_number: int | None = None
    pillar_name: str | None = None
    pillar_name_kana: str | None = None
    term: Term | None = None
    due_fiscal_year: int | None = None
    due_date: date | None = None
    progress_ratio: float | None = None
    achieved: bool | None = None
    achieved_on: date | None = None
    as_of_date: date | None = None
    first_seen: datetime
    last_seen: datetime
    removed_on: date | None = None
    merged_into: str | None = None
    sheet_id: str | None = None
    document_id: str | None = None


class PledgeTitle(Record, frozen=True, kw_only=True):
    """A title a pledge has or had, oldest first. ``to_date`` is null for the present one.

    ``from_date`` is null for a title that the page says the pledge had before it was first seen.
    """

    pledge_id: str
    order: int
    title: str
    title_kana: str | None = None
    from_date: date | None = None
    to_date: date | None = None


class PledgeChange(Record, frozen=True, kw_only=True):
    """What differed between one edition and the next, or was announced on the page."""

    change_id: str
    pledge_id: str
    change: Change
    field: str | None = None
    old: str | None = None
    new: str | None = None
    as_of_date: date | None = None
    old_document_id: str | None = None
    new_document_id: str | None = None
    seen_at: datetime | None = None
    meeting_id: str | None = None
    basis: str | None = None
    strength: float | None = None


class PledgeLink(Record, frozen=True, kw_only=True):
    """Two pledges that share a programme, a facility or wording."""

    pledge_id: str
    related_pledge_id: str
    reason: str
    strength: float
