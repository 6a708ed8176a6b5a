"""Pages that show print without text: images, and glyphs drawn as outlines."""

from __future__ import annotations

from collections.abc import Iterable

from parsers.layout.model import Box, Page, Shape

_FEW_GLYPHS = 20
"""A stamped page number or file name, not a page's text."""

_MOST_OF_PAGE = 0.6
_SOME_OF_PAGE = 0.02
_OUTLINED = 60
"""This many letter-sized filled shapes are print; fewer are arrows, bars and marks."""

_PER_GLYPH = 3
_ONE_PATH = 3000
"""Segments from which a few shapes hold whole lines of outlined print."""


def unread_print(page: Page, glyphs: int) -> str | None:
    """Why a page shows more print than its text layer holds, or None.

    The reasons are ``images_only``, ``outlined_glyphs`` and ``scan_with_stamp``.
    """
    pictures = _covered(page, (picture.box for picture in page.pictures))
    outlined = sum(1 for shape in page.shapes if _like_a_letter(shape))
    if outlined >= max(_OUTLINED, _PER_GLYPH * glyphs):
        return "outlined_glyphs"
    if glyphs == 0 and pictures >= _SOME_OF_PAGE:
        return "images_only"
    if glyphs == 0 and sum(shape.segments for shape in page.shapes) >= _ONE_PATH:
        return "outlined_glyphs"
    if glyphs < _FEW_GLYPHS and pictures >= _MOST_OF_PAGE and _only_at_edges(page):
        return "scan_with_stamp"
    return None


def _like_a_letter(shape: Shape) -> bool:
    """A filled shape of a letter's size with more corners than a box, bar or arrow."""
    width, height = shape.box.x1 - shape.box.x0, shape.box.bottom - shape.box.top
    return shape.fill is not None and shape.segments >= 12 and 3 < max(width, height) < 60


def _covered(page: Page, boxes: Iterable[Box]) -> float:
    """The share of the page that the boxes cover together, at most 1; overlaps count twice."""
    area = sum(
        max(0.0, min(box.x1, page.width) - max(box.x0, 0.0))
        * max(0.0, min(box.bottom, page.height) - max(box.top, 0.0))
        for box in boxes
    )
    return min(1.0, area / max(page.width * page.height, 1.0))


def _only_at_edges(page: Page) -> bool:
    """Whether all lines stand in the upper or lower tenth, where numbers are stamped on scans."""
    margin = page.height / 10
    return all(
        line.box.bottom < margin or line.box.top > page.height - margin for line in page.lines
    )
