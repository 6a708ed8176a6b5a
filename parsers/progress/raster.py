"""Progress from pixels: bars in images, on scans, and drawn ones that shapes alone do not tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from parsers.layout.model import Box
from parsers.progress.erasing import closed, erase_rests, erase_rules, erase_words
from parsers.progress.figure import (
    Blob,
    Pixel,
    blobs_of,
    difference_from,
    figure,
    find_bar,
    find_panel,
    find_segments,
    ground_of,
    level_with,
    rejoined,
)
from parsers.progress.model import Ends, Reading
from parsers.progress.strip import SAMPLES, judge, lone_bar, thick_share

MARKER_SHARE = 0.12
"""A marker is narrower than this share of the track."""
TICK = 0.6
"""The ticks of a scale are lower than this share of the marker that stands on it,"""
TICK_WIDE = 0.015
"""and narrower than this share of the track;"""
AGREEING = 0.03
"""Two readings of one graphic that are this close agree."""
LACKING = 0.8
"""Share of a segment's pitch by which a row may stand nearer to one of its end words."""
LINE = 5.0
"""A bar no higher than this (pixels) is a line, which only a marker makes a graphic."""
LEAST_TICKS = 3
"""a scale has at least so many."""


class Graphic(NamedTuple):
    """What was read from pixels: the ratio and the track in pixels of the picture."""

    reading: Reading
    box: Box


def read_picture(pixels: Pixel, words: Sequence[Box], ends: Ends) -> Graphic | None:
    """The ratio drawn in an RGB picture of a region; None where it shows no bar.

    ``words`` are the boxes of text in the picture (pixels), ``ends`` those of its two end words.
    """
    smooth = cv2.medianBlur(np.ascontiguousarray(pixels), 3)
    return _read_smooth(smooth, words, ends, 0)


def _read_smooth(pixels: Pixel, words: Sequence[Box], ends: Ends, depth: int) -> Graphic | None:
    ground = ground_of(pixels)
    difference = difference_from(pixels, ground)
    mask = figure(difference)
    erase_rules(mask, ends)
    erase_words(mask, words)
    erase_rests(mask, ends)
    height, width = mask.shape
    blobs, labels = blobs_of(closed(mask), difference)
    panel = find_panel(blobs, width, height, ends)
    if panel is not None and depth < 2:
        return _read_panel(pixels, panel, words, ends, depth)
    bar = find_bar(blobs, width, ends)
    segments = find_segments(blobs_of(mask, difference)[0], width)
    # Segments that are only the filled part of a longer bar are left to that bar.
    if segments and (bar is None or bar.width <= 1.1 * (segments[-1].x1 - segments[0].x0)):
        return _read_segments(pixels, segments, ground, ends)
    if bar is None:
        return None
    bar = rejoined(bar, blobs, labels, ends)
    whole = _read_bar(pixels, labels, bar, blobs, ground, ends)
    return _weighed(whole, _read_segments(pixels, segments, ground, ends)) if segments else whole


def _weighed(whole: Graphic | None, parts: Graphic) -> Graphic | None:
    """The reading of a bar, doubtful where filled and empty segments in it say another."""
    if whole is None or whole.reading.ratio is None or parts.reading.ratio in (None, 0.0, 1.0):
        return whole
    if abs(whole.reading.ratio - parts.reading.ratio) <= AGREEING:
        return whole
    note = f"its segments say {parts.reading.ratio:.2f}, the whole bar {whole.reading.ratio:.2f}"
    return Graphic(Reading(whole.reading.ratio, 0.6, note), whole.box)


def _read_panel(
    pixels: Pixel, panel: Blob, words: Sequence[Box], ends: Ends, depth: int
) -> Graphic | None:
    """What a panel holds, read with the panel's own colour as ground."""
    rim = 4 + panel.height // 25
    x, y = panel.x0 + rim, panel.top + rim
    inner = pixels[y : panel.bottom - rim, x : panel.x1 - rim]
    found = _read_smooth(
        np.ascontiguousarray(inner),
        [_moved(word, -x, -y) for word in words],
        Ends(*(_moved(end, -x, -y) if end else None for end in ends)),
        depth + 1,
    )
    return found and Graphic(found.reading, _moved(found.box, x, y))


