"""What stands out on a picture of a progress graphic: bars, segments, panels, markers, words."""

from __future__ import annotations

from typing import Any, NamedTuple

import cv2
import numpy as np

from parsers.layout.model import Box
from parsers.progress.erasing import LEAST_SHARE, THICKEST
from parsers.progress.model import Ends

Pixel = Any  # array of shape (height, width, 3), RGB
Mask = Any  # boolean array of shape (height, width)

FRAME = 2.5
"""A frame is so many times as high as a word in it; a bar with words on it is lower."""
LOST = 0.03
"""Ink that a scan loses parts no bar where it is less than this share between two end words."""
RINGING = 22.0
"""What stands out less than this next to strong colours is an artefact of compression."""
EVEN = 0.5
"""Light that falls off by less than this (levels of 255) is the coding of an even page."""

SAMPLED = 500
"""So many pixels tell which colour may be that of the page."""
CHUNK = 65_536
"""So many places at a time need no memory that the system has to give and take back."""


class Blob(NamedTuple):
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


def ground_of(pixels: Pixel) -> Pixel:
    """The colour of the page: the commonest one, in steps of 16."""
    if (plain := _plain_ground(pixels)) is not None:
        return plain
    planes = cv2.split(pixels)
    counts = cv2.calcHist(planes, [0, 1, 2], None, [16] * 3, [0, 256] * 3)
    steps = np.array(np.unravel_index(int(counts.argmax()), counts.shape)) * 16
    chosen = cv2.inRange(pixels, steps, steps + 15)
    return np.array([_middle(plane, chosen) for plane in planes])


