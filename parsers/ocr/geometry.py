"""The shape of one reading: its length, the size of its characters, cells and gaps, in pixels."""

from __future__ import annotations

import re
from itertools import pairwise
from statistics import median

from parsers.ocr.engine import Char, Point, Reading

_WIDE = re.compile(r"[\u3005-\u30ff\u4e00-\u9fff]")
_GAP = 2.5
"""Characters whose centres lie further apart than this many em are in different cells."""


def em_of(reading: Reading) -> float:
    """The size of a full-width character in pixels: the usual pitch, near the line's height."""
    height = max(height_of(reading), 1.0)
    length = length_of(reading)
    pitches = [
        (after.at - before.at) * length
        for before, after in pairwise(reading.chars)
        if _WIDE.match(before.text) and _WIDE.match(after.text)
    ]
    usual = median(pitches) if len(pitches) > 1 else 0.8 * height
    return float(min(max(usual, 0.55 * height), 0.95 * height))


def cell(
    reading: Reading, at: float, before: float, after: float, em: float
) -> tuple[Point, Point, Point, Point]:
    """The corners, in pixels, of the cell of a character whose centre is ``at`` pixels along."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = reading.corners
    length, height = max(length_of(reading), 1.0), max(height_of(reading), 1.0)
    ux, uy = (x1 + x2 - x0 - x3) / 2 / length, (y1 + y2 - y0 - y3) / 2 / length
    vx, vy = (x3 + x2 - x0 - x1) / 2 / height, (y3 + y2 - y0 - y1) / 2 / height
    cx, cy = (x0 + x3) / 2 + ux * at, (y0 + y3) / 2 + uy * at
    half = em / 2

    def corner(along: float, across: float) -> Point:
        return cx + ux * along + vx * across, cy + uy * along + vy * across

    return corner(-before, -half), corner(after, -half), corner(after, half), corner(-before, half)


def length_of(reading: Reading) -> float:
    """The length of a reading from its start to its end."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = reading.corners
    return float(((x1 + x2 - x0 - x3) ** 2 + (y1 + y2 - y0 - y3) ** 2) ** 0.5 / 2)


def height_of(reading: Reading) -> float:
    """The height of a reading's box, which is about a fifth more than its characters'."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = reading.corners
    return float(((x3 + x2 - x0 - x1) ** 2 + (y3 + y2 - y0 - y1) ** 2) ** 0.5 / 2)


def split_at_gaps(reading: Reading) -> list[Reading]:
    """The reading, cut where a gap is too wide for one line (cells, columns)."""
    chars = reading.chars
    widest = _GAP * em_of(reading) / max(length_of(reading), 1.0)
    cuts = [i + 1 for i, (a, b) in enumerate(pairwise(chars)) if b.at - a.at > widest]
    edges = [0.0, *((chars[cut - 1].at + chars[cut].at) / 2 for cut in cuts), 1.0]
    parts = [chars[a:b] for a, b in pairwise([0, *cuts, len(chars)])]
    if len(parts) == 1:
        return [reading]
    spans = pairwise(edges)
    return [part_of(reading, part, *span) for part, span in zip(parts, spans, strict=True)]


def part_of(reading: Reading, chars: tuple[Char, ...], start: float, end: float) -> Reading:
    """The piece of a reading, holding ``chars``, between two places along it (0 to 1)."""
    upper_left, upper_right, lower_right, lower_left = reading.corners

    def between(one: Point, other: Point, at: float) -> Point:
        return one[0] + (other[0] - one[0]) * at, one[1] + (other[1] - one[1]) * at

    return reading._replace(
        text="".join(char.text for char in chars),
        corners=(
            between(upper_left, upper_right, start),
            between(upper_left, upper_right, end),
            between(lower_left, lower_right, end),
            between(lower_left, lower_right, start),
        ),
        chars=tuple(char._replace(at=(char.at - start) / (end - start)) for char in chars),
    )
