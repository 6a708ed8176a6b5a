"""Progress graphics in many drawing styles, made here: a page with 開始, a graphic and 達成."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw
from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from parsers.layout.model import Box

SIZE = (842, 200)
REGION = Box(20, 20, 822, 180)
X, Y, W, H = 120.0, 80.0, 600.0, 24.0
FONT = "HeiseiKakuGo-W5"

Style = Callable[[Canvas, float], None]
STYLES: dict[str, Style] = {}


def style(draw: Style) -> Style:
    STYLES[draw.__name__] = draw
    return draw


def new_canvas(stream: io.BytesIO) -> Canvas:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    return Canvas(stream, pagesize=SIZE)


def rect(
    c: Canvas, x: float, y: float, w: float, h: float, fill: str | None, line: str | None = None
) -> None:
    if fill:
        c.setFillColor(HexColor(fill))
    if line:
        c.setStrokeColor(HexColor(line))
    c.rect(x, y, w, h, stroke=int(line is not None), fill=int(fill is not None))


def polygon(c: Canvas, points: list[tuple[float, float]], fill: str) -> None:
    path = c.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    path.close()
    c.setFillColor(HexColor(fill))
    c.drawPath(path, stroke=0, fill=1)


def down_triangle(c: Canvas, x: float, y: float, fill: str) -> None:
    polygon(c, [(x - 8, y + 14), (x + 8, y + 14), (x, y)], fill)


@style
def thick_stroke_on_thin(c: Canvas, ratio: float) -> None:
    for width, end, colour in ((1.2, W, "#000000"), (9, W * ratio, "#d62828")):
        c.setLineWidth(width)
        c.setStrokeColor(HexColor(colour))
        if end:
            c.line(X, Y + H / 2, X + end, Y + H / 2)
    c.setLineWidth(1)


@style
def knob_beyond_its_track(c: Canvas, ratio: float) -> None:
    c.setStrokeColor(HexColor("#808080"))
    c.setLineWidth(2)
    c.line(X, Y + H / 2, X + W, Y + H / 2)
    c.setLineWidth(1)
    c.setFillColor(HexColor("#d02020"))
    c.circle(X + W * ratio, Y + H / 2, 9, stroke=0, fill=1)


@style
def cells_under_a_rule(c: Canvas, ratio: float) -> None:
    c.setStrokeColor(HexColor("#202020"))
    for y in (Y - 22, Y + H, Y + H + 26):
        c.line(30, y, 812, y)
    for index in range(10):
        filled = index < round(10 * ratio)
        rect(c, X + W / 10 * index, Y, W / 10, H, "#70ad47" if filled else None, "#202020")


@style
def bar_in_a_frame(c: Canvas, ratio: float) -> None:
    rect(c, 40, Y - 24, 762, H + 48, None, "#000000")
    rect(c, X, Y, W, H, "#e2e2e2")
    rect(c, X, Y, W * ratio, H, "#2e75b6")


@style
def bar_over_grey_track(c: Canvas, ratio: float) -> None:
    rect(c, X, Y, W, H, "#E7E6E6", "#7F7F7F")
    if ratio:
        rect(c, X, Y, W * ratio, H, "#ED7D31")


@style
def bar_in_white_outline(c: Canvas, ratio: float) -> None:
    rect(c, X, Y, W, H, "#FFFFFF", "#000000")
    if ratio:
        rect(c, X, Y, W * ratio, H, "#4472C4", "#000000")


@style
def rounded_bar(c: Canvas, ratio: float) -> None:
    c.setFillColor(HexColor("#D9D9D9"))
    c.roundRect(X, Y, W, H, 12, stroke=0, fill=1)
    c.setFillColor(HexColor("#70AD47"))
    if ratio:
        c.roundRect(X, Y, W * ratio, H, min(12, W * ratio / 2), stroke=0, fill=1)


@style
def segments_on_track(c: Canvas, ratio: float) -> None:
    rect(c, X, Y, W, H, "#E7E6E6", "#7F7F7F")
    for i in range(round(ratio * 10)):
        rect(c, X + i * W / 10, Y, W / 10, H, "#F4A300", "#FFFFFF")


@style
def segments_with_gaps(c: Canvas, ratio: float) -> None:
    for i in range(10):
        fill = "#2E75B6" if i < round(ratio * 10) else "#DDEBF7"
        rect(c, X + i * W / 10, Y, W / 10 * 0.8, H, fill)


@style
def outlined_boxes(c: Canvas, ratio: float) -> None:
    for i in range(10):
        fill = "#548235" if i < round(ratio * 10) else "#FFFFFF"
        rect(c, X + i * W / 10, Y, W / 10, H, fill, "#375623")


@style
def circles(c: Canvas, ratio: float) -> None:
    for i in range(10):
        c.setFillColor(HexColor("#C00000" if i < round(ratio * 10) else "#FFFFFF"))
        c.setStrokeColor(HexColor("#C00000"))
        c.circle(X + (i + 0.5) * W / 10, Y + 12, 14, stroke=1, fill=1)


@style
def chevrons(c: Canvas, ratio: float) -> None:
    for i in range(10):
        x, w = X + i * W / 10, W / 10 * 0.9
        points = [(x, Y), (x + w - 10, Y), (x + w, Y + H / 2), (x + w - 10, Y + H), (x, Y + H)]
        polygon(c, points, "#7030A0" if i < round(ratio * 10) else "#E4DFEC")


@style
def thin_track_with_triangle(c: Canvas, ratio: float) -> None:
    rect(c, X, Y + 8, W, 5, "#C8C8C8")
    down_triangle(c, X + W * ratio, Y + 16, "#C00000")


@style
def thick_fill_on_thin_track(c: Canvas, ratio: float) -> None:
    rect(c, X, Y + 8, W, 7, "#C8C8C8")
    if ratio:
        rect(c, X, Y + 4, W * ratio, 15, "#0070C0")
    down_triangle(c, X + W * ratio, Y + 22, "#C00000")


@style
def slider(c: Canvas, ratio: float) -> None:
    rect(c, X, Y + 9, W, 6, "#A6A6A6")
    c.setFillColor(HexColor("#00B050"))
    c.circle(X + W * ratio, Y + 12, 11, stroke=0, fill=1)


@style
def line_and_arrow_below(c: Canvas, ratio: float) -> None:
    c.setStrokeColor(HexColor("#000000"))
    c.setLineWidth(3)
    c.line(X, Y + 12, X + W, Y + 12)
    c.setLineWidth(1)
    x = X + W * ratio
    points = [(x - 4, Y - 14), (x + 4, Y - 14), (x + 4, Y - 2), (x + 9, Y - 2), (x, Y + 8)]
    polygon(c, [*points, (x - 9, Y - 2), (x - 4, Y - 2)], "#FF0000")


@style
def block_arrow_over_track(c: Canvas, ratio: float) -> None:
    rect(c, X, Y, W, H, "#F2F2F2", "#7F7F7F")
    if ratio:
        end = X + W * ratio
        neck = max(X, end - 14)
        points = [(X, Y + 4), (neck, Y + 4), (neck, Y), (end, Y + 12), (neck, Y + 24)]
        polygon(c, [*points, (neck, Y + 20), (X, Y + 20)], "#FF6600")


@style
def lone_arrow(c: Canvas, ratio: float) -> None:
    if ratio < 0.05:
        return
    end = X - 8 + (W + 16) * ratio
    points = [(X - 8, Y + 4), (end - 14, Y + 4), (end - 14, Y), (end, Y + 12)]
    polygon(c, [*points, (end - 14, Y + 24), (end - 14, Y + 20), (X - 8, Y + 20)], "#4472C4")


@style
def shaded_bar(c: Canvas, ratio: float) -> None:
    rect(c, X, Y, W, H, "#EDEDED", "#595959")
    if ratio:
        c.saveState()
        path = c.beginPath()
        path.rect(X, Y, W * ratio, H)
        c.clipPath(path, stroke=0, fill=0)
        c.linearGradient(X, Y, X + W * ratio, Y, (HexColor("#FFC000"), HexColor("#FF0000")))
        c.restoreState()


@style
def striped_gradient(c: Canvas, ratio: float) -> None:
    rect(c, X, Y, W, H, "#FFFFFF", "#595959")
    for i in range(round(120 * ratio)):
        c.setFillColor(Color(0.1, 0.35 + 0.004 * i, 0.7))
        c.rect(X + i * W / 120, Y, W / 120 + 0.2, H, stroke=0, fill=1)


@style
def bevelled_with_shadow(c: Canvas, ratio: float) -> None:
    for inset in range(4):
        rect(c, X + 3 - inset, Y - 4 + inset, W, H, f"#{'E8DCD0C4'[2 * inset : 2 * inset + 2] * 3}")
    rect(c, X, Y, W, H, "#D0CECE")
    if ratio:
        rect(c, X, Y, W * ratio, H, "#5B9BD5")
        rect(c, X, Y + H - 5, W * ratio, 5, "#9DC3E6")
        rect(c, X, Y, W * ratio, 5, "#1F4E79")


@style
def two_pieces(c: Canvas, ratio: float) -> None:
    if ratio:
        rect(c, X, Y, W * ratio, H, "#00B0F0")
    if ratio < 1:
        rect(c, X + W * ratio, Y, W * (1 - ratio), H, "#DEEBF7")


@style
def dark_track(c: Canvas, ratio: float) -> None:
    rect(c, X, Y, W, H, "#404040")
    if ratio:
        rect(c, X + 2, Y + 2, (W - 4) * ratio, H - 4, "#FFD966")


@style
def pale_fill_in_outline(c: Canvas, ratio: float) -> None:
    rect(c, X, Y, W, H, None, "#2F5597")
    if ratio:
        rect(c, X, Y, W * ratio, H, "#9DC3E6")


@style
def percent_inside(c: Canvas, ratio: float) -> None:
    bar_over_grey_track(c, ratio)
    c.setFillColor(HexColor("#000000"))
    c.setFont(FONT, 12)
    c.drawString(X + W / 2, Y + 7, f"{round(ratio * 100)}%")


@style
def on_a_panel(c: Canvas, ratio: float) -> None:
    rect(c, 30, 40, 780, 110, "#FFF2CC", "#BF9000")
    bar_over_grey_track(c, ratio)


@style
def ticks_below(c: Canvas, ratio: float) -> None:
    bar_in_white_outline(c, ratio)
    c.setStrokeColor(HexColor("#000000"))
    for i in range(11):
        c.line(X + i * W / 10, Y - 6, X + i * W / 10, Y)


@style
def signs(c: Canvas, ratio: float) -> None:
    c.setFillColor(HexColor("#000000"))
    c.setFont(FONT, 20)
    full = round(ratio * 10)
    c.drawString(X, Y, "■" * full + "□" * (10 - full))


@style
def sign_as_marker(c: Canvas, ratio: float) -> None:
    rect(c, X, Y + 8, W, 5, "#BFBFBF")
    c.setFillColor(HexColor("#C00000"))
    c.setFont(FONT, 16)
    c.drawCentredString(X + W * ratio, Y + 18, "▼")


def words(c: Canvas, beside: bool = True) -> None:
    c.setFillColor(HexColor("#000000"))
    c.setFont(FONT, 13)
    y = Y + 7 if beside else Y - 24
    c.drawRightString(X - 16 if beside else X + 26, y, "開始")
    c.drawString(X + W + 16 if beside else X + W - 26, y, "達成")


def vector_pdf(name: str, ratio: float, beside: bool = True, with_words: bool = True) -> bytes:
    """A page with the graphic drawn in one style."""
    stream = io.BytesIO()
    canvas = new_canvas(stream)
    STYLES[name](canvas, ratio)
    if with_words:
        words(canvas, beside)
    canvas.save()
    return stream.getvalue()


def picture_of(data: bytes, dpi: float = 110) -> Image.Image:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    picture = document[0].render(scale=dpi / 72).to_pil().convert("RGB")
    document.close()
    return picture


def image_pdf(picture: Image.Image, quality: int = 60) -> bytes:
    """A page that is nothing but a picture."""
    from reportlab.lib.utils import ImageReader

    packed = io.BytesIO()
    picture.save(packed, "JPEG", quality=quality)
    packed.seek(0)
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=SIZE)
    canvas.drawImage(ImageReader(packed), 0, 0, *SIZE)
    canvas.save()
    return stream.getvalue()


def scanned(picture: Image.Image, skew: float, seed: int) -> Image.Image:
    """The picture as a grey scan: turned, uneven light, noise and specks."""
    grey = picture.convert("L").rotate(skew, Image.Resampling.BICUBIC, fillcolor=255)
    pixels = np.asarray(grey, dtype=float)
    dice = np.random.default_rng(seed)
    light = np.linspace(0.97, 0.92, pixels.shape[0])[:, None]
    pixels = np.clip(pixels * light + dice.normal(0, 3, pixels.shape), 0, 255)
    scan = Image.fromarray(pixels.astype(np.uint8)).convert("RGB")
    pen = ImageDraw.Draw(scan)
    for _ in range(30):
        x, y = dice.integers(0, scan.width), dice.integers(0, scan.height)
        pen.point((int(x), int(y)), (60, 60, 60))
    return scan
