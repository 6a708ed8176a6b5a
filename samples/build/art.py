"""What stands on a sheet beside words: the progress bars, the stamp and the pictures."""

from dataclasses import dataclass
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from samples.build.fonts import GOTHIC, font_path
from samples.build.pen import Pen


@dataclass(frozen=True)
class Box:
    """A box on the page in points, from the top left."""

    x: float
    top: float
    width: float
    height: float


def progress(pen: Pen, style: str, box: Box, ratio: float) -> None:
    """A progress bar of the style named, with 開始 and 達成 at its ends."""
    _BARS[style](pen, box, ratio)


def _bar(pen: Pen, box: Box, ratio: float) -> None:
    pen.rect(box.x, box.top, box.width, box.height, fill="#dfe3e6", stroke="#7f8a92")
    pen.rect(box.x, box.top, box.width * ratio, box.height, fill="#e98a2b", stroke="#b5651d")
    _end_words(pen, box)


def _segments(pen: Pen, box: Box, ratio: float) -> None:
    step = box.width / 10
    for index in range(10):
        fill = "#3f7f4f" if index < round(ratio * 10) else "#e6efe4"
        pen.rect(box.x + index * step + 1, box.top, step - 2, box.height, fill, "#9db59f", 0.5)
    _end_words(pen, box)


def _thin(pen: Pen, box: Box, ratio: float) -> None:
    height = box.height * 0.35
    top = box.top + (box.height - height) / 2
    pen.rect(box.x, top, box.width, height, fill="#c9ced3", radius=height / 2)
    pen.rect(box.x, top, max(box.width * ratio, height), height, fill="#2a6fb5", radius=height / 2)
    tip = box.x + box.width * ratio
    pen.polygon([(tip - 6, top - 13), (tip + 6, top - 13), (tip, top - 2)], "#c8262c")
    for words, x in (("開始", box.x - 44), ("達成", box.x + box.width + 8)):
        pen.image(_word_picture(words), x, box.top + box.height / 2 - 9, 36, 18)


def _end_words(pen: Pen, box: Box) -> None:
    top = box.top + box.height / 2 - 7
    pen.text(box.x - 10, top, "開始", 14, align="right")
    pen.text(box.x + box.width + 10, top, "達成", 14)


_BARS = {"bar": _bar, "segments": _segments, "thin": _thin}


def _word_picture(words: str) -> bytes:
    """The words as a small picture, as slides pasted from elsewhere have them."""
    canvas = Image.new("L", (144, 72), 255)
    face = ImageFont.truetype(str(font_path(GOTHIC)), 60, layout_engine=ImageFont.Layout.BASIC)
    ImageDraw.Draw(canvas).text((12, 4), words, fill=30, font=face)
    return _png(canvas.quantize(8))


def stamp(pen: Pen, x: float, top: float) -> None:
    """The 公約達成 stamp, red and turned, its middle at the point given."""
    with pen.turned(x, top, 12):
        pen.rect(x - 78, top - 24, 156, 48, fill="#fff7f5", stroke="#c8161d", line=3.2, radius=5)
        pen.rect(x - 73, top - 19, 146, 38, stroke="#c8161d", line=0.9, radius=3)
        pen.text(x, top - 15, "公約達成", 30, "#c8161d", bold=True, align="center")


def scene(pen: Pen, box: Box, seed: int) -> None:
    """A drawn landscape: sky, hills, a few houses and trees, different for every seed."""
    chance = Random(seed)
    sky, far, near, ground = chance.choice(
        [
            ("#bfe0f2", "#8fb89a", "#6f9f78", "#d9cfa8"),
            ("#d6ebf7", "#9cb3c9", "#7c9c6c", "#cfd9a9"),
            ("#f4e3c6", "#c2a98b", "#9aa36a", "#dcd2b2"),
        ]
    )
    with pen.clipped(box.x, box.top, box.width, box.height):
        pen.rect(box.x, box.top, box.width, box.height, fill=sky)
        pen.ellipse(box.x + box.width * chance.uniform(0.1, 0.8), box.top + 8, 22, 22, "#fff4cf")
        for color, depth in ((far, 0.35), (near, 0.5)):
            left = box.x - box.width * chance.uniform(0.1, 0.4)
            for _ in range(4):
                wide = box.width * chance.uniform(0.45, 0.7)
                pen.ellipse(left, box.top + box.height * depth, wide, box.height, color)
                left += wide * 0.55
        pen.rect(box.x, box.top + box.height * 0.78, box.width, box.height, fill=ground)
        for place in range(4):
            x = box.x + box.width * (0.08 + 0.24 * place + chance.uniform(0, 0.06))
            _house_or_tree(pen, chance, x, box.top + box.height * 0.84)
    pen.rect(box.x, box.top, box.width, box.height, stroke="#8a8a8a", line=0.6)


def _house_or_tree(pen: Pen, chance: Random, x: float, foot: float) -> None:
    if chance.random() < 0.5:
        wall, roof = chance.choice([("#f7f2e6", "#b0553f"), ("#eef0f2", "#4d6680")])
        pen.rect(x, foot - 20, 28, 20, fill=wall)
        pen.polygon([(x - 4, foot - 20), (x + 32, foot - 20), (x + 14, foot - 34)], roof)
        pen.rect(x + 5, foot - 14, 7, 7, fill="#8fb6cc")
        pen.rect(x + 17, foot - 12, 6, 12, fill="#8c6d4f")
        return
    pen.rect(x + 10, foot - 12, 4, 12, fill="#7a5b3c")
    pen.ellipse(x, foot - 36, 24, 28, chance.choice(["#4f8a52", "#7aa84f", "#3f7a5d"]))


def photo(seed: int, width: int = 300, height: int = 196) -> bytes:
    """A small JPEG in the manner of a soft photograph: a sky, a ridge and a field."""
    chance = Random(seed)
    picture = Image.new("RGB", (width, height))
    brush = ImageDraw.Draw(picture)
    for y in range(height):
        share = y / height
        brush.line(
            [(0, y), (width, y)],
            fill=(150 + int(70 * share), 195 + int(30 * share), 232 - int(20 * share)),
        )
    ridge = [(x, height * 0.55 + chance.uniform(-14, 14)) for x in range(0, width + 30, 30)]
    brush.polygon([(0, height), *ridge, (width, height)], fill=(96, 132, 104))
    brush.rectangle([0, int(height * 0.72), width, height], fill=(168, 182, 118))
    for _ in range(5):
        x = chance.randrange(10, width - 50)
        tall = chance.randrange(26, 60)
        shade = chance.randrange(170, 235)
        foot = int(height * 0.76)
        brush.rectangle([x, foot - tall, x + 38, foot], fill=(shade, shade, shade - 10))
        for level in range(foot - tall + 6, foot - 6, 11):
            brush.rectangle([x + 5, level, x + 33, level + 4], fill=(96, 116, 138))
    picture = picture.filter(ImageFilter.GaussianBlur(0.8))
    sink = BytesIO()
    picture.save(sink, "JPEG", quality=62)
    return sink.getvalue()


def _png(picture: Image.Image) -> bytes:
    sink = BytesIO()
    picture.save(sink, "PNG")
    return sink.getvalue()
