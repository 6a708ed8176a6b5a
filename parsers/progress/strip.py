"""Where a bar changes from filled to not filled, from its colours along one line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from parsers.progress.model import Reading

SAMPLES = 400
"""Colours taken along a bar; the ratio is good to a quarter of a percent."""
EDGE = 28.0
"""Colours of two sides differ by at least this (Euclidean, RGB) where filling ends."""
VIVID, DULL = 70.0, 36.0
"""A colour with channels spread by VIVID is one to fill a bar with; below DULL it is a grey."""
GREY = 186.0
"""On white, darker greys than this fill a bar and lighter ones are its empty part."""
UNCLEAR = 20.0
"""Greys this near to GREY do not tell whether they fill a bar."""
SEPARATOR = 0.02
"""Lines between segments are narrower than this share of the bar."""

RIM = 0.015
"""What an outline may take from either end of a bar."""

THICK = 2.0
"""A bar drawn on a line is at least this many times as high as the line."""
LONGER = 1.15
"""and longer than it is high, which a slider at the start is not."""
LEVEL = 2
"""A thin line's height varies by no more than this (pixels); rounded ends vary more."""

Colours = Any  # array of shape (n, 3)


def judge(colours: Colours, ground: Sequence[float]) -> Reading:
    """The filled share of a bar from at least 20 evenly taken colours, start to goal.

    ``ground`` is the colour of the page beside the bar. The start side is what is filled; a bar
    of one colour is full if that colour is vivid or dark, and empty if it is pale.
    """
    smooth = _without_separators(_without_rims(np.asarray(colours, dtype=float)))
    edge = _edge(smooth)
    if edge is None:
        return _one_colour(smooth, ground)
    ratio = edge / len(smooth)
    left, right = smooth[:edge].mean(axis=0), smooth[edge:].mean(axis=0)
    if _strength(left, ground) + EDGE / 2 < _strength(right, ground):
        return Reading(ratio, 0.6, "the start of the bar is paler than its end")
    return Reading(ratio, 0.96)


def thick_share(heights: Any, start: int, end: int) -> float | None:
    """The share of a bar that goes on as a thin line of its colour, None for any other shape.

    ``heights`` are those of its columns in pixels; it lies between two of them.
    """
    part = np.asarray(heights, dtype=float)[start:end]
    if len(part) < SAMPLES // 8:
        return None
    thin = float(np.percentile(part, 4))
    high = _wide_runs(np.flatnonzero(part > THICK * thin + LEVEL), SEPARATOR * len(part))
    if not len(high) or high[0] > 0.03 * len(part):
        return None
    last = int(high[-1]) + 1
    solid = len(high) >= 0.9 * (last - high[0]) and last > LONGER * part.max()
    rest = part[last:]
    level = len(rest) >= 0.04 * len(part) and np.percentile(rest, 90) <= thin + LEVEL
    return last / len(part) if solid and level else None


def _wide_runs(columns: Any, least: float) -> Any:
    """The columns but those of short runs: the ticks of a scale are as high as its bar."""
    runs = np.split(columns, np.flatnonzero(np.diff(columns) > LEVEL) + 1)
    wide = [run for run in runs if len(run) >= least]
    return np.concatenate(wide) if wide else columns[:0]


def lone_bar(share: float) -> Reading:
    """What a bar of one colour says that has neither a track nor words at its ends.

    ``share`` is how much of its region it takes; a long one is taken for full, with low confidence.
    """
    reason = "a lone bar without a track or words at its ends has no scale"
    return Reading(1.0, 0.5, reason) if share >= 0.55 else Reading(None, 0.0, reason)


def _without_rims(colours: Colours) -> Colours:
    """The outlines at both ends painted over with the colours next to them."""
    rim = max(1, round(RIM * len(colours)))
    inner = colours.copy()
    inner[:rim], inner[-rim:] = inner[rim], inner[-rim - 1]
    return inner


def _without_separators(colours: Colours) -> Colours:
    """Each colour replaced by the median around it, channel by channel."""
    half = max(1, round(SEPARATOR * len(colours)))
    count = len(colours)
    # Where all colours around are one, the median is that one.
    changes = np.flatnonzero((colours[1:] != colours[:-1]).any(axis=1))
    near = np.zeros(count + 2 * half, dtype=bool)
    for step in range(1, 2 * half + 1):
        near[changes + step] = True
    places = np.flatnonzero(near[half : half + count])
    if not len(places):
        return colours
    around = places[:, None] + np.arange(-half, half + 1)
    smooth: Colours = colours.copy()
    smooth[places] = np.sort(colours[around.clip(0, count - 1)], axis=1)[:, half]
    return smooth


def _edge(colours: Colours) -> int | None:
    """The sharp change that parts the bar best; a gradient has none."""
    count = len(colours)
    near = max(2, count // 80)
    sums = np.vstack([np.zeros(3), np.cumsum(colours, axis=0)])
    sides = sums[near:] - sums[:-near]
    jumps = np.linalg.norm(sides[near:-1] / near - sides[: -near - 1] / near, axis=1)
    found = np.flatnonzero(jumps >= EDGE)
    if not len(found):
        return None
    places, jumps = found + near, jumps[found]
    left = sums[places] / places[:, None]
    right = (sums[count] - sums[places]) / (count - places)[:, None]
    parted = np.linalg.norm(right - left, axis=1)
    weights = np.sqrt(places * (count - places)) / count
    score = np.where(parted >= EDGE, jumps * (0.3 + weights) * np.minimum(parted, 200), 0)
    best = int(score.argmax())
    return int(places[best]) if score[best] else None


def _strength(colour: Colours, ground: Sequence[float]) -> float:
    return float(np.linalg.norm(np.asarray(colour) - np.asarray(ground, dtype=float)))


def _one_colour(colours: Colours, ground: Sequence[float]) -> Reading:
    """Full or empty, judged by the colour as it would be on a white page."""
    white = 255 / np.maximum(np.asarray(ground, dtype=float), 1)
    colour = np.minimum(np.median(colours, axis=0) * white, 255)
    spread, light = float(colour.max() - colour.min()), float(colour.mean())
    if spread >= VIVID or (spread >= DULL and light <= GREY):
        return Reading(1.0, 0.95)
    if spread >= DULL:
        return Reading(None, 0.0, "a bar of one pale colour may be full or empty")
    if abs(light - GREY) < UNCLEAR:
        return Reading(float(light < GREY), 0.6, "a bar of one grey may be full or empty")
    if light < GREY:
        return Reading(1.0, 0.7, "a bar of one dark grey may be an empty track")
    return Reading(0.0, 0.88)
