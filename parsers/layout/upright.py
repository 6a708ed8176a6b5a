"""From PDF user space to the upright page: origin top left, y down, after /Rotate and CropBox."""

from __future__ import annotations

import math
from typing import NamedTuple

from parsers.layout.model import Box


class Affine(NamedTuple):
    """The map ``x' = a·x + c·y + e``, ``y' = b·x + d·y + f``, as PDF matrices are written."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def after(self, first: Affine) -> Affine:
        """The map that applies ``first`` and then this one."""
        return Affine(
            self.a * first.a + self.c * first.b,
            self.b * first.a + self.d * first.b,
            self.a * first.c + self.c * first.d,
            self.b * first.c + self.d * first.d,
            self.a * first.e + self.c * first.f + self.e,
            self.b * first.e + self.d * first.f + self.f,
        )

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where the map puts a point."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """The bounds of a mapped rectangle, whichever corners it was given by."""
        corners = [self.point(x, y) for x in (x0, x1) for y in (y0, y1)]
        return bounds(corners)

    def degrees(self) -> float:
        """The direction in which mapped text runs: 0 to the right, 90 downwards."""
        return math.degrees(math.atan2(self.b, self.a))


def bounds(points: list[tuple[float, float]]) -> Box:
    """The smallest box around at least one point."""
    xs, ys = zip(*points, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def to_upright(left: float, bottom: float, right: float, top: float, rotation: int) -> Affine:
    """The map of a visible page area to upright coordinates; ``rotation`` is clockwise degrees.

    Source: ISO 32000-2, 7.7.3.3 (Rotate: the number of degrees clockwise when displayed).
    """
    return {
        0: Affine(1, 0, 0, -1, -left, top),
        90: Affine(0, 1, 1, 0, -bottom, -left),
        180: Affine(-1, 0, 0, 1, right, -bottom),
        270: Affine(0, -1, -1, 0, top, right),
    }[rotation % 360]


def meet(one: Box, other: Box) -> Box | None:
    """The common part of two boxes, None where there is none."""
    x0, top = max(one.x0, other.x0), max(one.top, other.top)
    x1, bottom = min(one.x1, other.x1), min(one.bottom, other.bottom)
    return Box(x0, top, x1, bottom) if x0 <= x1 and top <= bottom else None


def around(boxes: list[Box]) -> Box:
    """The smallest box around at least one box."""
    return Box(
        min(b.x0 for b in boxes),
        min(b.top for b in boxes),
        max(b.x1 for b in boxes),
        max(b.bottom for b in boxes),
    )
