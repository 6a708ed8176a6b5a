"""Reading pages from their pixels, where the text layer is missing or wrong."""

from parsers.ocr.engine import Engine, Pixels, Reading, load_engine
from parsers.ocr.page import UNREAD, Scan, box_reader, ocr_page, ocr_region, render_scale

__all__ = [
    "UNREAD",
    "Engine",
    "Pixels",
    "Reading",
    "Scan",
    "box_reader",
    "load_engine",
    "ocr_page",
    "ocr_region",
    "render_scale",
]
