"""Two or more sheets on one page: cutting it where each part holds every heading once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from parsers.layout.model import Box
from parsers.sheets.geometry import area, holds, union
from parsers.sheets.matching import plain
from parsers.sheets.model import BODY_FIELDS, Field, Fragment
from parsers.sheets.words import Words

_COUNTED = (Field.ANNOUNCEMENT, Field.PILLAR, Field.TERM, Field.SCALE)
_NARROWEST = 0.5
_COVERED = 0.8
"""Frames that leave more text than this outside part a page otherwise (a tinted column)."""


class _Mark(NamedTuple):
    """Something that a sheet has once, and where."""

    what: str
    box: Box


class _Cut(NamedTuple):
    """A line across a part of the page; ``doubles`` counts what stays doubled beside it."""

    doubles: int
    gap: float
    across: bool
    at: float


def split_regions(words: Words, page: Box) -> list[Box]:
    """The parts of a page that hold one sheet each, in reading order; the page itself if it is one.

    Drawn frames decide where each holds one set of headings; otherwise the widest empty strip.
    """
    marks = _marks(words)
    if _doubles(marks, page) == 0:
        return [page]
    boxes = [fragment.box for fragment in words.all() if fragment.box is not None]
    framed = _by_frames(words, marks)
    regions = framed or _cut(page, boxes, marks, 4)
    return sorted(regions, key=lambda box: (round(box.top / 40), box.x0))


def _marks(words: Words) -> list[_Mark]:
    marks = [
        _Mark(heading.field.value, heading.fragment.box)
        for heading in words.headings
        if heading.field in BODY_FIELDS or heading.field in (Field.TITLE, Field.AIM)
        if heading.fragment.box is not None
    ]
    for role in _COUNTED:
        for fragment in words.roles[role]:
            if fragment.box is not None:
                what = plain(fragment.text) if role is Field.SCALE else role.value
                marks.append(_Mark(what, fragment.box))
    return marks


def _inside(region: Box, marks: Sequence[_Mark]) -> list[_Mark]:
    return [mark for mark in marks if holds(region, mark.box)]


def _doubles(marks: Sequence[_Mark], region: Box) -> int:
    """How many body headings a region holds more than once; the others tell only between cuts."""
    names = {field.value for field in BODY_FIELDS}
    counts = Counter(mark.what for mark in _inside(region, marks) if mark.what in names)
    return sum(count - 1 for count in counts.values())


def _all_doubles(marks: Sequence[_Mark]) -> int:
    return sum(count - 1 for count in Counter(mark.what for mark in marks).values())


def _by_frames(words: Words, marks: Sequence[_Mark]) -> list[Box]:
    """Drawn frames that do not overlap, each around one set of at least two body headings."""
    names = {field.value for field in BODY_FIELDS}
    total = sum(mark.what in names for mark in marks)
    good: list[Box] = []
    for frame in sorted(words.panels, key=area, reverse=True):
        held = _inside(frame, marks)
        body = [mark for mark in held if mark.what in names]
        alone = not any(holds(other, frame) or holds(frame, other) for other in good)
        if alone and len(body) >= 2 and _doubles(held, frame) == 0:
            good.append(frame)
    covered = sum(
        1 for mark in marks if mark.what in names and any(holds(box, mark.box) for box in good)
    )
    texts = [held for held in words.all() if held.box is not None]
    inside = sum(any(holds(box, held.box) for box in good) for held in texts if held.box)
    whole = inside >= _COVERED * len(texts)
    return good if len(good) >= 2 and covered == total and whole else []


def _cut(region: Box, boxes: Sequence[Box], marks: Sequence[_Mark], depth: int) -> list[Box]:
    if depth == 0 or _doubles(marks, region) == 0:
        return [region]
    cuts = [cut for across in (True, False) for cut in _cuts(region, boxes, marks, across)]
    if not cuts:
        return [region]
    best = min(cuts, key=lambda cut: (cut.doubles, -cut.gap))
    return [
        part
        for side in _sides(region, best.across, best.at)
        for part in _cut(side, boxes, marks, depth - 1)
    ]


def _sides(region: Box, across: bool, at: float) -> tuple[Box, Box]:
    x0, top, x1, bottom = region
    if across:
        return Box(x0, top, x1, at), Box(x0, at, x1, bottom)
    return Box(x0, top, at, bottom), Box(at, top, x1, bottom)


def _cuts(region: Box, boxes: Sequence[Box], marks: Sequence[_Mark], across: bool) -> list[_Cut]:
    """Empty strips through a region that leave a body heading on either side."""
    held = [box for box in boxes if holds(region, box)]
    inside = held if across else _without_shared_head(held, marks, region)
    low, high = (1, 3) if across else (0, 2)
    names = {field.value for field in BODY_FIELDS}
    found: list[_Cut] = []
    reach = -1.0
    for box in sorted(inside, key=lambda held: held[low]):
        gap = box[low] - reach
        if reach >= 0 and gap > _NARROWEST:
            spans = [(other[low], other[high]) for other in held]
            for at in _clear_of(spans, reach, box[low]):
                parts = [_inside(side, marks) for side in _sides(region, across, at)]
                if all(any(mark.what in names for mark in part) for part in parts):
                    doubles = sum(_all_doubles(part) for part in parts)
                    found.append(_Cut(doubles, gap, across, at))
        reach = max(reach, box[high])
    return found


def _clear_of(spans: Sequence[tuple[float, float]], start: float, end: float) -> list[float]:
    """The middles of the parts of a strip that no line of the head reaches into, widest first.

    A line that crosses the whole strip heads both sides, and says nothing of where they part.
    """
    held = [(a, b) for a, b in spans if a < end and b > start and (a >= start or b <= end)]
    parts, reach = [], start
    for low, high in [*sorted(held), (end, end)]:
        if low > reach:
            parts.append((low - reach, (low + reach) / 2))
        reach = max(reach, high)
    return [middle for _, middle in sorted(parts, reverse=True)]


def _without_shared_head(boxes: Sequence[Box], marks: Sequence[_Mark], region: Box) -> list[Box]:
    """Boxes below the first body heading, less wide: a line over both columns heads both."""
    names = {field.value for field in BODY_FIELDS}
    tops = [mark.box.top for mark in _inside(region, marks) if mark.what in names]
    first = min(tops, default=region.top)
    return [box for box in boxes if box.bottom > first - 1]


def in_region(fragments: Sequence[Fragment], region: Box) -> list[Fragment]:
    """The fragments whose middle lies in a region."""
    return [held for held in fragments if held.box is not None and holds(region, held.box)]


def extent(fragments: Sequence[Fragment]) -> Box | None:
    """The box around fragments, None where they have none."""
    boxes = [held.box for held in fragments if held.box is not None]
    return union(boxes) if boxes else None
