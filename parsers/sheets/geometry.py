"""Boxes: union, overlap, containment."""

from __future__ import annotations

from collections.abc import Iterable

from parsers.layout.model import Box


def union(boxes: Iterable[Box]) -> Box:
    """The smallest box around all of ``boxes``; there must be at least one."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def overlap_x(one: Box, two: Box) -> float:
    """The width in points that both boxes cover; negative is the gap between them."""
    return min(one.x1, two.x1) - max(one.x0, two.x0)


def overlap_y(one: Box, two: Box) -> float:
    """The height in points that both boxes cover; negative is the gap between them."""
    return min(one.bottom, two.bottom) - max(one.top, two.top)


def area(box: Box) -> float:
    """Square points."""
    return max(0.0, box.x1 - box.x0) * max(0.0, box.bottom - box.top)


def centre(box: Box) -> tuple[float, float]:
    """The middle of a box."""
    return (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2


def holds(outer: Box, inner: Box, slack: float = 0.0) -> bool:
    """Whether the centre of ``inner`` and most of it lies inside ``outer``."""
    x0, top, x1, bottom = inner
    left, upper, right, lower = outer
    inside = left - slack <= (x0 + x1) / 2 <= right + slack
    return inside and upper - slack <= (top + bottom) / 2 <= lower + slack


def same_row(one: Box, two: Box) -> bool:
    """Whether two boxes share at least half of the lower one's height."""
    lower = min(one.bottom - one.top, two.bottom - two.top)
    return overlap_y(one, two) >= 0.5 * lower
