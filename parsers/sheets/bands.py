"""Forms without rules: labels in a left column, values on the right, rows of several lines.

Where a label does not stand beside the first line of its value (spreadsheets set it beside the
last or the middle one), the line pitch tells the rows apart: lines of one cell are evenly spaced.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import median

from parsers.sheets.geometry import same_row
from parsers.sheets.model import Fragment, Heading

_ALIGNED = 1.0
_ODD = 0.08
"""A pitch that differs by this share of it from the usual one lies between two cells."""


def rebalance(
    headings: Sequence[Heading], held: Mapping[int, list[Fragment]], free: list[Fragment]
) -> list[int]:
    """Move lines between neighbouring rows of such a form, in place; ``free`` had no row yet.

    Returns the headings whose lines could belong to either row.
    """
    doubtful: list[int] = []
    rows = _form(headings, held)
    if rows:
        _take_lines_above(held[rows[0]], free)
    for upper, lower in pairwise(rows):
        _take_free(held[upper], held[lower], free)
        doubtful += _share(upper, lower, headings, held)
    return doubtful


def _form(headings: Sequence[Heading], held: Mapping[int, list[Fragment]]) -> list[int]:
    """The headings of a label column whose values stand beside them, from the top."""
    rows = [
        index
        for index, heading in enumerate(headings)
        if heading.fragment.box and not heading.inline and _beside(heading, held.get(index, ()))
    ]
    if len(rows) < 3:
        return []
    lefts = [_left(headings[index].fragment) for index in rows]
    size = headings[rows[0]].fragment.size
    column = median(lefts)
    kept = [i for i, x in zip(rows, lefts, strict=True) if abs(x - column) < _ALIGNED * size]
    return sorted(kept, key=lambda index: _top(headings[index].fragment)) if len(kept) > 2 else []


def _beside(heading: Heading, values: Sequence[Fragment]) -> bool:
    box = heading.fragment.box
    return box is not None and any(
        value.box and value.frame is None and value.box.x0 > box.x1 and same_row(box, value.box)
        for value in values
    )


def _left(fragment: Fragment) -> float:
    return fragment.box.x0 if fragment.box else 0.0


def _top(fragment: Fragment) -> float:
    return fragment.box.top if fragment.box else 0.0


def _take_free(upper: list[Fragment], lower: list[Fragment], free: list[Fragment]) -> None:
    """Lines between the values of two rows, in their column, belong to one of the two."""
    values = [line.box for line in (*upper, *lower) if line.box]
    top, bottom = min(box.top for box in values), max(box.bottom for box in values)
    left = min(box.x0 for box in values)
    between = [f for f in free if f.box and top < f.box.top < bottom and f.box.x0 > left - f.size]
    lower.extend(between)
    free[:] = [fragment for fragment in free if fragment not in between]


def _take_lines_above(values: list[Fragment], free: list[Fragment]) -> None:
    """The lines right above the first row's value, in its column, are the start of it."""
    for fragment in sorted(free, key=_top, reverse=True):
        first = min(values, key=_top)
        size = first.size
        gap = _top(first) - _top(fragment)
        if 0 < gap < 1.6 * size and abs(_left(fragment) - _left(first)) < size:
            values.insert(0, fragment)
            free.remove(fragment)


def _share(
    upper: int, lower: int, headings: Sequence[Heading], held: Mapping[int, list[Fragment]]
) -> list[int]:
    """Cut the lines between two labels where their pitch is odd."""
    lines = sorted([*held[upper], *held[lower]], key=_top)
    first = _beside_index(headings[upper], lines)
    last = _beside_index(headings[lower], lines)
    if first is None or last is None or last - first < 2:
        return []
    pitches = [_top(two) - _top(one) for one, two in pairwise(lines[first : last + 1])]
    usual = median(_inner_pitches(lines)) if len(lines) > 3 else median(pitches)
    strange = [i for i, pitch in enumerate(pitches) if abs(pitch - usual) > _ODD * usual]
    if len(strange) == 1:
        cut = first + strange[0] + 1
        held[upper][:] = lines[:cut]
        held[lower][:] = lines[cut:]
        return []
    return [upper, lower] if len(pitches) > 1 else []


def _beside_index(heading: Heading, lines: Sequence[Fragment]) -> int | None:
    box = heading.fragment.box
    for index, line in enumerate(lines):
        if box and line.box and same_row(box, line.box):
            return index
    return None


def _inner_pitches(lines: Sequence[Fragment]) -> list[float]:
    return [_top(two) - _top(one) for one, two in pairwise(lines)]
