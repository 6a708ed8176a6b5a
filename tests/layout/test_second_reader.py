"""Files that pdfium refuses, read by pdfplumber into the same page."""

from __future__ import annotations

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from parsers.layout import document
from parsers.layout.document import read_pages
from parsers.layout.second_reader import SECOND_READER, read_pages_again
from schemas.errors import DocumentError
from tests.layout.sheets import make, read, texts, turned


def draw(c: Canvas) -> None:
    c.drawString(50, 250, "令和 6 年度末")
    c.drawString(50, 230, "⼈口の目標")
    c.setFillColorRGB(1, 0, 0)
    c.rect(50, 100, 200, 20, stroke=0, fill=1)
    c.setFillColorRGB(1, 1, 1)
    c.drawString(60, 104, "白い字")
    c.drawString(60, 50, "見えない字")


@pytest.mark.parametrize("rotation", [0, 90, 270])
@pytest.mark.parametrize("crop", [None, (30.0, 20.0, 380.0, 290.0)])
def test_both_readers_give_the_same_page(
    rotation: int, crop: tuple[float, float, float, float] | None
) -> None:
    data = turned(make(draw), rotation, crop)
    first, (second,) = read(data), list(read_pages_again(data))
    assert sorted(texts(second)) == sorted(texts(first))
    assert second.notes == (SECOND_READER,)
    boxes = {line.text: line.box for line in first.lines}
    for line in second.lines:
        assert tuple(line.box) == pytest.approx(tuple(boxes[line.text]), abs=4)
    assert [shape.fill for shape in second.shapes] == [(255, 0, 0)]
    assert tuple(second.shapes[0].box) == pytest.approx(tuple(first.shapes[0].box), abs=1)


def test_what_pdfium_refuses_is_read_by_pdfplumber(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise pypdfium2.PdfiumError("refused")

    monkeypatch.setattr(document.pypdfium2, "PdfDocument", refuse)
    page = read(make(draw))
    assert "令和6年度末" in texts(page)
    assert page.notes == (SECOND_READER,)


def test_one_page_that_pdfium_cannot_load_is_read_by_pdfplumber(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(document.pdfium, "FPDF_LoadPage", lambda *_: None)
    page = read(make(draw))
    assert "令和6年度末" in texts(page)
    assert page.notes == (SECOND_READER, "page.broken")


def test_a_file_that_both_refuse_keeps_the_first_refusal() -> None:
    with pytest.raises(DocumentError) as caught:
        list(read_pages(b"%PDF-1.7\nnothing here"))
    assert caught.value.code == "document.broken"
    assert "pdfium" in caught.value.what
