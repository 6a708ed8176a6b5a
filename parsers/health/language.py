"""Whether a text is Japanese as written: what the morphological analyser pays for it.

A false ToUnicode map leaves common kanji in places where no word holds them. The analyser then
finds only single characters and unlikely neighbours, and the cost of its best path doubles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

_RUN = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u30fc\u3005\u4e00-\u9fff]{2,}")
_KANJI = re.compile(r"[\u4e00-\u9fff]")
_SAMPLE = 400
_FEWEST = 10

# Fitted on 108 pages of municipal prose, tables, lists and web pages (unidic-lite): sound text
# costs this much a character, with a standard deviation of 200.
_BASE_COST = 1520.0
_KANJI_COST = 2070.0


class Tagger(Protocol):
    """The part of fugashi's tagger that is used."""

    def parse(self, text: str, /) -> str:
        """The text analysed, in the format that the tagger was made with."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a text reads. ``excess`` is the cost a character above that of sound text."""

    characters: int
    excess: float
    unknown_share: float


@dataclass(frozen=True, slots=True)
class Analyser:
    """A loaded morphological analyser. One instance a process."""

    tagger: Tagger

    def judge(self, texts: Iterable[str]) -> Verdict | None:
        """Judge up to 400 characters of the texts; None where there is too little Japanese."""
        characters = kanji = cost = unknown = 0
        for text in texts:
            for run in _RUN.findall(text):
                run_cost, run_unknown = self._cost(run)
                cost, unknown = cost + run_cost, unknown + run_unknown
                characters += len(run)
                kanji += len(_KANJI.findall(run))
            if characters >= _SAMPLE:
                break
        if characters < _FEWEST:
            return None
        usual = _BASE_COST + _KANJI_COST * kanji / characters
        return Verdict(characters, cost / characters - usual, unknown / characters)

    def _cost(self, run: str) -> tuple[int, int]:
        """The cost of a run's best path and how many of its characters are in no word."""
        cost = unknown = 0
        for token in self.tagger.parse(run).split("|"):
            total, unknown_word, length = token.split(" ")
            cost = int(total)
            if unknown_word == "1":
                unknown += int(length) // len("々".encode())
        return cost, unknown


def load_analyser() -> Analyser | None:
    """fugashi with unidic-lite, or None where they are not installed."""
    try:
        import fugashi
        import unidic_lite  # type: ignore[import-untyped]
    except ImportError:
        return None
    node = "%pc %s %pL"
    folder = unidic_lite.DICDIR
    options = f'-r "{folder}/dicrc" -d "{folder}" -O "" -F"{node}|" -U"{node}|" -E "%pc 0 0"'
    return Analyser(fugashi.GenericTagger(options))
