"""Ruled tables: from the drawn lines and rectangles of a page to cells with rows and columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from parsers.layout.model import Box, Line, Page, Shape

THIN = 3.0
"""A shape thinner than this (points) is a line, not an area."""
JOIN = 3.0
"""Rules that miss each other by no more than this (points) meet."""
MAX_RULES = 1500
"""A page with more rules than this holds a drawing, not a table."""
MAX_PLACES = 40_000
"""Nor does a grid of more rows times columns than this."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A ruled cell; ``row`` and ``column`` count from 0 in its ``table``, spans from 1."""

    table: int
    row: int
    column: int
    row_span: int
    column_span: int
    box: Box
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """The cell's lines one under the other."""
        return "\n".join(line.text for line in self.lines)


class _Rule(NamedTuple):
    """A line at ``at`` that runs from ``start`` to ``end``."""

    at: float
    start: float
    end: float


def cells(page: Page) -> list[Cell]:
    """The cells of all ruled tables of a page, table by table from the top, row by row.

    A merged cell is one cell with spans. Areas with a rule on all four sides count, whether drawn
    as lines, as thin rectangles or as outlined or filled boxes.
    """
    level, upright = _rules(page.shapes)
    if len(level) < 2 or len(upright) < 2 or len(level) + len(upright) > MAX_RULES:
        return []
    found: list[Cell] = []
    for number, grid in enumerate(_tables(level, upright)):
        found.extend(_grid_cells(number, grid, page.lines))
    return found


def _rules(shapes: Iterable[Shape]) -> tuple[list[_Rule], list[_Rule]]:
    level: list[_Rule] = []
    upright: list[_Rule] = []
    for shape in shapes:
        _add_rules(shape, level, upright)
    return _joined(level), _joined(upright)


def _add_rules(shape: Shape, level: list[_Rule], upright: list[_Rule]) -> None:
    x0, top, x1, bottom = shape.box
    wide, high = x1 - x0, bottom - top
    if high < THIN and wide < THIN:
        return
    if high < THIN:
        level.append(_Rule((top + bottom) / 2, x0, x1))
    elif wide < THIN:
        upright.append(_Rule((x0 + x1) / 2, top, bottom))
    elif _is_rectangle(shape):
        level.extend((_Rule(top, x0, x1), _Rule(bottom, x0, x1)))
        upright.extend((_Rule(x0, top, bottom), _Rule(x1, top, bottom)))
    else:
        _add_strokes(shape, level, upright)


def _is_rectangle(shape: Shape) -> bool:
    if not 4 <= shape.segments <= 6 or len(shape.points) < 4:
        return False
    x0, top, x1, bottom = shape.box
    for x, y in shape.points:
        if not (-1 < x - x0 < 1 or -1 < x - x1 < 1):
            return False
        if not (-1 < y - top < 1 or -1 < y - bottom < 1):
            return False
    return True


def _add_strokes(shape: Shape, level: list[_Rule], upright: list[_Rule]) -> None:
    """The level and upright strokes of a longer outline (several lines in one path)."""
    if shape.stroke is None:
        return
    for (ax, ay), (bx, by) in zip(shape.points, shape.points[1:], strict=False):
        if abs(ay - by) < 0.5 and abs(ax - bx) >= THIN:
            level.append(_Rule(ay, min(ax, bx), max(ax, bx)))
        elif abs(ax - bx) < 0.5 and abs(ay - by) >= THIN:
            upright.append(_Rule(ax, min(ay, by), max(ay, by)))


def _joined(rules: list[_Rule]) -> list[_Rule]:
    """Rules on one line that touch or overlap made one; double rules made one."""
    tracks: list[list[_Rule]] = []
    for rule in sorted(rules):
        if tracks and rule.at - tracks[-1][0].at <= JOIN / 2:
            tracks[-1].append(rule)
        else:
            tracks.append([rule])
    joined: list[_Rule] = []
    for track in tracks:
        if len(track) == 1:
            joined += track
            continue
        at = sum(rule.at for rule in track) / len(track)
        pieces = sorted((rule.start, rule.end) for rule in track)
        start, end = pieces[0]
        for left, right in pieces[1:]:
            if left <= end + JOIN:
                end = max(end, right)
            else:
                joined.append(_Rule(at, start, end))
                start, end = left, right
        joined.append(_Rule(at, start, end))
    return joined


