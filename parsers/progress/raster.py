"""Progress from pixels: bars in images, on scans, and drawn ones that shapes alone do not tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import cv2
import numpy as np

from parsers.layout.model import Box
from parsers.progress.model import Ends, Reading
from parsers.progress.strip import SAMPLES, judge, lone_bar

Pixel = Any  # array of shape (height, width, 3), RGB
Mask = Any  # boolean array of shape (height, width)

LEAST_SHARE = 0.22
"""A bar is at least this share of the region's width."""
MARKER_SHARE = 0.12
"""A marker is narrower than this share of the track."""
RINGING = 22.0
"""What stands out less than this next to strong colours is an artefact of compression."""


class Graphic(NamedTuple):
    """What was read from pixels: the ratio and the track in pixels of the picture."""

    reading: Reading
    box: Box


class _Blob(NamedTuple):
    """A connected piece of the picture that is not ground.

    ``solid`` is its filled share, ``strength`` how much it stands out from the ground.
    """

    label: int
    x0: int
    top: int
    x1: int
    bottom: int
    solid: float
    strength: float

    @property
    def width(self) -> int:
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        return self.bottom - self.top


def read_picture(pixels: Pixel, words: Sequence[Box], ends: Ends) -> Graphic | None:
    """The ratio drawn in an RGB picture of a region; None where it shows no bar.

    ``words`` are the boxes of text in the picture (pixels), ``ends`` those of its two end words.
    """
    smooth = cv2.medianBlur(np.ascontiguousarray(pixels), 3)
    return _read_smooth(smooth, words, ends, 0)


def _read_smooth(pixels: Pixel, words: Sequence[Box], ends: Ends, depth: int) -> Graphic | None:
    ground = _ground(pixels)
    difference = _difference(pixels, ground)
    mask = _figure(difference)
    _erase_words(mask, words)
    height, width = mask.shape
    blobs, labels = _blobs(_closed(mask), difference)
    panel = _panel(blobs, width, height)
    if panel is not None and depth < 2:
        return _read_panel(pixels, panel, words, ends, depth)
    bar = _bar(blobs, width, ends)
    segments = _segments(_blobs(mask, difference)[0], width)
    # Segments that are only the filled part of a longer bar are left to that bar.
    if segments and (bar is None or bar.width <= 1.1 * (segments[-1].x1 - segments[0].x0)):
        return _read_segments(pixels, segments, ground)
    if bar is None:
        return None
    return _read_bar(pixels, labels, bar, blobs, ground, ends)


def _panel(blobs: list[_Blob], width: int, height: int) -> _Blob | None:
    """A large filled area behind the graphic, too high for a bar."""
    large = [
        blob
        for blob in blobs
        if blob.width > 0.4 * width
        and blob.height > 0.45 * height
        and blob.solid > 0.8
        and blob.width < width - 2
    ]
    return max(large, key=lambda blob: blob.width * blob.height, default=None)


