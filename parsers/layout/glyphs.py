"""The characters of a page with their place, through pdfium's C interface."""

from __future__ import annotations

import ctypes
import math
from collections import deque
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import groupby, repeat
from typing import Any, NamedTuple

import msgspec
import pypdfium2.raw as pdfium

from parsers.layout.calls import plain
from parsers.layout.drawing import TextPaint
from parsers.layout.lookalikes import LOOKALIKES
from parsers.layout.model import Box, Colour, Glyph, make
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
    glyph: Glyph | None = None
    """The same character as lines hold it, where it was made already."""


_UNKNOWN = TextPaint(0, None, False, Affine())
_INVENTED = frozenset({0x0A, 0x0D, 0x20})
_HALVES = frozenset(range(0xD800, 0xE000))
"""UTF-16 units: pdfium gives a character beyond the Basic Multilingual Plane as two."""
_SECOND_HALF = -1
_HYPHEN = 0xFFFE
"""What stands in the text for a hyphen at the end of a line, and for what has no Unicode."""


class _Functions(NamedTuple):
    """The C functions called for every character or text object."""

    unicode: Any
    object: Any
    box: Any
    matrix: Any
    size: Any
    origin: Any


@cache
def _functions() -> _Functions:
    pointer, number = ctypes.c_void_p, ctypes.c_int
    one = (pointer, number)
    return _Functions(
        unicode=plain(pdfium.FPDFText_GetUnicode, ctypes.c_uint, *one),
        object=plain(pdfium.FPDFText_GetTextObject, pointer, *one),
        box=plain(pdfium.FPDFText_GetLooseCharBox, None, *one, pointer),
        matrix=plain(pdfium.FPDFText_GetMatrix, None, *one, pointer),
        size=plain(pdfium.FPDFText_GetFontSize, ctypes.c_double, *one),
        origin=plain(pdfium.FPDFText_GetCharOrigin, None, *one, pointer, pointer),
    )


class _Calls:
    """The C functions, and the memory they write into."""

    def __init__(self, text_page: Any) -> None:
        self.page = ctypes.cast(text_page, ctypes.c_void_p).value or 0
        self.functions = _functions()
        self.matrix = (ctypes.c_float * 6)()
        self.matrix_at = ctypes.addressof(self.matrix)
        self.origin = (ctypes.c_double * 2)()
        at = ctypes.addressof(self.origin)
        self.origin_at = (at, at + ctypes.sizeof(ctypes.c_double))

    def all(self, function: Any, count: int) -> list[Any]:
        """What a function gives for each character."""
        return list(map(function, repeat(self.page), range(count)))

    def boxes(self, count: int) -> list[float]:
        """left, top, right, bottom of each character, one after the other."""
        edges = (ctypes.c_float * (4 * count))()
        at, size = ctypes.addressof(edges), 4 * ctypes.sizeof(ctypes.c_float)
        places = range(at, at + size * count, size)
        deque(map(self.functions.box, repeat(self.page), range(count), places), maxlen=0)
        return edges[:]


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
    found = pdfium.FPDFText_CountChars(text_page)
    count = min(max(found, 0), MAX_GLYPHS)
    codes = _joined(_codes(text_page, count, calls))
    owners = calls.all(calls.functions.object, count)
    edges = calls.boxes(count)
    lefts, rights, lowers = edges[::4], edges[2::4], edges[3::4]
    upright = to_page.b == 0 and to_page.a == 1
    written = [
        index
        for index, code in enumerate(codes)
        if code not in _INVENTED or not pdfium.FPDFText_IsGenerated(text_page, index)
        if code != _SECOND_HALF
    ]
    marks: list[Mark] = []
    for owner, group in groupby(written, owners.__getitem__):
        held = list(group)
        address = owner or 0
        run = _run(held[0], address, paints.get(address, _UNKNOWN), to_page, calls)
        raws = [
            chr(code) if 0x20 <= code <= 0xFFFD else _character(text_page, index, code)
            for index, code in ((index, codes[index]) for index in held)
        ]
        low, level = [lowers[index] for index in held], upright and run.angle == 0
        if level and max(low) - min(low) <= 0.5 * run.size:
            at = [lefts[index] for index in held], [rights[index] for index in held]
            marks.extend(_on_one_line(run, raws, *at, to_page.e))
        else:
            place = _level if level else _turned
            marks += place(run, held, raws, edges, to_page, calls)
    return marks, found > MAX_GLYPHS


def _codes(text_page: Any, count: int, calls: _Calls) -> list[int]:
    """The UTF-16 unit of each character: all at once, where no character is left out of them."""
    units = (ctypes.c_ushort * (2 * count + 1))()
    held: list[int] = units[: max(0, pdfium.FPDFText_GetText(text_page, 0, count, units) - 1)]
    if len(held) == count and _HYPHEN not in held:
        return held
    return calls.all(calls.functions.unicode, count)


