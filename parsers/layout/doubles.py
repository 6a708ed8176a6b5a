"""Bold made by printing a character twice, told from 々 and 重重 by where the copies lie.

Copies that pdfium itself leaves out are in ``parsers.layout.twins``.
"""

from __future__ import annotations

from collections import defaultdict
from operator import attrgetter

from parsers.layout.glyphs import Mark

_left = attrgetter("x0")
NEAR = 0.4
"""Copies lie closer than this share of the character's own width and height; neighbours do not."""

_Grid = dict[int, list[Mark]]
"""The places of one character, by column and row in one number."""
_ROW = 1 << 20
"""More columns than any page has."""


def without_doubles(marks: list[Mark]) -> tuple[list[Mark], list[Mark]]:
    """The characters printed once, and the copies over them."""
    places: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        places[mark.raw].append(mark)
    places.pop(" ", None)
    if not any(len(held) > 1 and _are_close(held) for held in places.values()):
        return marks, []
    return _parted(marks)


def _are_close(alike: list[Mark]) -> bool:
    """Whether any two of some characters lie as near to each other as copies do."""
    wide = NEAR * max([mark.x1 - mark.x0 for mark in alike])
    high = NEAR * max([mark.bottom - mark.top for mark in alike])
    alike = sorted(alike, key=_left)
    for at, mark in enumerate(alike, 1):
        for other in alike[at:]:
            if other.x0 - mark.x0 >= wide:
                break
            if abs(other.top - mark.top) < high:
                return True
    return False


def _parted(marks: list[Mark]) -> tuple[list[Mark], list[Mark]]:
    kept: list[Mark] = []
    copies: list[Mark] = []
    seen: dict[str, _Grid] = {}
    for mark in marks:
        raw, size = mark.raw, mark.size
        x, y = mark.x0 / size, mark.top / size
        column, row = int(x), int(y)
        # A copy lies within NEAR ems, so that one cell of the grid and its nearer neighbours do.
        place = column + _ROW * row
        held = seen.get(raw)
        if held is None:
            held = seen[raw] = {}
        elif raw != " ":
            beside = -1 if x - column < 0.5 else 1
            above = -_ROW if y - row < 0.5 else _ROW
            near = (place, place + beside, place + above, place + beside + above)
            if not held.keys().isdisjoint(near) and any(
                _covered(mark, held.get(at)) for at in near
            ):
                copies.append(mark)
                continue
        kept.append(mark)
        held.setdefault(place, []).append(mark)
    return kept, copies


def _covered(mark: Mark, others: list[Mark] | None) -> bool:
    return others is not None and any(_covers(mark, other) for other in others)


def _covers(mark: Mark, other: Mark) -> bool:
    across, down = abs(mark.x0 - other.x0), abs(mark.top - other.top)
    # One glyph that stands for several characters gives them the same place in one text object.
    if mark.owner == other.owner and across == 0 and down == 0:
        return False
    return across < NEAR * (other.x1 - other.x0) and down < NEAR * (other.bottom - other.top)
