"""Rows of areas: batteries, dots with rims, stages with words in them, cells under a rule."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from reportlab.pdfgen.canvas import Canvas

from parsers.layout.model import Box
from parsers.progress.model import Ends
from tests.progress.drawings import FONT, H, W, X, Y, new_canvas, rect, words
from tests.progress.test_progress import assert_read, progress_of

FILLED, EMPTY = "#2b8a3e", "#e9ecef"
Row = Callable[[Canvas, int], None]


def battery(c: Canvas, filled: int) -> None:
    rect(c, X - 5, Y - 5, W + 10, H + 10, None, "#333333")
    rect(c, X + W + 6, Y + 6, 8, H - 12, "#333333")
    for index in range(5):
        rect(c, X + index * W / 5, Y, W / 5 - 8, H, FILLED if index < filled else "#ffffff")


def rising_bars(c: Canvas, filled: int) -> None:
    for index in range(5):
        colour = FILLED if index < filled else EMPTY
        rect(c, X + index * 120, Y, 100, 12 + index * 11, colour, "#555555")


def dots_with_rims(c: Canvas, filled: int) -> None:
    for index in range(5):
        x = X + 60 + index * 110
        colour = FILLED if index < filled else "#ffffff"
        c.setFillColor(colour)
        c.setStrokeColor(FILLED)
        c.circle(x, Y + H / 2, 10, stroke=0, fill=1)
        c.circle(x, Y + H / 2, 11, stroke=1, fill=0)


def cells_with_a_rule_that_hangs_down(c: Canvas, filled: int) -> None:
    rect(c, X, Y, W * filled / 5, H, FILLED)
    c.setStrokeColor("#000000")
    for index in range(6):
        c.line(X + index * W / 5, Y - (20 if index == 3 else 0), X + index * W / 5, Y + H)
    for y in (Y, Y + H):
        c.line(40, y, 800, y)


@pytest.mark.parametrize("filled", [1, 3, 5])
@pytest.mark.parametrize(
    "row", [battery, rising_bars, dots_with_rims, cells_with_a_rule_that_hangs_down]
)
def test_rows_between_words(row: Row, filled: int) -> None:
    stream = io.BytesIO()
    canvas = new_canvas(stream)
    row(canvas, filled)
    words(canvas)
    canvas.save()
    progress = progress_of(stream.getvalue())
    assert_read(progress, filled / 5)
    assert progress.confidence >= 0.9


def test_a_frame_with_room_left_is_the_scale_of_its_segments() -> None:
    stream = io.BytesIO()
    canvas = new_canvas(stream)
    rect(canvas, X, Y, W, H, None, "#333333")
    for index in range(4):
        rect(canvas, X + index * W / 8, Y + 2, W / 8 - 4, H - 4, FILLED)
    words(canvas)
    canvas.save()
    assert_read(progress_of(stream.getvalue()), 0.5)


@pytest.mark.parametrize("filled", [1, 3])
def test_words_inside_the_stages_are_no_ends_of_the_scale(filled: int) -> None:
    stream = io.BytesIO()
    canvas = new_canvas(stream)
    for index, word in enumerate(("検討", "着手", "実施", "完了")):
        rect(canvas, X + index * 150, Y, 146, H, FILLED if index < filled else EMPTY)
        canvas.setFillColor("#000000")
        canvas.setFont(FONT, 12)
        canvas.drawCentredString(X + index * 150 + 73, Y + 7, word)
    canvas.save()
    ends = Ends(Box(X + 211, 97, X + 235, 110), Box(X + 511, 97, X + 535, 110))
    assert_read(progress_of(stream.getvalue(), ends), filled / 4)


def test_a_full_bar_on_its_track_needs_no_words() -> None:
    stream = io.BytesIO()
    canvas = new_canvas(stream)
    rect(canvas, X, Y, 220, H, EMPTY)
    rect(canvas, X, Y, 220, H, FILLED)
    canvas.save()
    progress = progress_of(stream.getvalue(), Ends())
    assert_read(progress, 1.0)
    assert progress.reason is None


def test_rules_of_a_table_are_no_marker_on_a_line() -> None:
    stream = io.BytesIO()
    canvas = new_canvas(stream)
    canvas.setStrokeColor("#000000")
    for y in (Y, Y + 30):
        canvas.line(60, y, 780, y)
    canvas.line(500, Y - 40, 500, Y + 60)
    canvas.save()
    assert progress_of(stream.getvalue(), Ends(), with_pixels=False).ratio is None


def test_two_lines_of_two_colours_under_a_watermark() -> None:
    stream = io.BytesIO()
    canvas = new_canvas(stream)
    canvas.saveState()
    canvas.translate(380, 20)
    canvas.rotate(35)
    canvas.setFillColor("#ececec")
    canvas.setFont(FONT, 90)
    canvas.drawString(0, 0, "見本")
    canvas.restoreState()
    canvas.setLineWidth(14)
    for colour, end in (("#cccccc", 1.0), (FILLED, 0.4)):
        canvas.setStrokeColor(colour)
        canvas.line(X, Y + H / 2, X + W * end, Y + H / 2)
    canvas.setLineWidth(1)
    words(canvas)
    canvas.save()
    assert_read(progress_of(stream.getvalue()), 0.4)
