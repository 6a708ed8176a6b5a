"""Scanned and damaged papers: second opinions, boxes on the paper, circles of references."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from msgspec.structs import replace

from parsers.layout.model import Box
from parsers.layout.second_reader import read_pages_again
from parsers.scanned import on_paper, with_second_opinions
from parsers.sheets.read import SheetsReading
from parsers.sources import Source
from pipeline.profiles import base_vocabulary
from schemas.enums import Method
from schemas.errors import DocumentError
from schemas.parsed import ParsedSheet
from schemas.records import Evidence, Sheet

DUE = Evidence(
    table="sheets",
    row_id="s-001",
    field="due_raw",
    order=1,
    document_id="sha256:0",
    page=1,
    x0=10.0,
    top=10.0,
    x1=60.0,
    bottom=20.0,
    text_raw="令和6年度末",
    method=Method.OCR,
    confidence=0.9,
)


class Says:
    """A second engine that reads the same in every clipping."""

    def __init__(self, text: str) -> None:
        self.text = text

    def read_lines(self, clippings: Any) -> list[str]:
        return [self.text for _ in clippings]


def scanned() -> tuple[SheetsReading, Source]:
    sheet = Sheet(sheet_id="s-001", document_id="sha256:0", page=1, order=1, confidence=0.9)
    reading = SheetsReading(sheets=[ParsedSheet(sheet=sheet, evidence=(DUE,))])
    paper = np.full((200, 200, 3), 255, np.uint8)
    scan = SimpleNamespace(in_columns=False)
    source = SimpleNamespace(scans={1: scan}, level_page=lambda _: (paper, 2.0))
    return reading, cast("Source", source)


def test_a_second_engine_that_agrees_makes_a_date_surer() -> None:
    read = with_second_opinions(*scanned(), Says("令和6年度末"), base_vocabulary())
    assert read.sheets[0].evidence[0].confidence == pytest.approx(0.97)
    assert read.issues == []


def test_a_second_engine_that_differs_opens_an_issue() -> None:
    read = with_second_opinions(*scanned(), Says("令和8年度末"), base_vocabulary())
    assert read.sheets[0].evidence[0].confidence <= 0.5
    assert (read.sheets[0].sheet.confidence or 0.0) <= 0.5
    assert [(row.rule, row.field) for row in read.issues] == [("sheet.readings_differ", "due_raw")]


def test_a_reading_that_cannot_stand_there_is_only_noted() -> None:
    read = with_second_opinions(*scanned(), Says("吉和6年度末"), base_vocabulary())
    (row,) = read.sheets[0].evidence
    assert read.issues == []
    assert row.confidence == pytest.approx(0.9)
    assert row.note is not None
    assert "吉和6年度末" in row.note


def test_what_is_doubtful_otherwise_is_not_made_sure() -> None:
    reading, source = scanned()
    doubtful = replace(reading.sheets[0], evidence=(replace(DUE, confidence=0.7),))
    reading.sheets[0] = doubtful
    read = with_second_opinions(reading, source, Says("令和6年度末"), base_vocabulary())
    assert read.sheets[0].evidence[0].confidence == pytest.approx(0.7)


def test_boxes_of_a_scan_lie_on_the_paper() -> None:
    from schemas.enums import DocumentKind
    from schemas.parsed import ParsedDocument
    from schemas.records import Document

    document = Document(
        document_id="sha256:0",
        kind=DocumentKind.SHEET,
        bytes=1,
        media_type="application/pdf",
        parser_version="1",
    )
    parsed = ParsedDocument(document=document, sheets=tuple(scanned()[0].sheets))
    scan = SimpleNamespace(on_paper=lambda box: Box(*(edge + 5 for edge in box)))
    (held,) = on_paper(parsed, cast("Any", {1: scan})).sheets
    row = held.evidence[0]
    assert (row.x0, row.top, row.x1, row.bottom) == (15.0, 15.0, 65.0, 25.0)


def test_an_object_that_refers_to_itself_is_refused() -> None:
    data = (
        b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
        b"2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
        b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox 4 0 R>>\nendobj\n"
        b"4 0 obj\n4 0 R\nendobj\ntrailer\n<</Root 1 0 R>>\n"
    )
    with pytest.raises(DocumentError, match="refers to itself") as caught:
        list(read_pages_again(data))
    assert caught.value.code == "document.broken"
    assert caught.value.do
