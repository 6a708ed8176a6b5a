"""Texts and headings as they are assigned to each other: units, anchors, blocks and ruled rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parsers.layout.cells import Cell
from parsers.layout.model import Box
from parsers.sheets.geometry import centre, overlap_y
from parsers.sheets.model import Fragment, Heading

APART = 0.5
"""Two blocks of text are at least this many ems further apart than the lines of one."""


@dataclass(slots=True)
class Unit:
    """Text that is assigned as one: what stands in one frame, or a single line."""

    fragments: list[Fragment]
    box: Box
    size: float
    cell: Cell | None = None


@dataclass(slots=True)
class Anchor:
    """A heading with the box that counts for it: its cell, if it fills one."""

    heading: Heading
    text_box: Box
    box: Box
    size: float
    cell: Cell | None = None
    closed: Box | None = None
    """The ruled cell of a heading that has its value in it, beside or below."""


def gathered(
    placed: Sequence[tuple[Unit, int | None]], anchors: Sequence[Anchor]
) -> list[int | None]:
    """The owners of units; a block of lines that begins above its label goes to that label whole.

    Its first lines stand on no label's row; they are nearer to the line below than the one above.
    """
    found = [index for _, index in placed]
    order = sorted(range(len(placed)), key=lambda at: placed[at][0].box.top)
    for at in reversed(order):
        unit, owner = placed[at]
        if owner is None or unit.cell or _level_with(anchors[owner], unit):
            continue
        below = _neighbour(at, placed, down=True)
        above = _neighbour(at, placed, down=False)
        if below is None or above is None or found[above] != owner:
            continue
        wanted = found[below]
        if wanted is None or wanted == owner or not _level_with(anchors[wanted], placed[below][0]):
            continue
        gap = placed[below][0].box.top - unit.box.bottom
        if unit.box.top - placed[above][0].box.bottom > gap + APART * unit.size:
            found[at] = wanted
    return found


def _level_with(anchor: Anchor, unit: Unit) -> bool:
    """Whether a unit stands on the right of a heading, on its row or the frame's it fills."""
    box = anchor.heading.fragment.frame or anchor.box
    return overlap_y(box, unit.box) > 0 and unit.box.x0 > anchor.text_box.x1


def _neighbour(at: int, placed: Sequence[tuple[Unit, int | None]], down: bool) -> int | None:
    """The next line below (at most half an em away) or above, in the same print and column."""
    unit = placed[at][0]
    best: tuple[float, int] | None = None
    for index, (other, _) in enumerate(placed):
        if index == at or abs(other.box.x0 - unit.box.x0) > 0.5 * unit.size:
            continue
        gap = other.box.top - unit.box.bottom if down else unit.box.top - other.box.bottom
        if gap < -0.3 * unit.size or (down and gap > 0.5 * unit.size):
            continue
        if best is None or gap < best[0]:
            best = (gap, index)
    return best[1] if best else None


def owner_in_row(unit: Unit, anchors: Sequence[Anchor], rules: Sequence[Box]) -> int | None:
    """The heading on the left between the same two rules, where all headings there are of one row.

    In a form ruled only between its rows a label may stand lower than its value begins.
    """
    across = [r for r in rules if r.x0 <= unit.box.x0 + 2 and r.x1 >= unit.box.x1 - 2]
    middle = centre(unit.box)[1]
    above = max((r for r in across if r.top <= middle), key=lambda r: r.top, default=None)
    below = min((r for r in across if r.top > middle), key=lambda r: r.top, default=None)
    if above is None or below is None:
        return None
    held = [
        (anchor.text_box.x1, index)
        for index, anchor in enumerate(anchors)
        if above.top <= centre(anchor.text_box)[1] <= below.top
        and max(above.x0, below.x0) <= anchor.text_box.x0 + 2
    ]
    tops = [anchors[index].text_box.top for _, index in held]
    if not held or max(tops) - min(tops) > unit.size:
        return None
    left = [one for one in held if one[0] <= unit.box.x0 + 1]
    return max(left)[1] if left else None
