"""Values set as small pictures are read where a sheet lacks them; photographs start no engine."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from parsers.document import parse_document
from parsers.layout.document import read_pages
from parsers.layout.model import Box
from parsers.layout.pictures import render
from parsers.ocr.engine import Engine
from parsers.sources import Engines
from pipeline.profiles import base_vocabulary
from schemas.parsed import ParsedSheet
from tests.sheets.paper import Paper, print_pdf

ROOT = Path(__file__).parents[2]
TYPESET = {
    "令和9年度末": ROOT / "tests" / "unseen" / "papers" / "writer.pdf",
    "中期": ROOT / "samples" / "site" / "edition-1" / "uploaded" / "attachment" / "2042.pdf",
}
"""Where a text stands in print that can be pictured on any machine."""


@cache
def clipping(text: str) -> Image.Image:
    """A line of a typeset paper as a picture at 200 dpi."""
    data = TYPESET[text].read_bytes()
    for page in read_pages(data):
        for line in page.lines:
            if (at := line.text.find(text)) >= 0:
                boxes = [glyph.box for glyph in line.glyphs[at : at + len(text)]]
                edges = (boxes[0].x0 - 3, line.box.top - 3, boxes[-1].x1 + 3, line.box.bottom + 3)
                return render(data, page.number, 200, Box(*edges))
    raise AssertionError(text)


def photograph() -> Image.Image:
    """A sky that darkens over a rough field."""
    rng = np.random.default_rng(4)
    sky = np.linspace(240, 90, 200)[:, None] + rng.normal(0, 4, (200, 480))
    field = 70 + rng.normal(0, 35, (160, 480))
    grey = np.vstack([sky, field]).clip(0, 255)
    return Image.fromarray(np.stack([0.7 * grey, grey, 0.9 * grey], axis=2).astype(np.uint8))


def paper(values: dict[str, str], pictures: list[tuple[Image.Image, Box]]) -> bytes:
    held = {"term": "中期", "due": "令和7年度末", "as_of": "令和6年9月30日"} | values
    page = Paper()
    page.text(20, 14, "市長公約実施目標シート", 20)
    page.text(24, 56, "公約 III みどりと暮らすまち", 15).text(740, 56, held["term"], 18)
    page.text(36, 96, "身近な公園の再整備", 26)
    page.text(30, 150, "子どもも大人も楽しめる公園を増やします", 15)
    page.text(24, 200, "○なにをするの？", 15)
    page.text(36, 226, "・古い遊具を順番に取り替えます。", 14)
    page.text(24, 390, "○いつまでに？", 15).text(46, 416, held["due"], 18)
    page.text(24, 480, f"○今どのくらいすすんでいるの？（{held['as_of']}現在）", 15)
    page.bar(90, 520, 600, 0.6)
    for picture, box in pictures:
        page.pieces.append(partial(placed, picture, box))
    return print_pdf([page])


def placed(picture: Image.Image, box: Box, canvas: Canvas, height: float) -> None:
    size = (box.x1 - box.x0, box.bottom - box.top)
    canvas.drawImage(ImageReader(picture), box.x0, height - box.bottom, *size)


class Watched(Engines):
    """Engines that tell whether the one for pixels was asked for."""

    asked = False

    def engine(self) -> Engine | None:
        self.asked = True
        return super().engine()


def read(data: bytes, engines: Engines) -> ParsedSheet:
    (held,) = parse_document(data, "paper.pdf", base_vocabulary(), engines).sheets
    return held


def beside(text: str, left: float, top: float, high: float) -> tuple[Image.Image, Box]:
    picture = clipping(text)
    return picture, Box(left, top, left + high * picture.width / picture.height, top + high)


def test_a_due_date_that_is_a_picture_is_read() -> None:
    held = read(paper({"due": ""}, [beside("令和9年度末", 46, 412, 22)]), Watched())
    assert (held.sheet.due_raw, str(held.sheet.due_date)) == ("令和9年度末", "2028-03-31")
    (row,) = (row for row in held.evidence if row.field == "due_date")
    assert row.method == "ocr"
    assert row.confidence <= 0.97
    assert row.top is not None
    assert row.top >= 405
    assert {row.method for row in held.evidence if row.field == "title"} == {"text"}


def test_a_term_that_is_a_picture_is_read() -> None:
    held = read(paper({"term": ""}, [beside("中期", 740, 56, 24)]), Watched())
    assert held.sheet.term == "mid"
    assert {row.method for row in held.evidence if row.field == "term"} == {"ocr"}


ASIDE = Box(560, 200, 760, 350)


@pytest.mark.parametrize("values", [{}, {"due": ""}, {"term": ""}])
def test_a_photograph_starts_no_engine(values: dict[str, Any]) -> None:
    engines = Watched()
    read(paper(values, [(photograph(), ASIDE)]), engines)
    assert not engines.asked


def test_a_small_picture_of_print_beside_a_whole_sheet_starts_no_engine() -> None:
    engines = Watched()
    held = read(paper({}, [beside("令和9年度末", 560, 412, 22)]), engines)
    assert str(held.sheet.due_date) == "2026-03-31"
    assert not engines.asked
