"""What reading one document gives: records with what belongs to them nested inside."""

from __future__ import annotations

import msgspec

from schemas.records import (
    Document,
    Evidence,
    Goal,
    Issue,
    Link,
    Meeting,
    MeetingOutcome,
    MeetingPledgeChange,
    MeetingTerm,
    Metric,
    PageReading,
    Sheet,
    SheetAction,
    SheetKeyword,
    Summary,
    TermDefinition,
)


class ParsedSheet(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet with its paragraphs, figures and the evidence of every value."""

    sheet: Sheet
    actions: tuple[SheetAction, ...] = ()
    keywords: tuple[SheetKeyword, ...] = ()
    metrics: tuple[Metric, ...] = ()
    evidence: tuple[Evidence, ...] = ()


class ParsedMeeting(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting with its outcomes, the terms it treated and the changes it announced."""

    meeting: Meeting
    terms: tuple[MeetingTerm, ...] = ()
    outcomes: tuple[MeetingOutcome, ...] = ()
    pledge_changes: tuple[MeetingPledgeChange, ...] = ()
    evidence: tuple[Evidence, ...] = ()


class ParsedDocument(msgspec.Struct, frozen=True, kw_only=True):
    """All that one document says. ``evidence`` is that of goals, summaries, terms and links."""

    document: Document
    sheets: tuple[ParsedSheet, ...] = ()
    meetings: tuple[ParsedMeeting, ...] = ()
    goals: tuple[Goal, ...] = ()
    summaries: tuple[Summary, ...] = ()
    terms: tuple[TermDefinition, ...] = ()
    links: tuple[Link, ...] = ()
    pages: tuple[PageReading, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    issues: tuple[Issue, ...] = ()
