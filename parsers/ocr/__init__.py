"""Reading pages from their pixels, where the text layer is missing or wrong."""

from parsers.ocr.closed import Closed, repair_closed
from parsers.ocr.engine import Engine, Pixels, Reading, load_engine
from parsers.ocr.opinion import Agreement, SecondReader, clipped, opinions_on, second_opinions
from parsers.ocr.page import UNREAD, Scan, box_reader, ocr_page, ocr_region, render_scale
from parsers.ocr.repairs import Repaired, repair
from parsers.ocr.tesseract import Tesseract, find_tesseract

__all__ = [
    "UNREAD",
    "Agreement",
    "Closed",
    "Engine",
    "Pixels",
    "Reading",
    "Repaired",
    "Scan",
    "SecondReader",
    "Tesseract",
    "box_reader",
    "clipped",
    "find_tesseract",
    "load_engine",
    "ocr_page",
    "ocr_region",
    "opinions_on",
    "render_scale",
    "repair",
    "repair_closed",
    "second_opinions",
]
