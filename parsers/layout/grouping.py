"""From characters to strings of characters that are read one after the other.

Neighbours on one baseline belong together while the gap is small and no rule stands between them,
so that columns, text boxes and table cells at one height stay apart. The order in which a page
draws its text is used for nothing but columns of vertical writing.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from operator import attrgetter, itemgetter
from typing import NamedTuple

from parsers.layout.glyphs import Mark
from parsers.layout.model import Shape, make
from parsers.layout.spacing import Token, script

SAME_BASE = 0.25
"""Baselines closer than this many ems are one baseline."""
NEW_LINE = 1.0
"""A gap of more ems than this parts two lines …"""
NEW_LINE_IN_OBJECT = 2.5
"""… or this many inside one text object (evenly spread characters) …"""
NEW_LINE_SPACED = 3.2
"""… or this many where the layer fills the gap with spaces."""
CELL_GAP = 0.12
"""A vertical rule parts characters that are at least this many ems apart."""
_angle, _base, _start = attrgetter("angle"), attrgetter("base"), itemgetter(0)
LARGER = 1.6
"""Of two characters in a row, one so many times as large as the other, …"""
OVERPRINT, OFF_BASE = 0.4, 1.0
"""… those are of two lines that overlap, or whose baselines are so many small ems apart."""
LEAST_RULE = 6.0
"""Edges shorter than this (points) part no lines."""
ONE_BOX = 6
"""A path of more segments may be a whole grid, with rules inside its bounds."""
_BLANK = frozenset(" \u00a0\u3000\t")


class Strand(NamedTuple):
    """Characters in reading order; ``angle`` is the direction they run in, clockwise degrees."""

    tokens: list[Token]
    angle: int
    vertical: bool


class Rules:
    """The vertical edges of the drawn shapes of a page, to be asked what stands between glyphs."""

    def __init__(self, shapes: Sequence[Shape]) -> None:
        edges: list[tuple[float, float, float]] = []
        for shape in shapes:
            box = shape.box
            if box.bottom - box.top < LEAST_RULE:
                continue
            if shape.stroke is not None and shape.segments > ONE_BOX:
                edges.extend(_upright_strokes(shape))
            thin = box.x1 - box.x0 < 3
            for x in ((box.x0 + box.x1) / 2,) if thin else (box.x0, box.x1):
                edges.append((x, box.top, box.bottom))
        self._edges = sorted(edges)
        self._xs = [edge[0] for edge in self._edges]

    def between(self, left: float, right: float, y: float) -> bool:
        """Whether an edge stands between two abscissas at a height."""
        at = bisect_left(self._xs, left)
        while at < len(self._xs) and self._xs[at] <= right:
            if self._edges[at][1] <= y <= self._edges[at][2]:
                return True
            at += 1
        return False


def _upright_strokes(shape: Shape) -> Iterator[tuple[float, float, float]]:
    """The upright strokes of a path of several lines: where, from and to."""
    for (ax, ay), (bx, by) in pairwise(shape.points):
        if abs(ax - bx) < 0.5 and abs(ay - by) >= LEAST_RULE:
            yield ax, min(ay, by), max(ay, by)


def group(marks: Sequence[Mark], rules: Rules) -> list[Strand]:
    """All strands of a page, in no particular order."""
    columns, rest = _columns(marks)
    strands = [Strand(_column_tokens(column), 0, True) for column in columns]
    for angle in dict.fromkeys(map(_angle, rest)):
        for row in _rows([mark for mark in rest if mark.angle == angle], angle):
            strands.extend(split_row(row, angle, rules))
    return strands


_Placed = tuple[float, float, Mark]
"""A character between a start and an end along its reading direction."""


def _rows(marks: list[Mark], angle: int) -> list[list[_Placed]]:
    rows: list[list[Mark]] = []
    base = -math.inf
    for level, group_of in groupby(sorted(marks, key=_base), _base):
        held = list(group_of)
        apart = (at for at, mark in enumerate(held) if level - base > SAME_BASE * mark.size)
        begin = next(apart, None)
        if begin is None:
            rows[-1] += held
            continue
        if begin:
            rows[-1] += held[:begin]
        rows.append(held[begin:])
        base = level
    return [sorted(_along(row, angle), key=_start) for row in rows]


def _along(marks: list[Mark], angle: int) -> list[_Placed]:
    if angle:
        return [_place(mark, angle) for mark in marks]
    return [(mark.x0, mark.x1, mark) for mark in marks]


def _place(mark: Mark, angle: int) -> _Placed:
    turn = math.radians(angle)
    cos, sin = math.cos(turn), math.sin(turn)
    middle = (mark.x0 + mark.x1) / 2 * cos + (mark.top + mark.bottom) / 2 * sin
    wide = script(mark.text) == "J"
    half = mark.size * (0.5 if wide else 0.27)
    if angle % 90 == 0:
        half = abs((mark.x1 - mark.x0) * cos + (mark.bottom - mark.top) * sin) / 2
    return middle - half, middle + half, mark


def split_row(row: list[_Placed], angle: int, rules: Rules) -> list[Strand]:
    """The strands of signs on one baseline, in order of their start."""
    strands: list[Strand] = []
    tokens: list[Token] = []
    spaces, end = "", 0.0
    last: Mark | None = None
    spread = _spread_out(row, rules) if angle == 0 else frozenset()
    for start, stop, mark in row:
        if mark.raw in _BLANK:
            spaces += " " if mark.raw != "\u3000" else mark.raw
            continue
        gap = 0.0
        if last is not None:
            gap = (start - end) * 2 / (mark.size + last.size)
            if mark.size != last.size and _clash(last, mark, gap):
                return [s for part in _by_size(row) for s in split_row(part, angle, rules)]
            wide = gap >= CELL_GAP and id(mark) not in spread
            if wide and _parts(gap, spaces, last, mark, angle, rules, end, start):
                strands.append(Strand(tokens, angle, False))
                tokens, gap, spaces = [], 0.0, ""
        if not tokens:
            spaces, end = "", stop
        elif stop > end:
            end = stop
        tokens.append(make(Token, (mark, spaces, gap)))
        spaces, last = "", mark
    if tokens:
        strands.append(Strand(tokens, angle, False))
    return strands


def _clash(last: Mark, mark: Mark, gap: float) -> bool:
    """Whether two characters of one row are of two lines, one of them printed far larger."""
    if 1 / LARGER < mark.size / last.size < LARGER:
        return False
    return gap < -OVERPRINT or abs(mark.base - last.base) > OFF_BASE * min(mark.size, last.size)


def _by_size(row: list[_Placed]) -> list[list[_Placed]]:
    """A row of large and small characters over each other (a stamp on a footer) as two rows."""
    sizes = [placed[2].size for placed in row]
    middle = (min(sizes) + max(sizes)) / 2
    large = [placed for placed in row if placed[2].size > middle]
    return [large, [placed for placed in row if placed[2].size <= middle]]


def _parts(
    gap: float,
    spaces: str,
    last: Mark,
    mark: Mark,
    angle: int,
    rules: Rules,
    end: float,
    start: float,
) -> bool:
    """Whether a gap of at least ``CELL_GAP`` parts two characters."""
    if spaces:
        limit = NEW_LINE_SPACED
    else:
        limit = NEW_LINE_IN_OBJECT if last.owner == mark.owner else NEW_LINE
    if gap > limit:
        return True
    return angle == 0 and rules.between(end, start, mark.base - mark.size / 2)


def _spread_out(row: list[_Placed], rules: Rules) -> frozenset[int]:
    """Evenly spread characters (均等割付), each but the first; at least four letters make it."""
    if len(row) < 4 or row[-1][0] - row[0][0] < 1.5 * NEW_LINE * row[0][2].size * len(row):
        return frozenset()
    letters = [placed for placed in row if placed[2].raw not in _BLANK]
    found: set[int] = set()
    run: list[_Placed] = letters[:1]
    for before, placed in pairwise(letters):
        mark = placed[2]
        pitch = placed[0] - before[0]
        even = len(run) < 2 or abs(pitch - (run[1][0] - run[0][0])) < 0.08 * pitch
        wide = NEW_LINE < pitch / mark.size - 1 <= 6
        alike = mark.raw.isalpha() and script(mark.raw) == "J"
        middle = mark.base - mark.size / 2
        if alike and wide and even and not rules.between(before[1], placed[0], middle):
            run.append(placed)
        else:
            run = [placed]
        if len(run) >= 4:
            found.update(id(one[2]) for one in run[1:])
    return frozenset(found)


def _columns(marks: Sequence[Mark]) -> tuple[list[list[Mark]], list[Mark]]:
    """Vertical writing taken out of the characters: at least three, each right under the last."""
    runs: list[list[Mark]] = []
    last: Mark | None = None
    for above, mark in pairwise(marks):
        if mark.base == above.base or not _under(above, mark):
            continue
        if above is last:
            runs[-1].append(mark)
        else:
            runs.append([above, mark])
        last = mark
    columns = [run for run in runs if _is_column(run)]
    taken = {id(mark) for column in columns for mark in column}
    return columns, [mark for mark in marks if id(mark) not in taken]


def _under(above: Mark, mark: Mark) -> bool:
    if mark.angle or above.angle or abs(mark.size - above.size) > 0.1 * mark.size:
        return False
    sideways = abs((mark.x0 + mark.x1) - (above.x0 + above.x1)) / 2
    down = (mark.base - above.base) / mark.size
    return sideways < 0.3 * mark.size and 0.4 < down < 1.35


def _is_column(run: Sequence[Mark]) -> bool:
    if len(run) < 3:
        return False
    letters = {mark.raw for mark in run if script(mark.raw) == "J" and mark.raw.isalpha()}
    return len(letters) >= 2


def _column_tokens(column: Sequence[Mark]) -> list[Token]:
    tokens = [Token(column[0], "", 0.0)]
    for above, mark in pairwise(column):
        tokens.append(Token(mark, "", (mark.top - above.bottom) / mark.size))
    return tokens
