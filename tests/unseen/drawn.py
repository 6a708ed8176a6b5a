"""Sheets drawn piece by piece in random order: slides and ruled forms, many progress graphics."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from random import Random

from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.unseen.contents import City, Pledge

FONT = "HeiseiKakuGo-W5"
ROMAN = "ⅠⅡⅢⅣⅤⅥ"
RUBY = (("見守", "みまも"), ("里山", "さとやま"), ("販路", "はんろ"), ("起業", "きぎょう"))
Colour = tuple[float, float, float]
GREY, BLUE, RED = (0.92, 0.92, 0.92), (0.2, 0.45, 0.75), (0.8, 0.0, 0.0)


class Sheet:
    """A page whose pieces are drawn when it is done; places are from the top left corner."""

    def __init__(self, canvas: Canvas, width: float, height: float) -> None:
        self.canvas, self.height = canvas, height
        self.ground: list[Callable[[], None]] = []
        self.pieces: list[Callable[[], None]] = []
        canvas.setPageSize((width, height))

    def text(self, x: float, top: float, text: str, size: float, bold: bool = False) -> None:
        """A line; bold ones are printed twice, a little apart."""

        def draw() -> None:
            self.canvas.setFont(FONT, size)
            for shift in (0, 0.4) if bold else (0,):
                self.canvas.drawString(x + shift, self.height - top - 0.88 * size, text)

        self.pieces.append(draw)

    def ruby(self, x: float, top: float, text: str, size: float) -> None:
        """Readings over those words of a line that have one."""
        for word, reading in RUBY:
            if (at := text.find(word)) >= 0:
                middle = x + _wide(text[:at], size) + _wide(word, size) / 2
                small = 0.45 * size
                left = middle - _wide(reading, small) / 2
                self.text(left, top - 0.55 * size, reading, small)

    def wrapped(self, x: float, top: float, text: str, size: float, width: float) -> float:
        """Lines of at most a width; gives where they end."""
        line = ""
        for char in text:
            if _wide(line + char, size) > width and char not in "、。」）":
                self.text(x, top, line, size)
                top, line = top + 1.4 * size, ""
            line += char
        self.text(x, top, line, size)
        return top + 1.4 * size

    def upright(self, x: float, top: float, text: str, size: float) -> None:
        """Vertical writing, letter by letter."""
        for index, char in enumerate(text):
            self.text(x, top + 1.05 * size * index, char, size)

    def box(
        self,
        x: float,
        top: float,
        width: float,
        height: float,
        fill: Colour | None = None,
        stroke: bool = True,
        ground: bool = False,
    ) -> None:
        """A rectangle; those of the ground are drawn before everything else."""

        def draw() -> None:
            self.canvas.saveState()
            if fill:
                self.canvas.setFillColorRGB(*fill)
            low = self.height - top - height
            self.canvas.rect(x, low, width, height, int(stroke), int(fill is not None))
            self.canvas.restoreState()

        (self.ground if ground else self.pieces).append(draw)

    def shape(self, points: Sequence[tuple[float, float]], fill: Colour) -> None:
        """A filled polygon."""

        def draw() -> None:
            path = self.canvas.beginPath()
            path.moveTo(points[0][0], self.height - points[0][1])
            for x, top in points[1:]:
                path.lineTo(x, self.height - top)
            path.close()
            self.canvas.saveState()
            self.canvas.setFillColorRGB(*fill)
            self.canvas.drawPath(path, 0, 1)
            self.canvas.restoreState()

        self.pieces.append(draw)

    def stamp(self, x: float, top: float, text: str) -> None:
        """Turned red words in a frame."""

        def draw() -> None:
            self.canvas.saveState()
            self.canvas.translate(x, self.height - top)
            self.canvas.rotate(14)
            self.canvas.setFillColorRGB(*RED)
            self.canvas.setStrokeColorRGB(*RED)
            self.canvas.setFont(FONT, 26)
            self.canvas.drawString(0, 0, text)
            self.canvas.roundRect(-8, -8, _wide(text, 26) + 16, 38, 6)
            self.canvas.restoreState()

        self.pieces.append(draw)

    def together(self, since: int) -> None:
        """Make one piece of those added since, so that they keep their order."""
        held = self.pieces[since:]
        self.pieces[since:] = [lambda: [draw() for draw in held] and None]

    def done(self, seed: int) -> None:
        """Draw the page, its pieces in an order of chance."""
        Random(seed).shuffle(self.pieces)
        for draw in (*self.ground, *self.pieces):
            draw()
        self.canvas.showPage()


def _wide(text: str, size: float) -> float:
    return float(pdfmetrics.stringWidth(text, FONT, size))


def track(sheet: Sheet, x: float, top: float, width: float, ratio: float) -> None:
    sheet.box(x, top, width, 16, GREY)
    sheet.box(x, top, width * ratio, 16, BLUE)


def outlined_segments(sheet: Sheet, x: float, top: float, width: float, ratio: float) -> None:
    for index in range(20):
        fill = (0.3, 0.7, 0.3) if index < round(20 * ratio) else None
        sheet.box(x + index * width / 20, top, width / 20, 16, fill)


def arrow(sheet: Sheet, x: float, top: float, width: float, ratio: float) -> None:
    end = x + width * ratio
    sheet.box(x, top, width, 16, (1, 1, 1))
    tail, head = [(x, top + 12), (x, top + 4)], [(end - 9, top + 4), (end - 9, top)]
    sheet.shape([*tail, *head, (end, top + 8), (end - 9, top + 16), (end - 9, top + 12)], BLUE)


def pointer_on_ticks(sheet: Sheet, x: float, top: float, width: float, ratio: float) -> None:
    sheet.box(x, top + 8, width, 0.8, (0.3, 0.3, 0.3), stroke=False)
    for index in range(11):
        sheet.box(x + index * width / 10, top + 4, 0.6, 9, (0.3, 0.3, 0.3), stroke=False)
    end = x + width * ratio
    sheet.shape([(end - 6, top - 8), (end + 6, top - 8), (end, top + 4)], RED)


def picture(sheet: Sheet, x: float, top: float, width: float, ratio: float) -> None:
    image = Image.new("RGB", (round(2.5 * width), 40), "#eeeeee")
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, image.width * ratio, 39), fill="#d9822b")
    pen.rectangle((0, 0, image.width - 1, 39), outline="#333333", width=2)
    low = sheet.height - top - 16
    sheet.pieces.append(
        lambda: sheet.canvas.drawImage(ImageReader(image), x, low, width, 16) and None
    )


GRAPHICS = (track, outlined_segments, arrow, pointer_on_ticks, picture)


def _graphic(
    sheet: Sheet, city: City, pledge: Pledge, at: tuple[float, float], width: float, look: int
) -> None:
    x, top = at
    sheet.text(x - 38, top + 2, city.start, 11)
    sheet.text(x + width + 8, top + 2, city.goal, 11)
    since = len(sheet.pieces)
    GRAPHICS[look % len(GRAPHICS)](sheet, x, top, width, pledge.progress)
    sheet.together(since)


def pillar_line(city: City, pledge: Pledge) -> str:
    """The line that names a pledge's pillar."""
    number, name = pledge.pillar, city.pillars[pledge.pillar]
    return city.pillar.format(roman=ROMAN[number - 1], number=number, name=name)


