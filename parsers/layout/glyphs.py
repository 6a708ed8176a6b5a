"""The characters of a page with their place, through pdfium's C interface."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from parsers.layout.drawing import TextPaint
from parsers.layout.lookalikes import LOOKALIKES
from parsers.layout.model import Box, Colour
from parsers.layout.upright import Affine

ASCENT = 0.88
"""Height of the ideographic em box above the baseline, in ems (OpenType ``icft``/``ideo``)."""
MAX_GLYPHS = 200_000
"""A page with more characters than this is a bomb, not a document; the rest is left out, noted."""


class Mark(NamedTuple):
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


class _Run(NamedTuple):
    """What all characters of one text object share."""

    size: float
    base: float
    angle: int
    owner: int
    paint: TextPaint


_UNKNOWN = TextPaint(0, None, False, Affine())
_get_object = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)


def read_marks(
    text_page: Any, paints: Mapping[int, TextPaint], to_page: Affine
) -> tuple[list[Mark], bool]:
    """The characters of a pdfium text page in its order, and whether some were left out.

    Spaces and line ends that pdfium invents from gaps are not characters of the document and are
    skipped; gaps are judged by ``parsers.layout.spacing``.
    """
    # The generated prototype wraps every returned handle in a pointer object; an int is enough.
    object_of = _get_object(ctypes.cast(pdfium.FPDFText_GetTextObject, ctypes.c_void_p).value or 0)
    page_address = ctypes.cast(text_page, ctypes.c_void_p)
    unicode_of, box_of = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    rect = pdfium.FS_RECTF()
    count = pdfium.FPDFText_CountChars(text_page)
    flat = to_page.b == 0 and to_page.a == 1
    marks: list[Mark] = []
    owner = -1
    for index in range(min(count, MAX_GLYPHS)):
        code = unicode_of(text_page, index)
        if code in _INVENTED and pdfium.FPDFText_IsGenerated(text_page, index):
            continue
        address = object_of(page_address, index) or 0
        if address != owner:
            owner = address
            run = _run(text_page, index, address, paints.get(address, _UNKNOWN), to_page)
        box_of(text_page, index, rect)
        if flat and run.angle == 0:
            x0, x1 = rect.left + to_page.e, rect.right + to_page.e
            top = run.base - ASCENT * run.size
            box = (x0, top, x1, top + run.size)
            base = run.base
        else:
            box = to_page.box(rect.left, rect.bottom, rect.right, rect.top)
            base = _across(text_page, index, run.angle, to_page)
        raw = _character(text_page, index, code)
        text = LOOKALIKES.get(raw, raw)
        marks.append(Mark(text, raw, *box, run.size, base, run.angle, run.owner, *run.paint[:3]))
    return marks, count > MAX_GLYPHS


_INVENTED = frozenset({0x0A, 0x0D, 0x20})


def _character(text_page: Any, index: int, code: int) -> str:
    # pdfium writes a hyphen at the end of a line as a control character.
    if code in (0x02, 0xFFFE) and pdfium.FPDFText_IsHyphen(text_page, index):
        return "-"
    return chr(code) if code <= 0x10FFFF else "\ufffd"


def _run(text_page: Any, index: int, address: int, paint: TextPaint, to_page: Affine) -> _Run:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text_page, index, matrix)
    whole = to_page.after(Affine(matrix.a, matrix.b, matrix.c, matrix.d, 0, 0))
    size = pdfium.FPDFText_GetFontSize(text_page, index) * math.hypot(whole.c, whole.d)
    angle = round(whole.degrees()) % 360
    base = _across(text_page, index, angle, to_page)
    return _Run(abs(size), base, angle, address, paint)


def _across(text_page: Any, index: int, angle: int, to_page: Affine) -> float:
    """The baseline's distance from the origin, across the reading direction."""
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text_page, index, x, y)
    px, py = to_page.point(x.value, y.value)
    if angle == 0:
        return py
    turn = math.radians(angle)
    return py * math.cos(turn) - px * math.sin(turn)


def box_of(mark: Mark) -> Box:
    """The box of a mark."""
    return Box(mark.x0, mark.top, mark.x1, mark.bottom)
