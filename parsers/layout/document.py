"""Opening a PDF and reading its pages one by one through pdfium."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from parsers.layout.doubles import without_doubles
from parsers.layout.drawing import Drawing, read_drawing
from parsers.layout.glyphs import Mark, box_of, read_marks
from parsers.layout.lines import build_lines
from parsers.layout.model import Box, Dropped, Page
from parsers.layout.ruby import separate_ruby
from parsers.layout.twins import adopt_paint, copies, left_out
from parsers.layout.upright import around, to_upright
from parsers.layout.visibility import split_visible
from schemas.errors import DocumentError

INVISIBLE_LAYER = "invisible_text_layer"
"""Note: the page is a picture with text laid under it for searching; it was read all the same."""
TRUNCATED = "truncated"
"""Note: the page holds more objects or characters than any document; the rest was left out."""


@contextmanager
def open_pdf(data: bytes, password: str = "") -> Iterator[pypdfium2.PdfDocument]:
    """An open pdfium document, closed at the end of the block.

    :raises DocumentError: ``pdf_password`` or ``pdf_broken``.
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
        return DocumentError("pdf_password", "the PDF asks for a password", do="publish it open")
    return DocumentError("pdf_broken", f"pdfium cannot open the PDF ({error})")


def read_pages(data: bytes, password: str = "") -> Iterator[Page]:
    """The pages of a PDF in order; each is closed before the next one is opened.

    :raises DocumentError: ``pdf_password``, ``pdf_broken`` or ``pdf_no_pages``.
    """
    with open_pdf(data, password) as document:
        for index in range(len(document)):
            yield read_page(document, index)


def read_page(document: pypdfium2.PdfDocument, index: int) -> Page:
    """One page of an open document, counted from 0.

    :raises DocumentError: ``page_broken`` where pdfium cannot load the page.
    """
    page = pdfium.FPDF_LoadPage(document.raw, index)
    if not page:
        raise DocumentError("page_broken", "pdfium cannot load the page", where=f"p. {index + 1}")
    try:
        return _read_loaded(page, index + 1)
    finally:
        pdfium.FPDF_ClosePage(page)


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
    return _assemble(number, rotation, area, marks, drawing, notes, repeated)


def _assemble(
    number: int,
    rotation: int,
    area: Box,
    marks: list[Mark],
    drawing: Drawing,
    notes: tuple[str, ...],
    repeated: list[Dropped],
) -> Page:
    visible, unseen = split_visible(marks, drawing.covers, area)
    if not visible and _is_searchable_scan(marks, drawing, area):
        visible, unseen, notes = marks, [], (*notes, INVISIBLE_LAYER)
    kept, doubles = without_doubles(visible)
    dropped = _dropped([*unseen, *((mark, "doubled") for mark in doubles)])
    lines, rubies = separate_ruby(build_lines(kept, drawing.shapes))
    return Page(
        number=number,
        width=area.x1,
        height=area.bottom,
        rotation=rotation,
        lines=tuple(lines),
        shapes=tuple(drawing.shapes),
        pictures=tuple(drawing.pictures),
        dropped=(*dropped, *repeated, *rubies),
        notes=notes,
    )


def _is_searchable_scan(marks: list[Mark], drawing: Drawing, area: Box) -> bool:
    """Whether all text is invisible and a picture fills at least half of the page."""
    if not marks:
        return False
    whole = area.x1 * area.bottom
    return any(
        2 * (p.box.x1 - p.box.x0) * (p.box.bottom - p.box.top) > whole for p in drawing.pictures
    )


def _dropped(unseen: list[tuple[Mark, Any]]) -> list[Dropped]:
    """Characters that are not read, joined while they are dropped for one reason in one object."""
    groups: dict[tuple[int, str], list[Mark]] = {}
    for mark, reason in unseen:
        groups.setdefault((mark.owner, reason), []).append(mark)
    return [
        Dropped("".join(m.raw for m in marks), around([box_of(m) for m in marks]), reason)  # type: ignore[arg-type]
        for (_, reason), marks in groups.items()
    ]
