"""Small tables of yearly figures inside the body of a sheet."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from parsers.layout.model import Box
from parsers.sheets.geometry import same_row
from parsers.sheets.metrics import Figure, read_cell
from parsers.sheets.model import Fragment, whole
from parsers.sheets.roles import is_only_time
from parsers.sheets.vocabulary import SheetVocabulary

_MOST_LINES = 3
"""A cell of such a table holds no more lines than this."""
_UNIT_NOTE = re.compile(r"[（(]?\s*単位\s*[：:]?\s*(?P<unit>[^）)]+?)\s*[）)]?$")
_UNIT_BEHIND = re.compile(r"^(?P<item>.*?)\s*[（(]\s*(?P<unit>[^（()）]{1,6})\s*[）)]$")


@dataclass(frozen=True, slots=True)
class TableFigure:
    """A figure of a table with the cell it stands in; ``line`` counts the table's rows from 1."""

    line: int
    figure: Figure
    cell: Fragment


@dataclass(frozen=True, slots=True)
class YearlyTable:
    """The figures of one table, and every fragment that belongs to it."""

    figures: tuple[TableFigure, ...]
    fragments: tuple[Fragment, ...]


def find_table(fragments: Sequence[Fragment], vocabulary: SheetVocabulary) -> YearlyTable | None:
    """The first table of years and figures among the fragments of a field, or None.

    Years stand in the first row over columns of figures, or in the first column beside them.
    """
    cells = {id(cell): (cell, lines) for lines in _cells(fragments) for cell in [whole(lines)]}
    table = _first_table(_rows([cell for cell, _ in cells.values()]), vocabulary)
    if table is None:
        return None
    held = tuple(line for cell in table.fragments for line in cells[id(cell)][1])
    return YearlyTable(table.figures, held)


def _cells(fragments: Sequence[Fragment]) -> list[list[Fragment]]:
    """The lines by the cell they stand in, where they fill one; any other line is alone."""
    framed: dict[Box | None, list[Fragment]] = defaultdict(list)
    for fragment in fragments:
        framed[fragment.frame].append(fragment)
    cells: list[list[Fragment]] = []
    for frame, lines in framed.items():
        one = frame is not None and len(lines) <= _MOST_LINES and _stacked(lines)
        cells.extend([lines] if one else [[line] for line in lines])
    return cells


def _stacked(lines: Sequence[Fragment]) -> bool:
    boxes = [line.box for line in lines if line.box is not None]
    return len(boxes) == len(lines) and not any(same_row(a, b) for a, b in pairwise(boxes))


def _first_table(rows: Sequence[list[Fragment]], vocabulary: SheetVocabulary) -> YearlyTable | None:
    for at, row in enumerate(rows):
        if len(row) >= 2 and sum(is_only_time(cell.text) for cell in row) >= max(1, len(row) - 1):
            table = _by_columns(rows, at, vocabulary)
            if table is not None:
                return table
        if len(row) >= 2 and is_only_time(row[0].text) and at > 0:
            table = _by_rows(rows, at, vocabulary)
            if table is not None:
                return table
    return None


def _rows(fragments: Sequence[Fragment]) -> list[list[Fragment]]:
    rows: list[list[Fragment]] = []
    placed = [held for held in fragments if held.box is not None]
    for fragment in sorted(placed, key=lambda held: held.box.top if held.box else 0.0):
        first = rows[-1][0] if rows else None
        if first and first.box and fragment.box and same_row(first.box, fragment.box):
            rows[-1].append(fragment)
        else:
            rows.append([fragment])
    return [sorted(row, key=_left) for row in rows]


def _left(fragment: Fragment) -> float:
    return fragment.box.x0 if fragment.box else 0.0


def _by_columns(
    rows: Sequence[list[Fragment]], at: int, vocabulary: SheetVocabulary
) -> YearlyTable | None:
    years = [cell for cell in rows[at] if is_only_time(cell.text)]
    unit, taken = _unit_note(rows, at)
    taken += rows[at]
    figures: list[TableFigure] = []
    for line, row in enumerate(rows[at + 1 :], start=1):
        cells = _under(row, years)
        item = [cell for cell in row if cell not in cells.values()]
        if not cells or len(item) > 1:
            break
        name, own_unit = _item(item)
        held = [
            TableFigure(line, figure, cell)
            for year, cell in cells.items()
            for figure in read_cell(cell.text, years[year].text, name, own_unit or unit, vocabulary)
        ]
        if not held:
            break
        figures += held
        taken += row
    return YearlyTable(tuple(figures), tuple(taken)) if figures else None


def _by_rows(
    rows: Sequence[list[Fragment]], at: int, vocabulary: SheetVocabulary
) -> YearlyTable | None:
    names = rows[at - 1]
    unit, taken = _unit_note(rows, at - 1)
    figures: list[TableFigure] = []
    for line, row in enumerate(rows[at:], start=1):
        if len(row) < 2 or not is_only_time(row[0].text):
            break
        for index, cell in _under(row[1:], names).items():
            name, own_unit = _item([names[index]])
            figures += [
                TableFigure(line, figure, cell)
                for figure in read_cell(cell.text, row[0].text, name, own_unit or unit, vocabulary)
            ]
        taken += row
    if not figures or len(names) < 2:
        return None
    return YearlyTable(tuple(figures), (*names, *taken))


def _unit_note(rows: Sequence[list[Fragment]], at: int) -> tuple[str | None, list[Fragment]]:
    """The unit that a line above the table gives for all of it: （単位：件）."""
    if at == 0 or len(rows[at - 1]) != 1:
        return None, []
    match = _UNIT_NOTE.match(rows[at - 1][0].text.strip())
    return (match["unit"], list(rows[at - 1])) if match else (None, [])


def _under(row: Sequence[Fragment], heads: Sequence[Fragment]) -> dict[int, Fragment]:
    """Each cell with figures by the head whose middle is nearest to its own."""
    found: dict[int, Fragment] = {}
    for cell in row:
        if not any(char.isdigit() for char in cell.text) or cell.box is None:
            continue
        middle = (cell.box.x0 + cell.box.x1) / 2
        gaps = [abs(middle - (h.box.x0 + h.box.x1) / 2) if h.box else 1e9 for h in heads]
        nearest = min(range(len(heads)), key=gaps.__getitem__)
        if gaps[nearest] < 4 * cell.size:
            found.setdefault(nearest, cell)
    return found


def _item(cells: Sequence[Fragment]) -> tuple[str | None, str | None]:
    """What a row or column counts, and the unit that its name gives in brackets."""
    if not cells:
        return None, None
    text = cells[0].text.strip()
    match = _UNIT_BEHIND.match(text)
    return (match["item"] or None, match["unit"]) if match else (text or None, None)
