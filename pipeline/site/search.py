"""The search index: rows to list and the pledges of each pair of letters, in pieces.

A piece is a script that hands its data over, because a page from ``file:`` may not fetch.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import msgspec

from pipeline.site.present import Present, state_of
from pipeline.site.reading_order import hiragana, sound_key
from pipeline.site.shown import code_of
from schemas.records import Pledge

ROWS_EACH = 1000
_ENTRIES_EACH = 40_000
_IN_TITLE, _IN_TEXT = 0, 1

Postings = dict[str, tuple[list[int], list[int]]]


class Index(msgspec.Struct, frozen=True):
    """What the page must know to load the pieces."""

    rows: int
    row_pieces: int
    letter_pieces: int


def letters(text: str) -> str:
    """The text as it is searched: hiragana and letters and digits only. The script does alike."""
    return "".join(c for c in hiragana(text) if unicodedata.category(c)[0] in "LN")


def write_index(present: Present, pledges: Sequence[Pledge], folder: Path) -> Index:
    """Write ``search/*.js`` for pledges in the order of the list."""
    folder.mkdir(parents=True, exist_ok=True)
    readings = sorted(range(len(pledges)), key=lambda n: (sound_key(pledges[n].title_kana), n))
    ranks = {number: rank for rank, number in enumerate(readings)}
    rows = [_row(pledge, ranks[number]) for number, pledge in enumerate(pledges)]
    pieces = [rows[start : start + ROWS_EACH] for start in range(0, len(rows), ROWS_EACH)]
    for number, piece in enumerate(pieces):
        _write(folder / f"rows-{number}.js", "rows", number, piece)
    postings = _postings(present, pledges)
    entries = sum(len(both[0]) + len(both[1]) for both in postings.values())
    count = max(1, -(-entries // _ENTRIES_EACH))
    shards: list[dict[str, list[list[int]]]] = [{} for _ in range(count)]
    for pair in sorted(postings):
        shards[ord(pair[0]) % count][pair] = [_steps(postings[pair][n]) for n in (0, 1)]
    for number, shard in enumerate(shards):
        _write(folder / f"letters-{number}.js", "letters", number, shard)
    return Index(len(rows), len(pieces), count)


def _row(pledge: Pledge, rank: int) -> list[object]:
    """The order of these is known to ``list.js``."""
    return [
        pledge.pledge_id,
        pledge.title,
        pledge.pillar_number,
        code_of(pledge.term),
        state_of(pledge),
        pledge.due_fiscal_year,
        pledge.due_date.isoformat() if pledge.due_date else None,
        None if pledge.progress_ratio is None else round(pledge.progress_ratio * 100),
        rank,
    ]


def _postings(present: Present, pledges: Sequence[Pledge]) -> Postings:
    """The pledges of each pair of letters, and of each last letter; those of titles apart."""
    postings: Postings = defaultdict(lambda: ([], []))
    for number, pledge in enumerate(pledges):
        in_title = {pair for text in _titles(pledge) for pair in _pairs(text)}
        in_text = {pair for text in _texts(present, pledge) for pair in _pairs(text)}
        for pair in in_title:
            postings[pair][_IN_TITLE].append(number)
        for pair in in_text - in_title:
            postings[pair][_IN_TEXT].append(number)
    return postings


def _titles(pledge: Pledge) -> Iterator[str]:
    yield pledge.title or ""
    yield pledge.title_kana or ""


def _texts(present: Present, pledge: Pledge) -> Iterator[str]:
    sheet = present.tables.sheet.get(pledge.sheet_id or "")
    if sheet:
        yield sheet.aim or ""
        yield from (action.text for action in present.tables.actions_of.get(sheet.sheet_id, ()))


def _pairs(text: str) -> Iterator[str]:
    plain = letters(text)
    yield from (one + other for one, other in pairwise(plain))
    if plain:
        yield plain[-1]


def _steps(numbers: Sequence[int]) -> list[int]:
    """Ascending numbers as distances, which are shorter."""
    return [after - before for before, after in pairwise([0, *numbers])]


def _write(path: Path, name: str, number: int, data: object) -> None:
    path.write_text(f"kouyaku.{name}({number},{script_json(data)});\n", encoding="utf-8")


def script_json(data: object) -> str:
    """JSON that is safe inside a script: no mark-up can end it or begin in it."""
    text = msgspec.json.encode(data).decode()
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text