def slide(canvas: Canvas, city: City, pledge: Pledge, seed: int, upright: bool = False) -> None:
    """A slide of text boxes, a coloured head, ruby, bold print, or a vertical heading."""
    sheet = Sheet(canvas, 842, 595)
    lower = 40 if len(pledge.lines) > 1 else 0
    sheet.box(18, 84, 806, 56 + lower, (0.88, 0.95, 0.95), ground=True)
    sheet.text(18, 12, city.form, 20)
    sheet.text(22, 54, pillar_line(city, pledge), 15)
    sheet.text(744, 55, city.terms[pledge.term], 18)
    for index, line in enumerate(pledge.lines):
        sheet.text(34, 98 + 30 * index, line, 22, bold=not seed % 2)
        sheet.ruby(34, 98 + 30 * index, line, 22)
    sheet.text(28, 150 + lower, pledge.aim, 16)
    mark = "○〇◯●■▶"[seed % 6]
    top, left = 204.0 + lower, 36
    if upright:
        sheet.box(20, 180 + lower, 26, 150, GREY, ground=True)
        sheet.upright(26, 186 + lower, city.actions.strip("？"), 14)
        top, left = 182.0 + lower, 60
    else:
        sheet.text(22, 178 + lower, mark + city.actions, 15)
    for action in pledge.actions:
        top = sheet.wrapped(left, top, "・" + action, 13.5, 560)
    for figure in pledge.figures:
        top = sheet.wrapped(left, top, "　" + figure, 13.5, 560)
    sheet.text(22, 400, mark + city.due, 15)
    sheet.text(46, 424, pledge.due, 18)
    if pledge.note:
        sheet.text(46, 450, "※" + pledge.note, 10.5)
    sheet.text(22, 480, mark + city.progress + city.as_of.format(day=pledge.as_of), 15)
    _graphic(sheet, city, pledge, (80, 520), 680, seed)
    if pledge.progress == 1.0:
        sheet.stamp(600, 460, city.stamp)
    sheet.done(seed)


def form(canvas: Canvas, city: City, pledge: Pledge, labels: Sequence[str], seed: int) -> None:
    """A ruled form, label left and value right, in the order pillar, term, title, aim, …"""
    sheet = Sheet(canvas, 595, 842)
    sheet.text(200, 34, city.form, 18)
    body = [*("・" + action for action in pledge.actions), *pledge.figures]
    due = [pledge.due, *(["※" + pledge.note] if pledge.note else [])]
    rows: list[tuple[Sequence[str], float]] = [
        ([pillar_line(city, pledge)], 26),
        ([city.terms[pledge.term]], 26),
        (pledge.lines, 60),
        ([pledge.aim], 26),
        (body, 190),
        (due, 46),
        ([city.as_of.format(day=pledge.as_of).strip("（）")], 110),
    ]
    top = 70.0
    for label, (texts, high) in zip(labels, rows, strict=True):
        sheet.box(44, top, 106, high, (0.93, 0.96, 0.9), ground=True)
        sheet.box(150, top, 400, high, ground=True)
        sheet.text(50, top + high / 2 - 6, label, 11)
        below = top + 8
        for text in texts:
            below = sheet.wrapped(158, below, text, 11, 376)
        top += high
    _graphic(sheet, city, pledge, (210, 510), 250, seed)
    if pledge.progress == 1.0:
        sheet.stamp(400, 492, city.stamp)
    sheet.done(seed)


def print_pdf(draw: Callable[[Canvas], None]) -> bytes:
    """What is drawn on a canvas, as a PDF with a font that readers have."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=True)
    draw(canvas)
    canvas.save()
    return stream.getvalue()