def _moved(box: Box, x: float, y: float) -> Box:
    return Box(box.x0 + x, box.top + y, box.x1 + x, box.bottom + y)


def _read_segments(pixels: Pixel, segments: list[Blob], ground: Pixel, ends: Ends) -> Graphic:
    each = -(-SAMPLES // len(segments))
    colours = []
    for blob in segments:
        inset = max(1, blob.height // 4)
        middle = pixels[blob.top + inset : blob.bottom - inset, blob.x0 + 2 : blob.x1 - 2]
        colours.extend([np.median(middle.reshape(-1, 3), axis=0)] * each)
    box = Box(
        segments[0].x0,
        min(blob.top for blob in segments),
        segments[-1].x1,
        max(blob.bottom for blob in segments),
    )
    told = judge(colours, ground)
    if _lacks_one(segments, ends):
        told = Reading(told.ratio, 0.6, "a segment at one end of the row seems to be lost")
    return Graphic(told, box)


def _lacks_one(segments: list[Blob], ends: Ends) -> bool:
    """Whether a row of segments is so far nearer to one end word that another one would fit."""
    if ends.start is None or ends.goal is None:
        return False
    before, behind = segments[0].x0 - ends.start.x1, ends.goal.x0 - segments[-1].x1
    return abs(before - behind) > LACKING * (segments[1].x0 - segments[0].x0)


class _Spine(NamedTuple):
    """The middle line of a bar: ``slope·x + offset``, its usual and its least height."""

    slope: float
    offset: float
    usual: float
    least: float


def _read_bar(
    pixels: Pixel, labels: Pixel, bar: Blob, blobs: list[Blob], ground: Pixel, ends: Ends
) -> Graphic | None:
    tops, bottoms = _extents(labels, bar)
    spine = _spine(tops, bottoms)
    start, stop = _ends_of_bar(tops, bottoms, spine)
    end = _scale_end(bar.x0 + start, bar.x0 + stop, bar, blobs, ends, pixels.shape[1]) - bar.x0
    fill = judge(_along(pixels, bar, spine, start, end), ground)
    thick = thick_share(bottoms - tops, start, end)
    if thick is not None:
        fill = Reading(thick, 0.9)
    if fill.ratio == 1.0 and not _has_scale(blobs, bar, ends):
        fill = lone_bar((bar.x1 - bar.x0) / pixels.shape[1])
    track = Box(bar.x0 + start, bar.top, bar.x0 + end, bar.bottom)
    whole = [blob for blob in blobs if not _is_cut(blob, pixels.shape)]
    markers = [] if thick is not None else _markers(tops, bottoms, spine, bar, whole, track)
    line = spine.usual <= LINE
    if line and fill.ratio == 1.0 and not markers and not (ends.start and ends.goal):
        return None  # a rule of a table
    return Graphic(_combined(fill, markers, line), track)


def _is_cut(blob: Blob, shape: tuple[int, ...]) -> bool:
    """Whether a piece reaches in from outside the picture: a heading's or a stamp's lower end."""
    return blob.top <= 0 or blob.x0 <= 0 or blob.bottom >= shape[0] or blob.x1 >= shape[1]


def _extents(labels: Pixel, bar: Blob) -> tuple[Pixel, Pixel]:
    part = labels[bar.top : bar.bottom, bar.x0 : bar.x1] == bar.label
    tops = part.argmax(axis=0).astype(float)
    bottoms = (part.shape[0] - part[::-1].argmax(axis=0)).astype(float)
    return tops, bottoms


def _spine(tops: Pixel, bottoms: Pixel) -> _Spine:
    """A line through the middles of the columns, those with a marker on them left out."""
    heights = bottoms - tops
    usual = float(np.median(heights))
    columns = np.arange(len(tops))
    keep = heights <= 1.25 * max(usual, np.percentile(heights, 25)) + 1
    middles = (tops + bottoms) / 2
    slope, offset = 0.0, float(np.median(middles))
    for _ in range(3):
        if keep.sum() < 10:
            break
        slope, offset = (float(value) for value in np.polyfit(columns[keep], middles[keep], 1))
        miss = np.abs(middles - slope * columns - offset)
        keep = miss <= max(1.0, 0.15 * usual, float(np.median(miss[keep])) * 2)
    return _Spine(slope, offset, usual, max(2.0, float(np.percentile(heights, 8))))


def _ends_of_bar(tops: Pixel, bottoms: Pixel, spine: _Spine) -> tuple[int, int]:
    """First and last column that lie on the spine: arrow heads and caps belong to the bar."""
    columns = np.arange(len(tops))
    line = spine.slope * columns + spine.offset
    on = np.flatnonzero((tops <= line + 1) & (bottoms >= line - 1))
    if len(on) <= 10:
        return 0, len(tops)
    start, stop = int(on[0]), int(on[-1]) + 1
    # A slider at an end hides it and reaches beyond it by half its width.
    for first, last in _bulges(tops, bottoms, spine, len(tops)):
        if not _is_slider(tops[first : last + 1], bottoms[first : last + 1], line[first]):
            continue
        if first - start <= 2 * spine.usual and first - start <= last - first:
            start = (first + last) // 2
        elif stop - last <= 2 * spine.usual and stop - last <= last - first:
            stop = (first + last) // 2
    return start, stop


def _scale_end(x0: int, x1: int, bar: Blob, blobs: list[Blob], ends: Ends, width: int) -> int:
    """Where the scale ends: a lone bar that stops far from the goal's word is only its part."""
    start, goal = ends
    left = start.x1 if start else _text_edge(blobs, bar, right=False)
    right = goal.x0 if goal else _text_edge(blobs, bar, right=True)
    if left is None or right is None or right < x1 or right > width:
        return x1
    if start is not None and not level_with(start, bar):
        return x1
    if goal is not None and not level_with(goal, bar):
        return x1
    gap, left_over = max(0.0, x0 - left), right - x1
    return int(right - gap) if left_over > 2 * gap + 0.04 * (right - left) else x1


def _has_scale(blobs: list[Blob], bar: Blob, ends: Ends) -> bool:
    """Whether words at the bar's ends, as text or drawn, say what its full length means."""
    if ends.start and ends.goal:
        return True
    sides = [_text_edge(blobs, bar, right=False), _text_edge(blobs, bar, right=True)]
    return None not in sides


def _text_edge(blobs: list[Blob], bar: Blob, right: bool) -> float | None:
    """Where words drawn in the picture begin, right or left of the bar."""
    middle = (bar.top + bar.bottom) / 2
    beside = [
        blob
        for blob in blobs
        if blob.top - 6 <= middle <= blob.bottom + 6
        and 8 <= blob.height < 6 * bar.height
        and blob.strength > 40
        and (blob.x0 >= bar.x1 if right else blob.x1 <= bar.x0)
    ]
    if not beside:
        return None
    return min(b.x0 for b in beside) if right else max(b.x1 for b in beside)


def _along(pixels: Pixel, bar: Blob, spine: _Spine, start: int, end: int) -> Pixel:
    """The colours along the spine, each the median across the thinnest part of the bar."""
    half = max(1, int(0.3 * spine.least))
    xs = start + (np.arange(SAMPLES) + 0.5) * (end - start) / SAMPLES
    ys = bar.top + spine.slope * xs + spine.offset
    columns = np.clip((xs + bar.x0).astype(int), 0, pixels.shape[1] - 1)
    rows = np.clip(ys[:, None].astype(int) + np.arange(-half, half + 1), 0, pixels.shape[0] - 1)
    return np.median(pixels[rows, columns[:, None]], axis=1)


def _markers(
    tops: Pixel, bottoms: Pixel, spine: _Spine, bar: Blob, blobs: list[Blob], track: Box
) -> list[float]:
    """Where markers beside the bar stand, or else those grown together with it, as shares.

    The ticks of a scale stand out of its line too; a pointer beside the line goes before them.
    """
    length = track.x1 - track.x0
    reach = max(12.0, 1.5 * spine.usual)
    places = [
        (blob.x0 + blob.x1) / 2
        for blob in blobs
        if blob.label != bar.label
        and (blob.top <= bar.top or blob.bottom >= bar.bottom)
        and blob.width < MARKER_SHARE * length
        and blob.height >= max(5, 0.25 * spine.usual)
        and blob.width * blob.height >= 60
        and blob.solid > 0.3
        and blob.strength > 55
        and blob.bottom >= bar.top - reach
        and blob.top <= bar.bottom + reach
        and track.x0 - 0.02 * length <= (blob.x0 + blob.x1) / 2 <= track.x1 + 0.02 * length
    ]
    if not places:
        places = [bar.x0 + place for place in _grown(tops, bottoms, spine, length)]
    return [min(1.0, max(0.0, (place - track.x0) / length)) for place in places]


def _grown(tops: Pixel, bottoms: Pixel, spine: _Spine, length: float) -> list[float]:
    """The columns of markers that touch the bar, thin ticks lower than they are left out."""
    heights = bottoms - tops
    tips = []
    for first, last in _bulges(tops, bottoms, spine, length):
        stretch = heights[first : last + 1]
        if first > 2 or not _is_block(stretch):
            highest = np.flatnonzero(stretch > 0.85 * stretch.max())
            place = first + float(highest.mean())
            tips.append((float(stretch.max()), len(stretch) < TICK_WIDE * length, place))
    top = max((height for height, _, _ in tips), default=0.0)
    ticks = [tip for tip in tips if tip[1] and tip[0] < TICK * top]
    return [tip[2] for tip in tips if len(ticks) < LEAST_TICKS or tip not in ticks]


def _bulges(tops: Pixel, bottoms: Pixel, spine: _Spine, length: float) -> list[tuple[int, int]]:
    """Narrow stretches where the bar is much higher than it is elsewhere, first to last column."""
    high = np.flatnonzero(bottoms - tops > 1.5 * spine.usual + 2)
    if not len(high):
        return []
    runs = np.split(high, np.flatnonzero(np.diff(high) > 2) + 1)
    narrow = [run for run in runs if 3 <= len(run) < MARKER_SHARE * length]
    return [(int(run[0]), int(run[-1])) for run in narrow]


def _is_slider(tops: Pixel, bottoms: Pixel, line: float) -> bool:
    """Whether a stretch swells to both sides of the bar's middle and is round."""
    even = bool(np.abs((tops + bottoms) / 2 - line).max() <= 0.2 * (bottoms - tops).max())
    return even and not _is_block(bottoms - tops)


def _is_block(heights: Pixel) -> bool:
    """Whether a stretch is as high at its sides as in its middle: a short filled part."""
    inner = heights[1:-1]
    return len(inner) > 0 and float(np.percentile(inner, 12)) > 0.85 * float(inner.max())


def _combined(fill: Reading, markers: list[float], line: bool) -> Reading:
    if not markers or max(markers) - min(markers) > 0.03:
        if fill.ratio == 0.0:
            return Reading(0.0, 0.7, "a pale bar in a picture may be a full one that faded")
        return fill._replace(confidence=min(fill.confidence, 0.93))
    marker = sum(markers) / len(markers)
    if fill.ratio is None:
        return Reading(marker, 0.85)
    if abs(fill.ratio - marker) <= 0.03:
        return Reading(fill.ratio, 0.95)
    if fill.ratio in (0.0, 1.0) or line:
        return Reading(marker, 0.85)
    note = f"a marker stands at {marker:.2f}, the bar ends at {fill.ratio:.2f}"
    return Reading(fill.ratio, 0.6, note)
