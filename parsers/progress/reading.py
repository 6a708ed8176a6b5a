"""One answer to "how far has it come" from characters, drawn shapes and pixels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from parsers.layout.model import Box, Line, Page, Picture
from parsers.layout.upright import meet
from parsers.progress.model import Ends, Pixels, Progress, Reading
from parsers.progress.segments import names_stage
from parsers.progress.text import marker_signs, read_blocks, read_percent

DPI = 144.0
"""Resolution at which a region is looked at; a point is then two pixels."""
SURE = 0.9
"""A reading from shapes at least this sure needs no look at the pixels."""
LEAST_GAP = 5.0
"""Words at both ends of a graphic leave at least this many of their heights between them."""
REACH = 3.0
"""A graphic and its markers lie within this many heights of the words at its ends."""
RIM = 0.15
"""A picture that touches less of a graphic's length than this lies beside it."""
TOLERANCE = 0.03
"""Two readings this close agree."""


def read_progress(page: Page, region: Box, ends: Ends, pixels: Pixels | None) -> Progress:
    """The progress drawn or written in a region of a page, between the words of its ``ends``.

    Shapes are asked first, pixels where they are unsure or where pictures lie on the graphic;
    a percentage or a row of signs in the text confirms, contradicts or replaces both.
    """
    ends = Ends(*(None if end and names_stage(end, page.shapes) else end for end in ends))
    paper = Box(0, 0, page.width, page.height)
    region = meet(_between(ends) or region, paper) or region
    lines = [line for line in page.lines if _centre_inside(line.box, region)]
    drawn = _from_shapes(page, region, ends, lines)
    if drawn.box is not None and _pictures_on_top(page, drawn.box):
        note = "a picture lies on the graphic, which shapes alone do not tell"
        drawn = Progress(None, "vector", drawn.box, 0.0, note)
    if pixels is not None and drawn.confidence < SURE:
        drawn = _weighed(drawn, _from_pixels(page, region, ends, pixels))
    written = read_blocks(lines) or read_percent(lines, drawn.box)
    if written is None:
        return drawn
    return _with_text(drawn, Progress(*_spread("text", written.box, written.reading)))


def with_words(progress: Progress, lines: Sequence[Line]) -> Progress:
    """The progress, weighed against what is written in some lines (45％, ■■□□□)."""
    written = read_blocks(lines) or read_percent(lines, progress.box)
    if written is None or progress.method == "text":
        return progress
    return _with_text(progress, Progress(*_spread("text", written.box, written.reading)))


def _between(ends: Ends) -> Box | None:
    """Where the graphic lies if words stand at its left and right end, in one row."""
    start, goal = ends
    if start is None or goal is None:
        return None
    high = max(start.bottom - start.top, goal.bottom - goal.top)
    apart = goal.x0 - start.x1 > LEAST_GAP * high
    if not apart or abs(start.top + start.bottom - goal.top - goal.bottom) > 2 * high:
        return None
    top, bottom = min(start.top, goal.top), max(start.bottom, goal.bottom)
    rim = 0.5 * high
    return Box(start.x0 - rim, top - REACH * high, goal.x1 + rim, bottom + REACH * high)


_Method = Literal["vector", "raster", "text"]


def _spread(
    method: _Method, box: Box | None, reading: Reading
) -> tuple[float | None, _Method, Box | None, float, str | None]:
    ratio = None if reading.ratio is None else round(reading.ratio, 4)
    return ratio, method, box, reading.confidence, reading.reason


def _centre_inside(box: Box, region: Box) -> bool:
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return region.x0 <= x <= region.x1 and region.top <= y <= region.bottom


def _from_shapes(page: Page, region: Box, ends: Ends, lines: Sequence[Line]) -> Progress:
    from parsers.progress.vector import read_shapes

    graphic = read_shapes(page.shapes, region, ends, marker_signs(lines))
    if graphic is None:
        return Progress(None, "vector", None, 0.0, "no bar is drawn in the region")
    return Progress(*_spread("vector", graphic.box, graphic.reading))


