"""The stamp of achievement as text, letter by letter, as outlines and as a picture."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from parsers.layout.document import read_pages
from parsers.layout.model import Box
from parsers.layout.pictures import render
from parsers.progress.model import Stamp
from parsers.progress.stamp import read_stamp
from tests.progress.drawings import FONT, new_canvas

WORDS = ("公約達成", "達成済み", "完了")
WHOLE = Box(0, 0, 842, 200)


def stamp_of(draw: Callable[[Canvas], None], ocr: Callable[[Image.Image], str] | None) -> Stamp:
    stream = io.BytesIO()
    canvas = new_canvas(stream)
    canvas.setFont(FONT, 20)
    draw(canvas)
    canvas.save()
    data = stream.getvalue()
    page = next(read_pages(data))
    return read_stamp(page, WHOLE, WORDS, lambda box, dpi: render(data, 1, dpi, box), ocr)


def turned(canvas: Canvas) -> None:
    canvas.translate(300, 100)
    canvas.rotate(15)
    canvas.drawString(0, 0, "公約達成")


def letter_by_letter(canvas: Canvas) -> None:
    for index, character in enumerate("公約達成"):
        canvas.drawString(300 + 34 * index, 100 + 6 * index, character)


def in_two_rows(canvas: Canvas) -> None:
    canvas.drawString(300, 120, "公約")
    canvas.drawString(300, 95, "達成")


def in_brackets(canvas: Canvas) -> None:
    canvas.drawString(300, 100, "【公約達成！】")


@pytest.mark.parametrize("draw", [turned, letter_by_letter, in_two_rows, in_brackets])
def test_stamps_of_text(draw: Callable[[Canvas], None]) -> None:
    stamp = stamp_of(draw, None)
    assert stamp.present is True
    assert stamp.method == "text"
    assert stamp.box is not None
    assert stamp.box.x0 > 280


@pytest.mark.parametrize("text", ["公約達成状況", "公約達成に向けて進めます", "未達成", "達成"])
def test_other_words_are_no_stamp(text: str) -> None:
    stamp = stamp_of(lambda canvas: canvas.drawString(50, 100, text), None)
    assert stamp.present is False


def red_ring() -> Image.Image:
    picture = Image.new("RGB", (300, 120), "white")
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((8, 8, 290, 110), 20, outline=(200, 0, 0), width=8)
    for x in range(40, 260, 60):
        pen.rectangle((x, 40, x + 40, 80), outline=(200, 0, 0), width=6)
    return picture.rotate(10, fillcolor="white")


def as_picture(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(red_ring()), 300, 50, 150, 60)


def as_outlines(canvas: Canvas) -> None:
    canvas.setStrokeColorRGB(0.8, 0, 0)
    for index in range(12):
        canvas.rect(300 + 9 * index, 80, 8, 30)


@pytest.mark.parametrize("draw", [as_picture, as_outlines])
def test_what_looks_like_a_stamp_is_read_by_ocr_or_left_open(
    draw: Callable[[Canvas], None],
) -> None:
    unread = stamp_of(draw, None)
    assert unread.present is None
    assert unread.reason
    read = stamp_of(draw, lambda picture: "公約達成" if picture.width > 50 else "")
    assert read.present is True
    assert read.method == "ocr"
    assert stamp_of(draw, lambda _: "検討中").present is False


def never(_: Image.Image) -> str:
    raise AssertionError("no engine is needed")


def badge(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.85, 0.35, 0.2)
    canvas.roundRect(300, 60, 120, 34, 8, stroke=0, fill=1)
    canvas.drawImage(ImageReader(red_ring()), 296, 56, 128, 42)
    canvas.setFillColorRGB(0, 0, 0)
    canvas.drawCentredString(360, 70, "短期")


def red_arrow(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.new("RGB", (200, 60), (210, 20, 40))), 300, 50, 150, 40)


@pytest.mark.parametrize("draw", [badge, red_arrow])
def test_grounds_of_words_and_mere_bars_are_no_stamps(draw: Callable[[Canvas], None]) -> None:
    assert stamp_of(draw, never).present is False


def on_a_graphic(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.55, 0.55, 0.55)
    canvas.rect(250, 60, 300, 24, stroke=0, fill=1)
    canvas.drawImage(ImageReader(red_ring()), 300, 50, 150, 60, mask=[250, 255] * 3)


def test_a_stamp_on_a_grey_graphic_is_read() -> None:
    assert stamp_of(on_a_graphic, lambda _: "公約達成").present is True


def test_a_picture_is_not_read_for_each_word_again() -> None:
    asked: list[Image.Image] = []

    def ocr(picture: Image.Image) -> str:
        asked.append(picture)
        return "検討中"

    assert stamp_of(as_picture, ocr).present is False
    assert len(asked) <= 2  # as it is, and turned level


def test_a_photograph_is_no_stamp() -> None:
    photo = Image.effect_mandelbrot((200, 100), (-2, -1.5, 1, 1.5), 60).convert("RGB")

    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(photo), 300, 50, 150, 60)

    assert stamp_of(draw, None).present is False