def _read_panel(
    pixels: Pixel, panel: _Blob, words: Sequence[Box], ends: Ends, depth: int
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


def _ground(pixels: Pixel) -> Pixel:
    """The colour of the page: the commonest one, in steps of 16."""
    coarse = (pixels // 16).astype(np.int32)
    keys = coarse[..., 0] * 256 + coarse[..., 1] * 16 + coarse[..., 2]
    values, counts = np.unique(keys, return_counts=True)
    common = values[counts.argmax()]
    ground: Pixel = np.median(pixels[keys == common], axis=0)
    return ground


def _difference(pixels: Pixel, ground: Pixel) -> Pixel:
    """How much each pixel differs from the page, whose light may fall off to one side."""
    signed = pixels.astype(np.float32) - ground.astype(np.float32)
    paper = np.abs(signed).max(axis=2) < 24
    rows, columns = np.nonzero(paper)
    if len(rows) > 1000:
        step = len(rows) // 1000
        places = np.column_stack([columns, rows, np.ones(len(rows))])[::step]
        light = signed.mean(axis=2)[paper][::step]
        slope_x, slope_y, level = np.linalg.lstsq(places, light, rcond=None)[0]
        ys, xs = np.indices(paper.shape, dtype=np.float32)
        signed -= (slope_x * xs + slope_y * ys + level).astype(np.float32)[..., None]
    return np.abs(signed).max(axis=2)


def _figure(difference: Pixel) -> Mask:
    """What stands out from the page, above the picture's own noise."""
    near = difference[difference < 30]
    noise = float(np.percentile(near, 90)) if near.size else 0.0
    threshold = min(26.0, max(8.0, 1.6 * noise + 5))
    # JPEG rings for a block's width (8 pixels) around strong edges.
    strong = (difference > 60).astype(np.uint8)
    halo = cv2.dilate(strong, np.ones((17, 17), np.uint8)).astype(bool)
    return difference > np.where(halo, max(RINGING, threshold), threshold)


def _closed(mask: Mask) -> Mask:
    """Narrow upright gaps filled: lines between segments do not part a bar."""
    closed = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((1, 9), np.uint8))
    return np.asarray(closed, dtype=bool)


def _erase_words(mask: Mask, words: Sequence[Box]) -> None:
    """Clear text that stands on the page; text on a bar stays, its bar being around it."""
    height, width = mask.shape
    for box in words:
        x0, x1 = max(0, int(box.x0) - 2), min(width, int(box.x1) + 3)
        top, bottom = max(0, int(box.top) - 2), min(height, int(box.bottom) + 3)
        if x1 - x0 < 3 or bottom - top < 3:
            continue
        part = mask[top:bottom, x0:x1]
        rim = np.concatenate([part[0], part[-1], part[:, 0], part[:, -1]])
        if rim.mean() < 0.3:
            part[:] = False


def _blobs(mask: Mask, difference: Pixel) -> tuple[list[_Blob], Pixel]:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(
        mask.astype(np.uint8), connectivity=8
    )
    blobs = []
    for label in range(1, count):
        x, y, w, h, area = (int(value) for value in stats[label])
        if area >= 12 and w >= 3 and h >= 2:
            part = labels[y : y + h, x : x + w] == label
            strength = float(difference[y : y + h, x : x + w][part].mean())
            blobs.append(_Blob(label, x, y, x + w, y + h, _solid(part), strength))
    return blobs, labels


def _solid(part: Mask) -> float:
    outlines, _ = cv2.findContours(
        part.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE
    )
    filled = max((cv2.contourArea(outline) for outline in outlines), default=0.0)
    height, width = part.shape
    return float(filled / max(1, (width - 1) * (height - 1)))


def _bar(blobs: list[_Blob], width: int, ends: Ends) -> _Blob | None:
    """The longest flat piece; between two words it may be short, as a lone arrow is."""
    least = LEAST_SHARE * width
    if ends.start and ends.goal:
        least = 0.06 * abs(ends.goal.x0 - ends.start.x1)
    flat = [
        blob
        for blob in blobs
        if least <= blob.width < width - 2
        and (blob.width >= 3 * blob.height or _between(blob, ends))
    ]
    return max(flat, key=lambda blob: blob.width, default=None)


def _between(blob: _Blob, ends: Ends) -> bool:
    """Whether a piece begins at the start's word and lies on its line."""
    start = ends.start
    if start is None or ends.goal is None or blob.width < blob.height:
        return False
    return _level(start, blob) and 0 <= blob.x0 - start.x1 < 0.1 * (ends.goal.x0 - start.x1)


def _segments(blobs: list[_Blob], width: int) -> list[_Blob]:
    """At least three solid pieces of one size, evenly spaced in a row."""
    best: list[_Blob] = []
    solid = [blob for blob in blobs if blob.solid > 0.6 and blob.width >= 6]
    for first in solid:
        row = sorted((blob for blob in solid if _alike(blob, first)), key=lambda blob: blob.x0)
        if len(row) < 3 or row[-1].x1 - row[0].x0 < LEAST_SHARE * width:
            continue
        pitches = np.diff([blob.x0 for blob in row])
        if pitches.max() - pitches.min() <= 0.2 * pitches.mean() + 2 and len(row) > len(best):
            best = row
    return best


def _alike(blob: _Blob, other: _Blob) -> bool:
    level = min(
        abs(blob.bottom - other.bottom), abs(blob.top + blob.bottom - other.top - other.bottom)
    )
    return (
        abs(blob.width - other.width) <= 0.12 * other.width + 2
        and abs(blob.height - other.height) <= 0.12 * other.height + 2
        and level <= 0.35 * other.height + 2
    )


def _read_segments(pixels: Pixel, segments: list[_Blob], ground: Pixel) -> Graphic:
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
    return Graphic(judge(colours, ground), box)


class _Spine(NamedTuple):
    """The middle line of a bar: ``slope·x + offset``, its usual and its least height."""

    slope: float
    offset: float
    usual: float
    least: float


def _read_bar(
    pixels: Pixel, labels: Pixel, bar: _Blob, blobs: list[_Blob], ground: Pixel, ends: Ends
) -> Graphic:
    tops, bottoms = _extents(labels, bar)
    spine = _spine(tops, bottoms)
    start, stop = _ends_of_bar(tops, bottoms, spine)
    end = _scale_end(bar.x0 + start, bar.x0 + stop, bar, blobs, ends, pixels.shape[1]) - bar.x0
    fill = judge(_along(pixels, bar, spine, start, end), ground)
    if fill.ratio == 1.0 and not _has_scale(blobs, bar, ends):
        fill = lone_bar((bar.x1 - bar.x0) / pixels.shape[1])
    track = Box(bar.x0 + start, bar.top, bar.x0 + end, bar.bottom)
    markers = _markers(tops, bottoms, spine, bar, blobs, track)
    return Graphic(_combined(fill, markers), track)


def _extents(labels: Pixel, bar: _Blob) -> tuple[Pixel, Pixel]:
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


def _scale_end(x0: int, x1: int, bar: _Blob, blobs: list[_Blob], ends: Ends, width: int) -> int:
    """Where the scale ends: a lone bar that stops far from the goal's word is only its part."""
    start, goal = ends
    left = start.x1 if start else _text_edge(blobs, bar, right=False)
    right = goal.x0 if goal else _text_edge(blobs, bar, right=True)
    if left is None or right is None or right < x1 or right > width:
        return x1
    if start is not None and not _level(start, bar):
        return x1
    if goal is not None and not _level(goal, bar):
        return x1
    gap, left_over = max(0.0, x0 - left), right - x1
    return int(right - gap) if left_over > 2 * gap + 0.04 * (right - left) else x1


def _has_scale(blobs: list[_Blob], bar: _Blob, ends: Ends) -> bool:
    """Whether words at the bar's ends, as text or drawn, say what its full length means."""
    if ends.start and ends.goal:
        return True
    sides = [_text_edge(blobs, bar, right=False), _text_edge(blobs, bar, right=True)]
    return None not in sides


def _level(word: Box, bar: _Blob) -> bool:
    return word.top - 6 <= (bar.top + bar.bottom) / 2 <= word.bottom + 6


def _text_edge(blobs: list[_Blob], bar: _Blob, right: bool) -> float | None:
    """Where words drawn in the picture begin, right or left of the bar."""
    middle = (bar.top + bar.bottom) / 2
    beside = [
        blob
        for blob in blobs
        if blob.top - 6 <= middle <= blob.bottom + 6
        and blob.height < 6 * bar.height
        and (blob.x0 >= bar.x1 if right else blob.x1 <= bar.x0)
    ]
    if not beside:
        return None
    return min(b.x0 for b in beside) if right else max(b.x1 for b in beside)


def _along(pixels: Pixel, bar: _Blob, spine: _Spine, start: int, end: int) -> Pixel:
    """The colours along the spine, each the median across the thinnest part of the bar."""
    half = max(1, int(0.3 * spine.least))
    xs = start + (np.arange(SAMPLES) + 0.5) * (end - start) / SAMPLES
    ys = bar.top + spine.slope * xs + spine.offset
    columns = np.clip((xs + bar.x0).astype(int), 0, pixels.shape[1] - 1)
    rows = np.clip(ys[:, None].astype(int) + np.arange(-half, half + 1), 0, pixels.shape[0] - 1)
    return np.median(pixels[rows, columns[:, None]], axis=1)


def _markers(
    tops: Pixel, bottoms: Pixel, spine: _Spine, bar: _Blob, blobs: list[_Blob], track: Box
) -> list[float]:
    """Where markers beside the bar or grown together with it stand, as shares of the track."""
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
        and blob.solid > 0.35
        and blob.strength > 55
        and blob.bottom >= bar.top - reach
        and blob.top <= bar.bottom + reach
        and track.x0 - 0.02 * length <= (blob.x0 + blob.x1) / 2 <= track.x1 + 0.02 * length
    ]
    heights = bottoms - tops
    for first, last in _bulges(tops, bottoms, spine, length):
        if first > 2 or not _is_block(heights[first : last + 1]):
            highest = heights[first : last + 1] > 0.85 * heights[first : last + 1].max()
            places.append(bar.x0 + first + float(np.flatnonzero(highest).mean()))
    return [min(1.0, max(0.0, (place - track.x0) / length)) for place in places]


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
    return len(inner) > 0 and float(inner.min()) > 0.9 * float(inner.max())


def _combined(fill: Reading, markers: list[float]) -> Reading:
    if not markers or max(markers) - min(markers) > 0.03:
        return fill._replace(confidence=min(fill.confidence, 0.93))
    marker = sum(markers) / len(markers)
    if fill.ratio is None:
        return Reading(marker, 0.85)
    if abs(fill.ratio - marker) <= 0.03:
        return Reading(fill.ratio, 0.95)
    if fill.ratio in (0.0, 1.0):
        return Reading(marker, 0.85)
    note = f"a marker stands at {marker:.2f}, the bar ends at {fill.ratio:.2f}"
    return Reading(fill.ratio, 0.6, note)
