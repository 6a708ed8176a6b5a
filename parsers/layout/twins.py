"""Text objects that pdfium leaves out because they repeat one before them in place.

pdfium keeps the first of such copies, which may be the invisible or white one (a shadow, an
outline); what a reader sees is then the copy that was left out.
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pypdfium2.raw as pdfium

from parsers.layout.drawing import TextPaint
from parsers.layout.glyphs import Mark
from parsers.layout.model import Box, Dropped
from parsers.layout.visibility import is_white


class Twin(NamedTuple):
    """A text object without characters in the text page."""

    box: Box
    paint: TextPaint


def left_out(marks: Sequence[Mark], paints: Mapping[int, TextPaint]) -> list[Twin]:
    """The text objects of a still open page that have no characters among its marks."""
    owners = {mark.owner for mark in marks}
    absent = [address for address in paints if address not in owners]
    edges = [ctypes.c_float() for _ in range(4)]
    twins = []
    for address in absent:
        handle = ctypes.cast(address, pdfium.FPDF_PAGEOBJECT)
        if pdfium.FPDFPageObj_GetBounds(handle, *edges):
            paint = paints[address]
            twins.append(Twin(paint.to_page.box(*(edge.value for edge in edges)), paint))
    return [twin for twin in twins if twin.box.x1 > twin.box.x0]


def adopt_paint(marks: list[Mark], twins: Sequence[Twin]) -> list[Mark]:
    """The marks, unseen ones painted as the seen copy over them."""
    seen = [twin for twin in twins if not twin.paint.invisible and not is_white(twin.paint.colour)]
    if not seen:
        return marks
    return [_painted(mark, seen) for mark in marks]


def _painted(mark: Mark, seen: Sequence[Twin]) -> Mark:
    if not mark.invisible and not is_white(mark.colour):
        return mark
    for twin in seen:
        if _holds(twin.box, mark):
            paint = twin.paint
            return mark._replace(order=paint.order, colour=paint.colour, invisible=False)
    return mark


def copies(marks: Sequence[Mark], twins: Sequence[Twin]) -> list[Dropped]:
    """What the left out copies repeat."""
    found = []
    for twin in twins:
        text = "".join(mark.raw for mark in marks if _holds(twin.box, mark))
        if text.strip():
            found.append(Dropped(text, twin.box, "doubled"))
    return found


def _holds(box: Box, mark: Mark) -> bool:
    x, y = (mark.x0 + mark.x1) / 2, (mark.top + mark.bottom) / 2
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom
