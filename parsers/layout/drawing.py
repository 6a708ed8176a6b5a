"""The drawn objects of a page through pdfium's C interface: shapes, images, how text is painted."""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import repeat
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from parsers.layout.calls import plain
from parsers.layout.model import Box, Colour, Picture, Shape
from parsers.layout.upright import Affine, bounds, meet

MAX_OBJECTS = 60_000
"""More drawn objects than this on one page are not a sheet; the rest is left out and noted."""
MAX_POINTS = 96
"""Outlines with more segments than this (logos, outlined glyphs) are kept by their bounds."""
MAX_DEPTH = 8
"""How deep forms inside forms are followed."""


_OUTLINE_MODES = frozenset(
    (pdfium.FPDF_TEXTRENDERMODE_STROKE, pdfium.FPDF_TEXTRENDERMODE_STROKE_CLIP)
)
_UNSEEN_MODES = frozenset((pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP))


_UNMOVED = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]


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


def read_drawing(page: Any, to_page: Affine, area: Box) -> Drawing:
    """Walk the objects of a pdfium page handle; ``area`` is the visible upright page."""
    drawing = Drawing()
    _Walk(drawing, area, _Calls(_functions())).page(page, to_page)
    return drawing


_Points = ctypes.c_float * (2 * MAX_POINTS)


class _Functions:
    """The C functions called for every object."""

    def __init__(self) -> None:
        pointer, number, size = ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t
        self.page_object = plain(pdfium.FPDFPage_GetObject, pointer, pointer, number)
        self.form_object = plain(pdfium.FPDFFormObj_GetObject, pointer, pointer, size)
        self.kind = plain(pdfium.FPDFPageObj_GetType, number, pointer)
        self.mode = plain(pdfium.FPDFTextObj_GetTextRenderMode, number, pointer)
        colours = (number, pointer, pointer, pointer, pointer, pointer)
        self.fill = plain(pdfium.FPDFPageObj_GetFillColor, *colours)
        self.stroke = plain(pdfium.FPDFPageObj_GetStrokeColor, *colours)
        self.transparent = plain(pdfium.FPDFPageObj_HasTransparency, number, pointer)
        self.get_matrix = plain(pdfium.FPDFPageObj_GetMatrix, number, pointer, pointer)
        self.get_bounds = plain(pdfium.FPDFPageObj_GetBounds, *colours)
        self.segments = plain(pdfium.FPDFPath_CountSegments, number, pointer)
        self.get_modes = plain(pdfium.FPDFPath_GetDrawMode, number, pointer, pointer, pointer)
        self.segment = plain(pdfium.FPDFPath_GetPathSegment, pointer, pointer, number)
        self.clip = plain(pdfium.FPDFPageObj_GetClipPath, pointer, pointer)
        self.clip_paths = plain(pdfium.FPDFClipPath_CountPaths, number, pointer)
        self.clip_segments = plain(pdfium.FPDFClipPath_CountPathSegments, number, pointer, number)
        self.clip_segment = plain(
            pdfium.FPDFClipPath_GetPathSegment, pointer, pointer, number, number
        )
        self.get_point = plain(pdfium.FPDFPathSegment_GetPoint, number, pointer, pointer, pointer)


@cache
def _functions() -> _Functions:
    return _Functions()


class _Calls:
    """What the functions give, read from the memory they write into."""

    def __init__(self, functions: _Functions) -> None:
        self.to = functions
        self.numbers = (ctypes.c_uint * 4)()
        self.number_at = [ctypes.addressof(self.numbers) + 4 * i for i in range(4)]
        self.floats = (ctypes.c_float * 6)()
        self.float_at = [ctypes.addressof(self.floats) + 4 * i for i in range(6)]
        self.points = _Points()
        at = ctypes.addressof(self.points)
        self.x_at = range(at, at + 8 * MAX_POINTS, 8)
        self.y_at = range(at + 4, at + 4 + 8 * MAX_POINTS, 8)

    def colour(self, read: Any, handle: int) -> tuple[Colour | None, int]:
        """A colour and its opacity from 0 to 255."""
        if not read(handle, *self.number_at):
            return None, 0
        red, green, blue, alpha = self.numbers
        return (red, green, blue), alpha

    def modes(self, handle: int) -> tuple[bool, bool]:
        """Whether a path is filled, and whether it is stroked."""
        self.to.get_modes(handle, *self.number_at[:2])
        return bool(self.numbers[0]), bool(self.numbers[1])

    def placed(self, handle: int, to_page: Affine) -> Affine:
        """Where the object's own matrix puts what ``to_page`` then puts on the page."""
        if not self.to.get_matrix(handle, self.float_at[0]) or self.floats[:] == _UNMOVED:
            return to_page
        return to_page.after(Affine(*self.floats))

    def bounds(self, handle: int, to_page: Affine) -> Box | None:
        if not self.to.get_bounds(handle, *self.float_at[:4]):
            return None
        return to_page.box(*self.floats[:4])

    def outline(self, segments: Sequence[int], place: Affine) -> list[tuple[float, float]]:
        """The points of at most ``MAX_POINTS`` path segments where ``place`` puts them."""
        deque(map(self.to.get_point, segments, self.x_at, self.y_at), maxlen=0)
        flat = self.points[: 2 * len(segments)]
        a, b, c, d, e, f = place
        return [
            (a * x + c * y + e, b * x + d * y + f)
            for x, y in zip(flat[::2], flat[1::2], strict=True)
        ]


