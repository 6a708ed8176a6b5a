"""A page in vertical writing laid so that its columns, from the right, are rows from the top.

Whoever finds things by place then needs to know level pages only. What stands above or below all
columns and runs to the right (a head, a foot) keeps its direction: such a page is laid out in
bands, one under the other. ``Turned`` leads from the page so laid to the paper and back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from msgspec.structs import replace as renewed

from parsers.layout.lines import in_reading_order
from parsers.layout.model import Box, Glyph, Line, Page, Picture, Shape
from parsers.layout.upright import Affine, around, meet

Pixels = Callable[[Box, float], Any]
"""Renders a box of a page at a resolution in dots per inch: rows, columns, RGB."""


class Band(NamedTuple):
    """A strip across the paper, and where it lies on the turned page.

    ``turns`` are quarter turns, counter-clockwise.
    """

    paper: Box
    laid: Box
    to_laid: Affine
    to_paper: Affine
    turns: int


@dataclass(frozen=True, slots=True)
class Turned:
    """A page in vertical writing: as it lies on ``paper``, and its ``page`` with rows.

    ``parts`` are those that were laid out by themselves, on the turned page.
    """

    paper: Page
    page: Page
    bands: tuple[Band, ...]
    parts: tuple[Box, ...] = ()

    def on_paper(self, box: Box) -> Box:
        """Where a box of the turned page lies on the paper; ends of bands without text are left."""
        parts = [(band, part) for band in self.bands if (part := meet(box, band.laid))]
        told = [(b, p) for b, p in parts if any(_holds(p, line.box) for line in self.page.lines)]
        boxes = [band.to_paper.box(*part) for band, part in told or parts]
        return around(boxes) if boxes else box

    def on_page(self, box: Box) -> Box:
        """Where a box of the paper lies on the turned page."""
        parts = [b.to_laid.box(*part) for b in self.bands if (part := meet(box, b.paper))]
        return around(parts) if parts else box

    def pixels(self, paper: Pixels) -> Pixels:
        """What renders boxes of the turned page; ``paper`` renders those of the paper."""

        def render(box: Box, dpi: float) -> Any:
            return self._rendered(box, dpi, paper)

        return render

    def _rendered(self, box: Box, dpi: float, paper: Pixels) -> Any:
        import numpy as np

        scale = dpi / 72
        x0, top, x1, bottom = box
        high, wide = (max(1, round(side * scale)) for side in (bottom - top, x1 - x0))
        picture = np.full((high, wide, 3), 255, dtype=np.uint8)
        for band in self.bands:
            part = meet(box, band.laid)
            if part is None or part.x1 - part.x0 < 1 or part.bottom - part.top < 1:
                continue
            seen = np.asarray(paper(band.to_paper.box(*part), dpi))
            seen = np.rot90(seen, band.turns)
            y, x = round((part.top - top) * scale), round((part.x0 - x0) * scale)
            room = picture[y : y + seen.shape[0], x : x + seen.shape[1]]
            room[:] = seen[: room.shape[0], : room.shape[1]]
        return picture


def turn(page: Page, parts: Sequence[Box] = ()) -> Turned | None:
    """The page laid in rows, None where most of it runs to the right as it is.

    ``parts`` are those of a page that are each laid out by themselves, as two sheets with heads of
    their own are; they follow each other in their order.
    """
    if not any(line.vertical or line.angle for line in page.lines):
        return None
    runs = [[line for line in page.lines if _turns(line) == turns] for turns in range(4)]
    turns = max(range(4), key=lambda way: _length(runs[way]))
    if turns == 0:
        return None
    paper = Box(0, 0, page.width, page.height)
    bands = tuple(_stacked(page, parts or (paper,)) if turns == 1 else [_band(paper, 0, turns)])
    laid = replace(
        page,
        width=max(band.laid.x1 for band in bands),
        height=bands[-1].laid.bottom,
        lines=tuple(in_reading_order(_line(line, bands) for line in page.lines)),
        shapes=tuple(shape for band in bands for shape in _shapes(page.shapes, band)),
        pictures=tuple(_picture(picture, bands) for picture in page.pictures),
        dropped=(),
    )
    held = ([b.laid for b in bands if _holds(part, b.paper)] for part in parts)
    return Turned(page, laid, bands, tuple(around(boxes) for boxes in held if boxes))


def _turns(line: Line) -> int | None:
    """The quarter turns, counter-clockwise, that lay a line level; None for a slanting one."""
    if line.vertical:
        return 1
    return {0: 0, 90: 1, 180: 2, 270: 3}.get(line.angle)


def _length(lines: Sequence[Line]) -> int:
    return sum(len(line.text) for line in lines if len(line.text) > 1)


def _stacked(page: Page, parts: Sequence[Box]) -> Iterator[Band]:
    """The bands of all parts, one under the other."""
    at = 0.0
    for part in parts:
        for strip, turns in _strips(page, part):
            band = _band(strip, at, turns)
            yield band
            at = band.laid.bottom


def _strips(page: Page, part: Box) -> Iterator[tuple[Box, int]]:
    """The strips of a part from the top: a head in rows, the columns, a foot in rows."""
    inside = [line for line in page.lines if _holds(part, line.box)]
    columns = [line for line in inside if _turns(line) == 1]
    level = [line for line in inside if _turns(line) == 0]
    x0, top, x1, bottom = part
    if not columns:
        yield part, 0
        return
    first = min(line.box.top for line in columns)
    last = max(line.box.bottom for line in columns)
    heads = [line.box.bottom for line in level if line.box.bottom <= first + 0.3 * line.size]
    feet = [line.box.top for line in level if line.box.top >= last - 0.3 * line.size]
    shapes = _within(page.shapes, around([line.box for line in (*columns, *level)]))
    above = _cut(max(heads), first, shapes, top) if heads else top
    below = _cut(last, min(feet), shapes, bottom) if feet else bottom
    for start, end, turns in ((top, above, 0), (above, below, 1), (below, bottom, 0)):
        if end > start:
            yield Box(x0, start, x1, end), turns


def _holds(outer: Box, inner: Box) -> bool:
    x, y = (inner.x0 + inner.x1) / 2, (inner.top + inner.bottom) / 2
    return outer.x0 <= x <= outer.x1 and outer.top <= y <= outer.bottom


def _within(shapes: Sequence[Shape], text: Box) -> list[Shape]:
    """The shapes among the text of a page; a frame around all of it parts nothing."""
    return [
        s
        for s in shapes
        if s.box.x0 < text.x1
        and s.box.x1 > text.x0
        and not (s.box.x0 <= text.x0 and s.box.x1 >= text.x1)
    ]


def _cut(low: float, high: float, shapes: Sequence[Shape], uncut: float) -> float:
    """Where between two heights a page is cut so that no shape is; ``uncut`` if nowhere."""
    edges = {edge for s in shapes for edge in (s.box.top - 0.5, s.box.bottom + 0.5)}
    places = [(low + high) / 2, *sorted(edge for edge in edges if low < edge < high)]
    free = (at for at in places if not any(s.box.top < at < s.box.bottom for s in shapes))
    return next(free, uncut)


def _band(paper: Box, at: float, turns: int) -> Band:
    """A strip laid ``at`` so far from the top."""
    x0, top, x1, bottom = paper
    to_laid = (
        Affine(e=-x0, f=at - top),
        Affine(0, -1, 1, 0, -top, at + x1),
        Affine(-1, 0, 0, -1, x1, at + bottom),
        Affine(0, 1, -1, 0, bottom, at - x0),
    )[turns]
    return Band(paper, to_laid.box(*paper), to_laid, _inverse(to_laid), turns)


def _inverse(turn: Affine) -> Affine:
    """The map back; the inverse of a quarter turn is its transpose."""
    a, b, c, d, e, f = turn
    return Affine(a, c, b, d, -(a * e + b * f), -(c * e + d * f))


def _band_of(box: Box, bands: Sequence[Band]) -> Band:
    return next((band for band in bands if _holds(band.paper, box)), bands[-1])


def _line(line: Line, bands: Sequence[Band]) -> Line:
    band = _band_of(line.box, bands)
    glyphs = tuple(_glyph(glyph, band) for glyph in line.glyphs)
    box = band.to_laid.box(*line.box)
    if line.angle == 0 and band.turns == 1:
        return renewed(line, glyphs=glyphs, box=box, vertical=not line.vertical)
    angle = (line.angle - 90 * band.turns) % 360
    return renewed(line, glyphs=glyphs, box=box, angle=angle)


def _glyph(glyph: Glyph, band: Band) -> Glyph:
    return glyph._replace(box=band.to_laid.box(*glyph.box))


def _shapes(shapes: Sequence[Shape], band: Band) -> Iterator[Shape]:
    """The shapes of a band; those that reach beyond it are cut off at its edge."""
    left, top, right, bottom = band.paper
    for shape in shapes:
        part = meet(shape.box, band.paper)
        if part is None or (part.top == part.bottom and shape.box.top < shape.box.bottom):
            continue
        inside = ((min(max(x, left), right), min(max(y, top), bottom)) for x, y in shape.points)
        points = tuple(band.to_laid.point(x, y) for x, y in inside)
        yield renewed(shape, box=band.to_laid.box(*part), points=points)


def _picture(picture: Picture, bands: Sequence[Band]) -> Picture:
    return renewed(picture, box=_band_of(picture.box, bands).to_laid.box(*picture.box))
