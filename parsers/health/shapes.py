"""Which digit some ink is, told by how the paper around it is enclosed or opens.

An 8 encloses two pieces of paper, a 6 a low one, a 3 opens twice to the left, whatever its face,
weight, slant or size. How much each such feature speaks for each digit was fitted to the digits
of several hundred free faces (``benchmarks/digit_shapes.py``).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

WIDTH, HEIGHT = 24, 36
"""The frame into which a digit is stretched, in pixels."""
_ACROSS, _DOWN = 4, 6
"""The fields of the frame for which each feature is measured."""
_NARROW = 0.5
"""Digits narrower than this share of their height (1, condensed faces) stand in empty paper."""
_MARGIN = 1
_THIN = 0.22
"""Ink that covers less of its own box is a hairline's, which a smaller frame would break."""
NO_DIGIT = 10
"""The class of ink that is no digit: outlines, underlines, pieces of letters."""
WEIGHTS = "digit_shapes.txt"
_SCALE = 100.0
"""Weights are kept as whole hundredths."""


def framed(ink: Any) -> Any:
    """The ink (rows, columns; true is ink, cut to its edges) stretched to the frame."""
    import cv2

    height, width = ink.shape
    wide = max(width, round(height * _NARROW))
    left = _MARGIN + (wide - width) // 2
    padded = np.zeros((height + 2 * _MARGIN, wide + 2 * _MARGIN), dtype=np.uint8)
    padded[_MARGIN : _MARGIN + height, left : left + width] = 255 * ink
    if ink.mean() < _THIN:
        padded = cv2.dilate(padded, np.ones((3, 3), np.uint8))
    return cv2.resize(padded, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA) >= 128


def features(frames: Sequence[Any]) -> Any:
    """One row a frame: the shares of ink, enclosed paper and open paper in each field."""
    ink = np.asarray(frames, dtype=bool)
    left, right = _seen_from(ink, 2), _seen_from(ink[:, :, ::-1], 2)[:, :, ::-1]
    above, below = _seen_from(ink, 1), _seen_from(ink[:, ::-1], 1)[:, ::-1]
    outside = _outside(ink)
    kinds = (
        ink,
        ~ink & ~outside,
        outside & right & above & below & ~left,
        outside & left & above & below & ~right,
        outside & left & right & below & ~above,
        outside & left & right & above & ~below,
        outside & left & right & above & below,
    )
    return np.concatenate([_by_field(kind) for kind in kinds], axis=1)


def likeness(frames: Sequence[Any]) -> Any:
    """How much each frame looks like each digit, and like none: rows of eleven log odds."""
    if not len(frames):
        return np.zeros((0, NO_DIGIT + 1))
    measured = features(frames)
    return np.hstack([measured, np.ones((len(measured), 1))]) @ _weights()


def _seen_from(ink: Any, axis: int) -> Any:
    """Where ink lies at or before a place along an axis."""
    return np.logical_or.accumulate(ink, axis=axis)


def _outside(ink: Any) -> Any:
    """The paper that is joined to the edge of its frame."""
    import cv2

    # One below the other with bare edges, all frames are flooded at once.
    edged = np.pad(ink, ((0, 0), (1, 1), (1, 1))).astype(np.uint8)
    tall = edged.reshape(-1, WIDTH + 2)
    cv2.floodFill(tall, None, (0, 0), 2)
    return tall.reshape(edged.shape)[:, 1:-1, 1:-1] == 2


def _by_field(kind: Any) -> Any:
    fields = kind.reshape(len(kind), _DOWN, HEIGHT // _DOWN, _ACROSS, WIDTH // _ACROSS)
    return fields.mean(axis=(2, 4)).reshape(len(kind), -1)


@cache
def _weights() -> Any:
    """A row for each feature and one for the constant, a column for each class."""
    text = files("parsers.health").joinpath(WEIGHTS).read_text(encoding="utf-8")
    rows = [line.split() for line in text.splitlines() if not line.startswith("#")]
    return np.array(rows, dtype=float) / _SCALE
