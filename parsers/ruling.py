"""The rules of tables on a page that is a picture: long, thin, dark lines, as shapes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from statistics import median
from typing import Any

from parsers.layout.model import Box, Shape

DARK = 170
"""Pixels darker than this (0 to 255) may belong to a rule."""
SHORTEST = 18.0
"""A rule is at least this long (points); strokes of letters are shorter."""
THICKEST = 3.0
"""A dark area thicker than this (points) is no rule."""
WIDE = 100.0
"""Level rules at least this long (points) are those of a table's rows;"""
LEAST_ROWS = 3
"""so many that end at one place"""
AGREE = 3.0
"""(to so many points) show where its side is."""


def ruled_shapes(pixels: Any, scale: float) -> tuple[Shape, ...]:
    """The level and upright rules in a levelled picture, (height, width, 3), as thin shapes.

    ``scale`` is in pixels a point; boxes are in points of the picture.
    """
    import cv2

    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    dark = (grey < DARK).astype("uint8")
    length = max(3, round(SHORTEST * scale))
    level = tuple(_rules(dark, (length, 1), scale))
    upright = tuple(_rules(dark, (1, length), scale))
    return (*level, *upright, *_lost_sides(level, upright))


def _lost_sides(level: Sequence[Shape], upright: Sequence[Shape]) -> Iterator[Shape]:
    """The outer sides of tables whose own lines are too pale: where several level rules end.

    Only where another upright rule runs through all of them: a table may have no sides.
    """
    rows = [rule.box for rule in level if rule.box.x1 - rule.box.x0 >= WIDE]
    for edge in (attrgetter("x0"), attrgetter("x1")):
        for table in _ending_together(rows, edge):
            top, bottom = min(row.top for row in table), max(row.bottom for row in table)
            through = [
                rule.box
                for rule in upright
                if rule.box.top <= top + AGREE and rule.box.bottom >= bottom - AGREE
                if table[0].x0 - AGREE <= rule.box.x0 and rule.box.x1 <= table[0].x1 + AGREE
            ]
            x = median(map(edge, table))
            if through and all(abs(side.x0 - x) > 2 * AGREE for side in through):
                box = Box(x - 0.5, top, x + 0.5, bottom)
                yield Shape(box=box, fill=(0, 0, 0), stroke=None, segments=5)


def _ending_together(rows: Sequence[Box], edge: Callable[[Box], float]) -> Iterator[list[Box]]:
    """The rules of which enough end at one place."""
    held: list[Box] = []
    for row in sorted(rows, key=edge):
        if held and edge(row) - edge(held[-1]) > AGREE:
            if len(held) >= LEAST_ROWS:
                yield held
            held = []
        held.append(row)
    if len(held) >= LEAST_ROWS:
        yield held


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
