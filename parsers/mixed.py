"""Print inside the pictures of a page that otherwise has a text layer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from parsers.layout.model import Box, Page
from parsers.layout.upright import meet

if TYPE_CHECKING:
    from parsers.ocr.engine import Engine

LARGE_SHARE = 0.08
"""A smaller picture (share of the page) may be a photograph, a bar or a stamp, but also a value."""
SMALLEST = (7.0, 24.0)
"""Height and width (points) of the smallest picture that can hold a value."""
MOST_SMALL = 12
"""A page with more small pictures is full of icons."""
NEAR, FAINT, STRONG = 40, 60, 100
"""Greys this near the commonest one are ground; strokes differ by FAINT, ink by STRONG."""
LEVEL = 16
"""The ground of print varies by less than this; a sky or a wall by more."""
LEAST_GROUND, LEAST_LEVEL = 0.6, 0.5
LEAST_INK, MOST_INK = 0.004, 0.3
"""Shares of ground and ink in print; photographs and plans have less ground or more ink."""
LEAST_MARKS = 14
"""A large picture of print has more pieces of a letter's size; the ends of a bar have fewer."""
LEAST_OF_LINE = 4
"""Pieces of one height side by side that make a line of print in a small picture."""
BADGE = (48.0, 1.3, 5.0)
"""Most height (points), least and most ratio of width to height of a badge of one word."""
LEAST_OF_WORD = 2
"""Pieces that make a word on a badge."""
LETTER = (0.028, 0.35)
"""Least and most width and height of a letter's pieces in inches."""
DPI = 72.0
FINE = 144.0
"""Resolution for small pictures, whose letters are few."""
Render = Callable[[Box, float], Any]
"""Gives the pixels (blue first) of the whole page or of a box of it at so many dpi."""


def with_printed_pictures(page: Page, render: Render, engine: Callable[[], Engine | None]) -> Page:
    """The page with the lines that OCR reads in its printed pictures, with boxes of the page."""
    boxes = [box for box in _bare_pictures(page)[0] if _is_print(render(box, DPI))]
    return _with_read(page, boxes, render, engine)


def with_small_pictures(page: Page, render: Render, engine: Callable[[], Engine | None]) -> Page:
    """The page with the lines of its small pictures, each a value or a label set as a picture."""
    small = _bare_pictures(page)[1]
    boxes = [box for box in small if _is_line(render(box, FINE), _pieces_of(box))]
    return _with_read(page, boxes, render, engine)


def _with_read(
    page: Page, boxes: list[Box], render: Render, engine: Callable[[], Engine | None]
) -> Page:
    reader = engine() if boxes else None
    if reader is None:
        return page
    from parsers.ocr import ocr_region, render_scale
    from parsers.ocr.lines import in_reading_order

    scale = render_scale(page.width, page.height)
    pixels = render(Box(0, 0, page.width, page.height), 72 * scale)
    read = [line for box in boxes for line in ocr_region(pixels, scale, box, reader)]
    return replace(page, lines=in_reading_order([*page.lines, *read])) if read else page


def _bare_pictures(page: Page) -> tuple[list[Box], list[Box]]:
    """The large pictures without any text of the layer on them, and the small ones."""
    paper = Box(0, 0, page.width, page.height)
    seen = [meet(picture.box, paper) for picture in page.pictures if not picture.shading]
    bare = [box for box in seen if box and not any(_is_on(line.box, box) for line in page.lines)]
    large = [box for box in bare if _area(box) >= LARGE_SHARE * _area(paper)]
    small = [box for box in bare if box not in large and _holds_a_line(box)]
    return large, small if len(small) <= MOST_SMALL else []


def _holds_a_line(box: Box) -> bool:
    height, width = SMALLEST
    return box.bottom - box.top >= height and box.x1 - box.x0 >= width


def _area(box: Box) -> float:
    return (box.x1 - box.x0) * (box.bottom - box.top)


def _is_on(line: Box, box: Box) -> bool:
    x, y = (line.x0 + line.x1) / 2, (line.top + line.bottom) / 2
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom


def _is_print(pixels: Any) -> bool:
    """Whether a large picture is a page of print: an even ground with many letters on it."""
    contrast = _contrast(pixels)
    level = _share(contrast <= LEVEL) >= LEAST_LEVEL
    return level and _is_even(contrast) and len(_letters(contrast, DPI)) >= LEAST_MARKS


def _pieces_of(box: Box) -> int:
    """The fewest pieces of a height that make print of a small picture."""
    height, width = box.bottom - box.top, box.x1 - box.x0
    most, narrow, wide = BADGE
    badge = height <= most and narrow * height <= width <= wide * height
    return LEAST_OF_WORD if badge else LEAST_OF_LINE


def _is_line(pixels: Any, least: int) -> bool:
    """Whether a small picture holds a line of print and no bar: most of its ink is in letters."""
    contrast = _contrast(pixels)
    if not _is_even(contrast):
        return False
    letters = _letters(contrast, FINE)
    ink = int((contrast >= FAINT).sum())
    in_letters = sum(area for _, _, _, area in letters)
    return in_letters >= 0.6 * ink and any(_beside(one, letters) >= least for one in letters)


def _beside(one: tuple[int, int, int, int], letters: list[tuple[int, int, int, int]]) -> int:
    """How many letters stand at the height of one, itself included."""
    _, top, height, _ = one
    return sum(abs(2 * y + h - 2 * top - height) <= height for _, y, h, _ in letters)


def _contrast(pixels: Any) -> Any:
    """How far each pixel is from the commonest grey; white print on a dark ground counts too."""
    import numpy as np

    wide = pixels.astype(np.uint16)
    three = wide[:, :, 0] + wide[:, :, 1] + wide[:, :, 2]
    steps = np.bincount((three // 24).ravel(), minlength=32)
    return np.abs(three.astype(np.float32) / 3 - (8 * int(steps.argmax()) + 4))


def _share(mask: Any) -> float:
    """How much of a mask is true."""
    import numpy as np

    return float(np.count_nonzero(mask) / mask.size)


def _is_even(contrast: Any) -> bool:
    ink = _share(contrast >= STRONG)
    return LEAST_INK <= ink <= MOST_INK and _share(contrast <= NEAR) >= LEAST_GROUND


def _letters(contrast: Any, dpi: float) -> list[tuple[int, int, int, int]]:
    """The pieces of a letter's size that stand apart: left, top, height, area in pixels."""
    import cv2

    least, most = (dpi * size for size in LETTER)
    _, _, pieces, _ = cv2.connectedComponentsWithStats((contrast >= FAINT).astype("uint8"))
    return [
        (int(x), int(y), int(h), int(area))
        for x, y, w, h, area in pieces[1:]
        if max(w, h) <= most and w >= least and h >= least
    ]
