"""A closer look at single places of a column: signs the engine passed over, figures, numerals.

A column is read on its side. Punctuation in the corner of its cell and brackets are then lost now
and then, and what stands upright alone in its cell is misread: figures set across the column
(縦中横), Roman numerals, Latin letters. Where there is ink without a character, or where a figure
or a letter may stand, the place is read again by itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from parsers.ocr.engine import Char, Engine, Pixels, Reading
from parsers.ocr.geometry import em_of, length_of, part_of
from parsers.ocr.marks import cut_out

_HOLE = 1.45
"""Em between the middles of two neighbours from which something may stand between them."""
_TAIL = 0.85
"""Em from the middle of the last character to the end of the box from which something follows."""
_EDGE = 0.45
"""A character reaches this many em from its middle."""
_LEAD = 0.95
"""Em from the start of the box to the middle of the first character from which one precedes."""
_BEFORE = 1.1
"""So many em before the box a bracket may stand that the engine left out of it."""
_STOP_HOLE = 1.65
_STOPS, _OPENING = frozenset("、。"), frozenset("（「『【")
_INK = 0.008
"""Less ink than this share of a place is dirt."""
_CONFIDENCE = 0.8
_SIGNS = {
    **{sign: sign for sign in "、。・：（）「」『』【】［］？！〜"},
    **{"(": "（", ")": "）", ":": "：", ",": "、", "[": "［", "]": "］", "?": "？", "!": "！"},
}
_BRACKETS = frozenset("（）「」『』【】［］：")
_SURE = 0.6
_TOGETHER = 0.75
"""Figures closer than this many em stand in one cell, or lie."""
_FIGURES = re.compile(r"[0-9０-９]{1,3}")
_PLAIN = 0.9
"""A figure by itself is read at least this surely."""
_NO_NUMBER = "[^0-9元度末一二三四五六七八九十]"
_PLACE = re.compile(
    r"(?<![0-9０-９.,])[0-9０-９]{1,2}(?![0-9０-９.,])|"
    rf"(?<=[和成]){_NO_NUMBER}(?=年)|(?<=年){_NO_NUMBER}(?=月)|(?<=月){_NO_NUMBER}(?=日)"
)
"""Figures of one cell, and what stands in a date in the place of one."""
_STANDING = re.compile(r"[IVX]{1,4}|[A-Z]|[0-9]{1,2}")
_MARKS = frozenset("★☆●○■□◆◇▲△▼▽▶▷")
_KATAKANA = re.compile(r"[\u30a1-\u30fa]")


def looked_at_again(reading: Reading, pixels: Pixels, engine: Engine) -> Reading:
    """A column of the turned page with what a closer look at its places gives."""
    if not reading.chars:
        return reading
    column = cut_out(reading, pixels)
    reading = _with_lost_signs(reading, pixels, column, engine)
    reading = _with_figures(reading, column, engine)
    return _with_standing_letters(reading, column, engine)


def set_level(chars: Sequence[Char], column: Pixels) -> Pixels:
    """The letters of a column that lies on its side, each turned upright, side by side."""
    high, wide = column.shape[:2]
    cells = np.full((high, high * len(chars), 3), 255, dtype=np.uint8)
    for index, char in enumerate(chars):
        start = max(0, round(char.at * wide - high / 2))
        cell = np.rot90(column[:, start : start + high], -1)
        cells[: cell.shape[0], index * high : index * high + cell.shape[1]] = cell
    return cells


def _with_chars(reading: Reading, chars: Sequence[Char], added: str = "") -> Reading:
    text = "".join(char.text for char in chars)
    return reading._replace(text=text, chars=tuple(chars), added=reading.added + added)


def _with_lost_signs(reading: Reading, pixels: Pixels, column: Pixels, engine: Engine) -> Reading:
    """The reading with the punctuation and brackets that stand where there is none."""
    wide, em = column.shape[1], em_of(reading)
    chars = list(reading.chars)
    found: list[tuple[int, Char]] = []
    for index, char in enumerate(chars):
        here = round(char.at * wide)
        last = index + 1 == len(chars)
        after = round(wide if last else chars[index + 1].at * wide)
        if after - here < (_TAIL if last else _HOLE) * em:
            continue
        around = _window(chars, index, column, em, engine)
        gap = column[:, here:after]
        hole = gap[:, round(_EDGE * em) : None if last else -round(_EDGE * em)]
        sign = _sign(gap, hole, around, em, engine)
        digit = not last and chars[index + 1].text.isdigit()
        if sign in _STOPS and not (around or last or digit) and after - here < _STOP_HOLE * em:
            continue  # places are told to a third of an em only
        if sign is not None:
            at = min((here + after) / 2 / wide, (here + em) / wide, 1.0)
            found.append((index + 1, Char(sign, at, _CONFIDENCE)))
    opening = _opening(reading, pixels, engine)
    found[:0] = [(0, opening)] if opening else []
    for index, char in reversed(found):
        chars.insert(index, char)
    return _with_chars(reading, chars, "".join(c.text for _, c in found)) if found else reading


def _opening(reading: Reading, pixels: Pixels, engine: Engine) -> Char | None:
    """The bracket that stands unread before the first character, inside the box or before it."""
    em, length = em_of(reading), length_of(reading)
    end = reading.chars[0].at - _EDGE * em / length
    inside = end >= (_LEAD - _EDGE) * em / length
    start = 0.0 if inside else end - _BEFORE * em / length
    hole = cut_out(part_of(reading, (), start, end), pixels)
    if min(hole.shape[:2]) < 4 or _ink(hole).mean() < _INK:
        return None
    text, sure = engine.recognise(hole)
    if sure < (_SURE if inside else _PLAIN):
        head = reading.chars[:3]
        until = head[-1].at + 0.5 * em / length
        told, _ = engine.recognise(cut_out(part_of(reading, (), start, until), pixels))
        rest = "".join(char.text for char in head)
        text = told[:1] if told[1:] == rest else ""
    sign = _SIGNS.get(text)
    if sign not in _OPENING:
        return None
    return Char(sign, reading.chars[0].at - em / length, _CONFIDENCE)


def _window(
    chars: Sequence[Char], index: int, column: Pixels, em: float, engine: Engine
) -> str | None:
    """The sign between a character and the next one, as a few characters around it read."""
    wide = column.shape[1]
    before, behind = chars[max(0, index - 1) : index + 1], chars[index + 1 : index + 3]
    start = max(0, round(before[0].at * wide - em / 2))
    end = round(behind[-1].at * wide + em / 2) if behind else wide
    text, _ = engine.recognise(np.ascontiguousarray(column[:, start:end]))
    left, right = ("".join(re.escape(c.text) for c in part) for part in (before, behind))
    seen = re.fullmatch(f"{left}(.){right}", text)
    return _SIGNS.get(seen[1]) if seen else None


def _sign(gap: Pixels, hole: Pixels, around: str | None, em: float, engine: Engine) -> str | None:
    """What sign stands in a hole between two characters; ``gap`` reaches to their middles.

    None where there is none or it cannot be told.
    """
    if min(hole.shape[:2]) < 4 or _ink(hole).mean() < _INK:
        return None
    if around is not None:
        return around
    text, confidence = engine.recognise(np.ascontiguousarray(hole))
    sign = _SIGNS.get(text)
    return sign if sign in _BRACKETS and confidence >= _SURE else _stop(gap, em)


def _ink(pixels: Pixels) -> NDArray[np.bool_]:
    grey = pixels.mean(axis=2)
    return np.asarray(grey < np.median(grey) - 70)


def _stop(gap: Pixels, em: float) -> str | None:
    """A comma, or a full stop, where one small spot stands in the first corner of its cell.

    On its side, that corner is the upper left one.
    """
    import cv2

    ink = _ink(gap)
    _, labels, pieces, middles = cv2.connectedComponentsWithStats(ink.astype(np.uint8))
    high = gap.shape[0]
    spots = [
        number
        for number, ((_, _, w, h, _), (x, y)) in enumerate(zip(pieces, middles, strict=True))
        if number and 0.08 * high < max(w, h) < 0.45 * high
        if y < 0.42 * high and 0.4 * em < x < 1.2 * em
    ]
    if len(spots) != 1:
        return None
    x, y = (round(float(place)) for place in middles[spots[0]])
    return "、" if labels[y, x] == spots[0] else "。"


def _with_figures(reading: Reading, column: Pixels, engine: Engine) -> Reading:
    """The reading with figures that stand upright in one cell, or in a date, read once more."""
    wide, em = column.shape[1], em_of(reading)
    chars = list(reading.chars)
    for first, last in reversed(list(_figures(reading))):
        start, end = chars[first].at * wide, chars[last].at * wide
        if end - start > _TOGETHER * em * max(1, last - first):
            continue
        middle = (start + end) / 2
        cell = column[:, max(0, round(middle - 0.55 * em)) : round(middle + 0.55 * em)]
        told = _figure(cell, engine)
        if told is not None:
            text, sure = told
            places = _spread(start, end, len(text), wide)
            chars[first : last + 1] = [Char(s, x, sure) for s, x in zip(text, places, strict=True)]
    return _with_chars(reading, chars) if tuple(chars) != reading.chars else reading


def _figure(cell: Pixels, engine: Engine) -> tuple[str, float] | None:
    """The figure in a cell that lies on its side, whichever way the figure itself stands."""
    turned = np.ascontiguousarray(np.rot90(cell, -1))
    readings = [engine.recognise(turned), engine.recognise(np.ascontiguousarray(cell))]
    text, sure = max(readings, key=lambda told: told[1])
    return (text, sure) if _FIGURES.fullmatch(text) and sure >= _PLAIN else None


def _figures(reading: Reading) -> Iterator[tuple[int, int]]:
    """Where figures stand, and what stands in a date in the place of one."""
    text = "".join(char.text for char in reading.chars)
    for found in _PLACE.finditer(text):
        yield found.start(), found.end() - 1


def _spread(start: float, end: float, count: int, wide: int) -> list[float]:
    """Places for so many signs around those that stood there."""
    step = (end - start) / max(count - 1, 1)
    return [(start + step * index) / wide for index in range(count)]


def _with_standing_letters(reading: Reading, column: Pixels, engine: Engine) -> Reading:
    """The reading with letters and numerals that stand alone in their cells read upright."""
    chars = list(reading.chars)
    told, _ = engine.recognise(set_level(chars, column))
    narrow = unicodedata.normalize("NFKC", "".join(char.text for char in chars))
    told = unicodedata.normalize("NFKC", told)
    if len(narrow) != len(chars):
        return reading
    for start, end, upright in reversed(list(_differences(narrow, told))):
        alone = end - start == 1 and _may_be_misread(chars[start], narrow[:start])
        marks = len(upright) == end - start and _MARKS.issuperset(upright)
        if (alone and _STANDING.fullmatch(upright)) or marks:
            held = chars[start:end]
            sure = min([char.confidence for char in held] + [_CONFIDENCE])
            at = [char.at for char in held] if marks else [held[0].at] * len(upright)
            chars[start:end] = [Char(s, x, sure) for s, x in zip(upright, at, strict=True)]
    return _with_chars(reading, chars) if tuple(chars) != reading.chars else reading


def _differences(one: str, other: str) -> Iterator[tuple[int, int, str]]:
    """The places, from and to, where one text has something else than the other."""
    steps = Levenshtein.opcodes(one, other)
    for equal, run in groupby(steps, key=lambda step: step.tag == "equal"):
        held = list(run)
        start, end = held[0].src_start, held[-1].src_end
        if not equal and end > start:
            yield start, end, other[held[0].dest_start : held[-1].dest_end]


def _may_be_misread(char: Char, before: str) -> bool:
    """Whether a character read doubtfully may be a letter or a numeral in truth."""
    if char.confidence >= _PLAIN or not (char.text.isalpha() or char.text in "=＝|｜"):
        return False
    return char.text != "ー" or not _KATAKANA.match(before[-1:])
