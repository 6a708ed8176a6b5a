"""Whether digits, letters and brackets are printed full width: told by the room they take.

The engine tells （ from ( and ３ from 3 by chance; the distance between the kanji and kana around
them tells it, as a full-width character takes one em and a narrow one about half.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import median

from parsers.ocr.engine import Reading
from parsers.ocr.geometry import height_of, length_of

_ANCHOR = re.compile(r"[\u3005\u3042-\u3093\u30a2-\u30f4\u4e00-\u9fff]")
"""Kanji and kana: one em wide, their ink in the middle of it."""
_KANA = re.compile(r"[\u3042-\u3093\u30a2-\u30f4]")
_KANJI = re.compile(r"[\u4e00-\u9fff]")
_PROPORTIONAL = 1.09
"""Kanji take this many times the room of kana in fonts whose brackets have widths of their own."""
_FULL = re.compile(r"[、。・「」ー〜～]")
_NARROW = {chr(code) for code in range(0x21, 0x7F) if chr(code) in "()&%/+-" or chr(code).isalnum()}
_WIDE_OF = {char: chr(ord(char) + 0xFEE0) for char in _NARROW}
_NARROW_OF = {wide: char for char, wide in _WIDE_OF.items()}
_OPENING, _CLOSING = "(（", ")）"

_BRACKET_WIDE = 0.86
"""Em that a bracket takes from which it is full width; office programs set a gap at narrow ones."""
_NARROW_SIGN = 0.55
"""Em that a narrow digit or letter takes, as a rule."""
_SIGN_WIDE = 0.8
"""Em that a digit or letter takes that the engine called full width, if it is."""
_RUN = re.compile(r"[0-9A-Za-z]{2,}")
_LETTERS = re.compile(r"[A-Za-z]{2,}")
_LARGEST_EM = 0.86
"""The em of a line is at most this share of the height of its box; usual is 0.67 to 0.84."""
_PITCH_WIDE = 0.88
"""Em from one digit or letter of a run to the next from which they are full width; W takes less."""
_DATED = re.compile(r"[年月日号]")
"""Before these a digit is narrow: office programs set a gap around it, and a date is a value."""
_FEWEST = 4
"""This many pairs of neighbouring kanji or kana tell the em."""
_EVEN = 0.12
"""Pitches that vary by more than this share tell no widths."""


def with_true_widths(reading: Reading, texts: str) -> str:
    """The text of a reading's characters (``texts``, one each), widths as they are printed."""
    if reading.vertical:
        return texts
    em = _em(reading, texts)
    room = {} if em is None else dict(_measured(reading, texts, em))
    chars = list(texts)
    for pair in _brackets(texts):
        wide = _is_wide(pair, texts, room)
        for index in pair if wide is not None else ():
            chars[index] = (_WIDE_OF if wide else _NARROW_OF).get(chars[index], chars[index])
    for index, char in enumerate(reading.chars):
        was_wide = char.text == _WIDE_OF.get(chars[index]) and chars[index].isalnum()
        dated = _DATED.match(texts[index + 1 : index + 2])
        if was_wide and not dated and room.get(index, 0.0) >= _SIGN_WIDE:
            chars[index] = char.text
    for index in _wide_runs(reading, texts, em):
        chars[index] = _WIDE_OF[texts[index]]
    return "".join(chars)


def _wide_runs(reading: Reading, texts: str, em: float | None) -> Iterator[int]:
    """The digits and letters of runs that stand an em apart; the engine gives few as such.

    In a line too short to tell the em, letters are held against the largest that its height allows.
    """
    length, runs = length_of(reading), _RUN
    if em is None:
        known = len(_pitches(reading, texts, _ANCHOR)) >= _FEWEST
        if known or not _ANCHOR.search(texts):  # a line of letters alone has another height
            return
        em, runs = _LARGEST_EM * height_of(reading), _LETTERS
    for run in runs.finditer(texts):
        first, last = run.start(), run.end() - 1
        room = (reading.chars[last].at - reading.chars[first].at) * length / em
        if room >= _PITCH_WIDE * (last - first) and not _DATED.match(texts[run.end() :]):
            yield from range(first, run.end())


def _is_wide(pair: Sequence[int], texts: str, room: Mapping[int, float]) -> bool | None:
    """Whether a pair of brackets is full width; unmeasured ones are taken for it at Japanese."""
    measured = [room[at] for at in pair if at in room]
    if measured:
        return sum(measured) / len(measured) >= _BRACKET_WIDE
    first = pair[0]
    inner = texts[first + 1 : first + 2] if texts[first] in _OPENING else texts[:first][-1:]
    held = texts[first + 1 : pair[1]] if len(pair) > 1 else inner
    return True if _ANCHOR.search(held) else None


def _em(reading: Reading, texts: str) -> float | None:
    """The pitch of kanji and kana in pixels, None where too few or of a proportional font."""
    pitches = _pitches(reading, texts, _ANCHOR)
    if len(pitches) < _FEWEST:
        return None
    usual = median(pitches)
    uneven = median(abs(pitch - usual) for pitch in pitches)
    kana, kanji = (_pitches(reading, texts, kind) for kind in (_KANA, _KANJI))
    proportional = bool(kana and kanji) and median(kanji) > _PROPORTIONAL * median(kana)
    return usual if usual > 0 and uneven <= _EVEN * usual and not proportional else None


def _pitches(reading: Reading, texts: str, kind: re.Pattern[str]) -> list[float]:
    """The distances in pixels between neighbours of one kind."""
    length = length_of(reading)
    pairs = zip(pairwise(reading.chars), pairwise(texts), strict=True)
    return [
        (two.at - one.at) * length
        for (one, two), (a, b) in pairs
        if kind.match(a) and kind.match(b)
    ]


def _measured(reading: Reading, texts: str, em: float) -> Iterator[tuple[int, float]]:
    """The width in em of the characters that stand between two kanji or kana, evenly shared."""
    length = length_of(reading)
    anchors = [index for index, char in enumerate(texts) if _ANCHOR.match(char)]
    for first, last in pairwise(anchors):
        between = range(first + 1, last)
        open_ones = [i for i in between if texts[i] in _WIDE_OF or texts[i] in _NARROW_OF]
        full = sum(1 for i in between if _FULL.match(texts[i]))
        if not open_ones or len(open_ones) + full != len(between):
            continue
        room = (reading.chars[last].at - reading.chars[first].at) * length / em - 1 - full
        brackets = [index for index in open_ones if texts[index] in _OPENING + _CLOSING]
        beside = len(open_ones) - len(brackets)
        yield from ((index, room / len(open_ones)) for index in open_ones)
        # Digits and letters beside a bracket are seldom full width: what they leave is its own.
        if beside:
            yield from (
                (index, (room - _NARROW_SIGN * beside) / len(brackets)) for index in brackets
            )


def _brackets(texts: str) -> list[tuple[int, ...]]:
    """The round brackets by their places, those that belong together as one."""
    found: list[tuple[int, ...]] = []
    opened: list[int] = []
    for index, char in enumerate(texts):
        if char in _OPENING:
            opened.append(index)
        elif char in _CLOSING:
            found.append((opened.pop(), index) if opened else (index,))
    return [*found, *((index,) for index in opened)]
