"""Opening a PDF and reading its pages one by one through pdfium."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from parsers.layout.drawing import read_drawing
from parsers.layout.glyphs import read_marks
from parsers.layout.model import Page
from parsers.layout.page import assemble
from parsers.layout.second_reader import read_page_again, read_pages_again
from parsers.layout.twins import adopt_paint, copies, left_out
from parsers.layout.upright import to_upright
from schemas.errors import DocumentError

TRUNCATED = "truncated"
"""Note: the page holds more objects or characters than any document; the rest was left out."""


@contextmanager
def open_pdf(data: bytes, password: str = "") -> Iterator[pypdfium2.PdfDocument]:
    """An open pdfium document, closed at the end of the block.

    :raises DocumentError: ``document.encrypted`` or ``document.broken``.
    """
    try:
        document = pypdfium2.PdfDocument(data, password=password or None)
    except pypdfium2.PdfiumError as error:
        raise _refusal(error) from error
    try:
        yield document
    finally:
        document.close()


def _refusal(error: pypdfium2.PdfiumError) -> DocumentError:
    if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
        return DocumentError(
            "document.encrypted", "the PDF asks for a password", do="publish it open"
        )
    what = f"pdfium cannot open the PDF ({error})"
    return DocumentError("document.broken", what, do="fetch it again")


def read_pages(data: bytes, password: str = "") -> Iterator[Page]:
    """The pages of a PDF in order; each is closed before the next one is opened.

    What pdfium refuses, the whole file or one page, pdfplumber is asked for.

    :raises DocumentError: ``document.encrypted``; ``document.broken`` or ``document.no_pages`` if
        both fail.
    """
    with ExitStack() as stack:
        try:
            document = stack.enter_context(open_pdf(data, password))
        except DocumentError as refusal:
            if refusal.code != "document.broken":
                raise
            yield from read_refused(data, refusal)
            return
        if len(document) == 0:
            empty = DocumentError("document.no_pages", "the PDF has no pages", do="fetch it again")
            yield from read_refused(data, empty)
        for index in range(len(document)):
            yield read_page_or_again(document, index, data)


def read_refused(data: bytes, refusal: DocumentError) -> Iterator[Page]:
    """The pages of a file pdfium refuses, through the second reader.

    :raises DocumentError: pdfium's ``refusal`` where the second reader reads none either.
    """
    count = 0
    try:
        for page in read_pages_again(data):
            yield page
            count += 1
    except DocumentError as error:
        raise refusal from error
    if count == 0:
        raise refusal


def read_page_or_again(document: pypdfium2.PdfDocument, index: int, data: bytes) -> Page:
    """As ``read_page``; a page that pdfium cannot load is asked of the second reader."""
    try:
        return read_page(document, index)
    except DocumentError as refusal:
        page = read_page_again(data, index + 1, len(document))
        if page is None:
            raise
        return replace(page, notes=(*page.notes, refusal.code))


def read_page(document: pypdfium2.PdfDocument, index: int) -> Page:
    """One page of an open document, counted from 0.

    :raises DocumentError: ``page.broken`` where pdfium cannot load the page.
    """
    page = _load(document, index)
    if _flattened(page):
        pdfium.FPDF_ClosePage(page)
        page = _load(document, index)
    try:
        return _read_loaded(page, index + 1)
    finally:
        pdfium.FPDF_ClosePage(page)


def _load(document: pypdfium2.PdfDocument, index: int) -> Any:
    page = pdfium.FPDF_LoadPage(document.raw, index)
    if not page:
        where, do = f"p. {index + 1}", "fetch it again"
        raise DocumentError("page.broken", "pdfium cannot load the page", where, do)
    return page


def _flattened(page: Any) -> bool:
    """Draw annotations (stamps, typed text, form fields) into the page; whether there were any."""
    if not any(_is_drawn(page, at) for at in range(pdfium.FPDFPage_GetAnnotCount(page))):
        return False
    done = pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
    return bool(done == pdfium.FLATTEN_SUCCESS)


def _is_drawn(page: Any, index: int) -> bool:
    annotation = pdfium.FPDFPage_GetAnnot(page, index)
    if not annotation:
        return False
    kind = pdfium.FPDFAnnot_GetSubtype(annotation)
    pdfium.FPDFPage_CloseAnnot(annotation)
    return kind not in (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP)


def _read_loaded(page: Any, number: int) -> Page:
    rotation = 90 * max(0, pdfium.FPDFPage_GetRotation(page))
    visible = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, visible)
    to_page = to_upright(visible.left, visible.bottom, visible.right, visible.top, rotation)
    area = to_page.box(visible.left, visible.bottom, visible.right, visible.top)
    drawing = read_drawing(page, to_page, area)
    text_page = pdfium.FPDFText_LoadPage(page)
    try:
        marks, truncated = read_marks(text_page, drawing.paints, to_page)
        twins = left_out(marks, drawing.paints)
    finally:
        pdfium.FPDFText_ClosePage(text_page)
    marks = adopt_paint(marks, twins)
    notes = (TRUNCATED,) if truncated or drawing.truncated else ()
    repeated = copies(marks, twins)
    return assemble(number, rotation, area, marks, drawing, notes, repeated)