def _pictures_on_top(page: Page, graphic: Box) -> bool:
    """Whether an image or a shading may change what the shapes alone seem to say.

    Shadows are images too; they lie under the shapes that cast them.
    """
    pictures = [picture for picture in page.pictures if _lies_on(picture.box, graphic)]
    return any(not _is_shadow(picture, page) for picture in pictures)


def _lies_on(picture: Box, graphic: Box) -> bool:
    """Whether a picture touches a graphic with more than its rim."""
    both = meet(picture, graphic)
    if both is None:
        return False
    width = both.x1 - both.x0
    return width >= min(0.5 * (picture.x1 - picture.x0), RIM * (graphic.x1 - graphic.x0))


def _is_shadow(picture: Picture, page: Page) -> bool:
    if picture.shading:
        return False
    return any(
        shape.order > picture.index
        and max(abs(a - b) for a, b in zip(shape.box, picture.box, strict=True)) <= 10
        for shape in page.shapes
    )


def _from_pixels(page: Page, region: Box, ends: Ends, pixels: Pixels) -> Progress:
    import numpy as np

    from parsers.progress.raster import read_picture

    picture = np.asarray(pixels(region, DPI))
    scale = picture.shape[1] / (region.x1 - region.x0)
    boxes = [box for line in page.lines for box in _boxes_of(line) if meet(box, region)]
    words = [_to_pixels(box, region, scale) for box in boxes]
    end_words = Ends(*(_to_pixels(end, region, scale) if end else None for end in ends))
    graphic = read_picture(picture, words, end_words)
    if graphic is None:
        return Progress(None, "raster", None, 0.0, "no bar is to be seen in the region")
    return Progress(*_spread("raster", _to_points(graphic.box, region, scale), graphic.reading))


def _boxes_of(line: Line) -> list[Box]:
    """The box of a line; of one that runs aslant those of its characters, which cover less."""
    return [glyph.box for glyph in line.glyphs] if line.angle % 90 else [line.box]


def _to_pixels(box: Box, region: Box, scale: float) -> Box:
    return Box(
        (box.x0 - region.x0) * scale,
        (box.top - region.top) * scale,
        (box.x1 - region.x0) * scale,
        (box.bottom - region.top) * scale,
    )


def _to_points(box: Box, region: Box, scale: float) -> Box:
    return Box(
        box.x0 / scale + region.x0,
        box.top / scale + region.top,
        box.x1 / scale + region.x0,
        box.bottom / scale + region.top,
    )


def _weighed(drawn: Progress, seen: Progress) -> Progress:
    """The surer of two readings; surer still where they agree, doubtful where they do not."""
    if drawn.ratio is None or seen.ratio is None:
        return drawn if seen.ratio is None and drawn.ratio is not None else seen
    best = max(drawn, seen, key=lambda one: one.confidence)
    if abs(drawn.ratio - seen.ratio) <= TOLERANCE:
        agreed = best.confidence if best.reason else max(best.confidence, SURE)
        return Progress(best.ratio, best.method, best.box, agreed, best.reason)
    note = f"shapes say {drawn.ratio:.2f}, pixels {seen.ratio:.2f}"
    return Progress(best.ratio, best.method, best.box, min(best.confidence, 0.6), note)


def _with_text(drawn: Progress, written: Progress) -> Progress:
    if drawn.ratio is None or written.ratio is None:
        return written if drawn.ratio is None else drawn
    if abs(drawn.ratio - written.ratio) <= TOLERANCE:
        return Progress(written.ratio, "text", written.box, 0.97)
    note = f"the text says {written.ratio:.2f}, the graphic {drawn.ratio:.2f}"
    return Progress(written.ratio, "text", written.box, 0.6, note)
