"""A few lines of a page read from its pixels and compared with what the layer says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from rapidfuzz.distance import Levenshtein

from parsers.health.digits import Misdrawn
from parsers.layout.model import Box, Line

ReadBox = Callable[[Box], str]
"""Reads the text inside a box of the upright page (points) from pixels; empty where it cannot."""

_CLASSES = {
    "kanji": re.compile(r"[\u4e00-\u9fff]"),
    # Letters that look alike in both scripts, and small ones, are the engine's own doubt.
    "kana": re.compile(
        r"(?![へべぺりヘベペリぁぃぅぇぉっゃゅょァィゥェォッャュョ])[\u3041-\u30fa]"
    ),
}
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_LINES = 8
_ENOUGH = 80
_FEWEST = {"kanji": 10, "kana": 10}
_READ = 0.6
"""A reading shorter than this share of the line is the engine's failure, and says nothing."""

_AGREEING = 0.88
"""Share of a class that is read alike: sound layers 0.95 and more, one kanji in four wrong 0.75."""


def layer_agrees(lines: Sequence[Line], read_box: ReadBox) -> bool | None:
    """Whether the pixels say what the layer says; None where too little could be compared."""
    alike: Counter[str] = Counter()
    compared: Counter[str] = Counter()
    for line in _telling(lines):
        told, seen = _plain(line.raw), _plain(read_box(line.box))
        if len(seen) < _READ * len(told):
            continue
        same = _in_place(told, seen)
        for name in _CLASSES:
            alike[name] += len(_CLASSES[name].findall(same))
            compared[name] += len(_CLASSES[name].findall(told))
        if compared["kanji"] >= _ENOUGH:
            break
    judged = [name for name, count in compared.items() if count >= _FEWEST[name]]
    return all(alike[n] >= _AGREEING * compared[n] for n in judged) if judged else None


def digits_agree(doubts: Sequence[Misdrawn], read_box: ReadBox) -> bool | None:
    """Whether the pixels say the digits that the layer says where those look like others.

    None where nothing could be compared.
    """
    alike = unlike = 0
    lines = {id(doubt.digit.line): doubt.digit.line for doubt in doubts}
    for line in list(lines.values())[:_LINES]:
        read = _by_place(line.text.translate(_DIGITS), read_box(line.box).translate(_DIGITS))
        for doubt in doubts:
            seen = read.get(doubt.digit.place, "") if doubt.digit.line is line else ""
            alike += seen == doubt.digit.told
            unlike += seen.isdecimal() and seen != doubt.digit.told
    return alike > unlike if alike or unlike else None


def _by_place(told: str, seen: str) -> dict[int, str]:
    """What stands in ``seen`` for each character of ``told``, where that is one character."""
    blocks = [b for b in Levenshtein.opcodes(told, seen) if b.tag in ("equal", "replace")]
    return {
        b.src_start + step: seen[b.dest_start + step]
        for b in blocks
        for step in range(b.src_end - b.src_start)
        if b.src_end - b.src_start == b.dest_end - b.dest_start
    }


def _plain(text: str) -> str:
    """A text without spaces, digits in one width."""
    return text.replace(" ", "").translate(_DIGITS)


def _telling(lines: Sequence[Line]) -> list[Line]:
    """The lines with most kanji that the engine reads well: level and not tiny."""
    level = [line for line in lines if not line.vertical and not line.angle and line.size >= 6]
    pattern = _CLASSES["kanji"]
    return sorted(level, key=lambda line: -len(pattern.findall(_plain(line.raw))))[:_LINES]


def _in_place(told: str, seen: str) -> str:
    """The characters of ``told`` that stand at the same place in ``seen``."""
    blocks = Levenshtein.opcodes(told, seen)
    return "".join(told[b.src_start : b.src_end] for b in blocks if b.tag == "equal")
