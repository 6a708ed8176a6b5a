"""Progress written in characters: 60％, ■■■□□, and markers that are characters (▼)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from parsers.layout.model import Box, Line
from parsers.layout.upright import around
from parsers.progress.model import Reading

_FULL = "■●★◆▓█▮▰◼⬛▲▶►➤♥❤"
_EMPTY = "□○☆◇░▒▯▱◻⬜△▷▻〇◯♡"
_BLOCKS = re.compile(f"[{_FULL}{_EMPTY}]{{3,}}")
_PERCENT = re.compile(r"(?<![\d.．])(\d{1,3}(?:[.．]\d+)?)\s*(?:[%％]|パーセント|(割))")
_MOST_BESIDE = 8
"""Characters beside a percentage that make no sentence: 進捗率 45％."""
_BRACKETED = re.compile(r"[（(【［\[][^（()）]*[）)】］\]]")
_MARKERS = frozenset("▼▽▲△↓⇩⬇↑⇧⬆★☆◆")
_WIDTHS = str.maketrans("０１２３４５６７８９", "0123456789")


class Written(NamedTuple):
    """A ratio read from characters and the box of the line that holds them."""

    reading: Reading
    box: Box


def read_blocks(lines: Sequence[Line]) -> Written | None:
    """The ratio of a row of filled and empty signs, filled ones first."""
    found = [(line, match) for line in lines for match in _BLOCKS.finditer(line.text)]
    if len(found) != 1:
        return None
    line, match = found[0]
    signs = match.group()
    full = sum(sign in _FULL for sign in signs)
    if any(sign in _FULL for sign in signs[full:]):
        return Written(Reading(None, 0.0, "filled and empty signs are mixed"), line.box)
    return Written(Reading(full / len(signs), 0.9), line.box)


def read_percent(lines: Sequence[Line], track: Box | None) -> Written | None:
    """The one percentage of the region that is not the legend of a scale (0％ … 100％)."""
    found: list[tuple[float, Line]] = []
    for line in lines:
        for match in _PERCENT.finditer(line.text.translate(_WIDTHS)):
            whole = 10 if match.group(2) else 100
            found.append((float(match.group(1).replace("．", ".")) / whole, line))
    values = {value for value, _ in found}
    if {0.0, 1.0} <= values and len(values) > 2:
        return None
    if {0.0, 1.0} <= values or len(values) > 1 or not values:
        return None
    value, line = found[0]
    if value > 1 or not _alone(line, track):
        return None
    return Written(Reading(value, 0.93), line.box)


def says_progress(text: str) -> bool:
    """Whether a text is a percentage or a row of signs and little more."""
    said = text.translate(_WIDTHS)
    rest = _BLOCKS.sub("", _PERCENT.sub("", _BRACKETED.sub("", said)))
    return rest != said and len(rest) <= _MOST_BESIDE


def _alone(line: Line, track: Box | None) -> bool:
    """Whether a line is little more than its percentage, or stands at the track."""
    rest = _PERCENT.sub("", _BRACKETED.sub("", line.text.translate(_WIDTHS)))
    if len("".join(rest.split())) <= _MOST_BESIDE:
        return True
    return track is not None and line.box.bottom > track.top and line.box.top < track.bottom


def marker_signs(lines: Sequence[Line]) -> list[Box]:
    """The boxes of lone signs that can point at a place on a track."""
    boxes = []
    for line in lines:
        signs = [glyph.box for glyph in line.glyphs if glyph.text in _MARKERS]
        if len(signs) == 1 and len(line.text) <= 6:
            boxes.append(around(signs))
    return boxes
