"""Where on its pages a sheet shows its progress, and the words at both ends of the graphic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from parsers.layout.cells import Cell
from parsers.layout.model import Box
from parsers.progress.model import Ends
from parsers.sheets.geometry import holds, overlap_x, overlap_y, union
from parsers.sheets.matching import plain
from parsers.sheets.model import Draft, Field, Fragment, Heading
from parsers.sheets.vocabulary import SheetVocabulary

_REACH = 4.0
"""A graphic and its markers lie within this many ems of the words at its ends."""


_RULE = 2.0
"""The rules of a cell reach no more than this far into it (points)."""


class Zone(NamedTuple):
    """The part of a page that holds a sheet's progress graphic."""

    page: int
    box: Box
    ends: Ends


def progress_zone(
    draft: Draft, cells: Mapping[int, Sequence[Cell]], vocabulary: SheetVocabulary
) -> Zone | None:
    """Below the progress heading, or beside it in a form; between the end words without one."""
    heading = next((h for h in draft.headings if h.field is Field.PROGRESS), None)
    scale = draft.get(Field.SCALE)
    anchor = heading.fragment if heading else (scale[0] if scale else None)
    if anchor is None or anchor.page is None or anchor.box is None:
        return None
    region = draft.regions.get(anchor.page)
    if region is None:
        return None
    box = _box(draft, heading, scale, region, cells.get(anchor.page, ()))
    near = [held for held in scale if held.page == anchor.page]
    ends = _ends(near, vocabulary)
    return Zone(anchor.page, _between(box, near, ends), ends)


def _between(box: Box, scale: Sequence[Fragment], ends: Ends) -> Box:
    """The zone cut to the height of the words at both ends, and to the frame they share."""
    if ends.start is None or ends.goal is None:
        return box
    hull, reach = union([ends.start, ends.goal]), _REACH * scale[0].size
    top, bottom = max(box.top, hull.top - reach), min(box.bottom, hull.bottom + reach)
    frame = scale[0].frame
    left, right = box.x0, box.x1
    if frame is not None and all(held.frame == frame for held in scale):
        left, top, right, bottom = (
            frame.x0,
            max(top, frame.top),
            frame.x1,
            min(bottom, frame.bottom),
        )
    return Box(left, top, right, bottom) if top < bottom else box


def _box(
    draft: Draft,
    heading: Heading | None,
    scale: Sequence[Fragment],
    region: Box,
    cells: Sequence[Cell],
) -> Box:
    if heading is None or heading.fragment.box is None:
        hull = union([held.box for held in scale if held.box])
        size = scale[0].size
        return Box(region.x0, hull.top - 2 * size, region.x1, hull.bottom + 2 * size)
    cell = None if _in_row_of_labels(draft, heading, cells) else _next_cell(heading, cells, region)
    cell = cell or _cell_below(heading, cells)
    if cell is not None:
        x0, top, x1, bottom = cell
        return Box(x0 + _RULE, top + _RULE, x1 - _RULE, bottom - _RULE)
    box = heading.fragment.box
    below = _next_heading(draft, heading, region)
    return Box(
        max(region.x0, box.x0 - 2 * heading.fragment.size), box.bottom, below.x1, below.bottom
    )


def _in_row_of_labels(draft: Draft, heading: Heading, cells: Sequence[Cell]) -> bool:
    """Whether the next cell of the row is a label too, the values standing in the row below."""
    label = _cell_of(heading, cells)
    if label is None:
        return False
    others = [held for h in draft.headings if (held := _cell_of(h, cells)) is not None]
    beside = (label.table, label.row, label.row_span, label.column + label.column_span)
    return any((one.table, one.row, one.row_span, one.column) == beside for one in others)


def _cell_of(heading: Heading, cells: Sequence[Cell]) -> Cell | None:
    frame = heading.fragment.frame
    return next((cell for cell in cells if frame and _same(cell.box, frame)), None)


def _next_cell(heading: Heading, cells: Sequence[Cell], region: Box) -> Box | None:
    """The cells on the right of a label cell, to the end of its row, if the label fills one."""
    label = _cell_of(heading, cells)
    if label is None or label.box.x1 - label.box.x0 > 0.5 * (region.x1 - region.x0):
        return None
    right = [
        cell.box
        for cell in cells
        if cell.table == label.table
        and cell.column > label.column
        and overlap_y(cell.box, label.box) > 0.5 * (label.box.bottom - label.box.top)
    ]
    return union(right) if right else None


def _cell_below(heading: Heading, cells: Sequence[Cell]) -> Box | None:
    """The cells under a label cell, over its width, if the label leaves no room in its own."""
    box, size = heading.fragment.box, heading.fragment.size
    label = _cell_of(heading, cells)
    if label is None or box is None or label.box.bottom - box.bottom > 1.5 * size:
        return None
    below = [
        cell.box
        for cell in cells
        if cell.table == label.table
        and cell.row == label.row + label.row_span
        and overlap_x(cell.box, label.box) > 0.5 * (cell.box.x1 - cell.box.x0)
    ]
    return union(below) if below else None


def _same(one: Box, two: Box) -> bool:
    return all(abs(a - b) <= 1.0 for a, b in zip(one, two, strict=True))


def _next_heading(draft: Draft, heading: Heading, region: Box) -> Box:
    """The region cut at the next heading below and at the next column on the right."""
    box = heading.fragment.box or region
    bottom, right = region.bottom, region.x1
    for other in draft.headings:
        held = other.fragment.box
        if held is None or other is heading or other.fragment.page != heading.fragment.page:
            continue
        wide = Box(box.x0, 0, max(box.x1, held.x1), 1)
        if held.top > box.bottom and overlap_x(held, wide) > 0 and held.x0 < box.x1:
            bottom = min(bottom, held.top)
        elif held.x0 > box.x1 and overlap_y(held, Box(0, box.top, 1, region.bottom)) > 0:
            right = min(right, held.x0 - 2)
    return Box(region.x0, box.bottom, right, bottom)


def _ends(scale: Sequence[Fragment], vocabulary: SheetVocabulary) -> Ends:
    start = _labelled(scale, vocabulary.start_labels)
    goal = _labelled(scale, vocabulary.goal_labels)
    return Ends(start, goal)


def _labelled(scale: Sequence[Fragment], words: Sequence[str]) -> Box | None:
    wanted = {plain(word) for word in words}
    return next((held.box for held in scale if plain(held.text) in wanted), None)


def covers(zone: Zone, box: Box) -> bool:
    """Whether a box lies in a zone."""
    return holds(zone.box, box)
