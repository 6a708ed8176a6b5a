"""A few lines of a page read from its pixels and compared with what the layer says."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from rapidfuzz.distance import Levenshtein

from parsers.layout.model import Box, Line

ReadBox = Callable[[Box], str]
"""Reads the text inside a box of the upright page (points) from pixels; empty where it cannot."""

_KANJI = re.compile(r"[\u4e00-\u9fff]")
_LINES = 6
_ENOUGH_KANJI = 40
_FEWEST = 6
_AGREEING = 0.8
"""Share of kanji that are read alike: sound layers 0.95 and more, one wrong kanji in four 0.75."""


def layer_agrees(lines: Sequence[Line], read_box: ReadBox) -> bool | None:
    """Whether the pixels say what the layer says; None where too little could be compared."""
    alike = compared = 0
    for line in _telling(lines):
        seen = read_box(line.box)
        if not seen:
            continue
        told = "".join(glyph.raw for glyph in line.glyphs)
        alike += sum(1 for _ in _shared_kanji(told, seen))
        compared += len(_KANJI.findall(told))
        if compared >= _ENOUGH_KANJI:
            break
    return None if compared < _FEWEST else alike >= _AGREEING * compared


def _telling(lines: Sequence[Line]) -> list[Line]:
    """The lines with most kanji that the engine reads well: level and not tiny."""
    level = [line for line in lines if not line.vertical and not line.angle and line.size >= 6]
    return sorted(level, key=lambda line: -len(_KANJI.findall(line.raw)))[:_LINES]


def _shared_kanji(told: str, seen: str) -> list[str]:
    """Kanji of ``told`` that stand at the same place in ``seen``."""
    blocks = Levenshtein.opcodes(told, seen)
    same = (told[b.src_start : b.src_end] for b in blocks if b.tag == "equal")
    return [char for part in same for char in _KANJI.findall(part)]
