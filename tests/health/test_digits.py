"""Fonts that call their digits by false names, and sound digits of several faces."""

from __future__ import annotations

import io
from functools import cache
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
from parsers.health import digits_are_false
from parsers.layout.document import read_pages
from parsers.layout.model import Box
from parsers.layout.pictures import render
from parsers.ocr.engine import Engine, Pixels, Reading
from parsers.sources import Engines
from pipeline.profiles import base_vocabulary
from schemas.parsed import ParsedDocument

STANDARD = ("Helvetica", "Helvetica-Bold", "Times-Roman", "Times-BoldItalic", "Courier")
EMBEDDED = ("Vera", "VeraBd", "VeraIt", "VeraBI")
GOTHIC, MINCHO = "HeiseiKakuGo-W5", "HeiseiMin-W3"
FIGURES = ["1,240  98.2  3,657", "2024-09-30", "0 1 2 3 4 5 6 7 8 9"]
CYCLE = {str(digit): str((3 * digit + 1) % 10) for digit in range(10)}
SWAPPED = {"4": "9", "9": "4"}
"""Two digits are the fewest that tell; alike ones (3 and 8 in bold) are not told apart."""


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


def judged(data: bytes) -> bool:
    (page,) = read_pages(data)

    def grey(box: Box, dpi: float) -> Any:
        return np.asarray(render(data, 1, dpi, box).convert("L"))

    return digits_are_false(page.lines, grey)


@pytest.mark.parametrize("face", [*STANDARD, *EMBEDDED, GOTHIC, MINCHO])
@pytest.mark.parametrize("size", [8.0, 12.0, 28.0])
def test_sound_digits_of_any_face_are_sound(face: str, size: float) -> None:
    assert not judged(figures(face, size))


@pytest.mark.parametrize("names", [CYCLE, SWAPPED])
@pytest.mark.parametrize("face", ["Helvetica", "Helvetica-Bold", "Times-Roman", "Courier"])
def test_digits_called_by_the_names_of_others_are_false(face: str, names: dict[str, str]) -> None:
    assert judged(renamed(figures(face), names))


@pytest.mark.parametrize(("names", "false"), [({}, False), (CYCLE, True)])
def test_white_digits_on_a_dark_ground_are_judged_alike(names: dict[str, str], false: bool) -> None:
    assert judged(renamed(figures("Helvetica-Bold", dark=True), names)) is false


def test_one_odd_digit_is_an_ornament_of_its_face() -> None:
    assert not judged(renamed(figures("Helvetica"), {"7": "1"}))


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
    print_line(270, "○今どのくらいすすんでいるの？（令和6年9月30日現在）")
    canvas.save()
    return stream.getvalue()


class Blind:
    """An engine that counts how often it is asked, and sees the digits of a true sheet."""

    name = "blind"

    def __init__(self) -> None:
        self.asked = 0

    def read(self, pixels: Pixels) -> tuple[Reading, ...]:
        self.asked += 1
        return ()

    def recognise(self, pixels: Pixels) -> tuple[str, float]:
        self.asked += 1
        return "○今どのくらいすすんでいるの？（令和6年9月30日現在）", 0.9


def parsed(data: bytes, engine: Engine | None) -> ParsedDocument:
    engines = Engines(_engine=engine, _loaded={"engine", "second"})
    return parse_document(data, "sheet.pdf", base_vocabulary(), engines)


def test_a_sheet_with_false_digits_is_not_read_from_its_layer() -> None:
    found = parsed(renamed(sheet("Helvetica"), CYCLE), Blind())
    assert [(row.method, row.health) for row in found.pages] == [("ocr", 0.2)]
    assert found.sheets == ()


@pytest.mark.parametrize("face", ["Helvetica", "Times-Roman", "VeraBd", GOTHIC])
def test_a_sheet_with_sound_digits_is_never_shown_to_the_engine(face: str) -> None:
    engine = Blind()
    (held,) = parsed(sheet(face), engine).sheets
    assert str(held.sheet.due_date) == "2026-03-31"
    assert str(held.sheet.as_of_date) == "2024-09-30"
    assert engine.asked == 0


def test_without_an_engine_false_digits_leave_the_page_unread() -> None:
    found = parsed(renamed(sheet("Helvetica"), CYCLE), None)
    assert found.sheets == ()
    assert [row.rule for row in found.issues] == ["document.page_unread"]
