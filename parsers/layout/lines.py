"""From the visible characters of a page to its lines, with ruby read apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from parsers.layout.columns import group_columns, mostly_vertical
from parsers.layout.glyphs import Mark
from parsers.layout.grouping import Rules, Strand, group
from parsers.layout.model import Box, Glyph, Line, Shape, make
from parsers.layout.spacing import Token, separators, spaced_by_renderer


def build_lines(marks: Sequence[Mark], shapes: Sequence[Shape]) -> list[Line]:
    """Lines from top to bottom, then left to right; columns of vertical writing right to left."""
    strands = group(marks, Rules(shapes))
    if mostly_vertical(strands, marks):
        strands = group_columns(marks, shapes)
    by_renderer = spaced_by_renderer(strand.tokens for strand in strands)
    lines = [_line(strand, by_renderer) for strand in strands if strand.tokens]
    return in_reading_order(lines)


def in_reading_order(lines: Iterable[Line]) -> list[Line]:
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
    glyphs = [mark.glyph or _glyph(mark) for mark, _, _ in tokens]
    kept = separators(tokens, by_renderer)
    if any(kept):
        glyphs = _with_blanks(glyphs, kept)
    texts, _, boxes, sizes, _ = zip(*glyphs, strict=True)
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Line(
        glyphs=tuple(glyphs),
        box=Box(min(lefts), min(tops), max(rights), max(bottoms)),
        text="".join(texts),
        raw="".join([spaces + mark.raw for mark, spaces, _ in tokens]),
        size=_middle(sizes),
        vertical=strand.vertical,
        repairs=_repairs(tokens),
        angle=strand.angle,
    )


def _glyph(mark: Mark) -> Glyph:
    box = make(Box, (mark.x0, mark.top, mark.x1, mark.bottom))
    return make(Glyph, (mark.text, mark.raw, box, mark.size, 1.0))


def _with_blanks(glyphs: Sequence[Glyph], kept: Sequence[str]) -> list[Glyph]:
    """The glyphs with kept spaces: they lie in the gap and are as high as what follows."""
    whole: list[Glyph] = []
    for glyph, separator in zip(glyphs, kept, strict=True):
        if separator:
            left, right = sorted((whole[-1].box.x1, glyph.box.x0))
            gap = Box(left, glyph.box.top, right, glyph.box.bottom)
            whole.extend(Glyph(space, space, gap, glyph.size) for space in separator)
        whole.append(glyph)
    return whole


def _middle(sizes: Sequence[float]) -> float:
    return sorted(sizes)[len(sizes) // 2]


def _repairs(tokens: Sequence[Token]) -> tuple[str, ...]:
    pairs = [(t.mark.raw, t.mark.text) for t in tokens if t.mark.raw is not t.mark.text]
    return tuple(dict.fromkeys(f"{raw}→{text}" for raw, text in pairs))
