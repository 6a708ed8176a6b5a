"""Sheets as PDF pages in two layouts, slides and forms, with bars drawn in three ways.

The font is one of the predefined CID fonts, which no machine has to have installed.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from random import Random

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from benchmarks.nation.content import Promise

FONT = "HeiseiKakuGo-W5"
_COLOURS = ((0.11, 0.36, 0.37), (0.64, 0.31, 0.11), (0.18, 0.42, 0.23), (0.15, 0.26, 0.44))


def pillar_pdf(label: str, promises: Sequence[Promise], random: Random) -> bytes:
    """The sheets of one pillar, one a page, all in the same layout."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    stream = BytesIO()
    slide = random.random() < 0.6
    size = landscape(A4) if slide else A4
    canvas = Canvas(stream, pagesize=size, invariant=1, pageCompression=1)
    colour, bar = random.choice(_COLOURS), random.choice(("bar", "segments", "marker"))
    for promise in promises:
        sheet = _Sheet(canvas, size, colour)
        if slide:
            sheet.slide(label, promise, bar)
        else:
            sheet.form(label, promise, bar)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _wrapped(words: str, size: float, width: float) -> list[str]:
    """Lines no wider than ``width``, broken between any two characters as Japanese is."""
    lines = [""]
    for character in words:
        if lines[-1] and stringWidth(lines[-1] + character, FONT, size) > width:
            lines.append("")
        lines[-1] += character
    return lines


class _Sheet:
    """One page; places are in points from its top left corner."""

    def __init__(
        self, canvas: Canvas, size: tuple[float, float], colour: tuple[float, float, float]
    ) -> None:
        self.canvas = canvas
        self.width, self.height = size
        self.colour = colour

    def text(self, x: float, top: float, words: str, size: float, width: float = 700) -> float:
        """Wrapped text; returns where the next line would begin."""
        self.canvas.setFont(FONT, size)
        for line in _wrapped(words, size, width):
            self.canvas.drawString(x, self.height - top - 0.88 * size, line)
            top += 1.35 * size
        return top

    def box(self, x: float, top: float, width: float, height: float, fill: bool = True) -> None:
        bottom = self.height - top - height
        self.canvas.rect(x, bottom, width, height, stroke=int(not fill), fill=int(fill))

    def ink(self, *colour: float) -> None:
        self.canvas.setFillColorRGB(*colour)

    def slide(self, label: str, promise: Promise, bar: str) -> None:
        """A landscape page: band, title box, then the three questions one under the other."""
        self.ink(*self.colour)
        self.box(0, 0, self.width, 42)
        self.ink(1, 1, 1)
        self.text(18, 11, "市長公約実施目標シート", 20)
        self.ink(0.1, 0.1, 0.1)
        self.text(24, 54, label, 15)
        self.text(720, 54, promise.term, 18)
        self.canvas.setStrokeColorRGB(*self.colour)
        self.box(20, 88, 800, 60, fill=False)
        self.text(36, 104, promise.title, 24)
        top = self.text(34, 160, promise.aim, 15)
        top = self.text(34, top + 8, "○なにをするの？", 15)
        top = self._body(50, top + 4, promise, 14, 720)
        self.text(34, 388, "○いつまでに？", 15)
        self.text(58, 412, promise.due, 18)
        self.text(34, 468, f"○今どのくらいすすんでいるの？({promise.as_of})", 15)
        self.bar(112, 512, 600, promise.progress, bar)
        if promise.achieved:
            self.stamp(690, 400)

    def form(self, label: str, promise: Promise, bar: str) -> None:
        """A portrait page: a ruled table with a label beside each value."""
        self.ink(0.1, 0.1, 0.1)
        self.text(190, 40, "市長公約実施目標シート", 20)
        rows = (
            ("公約の柱", label, 34),
            ("目標区分", promise.term, 34),
            ("公約名", promise.title, 56),
            ("ねらい", promise.aim, 56),
            ("なにをするの？", None, 300),
            ("いつまでに？", promise.due, 60),
        )
        top = 84.0
        for name, words, height in rows:
            self._row(name, top, height)
            if words is None:
                self._body(172, top + 8, promise, 11, 360)
            else:
                self.text(172, top + 9, words, 12.5, 360)
            top += height
        self._row("今どのくらいすすんでいるの？", top, 130)
        self.text(172, top + 8, f"({promise.as_of})", 11)
        self.bar(220, top + 60, 260, promise.progress, bar)
        if promise.achieved:
            self.stamp(455, top - 50)

    def _row(self, name: str, top: float, height: float) -> None:
        self.ink(0.93, 0.95, 0.94)
        self.box(44, top, 118, height)
        self.ink(0.1, 0.1, 0.1)
        self.canvas.setStrokeColorRGB(0.4, 0.4, 0.4)
        self.box(44, top, 118, height, fill=False)
        self.box(162, top, 389, height, fill=False)
        self.text(52, top + 9, name, 12, 104)

    def _body(self, x: float, top: float, promise: Promise, size: float, width: float) -> float:
        for action in promise.actions:
            top = self.text(x, top, f"・{action}", size, width)
        for line in promise.figures:
            top = self.text(x, top + 2, line, size)
        return top

    def bar(self, x: float, top: float, width: float, ratio: float, style: str) -> None:
        self.ink(0.1, 0.1, 0.1)
        self.text(x - 42, top + 5, "開始", 14)
        self.text(x + width + 10, top + 5, "達成", 14)
        if style == "segments":
            for index in range(10):
                self.ink(*(self.colour if index < round(10 * ratio) else (0.88, 0.91, 0.9)))
                self.box(x + index * width / 10 + 1, top, width / 10 - 2, 24)
            return
        height = 24.0 if style == "bar" else 10.0
        self.ink(0.87, 0.89, 0.9)
        self.box(x, top, width, height)
        self.ink(*self.colour)
        self.box(x, top, width * ratio, height)
        if style == "marker":
            self.ink(0.78, 0.15, 0.17)
            tip, foot = x + width * ratio, self.height - top + 2
            path = self.canvas.beginPath()
            path.moveTo(tip, foot)
            path.lineTo(tip - 6, foot + 12)
            path.lineTo(tip + 6, foot + 12)
            path.close()
            self.canvas.drawPath(path, stroke=0, fill=1)

    def stamp(self, x: float, top: float) -> None:
        self.canvas.setStrokeColorRGB(0.8, 0.1, 0.1)
        self.box(x, top, 92, 30, fill=False)
        self.ink(0.8, 0.1, 0.1)
        self.text(x + 6, top + 5, "公約達成", 20)
