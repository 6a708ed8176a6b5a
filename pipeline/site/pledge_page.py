"""One pledge: its values with where they come from, its history, and what it is tied to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import chain
from typing import NamedTuple

from pipeline.site.charts import Figures, figure_charts
from pipeline.site.pictures import Picture, Pictures
from pipeline.site.present import Present, state_of
from pipeline.site.shown import day_of
from pipeline.site.sources import Source, paper_address, sources
from schemas.enums import Change
from schemas.records import (
    Document,
    Evidence,
    Issue,
    Meeting,
    Metric,
    Pledge,
    PledgeChange,
    PledgeTitle,
    Sheet,
    SheetAction,
)

_FIELDS = {
    "title": ("title",),
    "pillar": ("pillar_name", "pillar_number"),
    "term": ("term_raw", "term"),
    "aim": ("aim",),
    "due": ("due_raw", "due_date", "due_fiscal_year"),
    "due_note": ("due_note",),
    "as_of": ("as_of_raw", "as_of_date"),
    "achieved": ("achieved",),
    "progress": ("progress_ratio",),
}
"""What the page shows, and the columns whose evidence tells where it stands, the best first."""


class Paragraph(NamedTuple):
    """An action with its sources."""

    action: SheetAction
    sources: list[Source]


class Step(NamedTuple):
    """One change; texts of several lines give only the lines that went and came."""

    change: PledgeChange
    gone: list[str]
    come: list[str]


class Event(NamedTuple):
    """What was found on one day: ``seen`` is ours, ``as_of`` the paper's own."""

    seen: date | None
    as_of: date | None
    steps: list[Step]
    paper: str | None
    meeting: Meeting | None


class Shown(NamedTuple):
    """A page of the city's paper with the places of the pledge's values on it."""

    picture: Picture
    page: int
    sources: list[Source]


class Tie(NamedTuple):
    """Another pledge and what the two share."""

    pledge: Pledge
    reasons: list[str]


class PledgePage(NamedTuple):
    """Everything the template of a pledge shows."""

    pledge: Pledge
    state: str
    sheet: Sheet | None
    document: Document | None
    paper: str | None
    sources: dict[str, list[Source]]
    unread: dict[str, list[Issue]]
    actions: list[Paragraph]
    keywords: list[str]
    figures: list[Figures]
    figure_sources: list[tuple[Metric, list[Source]]]
    events: list[Event]
    former: list[PledgeTitle]
    meetings: list[Meeting]
    term_meetings: int
    ties: list[Tie]
    into: Pledge | None
    shown: list[Shown]
    issues: list[Issue]


def pledge_page(present: Present, pledge: Pledge, pictures: Pictures) -> PledgePage:
    """Gather one pledge from the tables."""
    tables = present.tables
    sheet = tables.sheet.get(pledge.sheet_id or "")
    sheet_id = sheet.sheet_id if sheet else ""
    rows = tables.evidence_of.get(sheet_id, [])
    document = tables.document.get(sheet.document_id if sheet else "")
    issues = tables.issues_of.get(sheet_id, []) + tables.issues_of.get(pledge.pledge_id, [])
    metrics = tables.metrics_of.get(sheet_id, [])
    found = {
        name: sources(tables, rows, pictures, "sheets", fields) for name, fields in _FIELDS.items()
    }
    actions = [
        Paragraph(each, sources(tables, rows, pictures, "sheet_actions", ("text",), each.order))
        for each in tables.actions_of.get(sheet_id, ())
    ]
    return PledgePage(
        pledge=pledge,
        state=state_of(pledge),
        sheet=sheet,
        document=document,
        paper=paper_address(document, sheet.page if sheet else None),
        sources=found,
        unread={name: _of_fields(issues, fields) for name, fields in _FIELDS.items()},
        actions=actions,
        keywords=[row.keyword for row in tables.keywords_of.get(sheet_id, ())],
        figures=figure_charts(metrics),
        figure_sources=_figure_sources(present, metrics, rows, pictures),
        events=events(present, pledge),
        former=[t for t in tables.titles_of.get(pledge.pledge_id, ()) if t.title != pledge.title],
        meetings=_meetings(present, pledge),
        term_meetings=sum(row.term is pledge.term for row in tables.meeting_terms),
        ties=_ties(present, pledge),
        into=tables.pledge.get(pledge.merged_into or ""),
        shown=_shown([*found.values(), *(each.sources for each in actions)], pictures),
        issues=issues,
    )


