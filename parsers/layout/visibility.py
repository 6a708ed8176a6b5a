"""Which characters a reader of the page cannot see: off the page, hidden, white on white."""

from __future__ import annotations

from bisect import bisect_left
from itertools import groupby
from operator import attrgetter
from typing import Literal, NamedTuple

from parsers.layout.drawing import Cover
from parsers.layout.glyphs import Mark
from parsers.layout.model import Box, Colour

_owner = attrgetter("owner")
Reason = Literal["hidden", "white", "off_page"]

NEAR_WHITE = 245
"""Every channel of a colour that is white to the eye is at least this."""


class Seen(NamedTuple):
    """The characters a reader sees, and the others with the reason why not."""

    visible: list[Mark]
    dropped: list[tuple[Mark, Reason]]


def split_visible(marks: list[Mark], covers: list[Cover], area: Box) -> Seen:
    """Part the characters of a page; ``covers`` are in the order of painting."""
    visible: list[Mark] = []
    dropped: list[tuple[Mark, Reason]] = []
    blinds = [cover for cover in covers if cover.opaque and _hides(cover.box)]
    orders = [cover.order for cover in blinds]
    left, top, right, bottom = area
    for _, run in groupby(marks, _owner):
        held = list(run)
        first = held[0]
        plain = not first.invisible and not is_white(first.colour)
        later = _may_hide(blinds[bisect_left(orders, first.order) :], first)
        for mark in held:
            inside = mark.x0 >= left and mark.top >= top and mark.x1 <= right
            if plain and not later and inside and mark.bottom <= bottom:
                visible.append(mark)
                continue
            reason = _reason(mark, covers, later, area)
            if reason is None:
                visible.append(mark)
            else:
                dropped.append((mark, reason))
    return Seen(visible, dropped)


def _may_hide(later: list[Cover], first: Mark) -> list[Cover]:
    """Those of some later shapes that may lie on the text object that a character begins."""
    if not later or first.angle or first.bottom - first.top > 1.01 * first.size:
        return later
    top, bottom = first.top, first.bottom
    return [c for c in later if c.box.top < bottom and c.box.bottom > top]


def _reason(mark: Mark, covers: list[Cover], later: list[Cover], area: Box) -> Reason | None:
    x, y = (mark.x0 + mark.x1) / 2, (mark.top + mark.bottom) / 2
    if not _holds(area, x, y):
        return "off_page"
    if mark.invisible or any(_holds(cover.box, x, y) for cover in later):
        return "hidden"
    if is_white(mark.colour):
        return None if _on_colour(mark.order, covers, x, y) else "white"
    return None


def _on_colour(order: int, covers: list[Cover], x: float, y: float) -> bool:
    """Whether the last thing painted under a white character is something else than white."""
    for cover in reversed(covers):
        if cover.order < order and _holds(cover.box, x, y):
            return not is_white(cover.colour)
    return False


def _hides(box: Box) -> bool:
    return min(box.x1 - box.x0, box.bottom - box.top) > 4


def is_white(colour: Colour | None) -> bool:
    """Whether a colour is white to the eye."""
    return colour is not None and colour[0] >= NEAR_WHITE and min(colour) >= NEAR_WHITE


def _holds(box: Box, x: float, y: float) -> bool:
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom
