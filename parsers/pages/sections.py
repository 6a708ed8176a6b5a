"""Parting a page into its meetings: where each begins, what belongs to it, what it stands under."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from parsers.pages.headings import (
    Heading,
    Section,
    looks_like_meeting,
    read_heading,
    read_section,
    split_headings,
    states_reflection,
)
from parsers.pages.lines import Line, fold
from parsers.pages.tables import TableReader
from parsers.pages.wording import Wording
from parsers.values.numerals import parse_integer
from schemas.enums import Body

_END = 60
_UNMARKED_LEVEL = 7


@dataclass(slots=True)
class MeetingBlock:
    """A meeting's heading, the lines of its text, and what its section says."""

    heading: Heading
    level: int
    section_year: int | None
    section_text: str | None
    table: int = 0
    """The table whose row the meeting is, with its text; 0 for other meetings."""
    lines: list[Line] = field(default_factory=list)
    elsewhere: list[Line] = field(default_factory=list)
    """What the page says elsewhere that this meeting changed."""


@dataclass(slots=True)
class Parted:
    """A page parted: its meetings, and the other lines with the fiscal year they stand under."""

    meetings: list[MeetingBlock]
    others: list[tuple[Line, int | None]]
    unknown: list[Line]
    """Lines that look like the heading of a meeting of no body we know."""


def part(lines: Sequence[Line], wording: Wording) -> Parted:
    """Part the lines of a page into meetings and everything else, in the page's order."""
    walk = _Walk(wording)
    whole = [piece for line in lines for piece in split_headings(line, wording)]
    for in_table, group in groupby(whole, key=lambda line: line.table if line.row else None):
        if in_table is None:
            for line in group:
                walk.line(line)
        else:
            walk.table(list(group))
    return Parted(walk.meetings, walk.others, walk.unknown)


@dataclass(slots=True)
class _Walk:
    wording: Wording
    meetings: list[MeetingBlock] = field(default_factory=list)
    others: list[tuple[Line, int | None]] = field(default_factory=list)
    unknown: list[Line] = field(default_factory=list)
    current: MeetingBlock | None = None
    sections: list[Section] = field(default_factory=list)
    ended: bool = False
    """Whether a line behind the meetings ended the page; what is listed below is elsewhere."""
    tables: TableReader = field(init=False)
    told: MeetingBlock | None = None
    """The meeting whose changes the lines outside of meetings tell."""

    def __post_init__(self) -> None:
        self.tables = TableReader(self.wording)

    def line(self, line: Line) -> None:
        marked = line.kind in ("heading", "label")
        if self.current is not None and self.current.table not in (0, line.table):
            self.current = None
        if self._ends_page(line):
            self.current, self.sections, self.ended = None, [], bool(self.meetings)
            self.others.append((line, None))
            return
        within = _leads_within(line)
        self.ended = self.ended and line.kind != "heading"
        heading = None if within or self.ended else self._heading(line.text, marked)
        if heading is not None:
            self._begin(heading, line.level)
            return
        if looks_like_meeting(line, self.wording):
            self.current = None
            self.unknown.append(line)
        if self.current and self.current.lines and states_reflection(line, self.wording):
            self.current = None
        section = None if within else read_section(line, self.wording)
        if section is not None and not self._is_within(section, line):
            self.current = None
            self._enter(section)
        self._keep(line)

    def table(self, cells: list[Line]) -> None:
        """The rows of one table: meetings, each with the rest of its cells, or lines."""
        within = self.current is not None and self.current.table in (0, cells[0].table)
        for piece in self.tables.read(cells, self._section_body(), within):
            if piece.columns:
                year = self._summary_year() if self.current is None else None
                self.others += [(cell, year) for cell in piece.lines]
                continue
            if piece.section is not None:
                self._enter(piece.section)
            if piece.heading is None:
                for cell in piece.lines:
                    (self._keep if piece.figures else self.line)(cell)
                continue
            block = self._begin(piece.heading, _UNMARKED_LEVEL)
            for cell in piece.lines:
                block.table = cell.table
                self._keep(cell)

    def _heading(self, text: str, marked: bool) -> Heading | None:
        return read_heading(text, self.wording, self._section_body(), marked)

    def _begin(self, heading: Heading, level: int) -> MeetingBlock:
        year = next((s for s in reversed(self.sections) if s.fiscal_year and s.meetings), None)
        number = next((s.number for s in reversed(self.sections) if s.number), None)
        if heading.number is None and not heading.special:
            heading = dataclasses.replace(heading, number=number, number_above=number is not None)
        self.current = MeetingBlock(
            heading,
            level or _UNMARKED_LEVEL,
            year.fiscal_year if year else None,
            year.text if year else None,
        )
        self.meetings.append(self.current)
        self.told = None
        return self.current

    def _enter(self, section: Section) -> None:
        level = section.level or _UNMARKED_LEVEL
        kept = [held for held in self.sections if (held.level or _UNMARKED_LEVEL) < level]
        beside = [held for held in self.sections if not held.level] if not section.level else []
        alike = (_replaces(section, held) for held in beside)
        self.sections = kept + beside[: next((i for i, same in enumerate(alike) if same), None)]
        self.sections.append(section)

    def _is_within(self, section: Section, line: Line) -> bool:
        """A heading below the meeting's own is part of it, unless it is on another year."""
        if self.current is None or line.kind != "heading":
            return False
        return section.level > self.current.level and section.fiscal_year is None

    def _keep(self, line: Line) -> None:
        if self.current is not None:
            self.current.lines.append(line)
            return
        self.others.append((line, self._summary_year()))
        if line.kind == "heading":
            self.told = None
        self.told = self._changed_by(line) or self.told
        if self.told is not None:
            self.told.elsewhere.append(line)

    def _changed_by(self, line: Line) -> MeetingBlock | None:
        """The meeting of which a line says that it made the changes that follow."""
        named = self.wording.body.search(line.folded)
        number = self.wording.number.search(line.folded)
        if not named or not number or not self.wording.changed.search(line.folded):
            return None
        body = self.wording.vocabulary.meetings.bodies[named.group()]
        told = parse_integer(number.group(1) or number.group(2))
        same = [
            block
            for block in self.meetings
            if block.heading.body is body and block.heading.number == told
        ]
        return same[0] if len(same) == 1 else None

    def _summary_year(self) -> int | None:
        return next((s.fiscal_year for s in reversed(self.sections) if s.fiscal_year), None)

    def _section_body(self) -> Body | None:
        return next((s.body for s in reversed(self.sections) if s.body), None)

    def _ends_page(self, line: Line) -> bool:
        return len(line.text) <= _END and fold(line.text).startswith(self.wording.page_end)


def _replaces(section: Section, held: Section) -> bool:
    """Whether one of two unmarked sections takes the place of the other, or stands within it.

    A body may be named within a year, and a year within a body.
    """
    if not (section.meetings and held.meetings):
        return True
    both_years = section.fiscal_year is not None and held.fiscal_year is not None
    both_bodies = section.body is not None and held.body is not None
    one_says_nothing = not (section.fiscal_year or section.body) or not (
        held.fiscal_year or held.body
    )
    return both_years or both_bodies or one_says_nothing


def _leads_within(line: Line) -> bool:
    """A line that leads to a place on the same page stands in a table of contents."""
    return any(
        anchor.href.startswith("#") and 2 * (anchor.end - anchor.start) > len(line.text)
        for anchor in line.anchors
    )
