"""Meetings in tables: one in each row, each column or each table, or a day for each body."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from parsers.pages.headings import Heading, Section, read_heading, read_number, read_section
from parsers.pages.lines import Line
from parsers.pages.wording import Wording
from schemas.enums import Body, Outcome

_HEAD_CELL = 60
_COLUMN_NAME = 24
_LABEL = 12
_BARE = 12
"""A cell no longer than this is told by its column's heading."""
_TIMES = re.compile(r"回[数次]?$")
_FIGURE = re.compile(r"[0-9]{1,3}")

_DECIDES = {
    Outcome.APPROVED_AS_IS: Body.HEADQUARTERS,
    Outcome.NEEDS_REVISION: Body.HEADQUARTERS,
    Outcome.CONFIRMED_ACHIEVED: Body.HEADQUARTERS,
    Outcome.SUBMITTED_AS_IS: Body.SUBCOMMITTEE,
    Outcome.SUBMITTED_AFTER_REVISION: Body.SUBCOMMITTEE,
}

Row = list[Line]


@dataclass(frozen=True, slots=True)
class Piece:
    """What some cells are: a meeting with its lines, names of columns, or mere lines."""

    lines: tuple[Line, ...]
    heading: Heading | None = None
    columns: bool = False
    section: Section | None = None
    """The fiscal year that a cell gives for its row and those below."""
    figures: bool = False
    """Short cells, of which none heads what follows."""


