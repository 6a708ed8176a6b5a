"""Whether the digits of a text layer look like the digits that it calls them.

No language tells a false map of digits alone: a wrong year reads as well as the right one. The
shape that stands where the layer says 3 does.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import Any

import numpy as np

from parsers.layout.model import Box, Glyph, Line

RenderGrey = Callable[[Box, float], Any]
"""The greys (0 to 255) of a box of the page (points) at so many dots per inch."""

_WIDTH, _HEIGHT = 12, 16
_PIXELS = 32.0
"""Height in pixels at which a character is looked at."""
_LINES = 4
"""Lines that are looked at, those with most different digits."""
_CONTRAST = 60
_LIKE = 0.22
"""Share of the grid by which a digit differs, at most, from the same digit of some face."""
_CLEARLY = 0.7
"""A digit is another one if it differs from that by less than this share of what it should be."""
_FEWEST = 2
"""So many different digits tell a false map; one may be an ornament of its face."""


def digits_are_false(lines: Sequence[Line], render: RenderGrey) -> bool:
    """Whether at least two digits of a page are drawn as other digits; about 2 ms a line."""
    wrong = {
        told
        for line in _telling(lines)
        for told, cell in _cells(line, render)
        if (seen := _drawn_as(cell, told)) is not None and seen != told
    }
    return len(wrong) >= _FEWEST


def _telling(lines: Sequence[Line]) -> list[Line]:
    level = [line for line in lines if not line.vertical and not line.angle and line.size >= 6]
    held = [(len({_digit(g) for g in line.glyphs} - {None}), line) for line in level]
    told = [(count, line) for count, line in held if count]
    return [line for _, line in sorted(told, key=lambda one: -one[0])[:_LINES]]


def _digit(glyph: Glyph) -> str | None:
    plain = unicodedata.normalize("NFKC", glyph.raw)
    return plain if len(plain) == 1 and plain in "0123456789" else None


def _cells(line: Line, render: RenderGrey) -> Iterator[tuple[str, Any]]:
    """The digits of a line, each as told and as the mask of its ink."""
    dpi = 72.0 * _PIXELS / line.size
    grey = np.asarray(render(line.box, dpi), dtype=float)
    contrast = np.abs(grey - np.median(grey))
    for glyph in line.glyphs:
        told = _digit(glyph)
        if told is not None:
            left, right = ((x - line.box.x0) * dpi / 72.0 for x in (glyph.box.x0, glyph.box.x1))
            yield told, contrast[:, max(0, round(left)) : round(right)] > _CONTRAST


def _drawn_as(ink: Any, told: str) -> str | None:
    """The digit that some ink clearly is, None where it is none or could be the one told."""
    grid = _grid(ink)
    if grid is None:
        return None
    names, first, faces = _faces()
    # With 1 for ink and -1 for none, places that agree add to a product, the others take away.
    shares = (grid.size - faces @ _signs(grid.ravel())) / 2 / grid.size
    nearest_faces = np.minimum.reduceat(shares, first).tolist()
    differences: dict[str, float] = dict(zip(names, nearest_faces, strict=True))
    nearest = min(differences, key=lambda name: differences[name])
    clear = differences[nearest] <= min(_LIKE, _CLEARLY * differences[told])
    return nearest if nearest == told or clear else None


def _grid(ink: Any) -> Any:
    """The ink on a grid as high as it is and at least as wide as most digits are."""
    import cv2

    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if len(rows) < _PIXELS / 3 or not len(columns):
        return None
    held = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].astype(np.float32)
    lacking = max(0, round(held.shape[0] * _WIDTH / _HEIGHT) - held.shape[1])
    padded = np.zeros((held.shape[0], held.shape[1] + lacking), dtype=np.float32)
    padded[:, lacking // 2 : lacking // 2 + held.shape[1]] = held
    return cv2.resize(padded, (_WIDTH, _HEIGHT), interpolation=cv2.INTER_AREA) > 0.5


@cache
def _faces() -> tuple[list[str], list[int], Any]:
    """The digits, the first row of each, and the rows: its places on the grid in common faces."""
    text = files("parsers.health").joinpath("digits.txt").read_text(encoding="utf-8")
    rows = [line.split() for line in text.splitlines() if not line.startswith("#")]
    names = list(dict.fromkeys(name for name, _ in rows))
    faces = [[_unpacked(packed).ravel() for held, packed in rows if held == n] for n in names]
    first = [0, *accumulate(map(len, faces[:-1]))]
    return names, first, _signs(np.concatenate(faces))


def _signs(ink: Any) -> Any:
    return np.where(ink, 1.0, -1.0)


def _unpacked(packed: str) -> Any:
    rows = (int(packed[at : at + 3], 16) for at in range(0, 3 * _HEIGHT, 3))
    return np.array([[bool(row >> (_WIDTH - 1 - x) & 1) for x in range(_WIDTH)] for row in rows])
