"""A drawing pen over reportlab: points from the top left, text that wraps as Japanese does."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from samples.build.fonts import GOTHIC

A4 = (841.89, 595.28)
_NO_LINE_START = "、。，．）」』】？！・ーゃゅょっァィゥェォャュョッ％)"
_NO_LINE_END = "（「『【("
# A stroke of this share of the size makes the regular face bold without printing it twice.
_BOLD_STROKE = 0.026


class Pen:
    """One PDF in the making; `close` gives its bytes, the same for the same drawing."""

    def __init__(
        self,
        title: str,
        author: str,
        size: tuple[float, float] = A4,
        creator: str = "Misumi Slides",
    ) -> None:
        # Base-85 would make every stream a quarter larger.
        rl_config.useA85 = 0
        self._buffer = BytesIO()
        self.width, self.height = size
        self._canvas = Canvas(
            self._buffer,
            pagesize=size,
            invariant=1,
            pageCompression=1,
            # Else every page would name Helvetica, which is not embedded.
            initialFontName=GOTHIC,
        )
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._canvas.setCreator(creator)

    def page_break(self) -> None:
        """End this page; the next mark begins another."""
        self._canvas.showPage()

    def close(self) -> bytes:
        """Finish the document and return it."""
        self._canvas.save()
        return self._buffer.getvalue()

    def text(
        self,
        x: float,
        top: float,
        words: str,
        size: float,
        color: str = "#222222",
        bold: bool = False,
        align: str = "left",
        font: str = GOTHIC,
    ) -> None:
        """One line, its em box beginning at `top`; `align` says what `x` is."""
        width = stringWidth(words, font, size)
        left = x - {"left": 0.0, "center": width / 2, "right": width}[align]
        self._canvas.setFillColor(HexColor(color))
        self._canvas.setFont(font, size)
        baseline = self.height - top - size * 0.88
        if not bold:
            self._canvas.drawString(left, baseline, words)
            return
        self._canvas.saveState()
        self._canvas.setStrokeColor(HexColor(color))
        self._canvas.setLineWidth(size * _BOLD_STROKE)
        self._canvas.drawString(left, baseline, words, mode=2)
        self._canvas.restoreState()

    def paragraph(
        self,
        x: float,
        top: float,
        words: str,
        width: float,
        size: float,
        color: str = "#222222",
        bold: bool = False,
        font: str = GOTHIC,
        leading: float = 1.35,
    ) -> float:
        """Wrapped text; returns where the next line would begin."""
        for line in wrap(words, width, size, font):
            self.text(x, top, line, size, color, bold, font=font)
            top += size * leading
        return top

    def rect(
        self,
        x: float,
        top: float,
        width: float,
        height: float,
        fill: str | None = None,
        stroke: str | None = None,
        line: float = 0.8,
        radius: float = 0.0,
    ) -> None:
        """A rectangle, filled, outlined or both."""
        self._paint(fill, stroke, line)
        bottom = self.height - top - height
        filled, stroked = int(fill is not None), int(stroke is not None)
        if radius:
            self._canvas.roundRect(x, bottom, width, height, radius, stroke=stroked, fill=filled)
        else:
            self._canvas.rect(x, bottom, width, height, stroke=stroked, fill=filled)

    def polygon(self, points: list[tuple[float, float]], fill: str) -> None:
        """A filled polygon through points (x, top)."""
        self._paint(fill, None, 0)
        path = self._canvas.beginPath()
        path.moveTo(points[0][0], self.height - points[0][1])
        for x, top in points[1:]:
            path.lineTo(x, self.height - top)
        path.close()
        self._canvas.drawPath(path, stroke=0, fill=1)

    def ellipse(self, x: float, top: float, width: float, height: float, fill: str) -> None:
        """A filled ellipse in the box given."""
        self._paint(fill, None, 0)
        bottom = self.height - top - height
        self._canvas.ellipse(x, bottom, x + width, bottom + height, stroke=0, fill=1)

    def image(self, picture: bytes, x: float, top: float, width: float, height: float) -> None:
        """A JPEG or PNG stretched over the box given."""
        self._canvas.drawImage(
            ImageReader(BytesIO(picture)), x, self.height - top - height, width, height
        )

    @contextmanager
    def clipped(self, x: float, top: float, width: float, height: float) -> Iterator[None]:
        """What is drawn inside shows only within the box given."""
        self._canvas.saveState()
        path = self._canvas.beginPath()
        path.rect(x, self.height - top - height, width, height)
        self._canvas.clipPath(path, stroke=0, fill=0)
        yield
        self._canvas.restoreState()

    @contextmanager
    def turned(self, x: float, top: float, degrees: float) -> Iterator[None]:
        """What is drawn inside is turned counter-clockwise about the point given."""
        self._canvas.saveState()
        self._canvas.translate(x, self.height - top)
        self._canvas.rotate(degrees)
        self._canvas.translate(-x, top - self.height)
        yield
        self._canvas.restoreState()

    def _paint(self, fill: str | None, stroke: str | None, line: float) -> None:
        if fill is not None:
            self._canvas.setFillColor(HexColor(fill))
        if stroke is not None:
            self._canvas.setStrokeColor(HexColor(stroke))
            self._canvas.setLineWidth(line)


def wrap(words: str, width: float, size: float, font: str = GOTHIC) -> list[str]:
    """Lines no wider than `width`, none beginning or ending with a mark that may not."""
    lines: list[str] = []
    current = ""
    for mark in words:
        if current and stringWidth(current + mark, font, size) > width:
            keep = _breakable(current, mark)
            lines.append(current[:keep])
            current = current[keep:]
        current += mark
    return [*lines, current] if current else lines


def _breakable(line: str, following: str) -> int:
    """How many characters of `line` may stand before a break."""
    keep = len(line)
    while keep > 1:
        after = line[keep] if keep < len(line) else following
        joined = after.isascii() and after.isalnum() and line[keep - 1].isascii()
        if after not in _NO_LINE_START and line[keep - 1] not in _NO_LINE_END and not joined:
            return keep
        keep -= 1
    return len(line)
