"""The present of the city's pledges, and how it came about, as sums over published rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from pipeline.release.row_name import row_id
from pipeline.site.shown import day_of
from pipeline.site.tables import Tables
from schemas.enums import DocumentKind, Term
from schemas.records import Issue, Pledge, PledgeChange, Sheet, Summary, TermDefinition
from schemas.tables import tables


class Share(NamedTuple):
    """How many of a group of pledges are shown as achieved; ``name`` is what they share."""

    key: str
    name: str
    pledges: tuple[Pledge, ...]

    @property
    def achieved(self) -> int:
        return sum(pledge.achieved is True for pledge in self.pledges)

    @property
    def total(self) -> int:
        return len(self.pledges)


class Moment(NamedTuple):
    """The sums of one day on which the archive got a new edition of a sheet."""

    day: date
    total: int
    achieved: int


class Deadline(NamedTuple):
    """Pledges not shown as achieved that are due on one day."""

    due: date
    pledges: tuple[Pledge, ...]


@dataclass(frozen=True)
class Present:
    """What is published now. ``tables`` are the release's own."""

    tables: Tables

    @cached_property
    def pledges(self) -> tuple[Pledge, ...]:
        """The pledges published now, in the city's order."""
        now = [row for row in self.tables.pledges if is_published(row)]
        return tuple(sorted(now, key=self.place))

    @cached_property
    def ended(self) -> tuple[Pledge, ...]:
        gone = [row for row in self.tables.pledges if not is_published(row)]
        return tuple(sorted(gone, key=self.place))

    def place(self, pledge: Pledge) -> tuple[int, int, int, str]:
        """Where the pledge stands in the city's papers: pillar, page, order on the page."""
        sheet = self.tables.sheet.get(pledge.sheet_id or "")
        pillar = 999 if pledge.pillar_number is None else pledge.pillar_number
        page, order = (sheet.page or 0, sheet.order) if sheet else (0, 0)
        return pillar, page, order, pledge.pledge_id

    @cached_property
    def whole(self) -> Share:
        return Share("", "", self.pledges)

    @cached_property
    def pillars(self) -> list[Share]:
        """By pillar, in the order of their numbers; pledges without one last."""
        names: dict[int | None, str] = {}
        for pledge in self.pledges:
            names.setdefault(pledge.pillar_number, pledge.pillar_name or "")
        order = sorted(names, key=lambda number: (number is None, number or 0))
        return [
            Share(
                "" if number is None else str(number),
                names[number],
                tuple(p for p in self.pledges if p.pillar_number == number),
            )
            for number in order
        ]

    @cached_property
    def terms(self) -> list[Share]:
        return [
            Share(term.value, "", tuple(p for p in self.pledges if p.term is term))
            for term in (*Term, None)
            if term is not None and any(p.term is term for p in self.pledges)
        ]

    @cached_property
    def as_of(self) -> tuple[date | None, date | None]:
        """The oldest and the newest day for which a sheet now published says it holds."""
        days = [pledge.as_of_date for pledge in self.pledges if pledge.as_of_date]
        return min(days, default=None), max(days, default=None)

    @cached_property
    def checked(self) -> date | None:
        """The last day on which the city's page is known to have been looked at."""
        seen = [row.last_seen for row in self.tables.pledges]
        seen += [row.checked_at for row in self.tables.absences]
        seen += [row.fetched_at for row in self.tables.documents if row.fetched_at]
        return day_of(max(seen, default=None))

    @cached_property
    def upcoming(self) -> list[Deadline]:
        return [each for each in self._deadlines if self.checked and each.due >= self.checked]

    @cached_property
    def overdue(self) -> list[Deadline]:
        return [each for each in self._deadlines if self.checked and each.due < self.checked]

    @cached_property
    def _deadlines(self) -> list[Deadline]:
        due: dict[date, list[Pledge]] = {}
        for pledge in self.pledges:
            if pledge.due_date and pledge.achieved is False:
                due.setdefault(pledge.due_date, []).append(pledge)
        return [Deadline(when, tuple(due[when])) for when in sorted(due)]

    @cached_property
    def reported(self) -> list[Summary]:
        """What the city reports now, the newest first: its page, and its press releases."""
        page = self.tables.index_page
        rows = [row for row in self.tables.summaries if self._is_current(row, page)]
        return sorted(rows, key=_reported_for, reverse=True)

    def _is_current(self, row: Summary, page: object) -> bool:
        document = self.tables.document.get(row.document_id)
        if document is None:
            return False
        return document == page or document.kind is DocumentKind.PRESS_RELEASE

    def is_press(self, row: Summary) -> bool:
        """Whether a press release reports it, not the city's page."""
        return self.tables.document[row.document_id].kind is DocumentKind.PRESS_RELEASE

    def issues_about(self, row: Summary) -> list[Issue]:
        """What was found about a report."""
        return self.tables.issues_of.get(row_id(tables()["summaries"], row), [])

    def achieved_by(self, when: date) -> int:
        """Pledges whose sheet says, for that day or an earlier one, that they are achieved."""
        return sum(p.achieved_on is not None and p.achieved_on <= when for p in self.pledges)

    @cached_property
    def index_terms(self) -> list[TermDefinition]:
        """The definitions on the newest page."""
        page = self.tables.index_page
        return [row for row in self.tables.terms if page and row.document_id == page.document_id]

    @cached_property
    def newest_changes(self) -> list[PledgeChange]:
        return sorted(self.tables.changes, key=_changed_at, reverse=True)

    @cached_property
    def course(self) -> list[Moment]:
        """The sums on each day that brought a new edition of a sheet, the oldest first."""
        documents = self.tables.document
        seen: list[tuple[date, Sheet]] = []
        for sheet in self.tables.sheets:
            when = day_of(documents[sheet.document_id].fetched_at)
            if sheet.pledge_id and when:
                seen.append((when, sheet))
        seen.sort(key=lambda pair: (pair[0], pair[1].sheet_id))
        return _moments(seen, {p.pledge_id: p.removed_on for p in self.tables.pledges})


def _moments(seen: Sequence[tuple[date, Sheet]], removed: dict[str, date | None]) -> list[Moment]:
    """Lays each day's sheets over those of the days before and adds up."""
    shown: dict[str, Sheet] = {}
    moments = []
    days = {when for when, _ in seen} | {when for when in removed.values() if when}
    rest = list(reversed(seen))
    for when in sorted(days):
        while rest and rest[-1][0] <= when:
            sheet = rest.pop()[1]
            shown[sheet.pledge_id or ""] = sheet
        standing = [sheet for name, sheet in shown.items() if not _is_gone(removed.get(name), when)]
        moments.append(Moment(when, len(standing), sum(s.achieved is True for s in standing)))
    return moments


def _is_gone(removed_on: date | None, when: date) -> bool:
    return removed_on is not None and removed_on <= when


def is_published(pledge: Pledge) -> bool:
    """Whether the city still publishes the pledge under its own sheet."""
    return pledge.removed_on is None and pledge.merged_into is None


def state_of(pledge: Pledge) -> str:
    """The key of the pledge's state: achieved, open, unknown or ended."""
    if not is_published(pledge):
        return "ended"
    match pledge.achieved:
        case True:
            return "achieved"
        case False:
            return "open"
        case None:
            return "unknown"


def _reported_for(row: Summary) -> tuple[int, str, int]:
    return row.fiscal_year or 0, str(row.as_of_date or ""), -row.order


def _changed_at(row: PledgeChange) -> tuple[str, str, str]:
    return str(row.seen_at or ""), str(row.as_of_date or ""), row.change_id