@dataclass(slots=True)
class TableReader:
    """Reads tables one after the other; a text's table may be broken by lines of its cells."""

    wording: Wording
    columns: dict[int, str] = field(default_factory=dict)
    table: int = 0
    naming: bool = False
    """Whether the row before named columns: several such rows name them together."""

    def read(self, cells: Sequence[Line], body: Body | None, within: bool) -> Iterator[Piece]:
        """Read the rows of one table. ``body`` is that of the section, ``within`` a meeting."""
        rows = [list(row) for _, row in groupby(cells, key=lambda cell: cell.row)]
        if rows[0][0].table != self.table:
            self.table, self.columns = rows[0][0].table, {}
        if self._are_pairs(rows) and (within or len(rows) > 1):
            yield from self._pairs(rows, body, within)
            return
        across: dict[int, Piece] = {}
        for row in rows:
            across = self._meetings_of(row, body) or across
            named = {cell.cell for cell in row} & set(across)
            if named and len(row) > 1:
                self._fill(row, across)
            else:
                yield from across.values()
                across = {}
                yield from self._row(row, body)
        yield from across.values()

    def _row(self, row: Row, body: Body | None) -> Iterator[Piece]:
        if self._tells_changes(self.columns.values()):
            yield Piece(tuple(self._named_by_column(cell) for cell in row), figures=True)
            return
        if self._names_columns(row):
            names = {cell.cell: cell.text for cell in row}
            self.columns = self.columns | names if self.naming else names
            self.naming = True
            yield Piece(tuple(row), columns=True)
            return
        self.naming = False
        days = list(self._days_of_bodies(row))
        if days:
            yield from days
            return
        short = [cell for cell in row if self._may_head(cell, row)]
        heading = self._heading(" ".join(map(self._head_text, short)), body)
        if heading is None:
            yield Piece(tuple(row), figures=_are_figures(row))
            return
        year = (read_section(cell, self.wording) for cell in short)
        section = next((one for one in year if one and one.fiscal_year and not one.body), None)
        kept = tuple(self._with_column(cell) for cell in row if cell not in short)
        yield Piece(kept, heading, section=section)

    def _heading(self, text: str, body: Body | None) -> Heading | None:
        return read_heading(text, self.wording, body, marked=True)

    def _are_pairs(self, rows: Sequence[Row]) -> bool:
        """Two columns, of which the first has short labels without a figure."""
        columns = {cell.cell for row in rows for cell in row}
        firsts = [row[0] for row in rows]
        labels = all(len(one.text) <= _LABEL and not self._has_figure(one) for one in firsts)
        alone = all(sum(other.cell == row[0].cell for other in row) == 1 for row in rows)
        headed = firsts[0].column_heading
        if self._tells_changes(one.text for one in rows[0]):
            return False
        return len(columns) == 2 and labels and alone and not headed

    def _pairs(self, rows: Sequence[Row], body: Body | None, within: bool) -> Iterator[Piece]:
        """A table of labels and values: it names its meeting, or tells of the one above."""
        heads = [self._heading(row[1].text, body) if len(row) == 2 else None for row in rows]
        named = [head for head in heads if head is not None and head.body and head.number]
        if not named and not within:
            yield Piece(tuple(cell for row in rows for cell in row))
            return
        told = [
            line
            for row, head in zip(rows, heads, strict=True)
            if head not in named or not named
            for line in _joined(row)
        ]
        yield Piece(tuple(told), named[0] if len(named) == 1 else None)

    def _meetings_of(self, row: Row, body: Body | None) -> dict[int, Piece]:
        """The meetings that head columns, at least two of them."""
        heads = {
            cell.cell: self._heading(cell.text, body) or read_number(cell.text, self.wording, body)
            for cell in row
        }
        named = {column: Piece((), head) for column, head in heads.items() if head and head.number}
        return named if len(named) > 1 and len(named) >= len(row) - 1 else {}

    def _fill(self, row: Row, across: dict[int, Piece]) -> None:
        label = row[0] if row[0].cell not in across else None
        for cell in row:
            piece = across.get(cell.cell)
            if piece is not None and label is not None:
                line = _named(label.text, cell)
                across[cell.cell] = dataclasses.replace(piece, lines=(*piece.lines, line))

    def _days_of_bodies(self, row: Row) -> Iterator[Piece]:
        """第1回 in the first cell, and its day under the name of each body."""
        bodies = {
            column: name
            for column, name in self.columns.items()
            if self.wording.body.fullmatch(name)
        }
        if len(bodies) < 2 or row[0].cell in bodies:
            return
        rest = [self._with_column(cell) for cell in row[1:] if cell.cell not in bodies]
        for cell in row[1:]:
            if cell.cell not in bodies:
                continue
            text = f"{self._head_text(row[0])} {bodies[cell.cell]} {cell.text}"
            heading = self._heading(text, None)
            if heading is not None and heading.held is not None:
                own = tuple(line for line in rest if self._decides(heading.body, line))
                yield Piece(own, heading)

    def _decides(self, body: Body | None, line: Line) -> bool:
        """Whether a cell tells of an outcome that only this body comes to."""
        keys = {hit.key for hit in self.wording.outcomes.find(line.folded)}
        return any(_DECIDES.get(key) is body for key in keys if key is not None)

    def _names_columns(self, cells: Row) -> bool:
        if any(self._has_figure(cell) for cell in cells):
            return False
        headings = all(cell.column_heading for cell in cells)
        return headings or all(len(cell.text) <= _COLUMN_NAME for cell in cells)

    def _has_figure(self, cell: Line) -> bool:
        told = self.wording.number.search(cell.folded)
        return told is not None or any(map(str.isdigit, cell.folded))

    def _may_head(self, cell: Line, cells: Row) -> bool:
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

    def _tells_changes(self, columns: Iterable[str]) -> bool:
        """Whether columns hold what was before a change and after it."""
        words = self.wording.vocabulary.announcements
        names = list(columns)
        before = any(name.startswith(words.before) for name in names)
        return before and any(name.startswith(words.after) for name in names)

    def _named_by_column(self, cell: Line) -> Line:
        name = self.columns.get(cell.cell)
        return _named(name, cell) if name else cell

    def _with_column(self, cell: Line) -> Line:
        """A cell that holds a bare count says what is counted in its column's heading."""
        name = self.columns.get(cell.cell)
        if name is None or len(cell.text) > _BARE or not any(map(str.isdigit, cell.folded)):
            return cell
        return _named(name, cell)


def _are_figures(row: Row) -> bool:
    single = len({cell.cell for cell in row}) == len(row) > 1
    return single and all(len(cell.text) <= _COLUMN_NAME for cell in row)


def _named(name: str, cell: Line) -> Line:
    """A cell with the name of its row or column; its links are read elsewhere."""
    return Line(f"{name} {cell.text}", cell.kind, 0, cell.row, cell.cell, table=cell.table)


def _joined(row: Row) -> list[Line]:
    """A label with the first line of its value, then the other lines of the value."""
    if len(row) < 2:
        return row
    return [_named(row[0].text, row[1]), *row[2:]]
