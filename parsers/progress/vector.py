"""Progress from drawn shapes: bars over tracks, segments, arrows, markers on a line."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from msgspec import structs

from parsers.layout.model import Box, Colour, Shape
from parsers.layout.upright import around
from parsers.progress.model import Ends, Reading
from parsers.progress.segments import SAME, inside, length_of, segments_of
from parsers.progress.strip import SAMPLES, Colours, judge, lone_bar

WHITE: Colour = (255, 255, 255)
LEAST_LENGTH = 60.0
"""A graphic shorter than this (points) is an ornament."""
MARKER_SHARE = 0.12
"""A marker is narrower than this share of the track."""
MAX_PIECES = 1500
"""A region with more shapes than this holds a drawing; its pixels tell more."""
LEVEL = 0.75
"""Lines at heights this near (points) are drawn over each other."""
STROKES = 0.85
"""How sure lines are that are told from each other by their colours alone."""


class Graphic(NamedTuple):
    """What was read from shapes: the ratio and the box of the track."""

    reading: Reading
    box: Box


class _Band(NamedTuple):
    """Shapes in one row, with the box around them."""

    shapes: list[Shape]
    box: Box


def read_shapes(
    shapes: Sequence[Shape], region: Box, ends: Ends, marks: Sequence[Box] = ()
) -> Graphic | None:
    """The ratio that the shapes of a region draw; None where they draw no bar.

    ``marks`` are characters used as markers (▼, ★) that stand in the region.
    """
    pieces = [shape for shape in shapes if _may_belong(shape, region, ends)]
    if len(pieces) > MAX_PIECES:
        return None
    pieces = _without_panels(pieces)
    band = _longest_band(pieces, ends)
    if band is None:
        return None
    rules = _table_rules(pieces, band)
    rest = [s.box for s in pieces if s not in band.shapes and s.box not in rules]
    track = _track(_Band(band.shapes, _without_sliders(band)), ends)
    # The ticks of a scale stand out of its line too; a pointer beside the line goes before them.
    tall = [box for box in _tall_pieces(band) if box not in rules]
    kinds = (rest, tall, list(marks))
    places = (_marker(boxes, band.box, track) for boxes in kinds)
    marker = next((place for place in places if place is not None), None)
    share = length_of(band.box) / length_of(region)
    return Graphic(_combined(_fill(band, track), marker, band, ends, share), track)


def _may_belong(shape: Shape, region: Box, ends: Ends) -> bool:
    box = shape.box
    if not (region.x0 <= (box.x0 + box.x1) / 2 <= region.x1):
        return False
    if not (region.top <= (box.top + box.bottom) / 2 <= region.bottom):
        return False
    if box.bottom - box.top > 0.8 * (region.bottom - region.top):
        return False
    # A panel behind the graphic and its words, or a rule across or beyond them, is no part of it.
    start, goal = ends
    if start and goal and start.x1 < goal.x0:
        across = box.x0 < start.x0 and box.x1 > goal.x1
        if across or not start.x0 <= (box.x0 + box.x1) / 2 <= goal.x1:
            return False
    return not any(end and inside(end, box) for end in ends)


def _without_panels(pieces: list[Shape]) -> list[Shape]:
    """The shapes less those that are a background to a long shape: far higher, and wider."""
    long = [piece.box for piece in pieces if length_of(piece.box) >= LEAST_LENGTH]
    return [piece for piece in pieces if not any(_is_panel(piece.box, box) for box in long)]


def _is_panel(box: Box, of: Box) -> bool:
    return (
        box.bottom - box.top > 2 * (of.bottom - of.top) + 6
        and box.x0 < of.x0 - 4
        and box.x1 > of.x1 + 4
        and box.top < of.top - 2
        and box.bottom > of.bottom + 2
    )


def _longest_band(pieces: Sequence[Shape], ends: Ends) -> _Band | None:
    """The row of shapes that spans most; rows gather around their longest shapes."""
    bands: list[_Band] = []
    for shape in sorted(pieces, key=lambda one: one.box.x0 - one.box.x1):
        for index, band in enumerate(bands):
            if _same_row(shape.box, band.shapes[0].box):
                shapes = [*band.shapes, shape]
                bands[index] = _Band(shapes, around([band.box, shape.box]))
                break
        else:
            bands.append(_Band([shape], shape.box))
    long = [band for band in bands if length_of(band.box) >= LEAST_LENGTH and _near(band.box, ends)]
    beside = [band for band in long if any(end and _beside(end, band.box) for end in ends)]
    return max(beside or long, key=_weight, default=None)


def _weight(band: _Band) -> tuple[bool, float]:
    """Rows with a body come before mere rules, then longer ones before shorter ones."""
    return any(map(_is_body, band.shapes)), length_of(band.box)


def _is_body(shape: Shape) -> bool:
    return shape.fill is not None and length_of(shape.box) > SAME


def _is_upright_rule(shape: Shape) -> bool:
    return shape.fill is None and length_of(shape.box) <= SAME


def _same_row(box: Box, row: Box) -> bool:
    """Whether the middle of each lies in the height of the other, or they rise from one line."""
    wide = abs(length_of(box) - length_of(row)) <= 0.1 * length_of(row)
    if wide and abs(box.bottom - row.bottom) <= SAME and box.bottom - box.top > 2 * SAME:
        return True
    middle, centre = (box.top + box.bottom) / 2, (row.top + row.bottom) / 2
    return (
        row.top - SAME <= middle <= row.bottom + SAME
        and box.top - SAME <= centre <= box.bottom + SAME
    )


def _near(box: Box, ends: Ends) -> bool:
    words = [end for end in ends if end]
    return not words or any(
        end.top - 45 <= (box.top + box.bottom) / 2 <= end.bottom + 45 for end in words
    )


def _track(band: _Band, ends: Ends) -> Box:
    """The whole scale: the band, or, for a lone bar that stops short, what the words leave free."""
    x0, top, x1, bottom = band.box
    start, goal = ends
    if start is None or goal is None:
        return band.box
    if not _beside(start, band.box) and not _beside(goal, band.box):
        return _over_words(band, start, goal)
    if goal.x0 < x1:
        return band.box
    gap, left_over = x0 - start.x1, goal.x0 - x1
    if gap < -SAME or left_over <= 2 * max(gap, 0) + 0.04 * (goal.x0 - start.x1):
        return band.box
    return Box(x0, top, goal.x0 - max(gap, 0), bottom)


def _over_words(band: _Band, start: Box, goal: Box) -> Box:
    """The scale of a lone bar that has its words above or below its ends."""
    x0, top, x1, bottom = band.box
    alone = len({shape.box for shape in band.shapes}) == 1
    if not alone or not start.x0 - 30 <= x0 <= start.x1 or x1 >= goal.x0:
        return band.box
    return Box(x0, top, goal.x1, bottom)


def _beside(word: Box, box: Box) -> bool:
    return word.top - 4 <= (box.top + box.bottom) / 2 <= word.bottom + 4


def _without_sliders(band: _Band) -> Box:
    """The box of a row less sliders that reach beyond an end of their track."""
    tall = set(_tall_pieces(band))
    return around([shape.box for shape in band.shapes if shape.box not in tall])


def _tall_pieces(band: _Band) -> list[Box]:
    """Narrow shapes in the row that stand out above and below the rest, as sliders do."""
    base = band.shapes[0].box
    height = base.bottom - base.top
    # What begins with the track is its filled part, however short and high.
    return [
        shape.box
        for shape in band.shapes
        if length_of(shape.box) < MARKER_SHARE * length_of(band.box)
        and shape.box.bottom - shape.box.top > 1.5 * height
        and abs(shape.box.x0 - base.x0) > SAME
    ]


def _table_rules(pieces: Sequence[Shape], band: _Band) -> list[Box]:
    """Upright rules that point at nothing: those that cross mere rules, or part a bar evenly.

    A rule between two cells of a row of cells may hang down and part those below it too.
    """
    middle = (band.box.top + band.box.bottom) / 2
    upright = {s.box for s in pieces if _is_upright_rule(s) and s.box.top <= middle <= s.box.bottom}
    rules = sorted(upright)
    steps = [two.x0 - one.x0 for one, two in pairwise(rules)]
    even = len(steps) >= 3 and max(steps) - min(steps) <= 0.05 * max(steps)
    return rules if even or not any(map(_is_body, band.shapes)) else []


def _marker(boxes: list[Box], band: Box, track: Box) -> float | None:
    """Where the one marker beside or on the track stands, as a share of the track."""
    length = length_of(track)
    reach = max(25.0, 1.5 * (band.bottom - band.top))
    places = sorted(
        (box.x0 + box.x1) / 2
        for box in boxes
        if length_of(box) < MARKER_SHARE * length
        and track.x0 - 0.03 * length <= (box.x0 + box.x1) / 2 <= track.x1 + 0.03 * length
        and box.bottom >= band.top - reach
        and box.top <= band.bottom + reach
        and box.bottom - box.top >= 3
    )
    if not places or places[-1] - places[0] > 0.03 * length:
        return None
    middle = sum(places) / len(places)
    return min(1.0, max(0.0, (middle - track.x0) / length))


def _fill(band: _Band, track: Box) -> Reading:
    """The filled share of the row of shapes, from what is painted last along it."""
    tall_pieces = set(_tall_pieces(band))
    tall = {id(shape) for shape in band.shapes if shape.box in tall_pieces}
    painted = sorted(
        (shape for shape in band.shapes if shape.fill is not None and id(shape) not in tall),
        key=lambda shape: shape.order,
    )
    # An empty segment is often only outlined.
    segments = segments_of([shape for shape in band.shapes if id(shape) not in tall])
    if segments:
        colours = _colours_at(painted, sorted((s.x0 + s.x1) / 2 for s in segments))
        return judge(np.repeat(colours, -(-SAMPLES // len(colours)), axis=0), WHITE)
    if not painted and all(_is_line(shape.box) for shape in band.shapes):
        return _drawn_over(band, track)
    step = length_of(track) / SAMPLES
    places = [track.x0 + (index + 0.5) * step for index in range(SAMPLES)]
    return judge(_colours_at(painted, places), WHITE)


def _drawn_over(band: _Band, track: Box) -> Reading:
    """The share of a line that another of another colour is drawn over, from the start on."""
    lines = sorted((s for s in band.shapes if s.stroke is not None), key=lambda one: one.order)
    tops = [line.box.top for line in lines]
    level = bool(lines) and max(tops) - min(tops) <= LEVEL
    if not level or len({line.stroke for line in lines}) < 2:
        return Reading(None, 0.0, "how thick a line is drawn is not known from its shape")
    drawn = [structs.replace(line, fill=line.stroke) for line in lines]
    step = length_of(track) / SAMPLES
    places = [track.x0 + (index + 0.5) * step for index in range(SAMPLES)]
    told = judge(_colours_at(drawn, places), WHITE)
    return told._replace(confidence=min(told.confidence, STROKES))


def _is_line(box: Box) -> bool:
    return box.bottom - box.top <= SAME


def _colours_at(painted: Sequence[Shape], places: Sequence[float]) -> Colours:
    """What is painted last at each of some ascending abscissas."""
    colours = np.full((len(places), 3), WHITE, dtype=float)
    for shape in painted:
        first, last = bisect_left(places, shape.box.x0), bisect_right(places, shape.box.x1)
        if shape.fill is not None:
            colours[first:last] = shape.fill
    return colours


def _combined(
    fill: Reading, marker: float | None, band: _Band, ends: Ends, share: float
) -> Reading:
    """The filled share and the marker weighed against each other."""
    if marker is None:
        return _without_marker(fill, band, ends, share)
    if fill.ratio is None:
        return Reading(marker, 0.9)
    if abs(fill.ratio - marker) <= 0.03:
        return Reading(fill.ratio, max(fill.confidence, 0.97))
    if fill.ratio in (0.0, 1.0):
        # A track of one colour says nothing; the marker on it does.
        return Reading(marker, 0.9)
    return Reading(
        fill.ratio, 0.6, f"a marker stands at {marker:.2f}, the bar ends at {fill.ratio:.2f}"
    )


def _without_marker(fill: Reading, band: _Band, ends: Ends, share: float) -> Reading:
    alone = len({shape.box for shape in band.shapes}) == 1
    # Of two areas of different colours in one place the lower one is the track.
    alone = alone and len({shape.fill for shape in band.shapes if shape.fill is not None}) == 1
    if alone and fill.ratio == 1.0 and not (ends.start and ends.goal):
        return lone_bar(share)
    return fill
