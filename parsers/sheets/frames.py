"""The lines of a page as fragments, each with the ruled cell or drawn box it stands in."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from parsers.layout.cells import Cell, cells
from parsers.layout.model import Box, Line, Page
from parsers.sheets.comparison import plain
from parsers.sheets.geometry import area, overlap_x, overlap_y
from parsers.sheets.model import Fragment
from parsers.sheets.roles import is_stamp
from parsers.sheets.vocabulary import SheetVocabulary
from schemas.enums import Method

MOST_SHAPES = 4000
"""A page with more shapes than this shows a drawing; they frame no text."""
_WATERMARK = 2.5
"""A watermark is more than this many times as large as the usual text of its page,"""
_SLANT = 15
"""and as a rule turned by at least so many degrees."""
_THINNEST, _SHORTEST, _WIDEST_GAP = 3.0, 0.3, 6.0
"""A rule is this thin (points), its pieces this near, and it takes this share of the width."""
LARGEST = 0.9
"""A box that covers more of the page than this is the page, not a frame."""


class Framed(NamedTuple):
    """The lines of a page, its ruled cells, and all boxes that may hold text, smallest first."""

    fragments: list[Fragment]
    cells: list[Cell]
    frames: list[Box]
    rules: Sequence[Box] = ()
    """The level rules of the page."""


def page_fragments(page: Page) -> Framed:
    """The page's lines in reading order with their frames, and its ruled cells."""
    ruled = cells(page)
    frames = _frames(page, ruled)
    fragments = [_fragment(line, page, frames) for line in page.lines if line.text.strip()]
    return Framed(fragments, ruled, frames, _page_rules(page))


def _page_rules(page: Page) -> list[Box]:
    """The level rules of a page, those drawn cell by cell put together."""
    if len(page.shapes) > MOST_SHAPES:
        return []
    thin = [s.box for s in page.shapes if s.box.bottom - s.box.top <= _THINNEST]
    rules: list[Box] = []
    for box in sorted(thin, key=lambda one: (round(one.top), one.x0)):
        last = rules[-1] if rules else None
        if last and round(last.top) == round(box.top) and box.x0 - last.x1 <= _WIDEST_GAP:
            rules[-1] = Box(last.x0, last.top, max(last.x1, box.x1), last.bottom)
        else:
            rules.append(box)
    return [rule for rule in rules if rule.x1 - rule.x0 >= _SHORTEST * page.width]


def watermarks(fragments: Sequence[Fragment], vocabulary: SheetVocabulary) -> list[Fragment]:
    """Very large words aslant or across the text (見本, 公開用), stamps of achievement excepted."""
    usual = median([held.size for held in fragments]) if fragments else 0.0
    large = [held for held in fragments if held.size > _WATERMARK * usual and held.box]
    stamps = " ".join(vocabulary.plain_stamps)
    return [
        held
        for held in large
        if plain(held.text) not in stamps
        and not is_stamp(held.text, vocabulary)
        and (_SLANT <= held.angle % 90 <= 90 - _SLANT or _lies_over(held, fragments))
    ]


def _lies_over(large: Fragment, fragments: Sequence[Fragment]) -> bool:
    """Whether at least two other lines stand where a large one does."""
    others = [held for held in fragments if held is not large]
    return sum(_meet(large.box, held.box) for held in others if large.box and held.box) >= 2


def _meet(large: Box, small: Box) -> bool:
    high = small.bottom - small.top
    return overlap_x(large, small) > 0 and overlap_y(large, small) > 0.4 * high


def _frames(page: Page, ruled: Sequence[Cell]) -> list[Box]:
    """Cells and closed shapes that may hold text, smallest first."""
    limit = LARGEST * page.width * page.height
    boxes = {_rounded(cell.box) for cell in ruled}
    for shape in page.shapes if len(page.shapes) <= MOST_SHAPES else ():
        box = shape.box
        if shape.segments >= 4 and box.x1 - box.x0 > 12 and box.bottom - box.top > 8:
            boxes.add(_rounded(box))
    return sorted((box for box in boxes if area(box) < limit), key=lambda box: (area(box), box))


def _rounded(box: Box) -> Box:
    x0, top, x1, bottom = box
    return Box(float(round(x0)), float(round(top)), float(round(x1)), float(round(bottom)))


def _fragment(line: Line, page: Page, frames: Sequence[Box]) -> Fragment:
    text = line.text
    glyphs = line.glyphs if len(line.glyphs) == len(text) else ()
    return Fragment(
        text=text,
        page=page.number,
        box=line.box,
        size=line.size,
        glyphs=glyphs,
        method=Method(line.method),
        confidence=line.confidence,
        frame=_frame(line, frames),
        vertical=line.vertical,
        angle=line.angle,
    )


def _frame(line: Line, frames: Sequence[Box]) -> Box | None:
    """The smallest frame around a line that is more than a mark behind it."""
    if line.angle:
        return None
    x0, top, x1, bottom = line.box
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    high, wide = 0.9 * (bottom - top), 0.65 * (x1 - x0)
    for box in frames:
        left, upper, right, lower = box
        inside = left <= x <= right and upper <= y <= lower
        if inside and lower - upper >= high and right - left >= wide:
            return box
    return None