def _plain_ground(pixels: Pixel) -> Pixel | None:
    """The colour that more than half of the pixels have exactly, as drawn pages do; else None."""
    places = pixels.reshape(-1, 3)[:: max(1, pixels.size // 3 // SAMPLED)]
    colours, counts = np.unique(places @ np.array([1 << 16, 1 << 8, 1]), return_counts=True)
    if 3 * counts.max() < len(places):
        return None
    colour = np.array([int(colours[counts.argmax()]) >> shift & 255 for shift in (16, 8, 0)], float)
    held = cv2.countNonZero(cv2.inRange(pixels, colour, colour))
    return colour if 6 * held > pixels.size else None


def _middle(plane: Pixel, chosen: Pixel) -> float:
    """The median of a plane where a mask says so, by counting."""
    reached = cv2.calcHist([plane], [0], chosen, [256], [0, 256]).astype(int).cumsum()
    count = int(reached[-1])
    low, high = np.searchsorted(reached, [(count - 1) // 2, count // 2], side="right")
    return float(low + high) / 2


def difference_from(pixels: Pixel, ground: Pixel) -> Pixel:
    """How much each pixel differs from the page, whose light may fall off to one side."""
    whole = np.rint(ground)
    if np.array_equal(whole, ground):
        apart = cv2.split(cv2.absdiff(pixels, np.append(whole, 0.0)))
        largest = cv2.max(cv2.max(apart[0], apart[1]), apart[2])
    else:
        high, low = _extremes(pixels, ground)
        largest = np.maximum(high, -low)
    slant = _slant(pixels, ground, largest)
    if slant is None:
        return largest
    # The largest of three absolute values is that of the highest or of the lowest.
    high, low = _extremes(pixels, ground)
    return np.maximum(high - slant, slant - low)


def _extremes(pixels: Pixel, ground: Pixel) -> tuple[Pixel, Pixel]:
    """The highest and the lowest difference of the channels at each place."""
    planes = zip(cv2.split(pixels), ground, strict=True)
    red, green, blue = (plane.astype(np.float32) - np.float32(level) for plane, level in planes)
    return cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue)


def _slant(pixels: Pixel, ground: Pixel, largest: Pixel) -> Pixel | None:
    """The plane that the paper's light follows beside the ground, None where it is even."""
    paper = largest < 24
    count = int(np.count_nonzero(paper))
    if count <= 1000:
        return None
    # About a thousand places are enough to fit a plane.
    places = _every(paper, count // 1000)
    light = pixels.reshape(-1, 3)[places].mean(axis=1) - ground.mean()
    if not light.any():
        return None
    rows, columns = np.divmod(places, largest.shape[1])
    points = np.column_stack([columns, rows, np.ones(len(rows))])
    slope_x, slope_y, level = np.linalg.lstsq(points, light, rcond=None)[0]
    height, width = largest.shape
    across = (slope_x * np.arange(width)).astype(np.float32)
    down = (slope_y * np.arange(height) + level).astype(np.float32)
    deepest = max(across.max() + down.max(), -across.min() - down.min())
    return across + down[:, None] if deepest >= EVEN else None


def _every(mask: Mask, step: int) -> Pixel:
    """Every so manyth true place of a mask, counted through its rows, taken a few at a time."""
    rows, width = max(1, CHUNK // mask.shape[1]), mask.shape[1]
    places, seen = [], 0
    for top in range(0, mask.shape[0], rows):
        held = np.flatnonzero(mask[top : top + rows])
        places.append(held[-seen % step :: step] + top * width)
        seen += len(held)
    return np.concatenate(places)


def figure(difference: Pixel) -> Mask:
    """What stands out from the page, above the picture's own noise."""
    threshold = _threshold(difference)
    # JPEG rings for a block's width (8 pixels) around strong edges.
    strong = (difference > 60).view(np.uint8)
    halo = cv2.dilate(strong, np.ones((17, 17), np.uint8)).view(bool)
    return (difference > max(RINGING, threshold)) | ((difference > threshold) & ~halo)


def _threshold(difference: Pixel) -> float:
    """What is more than noise: its ninetieth percentile weighed, from 8 to 26."""
    near = difference < 30
    usual = np.count_nonzero(near)
    # Most pages are so even that the least threshold holds, and counting tells without sorting.
    if np.count_nonzero(difference <= 1.8) > 0.9 * usual + 1 or not usual:
        return 8.0
    noise = float(np.percentile(difference[near], 90))
    return min(26.0, max(8.0, 1.6 * noise + 5))


def blobs_of(mask: Mask, difference: Pixel) -> tuple[list[Blob], Pixel]:
    """The pieces of a mask worth a look, and the label of each of its places."""
    labels = np.zeros(mask.shape, np.int32)
    left, upper, wide, high = cv2.boundingRect(mask.view(np.uint8))
    if not wide:
        return [], labels
    held = np.s_[upper : upper + high, left : left + wide]
    # Small labels take half the time; pieces are at least a pixel apart.
    few = (wide + 1) // 2 * ((high + 1) // 2) < 1 << 16
    _, labels[held], stats, _ = cv2.connectedComponentsWithStats(
        mask[held].view(np.uint8), connectivity=8, ltype=cv2.CV_16U if few else cv2.CV_32S
    )
    blobs = []
    for label, (x, y, w, h, area) in enumerate(stats[1:].tolist(), 1):
        if area >= 12 and w >= 3 and h >= 2:
            x, y = x + left, y + upper
            box = np.s_[y : y + h, x : x + w]
            part = (labels[box] == label).view(np.uint8)
            strength = cv2.mean(difference[box], part)[0]
            blobs.append(Blob(label, x, y, x + w, y + h, _solid(part), strength))
    return blobs, labels


def _solid(part: Mask) -> float:
    outlines, _ = cv2.findContours(part, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    filled = max((cv2.contourArea(outline) for outline in outlines), default=0.0)
    height, width = part.shape
    return float(filled / max(1, (width - 1) * (height - 1)))


def find_panel(blobs: list[Blob], width: int, height: int, ends: Ends) -> Blob | None:
    """A large filled area behind the graphic, too high for a bar; the end words lie on it too."""
    large = [
        blob
        for blob in blobs
        if blob.width > 0.4 * width
        and blob.height > 0.45 * height
        and blob.solid > 0.8
        and blob.width < width - 2
        and not _lies_between(blob, ends)
    ]
    return max(large, key=lambda blob: blob.width * blob.height, default=None)


def _lies_between(blob: Blob, ends: Ends) -> bool:
    """Whether a piece lies beside both end words, on their line and between them."""
    start, goal = ends
    if start is None or goal is None:
        return False
    return start.x1 - 4 <= blob.x0 and blob.x1 <= goal.x0 + 4 and level_with(start, blob)


def find_bar(blobs: list[Blob], width: int, ends: Ends) -> Blob | None:
    """The longest flat piece; between two words it may be short, as a lone arrow is."""
    least = LEAST_SHARE * width
    if ends.start and ends.goal:
        least = 0.06 * abs(ends.goal.x0 - ends.start.x1)
    flat = [
        blob
        for blob in blobs
        if least <= blob.width < width - 2
        and not _is_frame(blob, ends)
        and (blob.width >= 3 * blob.height or _between(blob, ends))
    ]
    level = [blob for blob in flat if any(end and level_with(end, blob) for end in ends)]
    return max(level or flat, key=lambda blob: blob.width, default=None)


def rejoined(bar: Blob, blobs: list[Blob], labels: Pixel, ends: Ends) -> Blob:
    """The bar with the pieces beside it, alike in height, that lost ink parts from it.

    Their places in ``labels`` get the bar's label. Only between two end words.
    """
    if ends.start is None or ends.goal is None or bar.height <= THICKEST:
        return bar
    gap = LOST * (ends.goal.x0 - ends.start.x1)
    alike = [blob for blob in blobs if blob.label != bar.label and _in_row(blob, bar)]
    for blob in sorted(alike, key=lambda blob: abs(blob.x0 + blob.x1 - bar.x0 - bar.x1)):
        if max(blob.x0 - bar.x1, bar.x0 - blob.x1) > gap:
            continue
        labels[labels == blob.label] = bar.label
        bar = bar._replace(
            x0=min(bar.x0, blob.x0),
            top=min(bar.top, blob.top),
            x1=max(bar.x1, blob.x1),
            bottom=max(bar.bottom, blob.bottom),
        )
    return bar


def _in_row(blob: Blob, bar: Blob) -> bool:
    """Whether a longish piece has its upper and its lower edge where the bar has them."""
    slack = 0.2 * bar.height + 1
    return (
        blob.width >= 2 * bar.height
        and abs(blob.top - bar.top) <= slack
        and abs(blob.bottom - bar.bottom) <= slack
    )


def _is_frame(blob: Blob, ends: Ends) -> bool:
    """Whether a piece is a box around one of the end words, and much higher than the word."""
    return any(
        end is not None
        and blob.x0 < end.x0
        and end.x1 < blob.x1
        and blob.top < end.top
        and end.bottom < blob.bottom
        and blob.height > FRAME * (end.bottom - end.top)
        for end in ends
    )


def _between(blob: Blob, ends: Ends) -> bool:
    """Whether a piece begins at the start's word and lies on its line."""
    start = ends.start
    if start is None or ends.goal is None or blob.width < blob.height:
        return False
    return level_with(start, blob) and 0 <= blob.x0 - start.x1 < 0.1 * (ends.goal.x0 - start.x1)


def find_segments(blobs: list[Blob], width: int) -> list[Blob]:
    """At least three solid pieces of one size, evenly spaced in a row."""
    best: list[Blob] = []
    solid = [blob for blob in blobs if blob.solid > 0.6 and min(blob.width, blob.height) >= 6]
    for first in solid:
        row = sorted((blob for blob in solid if _alike(blob, first)), key=lambda blob: blob.x0)
        if len(row) < 3 or row[-1].x1 - row[0].x0 < LEAST_SHARE * width:
            continue
        pitches = np.diff([blob.x0 for blob in row])
        if pitches.max() - pitches.min() <= 0.2 * pitches.mean() + 2 and len(row) > len(best):
            best = row
    return best


def _alike(blob: Blob, other: Blob) -> bool:
    level = min(
        abs(blob.bottom - other.bottom), abs(blob.top + blob.bottom - other.top - other.bottom)
    )
    return (
        abs(blob.width - other.width) <= 0.12 * other.width + 2
        and abs(blob.height - other.height) <= 0.12 * other.height + 2
        and level <= 0.35 * other.height + 2
    )


def level_with(word: Box, bar: Blob) -> bool:
    """Whether the middle of a bar is at the height of a word, or little above or below it."""
    reach = max(6.0, 0.5 * (word.bottom - word.top))
    return word.top - reach <= (bar.top + bar.bottom) / 2 <= word.bottom + reach
