"""What the rules look at: the present of a city, as rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from pipeline.profiles import Profile
from pipeline.resolve import Resolved
from pipeline.resolve.editions import INDEX, Version
from schemas.enums import Outcome, Severity
from schemas.records import (
    Goal,
    Issue,
    Link,
    Meeting,
    MeetingOutcome,
    Pledge,
    Record,
    Sheet,
    Summary,
)


class Finding(NamedTuple):
    """One place where a rule fires. ``calculation`` lets a reader redo the sum."""

    ja: str
    en: str
    row: Record | None = None
    field: str | None = None
    calculation: str | None = None
    text_raw: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of reconciliation: its stable code, why it is checked, and the check."""

    code: str
    severity: Severity
    table: str
    reason_ja: str
    reason_en: str
    find: Callable[[City], Iterator[Finding]]

    def issues(self, city: City) -> Iterator[Issue]:
        """Every finding as a row."""
        for finding in self.find(city):
            yield Issue(
                rule=self.code,
                severity=self.severity,
                table=self.table,
                row_id=_row_id(finding.row),
                field=finding.field,
                document_id=getattr(finding.row, "document_id", None),
                page=getattr(finding.row, "page", None),
                message_ja=finding.ja,
                message_en=finding.en,
                text_raw=finding.text_raw,
                calculation=finding.calculation,
            )


def _row_id(row: Record | None) -> str | None:
    """The id of a row; rows of a document without one are named by their place in it."""
    match row:
        case Sheet():
            return row.sheet_id
        case Pledge():
            return row.pledge_id
        case Meeting():
            return row.meeting_id
        case Goal() | Link() | Summary():
            return f"{row.document_id}/{row.order}"
        case _:
            return getattr(row, "document_id", None)


@dataclass(frozen=True)
class City:
    """The tables of one city, with the versions now in force."""

    resolved: Resolved
    profile: Profile
    latest: dict[str, Version] = field(init=False)

    def __post_init__(self) -> None:
        latest = {version.series: version for version in self.resolved.versions}
        object.__setattr__(self, "latest", latest)

    @property
    def code(self) -> str:
        """The municipality's code."""
        return self.profile.municipality.code

    @property
    def index(self) -> Version | None:
        """The index page now in force."""
        return self.latest.get(INDEX)

    @cached_property
    def pledges(self) -> list[Pledge]:
        """Pledges that are published now."""
        rows = [row for row in self.resolved.rows["pledges"] if isinstance(row, Pledge)]
        return [pledge for pledge in rows if pledge.removed_on is None]

    @cached_property
    def sheets(self) -> list[Sheet]:
        """The newest sheet of every pledge that is published now."""
        present = {pledge.sheet_id for pledge in self.pledges}
        rows = [row for row in self.resolved.rows["sheets"] if isinstance(row, Sheet)]
        return [sheet for sheet in rows if sheet.sheet_id in present]

    @cached_property
    def meetings(self) -> list[Meeting]:
        """All meetings, oldest first; those without a date at the end."""
        rows = [row for row in self.resolved.rows["meetings"] if isinstance(row, Meeting)]
        return sorted(rows, key=lambda m: (m.held_on is None, m.held_on, m.meeting_id))

    @cached_property
    def outcomes(self) -> dict[str, dict[Outcome, int]]:
        """Counts of each meeting by outcome; counts that were not given are left out."""
        counts: dict[str, dict[Outcome, int]] = {}
        for row in self.resolved.rows["meeting_outcomes"]:
            if isinstance(row, MeetingOutcome) and row.count is not None:
                counts.setdefault(row.meeting_id, {})[row.outcome] = row.count
        return counts

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Links of the index page now in force."""
        return self.index.parsed.links if self.index else ()

    @cached_property
    def summaries(self) -> list[Summary]:
        """What the page and the papers now in force report of achievement."""
        return [s for version in self.latest.values() for s in version.parsed.summaries]

    @cached_property
    def goals(self) -> list[Goal]:
        """Rows of the goal list now in force, with their pledges."""
        current = self.latest.get("goal_list")
        rows = [row for row in self.resolved.rows["goals"] if isinstance(row, Goal)]
        return [goal for goal in rows if current and goal.document_id == current.document_id]

    @property
    def pledge_count(self) -> int | None:
        """How many pledges there are: the rows of the goal list, or else what the profile says."""
        return len(self.goals) or self.profile.expected.pledges

    @property
    def pledge_counts(self) -> set[int]:
        """How many pledges there are or were: by the profile and by every goal list."""
        rows = (len(version.parsed.goals) for version in self.resolved.versions)
        expected = self.profile.expected.pledges
        return {count for count in (*rows, expected) if count}

    @property
    def published_pillars(self) -> set[int]:
        """Pillars whose sheets are published and read."""
        return {sheet.pillar_number for sheet in self.sheets if sheet.pillar_number}

    @property
    def is_complete(self) -> bool:
        """Whether sheets of every expected pillar are there."""
        return set(self.profile.expected.pillars) <= self.published_pillars
