"""From the engine's readings to the lines of a page: places, repairs, marks, reading order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise

from parsers.layout.model import Box, Glyph, Line
from parsers.ocr.engine import Char, Reading
from parsers.ocr.frame import Frame, bounds
from parsers.ocr.geometry import cell, em_of, length_of
from parsers.ocr.repairs import differences, repair
from parsers.ocr.widths import with_true_widths

ALONE = 0.9
"""One engine alone is never surer than this: its wrong characters often have a score of 1.0."""

_NUMERALS = re.compile(r"[IVXⅠ-Ⅻ]+")
_NUMERAL_CONFIDENCE = 0.6
"""The engine reads VI as V and Ⅱ as I with full confidence, so a Roman numeral is doubtful."""

_JOIN_GAP = 0.6
"""Readings of a row nearer than this many em are one line."""

_SAME_PLACE = 0.7
"""Signs whose centres are nearer than this many em cannot both be printed."""


def build_line(reading: Reading, frame: Frame) -> Line | None:
    """The line of a reading in points of the upright page, or None where it has no character."""
    chars = reading.chars
    if not chars:
        return None
    em = em_of(reading)
    raw = "".join(char.text for char in chars)
    fixed = with_true_widths(reading, repair(raw).text)
    length = length_of(reading)
    glyphs = []
    for index, (char, text) in enumerate(zip(chars, fixed, strict=True)):
        before, after = _reach(chars, index, length, em)
        corners = cell(reading, char.at * length, before, after, em)
        box = bounds([frame.to_page(corner) for corner in corners])
        glyphs.append(Glyph(text, char.text, box, em / frame.scale, min(char.confidence, ALONE)))
    return _line(
        _with_word_spaces(_doubt_numerals(glyphs), reading.text),
        raw=reading.text,
        vertical=reading.vertical and len(chars) > 1,
        confidence=min(reading.confidence, ALONE),
        repairs=((f"+{reading.added}",) if reading.added else ()) + differences(raw, fixed),
    )


def _line(
    glyphs: Sequence[Glyph],
    raw: str,
    vertical: bool,
    confidence: float,
    repairs: tuple[str, ...],
) -> Line:
    box = bounds([corner for g in glyphs for corner in ((g.box.x0, g.box.top), g.box[2:])])
    return Line(
        glyphs=tuple(glyphs),
        box=box,
        text="".join(glyph.text for glyph in glyphs),
        raw=raw,
        size=glyphs[0].size,
        vertical=vertical,
        method="ocr",
        confidence=confidence,
        repairs=repairs,
    )


def _reach(chars: Sequence[Char], index: int, length: float, em: float) -> tuple[float, float]:
    """How far a character's cell goes before and after its centre, in pixels."""
    here = chars[index].at
    before = (here - chars[index - 1].at) * length / 2 if index else em / 2
    after = (chars[index + 1].at - here) * length / 2 if index + 1 < len(chars) else em / 2
    return min(before, em / 2), min(after, em / 2)


def _with_word_spaces(glyphs: Sequence[Glyph], raw: str) -> list[Glyph]:
    """The glyphs with those spaces of ``raw`` that part Latin words; the others are layout."""
    starts = {0}
    for word in raw.split():
        starts.add(max(starts) + len(word))
    spaced = list(glyphs[:1])
    for index, (left, right) in enumerate(pairwise(glyphs), start=1):
        if index in starts and left.text.isascii() and right.text.isascii():
            gap = Box(left.box.x1, right.box.top, max(left.box.x1, right.box.x0), right.box.bottom)
            spaced.append(Glyph(" ", " ", gap, right.size, right.confidence))
        spaced.append(right)
    return spaced


def _doubt_numerals(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Lower the confidence of letters that make a Roman numeral of their own."""
    text = "".join(glyph.text for glyph in glyphs)
    doubtful = set[int]()
    for found in _NUMERALS.finditer(text):
        start, end = found.span()
        around = text[max(start - 1, 0) : start] + text[end : end + 1]
        if not any(char.isascii() and char.isalpha() for char in around):
            doubtful.update(range(start, end))
    return [
        glyph._replace(confidence=min(glyph.confidence, _NUMERAL_CONFIDENCE))
        if index in doubtful
        else glyph
        for index, glyph in enumerate(glyphs)
    ]


def in_reading_order(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Rows from the top, each from the left; pieces of one printed line are joined."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.box.top + line.box.bottom, line.box.x0)):
        if rows and _same_row(rows[-1], line.box):
            rows[-1].append(line)
        else:
            rows.append([line])
    return tuple(line for row in rows for line in _joined(row))


def _same_row(row: Sequence[Line], box: Box) -> bool:
    """Whether a line stands beside the lines of a row rather than below them."""
    middle = (box.top + box.bottom) / 2
    if any(_stacked(line.box, box) for line in row):
        return False
    return any(
        line.box.top < middle < line.box.bottom
        and box.top < (line.box.top + line.box.bottom) / 2 < box.bottom
        and (box.x0 >= line.box.x1 - line.size or box.x1 <= line.box.x0 + line.size)
        for line in row
    )


def _stacked(one: Box, other: Box) -> bool:
    """Whether two lines stand one under the other, though a taller line may be beside both."""
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    down = abs(one.top + one.bottom - other.top - other.bottom) / 2
    lower = min(one.bottom - one.top, other.bottom - other.top)
    return across > 0.3 * min(one.x1 - one.x0, other.x1 - other.x0) and down > 0.5 * lower


def _joined(row: Sequence[Line]) -> list[Line]:
    done: list[Line] = []
    for line in sorted(row, key=lambda line: line.box.x0):
        if done and _belongs(done[-1], line):
            done[-1] = _join(done[-1], line)
        else:
            done.append(line)
    return done


def _belongs(left: Line, right: Line) -> bool:
    size = max(left.size, right.size)
    return (
        not left.vertical
        and not right.vertical
        and right.box.x0 - left.box.x1 < _JOIN_GAP * size
        and min(left.size, right.size) > 0.75 * size
    )


def _seen_twice(left: Line, right: Line) -> int:
    """1 where the first sign of a piece is the last one of the piece before it, 0 elsewhere.

    The engine's boxes overlap now and then, and a bracket or comma is then in both.
    """
    last, first = left.glyphs[-1], right.glyphs[0]
    alike = unicodedata.normalize("NFKC", last.text) == unicodedata.normalize("NFKC", first.text)
    middle = (first.box.x0 + first.box.x1) / 2
    near = middle - (last.box.x0 + last.box.x1) / 2 < _SAME_PLACE * left.size
    return int(alike and near and not first.text.isalnum() and len(right.glyphs) > 1)


def _join(left: Line, right: Line) -> Line:
    return _line(
        left.glyphs + right.glyphs[_seen_twice(left, right) :],
        raw=f"{left.raw} {right.raw}",
        vertical=False,
        confidence=min(left.confidence, right.confidence),
        repairs=tuple(dict.fromkeys(left.repairs + right.repairs)),
    )
