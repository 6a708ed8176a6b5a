"""Fonts that call their digits by false names, and sound digits of several faces."""

from __future__ import annotations

import io
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pytest
import reportlab
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from parsers.document import parse_document
from parsers.health import Misdrawn, are_certain, digits_of, misdrawn, sample
from parsers.layout.document import read_pages
from parsers.layout.model import Box
from parsers.layout.pictures import render
from parsers.ocr.engine import Engine, Pixels, Reading
from parsers.sources import Engines
from pipeline.profiles import base_vocabulary
from schemas.parsed import ParsedDocument

STANDARD = (
    "Helvetica",
    "Helvetica-Bold",
    "Helvetica-BoldOblique",
    "Times-Roman",
    "Times-Bold",
    "Times-Italic",
    "Times-BoldItalic",
    "Courier",
    "Courier-BoldOblique",
)
EMBEDDED = ("Vera", "VeraBd", "VeraIt", "VeraBI")
GOTHIC, MINCHO = "HeiseiKakuGo-W5", "HeiseiMin-W3"
FIGURES = ["1,240  98.2  3,657", "2024-09-30", "0 1 2 3 4 5 6 7 8 9"]
AS_OF = "○今どのくらいすすんでいるの？（令和6年9月30日現在）"
CYCLE = {str(digit): str((3 * digit + 1) % 10) for digit in range(10)}
PAIRS = [dict(zip((a, b), (b, a), strict=True)) for a, b in combinations("0123456789", 2)]


@cache
def _fonts() -> None:
    folder = Path(reportlab.__file__).parent / "fonts"
    for name in EMBEDDED:
        pdfmetrics.registerFont(TTFont(name, folder / f"{name}.ttf"))
    for name in (GOTHIC, MINCHO):
        pdfmetrics.registerFont(UnicodeCIDFont(name))


def figures(face: str, size: float = 12, dark: bool = False) -> bytes:
    """A page of figures in one face, black on white or white on a dark ground."""
    _fonts()
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=True)
    if dark:
        canvas.setFillColorRGB(0.1, 0.2, 0.5)
        canvas.rect(30, 600, 400, 220, stroke=0, fill=1)
        canvas.setFillColorRGB(1, 1, 1)
    canvas.setFont(face, size)
    for index, text in enumerate(FIGURES):
        canvas.drawString(40, 780 - 30 * index, text)
    canvas.save()
    return stream.getvalue()


def renamed(data: bytes, names: dict[str, str]) -> bytes:
    """The same page, whose one-byte fonts say that their digits are others."""
    rows = [f"<{ord(a):02X}> <{ord(names.get(a, a)):04X}>" for a in map(chr, range(32, 127))]
    table = "1 begincodespacerange <00> <FF> endcodespacerange\n"
    table += f"{len(rows)} beginbfchar\n" + "\n".join(rows) + "\nendbfchar"
    head = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def"
    cmap = f"{head} /CMapType 2 def\n{table}\nendcmap end end".encode()
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for held in pdf.objects:
            if isinstance(held, pikepdf.Dictionary) and held.get("/Subtype") == "/Type1":
                held.ToUnicode = pikepdf.Stream(pdf, cmap)
        pdf.save(stream)
    return stream.getvalue()


def doubts(data: bytes) -> list[Misdrawn]:
    (page,) = read_pages(data)

    def pixels(box: Box, dpi: float) -> Any:
        return np.asarray(render(data, 1, dpi, box))

    return misdrawn(digits_of(page.lines), pixels)


@pytest.mark.parametrize("face", [*STANDARD, *EMBEDDED, GOTHIC, MINCHO])
@pytest.mark.parametrize("size", [8.0, 12.0, 28.0])
def test_sound_digits_of_any_face_are_sound(face: str, size: float) -> None:
    assert doubts(figures(face, size)) == []


@pytest.mark.parametrize("face", STANDARD)
def test_any_two_digits_that_change_names_are_noticed(face: str) -> None:
    data = figures(face, 9)
    for names in PAIRS:
        found = doubts(renamed(data, names))
        assert {(doubt.digit.told, doubt.seen) for doubt in found} >= set(names.items()), names
        assert are_certain(found)


@pytest.mark.parametrize("face", STANDARD)
def test_digits_that_all_change_names_are_noticed(face: str) -> None:
    found = doubts(renamed(figures(face), CYCLE))
    assert {doubt.digit.told for doubt in found} == set("0123456789")
    assert all(CYCLE[doubt.seen] == doubt.digit.told for doubt in found)


