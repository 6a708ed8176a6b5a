"""Rows of areas of one size: segments of a bar, and the stages that words in them name."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from parsers.layout.model import Box, Shape

SAME = 1.5
"""Edges nearer than this (points) are drawn as one."""
MOST_SEGMENTS = 60
"""A graphic with more areas than this is no row of segments."""


def length_of(box: Box) -> float:
    return box.x1 - box.x0


def inside(inner: Box, outer: Box) -> bool:
    return (
        outer.x0 - SAME <= inner.x0
        and inner.x1 <= outer.x1 + SAME
        and outer.top - SAME <= inner.top
        and inner.bottom <= outer.bottom + SAME
    )


def segments_of(shapes: Sequence[Shape]) -> list[Box]:
    """At least three shapes of one width, side by side with gaps, that make up the whole row."""
    boxes = sorted(_outermost(shapes))
    longest = max(map(length_of, boxes), default=0.0)
    boxes = [box for box in boxes if length_of(box) > 0.5 * longest]
    if len(boxes) < 3:
        return []
    widths = [length_of(box) for box in boxes]
    alike = max(widths) - min(widths) <= 0.1 * max(widths) + 0.5
    apart = all(a.x1 <= b.x0 + 0.1 * widths[0] for a, b in pairwise(boxes))
    return boxes if alike and apart else []


def _outermost(shapes: Sequence[Shape]) -> set[Box]:
    """The boxes without a mere outline around all of them, and one for an area and its outline."""
    boxes = {shape.box for shape in shapes}
    if len(boxes) > MOST_SEGMENTS:
        return boxes
    frames = {s.box for s in shapes if s.fill is None and _is_full(s.box, boxes)}
    single = boxes - frames
    return {
        box
        for box in single
        if not any(inside(box, other) and length_of(box) < length_of(other) for other in single)
    }


def _is_full(frame: Box, boxes: set[Box]) -> bool:
    """Whether a box is filled with several others from end to end, as the case of a battery is."""
    held = [box for box in boxes if inside(box, frame) and 2 * length_of(box) < length_of(frame)]
    if len(held) < 3:
        return False
    room = 0.6 * max(map(length_of, held))
    first, last = min(box.x0 for box in held), max(box.x1 for box in held)
    return first - frame.x0 < room and frame.x1 - last < room


def names_stage(word: Box, shapes: Sequence[Shape]) -> bool:
    """Whether a word stands in one of several areas of one size in a row: 検討 > 着手 > 実施."""
    held = [s.box for s in shapes if s.fill is not None and inside(word, s.box)]
    return any(
        sum(_twin(box, shape.box) for shape in shapes if shape.fill is not None) >= 2
        for box in held
    )


def _twin(one: Box, two: Box) -> bool:
    """Whether a box is another one of the same size, elsewhere in its row."""
    alike = abs(length_of(one) - length_of(two)) <= SAME and abs(one.bottom - two.bottom) <= SAME
    return alike and abs(one.top - two.top) <= SAME and abs(one.x0 - two.x0) > 0.5 * length_of(one)
