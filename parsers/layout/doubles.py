"""Bold made by printing a character twice, told from 々 and 重重 by where the copies lie.

Copies that pdfium itself leaves out are in ``parsers.layout.twins``.
"""

from __future__ import annotations

from parsers.layout.glyphs import Mark

NEAR = 0.4
"""Copies lie closer than this share of the character's own width and height; neighbours do not."""

_Grid = dict[tuple[str, int, int], list[Mark]]


def without_doubles(marks: list[Mark]) -> tuple[list[Mark], list[Mark]]:
    """The characters printed once, and the copies over them."""
    kept: list[Mark] = []
    copies: list[Mark] = []
    seen: _Grid = {}
    for mark in marks:
        column, row = int(mark.x0 / mark.size), int(mark.top / mark.size)
        if mark.raw != " " and _is_copy(mark, seen, column, row):
            copies.append(mark)
        else:
            kept.append(mark)
            seen.setdefault((mark.raw, column, row), []).append(mark)
    return kept, copies


def _is_copy(mark: Mark, seen: _Grid, column: int, row: int) -> bool:
    for x in (column, column - 1, column + 1):
        for y in (row, row - 1, row + 1):
            for other in seen.get((mark.raw, x, y), ()):
                if _covers(mark, other):
                    return True
    return False


def _covers(mark: Mark, other: Mark) -> bool:
    across, down = abs(mark.x0 - other.x0), abs(mark.top - other.top)
    # One glyph that stands for several characters gives them the same place in one text object.
    if mark.owner == other.owner and across == 0 and down == 0:
        return False
    return across < NEAR * (other.x1 - other.x0) and down < NEAR * (other.bottom - other.top)
