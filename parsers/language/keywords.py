"""Keywords: the noun compounds of a sheet that set it apart from the other pledges.

The weight of a compound is how often it stands in the sheet (a title counts three times, an aim
half as much again as an action), times its rarity over the pledges (inverse document frequency),
times a small bonus for length: a longer compound says more.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from tomllib import loads

from parsers.language.compounds import runs
from parsers.language.model import Morpheme, Span
from schemas.enums import EntityLabel

KEPT = 8
"""How many keywords a sheet has at most."""
_WEIGHTS = {"title": 3.0, "aim": 1.5, "action": 1.0}
_LETTER = re.compile(r"[ぁ-ヺ一-鿿A-Za-z]")
_HIRAGANA_ONLY = re.compile(r"[ぁ-ゖー]{1,3}$")


@dataclass(frozen=True, slots=True)
class Stopwords:
    """Words of action, and words too general, that stand for nothing alone."""

    actions: tuple[str, ...]
    general: frozenset[str]


def load_stopwords() -> Stopwords:
    """The lists of this package."""
    text = files("parsers.language").joinpath("keywords.toml").read_text(encoding="utf-8")
    lists = loads(text)
    actions = sorted(lists["actions"], key=len, reverse=True)
    return Stopwords(tuple(actions), frozenset([*lists["general"], *actions]))


def compounds(
    text: str, words: Sequence[Morpheme], spans: Sequence[Span], stopwords: Stopwords
) -> Iterator[str]:
    """The compounds and names of a text that may be keywords, in order, with repeats."""
    taken = [(span.start, span.end) for span in spans]
    for span in spans:
        if span.label not in (EntityLabel.DATE, EntityLabel.MONEY):
            yield span.normalised or text[span.start : span.end]
    for run in runs(words, taken):
        for part in _without_numbers(run.words):
            compound = _trimmed("".join(word.surface for word in part), stopwords)
            if _says_something(compound, stopwords):
                yield unicodedata.normalize("NFKC", compound)


def _without_numbers(words: Iterable[Morpheme]) -> Iterator[list[Morpheme]]:
    """The parts of a compound between numbers; what is counted goes with its number."""
    part: list[Morpheme] = []
    after_number = False
    for word in words:
        number = "数詞" in word.tag or word.surface.isnumeric() or word.surface == "第"
        counter = after_number and "助数詞" in word.tag
        if number or counter:
            yield part
            part = []
        else:
            part.append(word)
        after_number = number
    yield part


def _trimmed(compound: str, stopwords: Stopwords) -> str:
    """Without words of action at its end (公共施設整備推進 → 公共施設), unless little is left."""
    trimmed = True
    while trimmed:
        trimmed = False
        for action in stopwords.actions:
            if compound.endswith(action) and len(compound) - len(action) >= 4:
                compound, trimmed = compound.removesuffix(action), True
    return compound


def _says_something(compound: str, stopwords: Stopwords) -> bool:
    short = len(compound) < 2 or _HIRAGANA_ONLY.fullmatch(compound)
    return not short and compound not in stopwords.general and bool(_LETTER.search(compound))


SheetCompounds = Mapping[str, Sequence[str]]
"""The compounds of a sheet by the field they stand in: title, aim, action."""


def score_sheets(
    sheets: Mapping[str, SheetCompounds], pledges: Mapping[str, str]
) -> dict[str, list[tuple[str, float]]]:
    """The best keywords of each sheet with their scores, best first.

    ``pledges`` gives the pledge of a sheet: editions of one pledge count once for rarity.
    """
    rarity = _rarity(sheets, pledges)
    return {sheet_id: _best(fields, rarity) for sheet_id, fields in sheets.items()}


def _rarity(sheets: Mapping[str, SheetCompounds], pledges: Mapping[str, str]) -> dict[str, float]:
    seen: dict[str, set[str]] = {}
    for sheet_id, fields in sheets.items():
        for compound in {each for found in fields.values() for each in found}:
            seen.setdefault(compound, set()).add(pledges.get(sheet_id, sheet_id))
    total = len({pledges.get(sheet_id, sheet_id) for sheet_id in sheets})
    return {compound: math.log(1 + total / len(where)) for compound, where in seen.items()}


def _best(fields: SheetCompounds, rarity: Mapping[str, float]) -> list[tuple[str, float]]:
    weights: dict[str, float] = defaultdict(float)
    for field, found in fields.items():
        for compound in found:
            weights[compound] += _WEIGHTS[field]
    scored = [
        (compound, round(math.sqrt(weight) * rarity[compound] * _bonus(compound), 4))
        for compound, weight in weights.items()
    ]
    kept: list[tuple[str, float]] = []
    for compound, score in sorted(scored, key=lambda each: (-each[1], each[0])):
        if not any(compound in other or other in compound for other, _ in kept):
            kept.append((compound, score))
    return kept[:KEPT]


def _bonus(compound: str) -> float:
    return 0.7 + 0.1 * min(len(compound), 9)
