"""The drawn objects of a page through pdfium's C interface: shapes, images, how text is painted."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from parsers.layout.model import Box, Colour, Picture, Shape
from parsers.layout.upright import Affine, bounds, meet

MAX_OBJECTS = 60_000
"""More drawn objects than this on one page are not a sheet; the rest is left out and noted."""
MAX_POINTS = 96
"""Outlines with more segments than this (logos, outlined glyphs) are kept by their bounds."""
MAX_DEPTH = 8
"""How deep forms inside forms are followed."""


class TextPaint(NamedTuple):
    """How one text object is painted; ``colour`` is None where it is a pattern."""

    order: int
    colour: Colour | None
    invisible: bool
    to_page: Affine


class Cover(NamedTuple):
    """Something painted over an area; ``colour`` is None for an image or a shading."""

    order: int
    box: Box
    colour: Colour | None
    opaque: bool


@dataclass(slots=True)
class Drawing:
    """What the objects of one page are, in the order of painting, in upright coordinates."""

    shapes: list[Shape] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    paints: dict[int, TextPaint] = field(default_factory=dict)
    covers: list[Cover] = field(default_factory=list)
    count: int = 0
    truncated: bool = False


class _Buffers:
    """Memory that the C calls write into, made once a page."""

    def __init__(self) -> None:
        self.rgba = [ctypes.c_uint() for _ in range(4)]
        self.bounds = [ctypes.c_float() for _ in range(4)]
        self.xy = (ctypes.c_float(), ctypes.c_float())
        self.matrix = pdfium.FS_MATRIX()
        self.fill_mode = ctypes.c_int()
        self.stroke = ctypes.c_int()


def read_drawing(page: Any, to_page: Affine, area: Box) -> Drawing:
    """Walk the objects of a pdfium page handle; ``area`` is the visible upright page."""
    drawing = Drawing()
    count = pdfium.FPDFPage_CountObjects(page)
    handles = (pdfium.FPDFPage_GetObject(page, index) for index in range(count))
    _walk(handles, to_page, area, drawing, _Buffers(), 0)
    return drawing


def _walk(
    handles: Any, to_page: Affine, area: Box, drawing: Drawing, buffers: _Buffers, depth: int
) -> None:
    for handle in handles:
        if drawing.count >= MAX_OBJECTS:
            drawing.truncated = True
            return
        drawing.count += 1
        kind = pdfium.FPDFPageObj_GetType(handle)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            _add_text(handle, to_page, drawing, buffers)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            _add_path(handle, to_page, area, drawing, buffers)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM:
            if depth < MAX_DEPTH:
                inner = to_page.after(_matrix(handle, buffers))
                count = pdfium.FPDFFormObj_CountObjects(handle)
                parts = (pdfium.FPDFFormObj_GetObject(handle, i) for i in range(count))
                _walk(parts, inner, area, drawing, buffers, depth + 1)
        else:
            _add_image(handle, kind, to_page, area, drawing, buffers)


def _matrix(handle: Any, buffers: _Buffers) -> Affine:
    m = buffers.matrix
    if not pdfium.FPDFPageObj_GetMatrix(handle, m):
        return Affine()
    return Affine(m.a, m.b, m.c, m.d, m.e, m.f)


def _colour(read: Any, handle: Any, buffers: _Buffers) -> tuple[Colour | None, int]:
    red, green, blue, alpha = buffers.rgba
    if not read(handle, red, green, blue, alpha):
        return None, 0
    return (red.value, green.value, blue.value), alpha.value


def _add_text(handle: Any, to_page: Affine, drawing: Drawing, buffers: _Buffers) -> None:
    mode = pdfium.FPDFTextObj_GetTextRenderMode(handle)
    outline = mode in (pdfium.FPDF_TEXTRENDERMODE_STROKE, pdfium.FPDF_TEXTRENDERMODE_STROKE_CLIP)
    read = pdfium.FPDFPageObj_GetStrokeColor if outline else pdfium.FPDFPageObj_GetFillColor
    colour, alpha = _colour(read, handle, buffers)
    invisible = mode in (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
    invisible = invisible or (colour is not None and alpha == 0)
    address = ctypes.cast(handle, ctypes.c_void_p).value or 0
    drawing.paints[address] = TextPaint(drawing.count, colour, invisible, to_page)


def _add_path(handle: Any, to_page: Affine, area: Box, drawing: Drawing, buffers: _Buffers) -> None:
    segments = pdfium.FPDFPath_CountSegments(handle)
    pdfium.FPDFPath_GetDrawMode(handle, buffers.fill_mode, buffers.stroke)
    fill, fill_alpha = None, 0
    if buffers.fill_mode.value:
        fill, fill_alpha = _colour(pdfium.FPDFPageObj_GetFillColor, handle, buffers)
    stroke, stroke_alpha = None, 0
    if buffers.stroke.value:
        stroke, stroke_alpha = _colour(pdfium.FPDFPageObj_GetStrokeColor, handle, buffers)
    fill, stroke = fill if fill_alpha else None, stroke if stroke_alpha else None
    if (fill is None and stroke is None) or segments <= 0:
        return
    points: list[tuple[float, float]] = []
    if segments <= MAX_POINTS:
        points = _points(handle, segments, to_page.after(_matrix(handle, buffers)), buffers)
    box = bounds(points) if points else _bounds(handle, to_page, buffers)
    clipped = _clip(handle, box, to_page, area, buffers) if box else None
    if clipped is None:
        return
    drawing.shapes.append(Shape(clipped, fill, stroke, segments, tuple(points), drawing.count))
    if fill is not None:
        opaque = fill_alpha == 255 and segments <= 6
        drawing.covers.append(Cover(drawing.count, clipped, fill, opaque))


def _points(
    handle: Any, segments: int, to_page: Affine, buffers: _Buffers
) -> list[tuple[float, float]]:
    x, y = buffers.xy
    points = []
    for index in range(segments):
        segment = pdfium.FPDFPath_GetPathSegment(handle, index)
        if segment and pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            points.append(to_page.point(x.value, y.value))
    return points


def _bounds(handle: Any, to_page: Affine, buffers: _Buffers) -> Box | None:
    if not pdfium.FPDFPageObj_GetBounds(handle, *buffers.bounds):
        return None
    return to_page.box(*(edge.value for edge in buffers.bounds))


def _clip(handle: Any, box: Box, to_page: Affine, area: Box, buffers: _Buffers) -> Box | None:
    """What of a box its clip paths (in the space of its parent) and the page let through."""
    inside = meet(box, area)
    clip = pdfium.FPDFPageObj_GetClipPath(handle)
    for index in range(max(0, pdfium.FPDFClipPath_CountPaths(clip)) if clip else 0):
        x, y = buffers.xy
        points = []
        count = pdfium.FPDFClipPath_CountPathSegments(clip, index)
        for at in range(min(count, MAX_POINTS)):
            segment = pdfium.FPDFClipPath_GetPathSegment(clip, index, at)
            if segment and pdfium.FPDFPathSegment_GetPoint(segment, x, y):
                points.append(to_page.point(x.value, y.value))
        if inside is None or not points:
            return inside
        if count <= MAX_POINTS:
            inside = meet(inside, bounds(points))
    return inside


def _add_image(
    handle: Any, kind: int, to_page: Affine, area: Box, drawing: Drawing, buffers: _Buffers
) -> None:
    box = _bounds(handle, to_page, buffers)
    visible = _clip(handle, box, to_page, area, buffers) if box else None
    if visible is None:
        return
    drawing.pictures.append(Picture(visible, drawing.count, kind != pdfium.FPDF_PAGEOBJ_IMAGE))
    drawing.covers.append(Cover(drawing.count, visible, None, False))
