"""What a second engine says about a value that one engine read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from rapidfuzz.distance import Levenshtein

from parsers.layout.model import Box
from parsers.ocr.closed import fold
from parsers.ocr.engine import Pixels
from parsers.ocr.lines import ALONE
from parsers.ocr.page import crop
from parsers.ocr.repairs import repair

_CONFIRMED = 0.97
_DISPUTED = 0.5
_HEARD = 0.45
"""Likeness below which the second engine read something else: a stamp, a frame, noise."""

_MARGIN = 0.25
"""Share of a line's height that Tesseract wants above and below it; beside it stand neighbours."""

_SIGNS = re.compile(r"[\W_]")
_OWN_SLIPS = re.compile(r"(?<=度)未")
_NUMERAL = re.compile(r"(?<![a-z])[ivx]+(?![a-z])")


class SecondReader(Protocol):
    """What reads clippings of one line each; None where it cannot work."""

    def read_lines(self, clippings: Sequence[Pixels]) -> list[str] | None:
        """The text of each clipping, empty where nothing was read."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Whether a second engine reads the same; ``confidence`` is what the value may claim now."""

    verdict: Literal["agrees", "differs", "silent"]
    text: str
    confidence: float


def second_opinions(
    pixels: Pixels, scale: float, values: Sequence[tuple[Box, str]], reader: SecondReader | None
) -> list[Agreement]:
    """An opinion on each (box, text read there); boxes are points on ``pixels`` as they lie."""
    clippings = [clipped(pixels, scale, box) for box, _ in values]
    return opinions_on(clippings, [text for _, text in values], reader)


def clipped(pixels: Pixels, scale: float, box: Box) -> Pixels:
    """The pixels of a value and what the second engine wants around it; empty beyond the page."""
    by = _MARGIN * (box.bottom - box.top)
    return crop(pixels, scale, Box(box.x0, box.top - by, box.x1, box.bottom + by))


def opinions_on(
    clippings: Sequence[Pixels], texts: Sequence[str], reader: SecondReader | None
) -> list[Agreement]:
    """An opinion on each text, read in the clipping of the same place in the order.

    For terms, dates, figures and pillar lines, not for running text. Signs, spaces and widths do
    not count. Agreement raises the confidence to 0.97, disagreement lowers it to 0.5 and deserves
    an issue; a reader that is missing or sees nothing leaves 0.9.
    """
    readable = [clipping for clipping in clippings if clipping.size]
    read = reader.read_lines(readable) if reader is not None else None
    if read is None:
        return [Agreement("silent", "", ALONE) for _ in texts]
    seen = iter(read)
    found = [next(seen) if clipping.size else "" for clipping in clippings]
    return [_compare(told, text) for told, text in zip(texts, found, strict=True)]


def _compare(told: str, seen: str) -> Agreement:
    one, other = _plain(told), _plain(seen)
    likeness = Levenshtein.normalized_similarity(one, other) if seen else 0.0
    if likeness < _HEARD:
        return Agreement("silent", seen, ALONE)
    if likeness < 1.0 and not _lost_numeral(one, other):
        return Agreement("differs", seen, _DISPUTED)
    agrees = likeness == 1.0
    return Agreement("agrees" if agrees else "silent", seen, _CONFIRMED if agrees else ALONE)


def _lost_numeral(told: str, seen: str) -> bool:
    """Whether all that differs is a Roman numeral for which the second engine saw no numeral.

    It takes I for a rule and Ⅲ for 川 or 皿; only another numeral in its place is a doubt.
    """
    found = _NUMERAL.search(told)
    if found is None or _NUMERAL.search(seen) or re.search(r"[\dlｌ]", seen[found.start() :][:1]):
        return False
    rest = told[found.end() :]
    return bool(rest) and seen.startswith(told[: found.start()]) and seen.endswith(rest)


def _plain(text: str) -> str:
    """What must be alike: letters and digits, without the second engine's own regular slips."""
    return _SIGNS.sub("", _OWN_SLIPS.sub("末", fold(repair(text).text))).lower()
