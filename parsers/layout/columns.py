"""The characters of a page in vertical writing (縦書き) as columns, and what lies across them.

Unlike a few upright labels, a whole page has figures set across its columns (縦中横), letters laid
on their side, punctuation in a corner of its cell, and table cells one under the other. Columns
are lines turned: their neighbours, gaps and rules are judged as those of lines are.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from msgspec.structs import replace

from parsers.layout.glyphs import Mark
from parsers.layout.grouping import Rules, Strand, group, split_row
from parsers.layout.model import Box, Shape
from parsers.layout.spacing import Token, script

MOST_ACROSS = 4
"""So many narrow signs at most are set across a column."""
WIDEST_ACROSS = 1.6
"""They take at most so many ems of the column's width."""
_BESIDE = 0.6
"""Signs of one row are at most this many ems apart."""
_BELOW = 1.0
"""Signs of one column are at most this many ems apart."""
_OFF = 0.65
"""The middle of a sign is at most this many ems from that of its column."""
_SAME_COLUMN = 0.35
"""The middles of two pieces of one column are at most this many ems apart."""

SUSPECT = 4
"""A page may be in vertical writing where one in so many characters stands in a column."""

_Cell = list[Mark]
"""What stands in one place of a column: a sign, or several across it."""


def mostly_vertical(strands: Sequence[Strand], marks: Sequence[Mark]) -> bool:
    """Whether more characters of a page run downwards than to the right.

    What was grouped as for a level page tells too little: figures break its columns.
    """
    columns = sum(len(strand.tokens) for strand in strands if strand.vertical)
    if SUSPECT * columns < len(marks):
        return False
    cells, level = _cells([mark for mark in marks if mark.angle in (0, 90)])
    below = sum(sum(map(len, run)) for run in _runs(cells) if len(run) > 1)
    return below > len(level)


def group_columns(marks: Sequence[Mark], shapes: Sequence[Shape]) -> list[Strand]:
    """All strands of a page in vertical writing, in no particular order."""
    cells, across = _cells([mark for mark in marks if mark.angle in (0, 90)])
    across += [mark for mark in marks if mark.angle not in (0, 90)]
    strands = [s for s in group(across, Rules(shapes)) if s.tokens]
    rules = Rules([_turned_shape(shape) for shape in shapes])
    for column in _columns(_runs(cells)):
        strands.extend(_strands(column, rules))
    return strands


def _cells(marks: Sequence[Mark]) -> tuple[list[_Cell], list[Mark]]:
    """The cells of all columns in the order of drawing, and the signs that run to the right."""
    rows: list[_Cell] = []
    for mark in marks:
        if rows and _is_beside(rows[-1][-1], mark):
            rows[-1].append(mark)
        else:
            rows.append([mark])
    cells: list[_Cell] = []
    level: list[Mark] = []
    for at, row in enumerate(rows):
        if len(row) == 1 or _set_across(row, rows[max(0, at - 1) : at + 2]):
            cells.append(row)
        else:
            level += row
    return cells, level


def _is_beside(left: Mark, mark: Mark) -> bool:
    if left.angle or mark.angle or abs(mark.base - left.base) > 0.25 * mark.size:
        return False
    return -0.5 <= (mark.x0 - left.x1) / mark.size <= _BESIDE


def _set_across(row: _Cell, near: Sequence[_Cell]) -> bool:
    """Whether a few narrow signs beside each other fill one place of a column."""
    size = row[0].size
    if len(row) > MOST_ACROSS or row[-1].x1 - row[0].x0 > WIDEST_ACROSS * size:
        return False
    if any(script(mark.text) == "J" and mark.x1 - mark.x0 > 0.8 * size for mark in row):
        return False
    return any(_is_below(one, two) for one, two in pairwise(near))


def _is_below(above: _Cell, cell: _Cell) -> bool:
    size = max(above[0].size, cell[0].size)
    gap = cell[0].top - max(mark.bottom for mark in above)
    return abs(_middle(cell) - _middle(above)) < _OFF * size and -0.5 <= gap / size <= _BELOW


def _middle(cell: _Cell) -> float:
    return (min(mark.x0 for mark in cell) + max(mark.x1 for mark in cell)) / 2


def _runs(cells: Sequence[_Cell]) -> list[list[_Cell]]:
    """Cells that are drawn one after the other, each under the last."""
    runs: list[list[_Cell]] = []
    for cell in cells:
        if runs and _is_below(runs[-1][-1], cell):
            runs[-1].append(cell)
        else:
            runs.append([cell])
    return runs


def _columns(runs: Sequence[list[_Cell]]) -> list[list[_Cell]]:
    """Runs at one place across the page, put together; the surest middles (long runs) first."""
    columns: list[tuple[float, list[_Cell]]] = []
    for run in sorted(runs, key=lambda run: -len(_full(run))):
        full, size = _full(run), run[0][0].size
        at = median(map(_middle, full or run))
        reach = (_SAME_COLUMN if full else _OFF) * size
        near = min(columns, key=lambda column: abs(column[0] - at), default=None)
        if near is not None and abs(near[0] - at) <= reach:
            near[1].extend(run)
        else:
            columns.append((at, list(run)))
    return [cells for _, cells in columns]


def _full(run: Sequence[_Cell]) -> list[_Cell]:
    """The cells that fill the width of their column, so that their middle is its middle."""
    return [cell for cell in run if cell[-1].x1 - cell[0].x0 > 0.8 * cell[0].size]


def _strands(column: Sequence[_Cell], rules: Rules) -> list[Strand]:
    """The pieces of one column, parted where a line would be."""
    middle = median(map(_middle, _full(column) or column))
    origin: dict[int, Mark] = {}
    row: list[tuple[float, float, Mark]] = []
    for cell in column:
        top, high = cell[0].top, (cell[0].bottom - cell[0].top) / len(cell)
        for at, mark in enumerate(cell):
            lying = replace(mark, base=mark.size / 2 - middle, angle=0)
            origin[id(lying)] = mark
            row.append((top + at * high, top + (at + 1) * high, lying))
    pieces = split_row(sorted(row, key=lambda placed: placed[0]), 0, rules)
    return [
        Strand(
            [Token(origin[id(mark)], spaces, gap) for mark, spaces, gap in piece.tokens], 0, True
        )
        for piece in pieces
    ]


def _turned_shape(shape: Shape) -> Shape:
    x0, top, x1, bottom = shape.box
    points = tuple((y, -x) for x, y in shape.points)
    return Shape(Box(top, -x1, bottom, -x0), shape.fill, shape.stroke, shape.segments, points)
