"""Text objects that pdfium leaves out because they repeat one before them in place.

pdfium keeps the first of such copies, which may be the invisible or white one (a shadow, an
outline); what a reader sees is then the copy that was left out.
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pypdfium2.raw as pdfium
from msgspec.structs import replace

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
    unseen = [mark for mark in marks if mark.invisible or is_white(mark.colour)]
    if not seen or not unseen:
        return marks
    rows = _Rows(unseen)
    paints = {id(mark): twin.paint for twin in seen for mark in rows.inside(twin.box)}
    return [
        replace(mark, order=paint.order, colour=paint.colour, invisible=False)
        if (paint := paints.get(id(mark)))
        else mark
        for mark in marks
    ]


def copies(marks: Sequence[Mark], twins: Sequence[Twin]) -> list[Dropped]:
    """What the left out copies repeat."""
    if not twins:
        return []
    rows = _Rows(marks)
    texts = [("".join(mark.raw for mark in rows.inside(twin.box)), twin) for twin in twins]
    return [Dropped(text, twin.box, "doubled") for text, twin in texts if text.strip()]


class _Rows:
    """Marks by the height of their middle, to be asked what lies in a box."""

    STEP = 10.0

    def __init__(self, marks: Sequence[Mark]) -> None:
        self._rows: dict[int, list[Mark]] = {}
        for mark in marks:
            at = int((mark.top + mark.bottom) / 2 // self.STEP)
            self._rows.setdefault(at, []).append(mark)

    def inside(self, box: Box) -> list[Mark]:
        first, last = int(box.top // self.STEP), int(box.bottom // self.STEP)
        if last - first > len(self._rows):
            near = [mark for row in self._rows.values() for mark in row]
        else:
            near = [mark for at in range(first, last + 1) for mark in self._rows.get(at, ())]
        return [mark for mark in near if _holds(box, mark)]


def _holds(box: Box, mark: Mark) -> bool:
    x, y = (mark.x0 + mark.x1) / 2, (mark.top + mark.bottom) / 2
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom
