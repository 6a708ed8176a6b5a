"""Readings and engines made by hand, for what must hold without any model."""

from __future__ import annotations

import math

from parsers.ocr import Pixels, Reading
from parsers.ocr.engine import Char


def reading(
    text: str, x: float, y: float, size: float = 40.0, score: float = 0.99, degrees: float = 0.0
) -> Reading:
    """A line of full-width characters from (x, y) in pixels, falling by ``degrees``."""
    printed = text.replace(" ", "")
    length, height = size * len(printed), size * 1.2
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))

    def corner(along: float, across: float) -> tuple[float, float]:
        return x + along * cos - across * sin, y + along * sin + across * cos

    chars = tuple(
        Char(char, (index + 0.5) / len(printed), score) for index, char in enumerate(printed)
    )
    corners = (corner(0, 0), corner(length, 0), corner(length, height), corner(0, height))
    return Reading(text, corners, score, chars, vertical=False)


class Scripted:
    """An engine that gives what it was told to, by the corner pixel of the image."""

    name = "scripted"

    def __init__(self, by_corner: dict[int, tuple[Reading, ...]], alone: str = "") -> None:
        self._by_corner = by_corner
        self._alone = alone

    def read(self, pixels: Pixels) -> tuple[Reading, ...]:
        return self._by_corner[int(pixels[0, 0, 0])]

    def recognise(self, pixels: Pixels) -> tuple[str, float]:
        assert pixels.size
        return self._alone, 0.9
