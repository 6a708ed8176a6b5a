"""Which heading a piece of text belongs to, by where it stands.

Values stand in the next ruled cell, beside their heading, or below it; never above. Text in one
frame stays together. The order in which a page draws its text is not used.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from parsers.layout.cells import Cell
from parsers.layout.model import Box
from parsers.progress.text import says_progress
from parsers.sheets.geometry import area, centre, holds, overlap_x, overlap_y, union
from parsers.sheets.model import Field, Fragment, Heading
from parsers.sheets.units import Anchor, Unit, gathered, owner_in_row
from schemas.enums import Method

SINGLE = frozenset({Field.TERM, Field.PILLAR, Field.AS_OF, Field.ACHIEVED})
"""Fields whose value is one line or one cell; what follows belongs elsewhere."""
COLUMN = 3.0
"""Headings that begin within this many ems of each other stand in one column."""
FAR = 5.0
"""Text this many ems beside a heading may belong to a heading above it as well."""
LONG = 14.0
"""A single value stands no more than this many ems below its heading."""


@dataclass(slots=True)
class Owners:
    """Texts by the heading they belong to (its place in the list), and those without one."""

    held: dict[int, list[Fragment]] = field(default_factory=lambda: defaultdict(list))
    free: list[Fragment] = field(default_factory=list)


def find_owners(
    texts: Sequence[Fragment],
    headings: Sequence[Heading],
    cells: Sequence[Cell],
    panels: Sequence[Box],
    rules: Sequence[Box] = (),
) -> Owners:
    """Assign every text to a heading or to none; ``rules`` are the level rules of the page."""
    owners = Owners()
    if not headings:
        owners.free = list(texts)
        return owners
    anchors = [_anchor(heading, texts, headings, cells) for heading in headings]
    labelled = {anchor.cell.table for anchor in anchors if anchor.cell is not None}
    form = [cell for cell in cells if cell.table in labelled]
    units = _units(texts, anchors, cells)
    for unit in units:
        if unit.cell is not None and unit.cell.table not in labelled:
            # A small table inside a cell of the form belongs where that cell does.
            around = [cell for cell in form if _within(unit.box, cell.box)]
            unit.cell = min(around, key=lambda cell: area(cell.box), default=unit.cell)
    told = [_owner_in_table(unit, anchors) for unit in units]
    done = _answered(told, anchors, form)
    placed = [
        (unit, _owner(unit, anchors, panels, done) if index is None else index)
        for unit, index in zip(units, _in_rows(told, units, anchors, rules), strict=True)
    ]
    for (unit, _), index in zip(placed, gathered(placed, anchors), strict=True):
        if index is None:
            owners.free.extend(unit.fragments)
        else:
            owners.held[index].extend(unit.fragments)
    return owners


def _within(inner: Box, outer: Box) -> bool:
    corner = inner.x0 >= outer.x0 - 1 and inner.top >= outer.top - 1
    return corner and inner.x1 <= outer.x1 + 1 and inner.bottom <= outer.bottom + 1


def _cell_of(frame: Box | None, cells: Sequence[Cell]) -> Cell | None:
    if frame is None:
        return None
    x0, top, x1, bottom = frame
    for cell in cells:
        left, upper, right, lower = cell.box
        if abs(left - x0) > 1.0 or abs(upper - top) > 1.0:
            continue
        if abs(right - x1) <= 1.0 and abs(lower - bottom) <= 1.0:
            return cell
    return None


def _anchor(
    heading: Heading,
    texts: Sequence[Fragment],
    headings: Sequence[Heading],
    cells: Sequence[Cell],
) -> Anchor:
    fragment = heading.fragment
    box = fragment.box or Box(0, 0, 0, 0)
    shared = [held for held in texts if held.frame is not None and held.frame == fragment.frame]
    others = [h for h in headings if h is not heading and h.fragment.frame == fragment.frame]
    if fragment.frame is None or shared or others or heading.inline:
        closed = fragment.frame if shared and _cell_of(fragment.frame, cells) else None
        return Anchor(heading, box, box, fragment.size, closed=closed)
    return Anchor(heading, box, fragment.frame, fragment.size, _cell_of(fragment.frame, cells))


def _units(
    texts: Sequence[Fragment], anchors: Sequence[Anchor], cells: Sequence[Cell]
) -> list[Unit]:
    """Texts of a frame that holds no heading together, all others line by line."""
    headed = {anchor.heading.fragment.frame for anchor in anchors}
    framed: dict[Box, list[Fragment]] = defaultdict(list)
    units: list[Unit] = []
    for fragment in texts:
        if (
            fragment.frame is None
            or fragment.frame in headed
            or any(holds(fragment.frame, anchor.text_box) for anchor in anchors)
        ):
            box = fragment.box or Box(0, 0, 0, 0)
            units.append(Unit([fragment], box, fragment.size))
        else:
            framed[fragment.frame].append(fragment)
    for frame, held in framed.items():
        units.append(Unit(held, frame, held[0].size, _cell_of(frame, cells)))
    return units


def _in_rows(
    told: Sequence[int | None],
    units: Sequence[Unit],
    anchors: Sequence[Anchor],
    rules: Sequence[Box],
) -> list[int | None]:
    """The owners that a table tells, or else the rules between the rows of a form."""
    return [
        owner_in_row(unit, anchors, rules) if index is None and _is_bare(unit) else index
        for index, unit in zip(told, units, strict=True)
    ]


def _is_bare(unit: Unit) -> bool:
    """Whether no cell and no box is drawn around a text."""
    return unit.cell is None and all(held.frame is None for held in unit.fragments)


def _answered(
    told: Sequence[int | None], anchors: Sequence[Anchor], form: Sequence[Cell]
) -> dict[int, float]:
    """The labels of a table that have their value in it, each with where its table ends."""
    bottoms: dict[int, float] = {}
    for cell in form:
        bottoms[cell.table] = max(bottoms.get(cell.table, 0.0), cell.box.bottom)
    cells = {index: anchors[index].cell for index in told if index is not None}
    return {index: bottoms[cell.table] for index, cell in cells.items() if cell is not None}


def _owner(
    unit: Unit, anchors: Sequence[Anchor], panels: Sequence[Box], done: Mapping[int, float]
) -> int | None:
    """The heading above or beside; none whose value stands in a table that ends above the text."""
    near = _in_same_panel(unit, anchors, panels)
    allowed = [
        index
        for index in near
        if done.get(index, unit.box.bottom) >= unit.box.top and not _is_shut(anchors[index], unit)
    ]
    return _owner_in_space(unit, anchors, allowed)


def _is_shut(anchor: Anchor, unit: Unit) -> bool:
    """Whether a heading has its value in its own cell, and the text stands in another one."""
    if anchor.closed is None or unit.cell is None or anchor.heading.field is Field.ACTIONS:
        return False
    return not _within(unit.box, anchor.closed)


def _in_same_panel(unit: Unit, anchors: Sequence[Anchor], panels: Sequence[Box]) -> list[int]:
    """The headings in the smallest panel around a text that holds any; all of them if none does."""
    for panel in panels:
        if not holds(panel, unit.box) or panel == unit.box:
            continue
        held = [i for i, anchor in enumerate(anchors) if holds(panel, anchor.text_box)]
        if held:
            return held
    return list(range(len(anchors)))


def _owner_in_table(unit: Unit, anchors: Sequence[Anchor]) -> int | None:
    """The label cell beside or above a value cell; the nearest of each kind, the nearer kind."""
    cell = unit.cell
    if cell is None:
        return None
    left: list[tuple[int, int]] = []
    above: list[tuple[int, int]] = []
    for index, anchor in enumerate(anchors):
        label = anchor.cell
        if label is None or label.table != cell.table:
            continue
        if _rows_meet(label, cell) and label.column < cell.column:
            left.append((cell.column - label.column - label.column_span, index))
        elif _columns_meet(label, cell) and label.row < cell.row:
            above.append((cell.row - label.row - label.row_span, index))
    candidates = [(*min(left), 0)] if left else []
    candidates += [(*min(above), 1)] if above else []
    if not candidates:
        return None
    return min(candidates, key=lambda held: (held[0], held[2]))[1]


def _rows_meet(one: Cell, two: Cell) -> bool:
    return one.row < two.row + two.row_span and two.row < one.row + one.row_span


def _columns_meet(one: Cell, two: Cell) -> bool:
    return one.column < two.column + two.column_span and two.column < one.column + one.column_span


def _owner_in_space(unit: Unit, anchors: Sequence[Anchor], allowed: Sequence[int]) -> int | None:
    above = _above(unit, anchors, allowed)
    beside = _beside(unit, anchors, allowed)
    if beside is None:
        return above
    if above is None:
        return beside
    gap = unit.box.x0 - anchors[beside].box.x1
    aligned = abs(anchors[above].box.x0 - unit.box.x0) < COLUMN * unit.size
    if anchors[beside].heading.field is Field.PROGRESS and _says_progress(unit):
        return beside
    lower = anchors[above].box.top > anchors[beside].box.bottom
    return above if lower or (aligned and gap > FAR * unit.size) else beside


def _says_progress(unit: Unit) -> bool:
    return all(says_progress(held.text) for held in unit.fragments)


def _beside(unit: Unit, anchors: Sequence[Anchor], allowed: Sequence[int]) -> int | None:
    """The nearest heading on the left, on the same row."""
    best: tuple[float, int] | None = None
    for index in allowed:
        anchor = anchors[index]
        lower = min(anchor.box.bottom - anchor.box.top, unit.box.bottom - unit.box.top)
        if overlap_y(anchor.box, unit.box) < 0.5 * lower:
            continue
        gap = unit.box.x0 - anchor.box.x1
        if gap > -0.5 * unit.size and (best is None or gap < best[0]):
            best = (gap, index)
    return best[1] if best else None


def _above(unit: Unit, anchors: Sequence[Anchor], allowed: Sequence[int]) -> int | None:
    """The nearest heading above, in the column that the text stands in."""
    higher = [index for index in allowed if _is_above(anchors[index], unit)]
    if not higher:
        return None
    columns = _columns([anchors[index] for index in higher])
    reach = unit.box.x0 + 1.5 * max(unit.size, _lost_mark([anchors[i] for i in higher]))
    own = max((x for x in columns if x <= reach), default=None)
    if own is None:
        own = min(columns)
        if not any(overlap_x(anchors[i].box, unit.box) > 0 for i in higher):
            return None
    in_column = [i for i in higher if abs(_column_at(anchors[i], columns) - own) < 0.1]
    return max(in_column, key=lambda index: anchors[index].box.bottom)


def _lost_mark(anchors: Sequence[Anchor]) -> float:
    """How much further right headings may begin, whose marks (▼, ○) OCR passes over."""
    read = [a.size for a in anchors if a.heading.fragment.method is Method.OCR]
    return min(read, default=0.0)


def _is_above(anchor: Anchor, unit: Unit) -> bool:
    if centre(unit.box)[1] <= anchor.box.bottom and unit.box.top < anchor.box.bottom - 2:
        return False
    if anchor.heading.field in SINGLE:
        near = unit.box.top - anchor.box.bottom < 1.5 * unit.size and not anchor.heading.inline
        return near and overlap_x(anchor.box, unit.box) > 0
    return True


def _columns(anchors: Sequence[Anchor]) -> list[float]:
    """Where the columns of headings begin, from the left."""
    starts: list[float] = []
    for anchor in sorted(anchors, key=lambda held: held.box.x0):
        if not starts or anchor.box.x0 - starts[-1] > COLUMN * anchor.size:
            starts.append(anchor.box.x0)
    return starts


def _column_at(anchor: Anchor, columns: Sequence[float]) -> float:
    return max(x for x in columns if x <= anchor.box.x0 + 0.01)


def hull(fragments: Sequence[Fragment]) -> Box | None:
    """The box around fragments that have one."""
    boxes = [fragment.box for fragment in fragments if fragment.box is not None]
    return union(boxes) if boxes else None
