"""Real documents through the page reader, against checked truth and an independent reader."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pdfplumber
import pytest

from parsers.layout.cells import cells
from parsers.layout.document import read_pages
from parsers.layout.model import Line, Page
from parsers.layout.second_reader import SECOND_READER, read_pages_again
from schemas.errors import DocumentError

SHARED = Path(os.environ.get("KOUYAKU_SHARED") or Path(__file__).parents[3] / "shared")
REAL = SHARED / "real" / "pdf"
pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the shared documents are not beside the project"
)


def pages_of(path: Path) -> list[Page]:
    return list(read_pages(path.read_bytes()))


def test_published_sheets_hold_every_string_of_the_truth() -> None:
    pages = pages_of(SHARED / "published" / "sheets-6.pdf")
    truth = json.loads((SHARED / "published" / "truth" / "sheets-6.json").read_text("utf-8"))
    for page, sheet in zip(pages, truth, strict=True):
        lines = {line.text for line in page.lines}
        joined = "".join(line.text for line in page.lines)
        assert {sheet["pillar_raw"], sheet["term_raw"], sheet["due_raw"]} <= lines
        assert set(sheet["aim_lines"]) <= lines
        for part in (sheet["title"], *sheet["actions"], *sheet["headings_raw"]):
            assert part in joined, part
        assert {metric["text_raw"] for metric in sheet["metrics"]} <= lines
        assert ("公約達成" in lines) is sheet["achieved"]


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("path", ["published/sheets-6.pdf", "real/pdf/nobeoka_policy_r8.pdf"])
def test_an_independent_reader_finds_each_line_in_its_box(path: str) -> None:
    file = SHARED / path
    good = total = 0
    with pdfplumber.open(file) as document:
        for page, other in zip(pages_of(file)[:8], document.pages, strict=False):
            for line in page.lines:
                if line.angle == 0:
                    total += 1
                    good += chars_in(other, line) == squeezed(line.raw)
    assert total > 50
    assert good >= 0.99 * total


def chars_in(page: pdfplumber.page.Page, line: Line) -> str:
    inside = [
        char
        for char in page.chars
        if line.box.x0 <= (char["x0"] + char["x1"]) / 2 <= line.box.x1
        and line.box.top <= (char["top"] + char["bottom"]) / 2 <= line.box.bottom
    ]
    return squeezed("".join(c["text"] for c in sorted(inside, key=lambda c: c["x0"])))


def test_overprinted_bold_is_read_once() -> None:
    pages = pages_of(REAL / "otoineppu_senryaku.pdf")
    text = "".join(line.text for page in pages for line in page.lines)
    assert "森森" not in text
    assert "音威子府村" in text
    copies = [drop for page in pages for drop in page.dropped if drop.reason == "doubled"]
    assert sum(len(drop.text) for drop in copies) > 200


def test_vertical_names_in_a_ruled_table() -> None:
    page = pages_of(REAL / "sakaiminato_sanpi_qx.pdf")[0]
    vertical = {line.text for line in page.lines if line.vertical}
    assert {"安田共子", "森岡俊夫", "加藤文治"} <= vertical
    table = [cell for cell in cells(page) if cell.table == 0]
    heads = {cell.text: (cell.row_span, cell.column_span) for cell in table}
    assert heads["区分"] == (3, 2)
    assert heads["賛否状況"] == (1, 15)


def test_cells_of_a_dense_table_hold_their_values() -> None:
    page = pages_of(REAL / "nankoku_keizoku_r4.pdf")[0]
    grid = {(cell.row, cell.column): cell.text for cell in cells(page)}
    assert grid[0, 7] == "財\u3000源\u3000内\u3000訳"
    assert [grid[2, column] for column in (0, 1, 4, 5)] == ["1", "情報政策課", "299,244", "188,089"]


def test_scans_have_no_text_but_pictures() -> None:
    for name in ("hamamatsu_scan.pdf", "nankoku_tsuika_scan.pdf"):
        for page in pages_of(REAL / name):
            assert not page.lines
    assert all(page.pictures for page in pages_of(REAL / "hamamatsu_scan.pdf"))


def test_the_second_reader_reads_the_same_lines() -> None:
    data = (SHARED / "published" / "sheets-6.pdf").read_bytes()
    for first, second in zip(read_pages(data), read_pages_again(data), strict=True):
        level = [line.text for line in first.lines if line.angle == 0]
        assert [line.text for line in second.lines if line.angle == 0] == level
        assert second.notes == (SECOND_READER,)
        assert (second.width, second.height) == pytest.approx((first.width, first.height), abs=1)


def test_malformed_files_are_read_or_refused_by_a_known_error() -> None:
    refused: set[str] = set()
    read = 0
    for path in sorted((SHARED / "real" / "malformed").glob("*.pdf")):
        if "bomb" in path.name:
            continue  # Bombs are for the limits of the child process.
        try:
            read += sum(1 for _ in read_pages(path.read_bytes())) > 0
        except DocumentError as error:
            refused.add(error.code)
    assert read > 40
    assert refused <= {"document.broken", "document.encrypted", "document.no_pages", "page.broken"}
