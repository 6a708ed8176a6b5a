"""Progress from pixels: bars in images, on scans, and drawn ones that shapes alone do not tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import cv2
import numpy as np

from parsers.layout.model import Box
from parsers.progress.model import Ends, Reading
from parsers.progress.strip import SAMPLES, judge

Pixel = Any  # array of shape (height, width, 3), RGB
Mask = Any  # boolean array of shape (height, width)

LEAST_SHARE = 0.22
"""A bar is at least this share of the region's width."""
MARKER_SHARE = 0.12


class Graphic(NamedTuple):
    """What was read from pixels: the ratio and the track in pixels of the picture."""

    reading: Reading
    box: Box


class _Blob(NamedTuple):
    """A connected piece of the picture that is not ground; ``solid`` is its filled share."""

    label: int
    x0: int
    top: int
    x1: int
    bottom: int
    solid: float

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
    ground = _ground(smooth)
    mask = _figure(smooth, ground)
    _erase_words(mask, words)
    blobs, labels = _blobs(mask)
    segments = _segments(blobs, mask.shape[1])
    bar = _bar(blobs, mask.shape[1], mask.shape[0])
    if segments and (bar is None or segments[-1].x1 - segments[0].x0 > 1.1 * bar.width):
        return _read_segments(smooth, segments, ground)
    if bar is None:
        return None
    return _read_bar(smooth, labels, bar, blobs, ground, ends)


def _ground(pixels: Pixel) -> Pixel:
    """The colour of the page: the commonest one, in steps of 16."""
    coarse = (pixels // 16).astype(np.int32)
    keys = coarse[..., 0] * 256 + coarse[..., 1] * 16 + coarse[..., 2]
    values, counts = np.unique(keys, return_counts=True)
    common = values[counts.argmax()]
    return np.median(pixels[keys == common], axis=0)


def _figure(pixels: Pixel, ground: Pixel) -> Mask:
    """What stands out from the page, above the picture's own noise."""
    difference = np.abs(pixels.astype(np.int16) - ground.astype(np.int16)).max(axis=2)
    near = difference[difference < 30]
    noise = float(np.percentile(near, 90)) if near.size else 0.0
    threshold = min(26.0, max(8.0, 1.6 * noise + 5))
    return difference > threshold


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


def _blobs(mask: Mask) -> tuple[list[_Blob], Pixel]:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(
        mask.astype(np.uint8), connectivity=8
    )
    blobs = []
    for label in range(1, count):
        x, y, w, h, area = (int(value) for value in stats[label])
        if area >= 12 and w >= 3 and h >= 2:
            blobs.append(_Blob(label, x, y, x + w, y + h, _solid(labels, label, x, y, w, h)))
    return blobs, labels


def _solid(labels: Pixel, label: int, x: int, y: int, w: int, h: int) -> float:
    part = (labels[y : y + h, x : x + w] == label).astype(np.uint8)
    outlines, _ = cv2.findContours(part, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    filled = max((cv2.contourArea(outline) for outline in outlines), default=0.0)
    return float(filled) / max(1, (w - 1) * (h - 1))


def _bar(blobs: list[_Blob], width: int, height: int) -> _Blob | None:
    """The longest flat piece."""
    flat = [
        blob
        for blob in blobs
        if blob.width >= LEAST_SHARE * width
        and blob.width >= 3 * blob.height
        and blob.height <= 0.85 * height
    ]
    return max(flat, key=lambda blob: blob.width, default=None)


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
    return (int(on[0]), int(on[-1]) + 1) if len(on) > 10 else (0, len(tops))


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
        and blob.width < MARKER_SHARE * length
        and blob.height >= 5
        and blob.solid > 0.35
        and blob.bottom >= bar.top - reach
        and blob.top <= bar.bottom + reach
        and track.x0 - 0.02 * length <= (blob.x0 + blob.x1) / 2 <= track.x1 + 0.02 * length
    ]
    places += [bar.x0 + place for place in _bulges(tops, bottoms, spine, length)]
    return [min(1.0, max(0.0, (place - track.x0) / length)) for place in places]


def _bulges(tops: Pixel, bottoms: Pixel, spine: _Spine, length: float) -> list[float]:
    """Narrow stretches where the bar is much higher than it is elsewhere."""
    heights = bottoms - tops
    high = np.flatnonzero(heights > 1.5 * spine.usual + 2)
    if not len(high):
        return []
    runs = np.split(high, np.flatnonzero(np.diff(high) > 2) + 1)
    return [float(run[0] + run[-1]) / 2 for run in runs if 3 <= len(run) < MARKER_SHARE * length]


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
