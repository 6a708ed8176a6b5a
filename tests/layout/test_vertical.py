"""Pages in vertical writing: their columns, and the page turned into rows and back."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from reportlab.pdfgen.canvas import Canvas

from parsers.layout.model import Box, Line, Page, Shape
from parsers.layout.turning import turn
from tests.layout.sheets import FONT, make, read, texts

TEXT = "広場の整備を進めます。"


def column(c: Canvas, x: float, top: float, cells: list[str], size: float = 12) -> None:
    """Cells one under the other, each in the middle of the column; stops in its corner."""
    c.setFont(FONT, size)
    for row, cell in enumerate(cells):
        y = top - size * row
        if cell in "、。":
            c.drawString(x + 0.05 * size, y + 0.5 * size, cell)
        else:
            c.drawCentredString(x, y, cell)


def lying(c: Canvas, x: float, y: float, text: str) -> None:
    c.saveState()
    c.translate(x, y)
    c.rotate(-90)
    c.drawString(0, 0, text)
    c.restoreState()


def test_figures_across_a_column_and_stops_in_the_corner_stay_in_it() -> None:
    def draw(c: Canvas) -> None:
        column(c, 300, 280, [*"令和", "7", "年", "10", "月", "31", "日"])
        column(c, 280, 280, [*"道を直し、橋を架けます。"])

    page = read(make(draw))
    assert texts(page) == ["令和7年10月31日", "道を直し、橋を架けます。"]
    assert all(line.vertical for line in page.lines)


def test_letters_on_their_side_stay_in_their_column() -> None:
    def draw(c: Canvas) -> None:
        column(c, 300, 280, [*"市民と"])
        lying(c, 296, 252, "PFI")
        column(c, 300, 222, [*"を学びます"])
        column(c, 280, 280, [*TEXT])

    assert texts(read(make(draw))) == ["市民とPFIを学びます", TEXT]


def test_columns_close_together_are_no_rows() -> None:
    def draw(c: Canvas) -> None:
        for index in range(6):
            column(c, 300 - 13 * index, 280, [*TEXT])

    assert texts(read(make(draw))) == [TEXT] * 6


def test_a_rule_between_cells_parts_a_column() -> None:
    def draw(c: Canvas) -> None:
        column(c, 300, 280, [*"目的をここに"])
        column(c, 300, 205, [*"安心なまちにします"])
        column(c, 280, 280, [*TEXT])
        c.line(100, 216, 310, 216)

    assert sorted(texts(read(make(draw)))) == sorted(["目的をここに", "安心なまちにします", TEXT])


def test_level_lines_over_columns_stay_level() -> None:
    def draw(c: Canvas) -> None:
        c.drawString(40, 285, "横書きの題名です")
        for index in range(4):
            column(c, 300 - 20 * index, 250, [*TEXT])

    page = read(make(draw))
    assert texts(page) == ["横書きの題名です", *[TEXT] * 4]
    assert [line.vertical for line in page.lines] == [False, True, True, True, True]


def test_a_level_page_with_upright_labels_is_not_turned() -> None:
    def draw(c: Canvas) -> None:
        column(c, 30, 280, [*"取組の内容"])
        for row in range(4):
            c.drawString(60, 270 - 16 * row, "こちらに横書きの文章が続きます")

    page = read(make(draw))
    assert texts(page).count("こちらに横書きの文章が続きます") == 4
    assert turn(page) is None


def line(x0: float, top: float, x1: float, bottom: float, text: str, **how: object) -> Line:
    return Line((), Box(x0, top, x1, bottom), text, text, 12.0, **how)  # type: ignore[arg-type]


HEAD = line(50, 20, 250, 40, "横書きの題名")
FIRST = line(340, 60, 352, 200, "最初の列です", vertical=True)
SECOND = line(320, 60, 332, 260, "その次の列です", vertical=True)
FOOT = line(20, 280, 40, 292, "公約")
PAGE = Page(1, 400, 300, 0, (HEAD, FIRST, SECOND, FOOT))


def test_columns_from_the_right_become_rows_under_the_head() -> None:
    turned = turn(PAGE)
    assert turned is not None
    assert [held.text for held in turned.page.lines] == [
        "横書きの題名",
        "最初の列です",
        "その次の列です",
        "公約",
    ]
    assert not any(held.vertical for held in turned.page.lines)
    for before, after in zip(PAGE.lines, turned.page.lines, strict=True):
        assert turned.on_paper(after.box) == pytest.approx(before.box)
        assert turned.on_page(before.box) == pytest.approx(after.box)


def test_a_box_over_several_bands_covers_all_its_parts_on_the_paper() -> None:
    turned = turn(PAGE)
    assert turned is not None
    first, second = turned.page.lines[0].box, turned.page.lines[1].box
    whole = Box(min(first.x0, second.x0), first.top, max(first.x1, second.x1), second.bottom)
    paper = turned.on_paper(whole)
    assert paper.x0 <= 50 < 352 <= paper.x1
    assert paper.top <= 20 < 200 <= paper.bottom


@pytest.mark.parametrize(
    ("angle", "size"), [(90, (300, 400)), (180, (400, 300)), (270, (300, 400))]
)
def test_a_page_whose_text_lies_is_turned_upright(angle: int, size: tuple[float, float]) -> None:
    page = Page(1, 400, 300, 0, (line(100, 50, 112, 200, "横たわる文字", angle=angle),))
    turned = turn(page)
    assert turned is not None
    assert (turned.page.width, turned.page.height) == size
    (held,) = turned.page.lines
    assert held.angle == 0
    assert turned.on_paper(held.box) == pytest.approx(page.lines[0].box)


def test_shapes_turn_with_the_page_and_no_table_is_cut() -> None:
    points = ((300.0, 50.0), (360.0, 50.0), (360.0, 290.0), (300.0, 290.0))
    table = Shape(Box(300, 50, 360, 290), None, (0, 0, 0), 5, points)
    rule = Shape(Box(330, 50, 330, 290), None, (0, 0, 0), 2)
    turned = turn(Page(1, 400, 300, 0, (HEAD, FIRST, SECOND, FOOT), (table, rule)))
    assert turned is not None
    boxes = [turned.on_paper(shape.box) for shape in turned.page.shapes]
    assert boxes == [pytest.approx(table.box), pytest.approx(rule.box)]


def test_pixels_of_the_turned_page_lie_as_its_boxes_do() -> None:
    paper = np.full((300, 400, 3), 255, np.uint8)
    paper[60:200, 340:352] = (255, 0, 0)
    paper[20:40, 50:250] = (0, 0, 255)

    def render(box: Box, dpi: float) -> Any:
        assert dpi == 72
        x0, top, x1, bottom = (round(edge) for edge in box)
        return paper[top:bottom, x0:x1]

    turned = turn(PAGE)
    assert turned is not None
    whole = turned.pixels(render)(Box(0, 0, turned.page.width, turned.page.height), 72)
    head, first = turned.page.lines[0].box, turned.page.lines[1].box
    for box, colour in ((head, (0, 0, 255)), (first, (255, 0, 0))):
        x0, top, x1, bottom = (round(edge) for edge in box)
        assert (whole[top + 1 : bottom - 1, x0 + 1 : x1 - 1] == colour).all()