def _joined(codes: list[int]) -> list[int]:
    """The codes with whole characters for pairs of halves; a half alone is no character."""
    if _HALVES.isdisjoint(codes):
        return codes
    whole = list(codes)
    for index, code in enumerate(codes):
        if code not in _HALVES or whole[index] == _SECOND_HALF:
            continue
        following = codes[index + 1] if index + 1 < len(codes) else 0
        if code < 0xDC00 <= following < 0xE000:
            whole[index] = 0x10000 + ((code & 0x3FF) << 10) + (following & 0x3FF)
            whole[index + 1] = _SECOND_HALF
        else:
            whole[index] = 0xFFFD
    return whole


def _on_one_line(
    run: _Run, raws: list[str], lefts: list[float], rights: list[float], shift: float
) -> Iterator[Mark]:
    """The characters of an object that runs to the right on one baseline, made without a loop."""
    size, base, angle, rest = run
    texts = raws if LOOKALIKES.keys().isdisjoint(raws) else [LOOKALIKES.get(r, r) for r in raws]
    if shift:
        lefts, rights = [x + shift for x in lefts], [x + shift for x in rights]
    top = base - ASCENT * size
    tops, bottoms, sizes = repeat(top), repeat(top + size), repeat(size)
    boxes = map(make, repeat(Box), zip(lefts, tops, rights, bottoms, strict=False))
    glyphs = map(make, repeat(Glyph), zip(texts, raws, boxes, sizes, repeat(1.0), strict=False))
    shared = map(repeat, (base, angle, *rest))
    return map(Mark, texts, raws, lefts, tops, rights, bottoms, sizes, *shared, glyphs)


def _level(
    run: _Run, held: list[int], raws: list[str], edges: list[float], to_page: Affine, calls: _Calls
) -> list[Mark]:
    """The characters of an object that runs to the right."""
    size, base, angle, rest = run
    top, shift, floor = base - ASCENT * size, to_page.e, edges[4 * held[0] + 3]
    marks = []
    for index, raw in zip(held, raws, strict=True):
        left, _, right, lower = edges[4 * index : 4 * index + 4]
        if abs(lower - floor) > 0.5 * size:
            # A font for vertical writing: every character has its own baseline.
            floor, base = lower, _across(index, angle, to_page, calls)
            top = base - ASCENT * size
        text = LOOKALIKES.get(raw, raw)
        place = (left + shift, top, right + shift, top + size)
        marks.append(Mark(text, raw, *place, size, base, angle, *rest))
    return marks


def _turned(
    run: _Run, held: list[int], raws: list[str], edges: list[float], to_page: Affine, calls: _Calls
) -> list[Mark]:
    """The characters of an object on a turned page, or that runs in another direction."""
    size, _, angle, rest = run
    marks = []
    for index, raw in zip(held, raws, strict=True):
        base = _across(index, angle, to_page, calls)
        place = to_page.box(*edges[4 * index : 4 * index + 4])
        marks.append(Mark(LOOKALIKES.get(raw, raw), raw, *place, size, base, angle, *rest))
    return marks


def _character(text_page: Any, index: int, code: int) -> str:
    # pdfium writes a hyphen at the end of a line as a control character.
    if code in (0x02, _HYPHEN) and pdfium.FPDFText_IsHyphen(text_page, index):
        return "-"
    return chr(code) if code <= 0x10FFFF else "\ufffd"


def _run(index: int, address: int, paint: TextPaint, to_page: Affine, calls: _Calls) -> _Run:
    calls.functions.matrix(calls.page, index, calls.matrix_at)
    a, b, c, d, _, _ = calls.matrix
    size = abs(calls.functions.size(calls.page, index)) * math.hypot(c, d)
    across, down = to_page.a * a + to_page.c * b, to_page.b * a + to_page.d * b
    angle = 0 if down == 0 and across > 0 else round(math.degrees(math.atan2(down, across))) % 360
    base = _across(index, angle, to_page, calls)
    return _Run(size or 1.0, base, angle, (address, *paint[:3]))


def _across(index: int, angle: int, to_page: Affine, calls: _Calls) -> float:
    """The baseline's distance from the origin, across the reading direction."""
    calls.functions.origin(calls.page, index, *calls.origin_at)
    x, y = to_page.point(*calls.origin)
    if angle == 0:
        return y
    turn = math.radians(angle)
    return y * math.cos(turn) - x * math.sin(turn)


def box_of(mark: Mark) -> Box:
    """The box of a mark."""
    return Box(mark.x0, mark.top, mark.x1, mark.bottom)
