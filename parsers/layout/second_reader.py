"""The same pages through pdfplumber, for files that pdfium refuses."""

from __future__ import annotations

import io
import math
import re
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from parsers.layout.drawing import Cover, Drawing
from parsers.layout.glyphs import ASCENT, Mark
from parsers.layout.lookalikes import LOOKALIKES
from parsers.layout.model import Box, Colour, Page, Picture, Shape
from parsers.layout.page import assemble
from parsers.layout.upright import meet, to_upright
from schemas.errors import DocumentError

if TYPE_CHECKING:
    from pdfplumber.page import Page as PlumberPage

SECOND_READER: Final = "second_reader"
"""Note: pdfium refused the file or the page; pdfplumber read it."""

_FAULTS: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What pdfminer raises on damaged files besides its own errors, from any call."""

_REFERENCE: Final = re.compile(rb"\b(\d{1,9})\s+\d+\s+obj\s+(\d{1,9})\s+\d+\s+R\s+endobj")
"""An object that is nothing but a reference to another."""


@contextmanager
def _translated() -> Iterator[None]:
    """Every error of pdfplumber on a damaged file as one that says the document is broken."""
    from pdfminer.pdfexceptions import PDFException
    from pdfminer.psexceptions import PSException
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        yield
    except (PDFException, PSException, PdfminerException, *_FAULTS) as error:
        what = f"pdfplumber cannot read the PDF ({error!r})"
        raise DocumentError("document.broken", what, do="fetch it again") from error


def read_pages_again(data: bytes) -> Iterator[Page]:
    """The pages of a PDF in order.

    :raises DocumentError: ``document.broken`` where pdfplumber cannot read it either.
    """
    with _opened(data) as pages:
        for page in pages:
            yield _taken(page)


def read_page_again(data: bytes, number: int, count: int) -> Page | None:
    """One page (counted from 1) of a PDF of ``count`` pages; None where it has another count.

    A tree that names what is no page is counted without it, and every number after it shifts.

    :raises DocumentError: ``document.broken`` where pdfplumber cannot read it either.
    """
    with _opened(data) as pages:
        return _taken(pages[number - 1]) if len(pages) == count else None


@contextmanager
def _opened(data: bytes) -> Iterator[list[PlumberPage]]:
    import pdfplumber

    _refuse_circles(data)
    with _translated():
        document = pdfplumber.open(io.BytesIO(data))
        pages = document.pages
    try:
        yield pages
    finally:
        document.close()


def _taken(page: PlumberPage) -> Page:
    with _translated():
        read = _page(page)
        page.close()
    return read


def _refuse_circles(data: bytes) -> None:
    """Refuse files with an object that is but a reference to itself: pdfminer follows it for ever.

    :raises DocumentError: ``document.broken``.
    """
    leads = {held[1]: held[2] for held in _REFERENCE.finditer(data)}
    for start in leads:
        at, steps = start, 0
        while at in leads and steps <= len(leads):
            at, steps = leads[at], steps + 1
            if at == start:
                what = f"object {start.decode()} of the PDF refers to itself"
                raise DocumentError("document.broken", what, do="fetch it again")


def _page(page: PlumberPage) -> Page:
    left, top, right, bottom = _visible(page)
    area = Box(0.0, 0.0, right - left, bottom - top)
    drawing = Drawing()
    for kind in ("rect", "line", "curve"):
        for item in page.objects.get(kind, ()):
            _add_shape(item, left, top, drawing)
    for item in page.objects.get("image", ()):
        drawing.count += 1
        drawing.pictures.append(Picture(_box(item, left, top), drawing.count))
    # pdfplumber does not tell in which order text and shapes are painted: text counts as last.
    after = drawing.count + 1
    marks = [_mark(char, left, top, number, after) for number, char in enumerate(page.chars)]
    rotation = int(page.rotation or 0) % 360
    return assemble(page.page_number, rotation, area, marks, drawing, (SECOND_READER,), [])


def _visible(page: PlumberPage) -> Box:
    """The crop box on the upright media box; pdfplumber's own is wrong on turned pages."""
    raw = page.page_obj
    media = [float(edge) for edge in raw.mediabox]
    x0, x1 = sorted(media[::2])
    y0, y1 = sorted(media[1::2])
    to_media = to_upright(x0, y0, x1, y1, int(page.rotation or 0))
    whole = to_media.box(x0, y0, x1, y1)
    return meet(to_media.box(*(float(edge) for edge in raw.cropbox)), whole) or whole


def _box(item: dict[str, Any], left: float, top: float) -> Box:
    return Box(
        float(item["x0"]) - left,
        float(item["top"]) - top,
        float(item["x1"]) - left,
        float(item["bottom"]) - top,
    )


def _add_shape(item: dict[str, Any], left: float, top: float, drawing: Drawing) -> None:
    drawing.count += 1
    fill = _rgb(item.get("non_stroking_color")) if item.get("fill") else None
    stroke = _rgb(item.get("stroking_color")) if item.get("stroke") else None
    if fill is None and stroke is None:
        return
    points = tuple((float(x) - left, float(y) - top) for x, y in item.get("pts") or ())
    box = _box(item, left, top)
    drawing.shapes.append(Shape(box, fill, stroke, max(2, len(points)), points, drawing.count))
    if fill is not None:
        drawing.covers.append(Cover(drawing.count, box, fill, False))


def _rgb(colour: Any) -> Colour | None:
    """A PDF colour of one, three or four components from 0 to 1 as RGB; None for a pattern."""
    parts = colour if isinstance(colour, (tuple, list)) else (colour,)
    if not all(isinstance(part, (int, float)) for part in parts):
        return None
    levels = [min(1.0, max(0.0, float(part))) for part in parts]
    if len(levels) == 1:
        levels *= 3
    elif len(levels) == 4:
        levels = [(1 - part) * (1 - levels[3]) for part in levels[:3]]
    if len(levels) != 3:
        return None
    red, green, blue = (round(255 * level) for level in levels)
    return red, green, blue


def _mark(char: dict[str, Any], left: float, top: float, number: int, order: int) -> Mark:
    raw = char["text"] if len(char["text"]) == 1 else "\ufffd"
    box = _box(char, left, top)
    a, b = float(char["matrix"][0]), float(char["matrix"][1])
    angle = round(math.degrees(math.atan2(-b, a))) % 360
    turn = math.radians(angle)
    size = _size(char, box, turn)
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    # The baseline lies below the middle of the em box by what the ascent is above one half.
    base = y * math.cos(turn) - x * math.sin(turn) + (ASCENT - 0.5) * size
    colour = _rgb(char.get("non_stroking_color"))
    text = LOOKALIKES.get(raw, raw)
    return Mark(text, raw, *box, size, base, angle, number, order, colour, False)


def _size(char: dict[str, Any], box: Box, turn: float) -> float:
    """The font size; pdfplumber gives the height of the box, which is the advance when turned."""
    if turn == 0:
        return float(char["size"]) or 1.0
    across = box.x1 - box.x0 if abs(math.sin(turn)) > 0.99 else box.bottom - box.top
    return across / max(1.0, abs(math.cos(turn)) + abs(math.sin(turn)) - 1e-6) or 1.0
