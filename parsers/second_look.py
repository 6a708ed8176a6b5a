"""What is looked at in pixels only where a document is known to hold pledges."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from parsers.layout.model import Page
from parsers.layout.pictures import page_pixels
from parsers.mixed import with_small_pictures
from parsers.sources import Engines, Source, page_by_ocr, read_box

if TYPE_CHECKING:
    import pypdfium2

    from parsers.health import Misdrawn
    from parsers.health.digits import Digit


def replace_false_digits(source: Source, engines: Engines) -> None:
    """Read by OCR, in place, the pages whose digits are not those that the text layer tells.

    For documents that are taken for data: a sample costs about 5 ms a document. Only where a
    digit of the sample looks like another one are all digits of all pages looked at.
    """
    from parsers.health import digits_of, sample

    held = [page for page in source.pages if page.method == "text"]
    if not any(_misdrawn(digits, page, source) for page, digits in sample(held)):
        return
    for page in held:
        doubts = _misdrawn(digits_of(page.lines), page, source)
        if doubts and _are_false(doubts, page, source.document(), engines):
            document = source.document()
            read = page_by_ocr(page, document, source, engines, 0.2, "false_unicode_map")
            source.pages[source.pages.index(page)] = read


def _misdrawn(digits: Iterable[Digit], page: Page, source: Source) -> list[Misdrawn]:
    from parsers.health import misdrawn

    pixels = source.pixels_of(page.number)
    return [] if pixels is None else misdrawn(digits, pixels)


def _are_false(
    doubts: Sequence[Misdrawn], page: Page, document: pypdfium2.PdfDocument, engines: Engines
) -> bool:
    """Whether an engine reads other digits too; where it can say nothing, what the shapes say."""
    from parsers.health import are_certain, digits_agree

    agree = digits_agree(doubts, partial(read_box, document, page.number, engines))
    return are_certain(doubts) if agree is None else not agree


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
