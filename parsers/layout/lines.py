"""From the visible characters of a page to its lines, with ruby read apart."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.layout.glyphs import Mark
from parsers.layout.grouping import Rules, Strand, group
from parsers.layout.model import Box, Glyph, Line, Shape
from parsers.layout.spacing import Token, separators, spaced_by_renderer


def build_lines(marks: Sequence[Mark], shapes: Sequence[Shape]) -> list[Line]:
    """Lines from top to bottom, then left to right; columns of vertical writing right to left."""
    strands = group(marks, Rules(shapes))
    by_renderer = spaced_by_renderer(strand.tokens for strand in strands)
    lines = [_line(strand, by_renderer) for strand in strands if strand.tokens]
    return _in_reading_order(lines)


def _in_reading_order(lines: list[Line]) -> list[Line]:
    """Sorted in rows, because lines of one row seldom share their top to the last decimal."""
    ordered: list[Line] = []
    row: list[Line] = []
    for line in sorted(lines, key=lambda one: one.box.top):
        if row and line.box.top - row[0].box.top > 0.4 * min(line.size, row[0].size):
            ordered.extend(sorted(row, key=_across))
            row = []
        row.append(line)
    return ordered + sorted(row, key=_across)


def _across(line: Line) -> float:
    return -line.box.x1 if line.vertical else line.box.x0


def _line(strand: Strand, by_renderer: bool) -> Line:
    tokens = strand.tokens
    glyphs: list[Glyph] = []
    raw: list[str] = []
    for token, separator in zip(tokens, separators(tokens, by_renderer), strict=True):
        mark = token.mark
        raw.append(token.spaces + mark.raw if token.spaces else mark.raw)
        if separator:
            glyphs.extend(_blank(separator, glyphs[-1].box, token))
        glyphs.append(
            Glyph(mark.text, mark.raw, Box(mark.x0, mark.top, mark.x1, mark.bottom), mark.size)
        )
    lefts, tops, rights, bottoms = zip(*(glyph.box for glyph in glyphs), strict=True)
    return Line(
        glyphs=tuple(glyphs),
        box=Box(min(lefts), min(tops), max(rights), max(bottoms)),
        text="".join([glyph.text for glyph in glyphs]),
        raw="".join(raw),
        size=_middle([glyph.size for glyph in glyphs]),
        vertical=strand.vertical,
        repairs=_repairs(tokens),
        angle=strand.angle,
    )


def _blank(separator: str, before: Box, token: Token) -> list[Glyph]:
    """The glyphs of a kept space: it lies in the gap and is as high as what follows."""
    mark = token.mark
    left, right = sorted((before.x1, mark.x0))
    gap = Box(left, mark.top, right, mark.bottom)
    return [Glyph(space, space, gap, mark.size) for space in separator]


def _middle(sizes: list[float]) -> float:
    return sorted(sizes)[len(sizes) // 2]


def _repairs(tokens: Sequence[Token]) -> tuple[str, ...]:
    pairs = [(t.mark.raw, t.mark.text) for t in tokens if t.mark.raw is not t.mark.text]
    return tuple(dict.fromkeys(f"{raw}→{text}" for raw, text in pairs))
