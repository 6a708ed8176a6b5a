"""A page in vertical writing (縦書き) read from its pixels.

The engine reads a column laid on its side about as well as a line, so the page is read once as it
lies, for what runs to the right, and once turned, for its columns. What was read both ways is
taken from the reading that explains more of the page.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace
from rapidfuzz.distance import Levenshtein

from parsers.layout.model import Box, Line
from parsers.ocr.cells import set_level
from parsers.ocr.engine import Engine, Pixels, Point, Reading
from parsers.ocr.frame import bounds
from parsers.ocr.geometry import height_of, length_of
from parsers.ocr.marks import cut_out

_SAMPLED = 3
"""So many of the longest columns tell which way their letters stand."""
_UPRIGHT = 0.5
"""Columns whose letters stand upright read this much alike letter by letter; about 0 otherwise."""
_WORD, _PLAIN = 3, 0.9
"""A reading of so many characters, read so surely, is no accident."""
_SHARED = 0.3
"""Readings that share more than this of the smaller one's area are of the same print."""


def stands_upright(columns: Sequence[Reading], pixels: Pixels, engine: Engine) -> bool:
    """Whether the letters of columns read on the turned page stand upright on the paper.

    The engine reads letters that stand and letters that lie equally well in a column, so that a
    page that lies on its side reads as one in vertical writing does.
    """
    longest = sorted(columns, key=lambda reading: -len(reading.chars))[:_SAMPLED]
    likeness = [_likeness(reading, pixels, engine) for reading in longest]
    return bool(likeness) and sum(likeness) / len(likeness) >= _UPRIGHT


def _likeness(reading: Reading, pixels: Pixels, engine: Engine) -> float:
    """How like the column's text is what its letters say when each is set upright."""
    text, _ = engine.recognise(set_level(reading.chars, cut_out(reading, pixels)))
    return Levenshtein.normalized_similarity("".join(c.text for c in reading.chars), text)


def runs_both_ways(level: Sequence[Reading]) -> bool:
    """Whether what was read of a page as it lies beside its columns is text of its own."""
    return any(len(r.chars) >= _WORD and r.confidence >= _PLAIN for r in level)


def apart(
    level: Sequence[Reading], columns: Sequence[Reading], width: float
) -> tuple[list[Reading], list[Reading]]:
    """What to keep of the readings of a page as it lies and of those of the turned page.

    ``width`` is that of the page as it lies, in pixels.
    """
    boxes = [(bounds(reading.corners), reading, True) for reading in level if not reading.vertical]
    boxes += [
        (bounds([_on_paper(corner, width) for corner in reading.corners]), reading, False)
        for reading in columns
        if not reading.vertical
    ]
    kept: list[tuple[Box, Reading, bool]] = []
    for box, reading, runs_right in sorted(boxes, key=lambda one: -_explained(one[1])):
        across = (other for other, _, way in kept if way is not runs_right)
        if not any(_share(box, other) > _SHARED for other in across):
            kept.append((box, reading, runs_right))
    return (
        [reading for _, reading, runs_right in kept if runs_right],
        [reading for _, reading, runs_right in kept if not runs_right],
    )


def _explained(reading: Reading) -> float:
    """How much of the page a reading tells, and how surely; longer than high is the likelier."""
    along = length_of(reading) / max(height_of(reading), 1.0)
    return reading.confidence * min(len(reading.chars), along + 1)


def _share(one: Box, other: Box) -> float:
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.bottom, other.bottom) - max(one.top, other.top)
    smaller = min((b.x1 - b.x0) * (b.bottom - b.top) for b in (one, other))
    return max(0.0, wide) * max(0.0, high) / max(smaller, 1.0)


def _on_paper(point: Point, width: float) -> Point:
    """The point of the page as it lies that a point of the turned page shows."""
    return width - point[1], point[0]


def stood_up(line: Line, width: float, upright: bool) -> Line:
    """A line of the turned page as it runs down the page as it lies, ``width`` points wide.

    Its letters stand ``upright``, or lie as the line does.
    """
    glyphs = tuple(glyph._replace(box=_stood(glyph.box, width)) for glyph in line.glyphs)
    box, angle = _stood(line.box, width), 0 if upright else 90
    return replace(line, glyphs=glyphs, box=box, vertical=upright, angle=angle)


def _stood(box: Box, width: float) -> Box:
    return Box(width - box.bottom, box.x0, width - box.top, box.x1)
