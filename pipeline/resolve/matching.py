"""Which sheet of a new version is which pledge of the one before.

Equal titles first, then renames the page announced, then likeness of title, body, neighbours
and facts. A match that is neither clear nor clearly absent is reported and not made.
The rules are written down in docs/identity.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.resolve.wording import Worded, body_likeness, likeness, worded
from schemas.parsed import ParsedSheet

Basis = Literal["same", "announced", "matched"]

TITLE_ALONE = 0.8
"""Titles this alike are one title with a typo or a small change of wording."""
BODY_ALONE = 0.85
"""Bodies this alike are one pledge under another title."""
CLEAR = 0.7
DOUBTFUL = 0.5
MARGIN = 0.08
"""A match must be this much better than the next best one on either side."""
_WEIGHTS = {"title": 0.4, "body": 0.4, "neighbours": 0.1, "facts": 0.1}


@dataclass(frozen=True, slots=True)
class Rename:
    """A rename the page announced, as keys of titles."""

    old_key: str
    new_key: str


@dataclass(frozen=True, slots=True)
class Match:
    """Old and new position of one pledge, why, and how strong the reason is (0 to 1)."""

    old: int
    new: int
    basis: Basis
    strength: float


@dataclass(frozen=True, slots=True)
class Matching:
    """All matches of two versions, and the pairs that were too doubtful to make."""

    matches: tuple[Match, ...]
    doubtful: tuple[Match, ...]


def match_sheets(
    old: Sequence[ParsedSheet], new: Sequence[ParsedSheet], renames: Sequence[Rename]
) -> Matching:
    """Match two versions of one series."""
    before, after = list(map(worded, old)), list(map(worded, new))
    matches = _same_titles(before, after)
    matches += _announced(before, after, renames, matches)
    alike, doubtful = _alike(before, after, matches)
    ordered = sorted([*matches, *alike], key=lambda match: match.new)
    return Matching(tuple(ordered), tuple(doubtful))


def _left(sheets: Sequence[Worded], taken: set[int]) -> list[int]:
    return [position for position in range(len(sheets)) if position not in taken]


def _open(
    old: Sequence[Worded], new: Sequence[Worded], matches: Sequence[Match]
) -> tuple[list[int], list[int]]:
    return _left(old, {m.old for m in matches}), _left(new, {m.new for m in matches})


def _same_titles(old: Sequence[Worded], new: Sequence[Worded]) -> list[Match]:
    """Equal titles; where a title stands twice, the more alike bodies go together."""
    pairs = [
        (likeness(old[i].body, new[j].body), -abs(i - j), i, j)
        for i in range(len(old))
        for j in range(len(new))
        if old[i].key and old[i].key == new[j].key
    ]
    matches: list[Match] = []
    for _, _, i, j in sorted(pairs, key=lambda pair: (-pair[0], -pair[1], pair[2], pair[3])):
        if all(m.old != i and m.new != j for m in matches):
            matches.append(Match(i, j, "same", 1.0))
    return matches


def _announced(
    old: Sequence[Worded],
    new: Sequence[Worded],
    renames: Sequence[Rename],
    done: Sequence[Match],
) -> list[Match]:
    old_left, new_left = _open(old, new, done)
    matches: list[Match] = []
    for rename in renames:
        olds = [i for i in old_left if likeness(old[i].key, rename.old_key) >= 0.9]
        news = [j for j in new_left if likeness(new[j].key, rename.new_key) >= 0.9]
        if len(olds) == len(news) == 1 and all(m.old != olds[0] for m in matches):
            matches.append(Match(olds[0], news[0], "announced", 1.0))
    return matches


def _alike(
    old: Sequence[Worded], new: Sequence[Worded], done: Sequence[Match]
) -> tuple[list[Match], list[Match]]:
    """Take the best pair while it is clear; what stays between clear and no match is doubtful."""
    old_left, new_left = _open(old, new, done)
    scores = {(i, j): _score(old, new, i, j, done) for i in old_left for j in new_left}
    matches: list[Match] = []
    doubtful: list[Match] = []
    while scores:
        (i, j), (strength, clear) = max(
            scores.items(), key=lambda item: (item[1][0], -item[0][0], -item[0][1])
        )
        if strength < DOUBTFUL:
            break
        rivals = [s for (a, b), (s, _) in scores.items() if (a == i) != (b == j)]
        match = Match(i, j, "matched", round(strength, 3))
        sure = clear and strength - max(rivals, default=0.0) >= MARGIN
        (matches if sure else doubtful).append(match)
        scores = {(a, b): s for (a, b), s in scores.items() if a != i and b != j}
    return matches, doubtful


def _score(
    old: Sequence[Worded], new: Sequence[Worded], i: int, j: int, done: Sequence[Match]
) -> tuple[float, bool]:
    """Weighted likeness, and whether it is clear enough to be taken for one pledge."""
    parts = {
        "title": likeness(old[i].key, new[j].key),
        "body": body_likeness(old[i], new[j]),
        "neighbours": _neighbours(i, j, len(old), len(new), done),
        "facts": _facts(old[i].parsed, new[j].parsed),
    }
    weighted = sum(_WEIGHTS[name] * value for name, value in parts.items())
    alone = parts["title"] >= TITLE_ALONE or parts["body"] >= BODY_ALONE
    strength = max(weighted, CLEAR) if alone else weighted
    return strength, strength >= CLEAR


def _neighbours(i: int, j: int, olds: int, news: int, done: Sequence[Match]) -> float:
    """Share of the two neighbours that are the same pledges on both sides."""
    pairs = {(m.old, m.new) for m in done}
    before = (i == 0 and j == 0) or (i - 1, j - 1) in pairs
    after = (i == olds - 1 and j == news - 1) or (i + 1, j + 1) in pairs
    return (before + after) / 2


def _facts(old: ParsedSheet, new: ParsedSheet) -> float:
    """Share of term and due year that are equal and known."""
    one, other = old.sheet, new.sheet
    term = one.term is not None and one.term == other.term
    due = one.due_fiscal_year is not None and one.due_fiscal_year == other.due_fiscal_year
    return (term + due) / 2
