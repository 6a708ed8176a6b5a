"""Fields that can only be one of a few texts: what was read is set right, and said so."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

_SET_RIGHT = 0.85
_LONGEST_SLIP = 0.2
"""Share of a longer text that may be misread; of a short one (up to four) one character."""


@dataclass(frozen=True, slots=True)
class Closed:
    """A text of the vocabulary. ``repair`` tells what was read otherwise, None if nothing was.

    ``confidence`` bounds what the field may claim: 1.0 as read, 0.85 set right.
    """

    text: str
    repair: str | None
    confidence: float


def repair_closed(text: str, vocabulary: Iterable[str]) -> Closed | None:
    """The one entry of ``vocabulary`` that ``text`` can be, or None where none or several can.

    Widths, spaces and dashes are not told apart. A text further from every entry than one slip
    (a fifth of a longer text), or as near to a second entry, is not guessed.
    """
    told = fold(text)
    ranked = sorted((Levenshtein.distance(told, fold(entry)), entry) for entry in set(vocabulary))
    if not told or not ranked:
        return None
    nearest, entry = ranked[0]
    if nearest == 0:
        return Closed(entry, None, 1.0)
    allowed = max(1, int(_LONGEST_SLIP * len(fold(entry))))
    tied = len(ranked) > 1 and ranked[1][0] == nearest
    if nearest > allowed or len(told) < 2 or tied:
        return None
    return Closed(entry, f"closed: {text}→{entry}", _SET_RIGHT)


def fold(text: str) -> str:
    """The text without what engines do not tell apart: widths, spaces, dashes, circles."""
    wide = unicodedata.normalize("NFKC", text).translate(_ALIKE)
    return "".join(char for char in wide if not char.isspace())


_ALIKE = str.maketrans("〇◯O0ー―—－‐−~〜・·", "○○○○一一一一一一～～..")
