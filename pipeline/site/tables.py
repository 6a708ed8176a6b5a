"""The published tables of a release, read back, with the ways from row to row the pages need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import msgspec

from pipeline.release.layout import table_path
from schemas.enums import DocumentKind
from schemas.records import (
    Absence,
    Document,
    Evidence,
    Issue,
    Meeting,
    MeetingOutcome,
    MeetingPledgeChange,
    MeetingTerm,
    Metric,
    PageReading,
    Pledge,
    PledgeChange,
    PledgeLink,
    PledgeTitle,
    Record,
    Sheet,
    SheetAction,
    SheetKeyword,
    Summary,
    TermDefinition,
)
from schemas.tables import tables

R = TypeVar("R", bound=Record)
T = TypeVar("T")


def read_rows(folder: Path, name: str, kind: type[R]) -> list[R]:
    """The rows of one table, from the JSON Lines of the release in ``folder``."""
    payload = (folder / table_path(tables()[name], "json")).read_bytes()
    return msgspec.json.Decoder(kind).decode_lines(payload)


def grouped(rows: Iterable[T], key: Callable[[T], str | None]) -> dict[str, list[T]]:
    """The rows under each key that is not null, in their order."""
    groups: defaultdict[str, list[T]] = defaultdict(list)
    for row in rows:
        name = key(row)
        if name is not None:
            groups[name].append(row)
    return dict(groups)


@dataclass(frozen=True, kw_only=True)
class Tables:
    """What the pages are made from, and nothing else is."""

    documents: Sequence[Document]
    pages: Sequence[PageReading]
    sheets: Sequence[Sheet]
    actions: Sequence[SheetAction]
    keywords: Sequence[SheetKeyword]
    metrics: Sequence[Metric]
    pledges: Sequence[Pledge]
    titles: Sequence[PledgeTitle]
    links: Sequence[PledgeLink]
    changes: Sequence[PledgeChange]
    meetings: Sequence[Meeting]
    meeting_terms: Sequence[MeetingTerm]
    outcomes: Sequence[MeetingOutcome]
    decided: Sequence[MeetingPledgeChange]
    summaries: Sequence[Summary]
    terms: Sequence[TermDefinition]
    absences: Sequence[Absence]
    evidence: Sequence[Evidence]
    issues: Sequence[Issue]

    @cached_property
    def document(self) -> dict[str, Document]:
        return {row.document_id: row for row in self.documents}

    @cached_property
    def pledge(self) -> dict[str, Pledge]:
        return {row.pledge_id: row for row in self.pledges}

    @cached_property
    def sheet(self) -> dict[str, Sheet]:
        return {row.sheet_id: row for row in self.sheets}

    @cached_property
    def meeting(self) -> dict[str, Meeting]:
        return {row.meeting_id: row for row in self.meetings}

    @cached_property
    def actions_of(self) -> dict[str, list[SheetAction]]:
        return grouped(self.actions, lambda row: row.sheet_id)

    @cached_property
    def keywords_of(self) -> dict[str, list[SheetKeyword]]:
        return grouped(self.keywords, lambda row: row.sheet_id)

    @cached_property
    def metrics_of(self) -> dict[str, list[Metric]]:
        return grouped(self.metrics, lambda row: row.sheet_id)

    @cached_property
    def evidence_of(self) -> dict[str, list[Evidence]]:
        """By sheet: its own values, its actions and its figures."""
        return grouped(self.evidence, lambda row: row.row_id if row.row_id in self.sheet else None)

    @cached_property
    def issues_of(self) -> dict[str, list[Issue]]:
        return grouped(self.issues, lambda row: row.row_id)

    @cached_property
    def changes_of(self) -> dict[str, list[PledgeChange]]:
        return grouped(self.changes, lambda row: row.pledge_id)

    @cached_property
    def sheets_of(self) -> dict[str, list[Sheet]]:
        return grouped(self.sheets, lambda row: row.pledge_id)

    @cached_property
    def titles_of(self) -> dict[str, list[PledgeTitle]]:
        return grouped(self.titles, lambda row: row.pledge_id)

    @cached_property
    def related_to(self) -> dict[str, list[PledgeLink]]:
        """Both ways: a pair is published once."""
        groups = grouped(self.links, lambda row: row.pledge_id)
        for row in self.links:
            groups.setdefault(row.related_pledge_id, []).append(row)
        return groups

    @cached_property
    def outcomes_of(self) -> dict[str, list[MeetingOutcome]]:
        return grouped(self.outcomes, lambda row: row.meeting_id)

    @cached_property
    def terms_of(self) -> dict[str, list[MeetingTerm]]:
        return grouped(self.meeting_terms, lambda row: row.meeting_id)

    @cached_property
    def decided_at(self) -> dict[str, list[MeetingPledgeChange]]:
        return grouped(self.decided, lambda row: row.meeting_id)

    @cached_property
    def index_page(self) -> Document | None:
        """The newest version of the city's page."""
        pages = [row for row in self.documents if row.kind is DocumentKind.INDEX and row.fetched_at]
        return max(pages, key=lambda row: (str(row.fetched_at), row.document_id), default=None)


def read_tables(folder: Path) -> Tables:
    """The tables of the release whose files stand in ``folder``."""
    return Tables(
        documents=read_rows(folder, "documents", Document),
        pages=read_rows(folder, "pages", PageReading),
        sheets=read_rows(folder, "sheets", Sheet),
        actions=read_rows(folder, "sheet_actions", SheetAction),
        keywords=read_rows(folder, "sheet_keywords", SheetKeyword),
        metrics=read_rows(folder, "metrics", Metric),
        pledges=read_rows(folder, "pledges", Pledge),
        titles=read_rows(folder, "pledge_titles", PledgeTitle),
        links=read_rows(folder, "pledge_links", PledgeLink),
        changes=read_rows(folder, "changes", PledgeChange),
        meetings=read_rows(folder, "meetings", Meeting),
        meeting_terms=read_rows(folder, "meeting_terms", MeetingTerm),
        outcomes=read_rows(folder, "meeting_outcomes", MeetingOutcome),
        decided=read_rows(folder, "meeting_pledge_changes", MeetingPledgeChange),
        summaries=read_rows(folder, "summaries", Summary),
        terms=read_rows(folder, "terms", TermDefinition),
        absences=read_rows(folder, "absences", Absence),
        evidence=read_rows(folder, "evidence", Evidence),
        issues=read_rows(folder, "issues", Issue),
    )
