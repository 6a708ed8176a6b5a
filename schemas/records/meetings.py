"""Records of the index page: meetings, summaries, definitions of terms."""

from __future__ import annotations

from datetime import date

from schemas.enums import Body, Outcome, PledgeChangeKind, TargetChanges, Term
from schemas.records.base import Record


class Meeting(Record, frozen=True, kw_only=True):
    """One meeting as the page reports it."""

    meeting_id: str
    fiscal_year: int | None = None
    body: Body
    number: int | None = None
    held_on: date | None = None
    reviewed_count: int | None = None
    reviewed_approx: bool = False
    carried_in_count: int | None = None
    hearing_held_on: date | None = None
    hearing_meeting_id: str | None = None
    target_changes: TargetChanges = TargetChanges.NONE
    text: str
    document_id: str


class MeetingTerm(Record, frozen=True, kw_only=True):
    """A term whose measures a meeting treated."""

    meeting_id: str
    term: Term


class MeetingOutcome(Record, frozen=True, kw_only=True):
    """How many measures had one outcome at a meeting."""

    meeting_id: str
    outcome: Outcome
    count: int | None = None
    text_raw: str


class MeetingPledgeChange(Record, frozen=True, kw_only=True):
    """A change of one pledge that a meeting announced."""

    meeting_id: str
    order: int
    kind: PledgeChangeKind
    pillar_number: int | None = None
    from_title: str | None = None
    to_title: str | None = None
    pledge_id: str | None = None


class Summary(Record, frozen=True, kw_only=True):
    """Achievement as the page or a press release reports it, and what this data adds up to."""

    document_id: str
    order: int
    fiscal_year: int | None = None
    as_of_date: date | None = None
    total: int | None = None
    achieved: int | None = None
    rate_percent: float | None = None
    target_count: int | None = None
    text_raw: str
    computed_total: int | None = None
    computed_achieved: int | None = None
    computed_rate_percent: float | None = None


class TermDefinition(Record, frozen=True, kw_only=True):
    """The page's own definition of a term, in fiscal years."""

    document_id: str
    term: Term
    term_raw: str
    fiscal_year_from: int | None = None
    fiscal_year_to: int | None = None
    text_raw: str
