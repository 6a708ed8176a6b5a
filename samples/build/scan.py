"""A PDF turned into what a scanner gives: grey pages a little askew, without a text layer."""

from io import BytesIO
from random import Random

import pypdfium2
from PIL import Image, ImageDraw

from samples.build.pen import A4, Pen

DPI = 150
_PAPER = 246
_JPEG_QUALITY = 34


def scanned(pdf: bytes, title: str) -> bytes:
    """The same pages as grey images; the first bytes' noise and angle are fixed by page."""
    pen = Pen(title, "", creator="Scan to PDF")
    document = pypdfium2.PdfDocument(pdf)
    for index, page in enumerate(document):
        picture = page.render(scale=DPI / 72, grayscale=True).to_pil()
        if index:
            pen.page_break()
        pen.image(_copied(picture, Random(index)), 0, 0, *A4)
        page.close()
    document.close()
    return pen.close()


def _copied(picture: Image.Image, chance: Random) -> bytes:
    """One page as it comes off the glass: paper not quite white, askew, with specks."""
    paper = picture.convert("L").point([round(level * _PAPER / 255) for level in range(256)])
    angle = chance.uniform(0.25, 0.7) * chance.choice((-1, 1))
    paper = paper.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=_PAPER)
    brush = ImageDraw.Draw(paper)
    for _ in range(140):
        x, y = chance.randrange(paper.width), chance.randrange(paper.height)
        brush.rectangle([x, y, x + chance.randrange(2), y], fill=chance.randrange(90, 200))
    brush.rectangle([0, 0, 5, paper.height], fill=214)
    sink = BytesIO()
    paper.save(sink, "JPEG", quality=_JPEG_QUALITY, optimize=True)
    return sink.getvalue()
