"""What is looked at in pixels only where a document is known to hold pledges."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import TYPE_CHECKING, Any

from parsers.layout.model import Box, Page
from parsers.layout.pictures import page_pixels
from parsers.mixed import with_small_pictures
from parsers.sources import Engines, Source, page_by_ocr, read_box

if TYPE_CHECKING:
    import pypdfium2


def replace_false_digits(source: Source, engines: Engines) -> None:
    """Read by OCR, in place, the pages whose digits are not those that the text layer tells.

    For documents that are taken for data: the check costs about 5 ms a page. A map belongs to a
    font of the whole file, so two pages are looked at first.
    """
    held = [page for page in source.pages if page.method == "text" and _holds_digits(page)]
    sampled = {page.number: page for page in (*held[:1], *held[len(held) // 2 :][:1])}
    if not any(_digits_are_false(page, source) for page in sampled.values()):
        return
    document = source.document()
    for page in held:
        if _digits_are_false(page, source) and not _digits_agree(page, document, engines):
            read = page_by_ocr(page, document, source, engines, 0.2, "false_unicode_map")
            source.pages[source.pages.index(page)] = read


def _holds_digits(page: Page) -> bool:
    return any(char.isdigit() for line in page.lines for char in line.text)


def _digits_are_false(page: Page, source: Source) -> bool:
    import numpy as np
    from PIL import Image

    from parsers.health import digits_are_false

    pixels = source.pixels_of(page.number)
    if pixels is None:
        return False

    def greys(box: Box, dpi: float) -> Any:
        return np.asarray(Image.fromarray(pixels(box, dpi)).convert("L"))

    return digits_are_false(page.lines, greys)


def _digits_agree(page: Page, document: pypdfium2.PdfDocument, engines: Engines) -> bool | None:
    from parsers.health import layer_agrees

    reader = partial(read_box, document, page.number, engines)
    return layer_agrees(page.lines, reader, ("digits",))


def read_small_pictures(source: Source, engines: Engines, numbers: Collection[int]) -> bool:
    """Add, in place, what OCR reads in the small pictures of some pages; whether that is anything.

    For pages on which a value was not found: a picture beside a whole sheet is no value of it.
    """
    wanted = [page for page in source.pages if page.method == "text" and page.number in numbers]
    if not any(page.pictures for page in wanted):
        return False
    changed = False
    for page in wanted:
        read = with_small_pictures(page, _pixels_of(source.document(), page), engines.engine)
        source.pages[source.pages.index(page)] = read
        changed = changed or read is not page
    return changed


def _pixels_of(document: pypdfium2.PdfDocument, page: Page) -> Any:
    return lambda box, dpi: page_pixels(document, page.number, dpi, box)
