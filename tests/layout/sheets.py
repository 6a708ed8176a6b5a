"""Small PDFs made here, one trap each."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Callable
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from parsers.layout.document import read_pages
from parsers.layout.model import Page

FONT = "HeiseiKakuGo-W5"
SIZE = (400.0, 300.0)


def make(draw: Callable[[Canvas], None], encrypt: StandardEncryption | None = None) -> bytes:
    """A one-page PDF of 400 by 300 points; ``draw`` gets the canvas with a Japanese font set."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=SIZE, encrypt=encrypt, pageCompression=0)
    canvas.setFont(FONT, 12)
    draw(canvas)
    canvas.save()
    return stream.getvalue()


def read(data: bytes) -> Page:
    """The only page of a PDF."""
    (page,) = read_pages(data)
    return page


def texts(page: Page) -> list[str]:
    return [line.text for line in page.lines]


def turned(data: bytes, rotation: int, crop: tuple[float, float, float, float] | None) -> bytes:
    """The PDF with /Rotate and, where given, a CropBox (left, bottom, right, top)."""
    document = pypdfium2.PdfDocument(data)
    page: Any = document[0]
    page.set_rotation(rotation)
    if crop is not None:
        pdfium.FPDFPage_SetCropBox(page, *crop)
    stream = io.BytesIO()
    document.save(stream)
    document.close()
    return stream.getvalue()


def mode(canvas: Canvas, render_mode: int, x: float, y: float, text: str) -> None:
    """Draw text in a PDF text render mode, 3 being invisible."""
    run = canvas.beginText(x, y)
    run.setTextRenderMode(render_mode)
    run.textOut(text)
    run.setTextRenderMode(0)
    canvas.drawText(run)


def with_stamp_annotation(data: bytes, content: str) -> bytes:
    """The PDF with a stamp annotation that draws PDF operators at (100, 100) to (200, 150)."""
    document = pypdfium2.PdfDocument(data)
    page: Any = document[0]
    stamp = pdfium.FPDFPage_CreateAnnot(page, pdfium.FPDF_ANNOT_STAMP)
    pdfium.FPDFAnnot_SetRect(stamp, pdfium.FS_RECTF(100, 150, 200, 100))
    wide = (content + "\0").encode("utf-16-le")
    operators = ctypes.cast(ctypes.c_char_p(wide), pdfium.FPDF_WIDESTRING)
    pdfium.FPDFAnnot_SetAP(stamp, pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL, operators)
    pdfium.FPDFPage_CloseAnnot(stamp)
    stream = io.BytesIO()
    document.save(stream)
    document.close()
    return stream.getvalue()