class _Walk:
    """One pass over the objects of a page, forms included."""

    def __init__(self, drawing: Drawing, area: Box, calls: _Calls) -> None:
        self.drawing = drawing
        self.area = area
        self.calls = calls

    def page(self, page: Any, to_page: Affine) -> None:
        address = ctypes.cast(page, ctypes.c_void_p).value or 0
        get = self.calls.to.page_object
        count = pdfium.FPDFPage_CountObjects(page)
        self._objects((get(address, i) for i in range(count)), to_page, True, 0)

    def _objects(self, handles: Iterator[int], to_page: Affine, solid: bool, depth: int) -> None:
        """Take in objects; ``solid`` is whether the form they are in covers what it is over."""
        drawing, kind_of = self.drawing, self.calls.to.kind
        for handle in handles:
            if drawing.count >= MAX_OBJECTS:
                drawing.truncated = True
                return
            drawing.count += 1
            kind = kind_of(handle)
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                self._text(handle, to_page)
            elif kind == pdfium.FPDF_PAGEOBJ_PATH:
                self._path(handle, to_page, solid)
            elif kind == pdfium.FPDF_PAGEOBJ_FORM:
                if depth < MAX_DEPTH:
                    self._form(handle, to_page, solid, depth)
            else:
                self._image(handle, kind, to_page)

    def _form(self, handle: int, to_page: Affine, solid: bool, depth: int) -> None:
        calls, to = self.calls, self.calls.to
        inner = calls.placed(handle, to_page)
        form = ctypes.cast(handle, pdfium.FPDF_PAGEOBJECT)
        count = pdfium.FPDFFormObj_CountObjects(form)
        parts = (to.form_object(handle, i) for i in range(count))
        self._objects(parts, inner, solid and not to.transparent(handle), depth + 1)

    def _text(self, handle: int, to_page: Affine) -> None:
        mode = self.calls.to.mode(handle)
        read = self.calls.to.stroke if mode in _OUTLINE_MODES else self.calls.to.fill
        colour, alpha = self.calls.colour(read, handle)
        invisible = mode in _UNSEEN_MODES or (colour is not None and alpha == 0)
        self.drawing.paints[handle] = TextPaint(self.drawing.count, colour, invisible, to_page)

    def _path(self, handle: int, to_page: Affine, solid: bool) -> None:
        calls, to, drawing = self.calls, self.calls.to, self.drawing
        segments = to.segments(handle)
        filled, stroked = calls.modes(handle)
        fill, fill_alpha = calls.colour(to.fill, handle) if filled else (None, 0)
        stroke, stroke_alpha = calls.colour(to.stroke, handle) if stroked else (None, 0)
        fill, stroke = fill if fill_alpha else None, stroke if stroke_alpha else None
        if (fill is None and stroke is None) or segments <= 0:
            return
        points: list[tuple[float, float]] = []
        if segments <= MAX_POINTS:
            place = calls.placed(handle, to_page)
            points = calls.outline([*map(to.segment, repeat(handle), range(segments))], place)
        box = bounds(points) if points else calls.bounds(handle, to_page)
        clipped = self._clipped(handle, box, to_page) if box else None
        if clipped is None:
            return
        shape = Shape(clipped, fill, stroke, segments, tuple(points), drawing.count)
        drawing.shapes.append(shape)
        if fill is not None:
            opaque = solid and fill_alpha == 255 and segments <= 6
            opaque = opaque and not to.transparent(handle)
            drawing.covers.append(Cover(drawing.count, clipped, fill, opaque))

    def _clipped(self, handle: int, box: Box, to_page: Affine) -> Box | None:
        """What of a box its clip paths (in the space of its parent) and the page let through."""
        calls, to = self.calls, self.calls.to
        inside = meet(box, self.area)
        clip = to.clip(handle)
        for path in range(to.clip_paths(clip) if clip else 0):
            count = to.clip_segments(clip, path)
            if inside is None or not 0 < count <= MAX_POINTS:
                continue
            segments = [to.clip_segment(clip, path, at) for at in range(count)]
            inside = meet(inside, bounds(calls.outline(segments, to_page)))
        return inside

    def _image(self, handle: int, kind: int, to_page: Affine) -> None:
        drawing = self.drawing
        box = self.calls.bounds(handle, to_page)
        visible = self._clipped(handle, box, to_page) if box else None
        if visible is None:
            return
        shading = kind != pdfium.FPDF_PAGEOBJ_IMAGE
        drawing.pictures.append(Picture(visible, drawing.count, shading))
        drawing.covers.append(Cover(drawing.count, visible, None, False))
