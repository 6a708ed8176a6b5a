"""Which way a page lies on the paper: told by how well it reads one way and the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from parsers.ocr.engine import Engine, Pixels, Reading
from parsers.ocr.geometry import height_of, length_of

_WRONG_WAY = 0.8
"""Mean score below which a page of lines may lie on its side or head."""
_FEWEST = 3
"""So many lines tell how a page lies; fewer may be a stamp or labels of a table."""


class Upright(NamedTuple):
    """The turn (degrees, counter-clockwise) at which a page reads best, and its readings there.

    ``level`` are the readings of the page as it lies, where its text runs downwards on it.
    """

    turn: int
    readings: tuple[Reading, ...]
    level: tuple[Reading, ...] = ()


def read_upright(pixels: Pixels, engine: Engine) -> Upright:
    """How a page lies, and what it says."""
    readings = engine.read(pixels)
    if _runs_downwards(readings):
        return Upright(90, engine.read(turned(pixels, 90)), readings)
    if not _lies_wrong(readings):
        return Upright(0, readings)
    tried = {0: readings}
    tall = sum(reading.vertical for reading in readings) * 2 > len(readings)
    for turn in (90, 270) if tall else (180,):
        tried[turn] = engine.read(turned(pixels, turn))
    return Upright(*max(tried.items(), key=lambda item: _mean_score(item[1])))


def turned(pixels: Pixels, turn: int) -> Pixels:
    """The image turned counter-clockwise by 0, 90, 180 or 270 degrees."""
    return np.ascontiguousarray(np.rot90(pixels, turn // 90)) if turn else pixels


def _lies_wrong(readings: Sequence[Reading]) -> bool:
    """Whether a page of several lines was read so badly that it may lie the wrong way."""
    long = _long(readings)
    return len(long) >= _FEWEST and _mean_score(long) < _WRONG_WAY


def _runs_downwards(readings: Sequence[Reading]) -> bool:
    """Whether most of the long lines' length runs downwards and yet reads well.

    The engine lays a tall box on its side before it reads it: level writing of a page that lies on
    its side then stands right, and it knows the letters of upright writing both ways.
    """
    long = _long(readings)
    tall = [reading for reading in long if reading.vertical]
    most = 2 * sum(map(length_of, tall)) > sum(map(length_of, long))
    return len(tall) >= _FEWEST and most and _mean_score(tall) >= _WRONG_WAY


def _long(readings: Sequence[Reading]) -> list[Reading]:
    return [reading for reading in readings if length_of(reading) > 4 * height_of(reading)]


def _mean_score(readings: Sequence[Reading]) -> float:
    """The mean score by length."""
    lengths = [length_of(reading) for reading in readings]
    total = sum(lengths)
    scores = (r.confidence * length for r, length in zip(readings, lengths, strict=True))
    return sum(scores) / total if total else 0.0
