"""Keywords: the noun compounds of a sheet that set it apart from the other pledges.

The weight of a compound is how often it stands in the sheet (a title counts three times, an aim
half as much again as an action), times its rarity over the pledges (inverse document frequency),
times a small bonus for length: a longer compound says more. A single noun weighs less than a
compound, and one of action or quality counts only in a title.
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
from parsers.language.model import Compound, Morpheme, Span
from schemas.enums import EntityLabel

KEPT = 8
"""How many keywords a sheet has at most."""
NAME, COMPOUND, WORD, ACTION = 1.0, 1.0, 0.6, 0.3
"""What names, compounds, single nouns and single nouns of action or quality are worth."""
_WEAK = ("サ変", "形状詞", "副詞可能", "助数詞")
_NO_NAMES = frozenset({EntityLabel.DATE, EntityLabel.MONEY})
_BETWEEN = frozenset("・、/")
_WEIGHTS = {"title": 3.0, "aim": 1.5, "action": 1.0}
_LETTER = re.compile(r"[ぁ-ヺ一-鿿A-Za-z]")
_ENDS = re.compile(r"^各|(?:等|など|内|中|以外|以降|以上|以下|以内|未満)$")
_HIRAGANA_ONLY = re.compile(r"[ぁ-ゖー]{1,3}$")


@dataclass(frozen=True, slots=True)
class Stopwords:
    """Words of action, words too general, and endings that make a compound so."""

    actions: tuple[str, ...]
    general: frozenset[str]
    endings: tuple[str, ...]


def load_stopwords() -> Stopwords:
    """The lists of this package."""
    text = files("parsers.language").joinpath("keywords.toml").read_text(encoding="utf-8")
    lists = loads(text)
    actions = sorted(lists["actions"], key=len, reverse=True)
    general = frozenset([*lists["general"], *actions])
    return Stopwords(tuple(actions), general, tuple(lists["endings"]))


def compounds(
    text: str, words: Sequence[Morpheme], spans: Sequence[Span], stopwords: Stopwords
) -> Iterator[Compound]:
    """The compounds and names of a text that may be keywords, in order, with repeats."""
    taken = [(span.start, span.end) for span in spans]
    for span in spans:
        name = span.normalised or text[span.start : span.end]
        if span.label not in _NO_NAMES and name not in stopwords.general:
            yield Compound(name, NAME)
    for run in runs(words, taken):
        for part in _parts(run.words):
            compound = _trimmed("".join(word.surface for word in part), stopwords)
            if _says_something(compound, stopwords):
                yield Compound(unicodedata.normalize("NFKC", compound), _worth(part, compound))


def _worth(part: Sequence[Morpheme], compound: str) -> float:
    """A single word says less than a compound, and a word of action or quality least."""
    inside = [word for word in part if word.surface in compound]
    if len(inside) > 1:
        return COMPOUND
    return ACTION if any(kind in part[0].tag for kind in _WEAK) else WORD


def _parts(words: Iterable[Morpheme]) -> Iterator[list[Morpheme]]:
    """The parts of a compound between numbers and points; what is counted goes with its number."""
    part: list[Morpheme] = []
    after_number = False
    for word in words:
        number = "数詞" in word.tag or word.surface[0].isnumeric() or word.surface == "第"
        counter = after_number and "助数詞" in word.tag
        if number or counter or word.surface in _BETWEEN:
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
    return _ENDS.sub("", compound)


def _says_something(compound: str, stopwords: Stopwords) -> bool:
    short = len(compound) < 2 or _HIRAGANA_ONLY.fullmatch(compound)
    general = stopwords.general
    bare = any(
        compound.endswith(action) and compound.removesuffix(action) in general
        for action in stopwords.actions
    )
    empty = compound in general or compound.endswith(stopwords.endings)
    return not (short or bare or empty) and bool(_LETTER.search(compound))


SheetCompounds = Mapping[str, Sequence[Compound]]
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
        for compound in {each.text for found in fields.values() for each in found}:
            seen.setdefault(compound, set()).add(pledges.get(sheet_id, sheet_id))
    total = len({pledges.get(sheet_id, sheet_id) for sheet_id in sheets})
    return {compound: math.log(1 + total / len(where)) for compound, where in seen.items()}


def _best(fields: SheetCompounds, rarity: Mapping[str, float]) -> list[tuple[str, float]]:
    weights: dict[str, float] = defaultdict(float)
    for field, found in fields.items():
        for compound in found:
            if compound.worth > ACTION or field == "title":
                weights[compound.text] += _WEIGHTS[field] * compound.worth
    scored = [
        (text, round(math.sqrt(weight) * rarity[text] * _bonus(text), 4))
        for text, weight in weights.items()
    ]
    kept: list[tuple[str, float]] = []
    for text, score in sorted(scored, key=lambda each: (-each[1], each[0])):
        if not any(text in other or other in text for other, _ in kept):
            kept.append((text, score))
    return kept[:KEPT]


def _bonus(compound: str) -> float:
    return 0.7 + 0.1 * min(len(compound), 9)
