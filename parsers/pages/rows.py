"""Which row and column of a table a line stands in, spans counted."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field

from parsers.pages.lines import Kind, Line

_MOST_SPANNED = 1000
"""HTML lets a cell span at most 1000 columns; columns beyond that are not followed."""


@dataclass(slots=True)
class _Row:
    """A row that is open. ``column`` is that of its present cell, from 1; 0 before the first."""

    number: int
    first_line: int
    column: int = 0
    following: int = 1
    cells: int = 0
    headings: int = 0
    nested: bool = False


@dataclass(slots=True)
class _Table:
    """For each column how many rows below the present one a cell still covers."""

    number: int
    covered: dict[int, int] = field(default_factory=dict)
    spans: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class Rows:
    """The tables and rows that are open while a page is walked through."""

    open_rows: list[_Row] = field(default_factory=list)
    tables: list[_Table] = field(default_factory=list)
    count: int = 0
    table_count: int = 0

    @property
    def table(self) -> int:
        """Number of the innermost open table, 0 outside of tables."""
        return self.tables[-1].number if self.tables else 0

    @property
    def row(self) -> int | None:
        """Number of the innermost open row."""
        return self.open_rows[-1].number if self.open_rows else None

    @property
    def column(self) -> int:
        """Column of the innermost open cell."""
        return self.open_rows[-1].column if self.open_rows else 0

    def enter_table(self) -> None:
        """A table begins; the row around it only lays it out."""
        if self.open_rows:
            self.open_rows[-1].nested = True
        self.table_count += 1
        self.tables.append(_Table(self.table_count))

    def leave_table(self) -> None:
        """The innermost table ends."""
        if self.tables:
            self.tables.pop()

    def enter_row(self, first_line: int) -> None:
        """A row begins with the page's line number ``first_line``."""
        self.count += 1
        self.open_rows.append(_Row(self.count, first_line))

    def enter_cell(self, heading: bool, rowspan: str | None, colspan: str | None) -> None:
        """A cell begins, in the next column that no cell above covers."""
        if not self.open_rows or not self.tables:
            return
        row, table = self.open_rows[-1], self.tables[-1]
        row.column = row.following
        while table.covered.get(row.column, 0) > 0:
            row.column += 1
        width, height = _span(colspan), _span(rowspan)
        row.following = row.column + width
        row.cells += 1
        row.headings += heading
        if height > 1:
            columns = range(row.column, min(row.following, _MOST_SPANNED))
            table.spans |= dict.fromkeys(columns, height - 1)

    def leave_row(self, lines: list[Line]) -> None:
        """A row ends: say of its lines whether it holds data, and whether headings only.

        A row that lays out other tables is no row of data, nor is a row of one cell.
        """
        if not self.open_rows:
            return
        row = self.open_rows.pop()
        if self.tables:
            table = self.tables[-1]
            left = {column: rows - 1 for column, rows in table.covered.items() if rows > 1}
            table.covered, table.spans = left | table.spans, {}
        plain = row.nested or row.cells < 2
        for index in range(row.first_line, len(lines)):
            if lines[index].row == row.number:
                lines[index] = _told(lines[index], plain, row.headings == row.cells)


def _told(line: Line, plain: bool, headings: bool) -> Line:
    if not plain:
        return dataclasses.replace(line, column_heading=headings)
    kind: Kind = "text" if line.kind == "cell" else line.kind
    return dataclasses.replace(line, row=None, cell=0, kind=kind)


def _span(value: str | None) -> int:
    if value is None or not value.strip().isdecimal():
        return 1
    return min(max(int(value[:6]), 1), _MOST_SPANNED)
