"""Groups of a page's lines whose language is dearer than sound text ever was.

A false map belongs to one font, so the page as a whole may read well while its titles or a few
lines do not: large print and the two dearest lines are judged by themselves too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.health.language import Analyser, Verdict
from parsers.layout.model import Line, Page

# Measured: sound pages stay below the first plus the second over the number of characters, but
# for lists of names. One kanji in four wrong costs 1,100 more a character, all of them 2,800.
_ALLOWED = 270.0
_ALLOWED_SHORT = 4000.0
_ALLOWED_DEAREST = 800.0
_FEWEST = 10
_LARGE = 1.25
"""Times the usual size from which print is large."""

_NAME = re.compile("[「『][\u3041-\u30ff]+[」』]")

_CERTAIN = 1250.0
_ENOUGH = 100
"""No sound text of this length came near; decides where no pixels can be asked."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Lines that may be wrong; ``margin`` is the excess cost above what is allowed."""

    lines: tuple[Line, ...]
    verdict: Verdict
    margin: float

    @property
    def is_certain(self) -> bool:
        """Whether no sound text reads like this."""
        return self.verdict.characters >= _ENOUGH and self.verdict.excess > _CERTAIN


def find_doubts(page: Page, analyser: Analyser) -> list[Doubt]:
    """The groups of lines that may be wrong, the worst first; empty for a sound page."""
    judged = [(line, analyser.judge(_without_names(line.raw))) for line in page.lines]
    usual = _usual_size(page)
    large = [(line, verdict) for line, verdict in judged if line.size > _LARGE * usual]
    long = [(line, verdict) for line, verdict in judged if verdict.characters > _FEWEST]
    dearest = sorted(long, key=lambda item: -item[1].excess)[:2]
    doubts = [_doubt(group) for group in (judged, large)]
    doubts.append(_doubt(dearest, _ALLOWED_DEAREST))
    found = [doubt for doubt in doubts if doubt.margin > 0]
    return sorted(found, key=lambda doubt: -doubt.margin)


def _without_names(text: str) -> str:
    """A text without names in quotes that are kana alone (「やまぼうし」)."""
    return _NAME.sub("", text.replace(" ", ""))


def _doubt(group: list[tuple[Line, Verdict]], allowed: float | None = None) -> Doubt:
    verdict = _total(group)
    if allowed is None:
        allowed = _ALLOWED + _ALLOWED_SHORT / max(verdict.characters, 1)
    margin = verdict.excess - allowed if verdict.characters >= _FEWEST else 0.0
    return Doubt(tuple(line for line, _ in group), verdict, margin)


def _total(group: list[tuple[Line, Verdict]]) -> Verdict:
    verdicts = [verdict for _, verdict in group]
    return Verdict(
        sum([verdict.characters for verdict in verdicts]),
        sum([verdict.kanji for verdict in verdicts]),
        sum([verdict.cost for verdict in verdicts]),
        sum([verdict.unknown for verdict in verdicts]),
    )


def _usual_size(page: Page) -> float:
    """The size of the page's middle character, in points."""
    sizes = sorted((line.size, len(line.glyphs)) for line in page.lines)
    half = sum(count for _, count in sizes) // 2
    for size, count in sizes:
        if half < count:
            return size
        half -= count
    return 0.0
