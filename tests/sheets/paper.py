"""Drawing pledge sheets for tests: text at a place, boxes and rules, in any order of drawing."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "HeiseiKakuGo-W5"
LANDSCAPE = (842.0, 595.0)
PORTRAIT = (595.0, 842.0)
Draw = Callable[[Canvas, float], None]


@dataclass
class Paper:
    """One page. ``shuffle`` draws its pieces in another order, as slides do."""

    size: tuple[float, float] = LANDSCAPE
    shuffle: int | None = None
    pieces: list[Draw] = field(default_factory=list)

    def text(self, x: float, top: float, text: str, size: float = 14) -> Paper:
        """A line of text with its top left corner at a place."""

        def draw(canvas: Canvas, height: float) -> None:
            canvas.setFont(FONT, size)
            canvas.drawString(x, height - top - 0.88 * size, text)

        self.pieces.append(draw)
        return self

    def lines(self, x: float, top: float, texts: Sequence[str], size: float = 14) -> Paper:
        """Lines one under the other."""
        for index, text in enumerate(texts):
            self.text(x, top + index * size * 1.35, text, size)
        return self

    def turned(self, x: float, top: float, text: str, size: float = 26, angle: float = 12) -> Paper:
        """Text that rises, as a stamp does."""

        def draw(canvas: Canvas, height: float) -> None:
            canvas.saveState()
            canvas.translate(x, height - top)
            canvas.rotate(angle)
            canvas.setFont(FONT, size)
            canvas.setFillColorRGB(0.8, 0, 0)
            canvas.drawString(0, 0, text)
            canvas.restoreState()

        self.pieces.append(draw)
        return self

    def box(
        self,
        x0: float,
        top: float,
        x1: float,
        bottom: float,
        fill: tuple[float, float, float] | None = None,
        stroke: bool = True,
    ) -> Paper:
        """A rectangle."""

        def draw(canvas: Canvas, height: float) -> None:
            canvas.saveState()
            if fill is not None:
                canvas.setFillColorRGB(*fill)
            canvas.rect(
                x0, height - bottom, x1 - x0, bottom - top, int(stroke), int(fill is not None)
            )
            canvas.restoreState()

        self.pieces.insert(0, draw)
        return self

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> Paper:
        """A table ruled with lines."""

        def draw(canvas: Canvas, height: float) -> None:
            canvas.grid(list(xs), [height - y for y in ys])

        self.pieces.insert(0, draw)
        return self

    def bar(self, x0: float, top: float, x1: float, share: float, thick: float = 20) -> Paper:
        """A progress bar with its words at both ends."""
        self.pieces.append(_bar(x0, top, x1, share, thick))
        self.text(x0 - 34, top + 3, "開始", 12)
        self.text(x1 + 8, top + 3, "達成", 12)
        return self


def _bar(x0: float, top: float, x1: float, share: float, thick: float) -> Draw:
    def draw(canvas: Canvas, height: float) -> None:
        canvas.saveState()
        canvas.setFillColorRGB(0.9, 0.9, 0.9)
        canvas.rect(x0, height - top - thick, x1 - x0, thick, 1, 1)
        if share:
            canvas.setFillColorRGB(0.9, 0.4, 0.1)
            canvas.rect(x0, height - top - thick, (x1 - x0) * share, thick, 1, 1)
        canvas.restoreState()

    return draw


def print_pdf(papers: Sequence[Paper]) -> bytes:
    """The papers as one PDF. Text is drawn with a font that readers have, not embedded."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=True)
    for paper in papers:
        canvas.setPageSize(paper.size)
        pieces = list(paper.pieces)
        if paper.shuffle is not None:
            shapes = [piece for piece in pieces if piece.__qualname__.startswith("Paper.box")]
            rest = [piece for piece in pieces if piece not in shapes]
            Random(paper.shuffle).shuffle(rest)
            pieces = [*shapes, *rest]
        for piece in pieces:
            piece(canvas, paper.size[1])
        canvas.showPage()
    canvas.save()
    return stream.getvalue()
