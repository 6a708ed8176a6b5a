"""A closer look at light plates in dark bands whose words the engine passed over.

A term printed on a small plate in a coloured band: where a scanner knows but two colours the
letters touch the band, the plate is a halftone, and the engine's search finds no line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from parsers.layout.model import Box
from parsers.ocr.engine import Char, Engine, Pixels, Reading

_SHRUNK = 2
_DARK = 0.45
"""A band is darker than this share of the paper."""
_HEIGHTS = (10, 60)
"""The height of a band in shrunk pixels: that of a line of print with air."""
_LONG = 6.0
"""A band is at least this many times as long as it is high."""
_MOST_LIGHT = 0.5
"""What has more light in it is a frame, no band."""
_UNREAD = 0.2
"""Readings cover less than this share of a plate that was not read."""
_LEAST_HIGH, _LEAST_WIDE = 0.3, 0.9
"""The least size of a plate with a word, as shares of the band's height."""
_LIGHT = 0.5
"""The least light of a plate; light letters on the band have less."""
_END = 0.5
"""The ends of a plate, as shares of its height, are round and read as brackets."""
_BLURS = (1.0, 1.5)
"""Pixels by which the dots of the halftone are blurred."""
_LEAST = 0.65
_CONFIDENCE = 0.6
"""A word seen so badly is doubtful whatever the engine's score."""
_WORD = re.compile(r"(?=.*[\u3041-\u9fff])[\w~〜～ー・]{2,12}")

_Mask = NDArray[np.uint8]


def overlooked(pixels: Pixels, readings: Sequence[Reading], engine: Engine) -> list[Reading]:
    """Readings of the words on plates in dark bands that none of ``readings`` covers."""
    found = (_read(pixels, box, engine) for box in _plates(pixels, readings))
    return [reading for reading in found if reading is not None]


def _plates(pixels: Pixels, readings: Sequence[Reading]) -> Iterator[Box]:
    """Where plates are in pixels."""
    import cv2

    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    size = (grey.shape[1] // _SHRUNK, grey.shape[0] // _SHRUNK)
    if min(size) < _HEIGHTS[0]:
        return
    small = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA))
    dark = (small < _DARK * float(np.median(small))).astype(np.uint8)
    covered = _covered(dark, readings)
    for outline in cv2.findContours(dark, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]:
        low, long = sorted(cv2.minAreaRect(outline)[1])
        if not _HEIGHTS[0] <= low <= _HEIGHTS[1] or long < _LONG * low:
            continue
        for x, y, wide, high in _light_places(dark, np.asarray(outline), low):
            if wide < _LEAST_WIDE * low or high < _LEAST_HIGH * low:
                continue
            if covered[y : y + high, x : x + wide].mean() < _UNREAD:
                yield Box(*(_SHRUNK * edge for edge in (x, y, x + wide, y + high)))


def _light_places(
    dark: _Mask, outline: NDArray[np.int32], low: float
) -> Iterator[tuple[int, int, int, int]]:
    """The places inside a band of the height ``low`` that are mostly light: x, y, width, height."""
    import cv2

    inside = np.zeros_like(dark)
    cv2.drawContours(inside, [outline], -1, 1, cv2.FILLED)
    inside = np.asarray(cv2.erode(inside, np.ones((3, 3), np.uint8)), np.uint8)
    light = np.asarray(inside & (1 - dark), np.uint8)
    if light.sum() > _MOST_LIGHT * inside.sum():
        return
    joined = cv2.morphologyEx(light, cv2.MORPH_CLOSE, np.ones((3, round(low / 2)), np.uint8))
    for x, y, wide, high, _ in cv2.connectedComponentsWithStats(joined)[2][1:].tolist():
        if light[y : y + high, x : x + wide].mean() > _LIGHT:
            yield x, y, wide, high


def _covered(dark: _Mask, readings: Sequence[Reading]) -> _Mask:
    """Where readings are."""
    import cv2

    covered = np.zeros_like(dark)
    for reading in readings:
        quad = np.asarray(reading.corners) / _SHRUNK
        cv2.fillConvexPoly(covered, quad.round().astype(np.int32), 1)
    return covered


def _read(pixels: Pixels, box: Box, engine: Engine) -> Reading | None:
    """The word on a plate as the surest look reads it, None where none reads one."""
    import cv2

    end = round(_END * (box.bottom - box.top))
    x0, top, x1, bottom = (
        round(edge) for edge in (box.x0 + end, box.top, box.x1 - end, box.bottom)
    )
    if x1 - x0 < bottom - top:
        return None
    cut = np.ascontiguousarray(pixels[top:bottom, x0:x1])
    blurred = (np.asarray(cv2.GaussianBlur(cut, (0, 0), blur), np.uint8) for blur in _BLURS)
    looks = [engine.recognise(look) for look in (cut, *blurred)]
    words = [(sure, text) for text, sure in looks if sure >= _LEAST and _WORD.fullmatch(text)]
    if not words:
        return None
    sure, text = max(words)
    sure = min(sure, _CONFIDENCE)
    chars = tuple(Char(char, (at + 0.5) / len(text), sure) for at, char in enumerate(text))
    corners = ((x0, top), (x1, top), (x1, bottom), (x0, bottom))
    return Reading(text, corners, sure, chars, False)
