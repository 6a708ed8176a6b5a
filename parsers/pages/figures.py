"""Counts of measures in a text, as the values reader finds them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.pages.phrases import words_pattern
from parsers.pages.vocabulary import ReviewWords
from parsers.values import find_values
from parsers.values.numerals import KANJI_FIRST

#: The counter by which a city's own counter (公約, シート) is put to the values reader.
_KNOWN = "件"
_NEAR = 4
#: With these 約 makes a word (公約30件), which says nothing of the count behind it.
_WITH_YAKU = "公契条予要規集制節誓盟特解倹簡"


@dataclass(frozen=True, slots=True)
class Count:
    """A count at ``start``..``end``; ``of_measures`` is false for people, places and the like."""

    start: int
    end: int
    value: int
    text: str
    of_measures: bool
    approximate: bool


class CountReader:
    """Reads counts with the counters of one vocabulary."""

    def __init__(self, words: ReviewWords) -> None:
        self._units = frozenset(words.units)
        units = words_pattern(words.units).pattern
        number = rf"(?<=[0-9])|(?<=[{KANJI_FIRST}]{{2}})|(?<=[十百千])"
        self._own = re.compile(rf"(?:{number})\s*(?:の\s*)?(?:{units})")
        approximate = words_pattern(words.approximate).pattern
        self._before = re.compile(rf"(?<![{_WITH_YAKU}])(?:{approximate})\s*$")
        self._after = re.compile(rf"\s*(?:{approximate})")

    def read(self, text: str) -> list[Count]:
        """Return the counts of a folded text in order."""
        found = {value.span: value for value in find_values(text) if value.kind == "count"}
        taken = {position for start, end in found for position in range(start, end)}
        for value in find_values(self._own.sub(_put_plainly, text)):
            if value.kind == "count" and taken.isdisjoint(range(*value.span)):
                found[value.span] = value
        return [
            self._count(text, span, int(value.value), value.unit or "")
            for span, value in sorted(found.items())
            if isinstance(value.value, int)
        ]

    def _count(self, text: str, span: tuple[int, int], number: int, unit: str) -> Count:
        start, end = span
        own = self._own.search(text, start, min(end + _NEAR, len(text)))
        end = max(end, own.end()) if own and own.start() <= end else end
        before, after = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
        return Count(
            start=start,
            end=end,
            value=number,
            text=text[start:end],
            of_measures=unit in self._units,
            approximate=bool(self._before.search(before) or self._after.match(after)),
        )


def _put_plainly(found: re.Match[str]) -> str:
    """Keep every position: the counter, then signs that belong to no value."""
    return _KNOWN + "・" * (len(found.group()) - 1)
