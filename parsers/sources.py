"""The pages of a PDF as they are best read: from the text layer, or from pixels by OCR."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from parsers.layout.document import open_pdf, read_page
from parsers.layout.model import Box, Page
from parsers.layout.pictures import Renderer, render_page
from schemas.errors import DocumentError

if TYPE_CHECKING:
    import pypdfium2
    from PIL.Image import Image

    from parsers.health import Analyser
    from parsers.ocr import Scan
    from parsers.ocr.engine import Engine
    from parsers.progress.model import Pixels

MOST_PAGES = 1000
"""Pages after this many are not read; no pledge paper has as many."""


@dataclass(slots=True)
class Engines:
    """What reads language and pixels. Each is loaded when it is first needed, then kept."""

    _analyser: Analyser | None = None
    _engine: Engine | None = None
    _loaded: set[str] = field(default_factory=set)

    def analyser(self) -> Analyser | None:
        """The morphological analyser, or None where none is installed."""
        from parsers.health import load_analyser

        if "analyser" not in self._loaded:
            self._analyser = load_analyser()
            self._loaded.add("analyser")
        return self._analyser

    def engine(self) -> Engine | None:
        """The OCR engine, or None where none is installed."""
        from parsers.ocr import load_engine

        if "engine" not in self._loaded:
            self._engine = load_engine()
            self._loaded.add("engine")
        return self._engine


@dataclass(slots=True)
class Source:
    """A PDF's pages, and what renders parts of them."""

    data: bytes
    page_count: int = 0
    pages: list[Page] = field(default_factory=list)
    scans: dict[int, Scan] = field(default_factory=dict)
    _renderer: Renderer = field(init=False)

    def __post_init__(self) -> None:
        self._renderer = Renderer(self.data)

    def pixels_of(self, number: int) -> Pixels:
        """What renders boxes of a page (counted from 1) as it was read."""
        if number in self.scans:
            return partial(self._of_scan, number)
        return partial(self._of_page, number)

    def close(self) -> None:
        """Let go of what was opened to render parts of pages."""
        self._renderer.close()

    def _of_scan(self, number: int, box: Box, dpi: float) -> Image:
        """A part of a page that OCR turned and levelled, as its boxes lie."""
        from PIL import Image

        scan = self.scans[number]
        scale = dpi / 72
        level = scan.level(_blue_first(self._renderer(number, dpi)))
        whole = Image.fromarray(level[:, :, ::-1])
        x0, top, x1, bottom = (round(edge * scale) for edge in box)
        return whole.crop((max(0, x0), max(0, top), x1, bottom))

    def _of_page(self, number: int, box: Box, dpi: float) -> Image:
        return self._renderer(number, dpi, box)


def _blue_first(picture: Image) -> Any:
    import numpy as np

    return np.ascontiguousarray(np.asarray(picture)[:, :, ::-1])


def read_source(data: bytes, name: str, engines: Engines) -> Source:
    """All pages of a PDF, each from its text layer or by OCR as its health asks.

    Raises:
        DocumentError: ``pdf_password``, ``pdf_broken`` or ``pdf_no_pages``.
    """
    source = Source(data)
    try:
        with open_pdf(data) as document:
            if len(document) == 0:
                raise DocumentError("pdf_no_pages", "the PDF has no pages", name, "fetch it again")
            source.page_count = len(document)
            for page in _pages(document, source, engines):
                source.pages.append(page)
    except DocumentError as error:
        error.where = error.where or name
        raise
    return source


def _pages(document: pypdfium2.PdfDocument, source: Source, engines: Engines) -> Iterator[Page]:
    from parsers.health import saved_as_text

    damaged = saved_as_text(source.data)
    for index in range(min(len(document), MOST_PAGES)):
        yield _healthy(read_page(document, index), document, source, engines, damaged)


def _healthy(
    page: Page,
    document: pypdfium2.PdfDocument,
    source: Source,
    engines: Engines,
    damaged: bool,
) -> Page:
    """The page, or what OCR reads of it where its text layer is not to be trusted."""
    from parsers.health import assess

    reader = partial(_read_box, document, page.number, engines)
    health = assess(page, engines.analyser(), reader, damaged)
    if health.decision == "ocr":
        return _by_ocr(page, document, source, engines, health.score, health.reason)
    reason = health.reason if health.decision == "empty" or health.score < 1.0 else None
    return replace(page, health=health.score, reason=reason)


def _read_box(document: pypdfium2.PdfDocument, number: int, engines: Engines, box: Box) -> str:
    """What OCR reads in one box of a page, to compare with its text layer."""
    engine = engines.engine()
    if engine is None:
        return ""
    wider = Box(box.x0 - 2, box.top - 2, box.x1 + 2, box.bottom + 2)
    return engine.recognise(_blue_first(render_page(document, number, 200, wider)))[0]


def _by_ocr(
    page: Page,
    document: pypdfium2.PdfDocument,
    source: Source,
    engines: Engines,
    score: float,
    reason: str | None,
) -> Page:
    from parsers.ocr import ocr_page, render_scale
    from parsers.ruling import ruled_shapes

    scale = render_scale(page.width, page.height)
    pixels = _blue_first(render_page(document, page.number, 72 * scale))
    scan = ocr_page(pixels, scale, engines.engine(), page.number)
    source.scans[page.number] = scan
    return replace(
        scan.page,
        shapes=ruled_shapes(scan.level(pixels), scale) if scan.page.lines else (),
        health=score,
        reason=reason if scan.page.reason is None else scan.page.reason,
    )
