"""Graphics that fill from right to left, as those do that rise on a page in vertical writing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from msgspec.structs import replace as renewed

from parsers.layout.model import Box, Line, Page
from parsers.progress.model import Ends, Pixels, Progress
from parsers.progress.reading import read_progress


def runs_to_the_left(ends: Ends) -> bool:
    """Whether the words at both ends say that a graphic fills from right to left."""
    start, goal = ends
    if start is None or goal is None or start.x0 < goal.x1:
        return False
    middles = abs(start.top + start.bottom - goal.top - goal.bottom) / 2
    return middles < max(start.bottom - start.top, goal.bottom - goal.top)


def read_mirrored(page: Page, region: Box, ends: Ends, pixels: Pixels | None) -> Progress:
    """As ``read_progress``, for a graphic that fills from right to left."""
    wide = page.width
    shapes = tuple(
        renewed(
            shape,
            box=_mirrored(shape.box, wide),
            points=tuple((wide - x, y) for x, y in shape.points),
        )
        for shape in page.shapes
    )
    mirror = replace(
        page,
        shapes=shapes,
        pictures=tuple(renewed(p, box=_mirrored(p.box, wide)) for p in page.pictures),
        lines=tuple(_line(line, wide) for line in page.lines),
    )

    def seen(box: Box, dpi: float) -> Any:
        return pixels(_mirrored(box, wide), dpi)[:, ::-1] if pixels else None

    turned = Ends(*(end and _mirrored(end, wide) for end in ends))
    told = read_progress(mirror, _mirrored(region, wide), turned, seen if pixels else None)
    return replace(told, box=told.box and _mirrored(told.box, wide))


def _mirrored(box: Box, wide: float) -> Box:
    return Box(wide - box.x1, box.top, wide - box.x0, box.bottom)


def _line(line: Line, wide: float) -> Line:
    glyphs = tuple(glyph._replace(box=_mirrored(glyph.box, wide)) for glyph in line.glyphs)
    return renewed(line, box=_mirrored(line.box, wide), glyphs=glyphs)
