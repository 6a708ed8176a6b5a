"""Which characters a reader of the page cannot see: off the page, hidden, white on white."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import Literal, NamedTuple

from parsers.layout.drawing import Cover
from parsers.layout.glyphs import Mark
from parsers.layout.model import Box, Colour

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
    for _, group in groupby(marks, key=_owner):
        run = list(group)
        if _plainly_seen(run, blinds, area):
            visible.extend(run)
            continue
        for mark in run:
            reason = _reason(mark, covers, blinds, area)
            if reason is None:
                visible.append(mark)
            else:
                dropped.append((mark, reason))
    return Seen(visible, dropped)


_owner = attrgetter("owner")


def _plainly_seen(run: list[Mark], blinds: list[Cover], area: Box) -> bool:
    """Whether all characters of a text object are dark, on the page and under nothing."""
    first = run[0]
    if first.invisible or is_white(first.colour):
        return False
    x0, x1 = min(mark.x0 for mark in run), max(mark.x1 for mark in run)
    top, bottom = min(mark.top for mark in run), max(mark.bottom for mark in run)
    if x0 < area.x0 or x1 > area.x1 or top < area.top or bottom > area.bottom:
        return False
    order = first.order
    return not any(
        cover.order > order
        and cover.box.x0 < x1
        and cover.box.x1 > x0
        and cover.box.top < bottom
        and cover.box.bottom > top
        for cover in blinds
    )


def _reason(mark: Mark, covers: list[Cover], blinds: list[Cover], area: Box) -> Reason | None:
    x, y = (mark.x0 + mark.x1) / 2, (mark.top + mark.bottom) / 2
    if not _holds(area, x, y):
        return "off_page"
    if mark.invisible or any(c.order > mark.order and _holds(c.box, x, y) for c in blinds):
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
    return colour is not None and min(colour) >= NEAR_WHITE


def _holds(box: Box, x: float, y: float) -> bool:
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom
