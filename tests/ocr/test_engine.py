"""The real engine on real pixels: one scanned sheet of the sample city, one turned on its head."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pytest
from rapidfuzz.distance import Levenshtein

from parsers.layout.model import Box
from parsers.ocr import Engine, Scan, box_reader, load_engine, ocr_page, render_scale

ROOT = Path(__file__).parents[2]
EDITION = "edition-1"
PATH = "/uploaded/attachment/2044.pdf"


@cache
def _engine() -> Engine:
    engine = load_engine()
    assert engine is not None, "RapidOCR is a dependency of the project"
    return engine


@cache
def _page() -> tuple[Any, float]:
    with pypdfium2.PdfDocument(ROOT / "samples" / "site" / EDITION / PATH[1:]) as document:
        scale = render_scale(*document[0].get_size())
        return document[0].render(scale=scale).to_numpy(), scale


@cache
def _scan() -> Scan:
    pixels, scale = _page()
    return ocr_page(pixels, scale, _engine())


def _truth() -> dict[str, Any]:
    rows = json.loads((ROOT / "samples" / "truth" / EDITION / "sheets.json").read_text("utf-8"))
    (sheet,) = (row for row in rows if row["path"] == PATH and row["page"] == 1)
    return dict(sheet)


def _texts(scan: Scan) -> list[str]:
    return [line.text for line in scan.page.lines]


def test_closed_fields_titles_and_stamp_are_read_exactly() -> None:
    sheet, texts = _truth(), _texts(_scan())
    for field in ("title", "aim", "due_raw", "term_raw"):
        assert sheet[field] in texts
    assert sheet["pillar_raw"].replace(" ", "") in texts
    assert any(sheet["as_of_raw"] in text for text in texts)
    assert ("公約達成" in texts) == sheet["achieved"]


def test_the_body_is_read_with_at_most_two_in_a_hundred_wrong() -> None:
    body = "".join(_truth()["actions"])
    read = "".join(_texts(_scan())[6 : 6 + len(_truth()["actions"])])
    assert Levenshtein.distance(body, read.replace("・", "")) <= 0.02 * len(body) + 1


def test_the_skew_is_taken_out() -> None:
    scan = _scan()
    assert 0.3 < abs(scan.frame.skew) < 1.0
    edges = [line.box.x0 for line in scan.page.lines if line.text.startswith("○")]
    assert len(edges) >= 1
    assert np.ptp([line.box.bottom - line.box.top for line in scan.page.lines[:3]]) < 15


def test_a_line_box_on_the_paper_shows_the_line() -> None:
    scan = _scan()
    pixels, scale = _page()
    (title,) = (line for line in scan.page.lines if line.text == _truth()["title"])
    read = box_reader(lambda: pixels, scale, _engine())
    assert read(scan.on_paper(title.box)) == title.text
    assert read(Box(0, 0, 0.2, 0.2)) == ""


def test_a_page_on_its_head_is_read_the_right_way() -> None:
    pixels, scale = _page()
    part = np.ascontiguousarray(np.rot90(pixels[: pixels.shape[0] // 2], 2))
    scan = ocr_page(part, scale, _engine())
    assert scan.turn == 180
    assert _truth()["title"] in _texts(scan)


def test_one_engine_alone_is_never_quite_sure() -> None:
    assert all(line.confidence <= 0.9 for line in _scan().page.lines)


@pytest.mark.parametrize("blank", [np.full((300, 400, 3), 255, np.uint8)])
def test_blank_paper_holds_no_line(blank: Any) -> None:
    assert ocr_page(blank, 2.0, _engine()).page.reason == "no_text_found"
