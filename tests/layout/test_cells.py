"""Ruled tables drawn in different ways give the same cells."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from reportlab.pdfgen.canvas import Canvas

from parsers.layout.cells import cells
from tests.layout.sheets import make, read

XS, YS = (50, 120, 250, 350), (100, 130, 160, 190)


def words(c: Canvas) -> None:
    c.drawString(55, 170, "柱")
    c.drawString(125, 170, "公約名")
    c.drawString(255, 170, "達成")
    c.drawString(55, 125, "一")
    c.drawString(125, 140, "廃校の跡地利用")
    c.drawString(125, 110, "遠い団地の検討")
    c.drawString(255, 110, "○")


def as_lines(c: Canvas) -> None:
    """The first column's two lower rows are merged."""
    for y in YS:
        c.line(XS[0] if y != YS[1] else XS[1], y, XS[-1], y)
    for x in XS:
        c.line(x, YS[0], x, YS[-1])


def as_broken_lines(c: Canvas) -> None:
    for y in YS:
        for x0, x1 in itertools.pairwise(XS):
            if (x0, y) != (XS[0], YS[1]):
                c.line(x0, y, x1, y)
    for x in XS:
        for y0, y1 in itertools.pairwise(YS):
            c.line(x, y0, x, y1)


def as_boxes(c: Canvas) -> None:
    for column, (x0, x1) in enumerate(itertools.pairwise(XS)):
        for row, (y0, y1) in enumerate(itertools.pairwise(YS)):
            if column == 0 and row < 2:
                continue
            c.rect(x0, y0, x1 - x0, y1 - y0)
    c.rect(XS[0], YS[0], XS[1] - XS[0], YS[2] - YS[0])


def as_thin_rectangles(c: Canvas) -> None:
    for y in YS:
        x0 = XS[0] if y != YS[1] else XS[1]
        c.rect(x0, y - 0.4, XS[-1] - x0, 0.8, stroke=0, fill=1)
    for x in XS:
        c.rect(x - 0.4, YS[0], 0.8, YS[-1] - YS[0], stroke=0, fill=1)


@pytest.mark.parametrize("rule", [as_lines, as_broken_lines, as_boxes, as_thin_rectangles])
def test_cells_with_a_merged_one(rule: Callable[[Canvas], None]) -> None:
    def draw(c: Canvas) -> None:
        words(c)
        rule(c)

    found = {(cell.row, cell.column): cell for cell in cells(read(make(draw)))}
    assert {place: cell.text for place, cell in found.items()} == {
        (0, 0): "柱",
        (0, 1): "公約名",
        (0, 2): "達成",
        (1, 0): "一",
        (1, 1): "廃校の跡地利用",
        (1, 2): "",
        (2, 1): "遠い団地の検討",
        (2, 2): "○",
    }
    assert (found[1, 0].row_span, found[1, 0].column_span) == (2, 1)
    assert tuple(found[0, 1].box) == pytest.approx((120, 110, 250, 140), abs=1)


def test_two_tables_are_told_apart() -> None:
    def draw(c: Canvas) -> None:
        for x in (20, 220):
            for y in (100, 140, 180):
                c.line(x, y, x + 150, y)
            for dx in (0, 75, 150):
                c.line(x + dx, 100, x + dx, 180)

    found = cells(read(make(draw)))
    assert [cell.table for cell in found] == [0] * 4 + [1] * 4


def test_a_frame_or_an_underline_is_no_grid() -> None:
    def draw(c: Canvas) -> None:
        c.drawString(50, 200, "下線")
        c.line(50, 198, 74, 198)
        c.line(50, 100, 300, 100)

    assert cells(read(make(draw))) == []
