"""The rules of tables on a page that is a picture: long, thin, dark lines, as shapes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from parsers.layout.model import Box, Shape

DARK = 170
"""Pixels darker than this (0 to 255) may belong to a rule."""
SHORTEST = 18.0
"""A rule is at least this long (points); strokes of letters are shorter."""
THICKEST = 3.0
"""A dark area thicker than this (points) is no rule."""


def ruled_shapes(pixels: Any, scale: float) -> tuple[Shape, ...]:
    """The level and upright rules in a levelled picture, (height, width, 3), as thin shapes.

    ``scale`` is in pixels a point; boxes are in points of the picture.
    """
    import cv2

    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    dark = (grey < DARK).astype("uint8")
    length = max(3, round(SHORTEST * scale))
    return (*_rules(dark, (length, 1), scale), *_rules(dark, (1, length), scale))


def _rules(dark: Any, kernel: tuple[int, int], scale: float) -> Iterator[Shape]:
    import cv2

    shape = cv2.getStructuringElement(cv2.MORPH_RECT, kernel)
    # Noise and a remaining slope break a rule every few pixels: close small gaps first.
    gap = cv2.getStructuringElement(cv2.MORPH_RECT, (5, 3) if kernel[0] > 1 else (3, 5))
    closed = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, gap)
    lines = cv2.morphologyEx(closed, cv2.MORPH_OPEN, shape)
    _, _, stats, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    for left, top, width, height, _ in stats[1:].tolist():
        thick = (height if kernel[0] > 1 else width) / scale
        if thick <= THICKEST:
            box = Box(left / scale, top / scale, (left + width) / scale, (top + height) / scale)
            yield Shape(box=box, fill=(0, 0, 0), stroke=None, segments=5)
