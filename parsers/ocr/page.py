"""A page without a healthy text layer, read from its pixels."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from parsers.layout.model import Box, Line, Page
from parsers.ocr.cells import looked_at_again
from parsers.ocr.columns import apart, runs_both_ways, stands_upright, stood_up
from parsers.ocr.engine import Engine, Pixels, Reading
from parsers.ocr.frame import Frame, measure_skew, straighten
from parsers.ocr.geometry import split_at_gaps
from parsers.ocr.lines import build_line, in_reading_order
from parsers.ocr.lying import read_upright, turned
from parsers.ocr.marks import with_lost_mark
from parsers.ocr.plates import overlooked
from parsers.ocr.repairs import repair

UNREAD = "ocr_unavailable"
"""Reason of a page that needs OCR where no engine is installed."""

_DPI = 200.0
"""Measured on skewed, noisy sheets: 150, 200 and 300 dpi read alike, 300 costs twice as much."""

_MOST_PIXELS = 9_000_000
"""A3 at 200 dpi has 7.7 million; the engine needs about 170 bytes for each."""
_LEAST = 0.5
"""Readings below this score are windows in photographs and the like."""

_MARGIN = 0.12
"""Share of a line's height that the engine wants around it."""


@dataclass(frozen=True, slots=True)
class Scan:
    """A page as OCR read it.

    ``page`` is in points of the upright, level page. The paper may lie otherwise: it was turned
    by ``turn`` degrees (90, 180, 270, counter-clockwise) and its lines fell by the frame's
    ``skew``; ``on_paper`` and ``level`` lead back and forth.
    """

    page: Page
    frame: Frame
    turn: int
    in_columns: bool = False
    """Whether the page is in vertical writing."""

    def on_paper(self, box: Box) -> Box:
        """Where a box of the upright page lies on the page as it is rendered, in points."""
        lying = self.frame.on_paper(box)
        return _turn_back(lying, self.turn, self.page.width, self.page.height)

    def level(self, pixels: Pixels) -> Pixels:
        """The rendered pixels turned so that they lie as the page's boxes do."""
        return straighten(turned(pixels, self.turn), self.frame.skew)


def render_scale(width: float, height: float) -> float:
    """Pixels per point at which a page of this size (points) is best rendered for OCR."""
    wanted = _DPI / 72.0
    return min(wanted, math.sqrt(_MOST_PIXELS / max(width * height, 1.0)))


def ocr_page(pixels: Pixels, scale: float, engine: Engine | None, number: int = 1) -> Scan:
    """Read a page from ``pixels`` rendered upright at ``scale`` pixels per point.

    Lines are in reading order with boxes in points, level; their confidence is never above 0.9.
    Without an engine the page has no lines and its reason is ``ocr_unavailable``.
    """
    if engine is None:
        return _scan(number, pixels, scale, (), Frame(scale, (0.0, 0.0)), 0, UNREAD)
    turn, readings, level = read_upright(pixels, engine)
    laid = turned(pixels, turn)
    if level:
        upright = stands_upright(readings, laid, engine)
        heads, columns = apart(_kept(level), _kept(readings), pixels.shape[1])
        if upright or runs_both_ways(heads):
            if upright:
                columns = [looked_at_again(column, laid, engine) for column in columns]
            return _in_columns(heads, columns, pixels, scale, engine, number, upright)
    pixels = laid
    frame = Frame(scale, _centre(pixels, scale), measure_skew(_kept(readings)))
    found = (*readings, *overlooked(pixels, _kept(readings), engine))
    lines = in_reading_order(_lines(found, pixels, frame, engine))
    reason = None if lines else "no_text_found"
    return _scan(number, pixels, scale, lines, frame, turn, reason)


