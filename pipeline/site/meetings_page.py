"""The meetings: what each reviewed and decided, and which hearing led to which meeting."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.site.present import Present
from schemas.enums import Outcome, Term
from schemas.records import Issue, Meeting, MeetingOutcome, MeetingPledgeChange, Pledge


class Piece(NamedTuple):
    """A part of a stacked bar, in measures."""

    outcome: Outcome
    start: int
    measures: int


class Decision(NamedTuple):
    """A change of one pledge that was announced; ``pledge`` where we know which one."""

    change: MeetingPledgeChange
    pledge: Pledge | None


class Told(NamedTuple):
    """One meeting."""

    meeting: Meeting
    terms: list[Term]
    pieces: list[Piece]
    outcomes: list[MeetingOutcome]
    decisions: list[Decision]
    hearing: Meeting | None
    followed_by: list[Meeting]
    issues: list[Issue]


class Year(NamedTuple):
    """A fiscal year's meetings, the newest first."""

    fiscal_year: int | None
    meetings: list[Told]


class MeetingsPage(NamedTuple):
    """All meetings; ``longest`` is the longest bar, in measures."""

    years: list[Year]
    longest: int
    outcomes: list[Outcome]


def meetings_page(present: Present) -> MeetingsPage:
    """Gather the meetings, the newest first."""
    rows = sorted(present.tables.meetings, key=_held, reverse=True)
    told = [_told(present, meeting) for meeting in rows]
    years: dict[int | None, list[Told]] = {}
    for each in told:
        years.setdefault(each.meeting.fiscal_year, []).append(each)
    order = sorted(years, key=lambda year: year or 0, reverse=True)
    used = {row.outcome for row in present.tables.outcomes}
    return MeetingsPage(
        years=[Year(year, years[year]) for year in order],
        longest=max([_length(each) for each in told], default=1) or 1,
        outcomes=[outcome for outcome in Outcome if outcome in used],
    )


def _held(meeting: Meeting) -> tuple[str, str]:
    return str(meeting.held_on or ""), meeting.meeting_id


def _length(told: Told) -> int:
    return max([told.meeting.reviewed_count or 0, *(p.start + p.measures for p in told.pieces)])


def _told(present: Present, meeting: Meeting) -> Told:
    tables = present.tables
    outcomes = tables.outcomes_of.get(meeting.meeting_id, [])
    return Told(
        meeting=meeting,
        terms=[row.term for row in tables.terms_of.get(meeting.meeting_id, ())],
        pieces=_pieces(outcomes),
        outcomes=sorted(outcomes, key=lambda row: list(Outcome).index(row.outcome)),
        decisions=[
            Decision(row, tables.pledge.get(row.pledge_id or ""))
            for row in tables.decided_at.get(meeting.meeting_id, ())
        ],
        hearing=tables.meeting.get(meeting.hearing_meeting_id or ""),
        followed_by=[m for m in tables.meetings if m.hearing_meeting_id == meeting.meeting_id],
        issues=tables.issues_of.get(meeting.meeting_id, []),
    )


def _pieces(outcomes: list[MeetingOutcome]) -> list[Piece]:
    """The outcomes end to end. 達成済み is counted among the approved, so it is no piece."""
    counts = {row.outcome: row.count for row in outcomes}
    pieces: list[Piece] = []
    start = 0
    for outcome in Outcome:
        count = counts.get(outcome)
        if count and (outcome is not Outcome.CONFIRMED_ACHIEVED or len(counts) == 1):
            pieces.append(Piece(outcome, start, count))
            start += count
    return pieces
