"""The characters of a page with their place, through pdfium's C interface."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec
import pypdfium2.raw as pdfium

from parsers.layout.calls import plain
from parsers.layout.drawing import TextPaint
from parsers.layout.lookalikes import LOOKALIKES
from parsers.layout.model import Box, Colour
from parsers.layout.upright import Affine

ASCENT = 0.88
"""Height of the ideographic em box above the baseline, in ems (OpenType ``icft``/``ideo``)."""
MAX_GLYPHS = 200_000
"""A page with more characters than this is a bomb, not a document; the rest is left out, noted."""


class Mark(msgspec.Struct, frozen=True, gc=False):
    """One drawn character. ``base`` is its baseline across the reading direction ``angle``."""

    text: str
    raw: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    base: float
    angle: int
    owner: int
    order: int
    colour: Colour | None
    invisible: bool


_UNKNOWN = TextPaint(0, None, False, Affine())
_INVENTED = frozenset({0x0A, 0x0D, 0x20})


class _Calls:
    """The C functions called for every character, and the memory they write into."""

    def __init__(self, text_page: Any) -> None:
        pointer, number = ctypes.c_void_p, ctypes.c_int
        self.page = ctypes.cast(text_page, pointer).value or 0
        self.unicode = plain(pdfium.FPDFText_GetUnicode, ctypes.c_uint, pointer, number)
        self.object = plain(pdfium.FPDFText_GetTextObject, pointer, pointer, number)
        self.box = plain(pdfium.FPDFText_GetLooseCharBox, None, pointer, number, pointer)
        self.edges = (ctypes.c_float * 4)()
        """left, top, right, bottom, as FS_RECTF lays them out."""
        self.edges_at = ctypes.addressof(self.edges)
        self.get_matrix = plain(pdfium.FPDFText_GetMatrix, None, pointer, number, pointer)
        self.matrix = (ctypes.c_float * 6)()
        self.matrix_at = ctypes.addressof(self.matrix)
        self.size = plain(pdfium.FPDFText_GetFontSize, ctypes.c_double, pointer, number)
        self.get_origin = plain(
            pdfium.FPDFText_GetCharOrigin, None, pointer, number, pointer, pointer
        )
        self.origin = (ctypes.c_double * 2)()
        at = ctypes.addressof(self.origin)
        self.origin_at = (at, at + ctypes.sizeof(ctypes.c_double))


class _Run(NamedTuple):
    """What all characters of one text object share."""

    size: float
    base: float
    angle: int
    rest: tuple[int, int, Colour | None, bool]
    """owner, order, colour, invisible: the last fields of a mark."""


def read_marks(
    text_page: Any, paints: Mapping[int, TextPaint], to_page: Affine
) -> tuple[list[Mark], bool]:
    """The characters of a pdfium text page in its order, and whether some were left out.

    Spaces and line ends that pdfium invents are skipped; ``spacing`` judges the gaps.
    """
    calls = _Calls(text_page)
    page, edges = calls.page, calls.edges
    unicode_of, object_of, box = calls.unicode, calls.object, calls.box
    count = pdfium.FPDFText_CountChars(text_page)
    flat, shift = to_page.b == 0 and to_page.a == 1, to_page.e
    marks: list[Mark] = []
    owner, first, floor = -1, -1, 0.0
    for index in range(min(count, MAX_GLYPHS)):
        code = unicode_of(page, index)
        if code in _INVENTED and pdfium.FPDFText_IsGenerated(text_page, index):
            continue
        address = object_of(page, index) or 0
        if address != owner:
            owner = address
            run = _run(index, address, paints.get(address, _UNKNOWN), to_page, calls)
            size, base, angle, rest = run
            top = base - ASCENT * size
            first = index
        box(page, index, calls.edges_at)
        left, upper, right, lower = edges
        floor = lower if index == first else floor
        if flat and angle == 0:
            if abs(lower - floor) > 0.5 * size:
                # A font for vertical writing: every character has its own baseline.
                floor, base = lower, _across(index, angle, to_page, calls)
                top = base - ASCENT * size
            place = (left + shift, top, right + shift, top + size, size, base)
        else:
            base = _across(index, angle, to_page, calls)
            place = (*to_page.box(left, lower, right, upper), size, base)
        raw = chr(code) if 0x20 <= code <= 0xFFFD else _character(text_page, index, code)
        marks.append(Mark(LOOKALIKES.get(raw, raw), raw, *place, angle, *rest))
    return marks, count > MAX_GLYPHS


def _character(text_page: Any, index: int, code: int) -> str:
    # pdfium writes a hyphen at the end of a line as a control character.
    if code in (0x02, 0xFFFE) and pdfium.FPDFText_IsHyphen(text_page, index):
        return "-"
    return chr(code) if code <= 0x10FFFF else "\ufffd"


def _run(index: int, address: int, paint: TextPaint, to_page: Affine, calls: _Calls) -> _Run:
    calls.get_matrix(calls.page, index, calls.matrix_at)
    a, b, c, d, _, _ = calls.matrix
    size = abs(calls.size(calls.page, index)) * math.hypot(c, d)
    across, down = to_page.a * a + to_page.c * b, to_page.b * a + to_page.d * b
    angle = 0 if down == 0 and across > 0 else round(math.degrees(math.atan2(down, across))) % 360
    base = _across(index, angle, to_page, calls)
    return _Run(size or 1.0, base, angle, (address, *paint[:3]))


def _across(index: int, angle: int, to_page: Affine, calls: _Calls) -> float:
    """The baseline's distance from the origin, across the reading direction."""
    calls.get_origin(calls.page, index, *calls.origin_at)
    x, y = to_page.point(*calls.origin)
    if angle == 0:
        return y
    turn = math.radians(angle)
    return y * math.cos(turn) - x * math.sin(turn)


def box_of(mark: Mark) -> Box:
    """The box of a mark."""
    return Box(mark.x0, mark.top, mark.x1, mark.bottom)
