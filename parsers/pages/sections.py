"""Parting a page into its meetings: where each begins, what belongs to it, what it stands under."""

from __future__ import annotations

import dataclasses
import re
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
from parsers.pages.wording import Wording
from schemas.enums import Body

_HEAD_CELL = 60
_COLUMN_NAME = 24
_BARE = 12
"""A cell no longer than this is told by its column's heading."""
_TIMES = re.compile(r"回[数次]?$")
_FIGURE = re.compile(r"[0-9]{1,3}")
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
    for row, group in groupby(whole, key=lambda line: line.row):
        if row is None:
            for line in group:
                walk.line(line)
        else:
            walk.row(list(group))
    return Parted(walk.meetings, walk.others, walk.unknown)


@dataclass(slots=True)
class _Walk:
    wording: Wording
    meetings: list[MeetingBlock] = field(default_factory=list)
    others: list[tuple[Line, int | None]] = field(default_factory=list)
    unknown: list[Line] = field(default_factory=list)
    current: MeetingBlock | None = None
    sections: list[Section] = field(default_factory=list)
    columns: dict[int, str] = field(default_factory=dict)

    def line(self, line: Line) -> None:
        marked = line.kind in ("heading", "label")
        if self.current is not None and self.current.table not in (0, line.table):
            self.current = None
        if self._ends_page(line):
            self.current, self.sections = None, []
            self.others.append((line, None))
            return
        heading = self._heading(line.text, marked) if not _leads_within(line) else None
        if heading is not None:
            self._begin(heading, line.level)
            return
        if looks_like_meeting(line, self.wording):
            self.current = None
            self.unknown.append(line)
        if self.current and self.current.lines and states_reflection(line, self.wording):
            self.current = None
        section = read_section(line, self.wording)
        if section is not None and not self._is_within(section, line):
            self.current = None
            self._enter(section)
        self._keep(line)

    def row(self, cells: list[Line]) -> None:
        """A table row: a meeting where its short cells make up a heading, else lines."""
        if self._names_columns(cells):
            self.columns = {cell.cell: cell.text for cell in cells}
            self.others += [(cell, None) for cell in cells]
            return
        short = [cell for cell in cells if self._may_head(cell, cells)]
        heading = self._heading(" ".join(map(self._head_text, short)), marked=True)
        if heading is None:
            for cell in cells:
                self.line(cell)
            return
        block = self._begin(heading, _UNMARKED_LEVEL)
        for cell in cells:
            if cell not in short:
                block.table = cell.table
                self._keep(self._with_column(cell))

    def _names_columns(self, cells: list[Line]) -> bool:
        if any(self._has_figure(cell) for cell in cells):
            return False
        headings = all(cell.column_heading for cell in cells)
        return headings or all(len(cell.text) <= _COLUMN_NAME for cell in cells)

    def _has_figure(self, cell: Line) -> bool:
        told = self.wording.number.search(cell.folded)
        return told is not None or any(map(str.isdigit, cell.folded))

    def _may_head(self, cell: Line, cells: list[Line]) -> bool:
        """Whether a cell may be part of a heading; a bare figure only under a column of 回."""
        alone = sum(other.cell == cell.cell for other in cells) == 1
        if not alone or len(cell.text) > _HEAD_CELL or "。" in cell.text:
            return False
        if _FIGURE.fullmatch(cell.folded):
            return self._tells_times(cell)
        says = any(letter.isalnum() for letter in cell.text)
        return says and not self.wording.counts.read(cell.folded)

    def _head_text(self, cell: Line) -> str:
        bare = _FIGURE.fullmatch(cell.folded) and self._tells_times(cell)
        return f"第{cell.text}回" if bare else cell.text

    def _tells_times(self, cell: Line) -> bool:
        return _TIMES.search(self.columns.get(cell.cell, "")) is not None

    def _with_column(self, cell: Line) -> Line:
        """A cell that holds a bare count says what is counted in its column's heading."""
        name = self.columns.get(cell.cell)
        if name is None or len(cell.text) > _BARE or not any(map(str.isdigit, cell.folded)):
            return cell
        return Line(f"{name} {cell.text}", cell.kind, 0, cell.row, cell.cell)

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
        return self.current

    def _enter(self, section: Section) -> None:
        level = section.level or _UNMARKED_LEVEL
        self.sections = [held for held in self.sections if (held.level or _UNMARKED_LEVEL) < level]
        self.sections.append(section)
        self.columns = {}

    def _is_within(self, section: Section, line: Line) -> bool:
        """A heading below the meeting's own is part of it, unless it is on another year."""
        if self.current is None or line.kind != "heading":
            return False
        return section.level > self.current.level and section.fiscal_year is None

    def _keep(self, line: Line) -> None:
        if self.current is not None:
            self.current.lines.append(line)
        else:
            self.others.append((line, self._summary_year()))

    def _summary_year(self) -> int | None:
        return next((s.fiscal_year for s in reversed(self.sections) if s.fiscal_year), None)

    def _section_body(self) -> Body | None:
        return next((s.body for s in reversed(self.sections) if s.body), None)

    def _ends_page(self, line: Line) -> bool:
        return len(line.text) <= _END and fold(line.text).startswith(self.wording.page_end)


def _leads_within(line: Line) -> bool:
    """A line that leads to a place on the same page stands in a table of contents."""
    return any(
        anchor.href.startswith("#") and 2 * (anchor.end - anchor.start) > len(line.text)
        for anchor in line.anchors
    )
