"""Whether the digits of a text layer look like the digits that it calls them.

No language tells a false map of digits alone: a wrong year reads as well as the right one. The
shape that stands where the layer says 3 does.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np

from parsers.health.shapes import NO_DIGIT, framed, likeness
from parsers.layout.model import Box, Line, Page

RenderPixels = Callable[[Box, float], Any]
"""The pixels (rows, columns, RGB) of a box of the page (points) at so many dots per inch."""

_DIGITS = re.compile("[0-9０-９]")
_PIXELS = 48.0
"""Height of the em in pixels at which digits are looked at."""
_SMALLEST = 4.0
_BESIDE, _ABOVE, _BELOW = 0.15, 0.05, 0.2
"""What is looked at around a digit's box, in ems: old figures hang below their line."""
_CONTRAST = 40
_LOWEST, _HIGHEST = 0.25, 0.9
"""Ink lower or higher than these shares of the em is no digit, or one joined to its frame."""
_BEYOND = 0.35
"""Ink that leaves the digit's own place by more than this share of it hangs on another's."""
_REST = 0.15
"""Other ink in a digit's place, as a share of its own: a frame around it, a hairline in pieces."""
_EACH = 2
"""Digits of one style that are looked at on a page of a sample."""
_DOUBTFUL = 2.0
"""Log odds for another digit: none of 7,300 digits on 462 sound pages had them."""
_CERTAIN = 3.0
_APART = 3
"""Characters between digits of a line that are still rendered at once."""


_Style = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Digit:
    """The digit that a layer tells at a place of a line, counted in its glyphs."""

    line: Line
    place: int
    told: str

    @property
    def style(self) -> _Style:
        """What digits of one face and use share: the digit, its proportions, its size."""
        glyph = self.line.glyphs[self.place]
        width = (glyph.box.x1 - glyph.box.x0) / glyph.size
        return self.told, round(50 * width), round(2 * math.log2(glyph.size))


@dataclass(frozen=True, slots=True)
class Misdrawn:
    """A digit that looks like another one, ``seen``, by so great log odds."""

    digit: Digit
    seen: str
    odds: float


def digits_of(lines: Iterable[Line]) -> Iterator[Digit]:
    """The digits of the lines that run level and are not tiny."""
    for line in lines:
        if line.vertical or line.angle or line.size < _SMALLEST:
            continue
        for found in _DIGITS.finditer(line.text):
            yield Digit(line, found.start(), str(int(found[0])))


def sample(pages: Sequence[Page]) -> Iterator[tuple[Page, list[Digit]]]:
    """Digits of a few pages that stand for all: every style is met, twice where one page can.

    A map belongs to a font, which shows in the width and the size of its digits.
    """
    held = [(page, list(digits_of(page.lines))) for page in pages]
    styles = [{digit.style for digit in digits} for _, digits in held]
    unmet = set().union(*styles)
    while unmet:
        most = max(range(len(held)), key=lambda index: len(styles[index] & unmet))
        page, digits = held[most]
        here = Counter(dict.fromkeys(styles[most] & unmet, _EACH))
        unmet -= styles[most]
        yield page, [digit for digit in digits if _taken(here, digit.style)]


def _taken(wanted: Counter[_Style], style: _Style) -> bool:
    wanted[style] -= 1
    return wanted[style] >= 0


def misdrawn(digits: Iterable[Digit], render: RenderPixels) -> list[Misdrawn]:
    """The digits of one page that look like others; about 0.2 ms each."""
    inks = (found for run in _runs(digits) for found in _inks(run, render))
    looked_at = [(digit, framed(ink)) for digit, ink in inks]
    odds = likeness([frame for _, frame in looked_at])
    doubts = (_doubt(digit, row) for (digit, _), row in zip(looked_at, odds, strict=True))
    return [doubt for doubt in doubts if doubt is not None]


def are_certain(doubts: Sequence[Misdrawn]) -> bool:
    """Whether the shapes alone, with no engine to ask, tell that the map is false.

    Two different digits that look like others do; one may be an ornament of its face, unless it
    looks like another beyond doubt.
    """
    return len({doubt.digit.told for doubt in doubts}) > 1 or any(
        doubt.odds >= _CERTAIN for doubt in doubts
    )


