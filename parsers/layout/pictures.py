"""The pixel side of a page: rendering, crops for evidence, and pages with their boxes drawn."""

from __future__ import annotations

import io
from collections.abc import Iterable
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, NamedTuple

from parsers.layout.document import open_pdf
from parsers.layout.model import Box, Colour

if TYPE_CHECKING:
    import pypdfium2
    from PIL.Image import Image

MAX_PIXELS = 40_000_000
"""Larger pictures are rendered at a lower scale: a page box may claim any size."""


class Label(NamedTuple):
    """A box to draw on a debug picture, with the name of what was read there."""

    box: Box
    text: str
    colour: Colour = (200, 0, 0)


def render(data: bytes, number: int, dpi: float = 150, box: Box | None = None) -> Image:
    """An RGB picture of a page (counted from 1) or of an upright box of it, annotations included.

    :raises DocumentError: ``document.encrypted``, ``document.broken`` or ``page.broken``.
    :raises ValueError: the box does not touch the page.
    """
    with open_pdf(data) as document:
        return render_page(document, number, dpi, box)


def render_page(
    document: pypdfium2.PdfDocument, number: int, dpi: float = 150, box: Box | None = None
) -> Image:
    """As ``render``, from an open document."""
    page = document[number - 1]
    try:
        return _picture(_render_loaded(page, dpi / 72, box))
    finally:
        page.close()


def page_pixels(
    document: pypdfium2.PdfDocument, number: int, dpi: float = 150, box: Box | None = None
) -> Any:
    """As ``render_page``, the pixels as OCR engines want them: rows, columns, blue first."""
    page = document[number - 1]
    try:
        return _array(_render_loaded(page, dpi / 72, box))
    finally:
        page.close()


class Renderer:
    """Renders boxes of one PDF; its document and the page last asked for stay open till closed.

    :raises DocumentError: and ``ValueError``, from a call, as ``render``.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._open = ExitStack()
        self._document: pypdfium2.PdfDocument | None = None
        self._number = 0
        self._page: Any = None

    def document(self) -> pypdfium2.PdfDocument:
        """The open document, which is opened once: every opening reads its fonts anew."""
        if self._document is None:
            self._document = self._open.enter_context(open_pdf(self._data))
        return self._document

    def __call__(self, number: int, dpi: float, box: Box | None = None) -> Any:
        """The pixels (rows, columns, RGB) of a box of a page, counted from 1."""
        if number != self._number:
            self._leave_page()
            self._page, self._number = self.document()[number - 1], number
        return _array(_render_loaded(self._page, dpi / 72, box, red_first=True))

    def close(self) -> None:
        """Let go of the page and the document."""
        self._leave_page()
        self._document = None
        self._open.close()

    def _leave_page(self) -> None:
        if self._page is not None:
            self._page.close()
        self._page, self._number = None, 0


def _picture(bitmap: pypdfium2.PdfBitmap) -> Image:
    try:
        picture: Image = bitmap.to_pil()
        return picture
    finally:
        bitmap.close()


def _array(bitmap: pypdfium2.PdfBitmap) -> Any:
    bitmap.close()
    # The memory is not pdfium's: it outlives the bitmap.
    return bitmap.to_numpy()


def _render_loaded(
    page: Any, scale: float, box: Box | None, red_first: bool = False
) -> pypdfium2.PdfBitmap:
    width, height = page.get_size()
    whole = Box(0, 0, width, height)
    part = whole if box is None else _inside(box, whole)
    pixels = (part.x1 - part.x0) * (part.bottom - part.top) * scale * scale
    if pixels > MAX_PIXELS:
        scale *= (MAX_PIXELS / pixels) ** 0.5
    margins = (part.x0, height - part.bottom, width - part.x1, part.top)
    return page.render(scale=scale, crop=margins, may_draw_forms=False, rev_byteorder=red_first)


def _inside(box: Box, whole: Box) -> Box:
    x0, top = max(box.x0, 0.0), max(box.top, 0.0)
    x1, bottom = min(box.x1, whole.x1), min(box.bottom, whole.bottom)
    if x1 <= x0 or bottom <= top:
        raise ValueError(f"the box {tuple(box)} does not touch the page")
    return Box(x0, top, x1, bottom)


def crop_png(data: bytes, number: int, box: Box, dpi: float = 200, margin: float = 4) -> bytes:
    """A PNG of a box of a page with ``margin`` points around it; raises as ``render``."""
    wider = Box(box.x0 - margin, box.top - margin, box.x1 + margin, box.bottom + margin)
    return _png(render(data, number, dpi, wider))


def annotate_page(data: bytes, number: int, labels: Iterable[Label], dpi: float = 110) -> bytes:
    """A PNG of a page with boxes and their (ASCII) labels drawn over it; raises as ``render``."""
    from PIL import ImageDraw

    picture = render(data, number, dpi)
    scale = dpi / 72
    canvas = ImageDraw.Draw(picture)
    for label in labels:
        edges = [edge * scale for edge in label.box]
        canvas.rectangle(edges, outline=label.colour, width=2)
        at = (edges[0], max(0.0, edges[1] - 11))
        canvas.rectangle(canvas.textbbox(at, label.text), fill=(255, 255, 255))
        canvas.text(at, label.text, fill=label.colour)
    return _png(picture)


def _png(picture: Image) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()