_Places = dict[float, list[_Rule]]
"""The rules of one direction by where they stand."""


class _Grid(NamedTuple):
    level: list[_Rule]
    upright: list[_Rule]


def _tables(level: list[_Rule], upright: list[_Rule]) -> list[_Grid]:
    """Rules that cross, gathered; each gathering with at least two each way is a table."""
    owner = list(range(len(level) + len(upright)))

    def root(index: int) -> int:
        while owner[index] != index:
            owner[index] = owner[owner[index]]
            index = owner[index]
        return index

    for i, (y, left, right) in enumerate(level):
        left, right = left - JOIN, right + JOIN
        for j, (x, top, bottom) in enumerate(upright, len(level)):
            if left <= x <= right and top - JOIN <= y <= bottom + JOIN:
                owner[root(j)] = root(i)
    groups: dict[int, _Grid] = {}
    for index, rule in enumerate([*level, *upright]):
        grid = groups.setdefault(root(index), _Grid([], []))
        (grid.level if index < len(level) else grid.upright).append(rule)
    tables = [grid for grid in groups.values() if len(grid.level) > 1 and len(grid.upright) > 1]
    return sorted(tables, key=lambda grid: (grid.level[0].at, grid.upright[0].at))


def _grid_cells(number: int, grid: _Grid, lines: Sequence[Line]) -> list[Cell]:
    ys = sorted({rule.at for rule in grid.level})
    xs = sorted({rule.at for rule in grid.upright})
    if len(xs) * len(ys) > MAX_PLACES:
        return []
    level, upright = _by_place(grid.level), _by_place(grid.upright)
    boxes = [(line.box, line) for line in lines]
    middles = [((b.x0 + b.x1) / 2, (b.top + b.bottom) / 2, line) for b, line in boxes]
    found: list[Cell] = []
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            # A merged cell has no rules inside; what is ruled there is a table of its own.
            spans = _spans(level, upright, ys, xs, row, column)
            if spans is None:
                continue
            rows, columns = spans
            x0, top, x1, bottom = xs[column], ys[row], xs[column + columns], ys[row + rows]
            inside = [one for x, y, one in middles if x0 <= x <= x1 and top <= y <= bottom]
            box = Box(x0, top, x1, bottom)
            found.append(Cell(number, row, column, rows, columns, box, tuple(inside)))
    return found


def _spans(
    level: _Places, upright: _Places, ys: list[float], xs: list[float], row: int, column: int
) -> tuple[int, int] | None:
    """How many rows and columns the cell at a corner takes; None where no ruled cell starts."""
    if not _ruled(level, ys[row], xs[column], xs[column + 1]):
        return None
    if not _ruled(upright, xs[column], ys[row], ys[row + 1]):
        return None
    right = column + 1
    while not _ruled(upright, xs[right], ys[row], ys[row + 1]):
        right += 1
        if right == len(xs) or not _ruled(level, ys[row], xs[column], xs[right]):
            return None
    below = row + 1
    while not _ruled(level, ys[below], xs[column], xs[right]):
        if below + 1 == len(ys):
            # The end of a page cuts merged cells open: their sides go down to the last row's end.
            return (
                (below - row, right - column)
                if _ruled(upright, xs[column], ys[row], ys[below])
                else None
            )
        below += 1
        if not _ruled(upright, xs[right], ys[row], ys[below]):
            return None
    return below - row, right - column


def _by_place(rules: list[_Rule]) -> _Places:
    places: _Places = {}
    for rule in rules:
        places.setdefault(rule.at, []).append(rule)
    return places


def _ruled(places: _Places, at: float, start: float, end: float) -> bool:
    start, end = start + JOIN, end - JOIN
    return any(first <= start and last >= end for _, first, last in places[at])