@pytest.mark.parametrize("names", [{}, CYCLE])
def test_white_digits_on_a_dark_ground_are_judged_alike(names: dict[str, str]) -> None:
    found = doubts(renamed(figures("Helvetica-Bold", dark=True), names))
    assert bool(found) is bool(names)


def underlined() -> bytes:
    """Figures on a rule that touches them, and figures that are outlines."""
    _fonts()
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=True)
    canvas.setFont("Helvetica", 12)
    canvas.drawString(40, 780, FIGURES[0])
    canvas.line(30, 780, 300, 780)
    outlined = canvas.beginText(40, 700)
    outlined.setFont("Helvetica-Bold", 30)
    outlined.setTextRenderMode(1)
    outlined.textLine(FIGURES[2])
    canvas.drawText(outlined)
    canvas.save()
    return stream.getvalue()


def test_digits_that_cannot_be_judged_are_not_doubted() -> None:
    assert not are_certain(doubts(underlined()))


def test_a_sample_meets_every_style_of_digits() -> None:
    pages = [
        next(iter(read_pages(figures(face)))) for face in ("Helvetica", "Courier", "Helvetica")
    ]
    taken = [digit.style for _, digits in sample(pages) for digit in digits]
    assert set(taken) == {digit.style for page in pages for digit in digits_of(page.lines)}
    assert max(map(taken.count, taken)) == 2


def sheet(face: str) -> bytes:
    """A pledge sheet whose digits alone are in a face of one byte."""
    _fonts()
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=True)

    def print_line(top: float, text: str, size: float = 14) -> None:
        left = 40.0
        for char in text:
            font = face if char.isdigit() else GOTHIC
            canvas.setFont(font, size)
            canvas.drawString(left, 800 - top, char)
            left += pdfmetrics.stringWidth(char, font, size)

    print_line(0, "市長公約実施目標シート", 18)
    print_line(40, "公約 III みどりと暮らすまち")
    print_line(80, "公園の再整備", 24)
    print_line(130, "○なにをするの？")
    print_line(155, "・古い遊具を順番に取り替え、広場に花壇やベンチを置きます。")
    print_line(200, "○いつまでに？")
    print_line(225, "令和7年度末")
    print_line(270, AS_OF)
    canvas.save()
    return stream.getvalue()


class Seeing:
    """An engine that counts how often it is asked, and sees what is drawn on a true sheet."""

    name = "seeing"

    def __init__(self, line: str = AS_OF) -> None:
        self.asked = 0
        self.line = line

    def read(self, pixels: Pixels) -> tuple[Reading, ...]:
        self.asked += 1
        return ()

    def recognise(self, pixels: Pixels) -> tuple[str, float]:
        self.asked += 1
        return self.line, 0.9


def parsed(data: bytes, engine: Engine | None) -> ParsedDocument:
    engines = Engines(_engine=engine, _loaded={"engine", "second"})
    return parse_document(data, "sheet.pdf", base_vocabulary(), engines)


@pytest.mark.parametrize("names", [CYCLE, {"6": "8", "8": "6"}])
def test_a_sheet_with_false_digits_is_not_read_from_its_layer(names: dict[str, str]) -> None:
    found = parsed(renamed(sheet("Helvetica-Bold"), names), Seeing())
    assert [(row.method, row.health) for row in found.pages] == [("ocr", 0.2)]
    assert found.sheets == ()


def test_digits_that_an_engine_reads_as_told_are_an_ornament_of_their_face() -> None:
    told = AS_OF.replace("6", "8")
    (held,) = parsed(renamed(sheet("Helvetica"), {"6": "8", "8": "6"}), Seeing(told)).sheets
    assert held.sheet.as_of_raw == "令和8年9月30日"


@pytest.mark.parametrize("face", ["Helvetica", "Times-BoldItalic", "VeraBd", GOTHIC])
def test_a_sheet_with_sound_digits_is_never_shown_to_the_engine(face: str) -> None:
    engine = Seeing()
    (held,) = parsed(sheet(face), engine).sheets
    assert str(held.sheet.due_date) == "2026-03-31"
    assert str(held.sheet.as_of_date) == "2024-09-30"
    assert engine.asked == 0


@pytest.mark.parametrize("names", [CYCLE, {"6": "8", "8": "6"}])
def test_without_an_engine_false_digits_leave_the_page_unread(names: dict[str, str]) -> None:
    found = parsed(renamed(sheet("Times-Bold"), names), None)
    assert found.sheets == ()
    assert [row.rule for row in found.issues] == ["document.page_unread"]
