"""Print inside the pictures of a page that otherwise has a text layer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from parsers.layout.model import Box, Page
from parsers.layout.upright import meet

if TYPE_CHECKING:
    from parsers.ocr.engine import Engine

LEAST_SHARE = 0.08
"""A smaller picture (share of the page) is a photograph, a bar or a stamp."""
PAPER, FAINT, INK = 200, 150, 110
"""Greys of at least PAPER are paper, of at most INK are ink; small letters are FAINT."""
LEAST_PAPER = 0.6
LEAST_INK, MOST_INK = 0.004, 0.25
"""Shares of paper and ink in print; photographs and plans have less paper or more ink."""
LEAST_MARKS = 14
"""A line of print has more pieces of a letter's size; the two words at a bar's ends have fewer."""
LETTER = range(2, 25)
"""Width and height of a letter's pieces in pixels at 72 dpi."""
Render = Callable[[Box, float], Any]
"""Gives the pixels (blue first) of the whole page or of a box of it at so many dpi."""


def with_printed_pictures(page: Page, render: Render, engine: Callable[[], Engine | None]) -> Page:
    """The page with the lines that OCR reads in its printed pictures, with boxes of the page."""
    boxes = [box for box in _bare_pictures(page) if _is_print(render(box, 72.0))]
    reader = engine() if boxes else None
    if reader is None:
        return page
    from parsers.ocr import ocr_region, render_scale
    from parsers.ocr.lines import in_reading_order

    scale = render_scale(page.width, page.height)
    pixels = render(Box(0, 0, page.width, page.height), 72 * scale)
    read = [line for box in boxes for line in ocr_region(pixels, scale, box, reader)]
    return replace(page, lines=in_reading_order([*page.lines, *read])) if read else page


def _bare_pictures(page: Page) -> list[Box]:
    """Large pictures without any text of the layer on them."""
    paper = Box(0, 0, page.width, page.height)
    seen = [meet(picture.box, paper) for picture in page.pictures if not picture.shading]
    large = [box for box in seen if box and _area(box) >= LEAST_SHARE * _area(paper)]
    return [box for box in large if not any(_is_on(line.box, box) for line in page.lines)]


def _area(box: Box) -> float:
    return (box.x1 - box.x0) * (box.bottom - box.top)


def _is_on(line: Box, box: Box) -> bool:
    x, y = (line.x0 + line.x1) / 2, (line.top + line.bottom) / 2
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom


def _is_print(pixels: Any) -> bool:
    grey = pixels.mean(axis=2)
    ink = float((grey <= INK).mean())
    alike = float((grey >= PAPER).mean()) >= LEAST_PAPER and LEAST_INK <= ink <= MOST_INK
    return alike and _letters(grey) >= LEAST_MARKS


def _letters(grey: Any) -> int:
    """How many pieces of a letter's size stand apart on the paper."""
    import cv2

    _, _, pieces, _ = cv2.connectedComponentsWithStats((grey <= FAINT).astype("uint8"))
    return sum(int(w) in LETTER and int(h) in LETTER for _, _, w, h, _ in pieces[1:])