def _of_fields(issues: Sequence[Issue], fields: Sequence[str]) -> list[Issue]:
    return [issue for issue in issues if issue.field in fields]


def _figure_sources(
    present: Present, metrics: Sequence[Metric], rows: Sequence[Evidence], pictures: Pictures
) -> list[tuple[Metric, list[Source]]]:
    """The figures in the sheet's order; evidence of figures counts them through."""
    ordered = sorted(metrics, key=lambda m: (m.line, m.order))
    return [
        (metric, sources(present.tables, rows, pictures, "metrics", ("value",), number))
        for number, metric in enumerate(ordered, start=1)
    ]


def events(present: Present, pledge: Pledge) -> list[Event]:
    """The history of a pledge, the newest first; what was found together stands together."""
    groups: dict[tuple[str, str, str], list[PledgeChange]] = {}
    for change in present.tables.changes_of.get(pledge.pledge_id, ()):
        key = (str(change.seen_at or ""), str(change.as_of_date or ""), change.meeting_id or "")
        groups.setdefault(key, []).append(change)
    return [_event(present, groups[key]) for key in sorted(groups, reverse=True)]


def _event(present: Present, changes: Sequence[PledgeChange]) -> Event:
    first = changes[0]
    document = present.tables.document.get(first.new_document_id or "")
    return Event(
        seen=day_of(first.seen_at),
        as_of=first.as_of_date,
        steps=[step(change) for change in changes],
        paper=paper_address(document),
        meeting=present.tables.meeting.get(first.meeting_id or ""),
    )


def step(change: PledgeChange) -> Step:
    """A change with the lines that differ, where its values are texts."""
    if change.change is not Change.CONTENT_CHANGED:
        return Step(change, [], [])
    before, after = (change.old or "").splitlines(), (change.new or "").splitlines()
    return Step(
        change,
        [line for line in before if line not in after],
        [line for line in after if line not in before],
    )


def _meetings(present: Present, pledge: Pledge) -> list[Meeting]:
    """Those that the page says spoke of this pledge by its title."""
    tables = present.tables
    named = {row.meeting_id for row in tables.decided if row.pledge_id == pledge.pledge_id}
    named |= {row.meeting_id or "" for row in tables.changes_of.get(pledge.pledge_id, ())}
    return [tables.meeting[name] for name in sorted(named) if name in tables.meeting]


def _ties(present: Present, pledge: Pledge) -> list[Tie]:
    reasons: dict[str, list[str]] = {}
    for link in present.tables.related_to.get(pledge.pledge_id, ()):
        other = {link.pledge_id, link.related_pledge_id} - {pledge.pledge_id}
        for name in other:
            reasons.setdefault(name, []).append(link.reason)
    known = present.tables.pledge
    return [Tie(known[name], reasons[name]) for name in reasons if name in known]


def _shown(found: Sequence[list[Source]], pictures: Pictures) -> list[Shown]:
    """The pictures of the pages its values stand on, each with the places of the values."""
    pages: dict[tuple[str, int], list[Source]] = {}
    for source in chain.from_iterable(found):
        if source.picture and source.evidence.page:
            key = (source.evidence.document_id, source.evidence.page)
            pages.setdefault(key, []).append(source)
    return [Shown(pictures[key], key[1], pages[key]) for key in sorted(pages)]
