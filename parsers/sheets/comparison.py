"""Texts made comparable, and headings made ready to be compared with."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import Indel, Levenshtein

from parsers.sheets.model import Field

_VOICING = re.compile("[\u3099\u309a]")
_AROUND = re.compile(r"^[^\w]*|[^\w]*$")


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Text for comparison only: NFKC without spaces, in lower case, with one kind of wave dash."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold().replace("〜", "~")


def bare(text: str) -> str:
    """As ``plain``, without the signs around it."""
    return _AROUND.sub("", plain(text))


def allowed_slips(phrase: str) -> int:
    """How many characters of a heading may be wrong, missing or extra.

    Short ones must be exact: one sign more or less makes another word of them (目的, 目標). In
    phrases of five a sign may be missing or extra, but none replaced (なぜするの, なにするの).
    """
    kana = sum("\u3041" <= char <= "\u30ff" for char in phrase)
    if len(phrase) < 5 or kana < 3:
        return 0
    return 1 if len(phrase) < 8 else 2 if len(phrase) < 12 else 3


class _Loose(NamedTuple):
    """A heading that may have slips."""

    phrase: str
    field: Field
    limit: int


class Phrases:
    """The headings of a vocabulary in plain text; of equally near ones the first counts."""

    def __init__(self, headings: Iterable[tuple[Field, str]]) -> None:
        self.all = tuple((plain(word), field) for field, word in headings)
        self.openings = frozenset(
            phrase[:end] for phrase, _ in self.all for end in range(2, len(phrase))
        )
        """What a heading begins with where its line ends before it does."""
        self._exact: dict[str, Field] = {}
        self._unvoiced: set[str] = set()
        self._loose: dict[int | None, list[_Loose]] = defaultdict(list)
        """Those that may have slips by the lengths they may then have; under None all of them."""
        for phrase, field in self.all:
            self._exact.setdefault(phrase, field)
            limit = allowed_slips(phrase)
            if limit:
                self._unvoiced.add(_unvoiced(phrase))
                for length in (None, *range(len(phrase) - limit, len(phrase) + limit + 1)):
                    self._loose[length].append(_Loose(phrase, field, limit))

    def nearest(self, wanted: str) -> tuple[Field, int] | None:
        """The field of the nearest heading with no more slips than it allows, and how many."""
        if wanted in self._exact:
            return self._exact[wanted], 0
        best: tuple[int, Field] | None = None
        unvoiced = _unvoiced(wanted)
        voiced = unvoiced in self._unvoiced
        length = None if voiced else len(wanted)
        for phrase, field, limit in self._loose.get(length, ()):
            measure = Levenshtein if len(phrase) > 5 else Indel
            distance = measure.distance(wanted, phrase, score_cutoff=limit)
            if distance > limit and voiced and unvoiced == _unvoiced(phrase):
                distance = 1
            if distance <= limit and (best is None or distance < best[0]):
                best = (distance, field)
        return (best[1], best[0]) if best else None


@lru_cache(maxsize=4096)
def _unvoiced(text: str) -> str:
    """Text without voicing marks, which are easily lost or put in wrong (いつまてに)."""
    return _VOICING.sub("", unicodedata.normalize("NFD", text))
