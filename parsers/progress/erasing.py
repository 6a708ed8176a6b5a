"""Clearing what is no graphic from the mask of a picture: words, rules of tables, their rests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np

from parsers.layout.model import Box
from parsers.progress.model import Ends

Mask = Any  # boolean array of shape (height, width)

LEAST_SHARE = 0.22
"""A bar is at least this share of the region's width."""
THICKEST, UNBROKEN, RESTS = 8, 0.93, 0.6
"""A rule is no higher than this (pixels) with its rim, and has ink at this share of its length;
what is left of it beside a graphic at the last."""


def closed(mask: Mask) -> Mask:
    """Narrow upright gaps filled: lines between segments do not part a bar."""
    filled = cv2.morphologyEx(mask.view(np.uint8), cv2.MORPH_CLOSE, np.ones((1, 9), np.uint8))
    return np.asarray(filled, dtype=bool)


def erase_words(mask: Mask, words: Sequence[Box]) -> None:
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


def erase_rules(mask: Mask, ends: Ends) -> None:
    """Clear thin lines that run on behind both end words, as the rules of a table do and no bar.

    Where a bar hangs on one of them or stands on it, the line is its edge and stays.
    """
    if ends.start is None or ends.goal is None:
        return
    beyond = 0.4 * (ends.goal.bottom - ends.goal.top)
    x0, x1 = max(0, int(ends.start.x0 - beyond)), min(mask.shape[1], int(ends.goal.x1 + beyond))
    if x1 - x0 < LEAST_SHARE * mask.shape[1]:
        return
    whole = mask.copy()
    thick = cv2.dilate(mask[:, x0:x1].view(np.uint8), np.ones((3, 1), np.uint8))
    through = thick[:, :3].any(axis=1) & thick[:, -3:].any(axis=1)
    rows = np.flatnonzero(through & (thick.mean(axis=1) > UNBROKEN))
    runs = np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1)
    thin = [(int(run[0]), int(run[-1]) + 1) for run in runs if 0 < len(run) <= THICKEST]
    for top, bottom in thin:
        mask[top:bottom] = False
    if thin:
        _keep_edges(mask, whole, thin)


def _keep_edges(mask: Mask, whole: Mask, rules: Sequence[tuple[int, int]]) -> None:
    """Put back what of some erased rows is the upper or lower edge of a piece that touches them."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask.view(np.uint8))
    height = mask.shape[0]
    for top, bottom in rules:
        beside = [labels[row] for row in (top - 1, bottom) if 0 <= row < height]
        for label in set(np.concatenate(beside).tolist()) - {0}:
            left, _, width, high, _ = stats[label].tolist()
            if high > THICKEST and width > high:
                held = slice(left, left + width)
                mask[top:bottom, held] |= whole[top:bottom, held]


def erase_rests(mask: Mask, ends: Ends) -> None:
    """Clear what is left of thin lines that run from the end words' rows to the picture's sides."""
    if ends.start is None or ends.goal is None or ends.start.x1 >= ends.goal.x0:
        return
    for end, beyond in (
        (ends.start, np.s_[: max(0, int(ends.start.x1))]),
        (ends.goal, np.s_[max(0, int(ends.goal.x0)) :]),
    ):
        rim = (end.bottom - end.top) / 2
        part = mask[max(0, int(end.top - rim)) : max(0, int(end.bottom + rim)), beyond]
        if part.size:
            part[part.mean(axis=1) > RESTS] = False
