"""The pages of a PDF as they are best read: from the text layer, or from pixels by OCR."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from parsers.layout.document import read_page_or_again, read_refused
from parsers.layout.model import Box, Page
from parsers.layout.pictures import Renderer, page_pixels
from parsers.layout.second_reader import SECOND_READER
from parsers.mixed import with_printed_pictures
from schemas.errors import DocumentError

if TYPE_CHECKING:
    import pypdfium2
    from PIL.Image import Image

    from parsers.health import Analyser
    from parsers.ocr import Scan, SecondReader
    from parsers.ocr.engine import Engine
    from parsers.progress.model import Pixels

MOST_PAGES = 1000
"""Pages after this many are not read; no pledge paper has as many."""
REFUSED = "page_broken"
"""Reason of a page that no reader can load."""


@dataclass(slots=True)
class Engines:
    """What reads language and pixels. Each is loaded when it is first needed, then kept."""

    _analyser: Analyser | None = None
    _engine: Engine | None = None
    _second: SecondReader | None = None
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

    def second_reader(self) -> SecondReader | None:
        """The second OCR engine, or None where none is installed."""
        from parsers.ocr import find_tesseract

        if "second" not in self._loaded:
            self._second = find_tesseract()
            self._loaded.add("second")
        return self._second

    def stamp_reader(self) -> Callable[[Image], str] | None:
        """What reads a small picture that may be a stamp, or None without an engine."""
        engine = self.engine()
        if engine is None:
            return None
        return lambda picture: "".join(line.text for line in engine.read(blue_first(picture)))


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

    def pixels_of(self, number: int) -> Pixels | None:
        """What renders boxes of a page (counted from 1) as it was read; None where nothing can."""
        if number in self.scans:
            return partial(self._of_scan, number)
        unrendered = any(SECOND_READER in p.notes for p in self.pages if p.number == number)
        return None if unrendered else partial(self._of_page, number)

    def level_page(self, number: int) -> tuple[Any, float]:
        """The pixels of a scanned page, turned and levelled as its boxes lie, and their scale."""
        scan = self.scans[number]
        scale = scan.frame.scale
        return scan.level(blue_first(self._renderer(number, 72 * scale))), scale

    def document(self) -> pypdfium2.PdfDocument:
        """The document as pdfium has it, open until ``close``."""
        return self._renderer.document()

    def close(self) -> None:
        """Let go of the document and of the page last rendered."""
        self._renderer.close()

    def _of_scan(self, number: int, box: Box, dpi: float) -> Any:
        """A part of a page that OCR turned and levelled, as its boxes lie."""
        import numpy as np
        from PIL import Image

        scan = self.scans[number]
        scale = dpi / 72
        level = scan.level(blue_first(self._renderer(number, dpi)))
        whole = Image.fromarray(level[:, :, ::-1])
        x0, top, x1, bottom = (round(edge * scale) for edge in box)
        return np.asarray(whole.crop((max(0, x0), max(0, top), x1, bottom)))

    def _of_page(self, number: int, box: Box, dpi: float) -> Any:
        return self._renderer(number, dpi, box)


def blue_first(picture: Any) -> Any:
    """The pixels of an RGB picture as the engines want them."""
    import numpy as np

    return np.ascontiguousarray(np.asarray(picture)[:, :, ::-1])


def read_source(data: bytes, name: str, engines: Engines) -> Source:
    """All pages of a PDF, each from its text layer or by OCR as its health asks.

    Raises:
        DocumentError: ``document.encrypted``, ``document.broken`` or ``document.no_pages``.
    """
    with ExitStack() as stack:
        source = stack.enter_context(closing(Source(data)))
        try:
            _read_into(source, engines)
        except DocumentError as error:
            error.where = error.where or name
            raise
        stack.pop_all()
        return source


def _read_into(source: Source, engines: Engines) -> None:
    """Fill the source through pdfium, or through the second reader where pdfium refuses."""
    try:
        document = source.document()
        source.page_count = len(document)
        source.pages.extend(_pages(document, source, engines))
        refusal = _without_pages(source.page_count)
    except DocumentError as error:
        if error.code != "document.broken":
            raise
        refusal = error
    if all(page.reason == REFUSED for page in source.pages):
        again = islice(read_refused(source.data, refusal), MOST_PAGES)
        source.pages[:] = [_by_text_alone(page, engines) for page in again]
        source.page_count = len(source.pages)


def _without_pages(counted: int) -> DocumentError:
    code = "document.broken" if counted else "document.no_pages"
    what = "none of its pages can be loaded" if counted else "the PDF has no pages"
    return DocumentError(code, what, do="fetch it again")


def _by_text_alone(page: Page, engines: Engines) -> Page:
    """A page that no one can render: its text layer is taken or left."""
    from parsers.health import assess

    health = assess(page, engines.analyser(), None)
    if health.decision == "ocr":
        return replace(page, lines=(), health=health.score, reason=health.reason)
    reason = health.reason if health.decision == "empty" or health.score < 1.0 else None
    return replace(page, health=health.score, reason=reason)


def _pages(document: pypdfium2.PdfDocument, source: Source, engines: Engines) -> Iterator[Page]:
    from parsers.health import saved_as_text

    damaged = saved_as_text(source.data)
    for index in range(min(len(document), MOST_PAGES)):
        try:
            page = read_page_or_again(document, index, source.data)
        except DocumentError as refusal:
            yield _unreadable(index + 1, refusal)
            continue
        if SECOND_READER in page.notes:
            yield _by_text_alone(page, engines)
        else:
            yield _healthy(page, document, source, engines, damaged)


def _unreadable(number: int, refusal: DocumentError) -> Page:
    """A page that both readers refuse; the other pages are still read.

    Raises:
        DocumentError: ``refusal``, where it is of the whole document (no memory, a password).
    """
    if refusal.code not in ("page.broken", "document.broken"):
        raise refusal
    return Page(number, 0.0, 0.0, 0, (), health=0.0, reason=REFUSED)


def _healthy(
    page: Page,
    document: pypdfium2.PdfDocument,
    source: Source,
    engines: Engines,
    damaged: bool,
) -> Page:
    """The page, or what OCR reads of it where its text layer is not to be trusted."""
    from parsers.health import assess

    reader = partial(read_box, document, page.number, engines)
    health = assess(page, engines.analyser(), reader, damaged)
    if health.decision == "ocr":
        return page_by_ocr(page, document, source, engines, health.score, health.reason)
    reason = health.reason if health.decision == "empty" or health.score < 1.0 else None
    page = replace(page, health=health.score, reason=reason)

    return with_printed_pictures(page, partial(_pixels, document, page.number), engines.engine)


def _pixels(document: pypdfium2.PdfDocument, number: int, box: Box, dpi: float) -> Any:
    return page_pixels(document, number, dpi, box)


def read_box(document: pypdfium2.PdfDocument, number: int, engines: Engines, box: Box) -> str:
    """What OCR reads in one box of a page, to compare with its text layer."""
    engine = engines.engine()
    if engine is None:
        return ""
    wider = Box(box.x0 - 2, box.top - 2, box.x1 + 2, box.bottom + 2)
    return engine.recognise(page_pixels(document, number, 200, wider))[0]


def page_by_ocr(
    page: Page,
    document: pypdfium2.PdfDocument,
    source: Source,
    engines: Engines,
    score: float,
    reason: str | None,
) -> Page:
    """The page as OCR reads it; its scan is kept in ``source``."""
    from parsers.ocr import ocr_page, render_scale
    from parsers.ruling import ruled_shapes

    scale = render_scale(page.width, page.height)
    pixels = page_pixels(document, page.number, 72 * scale)
    scan = ocr_page(pixels, scale, engines.engine(), page.number)
    source.scans[page.number] = scan
    return replace(
        scan.page,
        shapes=ruled_shapes(scan.level(pixels), scale) if scan.page.lines else (),
        health=score,
        reason=reason if scan.page.reason is None else scan.page.reason,
    )