def _in_columns(
    level: Sequence[Reading],
    columns: Sequence[Reading],
    pixels: Pixels,
    scale: float,
    engine: Engine,
    number: int,
    upright: bool,
) -> Scan:
    """A page whose text runs downwards, from its readings as it lies and as it was turned."""
    lying = turned(pixels, 90)
    laid = Frame(scale, _centre(lying, scale), measure_skew(columns))
    frame = Frame(scale, _centre(pixels, scale), laid.skew)
    width = pixels.shape[1] / scale
    rows = in_reading_order(_lines(columns, lying, laid, engine))
    heads = in_reading_order(_lines(level, pixels, frame, engine))
    lines = (*heads, *(stood_up(row, width, upright) for row in rows))
    return replace(_scan(number, pixels, scale, lines, frame, 0, None), in_columns=True)


def ocr_region(
    pixels: Pixels, scale: float, region: Box, engine: Engine, skew: float = 0.0
) -> tuple[Line, ...]:
    """Read the part of a page inside ``region`` (points); boxes are points of the whole page."""
    part = crop(pixels, scale, region)
    if not part.size:
        return ()
    origin = (max(int(region.x0 * scale), 0) / scale, max(int(region.top * scale), 0) / scale)
    frame = Frame(scale, _centre(pixels, scale), skew, origin)
    return in_reading_order(_lines(engine.read(part), part, frame, engine))


def box_reader(render: Callable[[], Pixels], scale: float, engine: Engine) -> Callable[[Box], str]:
    """What reads the one line inside a box (points); ``render`` is called at the first box.

    For comparing a text layer with what is seen: no detection, about 30 ms a line. The text is
    repaired; a reading below 0.5 is none.
    """
    pixels = cache(render)

    def read(box: Box) -> str:
        part = crop(pixels(), scale, _widened(box, _MARGIN * (box.bottom - box.top)))
        text, confidence = engine.recognise(part) if part.size else ("", 0.0)
        return repair(text.replace(" ", "")).text if confidence >= _LEAST else ""

    return read


def _widened(box: Box, by: float) -> Box:
    return Box(box.x0 - by, box.top - by, box.x1 + by, box.bottom + by)


def crop(pixels: Pixels, scale: float, box: Box) -> Pixels:
    """The pixels inside a box, empty where they are fewer than two by two."""
    height, width = pixels.shape[:2]
    left, top = max(int(box.x0 * scale), 0), max(int(box.top * scale), 0)
    right = min(math.ceil(box.x1 * scale), width)
    bottom = min(math.ceil(box.bottom * scale), height)
    if right - left < 2 or bottom - top < 2:
        return pixels[:0, :0]
    return np.ascontiguousarray(pixels[top:bottom, left:right])


def _lines(readings: Sequence[Reading], pixels: Pixels, frame: Frame, engine: Engine) -> list[Line]:
    parts = [part for reading in _kept(readings) for part in split_at_gaps(reading)]
    marked = (with_lost_mark(part, pixels, engine) for part in parts)
    return [line for reading in marked if (line := build_line(reading, frame)) is not None]


def _kept(readings: Sequence[Reading]) -> list[Reading]:
    return [reading for reading in readings if reading.confidence >= _LEAST]


def _turn_back(box: Box, turn: int, width: float, height: float) -> Box:
    """A box of the turned page (``width`` by ``height`` points) on the page before its turn."""
    match turn:
        case 90:
            return Box(height - box.bottom, box.x0, height - box.top, box.x1)
        case 180:
            return Box(width - box.x1, height - box.bottom, width - box.x0, height - box.top)
        case 270:
            return Box(box.top, width - box.x1, box.bottom, width - box.x0)
        case _:
            return box


def _centre(pixels: Pixels, scale: float) -> tuple[float, float]:
    height, width = pixels.shape[:2]
    return width / scale / 2, height / scale / 2


def _scan(
    number: int,
    pixels: Pixels,
    scale: float,
    lines: tuple[Line, ...],
    frame: Frame,
    turn: int,
    reason: str | None,
) -> Scan:
    height, width = pixels.shape[:2]
    page = Page(
        number=number,
        width=width / scale,
        height=height / scale,
        rotation=0,
        lines=lines,
        method="ocr",
        health=0.0,
        reason=reason,
    )
    return Scan(page, frame, turn)
