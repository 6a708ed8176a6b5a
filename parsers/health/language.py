"""Whether a text is Japanese as written: what the morphological analyser pays for it.

A false ToUnicode map leaves common kanji in places where no word holds them. The analyser then
finds only single characters and unlikely neighbours, and the cost of its best path doubles.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

_RUN = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u30fc\u3005\u4e00-\u9fff]{2,}")
_KANJI = re.compile(r"[\u4e00-\u9fff]")
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
    """What the Japanese of a text costs; verdicts of several texts can be added."""

    characters: int = 0
    kanji: int = 0
    cost: int = 0
    unknown: int = 0

    def __add__(self, other: Verdict) -> Verdict:
        return Verdict(
            self.characters + other.characters,
            self.kanji + other.kanji,
            self.cost + other.cost,
            self.unknown + other.unknown,
        )

    @property
    def excess(self) -> float:
        """Cost a character above that of sound text with as many kanji; 0 for no text."""
        if not self.characters:
            return 0.0
        usual = _BASE_COST + _KANJI_COST * self.kanji / self.characters
        return self.cost / self.characters - usual

    @property
    def unknown_share(self) -> float:
        """Share of characters that are in no word of the dictionary, 0 to 1."""
        return self.unknown / self.characters if self.characters else 0.0


class Analyser:
    """A loaded morphological analyser. One instance a process."""

    def __init__(self, tagger: Tagger) -> None:
        self._tagger = tagger
        # The pages of a document repeat their headings; more is not worth remembering.
        self._cost = lru_cache(maxsize=64)(self._cost_of)

    def judge(self, text: str) -> Verdict:
        """Judge the runs of kana and kanji in a text; about a millisecond for 1,000 characters."""
        characters = kanji = cost = unknown = 0
        for run in _RUN.findall(text):
            paid, missing = self._cost(run)
            characters += len(run)
            kanji += len(_KANJI.findall(run))
            cost += paid
            unknown += missing
        return Verdict(characters, kanji, cost, unknown)

    def _cost_of(self, run: str) -> tuple[int, int]:
        """The cost of a run's best path and how many of its characters are in no word."""
        tokens = self._tagger.parse(run)
        cost = int(tokens.rpartition("|")[2].split(" ", 1)[0])
        unknown = 0
        if " 1 " in tokens:
            for token in tokens.split("|"):
                _, unknown_word, length = token.split(" ")
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
