"""Finding the vocabulary's words and phrases in a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Generic, NamedTuple, TypeVar

Key = TypeVar("Key")
_GAP = "[^。\n]{0,24}?"
_NARROW_KANA = {
    unicodedata.normalize("NFKC", kana + mark): kana + mark
    for kana in map(chr, range(0xFF66, 0xFF9E))
    for mark in ("", "\uff9e", "\uff9f")
    if len(unicodedata.normalize("NFKC", kana + mark)) == 1
}


class Hit(NamedTuple, Generic[Key]):
    """A phrase found at ``start``..``end``; ``letters`` counts its own letters, gaps left out."""

    start: int
    end: int
    key: Key
    letters: int


class Phrases(Generic[Key]):
    """The phrases of several keys, ready to be looked for. Where two overlap the fuller wins."""

    def __init__(self, phrases: Mapping[Key, Iterable[str]]) -> None:
        self._patterns = [
            (_pattern(phrase), len(phrase.replace("…", "")), key)
            for key, several in phrases.items()
            for phrase in several
        ]

    def find(self, text: str) -> list[Hit[Key]]:
        """Return the phrases of ``text`` in order, none overlapping; of equals the nearer."""
        hits = [
            Hit(found.start(), found.end(), key, letters)
            for pattern, letters, key in self._patterns
            for found in pattern.finditer(text)
        ]
        kept: list[Hit[Key]] = []
        taken = bytearray(len(text))
        for hit in sorted(hits, key=lambda hit: (-hit.letters, hit.end - hit.start, hit.start)):
            if not any(taken[hit.start : hit.end]):
                taken[hit.start : hit.end] = b"\x01" * (hit.end - hit.start)
                kept.append(hit)
        return sorted(kept, key=lambda hit: hit.start)


def fused(hits: Iterable[Hit[Key]]) -> list[Hit[Key]]:
    """Phrases that touch make one word, which the fuller names: 条件付き承認; equals stay two."""
    whole: list[Hit[Key]] = []
    for hit in hits:
        last = whole[-1] if whole else None
        if last is None or last.end != hit.start or last.letters == hit.letters:
            whole.append(hit)
            continue
        fuller = max(last, hit, key=lambda one: one.letters)
        whole[-1] = fuller._replace(start=last.start, end=hit.end)
    return whole


def _pattern(phrase: str) -> re.Pattern[str]:
    return re.compile(_GAP.join(map(_spelled, phrase.split("…"))))


def words_pattern(words: Iterable[str]) -> re.Pattern[str]:
    """One pattern for any of ``words``, longest first. Without words it finds nothing."""
    ordered = sorted(set(words), key=len, reverse=True)
    return re.compile("|".join(re.escape(word) for word in ordered) or r"(?!)")


def _spelled(word: str) -> str:
    """A pattern for a word, its katakana also at half width, where a voiced one is two signs."""
    return "".join(_letter(sign) for sign in word)


def _letter(sign: str) -> str:
    narrow = _NARROW_KANA.get(sign)
    return f"(?:{sign}|{narrow})" if narrow else re.escape(sign)
