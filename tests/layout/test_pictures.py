"""Crops show what their box holds, on turned and cropped pages too."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from parsers.layout.model import Box
from parsers.layout.pictures import MAX_PIXELS, Label, annotate_page, crop_png, render
from tests.layout.sheets import make, read, turned


def draw(c: Canvas) -> None:
    c.setFillColorRGB(0, 0, 1)
    c.rect(100, 200, 40, 20, stroke=0, fill=1)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, (30.0, 20.0, 380.0, 280.0)])
def test_a_crop_of_a_shape_is_its_colour(
    rotation: int, crop: tuple[float, float, float, float] | None
) -> None:
    data = turned(make(draw), rotation, crop)
    (shape,) = read(data).shapes
    inner = Box(shape.box.x0 + 2, shape.box.top + 2, shape.box.x1 - 2, shape.box.bottom - 2)
    picture = render(data, 1, 144, inner)
    assert np.asarray(picture).reshape(-1, 3).tolist().count([0, 0, 255]) == (
        picture.width * picture.height
    )
    assert picture.width == pytest.approx(2 * (inner.x1 - inner.x0), abs=2)
    png = Image.open(io.BytesIO(crop_png(data, 1, shape.box, dpi=144, margin=4)))
    assert png.width == pytest.approx(2 * (shape.box.x1 - shape.box.x0 + 8), abs=2)


def test_a_debug_picture_has_its_boxes_drawn() -> None:
    data = make(draw)
    label = Label(Box(50, 50, 90, 80), "due_date", (0, 200, 0))
    marked = Image.open(io.BytesIO(annotate_page(data, 1, [label], dpi=72)))
    assert marked.size == (400, 300)
    assert marked.getpixel((50, 65)) == (0, 200, 0)


def test_a_box_off_the_page_is_refused() -> None:
    with pytest.raises(ValueError, match="does not touch"):
        render(make(draw), 1, 72, Box(500, 500, 600, 600))


def test_a_huge_resolution_is_lowered() -> None:
    picture = render(make(draw), 1, 5000)
    assert picture.width * picture.height <= 1.01 * MAX_PIXELS