def _doubt(digit: Digit, odds: Any) -> Misdrawn | None:
    told, seen = int(digit.told), int(np.argmax(odds))
    margin = float(odds[seen] - odds[told])
    if seen == NO_DIGIT or margin < _DOUBTFUL:
        return None
    return Misdrawn(digit, str(seen), margin)


def _runs(digits: Iterable[Digit]) -> Iterator[list[Digit]]:
    """Digits of one line that stand close together: rendering is per call, not per pixel."""
    for _, held in groupby(digits, key=lambda digit: id(digit.line)):
        run: list[Digit] = []
        for digit in held:
            if run and digit.place - run[-1].place > _APART:
                yield run
                run = []
            run.append(digit)
        yield run


def _inks(run: Sequence[Digit], render: RenderPixels) -> Iterator[tuple[Digit, Any]]:
    """The digits of a run, each with its own ink, those left out that touch other ink."""
    import cv2

    glyphs = [digit.line.glyphs[digit.place] for digit in run]
    size = max(glyph.size for glyph in glyphs)
    place = Box(
        glyphs[0].box.x0 - _BESIDE * size,
        min(glyph.box.top for glyph in glyphs) - _ABOVE * size,
        glyphs[-1].box.x1 + _BESIDE * size,
        max(glyph.box.bottom for glyph in glyphs) + _BELOW * size,
    )
    scale = _PIXELS / size
    ink = _ink(render(place, 72.0 * scale))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    pieces = [_Piece(number, *row) for number, row in enumerate(stats.tolist())][1:]
    left, top = max(place.x0, 0.0), max(place.top, 0.0)
    for digit, glyph in zip(run, glyphs, strict=True):
        box = glyph.box
        edges = (box.x0 - left, box.top - top, box.x1 - left, box.bottom - top)
        main = _main(pieces, Box(*(edge * scale for edge in edges)))
        if main is not None:
            within = [piece.number for piece in pieces if piece.lies_in(main)]
            yield digit, np.isin(labels[main.rows, main.columns], within)


class _Piece(NamedTuple):
    """A piece of ink: its number among the labels, its place and its area in pixels."""

    number: int
    x: int
    y: int
    width: int
    height: int
    area: int

    @property
    def rows(self) -> slice:
        return slice(self.y, self.y + self.height)

    @property
    def columns(self) -> slice:
        return slice(self.x, self.x + self.width)

    def has_middle_in(self, place: Box) -> bool:
        """Whether its middle lies in a box."""
        across = place.x0 < self.x + self.width / 2 < place.x1
        return across and place.top < self.y + self.height / 2 < place.bottom

    def lies_in(self, other: _Piece) -> bool:
        """Whether it is the other or, like the dot of a zero, inside of it."""
        across = other.x <= self.x and self.x + self.width <= other.x + other.width
        return across and other.y <= self.y and self.y + self.height <= other.y + other.height


def _ink(pixels: Any) -> Any:
    """1 where a pixel differs from the ground, whatever the colours of both."""
    import cv2

    ground = np.median(pixels[::3, ::3].reshape(-1, 3), axis=0)
    apart = cv2.absdiff(pixels, np.full_like(pixels, ground))
    contrast = cv2.max(cv2.max(apart[:, :, 0], apart[:, :, 1]), apart[:, :, 2])
    least = max(_CONTRAST, int(contrast.max()) // 3)
    return cv2.threshold(contrast, least, 1, cv2.THRESH_BINARY)[1]


def _main(pieces: Sequence[_Piece], place: Box) -> _Piece | None:
    """The largest piece in a place (pixels); None where that is not a digit alone and whole."""
    beyond = _BEYOND * (place.x1 - place.x0)
    left, right = place.x0 - beyond, place.x1 + beyond
    own = [p for p in pieces if p.has_middle_in(place) and left <= p.x and p.x + p.width <= right]
    main = max(own, key=lambda piece: piece.area, default=None)
    size = place.bottom - place.top
    if main is None or not _LOWEST * size <= main.height <= _HIGHEST * size:
        return None
    rest = sum(piece.area for piece in own) - main.area
    return main if rest < _REST * main.area else None
