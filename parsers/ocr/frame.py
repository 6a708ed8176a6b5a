"""From pixels of a scan to points of the upright page, and back to the paper as it lies."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from parsers.layout.model import Box
from parsers.ocr.engine import Pixels, Point, Reading

_LONG = 5.0
"""A line this many times longer than high tells its angle well."""

_LEVEL = 0.05
"""Degrees below which a page counts as level."""


@dataclass(frozen=True, slots=True)
class Frame:
    """How an image lies on the upright page.

    ``scale`` is pixels per point, ``skew`` the angle in degrees by which lines fall to the right,
    taken out around ``centre`` (points); ``origin`` (points) is where the image's corner lies.
    """

    scale: float
    centre: Point
    skew: float = 0.0
    origin: Point = (0.0, 0.0)

    def to_page(self, pixel: Point) -> Point:
        """The point of the upright page that a pixel shows."""
        x, y = pixel[0] / self.scale + self.origin[0], pixel[1] / self.scale + self.origin[1]
        return _turn((x, y), self.centre, -self.skew)

    def on_paper(self, box: Box) -> Box:
        """The bounds, on the page as it is rendered, of a box of the upright page."""
        corners = [(x, y) for x in (box.x0, box.x1) for y in (box.top, box.bottom)]
        return bounds([_turn(corner, self.centre, self.skew) for corner in corners])


def bounds(points: Sequence[Point]) -> Box:
    """The smallest box that holds all points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def measure_skew(readings: Sequence[Reading]) -> float:
    """The page's skew in degrees, clockwise: the median angle of its long lines by their length.

    Lines tell it better than pixels do: photographs, bars and stamps have no say.
    """
    measured = [told for reading in readings if (told := _angle(reading)) is not None]
    if not measured:
        return 0.0
    angles, lengths = (np.array(column) for column in zip(*sorted(measured), strict=True))
    middle = int(np.searchsorted(np.cumsum(lengths), lengths.sum() / 2))
    skew = float(angles[middle])
    return skew if abs(skew) >= _LEVEL else 0.0


def straighten(pixels: Pixels, skew: float) -> Pixels:
    """The image turned so that lines that fall by ``skew`` degrees lie level, same size."""
    if not skew:
        return pixels
    import cv2

    height, width = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1.0)
    turned = cv2.warpAffine(
        pixels, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return turned.astype(np.uint8, copy=False)


def _angle(reading: Reading) -> tuple[float, float] | None:
    """Angle in degrees and length in pixels of a line long enough to tell it, else None."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = reading.corners
    dx, dy = (x1 + x2 - x0 - x3) / 2, (y1 + y2 - y0 - y3) / 2
    length = math.hypot(dx, dy)
    if length < _LONG * math.hypot(x3 - x0, y3 - y0):
        return None
    angle = math.degrees(math.atan2(dy, dx))
    return (angle - 90.0 if reading.vertical else angle), length


def _turn(point: Point, centre: Point, degrees: float) -> Point:
    """``point`` turned clockwise (as seen, y downwards) around ``centre``."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    x, y = point[0] - centre[0], point[1] - centre[1]
    return centre[0] + x * cos - y * sin, centre[1] + x * sin + y * cos
